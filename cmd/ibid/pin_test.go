package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"ibid/internal/embedded"
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
	const maxPinsReached = 30003
	w := start(t, maxPinsReached)
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
	w.says(w.got(mod.Clicks(w.ctx, preview.Message, press)), "250 pins")
	w.must(mod.Unpins(first))
	w.says(w.got(mod.Clicks(w.ctx, preview.Message, press)), "posted and pinned")
	if posted := w.summaries("general"); len(posted) != 1 || !posted[0].Pinned {
		t.Errorf("%d summaries: %+v", len(posted), posted)
	}
}
