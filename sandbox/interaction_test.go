package sandbox_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ibid/sandbox"
)

func TestDeferredThenComponents(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, plainCommand)
	i, done := h.slash("alice", "general")
	h.respond(i, `{"type":5,"data":{"flags":32832}}`, 204, 0)
	if m := h.webhook("GET", i, "/messages/@original", "", 200, 0); m["flags"] != float64(1<<6|1<<7) {
		t.Errorf("flags of a deferred answer = %v, want ephemeral and loading alone", m["flags"])
	}
	h.webhook("PATCH", i, "/messages/@original", `{"components":[{"type":10,"content":"here"}]}`, 400, 50035)
	h.webhook("PATCH", i, "/messages/@original", `{"flags":32768,"components":[{"type":10,"content":"here"}]}`, 200, 0)
	got := <-done
	if got.err != nil || got.reply.Text() != "here" || got.reply.Flags != 1<<6|1<<15 {
		t.Errorf("answer %q with flags %d, %v", got.reply.Text(), got.reply.Flags, got.err)
	}
	h.respond(i, `{"type":4,"data":{"content":"again"}}`, 400, 40060)
}

func TestWithdrawnAnswers(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, plainCommand)
	i, done := h.slash("alice", "general")
	h.respond(i, `{"type":5}`, 204, 0)
	h.webhook("DELETE", i, "/messages/@original", "", 204, 0)
	if got := <-done; got.err != nil || !got.reply.Withdrawn || got.reply.ID != "" {
		t.Errorf("after the deletion: %+v, %v", got.reply, got.err)
	}
	h.webhook("GET", i, "/messages/@original", "", 404, 10008)
	h.webhook("PATCH", i, "/messages/@original", `{"content":"x"}`, 404, 10008)
	h.webhook("DELETE", i, "/messages/@original", "", 404, 10008)
	more := h.webhook("POST", i, "", `{"content":"more"}`, 200, 0)
	if about := more["interaction_metadata"].(map[string]any); about["original_response_message_id"] == nil {
		t.Errorf("metadata of a follow-up = %v", about)
	}
}

func TestDeferredUpdate(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, plainCommand)
	i, done := h.slash("alice", "general")
	h.respond(i, `{"type":4,"data":{"content":"1","components":[{"type":1,"components":[{"type":2,"style":1,`+
		`"label":"N","custom_id":"n"}]}]}}`, 204, 0)
	first := (<-done).reply
	ctx := patience(t)
	i, done = h.begin(func() (sandbox.Reply, error) { return h.srv.Person("bob").Clicks(ctx, first.Message, "n") })
	h.respond(i, `{"type":6}`, 204, 0)
	h.webhook("PATCH", i, "/messages/@original", `{"content":"2"}`, 200, 0)
	if got := <-done; got.err != nil || !got.reply.Updated || got.reply.ID != first.ID || got.reply.Text() != "2" {
		t.Errorf("%+v, %v", got.reply, got.err)
	}
	h.webhook("POST", i, "", `{"content":"only bob","flags":64}`, 200, 0)
	if alice, bob := len(h.srv.Person("alice").Sees("general")), len(h.srv.Person("bob").Sees("general")); alice != 1 ||
		bob != 2 {
		t.Errorf("alice sees %d messages and bob %d", alice, bob)
	}
}

// A click that is acknowledged and nothing else has not failed.
func TestAcknowledgedAndNoMore(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	h := byHand(t, sandbox.Options{Clock: clock}, plainCommand)
	i, done := h.slash("alice", "general")
	h.respond(i, `{"type":4,"data":{"content":"1","components":[{"type":1,"components":[{"type":2,"style":1,`+
		`"label":"N","custom_id":"n"}]}]}}`, 204, 0)
	first := (<-done).reply
	ctx := patience(t)
	i, done = h.begin(func() (sandbox.Reply, error) { return h.srv.Person("alice").Clicks(ctx, first.Message, "n") })
	h.respond(i, `{"type":6}`, 204, 0)
	clock.Advance(15 * time.Minute)
	if got := <-done; got.err != nil || got.reply.ID != first.ID || got.reply.Text() != "1" {
		t.Errorf("%+v, %v", got.reply, got.err)
	}
}

func TestResponsesThatAreNotSupported(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, plainCommand)
	i, done := h.slash("alice", "general")
	for _, kind := range []int{1, 6, 7, 8, 10, 11, 12} {
		h.respond(i, fmt.Sprintf(`{"type":%d,"data":{"choices":[],"content":"x"}}`, kind), 400, 50035)
	}
	h.respond(i, `{"data":{"content":"x"}}`, 400, 50035)
	h.respond(i, `{"type":4,"data":{}}`, 400, 50006)
	h.respond(i, `{"type":4,"data":{"content":"at last"}}`, 204, 0)
	if got := <-done; got.err != nil || got.reply.Text() != "at last" {
		t.Errorf("%q, %v", got.reply.Text(), got.err)
	}
}

