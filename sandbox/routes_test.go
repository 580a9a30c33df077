package sandbox_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// TestEveryRouteAnswers calls every route of the API so that it succeeds. As in every test, the answers are held to
// Discord's description, see [holdToDescription].
func TestEveryRouteAnswers(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{GrantedIntents: 1 << 1},
		func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
			return say("first", row(button("Next", "next")))
		})
	srv.AddRole("Administrator", 1<<3)
	if _, err := srv.AddPerson("Ibid", "Administrator"); err != nil {
		t.Fatal(err)
	}
	tokens := make(chan string, 2)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { tokens <- i.Token })
	alice := srv.Person("alice")
	first, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alice.Clicks(patience(t), first.Message, "next"); err != nil {
		t.Fatal(err)
	}
	note, err := alice.Posts("general", "note by <@"+alice.ID()+">")
	if err != nil {
		t.Fatal(err)
	}
	vars := strings.NewReplacer("{app}", srv.ApplicationID(), "{guild}", srv.GuildID(), "{general}",
		srv.ChannelID("general"),
		"{token}", <-tokens, "{note}", note.ID, "{alice}", alice.ID(),
		"{questions}", srv.ChannelID("questions"), "{announcements}", srv.ChannelID("announcements"))
	var made string
	for _, r := range everyRoute {
		method, path, _ := strings.Cut(r.call, " ")
		path = strings.ReplaceAll(vars.Replace(path), "{made}", made)
		status, body := callRaw(t, srv, method, path, strings.ReplaceAll(vars.Replace(r.body), "{made}", made))
		if status != r.status {
			t.Errorf("%s %s: HTTP %d %s", method, path, status, body)
			continue
		}
		var m struct{ ID string }
		if json.Unmarshal(body, &m) == nil && method == "POST" {
			made = m.ID
		}
	}
	for _, pattern := range unanswered(srv) {
		t.Errorf("%s is never called so that it succeeds", pattern)
	}
}

// neverSucceeds are routes that have nothing to give.
var neverSucceeds = map[string]bool{
	"GET /applications/{app}/guilds/{guild}/commands/{command}/permissions": true,
}

// unanswered are the routes that a sandbox has and of which no call succeeded.
func unanswered(srv *sandbox.Server) []string {
	mux := http.NewServeMux()
	for _, pattern := range sandbox.RoutePatterns() {
		mux.Handle(pattern, http.NotFoundHandler())
	}
	answered := map[string]bool{}
	for _, c := range srv.Traffic() {
		if c.Status < 300 {
			_, pattern := mux.Handler(&http.Request{Method: c.Method, URL: &url.URL{Path: c.Path}})
			answered[pattern] = true
		}
	}
	return slices.DeleteFunc(sandbox.RoutePatterns(), func(pattern string) bool {
		return answered[pattern] || neverSucceeds[pattern]
	})
}

