package sandbox_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func TestAnswersThatAreErrors(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	bot, general, mods := "Bot "+srv.Token(), srv.ChannelID("general"), srv.ChannelID("moderators")
	note, err := srv.Person("alice").Posts("general", "hello")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		authorization, method, path, body string
		status, code                      int
		message                           string
	}{
		{"", "GET", "/v10/users/@me", "", 401, 0, "401: Unauthorized"},
		{"Bot wrong", "GET", "/v9/users/@me", "", 401, 0, "401: Unauthorized"},
		{srv.Token(), "GET", "/v10/users/@me", "", 401, 0, "401: Unauthorized"},
		{bot, "GET", "/v10/nowhere", "", 404, 0, "404: Not Found"},
		{bot, "GET", "/v10/channels/" + general + "/invites", "", 404, 0, "404: Not Found"},
		{bot, "DELETE", "/v10/users/@me", "", 405, 0, "405: Method Not Allowed"},
		{bot, "GET", "/v8/users/@me", "", 400, 50041, "Invalid API version provided"},
		{bot, "GET", "/v10/channels/general", "", 400, 50035, "Invalid Form Body"},
		{bot, "GET", "/v10/channels/1", "", 404, 10003, "Unknown Channel"},
		{bot, "GET", "/v10/guilds/1", "", 404, 10004, "Unknown Guild"},
		{bot, "GET", "/v10/channels/" + general + "/messages/1", "", 404, 10008, "Unknown Message"},
		{bot, "GET", "/v10/channels/" + mods + "/messages/" + note.ID, "", 404, 10008, "Unknown Message"},
		{bot, "GET", "/v10/applications/1/commands", "", 403, 20012,
			"You are not authorized to perform this action on this application"},
		{bot, "POST", "/v10/users/@me/channels", `{"recipient_id":"1"}`, 404, 10013, "Unknown User"},
		{bot, "POST", "/v10/channels/" + general + "/messages", `{"content":""}`, 400, 50006, "Cannot send an empty message"},
		{bot, "POST", "/v10/channels/" + general + "/messages", `{"content":`, 400, 50109,
			"The request body contains invalid JSON."},
		{bot, "PATCH", "/v10/channels/" + general + "/messages/" + note.ID, `{"content":"x"}`, 403, 50005,
			"Cannot edit a message authored by another user"},
		{bot, "DELETE", "/v10/channels/" + general + "/messages/" + note.ID, "", 403, 50013, "Missing Permissions"},
		{bot, "POST", "/v10/interactions/1/secret/callback", `{"type":4,"data":{"content":"x"}}`, 404, 10062,
			"Unknown interaction"},
		{bot, "POST", "/v10/webhooks/" + srv.ApplicationID() + "/secret", `{"content":"x"}`, 401, 50027,
			"Invalid Webhook Token"},
		{bot, "POST", "/v10/webhooks/1/secret", `{"content":"x"}`, 404, 10015, "Unknown Webhook"},
	}
	for _, test := range tests {
		status, data := callAs(t, test.authorization, test.method, srv.URL()+"/api"+test.path, test.body)
		got := decoded(t, data)
		want := map[string]any{"code": float64(test.code), "message": test.message}
		delete(got, "errors")
		if status != test.status || !cmp.Equal(want, got) {
			t.Errorf("%s %s: %d %v, want %d %v", test.method, test.path, status, got, test.status, want)
		}
	}
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	dg := client(t, srv)
	got := make(chan *discordgo.Interaction, 1)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { got <- i.Interaction })
	connect(t, srv, dg)
	register(t, srv, dg, ask)
	ctx := patience(t)
	asked := func() (*discordgo.Interaction, chan error) {
		done := make(chan error, 1)
		go func() {
			_, err := srv.Person("alice").Slash(ctx, "general", "ask", map[string]any{"question": "x"})
			done <- err
		}()
		return <-got, done
	}

	late, done := asked()
	clock.Advance(3*time.Second - time.Millisecond)
	clock.Advance(time.Millisecond)
	if err := <-done; !errors.Is(err, sandbox.ErrInteractionFailed) {
		t.Errorf("after 3 seconds: %v", err)
	}
	wantCode(t, dg.InteractionRespond(late, say("too late")), 404, 10062)

	inTime, done := asked()
	_, err := dg.FollowupMessageCreate(inTime, true, &discordgo.WebhookParams{Content: "before any response"})
	wantCode(t, err, 404, 10015)
	wantCode(t, dg.InteractionRespond(&discordgo.Interaction{ID: inTime.ID, Token: "guessed"}, say("stolen")), 404, 10062)
	if err := dg.InteractionRespond(inTime, say("in time")); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	wantCode(t, dg.InteractionRespond(inTime, say("again")), 400, 40060)
	clock.Advance(15 * time.Minute)
	more, err := dg.FollowupMessageCreate(inTime, true, &discordgo.WebhookParams{Content: "more"})
	if err != nil {
		t.Fatalf("a follow-up after 15 minutes: %v", err)
	}
	if err := dg.FollowupMessageDelete(inTime, more.ID); err != nil {
		t.Error(err)
	}
	if _, ok := srv.Message(more.ID); ok {
		t.Error("the follow-up is still there")
	}
	clock.Advance(time.Millisecond)
	_, err = dg.FollowupMessageCreate(inTime, true, &discordgo.WebhookParams{Content: "more"})
	wantCode(t, err, 401, 50027)
	_, err = dg.InteractionResponse(inTime)
	wantCode(t, err, 401, 50027)
}

