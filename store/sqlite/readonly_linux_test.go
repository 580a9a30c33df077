package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"ibid/store/storetest"
)

// TestReadOnly: a file, or a folder, that this user may not write is told of
// at the start.
func TestReadOnly(t *testing.T) {
	for name, test := range map[string]struct {
		file, folder os.FileMode
		says         string
	}{
		"file":            {0o444, 0o555, "it must be writable, and so must its folder"},
		"file in our own": {0o444, 0o777, "it must be writable, and so must its folder"},
		"folder":          {0o666, 0o555, "must be writable"},
		"unreadable":      {0o000, 0o777, "must be there and be writable"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "below", "ibid.db")
			if err := os.Mkdir(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			s := open(t, path)
			storetest.Put(t, s, "m", map[string][]float32{"a": {1}})
			s.Close()
			for name, mode := range map[string]os.FileMode{path: test.file, filepath.Dir(path): test.folder, filepath.Join(path, "../../.."): 0o755} {
				if err := os.Chmod(name, mode); err != nil {
					t.Fatal(err)
				}
			}
			t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o777) }) // so that it can be removed
			err := asNobody(t, func() error {
				s, err := Open(t.Context(), path)
				if err == nil {
					s.Close()
				}
				return err
			})
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want %q in it", err, test.says)
			}
		})
	}
}

// asNobody calls f with the file permissions of a user who owns nothing,
// where the tests run as root, whom no permission stops.
func asNobody(t *testing.T, f func() error) error {
	if os.Geteuid() != 0 {
		return f()
	}
	done := make(chan error)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with its rights
		if err := syscall.Setfsuid(65534); err != nil {
			done <- errors.Join(errors.New("the test cannot give up its rights"), err)
			return
		}
		done <- f()
	}()
	return <-done
}
