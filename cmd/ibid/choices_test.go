package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ibid/internal/embedded"
	"ibid/knowledge/analyses"
	"ibid/sandbox"
)

// TestServerChoosesChannels: where the server has Ibid answer, and in the
// threads there, everybody sees answers; elsewhere who asks alone, whatever
// they choose, and mentions stay without one.
func TestServerChoosesChannels(t *testing.T) {
	w := start(t)
	owner, alice := w.Person("owner"), w.Person("alice")
	chosen, err := w.AddChannel(sandbox.ChannelOptions{Name: "analysis"})
	w.must(err)
	settings := w.got(owner.Slash(w.ctx, "general", "settings", nil))
	w.says(settings, "Answers everybody in: every channel")
	settings = w.got(owner.Selects(w.ctx, settings.Message, "set/channels/true", chosen))
	w.says(settings, "Answers everybody in: <#"+chosen+">")

	thread := func(channel string) string {
		m, err := alice.Posts(channel, "let us talk of it")
		w.must(err)
		id, err := alice.StartsThread(m, "talk")
		w.must(err)
		return id
	}
	ask := func(channel, question string) sandbox.Reply {
		return w.got(alice.Slash(w.ctx, channel, "ask", map[string]any{"question": question, "private": false}))
	}
	here, elsewhere := thread(chosen), thread("general")
	for channel, private := range map[string]bool{chosen: false, here: false, "general": true, elsewhere: true} {
		answer := ask(channel, "was ukraine behind it")
		w.says(answer, "sole responsibility")
		if answer.Ephemeral() != private {
			t.Errorf("in %s the answer is private: %v", channel, answer.Ephemeral())
		}
	}
	w.says(w.press(alice, ask("general", "was ukraine behind it"), "Post in channel"), "Ibid answers everybody in <#"+chosen+">")

	for _, channel := range []string{"general", elsewhere} {
		before := len(w.Messages(channel))
		_, err := alice.Posts(channel, w.Mention()+" what does it mean for the taliban")
		w.must(err)
		// What is asked later is answered: the former was not overlooked.
		w.says(w.got(alice.Says(w.ctx, here, w.Mention()+" what does it mean for the taliban")), "impact the Taliban")
		w.says(w.got(alice.Says(w.ctx, "dm", "what does it mean for the taliban")), "impact the Taliban")
		if n := len(w.Messages(channel)); n != before+1 {
			t.Errorf("%d messages were written in %s, want alice's alone", n-before, channel)
		}
	}

	settings = w.got(owner.Selects(w.ctx, settings.Message, "set/channels/true"))
	w.says(settings, "Answers everybody in: every channel")
	if ask("general", "what will russia do next").Ephemeral() {
		t.Error("with no channel chosen, an answer is still private")
	}
}

const harbour = `---
title: Checks in the Harbour
publisher: The Harbour Review
published: 2026-05-14
url: https://example.org/harbour
experts:
  - name: Jane Doe
---
Checks in the Harbour

Where are containers checked in the harbour?

Doe: Containers are checked at the northern gate. Nothing else changes.
`

// TestServerChoosesAnalyses: a server is answered from the analyses that it
// chose, at once and after a restart; from all where it chose none.
func TestServerChoosesAnalyses(t *testing.T) {
	folder := t.TempDir()
	text, err := analyses.Files.ReadFile(embedded.AnalysisID + ".md")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{embedded.AnalysisID: string(text), "harbour": harbour} {
		if err := os.WriteFile(filepath.Join(folder, name+".md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	server := newServer(t)
	keeping := []string{"--library", folder, "--database-url", "sqlite:" + filepath.Join(t.TempDir(), "ibid.db")}
	const question, answer = "Where are containers checked in the harbour?", "northern gate"
	asked := func(w *world, channel string) string {
		if channel == "dm" {
			return w.got(w.Person("alice").Says(w.ctx, channel, question)).Text()
		}
		return w.got(w.Person("alice").Slash(w.ctx, channel, "ask", map[string]any{"question": question, "private": true})).Text()
	}
	choose := func(w *world, ids ...string) sandbox.Reply {
		settings := w.got(w.Person("owner").Slash(w.ctx, "general", "settings", nil))
		return w.got(w.Person("owner").Selects(w.ctx, settings.Message, "set/analyses/true", ids...))
	}
	t.Run("before", func(t *testing.T) {
		w := connect(t, server, keeping...)
		if said := asked(w, "general"); !strings.Contains(said, answer) {
			t.Fatalf("without a choice: %s", said)
		}
		w.says(choose(w, embedded.AnalysisID), "Answers from: *Moscow Concert Hall Attack")
		if said := asked(w, "general"); strings.Contains(said, answer) {
			t.Errorf("an analysis that is not chosen answers: %s", said)
		}
		if said := asked(w, "dm"); !strings.Contains(said, answer) {
			t.Errorf("a server's choice holds elsewhere: %s", said)
		}
	})
	w := connect(t, server, keeping...)
	if said := asked(w, "general"); strings.Contains(said, answer) {
		t.Errorf("after a restart, an analysis that is not chosen answers: %s", said)
	}
	alice := w.Person("alice")
	w.says(w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"})), "sole responsibility")
	if list := w.got(alice.Slash(w.ctx, "general", "topics", nil)); strings.Contains(list.Text(), "harbour") {
		t.Errorf("the list of topics has one that is not chosen: %s", list.Text())
	}
	choices, err := alice.Autocomplete(w.ctx, "general", "ask", "question", "")
	w.must(err)
	for _, c := range choices {
		if strings.Contains(c.Name, "harbour") {
			t.Errorf("autocomplete offers %q", c.Name)
		}
	}
	w.says(choose(w), "Answers from: all analyses")
	if said := asked(w, "general"); !strings.Contains(said, answer) {
		t.Errorf("with no choice any more: %s", said)
	}
}
