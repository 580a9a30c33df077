package sandbox_test

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

// This file is raw calls that clients get wrong, or right in an unusual way, and what Discord says to them.

// Discord takes ids as numbers, too.
func TestIDsAreTakenAsNumbers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	alice := srv.Person("alice")
	status, dm := call(t, srv, "POST", "/users/@me/channels", `{"recipient_id":`+alice.ID()+`}`)
	if status != 200 || dm["type"] != float64(1) {
		t.Errorf("the DM: HTTP %d %v", status, dm)
	}
	note, err := alice.Posts("general", "hello")
	if err != nil {
		t.Fatal(err)
	}
	status, m := call(t, srv, "POST", "/channels/"+srv.ChannelID("general")+"/messages",
		strings.NewReplacer("ALICE", alice.ID(), "NOTE", note.ID).Replace(
			`{"content":"<@ALICE>","allowed_mentions":{"users":[ALICE]},"message_reference":{"message_id":NOTE},
		"components":[{"type":1,"components":[
			{"type":5,"custom_id":"who","default_values":[{"type":"user","id":ALICE}]}]}]}`))
	id, _ := m["id"].(string)
	got, ok := srv.Message(id)
	if status != 200 || !ok || got.ReplyTo != note.ID || !cmp.Equal(got.Pings, []string{alice.ID()}) {
		t.Errorf("HTTP %d %v: replies to %s, pings %v", status, m, got.ReplyTo, got.Pings)
	}
	if s := got.Selects(); len(s) != 1 || len(s[0].DefaultValues) != 1 || s[0].DefaultValues[0].ID != alice.ID() {
		t.Errorf("selects %+v", s)
	}
}

// An edit that says flags is held to them, and a message of components stays one: Discord refuses what is no action row
// if the flags of the edit lack IS_COMPONENTS_V2, and never takes that flag away.
func TestEditsAreHeldToTheirFlags(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	messages := "/channels/" + srv.ChannelID("general") + "/messages"
	const text, row = `"components":[{"type":10,"content":"a"}]`, `"components":[{"type":1,"components":[{"type":2,` +
		`"style":1,"label":"a","custom_id":"a"}]}]`
	_, m := call(t, srv, "POST", messages, `{"flags":32768,`+text+`}`)
	id, _ := m["id"].(string)
	for _, test := range []struct {
		body   string
		status int
	}{
		{`{` + text + `}`, 200},
		{`{"flags":32768,` + text + `}`, 200},
		{`{"flags":0,` + text + `}`, 400},
		{`{"flags":0,` + row + `}`, 200},
		{`{"flags":0,"content":"a"}`, 400},
		{`{"content":"a"}`, 400},
	} {
		status, answer := call(t, srv, "PATCH", messages+"/"+id, test.body)
		if status != test.status || status == 200 && answer["flags"] != float64(1<<15) {
			t.Errorf("%s: HTTP %d %v, want %d", test.body, status, answer, test.status)
		}
	}
}

// What shows nothing is no embed, and what Discord does not know of an embed does not come back.
func TestEmbedsAreWhatTheyShow(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	messages := "/channels/" + srv.ChannelID("general") + "/messages"
	for _, body := range []string{`{"embeds":[{}]}`, `{"embeds":[{"color":255,"description":""}]}`,
		`{"embeds":[{"fields":[]}]}`} {
		if status, answer := call(t, srv, "POST", messages, body); status != 400 || answer["code"] != float64(50006) {
			t.Errorf("%s: HTTP %d %v, want 400 with code 50006", body, status, answer)
		}
	}
	_, m := call(t, srv, "POST", messages,
		`{"embeds":[{},{"titel":"a","title":"b","image":{"url":"https://e.org/a.png","width":9}}]}`)
	want := []any{map[string]any{"type": "rich", "title": "b", "image": map[string]any{"url": "https://e.org/a.png"}}}
	if !cmp.Equal(m["embeds"], any(want)) {
		t.Errorf("embeds %v, want %v", m["embeds"], want)
	}
}

