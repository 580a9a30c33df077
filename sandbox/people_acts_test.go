package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

func TestPeopleEditAndDelete(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	alice, bob, mod := srv.Person("alice"), srv.Person("bob"), srv.Person("mod")
	note, err := alice.Posts("general", "first")
	if err != nil {
		t.Fatal(err)
	}
	if err := alice.Edits(note, "second @Ibid"); err != nil {
		t.Fatal(err)
	}
	if m, _ := srv.Message(note.ID); m.Content != "second "+srv.Mention() || !m.Edited || len(m.Pings) != 1 {
		t.Errorf("edited %+v", m)
	}
	refused(t, "bob edits alice's", bob.Edits(note, "third"))
	refused(t, "a moderator edits alice's", mod.Edits(note, "third"))
	for _, text := range []string{" ", strings.Repeat("a", 2001)} {
		if err := alice.Edits(note, text); !errors.Is(err, sandbox.ErrText) {
			t.Errorf("%d characters: %v", len(text), err)
		}
	}
	refused(t, "bob deletes alice's", bob.Deletes(note))
	refused(t, "who dismisses what all see", alice.Dismisses(note))
	if err := mod.Deletes(note); err != nil {
		t.Fatal(err)
	}
	refused(t, "alice edits what is gone", alice.Edits(note, "third"))
	if note, err = alice.Posts("dm", "hello"); err != nil {
		t.Fatal(err)
	}
	said, err := dg.ChannelMessageSend(note.ChannelID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "alice deletes the bot's in a DM", alice.Deletes(sandbox.Message{ID: said.ID}))
	if err := alice.Pins(sandbox.Message{ID: said.ID}); err != nil {
		t.Errorf("alice pins in a DM: %v", err)
	}
	if err := alice.Deletes(note); err != nil {
		t.Error(err)
	}
	if err := srv.Person("nobody").Pins(note); !errors.Is(err, sandbox.ErrUnknownPerson) {
		t.Errorf("nobody pins: %v", err)
	}
}

func TestAnEphemeralMessageIsDismissed(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(*discordgo.InteractionCreate) *discordgo.InteractionResponse {
		r := say("between us")
		r.Data.Flags = discordgo.MessageFlagsEphemeral
		return r
	})
	used := make(chan *discordgo.Interaction, 1)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { used <- i.Interaction })
	alice := srv.Person("alice")
	m, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "alice pins it", alice.Pins(m.Message))
	refused(t, "alice reacts to it", alice.Reacts(m.Message, "👍"))
	refused(t, "alice deletes it", alice.Deletes(m.Message))
	refused(t, "bob dismisses it", srv.Person("bob").Dismisses(m.Message))
	if err := alice.Dismisses(m.Message); err != nil {
		t.Fatal(err)
	}
	if n := len(alice.Sees("general")); n != 0 {
		t.Errorf("alice sees %d messages", n)
	}
	_, err = dg.InteractionResponse(<-used)
	wantCode(t, err, 404, discordgo.ErrCodeUnknownMessage)
}

func TestPeopleStartThreads(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	alice := srv.Person("alice")
	older, err := alice.Posts("general", "older")
	if err != nil {
		t.Fatal(err)
	}
	note, err := alice.Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	id, err := srv.Person("bob").StartsThread(note, "About it")
	if err != nil || id != note.ID {
		t.Fatalf("thread %s, %v", id, err)
	}
	if n := len(srv.Messages("general")); n != 2 {
		t.Errorf("%d messages: a thread from the last message is not told", n)
	}
	if _, err := alice.StartsThread(older, "About that"); err != nil {
		t.Fatal(err)
	}
	list := srv.Messages("general")
	if last := list[len(list)-1]; len(list) != 3 || last.Type != 18 {
		t.Errorf("a thread from an older message is not told: %+v", last)
	}
	_, err = alice.StartsThread(note, "Again")
	refused(t, "a second thread", err)
	_, err = alice.StartsThread(list[2], "Of a system message")
	refused(t, "a thread from a system message", err)
	_, err = alice.StartsThread(srv.Messages(id)[0], "Of a thread")
	refused(t, "a thread in a thread", err)
	_, err = alice.StartsThreadIn("general", strings.Repeat("a", 101), "text")
	refused(t, "a long name", err)
	_, err = alice.StartsThreadIn("dm", "name", "text")
	refused(t, "a thread in a DM", err)
	refused(t, "alice deletes what begins a thread", alice.Deletes(srv.Messages(id)[0]))
}
