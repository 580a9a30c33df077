package commands

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/internal/embedded"
	"ibid/store"
	"ibid/store/memory"
)

const manager, member = "32", "2048" // Manage Server; Send Messages

// used is an interaction of somebody with permissions, in a server.
func used(t *testing.T, r *Router, guild, permissions, kind, data string) *discordgo.InteractionResponse {
	t.Helper()
	response, err := r.Interaction(context.Background(), interaction(t, fmt.Sprintf(
		`{"type":%s,"guild_id":%q,"channel_id":"5","member":{"user":{"id":"7"},"permissions":%q},"message":{"id":"9"},"data":%s}`, kind, guild, permissions, data)))
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// TestSettings: a manager changes how Ibid answers in their server and in no
// other; members may not; who asks may choose otherwise.
func TestSettings(t *testing.T) {
	r := NewRouter(embedded.Library(t), Options{Notebook: memory.New()})
	const command = `{"type":1,"name":"settings"}`
	press := func(guild, permissions, customID string) string {
		return shown(t, used(t, r, guild, permissions, "3", `{"component_type":2,"custom_id":"`+customID+`"}`))
	}
	ask := func(guild, options string) *discordgo.InteractionResponse {
		return used(t, r, guild, member, "2", `{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"was ukraine behind it"}`+options+`]}`)
	}
	if got := shown(t, used(t, r, "1", member, "2", command)); !strings.Contains(got, "*Manage Server*") {
		t.Errorf("a member: %s", got)
	}
	if got := press("1", member, "set/plain/true"); !strings.Contains(got, "*Manage Server*") {
		t.Errorf("a member who forges a button: %s", got)
	}
	if got := shown(t, used(t, r, "1", manager, "2", command)); !strings.Contains(got, "Plain mode: turn on") {
		t.Errorf("a manager: %s", got)
	}
	if got := press("1", manager, "set/plain/true"); !strings.Contains(got, "Plain mode: turn off") {
		t.Errorf("plain mode turned on: %s", got)
	}
	press("1", manager, "set/private/true")

	here, elsewhere, public := ask("1", ""), ask("2", ""), ask("1", `,{"type":5,"name":"private","value":false},{"type":5,"name":"plain","value":false}`)
	const private = discordgo.MessageFlagsEphemeral
	for name, test := range map[string]struct {
		response       *discordgo.InteractionResponse
		private, plain bool
	}{
		"in the server":    {here, true, true},
		"elsewhere":        {elsewhere, false, false},
		"chosen otherwise": {public, false, false},
	} {
		got := shown(t, test.response)
		if test.response.Data.Flags&private != 0 != test.private || strings.Contains(got, "In this order:") != test.plain || !strings.Contains(got, "sole responsibility") {
			t.Errorf("%s: flags %d, %s", name, test.response.Data.Flags, got)
		}
	}
	if _, err := r.Interaction(t.Context(), interaction(t, `{"type":3,"data":{"component_type":2,"custom_id":"set/colour/true"}}`)); err == nil {
		t.Error("a setting that there is not can be set")
	}
}

// TestEditorsAndCounts: a question goes to the editors without who asked, and
// that an answer was not asked for is counted.
func TestEditorsAndCounts(t *testing.T) {
	notebook := memory.New()
	now := func() time.Time { return time.Date(2026, time.May, 14, 23, 0, 0, 0, time.UTC) }
	r := NewRouter(embedded.Library(t), Options{Notebook: notebook, Manners: Manners{Now: now}})
	press := func(verb, id string) string {
		button := `{"type":1,"components":[{"type":2,"style":2,"label":"x","custom_id":"` + id + `"},{"type":2,"style":2,"label":"y","custom_id":"cite/` + analysis + `/q3/0/1//x"}]}`
		response, err := r.Interaction(t.Context(), interaction(t, `{"type":3,"guild_id":"1","member":{"user":{"id":"7"}},"message":{"id":"2","components":[`+button+`]},
			"data":{"component_type":2,"custom_id":"`+verb+`"}}`))
		if err != nil {
			t.Fatal(err)
		}
		return shown(t, response)
	}
	for range 2 {
		if got := press("send/x", "send/best␣*pizza*␣recipe"); !strings.Contains(got, `best \\*pizza\\* recipe`) {
			t.Errorf("sent: %s", got)
		}
		press("not/x", "not/was␣ukraine")
	}
	questions, err := notebook.Questions(t.Context(), "1")
	if err != nil || len(questions) != 1 || questions[0] != (store.Question{Guild: "1", Day: "2026-05-14", Text: "best *pizza* recipe"}) {
		t.Errorf("questions: %+v, %v", questions, err)
	}
	tallies, err := notebook.Tallies(t.Context(), "1", "")
	if err != nil || len(tallies) != 1 || tallies[0] != (store.Tally{Guild: "1", Day: "2026-05-14", Analysis: analysis, Topic: "q3", Kind: store.NotAsked, Count: 2}) {
		t.Errorf("tallies: %+v, %v", tallies, err)
	}
}

// TestNothingIsKept where there is no notebook: what needs one says so, and
// answers go on.
func TestNothingIsKept(t *testing.T) {
	r := NewRouter(embedded.Library(t), Options{Notebook: Absent{}})
	if got := shown(t, used(t, r, "1", manager, "2", `{"type":1,"name":"settings"}`)); !strings.Contains(got, "cannot be kept now") {
		t.Errorf("settings: %s", got)
	}
	if got := r.send(t.Context(), &discordgo.Interaction{}, reply.State{Question: "why"}); !strings.Contains(shown(t, got.Response()), "cannot be kept now") {
		t.Errorf("a question: %s", shown(t, got.Response()))
	}
	// The server may want its answers private: nobody can tell now.
	answer := used(t, r, "1", member, "2", `{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"was ukraine behind it"}]}`)
	if got := shown(t, answer); !strings.Contains(got, "sole responsibility") || answer.Data.Flags&discordgo.MessageFlagsEphemeral == 0 {
		t.Errorf("an answer: %s", got)
	}
}

// fails is a notebook that is there and cannot be read.
type fails struct{ Absent }

// TestLastSettingsHold where the notebook cannot be read any more.
func TestLastSettingsHold(t *testing.T) {
	notebook := memory.New()
	r := NewRouter(embedded.Library(t), Options{Notebook: notebook})
	if _, err := notebook.ChangeSettings(t.Context(), "1", func(s *store.Settings) { s.Plain = true }); err != nil {
		t.Fatal(err)
	}
	r.settingsOf(t.Context(), "1")
	r.notebook = fails{}
	if got := r.settingsOf(t.Context(), "1"); !reflect.DeepEqual(got, store.Settings{Plain: true}) {
		t.Errorf("settings that were read: %+v", got)
	}
	if got := r.settingsOf(t.Context(), "2"); !got.Private {
		t.Errorf("settings that never were: %+v", got)
	}
}

// TestServersCooldown: a server's own cooldown holds there, and nowhere else.
func TestServersCooldown(t *testing.T) {
	r := NewRouter(embedded.Library(t), Options{Notebook: memory.New(), Manners: Manners{Cooldown: time.Hour}})
	set := func(guild, value string) {
		t.Helper()
		got := shown(t, used(t, r, guild, manager, "3", `{"component_type":3,"custom_id":"set/cooldown/true","values":["`+value+`"]}`))
		if strings.Contains(got, "permission") {
			t.Fatal(got)
		}
	}
	refused := func(guild string) bool {
		t.Helper()
		return strings.Contains(shown(t, used(t, r, guild, member, "2", `{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"was ukraine behind it"}]}`)), "One answer at a time")
	}
	set("1", "-1")
	set("2", "300")
	for _, want := range []struct {
		guild   string
		refused bool
	}{{"1", false}, {"1", false}, {"2", false}, {"2", true}, {"3", false}, {"3", true}, {"1", false}} {
		if got := refused(want.guild); got != want.refused {
			t.Errorf("in server %s: refused %v, want %v", want.guild, got, want.refused)
		}
	}
	set("2", "7777") // no value of the menu
	if !refused("2") {
		t.Error("a forged value was taken")
	}
}

// TestChannelsOfOneServer: elsewhere than in the chosen channels an answer is
// private whatever is chosen, and a mention stays without one; another server
// knows nothing of it.
func TestChannelsOfOneServer(t *testing.T) {
	r := NewRouter(embedded.Library(t), Options{Notebook: memory.New()})
	used(t, r, "1", manager, "3", `{"component_type":8,"custom_id":"set/channels/true","values":["6"]}`)
	for guild, private := range map[string]bool{"1": true, "2": false} {
		answer := used(t, r, guild, member, "2", `{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"was ukraine behind it"},{"type":5,"name":"private","value":false}]}`)
		if got := answer.Data.Flags&discordgo.MessageFlagsEphemeral != 0; got != private {
			t.Errorf("in server %s the answer is private: %v", guild, got)
		}
		said, err := r.Message(t.Context(), &discordgo.Message{GuildID: guild, ChannelID: "5", Content: "what about the taliban", Author: &discordgo.User{ID: "8"}})
		if err != nil || (said == nil) != private {
			t.Errorf("in server %s a mention gets %v, %v", guild, said, err)
		}
	}
}