// everyRoute is, for each route: method and path; a body; the status.
var everyRoute = []struct {
	call, body string
	status     int
}{
	{"GET /gateway", "", 200},
	{"GET /gateway/bot", "", 200},
	{"GET /users/@me", "", 200},
	{"POST /users/@me/channels", `{"recipient_id":"{alice}"}`, 200},
	{"GET /channels/{made}", "", 200},
	{"GET /applications/@me", "", 200},
	{"GET /oauth2/applications/@me", "", 200},
	{"GET /guilds/{guild}?with_counts=true", "", 200},
	{"GET /channels/{general}", "", 200},
	{"POST /channels/{general}/typing", "", 204},
	{"PUT /applications/{app}/commands",
		`[{"name":"pin","description":"Pin","default_member_permissions":"2251799813685248","contexts":[0],` +
			`"options":[{"type":3,"name":"what","description":"What","required":true,"choices":[{"name":"a","value":"a"}]},` +
			`{"type":4,"name":"n","description":"N","min_value":1}]},{"type":3,"name":"Ask about this"}]`, 200},
	{"POST /applications/{app}/commands", `{"name":"ask","description":"Ask"}`, 201},
	{"POST /applications/{app}/commands", `{"name":"ask","description":"Ask again"}`, 200},
	{"GET /applications/{app}/commands", "", 200},
	{"GET /applications/{app}/commands?with_localizations=true", "", 200},
	{"PUT /applications/{app}/guilds/{guild}/commands", `[{"name":"here","description":"Here"}]`, 200},
	{"POST /applications/{app}/guilds/{guild}/commands", `{"name":"there","description":"There"}`, 201},
	{"GET /applications/{app}/guilds/{guild}/commands", "", 200},
	{"POST /channels/{general}/messages",
		`{"content":"hello","nonce":"1","embeds":[{"title":"t","fields":[{"name":"n","value":"v"}]}],` +
			`"message_reference":{"message_id":"{note}"},"components":[{"type":1,"components":[{"type":3,"custom_id":"s",` +
			`"options":[{"label":"a","value":"a","description":null}]}]}]}`, 200},
	{"POST /channels/{general}/messages", `{"flags":32768,"components":[{"type":17,"accent_color":1,"components":[` +
		`{"type":9,"components":[{"type":10,"content":"a"}],"accessory":{"type":11,` +
		`"media":{"url":"https://example.org/a.png"}}},{"type":14},` +
		`{"type":9,"components":[{"type":10,"content":"b"}],"accessory":{"type":2,"style":5,"label":"Read",` +
		`"url":"https://example.org"}},` +
		`{"type":12,"items":[{"media":{"url":"https://example.org/b.png"},"description":"b"}]},{"type":1,` +
		`"components":[{"type":2,"style":1,"label":"a","custom_id":"a"}]}]}]}`, 200},
	{"GET /channels/{general}/messages/{made}", "", 200},
	{"PATCH /channels/{general}/messages/{made}",
		`{"components":[{"type":10,"content":"c","id":7},{"type":14,"id":null}]}`, 200},
	{"PUT /channels/{general}/messages/pins/{made}", "", 204},
	{"GET /channels/{general}/messages/pins", "", 200},
	{"DELETE /channels/{general}/messages/pins/{made}", "", 204},
	{"GET /channels/{general}/messages?limit=100", "", 200},
	{"DELETE /channels/{general}/messages/{made}", "", 204},
	{"GET /webhooks/{app}/{token}/messages/@original", "", 200},
	{"PATCH /webhooks/{app}/{token}/messages/@original", `{"content":"edited"}`, 200},
	{"POST /webhooks/{app}/{token}", `{"content":"more","flags":64}`, 200},
	{"GET /webhooks/{app}/{token}/messages/{made}", "", 200},
	{"PATCH /webhooks/{app}/{token}/messages/{made}", `{"content":"more and more"}`, 200},
	{"DELETE /webhooks/{app}/{token}/messages/{made}", "", 204},
	{"DELETE /webhooks/{app}/{token}/messages/@original", "", 204},

	// Commands one by one, with all kinds of options, and selects of users, roles and channels.
	{"POST /applications/{app}/commands",
		`{"name":"show","description":"Show","contexts":[0,1,2],"integration_types":[0,1],"options":[` +
			`{"type":1,"name":"one","description":"O","options":[{"type":6,"name":"who","description":"W","required":true},` +
			`{"type":7,"name":"where","description":"W","channel_types":[0,15]},` +
			`{"type":8,"name":"role","description":"R"},{"type":9,"name":"whom","description":"W"},{"type":4,"name":"n",` +
			`"description":"N","min_value":-1,"max_value":5},` +
			`{"type":10,"name":"x","description":"X","min_value":0.5,"choices":[{"name":"a","value":0.75}]}]},{"type":2,` +
			`"name":"group","description":"G","options":[{"type":1,"name":"two","description":"T"}]}]}`, 201},
	{"GET /applications/{app}/commands/{made}", "", 200},
	{"PATCH /applications/{app}/commands/{made}", `{"description":"Show it"}`, 200},
	{"DELETE /applications/{app}/commands/{made}", "", 204},
	{"POST /applications/{app}/guilds/{guild}/commands", `{"name":"Look up","type":2}`, 201},
	{"GET /applications/{app}/guilds/{guild}/commands/{made}", "", 200},
	{"PATCH /applications/{app}/guilds/{guild}/commands/{made}", `{"name":"Look it up"}`, 200},
	{"DELETE /applications/{app}/guilds/{guild}/commands/{made}", "", 204},
	{"POST /channels/{general}/messages",
		`{"components":[{"type":1,"components":[{"type":5,"custom_id":"a","default_values":[{"id":"{alice}",` +
			`"type":"user"}]}]},` +
			`{"type":1,"components":[{"type":6,"custom_id":"b","placeholder":"Roles"}]},{"type":1,"components":[{"type":7,` +
			`"custom_id":"c","min_values":0,"max_values":25}]},` +
			`{"type":1,"components":[{"type":8,"custom_id":"d","channel_types":[0,5],"disabled":true}]}]}`, 200},
	{"GET /channels/{general}/messages/{made}", "", 200},

	// Places: users, guilds, channels, threads, reactions, pins.
	{"GET /users/{alice}", "", 200},
	{"GET /users/@me/guilds?with_counts=true", "", 200},
	{"GET /guilds/{guild}/channels", "", 200},
	{"GET /guilds/{guild}/roles", "", 200},
	{"GET /guilds/{guild}/members/{alice}", "", 200},
	{"GET /channels/{questions}", "", 200},
	{"PATCH /channels/{questions}", `{"name":"questions","topic":"Ask here"}`, 200},
	{"POST /channels/{general}/messages", `{"content":"to be discussed"}`, 200},
	{"PUT /channels/{general}/messages/{made}/reactions/%F0%9F%91%8D/@me", "", 204},
	{"GET /channels/{general}/messages/{made}/reactions/%F0%9F%91%8D", "", 200},
	{"GET /channels/{general}/messages/{made}", "", 200},
	{"PUT /channels/{general}/pins/{made}", "", 204},
	{"GET /channels/{general}/pins", "", 200},
	{"GET /channels/{general}/messages", "", 200},
	{"DELETE /channels/{general}/pins/{made}", "", 204},
	{"DELETE /channels/{general}/messages/{made}/reactions/%F0%9F%91%8D/{alice}", "", 204},
	{"DELETE /channels/{general}/messages/{made}/reactions/%F0%9F%91%8D/@me", "", 204},
	{"DELETE /channels/{general}/messages/{made}/reactions/%F0%9F%91%8D", "", 204},
	{"DELETE /channels/{general}/messages/{made}/reactions", "", 204},
	{"POST /channels/{general}/messages/{made}/threads", `{"name":"Discussion","auto_archive_duration":60}`, 201},
	{"GET /channels/{general}/messages/{made}", "", 200},
	{"GET /channels/{made}", "", 200},
	{"GET /channels/{made}/messages", "", 200},
	{"GET /channels/{made}/thread-members", "", 200},
	{"GET /channels/{made}/thread-members/{app}", "", 200},
	{"PUT /channels/{made}/thread-members/{alice}", "", 204},
	{"DELETE /channels/{made}/thread-members/{alice}", "", 204},
	{"DELETE /channels/{made}/thread-members/@me", "", 204},
	{"GET /guilds/{guild}/threads/active", "", 200},
	{"PATCH /channels/{made}", `{"name":"Long discussion","locked":true,"auto_archive_duration":1440}`, 200},
	{"GET /channels/{made}/messages", "", 200},
	{"PATCH /channels/{made}", `{"archived":true}`, 200},
	{"GET /channels/{general}/threads/archived/public", "", 200},
	{"DELETE /channels/{made}", "", 200},
	{"POST /channels/{general}/threads", `{"name":"Among us"}`, 201},
	{"POST /channels/{general}/threads", `{"name":"Among all","type":11}`, 201},
	{"GET /channels/{general}/messages", "", 200},
	{"POST /channels/{questions}/threads", `{"name":"Post","message":{"content":"first"}}`, 201},
	{"POST /channels/{announcements}/messages", `{"content":"news"}`, 200},
	{"POST /channels/{announcements}/messages/{made}/crosspost", "", 200},
	{"POST /channels/{announcements}/messages/bulk-delete", `{"messages":["{made}","{note}"]}`, 204},
	{"GET /guilds/{guild}/audit-logs", "", 200},
	{"DELETE /channels/{questions}", "", 200},
}

