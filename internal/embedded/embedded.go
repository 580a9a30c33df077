// Package embedded gives tests the library that comes with the program.
package embedded

import (
	"testing"

	"ibid/knowledge"
	"ibid/knowledge/analyses"
)

// AnalysisID is the id of the first analysis.
const AnalysisID = "moscow-concert-hall-attack"

// Library builds the library at the balanced setting, or ends the test.
func Library(t testing.TB) *knowledge.Library {
	t.Helper()
	sources, err := knowledge.Load(analyses.Files)
	if err != nil {
		t.Fatal(err)
	}
	library, err := knowledge.NewLibrary(sources, knowledge.Balanced)
	if err != nil {
		t.Fatal(err)
	}
	return library
}
