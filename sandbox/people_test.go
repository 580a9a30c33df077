package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func TestSlashIsAnsweredWithAMessage(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		if i.Member == nil || i.Member.User.Username != "alice" || i.GuildID == "" || i.AppPermissions == 0 {
			t.Errorf("interaction lacks its member, guild or app permissions: %+v", i.Interaction)
		}
		question := i.ApplicationCommandData().Options[0].StringValue()
		return say("You asked: "+question, row(button("More", "more"), discordgo.Button{
			Label: "Read", Style: discordgo.LinkButton, URL: "https://example.org/",
		}))
	})
	reply, err := srv.Person("alice").Slash(patience(t), "general", "ask", map[string]any{"question": "why"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := reply.Text(), "You asked: why"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if b, ok := reply.Button("Read"); !ok || b.URL != "https://example.org/" {
		t.Errorf("link button = %+v, %v", b, ok)
	}
	if reply.Ephemeral() || reply.Updated || len(reply.Pings) != 0 {
		t.Errorf("ephemeral %v, updated %v, pings %v", reply.Ephemeral(), reply.Updated, reply.Pings)
	}
}

func TestAutocomplete(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		o := i.ApplicationCommandData().Options[0]
		if i.Type != discordgo.InteractionApplicationCommandAutocomplete || !o.Focused {
			t.Errorf("type %v, focused %v", i.Type, o.Focused)
		}
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{
				{Name: "Why " + o.StringValue() + "?", Value: "q1"},
			}},
		}
	})
	got, err := srv.Person("bob").Autocomplete(patience(t), "general", "ask", "question", "then")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]sandbox.Choice{{Name: "Why then?", Value: "q1"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestClickUpdatesTheMessage(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		if i.Type != discordgo.InteractionMessageComponent {
			return say("page 1", row(button("Next", "page:2")))
		}
		if i.Message == nil || i.Message.Content != "page 1" {
			t.Errorf("message of the click = %+v", i.Message)
		}
		r := say("page of " + i.MessageComponentData().CustomID)
		r.Type = discordgo.InteractionResponseUpdateMessage
		return r
	})
	alice := srv.Person("alice")
	first, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": "why"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := alice.Clicks(patience(t), first.Message, first.Buttons()[0].CustomID)
	if err != nil {
		t.Fatal(err)
	}
	if !second.Updated || second.ID != first.ID || second.Text() != "page of page:2" || !second.Edited {
		t.Errorf("after the click: %+v", second)
	}
	if len(second.Buttons()) != 0 {
		t.Errorf("null components leave %d buttons", len(second.Buttons()))
	}
	if _, err := alice.Clicks(patience(t), second.Message, "page:2"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("a click on a button that is gone: %v", err)
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	menu := discordgo.SelectMenu{CustomID: "topic", Options: []discordgo.SelectMenuOption{
		{Label: "One", Value: "1"}, {Label: "Two", Value: "2"},
	}}
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		if i.Type == discordgo.InteractionMessageComponent {
			return say("picked " + strings.Join(i.MessageComponentData().Values, ","))
		}
		return say("pick", row(menu))
	})
	alice := srv.Person("alice")
	m, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": "what"})
	if err != nil {
		t.Fatal(err)
	}
	for _, values := range [][]string{nil, {"3"}, {"1", "2"}, {"1", "1"}} {
		if _, err := alice.Selects(patience(t), m.Message, "topic", values...); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("selecting %q: %v", values, err)
		}
	}
	got, err := alice.Selects(patience(t), m.Message, "topic", "2")
	if err != nil {
		t.Fatal(err)
	}
	if got.Text() != "picked 2" || got.ReplyTo != m.ID {
		t.Errorf("text %q, reply to %q", got.Text(), got.ReplyTo)
	}
}

func TestEphemeralIsSeenByOnePersonOnly(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(*discordgo.InteractionCreate) *discordgo.InteractionResponse {
		r := say("between us")
		r.Data.Flags = discordgo.MessageFlagsEphemeral
		return r
	})
	alice, bob := srv.Person("alice"), srv.Person("bob")
	m, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": "why"})
	if err != nil {
		t.Fatal(err)
	}
	if !m.Ephemeral() {
		t.Error("the answer is not ephemeral")
	}
	if n := len(alice.Sees("general")); n != 1 {
		t.Errorf("alice sees %d messages", n)
	}
	if n := len(bob.Sees("general")) + len(srv.Messages("general")); n != 0 {
		t.Errorf("others see %d messages", n)
	}
	_, err = dg.ChannelMessage(srv.ChannelID("general"), m.ID)
	wantCode(t, err, 404, discordgo.ErrCodeUnknownMessage)
}

