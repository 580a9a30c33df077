package bot

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

func ptr[T any](v T) *T { return &v }

func sampleCommands() []*discordgo.ApplicationCommand {
	return []*discordgo.ApplicationCommand{
		{
			Name: "ask", Description: "Ask the experts",
			Contexts:          &[]discordgo.InteractionContextType{1, 0},
			NameLocalizations: &map[discordgo.Locale]string{"de": "fragen"},
			Options: []*discordgo.ApplicationCommandOption{
				{Type: 3, Name: "question", Description: "Your question", Required: true, Autocomplete: true, MinLength: ptr(0), MaxLength: 300},
				{Type: 4, Name: "page", Description: "Which", Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "first", Value: 0}, {Name: "2nd", Value: 1}}},
			},
		},
		{Name: "pin", Description: "Pin", DefaultMemberPermissions: ptr(int64(PermissionPinMessages))},
		{Name: "Ask Ibid about this", Type: discordgo.MessageApplicationCommand},
	}
}

// asDiscordReturnsThem is what Discord answers for sampleCommands: ids, versions, defaults and nulls added, sets in its own order.
const asDiscordReturnsThem = `[
 {"id":"11","application_id":"7","version":"70","type":3,"name":"Ask Ibid about this","name_localizations":null,"name_localized":"x","description":"",
  "description_localizations":null,"default_member_permissions":null,"dm_permission":true,"contexts":null,"integration_types":[0],"nsfw":false,"default_permission":true},
 {"id":"12","application_id":"7","version":"71","type":1,"name":"ask","name_localizations":{"de":"fragen"},"description":"Ask the experts","description_localizations":{},
  "default_member_permissions":null,"dm_permission":true,"contexts":[0,1],"integration_types":[0,1],"nsfw":false,"handler":null,"options":[
   {"type":3,"name":"question","name_localizations":null,"description":"Your question","description_localizations":null,"required":true,"autocomplete":true,"min_length":0,"max_length":300},
   {"type":4,"name":"page","description":"Which","required":false,"choices":[{"name":"first","name_localizations":null,"value":0},{"name":"2nd","value":1}]}]},
 {"id":"13","application_id":"7","version":"72","name":"pin","description":"Pin","default_member_permissions":"2251799813685248","options":[],"nsfw":false}
]`

func TestDiffOfCommands(t *testing.T) {
	tests := []struct {
		name   string
		change func(registered string) string
		want   string
	}{
		{"what Discord adds", func(r string) string { return r }, "the commands are registered as they are"},
		{"nothing registered", func(string) string { return "[]" }, "+ /ask\n+ /pin\n+ message command Ask Ibid about this"},
		{"description", swap(`"Your question"`, `"Question"`), "~ /ask: options[0].description"},
		{"no longer required", swap(`"required":true`, `"required":false`), "~ /ask: options[0].required"},
		{"choice", swap(`"value":0`, `"value":5`), "~ /ask: options[1].choices[0].value"},
		{"one choice more", swap(`"choices":[`, `"choices":[{"name":"x","value":9},`), "~ /ask: options[1].choices"},
		{"context", swap(`"contexts":[0,1]`, `"contexts":[0]`), "~ /ask: contexts"},
		{"localisation", swap(`"fragen"`, `"frage"`), "~ /ask: name_localizations.de"},
		{"permission lost", swap(`"2251799813685248"`, `null`), "~ /pin: default_member_permissions"},
		{"permission added", swap(`"default_member_permissions":null,"dm`, `"default_member_permissions":"0","dm`), "~ message command Ask Ibid about this: default_member_permissions"},
		{"shortest question", swap(`"min_length":0,`, ``), "~ /ask: options[0].min_length"},
		{"other type", swap(`"type":3,"name":"Ask`, `"type":2,"name":"Ask`), "+ message command Ask Ibid about this\n- user command Ask Ibid about this"},
		{"one too many", swap(`{"id":"13"`, `{"id":"14","type":4,"name":"launch"},{"id":"13"`), "- command launch of type 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed := tt.change(asDiscordReturnsThem)
			r := newRecorder(t, func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path == "/applications/@me" {
					io.WriteString(w, `{"id":"7"}`)
					return
				}
				io.WriteString(w, changed)
			})
			diff, err := newTestBot(t, Options{APIURL: r.URL, Commands: sampleCommands()}).CommandDiff(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := diff.String(); got != tt.want {
				t.Errorf("difference:\n%s\nwant:\n%s", got, tt.want)
			}
			if diff.Empty() != strings.HasPrefix(tt.want, "the commands") {
				t.Errorf("Empty() = %v", diff.Empty())
			}
			calls := r.seen()
			if last := calls[len(calls)-1]; len(calls) != 2 || last.path != "/applications/7/commands" || last.query != "with_localizations=true" {
				t.Errorf("requests %+v", calls)
			}
		})
	}
}

