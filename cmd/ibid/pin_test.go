package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ibid/commands/reply"
	"ibid/internal/embedded"
	"ibid/knowledge/analyses"
	"ibid/sandbox"
)

// preview uses /pin summary in a channel and returns what mod sees.
func (w *world) preview(channel string) sandbox.Reply {
	w.t.Helper()
	return w.got(w.Person("mod").Slash(w.ctx, channel, "pin summary", nil))
}

func (w *world) pinHere(preview sandbox.Reply) string {
	w.t.Helper()
	button, ok := preview.Button("Pin here")
	if !ok {
		w.t.Fatalf("there is nothing to press:\n%s", preview.Text())
	}
	return button.CustomID
}

// summaries are the summaries that stand in a channel.
func (w *world) summaries(channel string) []sandbox.Message {
	var found []sandbox.Message
	for _, m := range w.Messages(channel) {
		if strings.Contains(m.Text(), motive) {
			found = append(found, m)
		}
	}
	return found
}

// TestModeratorPinsSummary: from the private preview to the pin, in the
// experts' own words, by who may and nobody else.
func TestModeratorPinsSummary(t *testing.T) {
	w := start(t)
	if _, err := w.Person("alice").Slash(w.ctx, "general", "pin summary", nil); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("a member uses /pin summary: %v", err)
	}
	preview := w.preview("general")
	if !preview.Ephemeral() || len(w.Messages("general")) != 0 {
		t.Error("the preview is not private")
	}
	w.pinned(w.got(w.Person("mod").Clicks(w.ctx, preview.Message, w.pinHere(preview))), "general")
	if _, err := w.Person("mod").Clicks(w.ctx, preview.Message, w.pinHere(preview)); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("the button is still there: %v", err)
	}
	entry := w.AuditLog()[0]
	if want := "/pin summary, used by " + w.Person("mod").ID(); entry.Reason != want || entry.UserID != w.ApplicationID() {
		t.Errorf("the audit log says %+v, want the reason %q", entry, want)
	}
}

