package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ibid/store"
	"ibid/store/storetest"
)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s, err := Open(t.Context(), filepath.Join(t.TempDir(), "ibid.db"))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

// TestAgain: what was kept is there after a restart, and opening a file
// again changes nothing of it.
func TestAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ibid.db")
	want := map[string][]float32{"a": {1, 2}}
	for range 3 {
		s := open(t, path)
		storetest.Put(t, s, "m", want)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		storetest.Want(t, open(t, path), "m", []string{"a"}, want)
	}
}

// TestNames: the file has the very name it is given.
func TestNames(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"ibid.db", "a b?mode=ro&c#d%41;é.db", "file:x.db", ":memory:"} {
		for _, path := range []string{name, "./absent/../" + name, filepath.Join(dir, name)} {
			open(t, path)
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				t.Errorf("Open(%q): %v", path, err)
			}
		}
	}
}

// TestPragmas: the connection is as the package says.
func TestPragmas(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "ibid.db"))
	for pragma, want := range map[string]string{"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1"} {
		var got string
		if err := s.db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", pragma, got, err, want)
		}
	}
}

// TestLayout: numbers are kept in the byte order that the schema names, so
// that a file can go to another machine.
func TestLayout(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "ibid.db"))
	storetest.Put(t, s, "m", map[string][]float32{"a": {1, -2}})
	var got string
	if err := s.db.QueryRowContext(t.Context(), "SELECT hex(vector) FROM vectors").Scan(&got); err != nil || got != "0000803F000000C0" {
		t.Errorf("vector 1, -2 is kept as %s (%v)", got, err)
	}
}

// TestAllOrNothing: a vector that cannot be kept keeps the others out too.
func TestAllOrNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "ibid.db"))
	err := s.PutVectors(t.Context(), "m", map[[32]byte][]float32{storetest.Hash("a"): {1}, storetest.Hash("b"): {}})
	if err == nil {
		t.Error("an empty vector was kept")
	}
	storetest.Want(t, s, "m", []string{"a", "b"}, nil)
}

// TestNewFileTwice: programs that start at the same time with the same new
// file all get to use it.
func TestNewFileTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ibid.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestRefused: what cannot be used is told of at the start, with the file
// and what to do.
func TestRefused(t *testing.T) {
	for name, test := range map[string]struct {
		prepare func(t *testing.T, path string)
		says    string
	}{
		"newer schema": {newer, "its schema is newer: its version is 7, and this Ibid knows up to 3: run the newer Ibid"},
		"no database":  {text, "this is no sound database: move it away"},
		"damaged":      {damaged, "this is no sound database: move it away"},
		"a folder":     {folder, "its folder must be there and be writable"},
		"no folder":    {func(t *testing.T, path string) { remove(t, filepath.Dir(path)) }, "its folder must be there and be writable"},
		"foreign":      {foreign, "use its table of vectors"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "below", "ibid.db")
			if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			test.prepare(t, path)
			s, err := Open(t.Context(), path)
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			for _, want := range []string{test.says, "open database " + path} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q, want %q in it", err, want)
				}
			}
		})
	}
}

func newer(t *testing.T, path string) {
	s := open(t, path)
	storetest.Put(t, s, "m", map[string][]float32{"a": {1}})
	if _, err := s.db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (7, 1)"); err != nil {
		t.Fatal(err)
	}
	s.Close()
}

func text(t *testing.T, path string) {
	write(t, path, []byte(strings.Repeat("This is no database. ", 1000)))
}

// damaged overwrites all pages but the first.
func damaged(t *testing.T, path string) {
	s := open(t, path)
	storetest.Put(t, s, "m", map[string][]float32{"a": {1}})
	s.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	if len(data) <= page {
		t.Fatalf("the database has %d bytes, want some pages", len(data))
	}
	for i := page; i < len(data); i++ {
		data[i] = 0xa5
	}
	write(t, path, data)
}

func folder(t *testing.T, path string) {
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

// foreign is another program's database, which has a table of our name.
func foreign(t *testing.T, path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE vectors (x, y)"); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// TestEndedContext: a start that is called off makes no database.
func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "ibid.db")
	if _, err := Open(ctx, path); err == nil {
		t.Error("it was opened")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file was made")
	}
}

// TestPingHoldsNothing: asking whether the file can be read does not hold a
// connection, or what others wrote meanwhile.
func TestPingHoldsNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "ibid.db"))
	for range 3 {
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.db.Stats().InUse; n != 0 {
		t.Errorf("%d connections are held", n)
	}
}

// TestBackup: a copy that is made while others write is sound, and has what
// was kept before it.
func TestBackup(t *testing.T) {
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "ibid.db"))
	var writing sync.WaitGroup
	done := make(chan struct{})
	for n := range 4 {
		writing.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				if err := s.PutQuestion(t.Context(), store.Question{Guild: "1", Day: "2026-05-14", Text: fmt.Sprint(n, " ", i)}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	storetest.Put(t, s, "m", map[string][]float32{"a": {1, -2}})
	for n := range 5 {
		path := filepath.Join(folder, fmt.Sprint("copy", n))
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		storetest.Want(t, open(t, path), "m", []string{"a"}, map[string][]float32{"a": {1, -2}})
		if err := s.Backup(t.Context(), path); !errors.Is(err, ErrExists) {
			t.Errorf("a copy over another: %v", err)
		}
	}
	close(done)
	writing.Wait()
}
