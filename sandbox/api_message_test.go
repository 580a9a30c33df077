package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func TestMessagesAreListedByPages(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	var ids []string
	for range 7 {
		m, err := dg.ChannelMessageSend(srv.ChannelID("general"), "note")
		if err != nil {
			t.Fatal(err)
		}
		ids = append([]string{m.ID}, ids...) // newest first, as Discord lists
	}
	tests := []struct {
		before, after, around string
		want                  []string
	}{
		{want: ids[:3]},
		{before: ids[2], want: ids[3:6]},
		{before: ids[5], want: ids[6:]},
		{after: ids[6], want: ids[3:6]},
		{after: ids[1], want: ids[:1]},
		{around: ids[3], want: ids[2:5]},
	}
	for _, test := range tests {
		list, err := dg.ChannelMessages(srv.ChannelID("general"), 3, test.before, test.after, test.around)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range list {
			got = append(got, m.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("before %q, after %q, around %q: %s", test.before, test.after, test.around, diff)
		}
	}
	if status, _ := call(t, srv, "GET", "/channels/"+srv.ChannelID("general")+"/messages?limit=101", ""); status != 400 {
		t.Errorf("limit 101: HTTP %d", status)
	}
}

func TestANonceSendsOnce(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	send := func(channel, body string) any {
		status, m := call(t, srv, "POST", "/channels/"+srv.ChannelID(channel)+"/messages", body)
		if status != 200 {
			t.Fatalf("%s: HTTP %d %v", body, status, m)
		}
		return m["id"]
	}
	const once = `{"content":"summary","nonce":"a1","enforce_nonce":true}`
	first := send("general", once)
	if again := send("general", once); again != first {
		t.Errorf("the same nonce made %v and %v", first, again)
	}
	if n := len(srv.Messages("general")); n != 1 {
		t.Errorf("%d messages", n)
	}
	if other := send("reading-room", once); other == first {
		t.Error("a nonce holds in another channel")
	}
	if loose := send("general", `{"content":"summary","nonce":"a1"}`); loose == first {
		t.Error("a nonce is enforced without enforce_nonce")
	}
	clock.Advance(6 * time.Minute)
	if later := send("general", once); later == first {
		t.Error("a nonce holds for ever")
	}
}

func TestPinsHavePagesAndALimit(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	dg := client(t, srv)
	pins := "/channels/" + srv.ChannelID("general") + "/messages/pins"
	var last string
	for n := range 251 {
		m, err := dg.ChannelMessageSend(srv.ChannelID("general"), "note")
		if err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Second)
		last = m.ID
		status, body := call(t, srv, "PUT", pins+"/"+m.ID, "")
		if n < 250 && status != 204 || n == 250 && (status != 400 || body["code"] != 30003.0) {
			t.Fatalf("pin %d: HTTP %d %v", n, status, body)
		}
	}
	pages, count, before := 0, 0, ""
	for more := true; more; pages++ {
		status, body := call(t, srv, "GET", pins+"?limit=50"+before, "")
		if status != 200 {
			t.Fatalf("HTTP %d %v", status, body)
		}
		items := body["items"].([]any)
		count += len(items)
		before = "&before=" + strings.ReplaceAll(items[len(items)-1].(map[string]any)["pinned_at"].(string), "+", "%2B")
		more = body["has_more"].(bool)
	}
	if pages != 5 || count != 250 {
		t.Errorf("%d pages with %d pins", pages, count)
	}
	if newest := srv.Pins("general")[0]; !newest.Pinned {
		t.Error("the newest pin is not pinned")
	} else if status, _ := call(t, srv, "DELETE", pins+"/"+newest.ID, ""); status != 204 {
		t.Errorf("unpin: HTTP %d", status)
	}
	if status, _ := call(t, srv, "PUT", pins+"/"+last, ""); status != 204 {
		t.Errorf("pin after unpin: HTTP %d", status)
	}
}

func TestPings(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	alice := srv.Person("alice")
	note, err := alice.Posts("general", "hello")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		body string
		want []string
	}{
		{`{"content":"hello <@ALICE>"}`, []string{alice.ID()}},
		{`{"content":"hello <@ALICE>","allowed_mentions":{"parse":[]}}`, nil},
		{`{"content":"hello <@ALICE>","allowed_mentions":{"parse":null}}`, nil},
		{`{"content":"hello <@ALICE>","allowed_mentions":{"users":["ALICE"]}}`, []string{alice.ID()}},
		{`{"content":"hello <@ALICE>","allowed_mentions":{"parse":["roles","everyone"]}}`, nil},
		{`{"content":"@everyone without the permission"}`, nil},
		{`{"content":"answer","message_reference":{"message_id":"NOTE"}}`, []string{alice.ID()}},
		{`{"content":"answer","message_reference":{"message_id":"NOTE"},"allowed_mentions":{"parse":[],` +
			`"replied_user":false}}`, nil},
		{`{"flags":32768,"components":[{"type":17,"components":[{"type":10,"content":"in a container <@ALICE>"}]}]}`,
			[]string{alice.ID()}},
		{`{"flags":32768,"components":[{"type":10,"content":"<@ALICE>"}],"allowed_mentions":{"parse":[]}}`, nil},
	}
	for _, test := range tests {
		body := strings.NewReplacer("ALICE", alice.ID(), "NOTE", note.ID).Replace(test.body)
		status, made := call(t, srv, "POST", "/channels/"+srv.ChannelID("general")+"/messages", body)
		if status != 200 {
			t.Errorf("%s: HTTP %d %v", test.body, status, made)
			continue
		}
		m, _ := srv.Message(made["id"].(string))
		if diff := cmp.Diff(test.want, m.Pings); diff != "" {
			t.Errorf("%s pings %s", test.body, diff)
		}
	}
	m, err := srv.Person("mod").Posts("general", "@everyone look")
	if err != nil || !cmp.Equal(m.Pings, []string{"everyone"}) {
		t.Errorf("a moderator pings %v, %v", m.Pings, err)
	}
}

func TestComponentsV2Stays(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	channel := "/channels/" + srv.ChannelID("general") + "/messages"
	_, m := call(t, srv, "POST", channel, `{"content":"plain"}`)
	path := channel + "/" + m["id"].(string)
	const display = `"components":[{"type":10,"content":"new"}]`
	tests := []struct {
		body   string
		status int
	}{
		{`{` + display + `}`, 400},                              // a text display needs the flag
		{`{"flags":32768,` + display + `}`, 400},                // the content is in the way
		{`{"flags":32768,"content":null,` + display + `}`, 200}, // now it is V2
		{`{"content":"plain again"}`, 400},                      // and remains so
		{`{"flags":0,"content":"plain again","components":[]}`, 400},
		{`{"components":[]}`, 400}, // nothing would be left
		{`{` + display + `}`, 200},
	}
	for _, test := range tests {
		if status, body := call(t, srv, "PATCH", path, test.body); status != test.status {
			t.Errorf("%s: HTTP %d %v, want %d", test.body, status, body, test.status)
		}
	}
}