// pinned checks what stands in a channel after a summary was pinned there.
func (w *world) pinned(answer sandbox.Reply, channel string) {
	w.t.Helper()
	w.says(answer, "posted and pinned")
	pins, posted := w.Pins(channel), w.summaries(channel)
	if !answer.Updated || len(pins) != 1 || len(posted) != 1 || pins[0].ID != posted[0].ID {
		w.t.Fatalf("%d pins, %d summaries, updated: %v", len(pins), len(posted), answer.Updated)
	}
	if len(pins[0].Pings) != 0 || pins[0].Ephemeral() {
		w.t.Errorf("the pinned message: %+v", pins[0])
	}
	links := 0
	for _, b := range pins[0].Buttons() {
		if strings.Contains(b.URL, "#:~:text=") {
			links++
		}
	}
	quotes := embedded.Library(w.t).Summary(embedded.AnalysisID)
	if links != len(quotes) {
		w.t.Errorf("%d links to %d sentences", links, len(quotes))
	}
	said := strings.ReplaceAll(pins[0].Text(), `\`, "")
	for _, q := range quotes {
		if sentence := q.Topic.Analysis.Text(q.Span); !strings.Contains(said, sentence) {
			w.t.Errorf("the summary lacks %q:\n%s", sentence, said)
		}
	}
}

// TestPinGivenUpWhilePosting: where Discord has the post wait for longer than
// a pin that was left halfway is kept, its message does not stay.
func TestPinGivenUpWhilePosting(t *testing.T) {
	server := newServer(t)
	w := connect(t, server, "--pin-grace", "1s")
	preview := w.preview("general")
	w.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultRateLimit, Route: "POST /channels/{channel}/messages", For: 5 * time.Second})
	_, _ = w.Person("mod").Clicks(w.ctx, preview.Message, w.pinHere(preview)) // it is told that it failed, perhaps late
	taken := func(c sandbox.Call) bool { return c.Method == "DELETE" && c.Status == 204 }
	w.eventually(func() bool { return slices.ContainsFunc(w.Traffic(), taken) && len(w.summaries("general")) == 0 })
	if pins := w.Pins("general"); len(pins) != 0 {
		t.Errorf("%d pins", len(pins))
	}
	w.says(w.got(w.Person("mod").Slash(w.ctx, "general", "pin list", nil)), "has pinned nothing")
}

// TestPinPressedTwice: the button pressed by both hands, and a lost answer,
// leave one message.
func TestPinPressedTwice(t *testing.T) {
	w := start(t)
	preview := w.preview("general")
	press := w.pinHere(preview)
	w.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultLost, Route: "POST /channels/{channel}/messages"})
	w.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultLost, Route: "PUT /channels/{channel}/messages/pins/{message}"})
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			_, err := w.Person("mod").Clicks(w.ctx, preview.Message, press)
			if err != nil && !errors.Is(err, sandbox.ErrNotOffered) {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if pins, posted := w.Pins("general"), w.summaries("general"); len(pins) != 1 || len(posted) != 1 {
		t.Errorf("%d pins, %d summaries", len(pins), len(posted))
	}
}

// TestPinWithoutPermission says what Ibid lacks, before anything is posted.
func TestPinWithoutPermission(t *testing.T) {
	w := start(t)
	preview := w.preview("reading-room")
	const pinMessages = 1 << 51
	w.must(w.SetOverwrite("reading-room", "Ibid", 0, pinMessages))
	w.says(w.preview("reading-room"), "I need these permissions in this channel: *Pin Messages*")
	w.says(w.got(w.Person("mod").Clicks(w.ctx, preview.Message, w.pinHere(preview))), "I need these permissions")
	if n := len(w.Messages("reading-room")); n != 0 {
		t.Errorf("%d messages were posted", n)
	}
}

// TestPinInFullChannel: with Discord's 250 pins there, the summary is posted
// once, and pinned once there is room.
func TestPinInFullChannel(t *testing.T) {
	w := start(t)
	mod := w.Person("mod")
	var first sandbox.Message
	for n := range 250 {
		m, err := mod.Posts("general", fmt.Sprint("note ", n))
		w.must(err)
		w.must(mod.Pins(m))
		if n == 0 {
			first = m
		}
	}
	preview := w.preview("general")
	press := w.pinHere(preview)
	w.says(w.got(mod.Clicks(w.ctx, preview.Message, press)), "250 pins", "none of them Ibid’s")
	if posted := w.summaries("general"); len(posted) != 0 {
		t.Errorf("%d summaries are posted where nothing can be pinned", len(posted))
	}
	w.must(mod.Unpins(first))
	w.says(w.got(mod.Clicks(w.ctx, preview.Message, press)), "posted and pinned")
	if posted := w.summaries("general"); len(posted) != 1 || !posted[0].Pinned {
		t.Errorf("%d summaries: %+v", len(posted), posted)
	}
}

// picks picks from the menu of a message whose custom id begins so.
func (w *world) picks(who *sandbox.Person, at sandbox.Reply, menu, value string) sandbox.Reply {
	w.t.Helper()
	for _, m := range at.Selects() {
		if strings.HasPrefix(m.CustomID, menu) {
			return w.got(who.Selects(w.ctx, at.Message, m.CustomID, value))
		}
	}
	w.t.Fatalf("there is no menu %q in:\n%s", menu, at.Text())
	return sandbox.Reply{}
}

// TestSentencesAreSwapped: another sentence of the same answer, and one
// question left out, in the preview and in what is pinned.
func TestSentencesAreSwapped(t *testing.T) {
	w := start(t)
	mod := w.Person("mod")
	at := w.picks(mod, w.preview("general"), "swap", "q1")
	at = w.picks(mod, at, "say", "0")
	const first = "ISIS-K hasn’t explicitly accepted responsibility for the attack as yet"
	w.says(at, first)
	at = w.picks(mod, at, "swap", "q3")
	at = w.picks(mod, at, "say", "left")
	w.putUp(mod, at)
	pins := w.Pins("general")
	if len(pins) != 1 || !strings.Contains(pins[0].Text(), first) || strings.Contains(pins[0].Text(), credible) {
		t.Errorf("pinned: %+v", pins)
	}
}

// TestPinsAreListedAndRemoved: what is pinned, in which channel, and away.
func TestPinsAreListedAndRemoved(t *testing.T) {
	w := start(t)
	mod := w.Person("mod")
	w.says(w.got(mod.Slash(w.ctx, "general", "pin list", nil)), "pinned nothing")
	at := w.got(mod.Slash(w.ctx, "general", "pin summary", map[string]any{"channel": w.ChannelID("reading-room")}))
	w.putUp(mod, at)
	at = w.got(mod.Slash(w.ctx, "general", "pin answer", map[string]any{"question": "why did isis-k attack russia"}))
	w.putUp(mod, at)
	if len(w.Pins("general")) != 1 || len(w.Pins("reading-room")) != 1 {
		t.Fatal("not pinned")
	}
	list := w.got(mod.Slash(w.ctx, "general", "pin list", nil))
	w.says(list, "2 messages", "As published now")
	w.says(w.press(mod, list, "Remove"), "taken away")
	if n := len(w.Pins("general")) + len(w.Pins("reading-room")); n != 1 {
		t.Errorf("%d pins are left", n)
	}
	w.says(w.got(mod.Slash(w.ctx, "general", "pin list", nil)), "1 message")
	if alice := w.Person("alice"); len(list.Buttons()) > 0 {
		if _, err := alice.Clicks(w.ctx, list.Message, list.Buttons()[0].CustomID); err == nil {
			t.Error("a member presses a moderator's button")
		}
	}
}

// TestAnswerIsPinned: one that stands in the channel is pinned as it stands,
// and stays when it is no longer pinned.
func TestAnswerIsPinned(t *testing.T) {
	w := start(t)
	mod := w.Person("mod")
	answer := w.got(w.Person("alice").Slash(w.ctx, "general", "ask", map[string]any{"question": "why did isis-k attack russia"}))
	w.says(w.got(mod.MessageCommand(w.ctx, "Pin this answer", answer.Message)), "The answer is pinned")
	if pins := w.Pins("general"); len(pins) != 1 || pins[0].ID != answer.ID {
		t.Fatalf("pinned: %+v", pins)
	}
	list := w.got(mod.Slash(w.ctx, "general", "pin list", nil))
	w.says(w.press(mod, list, "Remove"), "taken away")
	stands := slices.ContainsFunc(w.Messages("general"), func(m sandbox.Message) bool { return m.ID == answer.ID })
	if len(w.Pins("general")) != 0 || !stands {
		t.Error("the answer is still pinned, or gone")
	}
	question, err := mod.Posts("general", "a message of mine")
	w.must(err)
	w.says(w.got(mod.MessageCommand(w.ctx, "Pin this answer", question)), "no answer of Ibid’s")
}

// TestUnpinnedByHand: what somebody else unpins or deletes is forgotten.
func TestUnpinnedByHand(t *testing.T) {
	w := start(t)
	mod := w.Person("mod")
	for _, channel := range []string{"general", "reading-room"} {
		at := w.preview(channel)
		w.putUp(mod, at)
	}
	w.must(mod.Unpins(w.Pins("general")[0]))
	w.must(mod.Deletes(w.Pins("reading-room")[0]))
	w.eventually(func() bool {
		return strings.Contains(w.got(mod.Slash(w.ctx, "general", "pin list", nil)).Text(), "pinned nothing")
	})
}

// TestFullSummary has the whole answers in a thread under it, once.
func TestFullSummary(t *testing.T) {
	w := start(t)
	mod := w.Person("mod")
	const createPublicThreads = 1 << 35
	w.must(w.SetOverwrite("general", "Ibid", 0, createPublicThreads))
	w.says(w.got(mod.Slash(w.ctx, "general", "pin summary", map[string]any{"style": "full"})), "Create Public Threads")
	w.must(w.SetOverwrite("general", "Ibid", createPublicThreads, 0))
	at := w.got(mod.Slash(w.ctx, "general", "pin summary", map[string]any{"style": "full"}))
	w.putUp(mod, at)
	pages := 0
	l := embedded.Library(t)
	for _, topic := range l.Topics() {
		pages += len(reply.Pages(topic))
	}
	thread := w.Pins("general")[0].ID
	posted := func() (n int, said string) {
		for _, m := range w.Messages(thread) {
			if strings.Contains(m.Text(), "· Page ") {
				n, said = n+1, said+strings.ReplaceAll(m.Text(), `\`, "")
			}
		}
		return n, said
	}
	w.eventually(func() bool { n, _ := posted(); return n >= pages })
	n, said := posted()
	if n != pages {
		t.Errorf("%d pages, want %d", n, pages)
	}
	for _, topic := range l.Topics() {
		for _, q := range topic.Sentences() {
			if sentence := topic.Analysis.Text(q.Span); !strings.Contains(said, strings.TrimSpace(sentence)) {
				t.Errorf("the thread lacks %q", sentence)
			}
		}
	}
}

// eventually waits until something holds, as long as the test may take.
func (w *world) eventually(holds func() bool) {
	w.t.Helper()
	for !holds() {
		select {
		case <-w.ctx.Done():
			w.t.Fatal("it never held")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// TestPinsFollowTheAnalysis: after a correction the moderators are told once,
// and *Refresh* writes what is pinned anew; in a server that chose so, it is
// written by itself. The pin stays.
func TestPinsFollowTheAnalysis(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	database := "sqlite:" + filepath.Join(t.TempDir(), "ibid.db")
	text, err := analyses.Files.ReadFile(embedded.AnalysisID + ".md")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	corrected := func(word string) {
		t.Helper()
		changed := strings.Replace(string(text), "is bad publicity", "is, as "+word+", bad publicity", 1)
		if err := os.WriteFile(filepath.Join(folder, embedded.AnalysisID+".md"), []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	reads := func(w *world, words string) func() bool {
		return func() bool {
			pins := w.Pins("general")
			return len(pins) == 1 && strings.Contains(pins[0].Text(), words)
		}
	}
	t.Run("before", func(t *testing.T) {
		w := connect(t, server, "--database-url", database)
		mod, owner := w.Person("mod"), w.Person("owner")
		at := w.got(mod.Slash(w.ctx, "general", "pin answer", map[string]any{"question": "what does it mean for the taliban"}))
		w.putUp(mod, at)
		settings := w.got(owner.Slash(w.ctx, "general", "settings", nil))
		w.says(w.picks(owner, settings, "set/moderators", w.ChannelID("reading-room")), "Moderators are told in: <#")
	})
	t.Run("corrected", func(t *testing.T) {
		corrected("corrected")
		w := connect(t, server, "--database-url", database, "--library", folder)
		mod, owner := w.Person("mod"), w.Person("owner")
		w.eventually(func() bool { return len(w.Messages("reading-room")) == 1 })
		told := sandbox.Reply{Message: w.Messages("reading-room")[0]}
		w.says(told, "no longer as published", "Out of date")
		w.says(w.press(mod, told, "Refresh"), "1 pinned message is refreshed")
		if !reads(w, "is, as corrected, bad publicity")() {
			t.Errorf("pinned: %+v", w.Pins("general"))
		}
		w.says(w.press(owner, w.got(owner.Slash(w.ctx, "general", "settings", nil)), "Refresh pins: turn on"), "by themselves: **on**")
	})
	t.Run("corrected again", func(t *testing.T) {
		corrected("revised")
		w := connect(t, server, "--database-url", database, "--library", folder)
		w.eventually(reads(w, "is, as revised, bad publicity"))
		if n := len(w.Messages("reading-room")); n != 1 {
			t.Errorf("the moderators were told %d times", n)
		}
	})
}

// putUp presses the button of a preview.
func (w *world) putUp(who *sandbox.Person, preview sandbox.Reply) {
	w.t.Helper()
	w.says(w.got(who.Clicks(w.ctx, preview.Message, w.pinHere(preview))), "posted and pinned")
}

// TestPinAnswersLate: where Discord is slower than it waits itself, the answer
// comes all the same, in the place of the preview.
func TestPinAnswersLate(t *testing.T) {
	w := start(t)
	preview := w.preview("general")
	const longer = 3 * time.Second // than Discord waits for a first response
	w.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultSlow, Route: "POST /channels/{channel}/messages", For: longer})
	w.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultSlow, Route: "PUT /channels/{channel}/messages/pins/{message}", For: longer})
	w.pinned(w.got(w.Person("mod").Clicks(w.ctx, preview.Message, w.pinHere(preview))), "general")
}
