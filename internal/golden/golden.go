// Package golden compares what a test got with a file that a person has
// reviewed. With the flag -update the file is written instead: look at the
// difference in git before you commit it.
package golden

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A flag can be defined once in a program only, so it stands here.
var update = flag.Bool("update", false, "write the golden files anew")

// Update reports whether golden files are to be written.
func Update() bool { return *update }

// Check fails the test where got is not what the file holds.
func Check(t testing.TB, file, got string) {
	t.Helper()
	if Update() {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s has changed; if for the better, run with -update (-want +got):\n%s", file, diff)
	}
}