// swap replaces the first old, which must be there.
func swap(old, with string) func(string) string {
	return func(s string) string {
		if !strings.Contains(s, old) {
			panic("the sample has no " + old)
		}
		return strings.Replace(s, old, with, 1)
	}
}

// TestRegisteredBody is what is sent to register the sample commands: nothing that is null, false or empty.
func TestRegisteredBody(t *testing.T) {
	commands, err := normaliseCommands(sampleCommands())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(commands)
	checkJSON(t, got, err, `[
		{"type":1,"name":"ask","name_localizations":{"de":"fragen"},"description":"Ask the experts","contexts":[0,1],"options":[
			{"type":3,"name":"question","description":"Your question","required":true,"autocomplete":true,"min_length":0,"max_length":300},
			{"type":4,"name":"page","description":"Which","choices":[{"name":"first","value":0},{"name":"2nd","value":1}]}]},
		{"type":1,"name":"pin","description":"Pin","default_member_permissions":"2251799813685248"},
		{"type":3,"name":"Ask Ibid about this"}]`)
	again := append([]command(nil), commands...)
	for _, c := range again {
		c.normalise()
	}
	if diff := cmp.Diff(commands, again); diff != "" {
		t.Errorf("normalised twice (-once +twice):\n%s", diff)
	}
	if none, err := normaliseCommands(nil); err != nil || none == nil {
		t.Errorf("no commands: %v, %v, want an empty list, which is sent as []", none, err)
	}
}

func TestApplicationIDWhereTheRouteIsMissing(t *testing.T) {
	for _, status := range []int{400, 403, 404, 405, 501} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			r := newRecorder(t, func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Path == "/applications/@me" {
					w.WriteHeader(status)
				}
				io.WriteString(w, `{"id":"8"}`)
			})
			b := newTestBot(t, Options{APIURL: r.URL})
			if id, err := b.applicationID(t.Context()); id != "8" || err != nil {
				t.Errorf("id %q, error %v, want the user's id", id, err)
			}
			b.self.learn("9", "10")
			if id, err := b.applicationID(t.Context()); id != "10" || err != nil {
				t.Errorf("id %q, error %v, want the one READY told", id, err)
			}
		})
	}
}

func TestCommandDiffWithARefusedToken(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"message":"401: Unauthorized","code":0}`)
	})
	_, err := newTestBot(t, Options{APIURL: r.URL}).CommandDiff(t.Context())
	wantRefused(t, err, 401)
	if got := len(r.seen()); got != 1 {
		t.Errorf("%d requests, want one: a refused token must not be tried again", got)
	}
}

// TestRegisteringIsTriedAgain: the bot is connected and answers meanwhile.
func TestRegisteringIsTriedAgain(t *testing.T) {
	var r *recorder
	r = newRecorder(t, func(w http.ResponseWriter, req *http.Request) {
		switch {
		case req.URL.Path == "/applications/@me":
			io.WriteString(w, `{"id":"7"}`)
		case len(r.seen()) <= repeatable+2: // one round of attempts fails, and the beginning of the next
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			io.WriteString(w, "[]")
		}
	})
	b := newTestBot(t, Options{APIURL: r.URL, Commands: sampleCommands(), Backoff: immediately})
	b.self.learn("9", "7")
	b.registerCommands(t.Context())
	calls := r.seen()
	if last := calls[len(calls)-1]; last.method != "PUT" || !strings.Contains(last.body, "Ask Ibid about this") {
		t.Errorf("last request %+v, want the registration", last)
	}
	if got := b.status.readiness().Parts["commands"]; got != registered {
		t.Errorf("commands are %q", got)
	}
}

// TestRegisteringWhereCommandsAreUnknown: a server without them is not asked for ever.
func TestRegisteringWhereCommandsAreUnknown(t *testing.T) {
	r := newRecorder(t, http.NotFound)
	b := newTestBot(t, Options{APIURL: r.URL, Commands: sampleCommands(), Backoff: immediately})
	b.self.learn("9", "7")
	b.registerCommands(t.Context())
	if got := b.status.readiness().Parts["commands"]; got != unregistered || len(r.seen()) != 2 {
		t.Errorf("commands are %q after %+v", got, r.seen())
	}
}