// A callback that asks for its response gets it, for each kind of response.
func TestCallbacksTellWhatTheyMade(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	type answer struct {
		want string
		body []byte
	}
	answers := make(chan answer, 3)
	respond := func(i *discordgo.InteractionCreate, body, want string) {
		status, got := callRaw(t, srv, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback?with_response=true", body)
		if status != 200 {
			t.Errorf("%s: HTTP %d %s", body, status, got)
		}
		answers <- answer{want, got}
	}
	check := func() {
		t.Helper()
		a := <-answers
		if !bytes.Contains(a.body, []byte(a.want)) {
			t.Errorf("no %s in %s", a.want, a.body)
		}
	}
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) {
		switch i.Type {
		case discordgo.InteractionApplicationCommand:
			respond(i, `{"type":4,"data":{"content":"a","components":[{"type":1,"components":[{"type":2,"style":2,`+
				`"label":"b","custom_id":"b"}]}]}}`, `"content":"a"`)
		case discordgo.InteractionMessageComponent:
			respond(i, `{"type":7,"data":{"content":"c"}}`, `"content":"c"`)
		case discordgo.InteractionApplicationCommandAutocomplete:
			respond(i, `{"type":8,"data":{"choices":[]}}`, `"type":4`)
		}
	})
	connect(t, srv, dg)
	register(t, srv, dg, ask)
	alice := srv.Person("alice")
	m, err := alice.Slash(patience(t), "dm", "ask", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	check()
	if _, err := alice.Clicks(patience(t), m.Message, "b"); err != nil {
		t.Error(err)
	}
	check()
	if got, err := alice.Autocomplete(patience(t), "dm", "ask", "question", ""); err != nil || len(got) != 0 {
		t.Errorf("suggestions %v, %v", got, err)
	}
	check()
}
