package main

import (
	"path/filepath"
	"reflect"
	"testing"

	"ibid/store"
	"ibid/store/sqlite"
)

// TestPrivacy: a manager sees what is kept for the server, and deletes it;
// then nothing of it is in the database. A member can do neither.
func TestPrivacy(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	path := filepath.Join(t.TempDir(), "ibid.db")
	t.Run("running", func(t *testing.T) {
		w := connect(t, server, "--database-url", "sqlite:"+path)
		mod, owner := w.Person("mod"), w.Person("owner")
		w.got(mod.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"}))
		offer := w.got(mod.Slash(w.ctx, "general", "ask", map[string]any{"question": "best pizza recipe"}))
		w.says(w.press(mod, offer, "Send to the editors"), "best pizza recipe")
		preview := w.preview("general")
		w.putUp(mod, preview)
		w.press(owner, w.got(owner.Slash(w.ctx, "general", "settings", nil)), "Plain mode: turn on")

		kept := w.got(owner.Slash(w.ctx, "general", "privacy", nil))
		w.says(kept, "questions sent to the editors: 1", "pinned messages: 1", "counts by day and question: 2")
		if !kept.Ephemeral() || len(kept.Attachments) != 1 {
			t.Errorf("private: %v, files: %+v", kept.Ephemeral(), kept.Attachments)
		}
		if _, err := w.Person("alice").Slash(w.ctx, "general", "privacy", nil); err == nil {
			t.Error("a member is offered /privacy")
		}
		confirm := w.press(owner, kept, "Delete")
		w.says(confirm, "cannot be undone")
		w.says(w.press(owner, confirm, "Delete all of it"), "All of it is deleted")
		if len(w.Pins("general")) != 1 {
			t.Error("what was pinned is gone")
		}
		w.says(w.got(owner.Slash(w.ctx, "general", "privacy", nil)), "questions sent to the editors: 0", "pinned messages: 0")
	})
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	guild := server.GuildID()
	settings, err := s.Settings(t.Context(), guild)
	if err != nil || !reflect.DeepEqual(settings, store.Settings{}) {
		t.Errorf("settings: %+v, %v", settings, err)
	}
	counts, _ := s.Tallies(t.Context(), guild, "")
	questions, _ := s.Questions(t.Context(), guild)
	pins, err := s.Pins(t.Context(), "")
	if err != nil || len(counts)+len(questions)+len(pins) != 0 {
		t.Errorf("still kept: %+v, %+v, %+v, %v", counts, questions, pins, err)
	}
}