// What fails says so in the words of Discord's client, which depend on what was used.
func TestFailuresSayWhatWasUsed(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	h := byHand(t, sandbox.Options{Clock: clock},
		`[{"name":"ask","description":"Ask","options":[{"type":3,"name":"q","description":"Q","autocomplete":true}]}]`)
	ctx, alice := patience(t), h.srv.Person("alice")
	fails := func(words string, act func() (sandbox.Reply, error)) rawInteraction {
		t.Helper()
		i, done := h.begin(act)
		clock.Advance(3 * time.Second)
		if err := (<-done).err; !errors.Is(err, sandbox.ErrInteractionFailed) || !strings.Contains(fmt.Sprint(err), words) {
			t.Errorf("%v, want %q", err, words)
		}
		return i
	}
	ask := func() (sandbox.Reply, error) { return alice.Slash(ctx, "general", "ask", nil) }
	late := fails("The application did not respond", ask)
	h.respond(late, `{"type":4,"data":{"content":"late"}}`, 404, 10062)
	h.webhook("POST", late, "", `{"content":"late"}`, 404, 10015)
	fails("Loading options failed", func() (sandbox.Reply, error) {
		_, err := alice.Autocomplete(ctx, "general", "ask", "q", "x")
		return sandbox.Reply{}, err
	})
	i, done := h.begin(ask)
	h.respond(i, `{"type":4,"data":{"content":"1","components":[{"type":1,"components":[{"type":2,"style":1,`+
		`"label":"N","custom_id":"n"}]}]}}`, 204, 0)
	first := (<-done).reply
	fails("This interaction failed", func() (sandbox.Reply, error) { return alice.Clicks(ctx, first.Message, "n") })
	i, done = h.begin(ask)
	h.respond(i, `{"type":9,"data":{"custom_id":"m","title":"M","components":[{"type":18,"label":"L",`+
		`"component":{"type":4,"custom_id":"i","style":1}}]}}`, 204, 0)
	form := (<-done).reply.Modal
	fails("Something went wrong", func() (sandbox.Reply, error) {
		return alice.Submits(ctx, form, map[string][]string{"i": {"x"}})
	})

	i, done = h.begin(ask)
	h.respond(i, `{"type":5}`, 204, 0)
	clock.Advance(15 * time.Minute)
	if err := (<-done).err; !errors.Is(err, sandbox.ErrInteractionFailed) {
		t.Errorf("a deferred answer that never came: %v", err)
	}
	clock.Advance(time.Millisecond)
	h.webhook("PATCH", i, "/messages/@original", `{"content":"late"}`, 401, 50027)
}

func TestUserInstalledApplications(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, `[{"name":"ask","description":"Ask","contexts":[0,2],"integration_types":[1]}]`)
	alice, bob := h.srv.Person("alice"), h.srv.Person("bob")
	i, done := h.slash("alice", "alice-and-bob")
	if i.Context != 2 || len(i.Owners) != 1 || i.Owners["1"] != alice.ID() || i.Allowed != fmt.Sprint(1<<14|1<<15|1<<17) {
		t.Errorf("context %d, owners %v, app_permissions %s", i.Context, i.Owners, i.Allowed)
	}
	h.respond(i, `{"type":4,"data":{"content":"1","components":[{"type":1,"components":[{"type":2,"style":1,`+
		`"label":"N","custom_id":"n"}]}]}}`, 204, 0)
	first := (<-done).reply
	for n := range 5 {
		h.webhook("POST", i, "", fmt.Sprintf(`{"content":"more %d"}`, n), 200, 0)
	}
	h.webhook("POST", i, "", `{"content":"too much"}`, 400, 40094)
	if n := len(bob.Sees("alice-and-bob")); n != 6 {
		t.Errorf("bob sees %d messages", n)
	}
	ctx := patience(t)
	i, done = h.begin(func() (sandbox.Reply, error) { return bob.Clicks(ctx, first.Message, "n") })
	if i.Owners["1"] != alice.ID() {
		t.Errorf("bob clicks with owners %v", i.Owners)
	}
	h.respond(i, `{"type":7,"data":{"content":"2"}}`, 204, 0)
	if got := <-done; got.err != nil || got.reply.Text() != "2" {
		t.Errorf("%q, %v", got.reply.Text(), got.err)
	}
	for _, place := range []string{"alice-and-bob", "general"} {
		if _, err := bob.Slash(ctx, place, "ask", nil); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("bob, who has not installed it, in %s: %v", place, err)
		}
	}
	if _, err := alice.Slash(ctx, "dm", "ask", nil); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("in a context that is not the command's: %v", err)
	}

	i, done = h.slash("alice", "general")
	h.respond(i, `{"type":4,"data":{"content":"for all"}}`, 204, 0)
	if got := <-done; got.err != nil || got.reply.Ephemeral() {
		t.Errorf("an answer of an external app: %+v, %v", got.reply, got.err)
	}
	if err := h.srv.SetOverwrite("general", "@everyone", 0, 1<<50); err != nil {
		t.Fatal(err)
	}
	i, done = h.slash("alice", "general")
	h.respond(i, `{"type":5}`, 204, 0)
	h.webhook("PATCH", i, "/messages/@original", `{"content":"for her"}`, 200, 0)
	if got := <-done; got.err != nil || !got.reply.Ephemeral() {
		t.Errorf("an answer where external apps are not allowed: %+v, %v", got.reply, got.err)
	}
}

