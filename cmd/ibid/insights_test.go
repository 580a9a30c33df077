package main

import (
	"bytes"
	"encoding/csv"
	"image/png"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ibid/commands/chart"
	"ibid/internal/embedded"
	"ibid/sandbox"
	"ibid/store"
	"ibid/store/sqlite"
)

// fetched is a file of a message, as Discord serves it.
func (w *world) fetched(a sandbox.Attachment) []byte {
	w.t.Helper()
	r, err := http.Get(a.URL)
	w.must(err)
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	w.must(err)
	return data
}

// file is the only file of a message.
func (w *world) file(r sandbox.Reply, name string) sandbox.Attachment {
	w.t.Helper()
	if len(r.Attachments) != 1 || r.Attachments[0].Name != name {
		w.t.Fatalf("files %+v, want %s:\n%s", r.Attachments, name, r.Text())
	}
	return r.Attachments[0]
}

// TestModeratorSeesWhatIsAsked: the counts as a picture in two themes with
// words for who does not see it, as a text and as a file; a member is offered
// none of it.
func TestModeratorSeesWhatIsAsked(t *testing.T) {
	w := start(t)
	alice, mod := w.Person("alice"), w.Person("mod")
	if _, err := alice.Slash(w.ctx, "general", "insights", nil); err == nil {
		t.Error("a member is offered /insights")
	}
	w.says(w.got(mod.Slash(w.ctx, "moderators", "insights", nil)), "Nothing was asked in this server in the last 7 days")

	ask := func(question string) sandbox.Reply {
		t.Helper()
		return w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": question, "private": true}))
	}
	w.press(alice, ask("was ukraine behind it"), "Not what I asked")
	ask("why did isis k attack rusia")
	w.got(alice.Says(w.ctx, "reading-room", w.Mention()+" was ukraine behind it?"))
	ask("best pizza recipe")

	counts := w.got(mod.Slash(w.ctx, "moderators", "insights", map[string]any{"days": 30}))
	w.says(counts, "last 30 days\n4 questions\n1. Answered: 3 (75 %)", "3. Not answered: 1 (25 %)",
		"A. "+credible+": 2 (“Not what I asked” pressed: 1)", "B. "+motive+": 1", "By day (UTC)")
	if !counts.Ephemeral() {
		t.Error("the counts are shown to everybody")
	}
	dark := w.file(counts, "insights.png")
	if !strings.Contains(dark.Description, "answered, 3 in all") || !strings.Contains(dark.Description, "A 2, B 1") {
		t.Errorf("the picture is described as %q", dark.Description)
	}
	lit := w.press(mod, counts, "Light picture")
	light := w.file(lit, "insights.png")
	if !lit.Updated || light.ID == dark.ID {
		t.Error("the light picture does not take the dark one's place")
	}
	pictures := [][]byte{w.fetched(light)}
	again := w.press(mod, lit, "Dark picture")
	pictures = append(pictures, w.fetched(w.file(again, "insights.png")))
	for _, data := range pictures {
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil || picture.Bounds().Dx() != chart.Width || picture.Bounds().Dy() != chart.Height {
			t.Errorf("the picture: %v", err)
		}
	}
	if bytes.Equal(pictures[0], pictures[1]) {
		t.Error("both themes have the same picture")
	}
	week := w.press(mod, again, "7 days")
	w.says(week, "last 7 days", "4 questions")

	file := w.press(mod, week, "CSV")
	w.says(file, "The counts of the last 7 days")
	rows, err := csv.NewReader(bytes.NewReader(w.fetched(w.file(file, "insights.csv")))).ReadAll()
	if err != nil || len(rows) != 5 || rows[0][0] != "day" ||
		!slices.ContainsFunc(rows, func(row []string) bool {
			return slices.Equal(row[1:], []string{embedded.AnalysisID, "q3", store.Answered, "2"})
		}) {
		t.Errorf("the file: %q, %v", rows, err)
	}
}

// TestModeratorSettlesQuestions: a question that was sent becomes a phrasing,
// by which it is answered from then on: in that server, in no other, and
// after a restart.
func TestModeratorSettlesQuestions(t *testing.T) {
	record := new(bytes.Buffer)
	server, err := sandbox.New(sandbox.Options{Record: record})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		validate(t, record, nil)
	})
	file := filepath.Join(t.TempDir(), "ibid.db")
	keeping := []string{"--database-url", "sqlite:" + file}
	const (
		travel    = "is it safe to travel to russia now"
		interests = "What does the Moscow attack mean for U.S. interests?"
	)
	ask := func(w *world, where string) sandbox.Reply {
		w.t.Helper()
		return w.got(w.Person("alice").Slash(w.ctx, where, "ask", map[string]any{"question": travel, "private": true}))
	}
	t.Run("before", func(t *testing.T) {
		w := connect(t, server, keeping...)
		mod := w.Person("mod")
		unanswered := ask(w, "general")
		w.says(unanswered, "does not answer that")
		w.press(w.Person("alice"), unanswered, "Send to the editors")
		for _, question := range []string{"buy *gold* at https://x.example", "best pizza recipe"} {
			w.press(w.Person("alice"), w.got(w.Person("alice").Slash(w.ctx, "general", "ask", map[string]any{"question": question})), "Send to the editors")
		}
		counts := w.got(mod.Slash(w.ctx, "moderators", "insights", nil))
		list := w.press(mod, counts, "Questions sent to the editors (3)")
		w.says(list, travel, `buy \*gold\* at https://x.example`, "best pizza recipe")
		if !list.Ephemeral() || list.Updated {
			t.Error("the list is not a private message of its own")
		}
		for n, label := range []string{"Not answered by the analysis", "Spam"} {
			list = w.press(mod, list, label)
			w.says(list, []string{"Settled: the analysis does not answer it.", "Settled: spam."}[n])
		}
		w.says(list, "Questions sent to the editors: 1", travel)
		menu := w.press(mod, list, "Add as phrasing")
		menus := menu.Selects()
		if len(menus) != 1 || len(menus[0].Options) != 6 {
			t.Fatalf("menus: %+v", menus)
		}
		done := w.got(mod.Selects(w.ctx, menu.Message, menus[0].CustomID, embedded.AnalysisID+"/q5"))
		w.says(done, "From now on", interests, "No question that was sent to the editors is open.")
		w.says(ask(w, "general"), interests)
	})
	w := connect(t, server, keeping...)
	w.says(ask(w, "general"), interests)
	w.says(w.press(w.Person("alice"), ask(w, "general"), "Why this answer"), "Confidence: very likely, 1.00 of 1")
	elsewhere, err := server.AddChannel(sandbox.ChannelOptions{Name: "elsewhere", Guild: server.AddGuild("Another")})
	w.must(err)
	w.says(ask(w, elsewhere), "does not answer that")
	w.says(w.got(w.Person("mod").Slash(w.ctx, elsewhere, "insights", nil)), "1 question\n", "Not answered: 1 (100 %)")
	w.says(ask(w, "alice-and-bob"), "does not answer that")
	w.says(w.got(w.Person("alice").DM(w.ctx, travel)), "does not answer that")

	kept, err := sqlite.Open(w.ctx, file)
	w.must(err)
	defer kept.Close()
	phrasings, err := kept.Phrasings(w.ctx, "")
	if err != nil || len(phrasings) != 1 || phrasings[0].Guild != w.GuildID() || phrasings[0].Topic != "q5" || phrasings[0].Text != travel {
		t.Errorf("phrasings: %+v, %v", phrasings, err)
	}
}