func TestMessageCommandBringsTheMessage(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		data := i.ApplicationCommandData()
		return say("about: " + data.Resolved.Messages[data.TargetID].Content)
	})
	note, err := srv.Person("bob").Posts("general", "nothing to do with the bot")
	if err != nil {
		t.Fatal(err)
	}
	got, err := srv.Person("alice").MessageCommand(patience(t), "Ask about this", note)
	if err != nil {
		t.Fatal(err)
	}
	if want := "about: nothing to do with the bot"; got.Text() != want {
		t.Errorf("text = %q, want %q", got.Text(), want)
	}
}

// discordgo cannot decode a message with a component it does not know: the handler gets an empty interaction, and the
// raw event beside it.
func TestForeignMessageReachesTheBotRaw(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	raw := make(chan string, 16)
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type == "INTERACTION_CREATE" {
			raw <- string(e.RawData)
		}
	})
	connect(t, srv, dg)
	register(t, srv, dg, about)
	m, err := srv.ForeignMessage("general", "a poll, perhaps")
	if err != nil {
		t.Fatal(err)
	}
	ctx := patience(t)
	go func() { _, _ = srv.Person("alice").MessageCommand(ctx, "Ask about this", m) }()
	select {
	case got := <-raw:
		if !strings.Contains(got, "a poll, perhaps") || !strings.Contains(got, `"type":99`) {
			t.Errorf("event = %s", got)
		}
	case <-ctx.Done():
		t.Fatal("no event")
	}
}

func TestDMAndMentionAreReadOthersAreBlank(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	heard := make(chan string, 16)
	dg.AddHandler(func(dg *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.Bot {
			return
		}
		heard <- m.Content
		if m.Content == "" {
			return
		}
		_, err := dg.ChannelMessageSendReply(m.ChannelID, "heard "+m.Content, m.Reference())
		if err != nil {
			t.Errorf("send: %v", err)
		}
	})
	connect(t, srv, dg)
	alice := srv.Person("alice")
	if _, err := alice.Posts("general", "nobody is listening"); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != "" {
		t.Errorf("the bot reads %q without an intent", got)
	}
	reply, err := alice.Says(patience(t), "general", "@Ibid hello")
	if err != nil {
		t.Fatal(err)
	}
	if want := "heard " + srv.Mention() + " hello"; reply.Text() != want {
		t.Errorf("mention: %q, want %q", reply.Text(), want)
	}
	if diff := cmp.Diff([]string{alice.ID()}, reply.Pings); diff != "" {
		t.Errorf("a reply without allowed_mentions pings whom it replies to: %s", diff)
	}
	<-heard
	if reply, err = alice.DM(patience(t), "psst"); err != nil || reply.Text() != "heard psst" {
		t.Errorf("DM: %q, %v", reply.Text(), err)
	}
	<-heard
	if reply, err = alice.Replies(patience(t), reply.Message, "and?"); err != nil || reply.Text() != "heard and?" {
		t.Errorf("reply: %q, %v", reply.Text(), err)
	}
}

func TestAReplyToAnInteractionResponseIsBlank(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(*discordgo.InteractionCreate) *discordgo.InteractionResponse {
		return say("answer")
	})
	heard := make(chan *discordgo.MessageCreate, 16)
	dg.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) {
		if !m.Author.Bot {
			heard <- m
		}
	})
	alice := srv.Person("alice")
	answer, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": "why"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := patience(t)
	go func() { _, _ = alice.Replies(ctx, answer.Message, "go on") }()
	m := <-heard
	if m.Content != "" || len(m.Mentions) != 0 || m.ReferencedMessage == nil || m.ReferencedMessage.Content != "answer" {
		t.Errorf("content %q, mentions %v, referenced %+v", m.Content, m.Mentions, m.ReferencedMessage)
	}
}