func TestInstalledByBoth(t *testing.T) {
	t.Parallel()
	h := byHand(t, sandbox.Options{}, plainCommand)
	for _, test := range []struct {
		who, where, guild, user string
	}{
		{"alice", "general", h.srv.GuildID(), h.srv.Person("alice").ID()},
		{"bob", "general", h.srv.GuildID(), ""},
		{"alice", "dm", "0", h.srv.Person("alice").ID()},
		{"bob", "dm", "0", ""},
	} {
		i, done := h.slash(test.who, test.where)
		if i.Owners["0"] != test.guild || i.Owners["1"] != test.user {
			t.Errorf("%s in %s: owners %v", test.who, test.where, i.Owners)
		}
		h.respond(i, `{"type":4,"data":{"content":"x"}}`, 204, 0)
		for range 6 {
			h.webhook("POST", i, "", `{"content":"more"}`, 200, 0)
		}
		if got := <-done; got.err != nil {
			t.Error(got.err)
		}
	}
}

func TestCommandsOneByOne(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	h := byHand(t, sandbox.Options{Clock: clock}, `[]`)
	base := "/applications/" + h.srv.ApplicationID() + "/commands"
	made := h.call("POST", base,
		`{"name":"ask","description":"Ask","options":[{"type":6,"name":"who","description":"W",`+
			`"min_value":1}]}`, 201, 0)
	one := base + "/" + made["id"].(string)
	if o := made["options"].([]any)[0].(map[string]any); o["min_value"] != nil {
		t.Errorf("an option of a user keeps %v", o)
	}
	changed := h.call("PATCH", one, `{"description":"Ask again","options":[]}`, 200, 0)
	if changed["id"] != made["id"] || changed["name"] != "ask" || changed["description"] != "Ask again" ||
		changed["options"] != nil {
		t.Errorf("changed to %v", changed)
	}
	h.call("POST", base, `{"name":"other","description":"O"}`, 201, 0)
	h.call("PATCH", one, `{"name":"other"}`, 400, 50035)
	h.call("PATCH", one, `{"name":"Not A Name"}`, 400, 50035)
	h.call("GET", base+"/1", "", 404, 10063)
	h.call("GET", base+"/x", "", 400, 50035)
	h.call("GET", "/applications/"+h.srv.ApplicationID()+"/guilds/"+h.srv.GuildID()+"/commands/"+made["id"].(string), "",
		404, 10063)
	h.call("PUT", base, `[{"id":"1","name":"ask","description":"A"}]`, 404, 10063)
	h.call("PUT", base, `[{"id":"`+made["id"].(string)+`","name":"renamed","description":"A"}]`, 200, 0)
	if got := h.call("GET", one, "", 200, 0); got["name"] != "renamed" {
		t.Errorf("after the overwrite: %v", got)
	}
	h.call("DELETE", one, "", 204, 0)
	h.call("DELETE", one, "", 404, 10063)

	for n := range 198 {
		added := h.call("POST", base, fmt.Sprintf(`{"name":"c%d","description":"C"}`, n), 201, 0)
		h.call("DELETE", base+"/"+added["id"].(string), "", 204, 0)
	}
	h.call("POST", base, `{"name":"last","description":"L"}`, 400, 30034)
	h.call("POST", "/applications/"+h.srv.ApplicationID()+"/guilds/"+h.srv.GuildID()+"/commands",
		`{"name":"last","description":"L"}`, 201, 0)
	clock.Advance(24 * time.Hour)
	h.call("POST", base, `{"name":"last","description":"L"}`, 201, 0)
}
