package sandbox_test

import (
	"errors"
	"fmt"
	"net/url"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func TestReactions(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	dg.Identify.Intents |= discordgo.IntentsGuildMessageReactions
	events := eventNames(dg, "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE",
		"MESSAGE_REACTION_REMOVE_ALL", "MESSAGE_REACTION_REMOVE_EMOJI")
	connect(t, srv, dg)
	alice, general := srv.Person("alice"), srv.ChannelID("general")
	note, err := alice.Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	const agree, flag, keycap = "👍", "🇩🇪", "#️⃣"
	for _, emoji := range []string{agree, flag, keycap} {
		if err := dg.MessageReactionAdd(general, note.ID, emoji); err != nil {
			t.Fatalf("%s: %v", emoji, err)
		}
		e := next(t, events, "MESSAGE_REACTION_ADD")
		if e["user_id"] != srv.ApplicationID() || e["emoji"].(map[string]any)["name"] != emoji || e["member"] == nil {
			t.Errorf("event %v", e)
		}
	}
	if err := alice.Reacts(note, agree); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_REACTION_ADD")
	if err := alice.Reacts(note, agree); err != nil { // again: nothing happens
		t.Fatal(err)
	}
	m, _ := srv.Message(note.ID)
	want := []sandbox.Reaction{
		{Emoji: agree, UserIDs: []string{srv.ApplicationID(), alice.ID()}},
		{Emoji: flag, UserIDs: []string{srv.ApplicationID()}}, {Emoji: keycap, UserIDs: []string{srv.ApplicationID()}},
	}
	if diff := cmp.Diff(want, m.Reactions); diff != "" {
		t.Error(diff)
	}
	got, err := dg.ChannelMessage(general, note.ID)
	if err != nil || len(got.Reactions) != 3 || got.Reactions[0].Count != 2 || !got.Reactions[0].Me {
		t.Errorf("reactions %+v, %v", got.Reactions, err)
	}
	users, err := dg.MessageReactions(general, note.ID, agree, 1, "", srv.ApplicationID())
	if err != nil || len(users) != 1 || users[0].ID != alice.ID() {
		t.Errorf("users after the bot: %v, %v", users, err)
	}

	if err := alice.Unreacts(note, agree); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "MESSAGE_REACTION_REMOVE"); e["user_id"] != alice.ID() {
		t.Errorf("event %v", e)
	}
	if err := dg.MessageReactionRemove(general, note.ID, agree, "@me"); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_REACTION_REMOVE")
	wantCode(t, dg.MessageReactionsRemoveEmoji(general, note.ID, flag), 403, discordgo.ErrCodeMissingPermissions)
	wantCode(t, dg.MessageReactionsRemoveAll(general, note.ID), 403, discordgo.ErrCodeMissingPermissions)
	allow(t, srv, "general", manageMessages)
	if err := dg.MessageReactionsRemoveEmoji(general, note.ID, flag); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_REACTION_REMOVE_EMOJI")
	if err := alice.Reacts(note, agree); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_REACTION_ADD")
	if err := dg.MessageReactionRemove(general, note.ID, agree, alice.ID()); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_REACTION_REMOVE")
	if err := dg.MessageReactionsRemoveAll(general, note.ID); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_REACTION_REMOVE_ALL")
	if m, _ := srv.Message(note.ID); len(m.Reactions) != 0 {
		t.Errorf("reactions %v", m.Reactions)
	}
}

func TestReactionsThatAreRefused(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	alice, bob, general := srv.Person("alice"), srv.Person("bob"), srv.ChannelID("general")
	note, err := alice.Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	for _, emoji := range []string{"good", "custom:123456789012345678", "a👍", "+", "<", "5", "#", " ",
		"👍👍👍👍👍👍👍👍👍👍👍"} {
		wantCode(t, dg.MessageReactionAdd(general, note.ID, url.PathEscape(emoji)), 400, 10014)
		if err := bob.Reacts(note, emoji); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("bob reacts with %q: %v", emoji, err)
		}
	}
	may(t, srv, "general", "@everyone", 0, addReactions)
	wantCode(t, dg.MessageReactionAdd(general, note.ID, "👍"), 403, discordgo.ErrCodeMissingPermissions)
	may(t, srv, "general", "alice", addReactions, 0)
	if err := alice.Reacts(note, "👍"); err != nil {
		t.Fatal(err)
	}
	if err := dg.MessageReactionAdd(general, note.ID, "👍"); err != nil {
		t.Errorf("who may not begin a reaction joins one: %v", err)
	}
	for n := range 19 {
		if err := alice.Reacts(note, string(rune('🍇'+n))); err != nil {
			t.Fatal(fmt.Errorf("reaction %d: %w", n, err))
		}
	}
	allow(t, srv, "general", addReactions)
	wantCode(t, dg.MessageReactionAdd(general, note.ID, "🚀"), 400, 30010)
	wantCode(t, dg.MessageReactionAdd(general, "1", "👍"), 404, discordgo.ErrCodeUnknownMessage)
	may(t, srv, "general", "Ibid", 0, readHistory)
	wantCode(t, dg.MessageReactionAdd(general, note.ID, "👍"), 403, discordgo.ErrCodeMissingPermissions)
}

func TestReactionsNeedTheirIntent(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	events := eventNames(dg, "MESSAGE_REACTION_ADD", "MESSAGE_CREATE")
	connect(t, srv, dg)
	alice := srv.Person("alice")
	note, err := alice.Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	if err := alice.Reacts(note, "👍"); err != nil {
		t.Fatal(err)
	}
	if _, err := alice.Posts("general", "another"); err != nil {
		t.Fatal(err)
	}
	next(t, events, "MESSAGE_CREATE")
	next(t, events, "MESSAGE_CREATE")
}