func TestModal(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		if i.Type == discordgo.InteractionModalSubmit {
			data := i.ModalSubmitData()
			input := data.Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput)
			return say(data.CustomID + ": " + input.Value)
		}
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseModal,
			Data: &discordgo.InteractionResponseData{CustomID: "form", Title: "Note", Components: []discordgo.MessageComponent{
				row(discordgo.TextInput{CustomID: "note", Label: "Your note", Style: discordgo.TextInputShort, Required: true}),
			}},
		}
	})
	mod := srv.Person("mod")
	opened, err := mod.Slash(patience(t), "moderators", "ask", map[string]any{"question": "why"})
	if err != nil {
		t.Fatal(err)
	}
	if opened.Modal == nil || opened.Modal.Title != "Note" || len(opened.Modal.Inputs) != 1 {
		t.Fatalf("modal = %+v", opened.Modal)
	}
	if _, err := mod.Submits(patience(t), opened.Modal, nil); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("an empty required input: %v", err)
	}
	got, err := mod.Submits(patience(t), opened.Modal, map[string][]string{"note": {"kept"}})
	if err != nil || got.Text() != "form: kept" {
		t.Errorf("submit: %q, %v", got.Text(), err)
	}
}

func TestDeferredAnswers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	dg.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		err := dg.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral},
		})
		if err != nil {
			t.Errorf("defer: %v", err)
		}
		if i.ApplicationCommandData().Options[0].StringValue() == "edit" {
			text := "by edit"
			_, err = dg.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text})
		} else {
			_, err = dg.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{
				Flags:      discordgo.MessageFlagsIsComponentsV2,
				Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "by follow-up"}},
			})
		}
		if err != nil {
			t.Errorf("answer: %v", err)
		}
	})
	connect(t, srv, dg)
	register(t, srv, dg, ask)
	for question, want := range map[string]string{"edit": "by edit", "follow": "by follow-up"} {
		got, err := srv.Person("alice").Slash(patience(t), "dm", "ask", map[string]any{"question": question})
		if err != nil {
			t.Fatal(err)
		}
		if got.Text() != want || !got.Ephemeral() || got.Loading() || got.Edited {
			t.Errorf("%s: %q, flags %d, edited %v", question, got.Text(), got.Flags, got.Edited)
		}
	}
}

func TestWhatIsNotOffered(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	connect(t, srv, dg)
	admins, pinners := int64(0), int64(1<<51)
	register(t, srv, dg, ask,
		&discordgo.ApplicationCommand{Name: "reload", Description: "For administrators", DefaultMemberPermissions: &admins},
		&discordgo.ApplicationCommand{Name: "pin", Description: "For moderators", DefaultMemberPermissions: &pinners})
	ctx := patience(t)
	tests := []struct {
		name string
		try  func() error
		want error
	}{
		{"nobody", func() error { _, err := srv.Person("eve").Posts("general", "hi"); return err }, sandbox.ErrUnknownPerson},
		{"hidden channel", func() error { _, err := srv.Person("bob").Posts("moderators", "hi"); return err },
			sandbox.ErrNotOffered},
		{"no such channel", func() error { _, err := srv.Person("bob").Posts("cellar", "hi"); return err },
			sandbox.ErrNotOffered},
		{"empty text", func() error { _, err := srv.Person("bob").Posts("general", " \n"); return err }, sandbox.ErrText},
		{"long text", func() error {
			_, err := srv.Person("bob").Posts("general", strings.Repeat("é", 2001))
			return err
		}, sandbox.ErrText},
		{"unknown command", func() error { _, err := srv.Person("bob").Slash(ctx, "general", "quit", nil); return err },
			sandbox.ErrNotOffered},
		{"required option", func() error { _, err := srv.Person("bob").Slash(ctx, "general", "ask", nil); return err },
			sandbox.ErrNotOffered},
		{"unknown option", func() error {
			_, err := srv.Person("bob").Slash(ctx, "general", "ask", map[string]any{"question": "x", "loud": true})
			return err
		}, sandbox.ErrNotOffered},
		{"too long option", func() error {
			_, err := srv.Person("bob").Slash(ctx, "general", "ask", map[string]any{"question": strings.Repeat("x", 201)})
			return err
		}, sandbox.ErrNotOffered},
		{"moderators' command", func() error { _, err := srv.Person("bob").Slash(ctx, "general", "pin", nil); return err },
			sandbox.ErrNotOffered},
		{"administrators' command",
			func() error {
				_, err := srv.Person("mod").Slash(ctx, "general", "reload",
					nil)
				return err
			}, sandbox.ErrNotOffered},
	}
	for _, test := range tests {
		if err := test.try(); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
}
