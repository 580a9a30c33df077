//go:build race

package search

import "testing"

// fits leaves a test out that fits a model: under the race detector it takes
// ten times as long, and it uses one goroutine.
func fits(t *testing.T) {
	t.Helper()
	t.Skip("SKIPPED under the race detector: it fits a model in one goroutine; go test without -race runs it")
}