func TestResponsesOfTheWrongKindAreRefused(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	errs := make(chan error, 2)
	dg.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		for _, kind := range []discordgo.InteractionResponseType{discordgo.InteractionResponseUpdateMessage,
			discordgo.InteractionApplicationCommandAutocompleteResult} {
			errs <- dg.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: kind,
				Data: &discordgo.InteractionResponseData{Content: "x"}})
		}
		if err := dg.InteractionRespond(i.Interaction, say("at last")); err != nil {
			t.Error(err)
		}
	})
	connect(t, srv, dg)
	register(t, srv, dg, ask)
	if _, err := srv.Person("alice").Slash(patience(t), "general", "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, <-errs, 400, 50035)
	wantCode(t, <-errs, 400, 50035)
}

func TestCommandsComeBackCompleted(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	register(t, srv, dg, ask, about)
	before, err := dg.ApplicationCommands(srv.ApplicationID(), "")
	if err != nil {
		t.Fatal(err)
	}
	changed := *ask
	changed.Description = "Ask the experts"
	register(t, srv, dg, &changed)
	after, err := dg.ApplicationCommands(srv.ApplicationID(), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(before) != 2 || len(after) != 1 || before[0].ID != after[0].ID || before[0].Version == after[0].Version {
		t.Errorf("bulk overwrite made of %+v %+v", before, after)
	}
	var got map[string]any
	if err := json.Unmarshal(srv.Commands()[0].Wire, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"id": after[0].ID, "application_id": srv.ApplicationID(), "version": after[0].Version, "type": 1.0,
		"name": "ask", "name_localizations": nil, "description": "Ask the experts", "description_localizations": nil,
		"default_member_permissions": nil, "dm_permission": true, "nsfw": false, "contexts": nil,
		"integration_types": []any{0.0, 1.0},
		"options": []any{map[string]any{
			"type": 3.0, "name": "question", "name_localizations": nil, "description": "What you want to know",
			"description_localizations": nil, "required": true, "autocomplete": true, "max_length": 200.0,
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	one, err := dg.ApplicationCommandCreate(srv.ApplicationID(), srv.GuildID(), about)
	if err != nil || one.GuildID != srv.GuildID() {
		t.Errorf("a guild's command: %+v, %v", one, err)
	}
	if n := len(srv.Commands()); n != 2 {
		t.Errorf("%d commands", n)
	}
}

func TestRecordAndLogHoldNoToken(t *testing.T) {
	t.Parallel()
	var record, log bytes.Buffer
	srv, dg := answering(t, sandbox.Options{
		Record: &record, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse { return say("token " + i.ID) })
	tokens := make(chan string, 1)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { tokens <- i.Token })
	if _, err := srv.Person("alice").Slash(patience(t), "general", "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatal(err)
	}
	_, err := dg.FollowupMessageCreate(&discordgo.Interaction{AppID: srv.ApplicationID(), Token: "stolen-token"}, true,
		&discordgo.WebhookParams{Content: "x"})
	wantCode(t, err, 401, 50027)
	if err := srv.Close(); err != nil { // nothing is written after this
		t.Fatal(err)
	}
	said := record.String() + log.String()
	for _, secret := range []string{srv.Token(), <-tokens, "stolen-token"} {
		if strings.Contains(said, secret) {
			t.Errorf("%q is in the record or the log", secret)
		}
	}
	var paths []string
	for line := range strings.Lines(record.String()) {
		var c sandbox.Call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		paths = append(paths, c.Method+" "+c.Path)
	}
	traffic := srv.Traffic()
	if len(traffic) != len(paths) || !strings.HasSuffix(paths[2], "/TOKEN/callback") || traffic[2].Status != 204 {
		t.Errorf("recorded %q, traffic of %d calls", paths, len(traffic))
	}
}