// What may not be done in a DM is refused as such, and what an edit shows needs the permissions of a new message.
func TestRefusalsByPlace(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	said, err := srv.Person("alice").Posts("dm", "hello")
	if err != nil {
		t.Fatal(err)
	}
	general := srv.ChannelID("general")
	note, err := srv.Person("alice").Posts("general", "hello")
	if err != nil {
		t.Fatal(err)
	}
	_, m := call(t, srv, "POST", "/channels/"+general+"/messages", `{"content":"a"}`)
	own, _ := m["id"].(string)
	if err := srv.SetOverwrite("general", "Ibid", 0,
		discordgo.PermissionEmbedLinks|discordgo.PermissionAttachFiles); err != nil {
		t.Fatal(err)
	}
	dm, here := "/channels/"+said.ChannelID, "/channels/"+general
	for _, test := range []struct {
		method, path, body string
		status, code       int
	}{
		{"DELETE", dm + "/messages/" + said.ID, "", 403, 50003},
		{"DELETE", dm + "/messages/" + said.ID + "/reactions", "", 403, 50003},
		{"POST", dm + "/messages/bulk-delete", `{"messages":["1","2"]}`, 403, 50003},
		{"POST", dm + "/messages", `{"content":"a","message_reference":{"message_id":"` + note.ID + `"}}`, 400, 50035},
		{"GET", here + "/messages?before=now", "", 400, 50035},
		{"GET", here + "/messages?before=1&after=1", "", 400, 50035},
		{"POST", here + "/messages", `{"content":"a","tts":true}`, 403, 50013},
		{"POST", here + "/messages", `{"embeds":[{"title":"a"}]}`, 403, 50013},
		{"PATCH", here + "/messages/" + own, `{"embeds":[{"title":"a"}]}`, 403, 50013},
		{"PATCH", here + "/messages/" + own, `{"content":"b","embeds":[]}`, 200, 0},
	} {
		status, answer := call(t, srv, test.method, test.path, test.body)
		if code, _ := answer["code"].(float64); status != test.status || int(code) != test.code {
			t.Errorf("%s %s %s: HTTP %d %v, want %d with code %d", test.method, test.path, test.body, status, answer,
				test.status, test.code)
		}
	}
	if status, answer := callForm(t, srv, "PATCH", here+"/messages/"+own,
		formPart{"files[0]", "a.txt", "", "a"}); status != 403 {
		t.Errorf("a file in an edit: HTTP %d %v", status, answer)
	}
}

// An interaction without options has no such field.
func TestNoOptions(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, plainCommand)
	i, done := h.slash("alice", "general")
	if options, there := i.decodedData(t)["options"]; there {
		t.Errorf("options %v", options)
	}
	h.respond(i, `{"type":4,"data":{"content":"a"}}`, 204, 0)
	<-done
}

// An edit of what a message says finds its mentions anew, with the allowances of the edit; another edit does not.
func TestEditsOfMentions(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	alice, messages := srv.Person("alice").ID(), "/channels/"+srv.ChannelID("general")+"/messages"
	const row = `"components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"a"}]}]`
	_, m := call(t, srv, "POST", messages, `{"content":"<@`+alice+`>","allowed_mentions":{"parse":[]}}`)
	id, _ := m["id"].(string)
	for _, test := range []struct {
		body string
		want []string
	}{
		{`{` + row + `}`, nil},
		{`{"embeds":[{"title":"a"}]}`, nil},
		{`{"content":"<@` + alice + `>!"}`, []string{alice}},
		{`{"embeds":[],"allowed_mentions":{"parse":[]}}`, []string{alice}},
		{`{"flags":32768,"content":null,"components":[{"type":10,"content":"<@` + alice +
			`>"}],"allowed_mentions":{"parse":[]}}`, nil},
		{`{"components":[{"type":10,"content":"<@` + alice + `>"}]}`, []string{alice}},
	} {
		if status, answer := call(t, srv, "PATCH", messages+"/"+id, test.body); status != 200 {
			t.Errorf("%s: HTTP %d %v", test.body, status, answer)
		}
		if m, _ := srv.Message(id); !cmp.Equal(m.Pings, test.want) {
			t.Errorf("after %s: pings %v, want %v", test.body, m.Pings, test.want)
		}
	}
}
