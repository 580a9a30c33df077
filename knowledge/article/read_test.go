package article

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a-title.md")
	data := []byte(header + "A Title\n\nWhy?\n\nSmith: Because.\n")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	want, faults := Parse("a-title.md", data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got, faults := ReadFS(os.DirFS(dir), "a-title.md")
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Errorf("ReadFS: %v\n%s", faults, diff)
	}
}

func TestReadFaults(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.md")
	f, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	// A hole: 50 MB that take no room, and would be NUL bytes if they were read.
	if err := f.Truncate(50 << 20); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"large.md":   "large.md: the file is larger than 4 MiB; keep one published text in it, without pictures",
		"missing.md": "missing.md: the file cannot be read: no such file or directory; check its path and its permissions",
		".":          ".: the file cannot be read: it is a folder or a device; check its path and its permissions",
	} {
		if runtime.GOOS == "windows" && name == "missing.md" {
			want = strings.Replace(want, "no such file or directory", "The system cannot find the file specified.", 1)
		}
		a, faults := ReadFS(os.DirFS(dir), name)
		if a == nil || faults.Error() != want {
			t.Errorf("ReadFS(%q) = %v\n%v, want\n%v", name, a, faults, want)
		}
	}
	a, faults := ReadFS(fstest.MapFS{}, "../a.md")
	if a == nil || len(faults) != 1 {
		t.Errorf("ReadFS outside of the file system: %v", faults)
	}
}

func TestReadPhrasingsFS(t *testing.T) {
	fsys := fstest.MapFS{"a.phrasings.txt": {Data: []byte("[q1]\nWhy?\n")}, "b.phrasings.txt": {Data: make([]byte, MaxSize+1)}}
	got, faults := ReadPhrasingsFS(fsys, "a.phrasings.txt")
	if diff := cmp.Diff(map[string][]string{"q1": {"Why?"}}, got.Texts); diff != "" || len(faults) > 0 {
		t.Errorf("%v\n%s", faults, diff)
	}
	for _, name := range []string{"b.phrasings.txt", "c.phrasings.txt"} {
		if got, faults := ReadPhrasingsFS(fsys, name); got.Texts == nil || len(faults) != 1 || faults[0].File != name {
			t.Errorf("%s: %v, %v", name, got, faults)
		}
	}
}

// lyingFS says that its files are empty.
type lyingFS struct{ fstest.MapFS }

func (f lyingFS) Stat(name string) (fs.FileInfo, error) {
	return fs.Stat(fstest.MapFS{name: {}}, name)
}

// TestReadGrowing reads a file that is larger than it says.
func TestReadGrowing(t *testing.T) {
	fsys := fstest.MapFS{"a.md": {Data: make([]byte, MaxSize+1)}}
	_, faults := ReadFS(lyingFS{fsys}, "a.md")
	if want := "a.md: the file is larger than 4 MiB; keep one published text in it, without pictures"; faults.Error() != want {
		t.Errorf("got %v", faults)
	}
}
