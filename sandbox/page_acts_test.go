package sandbox_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func TestThePageTellsEverybodyWhatTheySee(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	id, err := srv.Person("bob").StartsThreadIn("questions", "What is a source?", "Who knows?")
	if err != nil {
		t.Fatal(err)
	}
	alice := sceneFor(t, srv, "alice")
	var about, names []string
	for _, p := range alice.People {
		about = append(about, p.Name+": "+p.About)
	}
	want := []string{"alice: a member", "bob: a member", "mod: a moderator", "owner: the owner", "carol: not a member"}
	if diff := cmp.Diff(want, about); diff != "" {
		t.Error(diff)
	}
	groups := map[string][]string{}
	for _, m := range alice.Members {
		groups[m.Group] = append(groups[m.Group], m.Shown)
	}
	wantGroups := map[string][]string{
		"Owner": {"Owner"}, "Moderators": {"Mod"}, "Members": {"Alice", "Bob"}, "Apps": {"Ibid", "Herald"},
	}
	if diff := cmp.Diff(wantGroups, groups); diff != "" {
		t.Error(diff)
	}
	for _, c := range alice.Channels {
		names = append(names, c.Name)
		if c.ID == id && (c.Parent != srv.ChannelID("questions") || c.Kind != 11) {
			t.Errorf("the post is %+v", c)
		}
	}
	wantNames := []string{"general", "reading-room", "announcements", "questions", "What is a source?", "Ibid", "Bob"}
	if diff := cmp.Diff(wantNames, names); diff != "" {
		t.Error(diff)
	}
	carol := sceneFor(t, srv, "carol")
	if len(carol.Channels) != 1 || !carol.Channels[0].DM || len(carol.Members) != 0 || len(carol.Roles) != 0 {
		t.Errorf("carol sees %+v", carol)
	}
	if !roomFor(t, srv, "mod", "announcements").May.Send || roomFor(t, srv, "bob", "announcements").May.Send {
		t.Error("in announcements moderators write, and only they")
	}
	if may := roomFor(t, srv, "bob", "questions").May; may.Send || !may.Post {
		t.Errorf("in a forum bob may %+v", may)
	}
}

func TestThePageShowsCommandsToThoseWhoMayUseThem(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	connect(t, srv, dg)
	manage := int64(discordgo.PermissionManageMessages)
	register(t, srv, dg, ask,
		&discordgo.ApplicationCommand{Name: "sweep", Description: "Sweep", DefaultMemberPermissions: &manage},
		&discordgo.ApplicationCommand{Name: "Who is this", Type: discordgo.UserApplicationCommand})
	mod, bob := roomFor(t, srv, "mod", "general"), roomFor(t, srv, "bob", "general")
	if got := fmt.Sprint(mod.Commands, mod.UserMenu); got != "[{ask false} {sweep true}] [Who is this]" {
		t.Errorf("mod is shown %s", got)
	}
	if got := fmt.Sprint(bob.Commands); got != "[{ask false}]" {
		t.Errorf("bob is shown %s", got)
	}
}

