package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ibid/store"
	"ibid/store/sqlite"
)

// smallDisk mounts a file system of 1 MB, which goes when the test ends. It
// takes root; elsewhere the test is skipped, or fails where IBID_REQUIRE_TOOLS
// is set.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	switch err := syscall.Mount("none", disk, "tmpfs", 0, "size=1m"); {
	case err == nil:
		t.Cleanup(func() {
			if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
	case os.Getenv("IBID_REQUIRE_TOOLS") != "":
		t.Fatalf("no small disk can be mounted: %v", err)
	default:
		t.Skipf("no small disk to fill, which takes root: %v", err)
	}
	return disk
}

// fill writes to a disk until it is full, and returns what to remove for
// there to be room.
func fill(t *testing.T, disk string) (filling string) {
	t.Helper()
	filling = filepath.Join(disk, "filling")
	f, err := os.Create(filling)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return filling
}

// TestDiskFull: while there is no room questions are answered, what cannot be
// kept is said not to be, and the log says why; once there is room, all works
// without a restart.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	server := newServer(t)
	log := new(logBuffer)
	path := filepath.Join(disk, "ibid.db")
	t.Run("running", func(t *testing.T) {
		w := connectLogging(t, server, log, "--database-url", "sqlite:"+path)
		alice, owner := w.Person("alice"), w.Person("owner")
		w.press(owner, w.got(owner.Slash(w.ctx, "general", "settings", nil)), "Private by default: turn on")

		filling := fill(t, disk)
		// What SQLite's log has room for already may still be kept.
		full := false
		for range 200 {
			settings := w.got(owner.Slash(w.ctx, "general", "settings", nil))
			name := "Plain mode: turn on"
			if _, off := settings.Button(name); !off {
				name = "Plain mode: turn off"
			}
			if full = strings.Contains(w.press(owner, settings, name).Text(), "cannot be kept now"); full {
				break
			}
		}
		if !full {
			t.Error("the disk is full, and all is kept")
		}
		w.eventually(func() bool { return strings.Contains(log.String(), "the disk is full: make room") }) // it is written after the answer
		answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"}))
		w.says(answer, "Mary Glantz")
		if !answer.Ephemeral() {
			t.Error("what was kept before is no longer known")
		}

		w.must(os.Remove(filling))
		settings := w.got(owner.Slash(w.ctx, "general", "settings", nil))
		w.says(w.press(owner, settings, "Private by default: turn off"), "Private by default: **off**")
	})
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if settings, err := s.Settings(t.Context(), server.GuildID()); err != nil || settings.Private {
		t.Errorf("settings are %+v (%v)", settings, err)
	}
}

// TestReadOnlyDisk: with a database that may not be written questions are
// answered, and the log and /readyz say what is the matter.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	path := filepath.Join(disk, "ibid.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PutQuestion(t.Context(), store.Question{Guild: "1", Day: "2026-05-14", Text: "why?"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	server := newServer(t)
	addr, log := freeAddr(t), new(logBuffer)
	w := connectLogging(t, server, log, "--database-url", "sqlite:"+path, "--http-addr", addr)
	w.says(w.got(w.Person("alice").Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"})), "Mary Glantz")
	w.says(w.got(w.Person("owner").Slash(w.ctx, "general", "settings", nil)), "cannot be kept now")
	if parts, ready := readyParts(t, addr); !ready || parts["store"] != "unreachable" {
		t.Errorf("ready %t, %v", ready, parts)
	}
	if !strings.Contains(log.String(), "its folder must be there and be writable") {
		t.Errorf("the log says:\n%s", log.String())
	}
}