// What the menu of a message leads to, by those who may and those who may not.
func TestActsOnMessages(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	m, err := srv.Person("alice").Posts("general", "a note")
	if err != nil {
		t.Fatal(err)
	}
	act := func(what string, fields map[string]string) (int, string) {
		t.Helper()
		body, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return visit{method: "POST", path: "/page/" + what, body: string(body), origin: srv.URL()}.make(t, srv)
	}
	drawn := func() string {
		t.Helper()
		return roomFor(t, srv, "bob", "general").Messages[0].HTML
	}
	tests := []struct {
		as, what string
		fields   map[string]string
		status   int
		shows    string
	}{
		{"bob", "pin", nil, 400, `data-may="reply react thread"`},
		{"mod", "pin", nil, 200, `data-pinned`},
		{"mod", "unpin", nil, 200, `data-may="reply react thread"`},
		{"bob", "react", map[string]string{"emoji": "👍"}, 200, `data-react="👍" aria-pressed="true" title="Bob"`},
		{"alice", "react", map[string]string{"emoji": "👍"}, 200, `title="Bob, Alice"`},
		{"bob", "react", map[string]string{"emoji": "👍"}, 200, `aria-pressed="false" title="Alice"`},
		{"bob", "react", map[string]string{"emoji": "no emoji"}, 400, `a note`},
		{"bob", "edit", map[string]string{"text": "forged"}, 400, `a note`},
		{"alice", "edit", map[string]string{"text": "a better note"}, 200, `<p>a better note</p></div>`},
		{"bob", "thread", map[string]string{"name": "About it"}, 200, `data-open="` + m.ID + `"`},
		{"bob", "delete", nil, 400, `a better note`},
		{"bob", "dismiss", nil, 400, `a better note`},
	}
	for _, test := range tests {
		fields := map[string]string{"as": test.as, "channel": "general", "message": m.ID}
		for k, v := range test.fields {
			fields[k] = v
		}
		if status, body := act(test.what, fields); status != test.status {
			t.Errorf("%s %s: HTTP %d %s", test.as, test.what, status, body)
		}
		if html := drawn(); !strings.Contains(html, test.shows) {
			t.Errorf("after %s %s there is no %s in %s", test.as, test.what, test.shows, html)
		}
	}
	after := roomFor(t, srv, "bob", "general")
	if len(after.Pins) != 0 || !strings.Contains(after.Messages[1].HTML, "pinned") {
		t.Errorf("pins %v", after.Pins)
	}
	if status, body := act("delete", map[string]string{"as": "mod", "message": m.ID}); status != 200 {
		t.Errorf("delete: HTTP %d %s", status, body)
	}
	for _, left := range roomFor(t, srv, "bob", "general").Messages {
		if left.ID == m.ID {
			t.Error("the message is still there")
		}
	}
	post := map[string]string{"as": "bob", "channel": "questions", "name": "A post", "text": "Its text"}
	status, body := act("thread", post)
	if status != 200 || len(roomFor(t, srv, "alice", "A post").Messages) != 1 {
		t.Errorf("a post in a forum: HTTP %d %s", status, body)
	}
}

func TestEventsTellOfTypingAndOfBeingMentioned(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	events := listen(t, srv, "alice")
	if _, err := srv.Person("bob").Posts("general", "<@"+srv.Person("alice").ID()+"> see this"); err != nil {
		t.Fatal(err)
	}
	if line := events.line(`"id"`); !strings.Contains(line, `"pings":true`) || !strings.Contains(line, "pinging") {
		t.Errorf("a mention is told as %s", line)
	}
	if err := srv.Person("bob").Types("general"); err != nil {
		t.Fatal(err)
	}
	if line := events.line(`"typing"`); !strings.Contains(line, `"typing":["Bob"]`) {
		t.Errorf("typing is told as %s", line)
	}
	if typing := roomFor(t, srv, "bob", "general").Typing; len(typing) != 0 {
		t.Errorf("bob is told that %q types", typing)
	}
}

func TestThePageGetsALongChannelInTwoParts(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	for n := range 205 {
		if _, err := srv.Person("alice").Posts("general", fmt.Sprint("number ", n)); err != nil {
			t.Fatal(err)
		}
	}
	latest := roomFor(t, srv, "bob", "general")
	if latest.Earlier != 5 || len(latest.Messages) != 200 || !strings.Contains(latest.Messages[0].HTML, "number 5<") {
		t.Errorf("%d messages, %d earlier", len(latest.Messages), latest.Earlier)
	}
	var all room
	fetch(t, srv, "/page/channel?as=bob&channel=general&all=all", &all)
	if all.Earlier != 0 || len(all.Messages) != 205 {
		t.Errorf("of all: %d messages, %d earlier", len(all.Messages), all.Earlier)
	}
}

// Beside a channel stand those who see it, and nobody else.
func TestThePageTellsWhoSeesAChannel(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	for channel, want := range map[string]bool{"general": true, "moderators": false} {
		readers := roomFor(t, srv, "mod", channel).Readers
		for _, name := range []string{"mod", "owner"} {
			if !slices.Contains(readers, srv.Person(name).ID()) {
				t.Errorf("%s does not see %s: %v", name, channel, readers)
			}
		}
		if got := slices.Contains(readers, srv.Person("alice").ID()); got != want {
			t.Errorf("alice sees %s: %v", channel, got)
		}
		if slices.Contains(readers, srv.Person("carol").ID()) {
			t.Errorf("carol sees %s", channel)
		}
	}
}
