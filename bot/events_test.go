package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// TestIntents: a privileged intent would need Discord's permission and would let us read what is not said to us.
func TestIntents(t *testing.T) {
	for name, bit := range map[string]int{"members": 1, "presences": 8, "message content": 15} {
		if Intents&(1<<bit) != 0 {
			t.Errorf("the privileged intent for %s is asked for", name)
		}
	}
	const want = 1<<0 | 1<<9 | 1<<12 // guilds, guild messages, direct messages
	if Intents != want {
		t.Errorf("Intents = %b, want %b", Intents, want)
	}
	if got := newSession(testToken).Identify.Intents; got != want {
		t.Errorf("a session asks for %b, want %b", got, want)
	}
}

// TestSessionDoesNothingByItself: discordgo would keep every guild in memory, and reconnect for ever beside us.
func TestSessionDoesNothingByItself(t *testing.T) {
	s := newSession(testToken)
	if s.StateEnabled || s.ShouldReconnectOnError || s.ShouldReconnectVoiceOnSessionError || s.ShouldRetryOnRateLimit || s.MaxRestRetries != 0 || !s.SyncEvents {
		t.Errorf("state %v, reconnects %v, retries %v %d, in order %v", s.StateEnabled, s.ShouldReconnectOnError, s.ShouldRetryOnRateLimit, s.MaxRestRetries, s.SyncEvents)
	}
}

func TestWhatIsForUs(t *testing.T) {
	tests := []struct {
		name, message string
		want          bool
	}{
		{"direct", `{"author":{"id":"1"}}`, true},
		{"mention", `{"guild_id":"5","author":{"id":"1"},"mentions":[{"id":"2"},{"id":"9"}]}`, true},
		{"reply to us", `{"guild_id":"5","type":19,"author":{"id":"1"},"referenced_message":{"author":{"id":"9"}}}`, true},
		{"reply to another", `{"guild_id":"5","type":19,"author":{"id":"1"},"referenced_message":{"author":{"id":"2"}}}`, false},
		{"reply to a deleted message", `{"guild_id":"5","type":19,"author":{"id":"1"},"referenced_message":null}`, false},
		{"talk", `{"guild_id":"5","author":{"id":"1"},"content":"<@9> in a code block","mentions":[]}`, false},
		{"everyone", `{"guild_id":"5","author":{"id":"1"},"mention_everyone":true,"mentions":[]}`, false},
		{"role", `{"guild_id":"5","author":{"id":"1"},"mention_roles":["9"],"mentions":[]}`, false},
		{"another bot", `{"author":{"id":"1","bot":true}}`, false},
		{"ourselves", `{"author":{"id":"9"}}`, false},
		{"webhook", `{"webhook_id":"4","author":{"id":"1"},"mentions":[{"id":"9"}]}`, false},
		{"pin notice", `{"type":6,"author":{"id":"1"}}`, false},
		{"call", `{"type":3,"author":{"id":"1"}}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var head messageHead
			if err := json.Unmarshal([]byte(tt.message), &head); err != nil {
				t.Fatal(err)
			}
			if got := head.forUs("9"); got != tt.want {
				t.Errorf("forUs = %v, want %v", got, tt.want)
			}
		})
	}
}

const unknownComponents = `"components":[{"type":99,"components":[{"type":98}]}]`

// TestUnknownComponents: discordgo alone loses each of these.
func TestUnknownComponents(t *testing.T) {
	click := `{"id":"1","token":"t","type":3,"data":{"custom_id":"page 2","component_type":2,"values":["a"]},"message":{"id":"5",` + unknownComponents + `}}`
	command := `{"id":"1","token":"t","type":2,"app_permissions":"2251799813685248","data":{"type":3,"name":"Ask","target_id":"5",
		"resolved":{"messages":{"5":{"id":"5","content":"what about this?",` + unknownComponents + `,"message_snapshots":[{"message":{` + unknownComponents + `}}]}}}}}`
	reply := `{"id":"5","content":"why?","referenced_message":{"id":"4","author":{"id":"9"},` + unknownComponents + `},` + unknownComponents + `}`
	for _, raw := range []string{click, command} {
		if json.Unmarshal([]byte(raw), new(discordgo.Interaction)) == nil {
			t.Errorf("discordgo decodes %s: this test tests nothing", raw)
		}
	}
	if json.Unmarshal([]byte(reply), new(discordgo.Message)) == nil {
		t.Errorf("discordgo decodes %s: this test tests nothing", reply)
	}

	i, err := decodeInteraction([]byte(click), "")
	if err != nil || i.MessageComponentData().CustomID != "page 2" || i.Message.ID != "5" {
		t.Errorf("click: %+v, %v", i, err)
	}
	i, err = decodeInteraction([]byte(command), "")
	if err != nil || i.ApplicationCommandData().Resolved.Messages["5"].Content != "what about this?" || i.AppPermissions != PermissionPinMessages {
		t.Errorf("message command: %+v, %v", i, err)
	}
	m, err := decodeMessage([]byte(reply))
	if err != nil || m.Content != "why?" || m.ReferencedMessage.Author.ID != "9" {
		t.Errorf("reply: %+v, %v", m, err)
	}
}

// TestFormsKeepTheirInputs: what a form was filled in with is made of components too.
func TestFormsKeepTheirInputs(t *testing.T) {
	i, err := decodeInteraction([]byte(`{"id":"1","token":"t","type":5,"data":{"custom_id":"f","components":[{"type":1,"components":[{"type":4,"custom_id":"x","value":"v"}]}]},
		"message":{"id":"5",`+unknownComponents+`}}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := i.ModalSubmitData().Components; len(got) != 1 {
		t.Errorf("components of the form: %v, want one row", got)
	}
}

// FuzzDecodeMessage: whatever components are in a message, what else it says is read as if there were none.
func FuzzDecodeMessage(f *testing.F) {
	f.Add(`"<@9> why & <b>?"`, `[{"type":99}]`)
	f.Add(`"\ud800 \u0000"`, `{"components":[1e999]}`)
	f.Add(`""`, `null`)
	f.Fuzz(func(t *testing.T, content, components string) {
		if !json.Valid([]byte(content)) || !json.Valid([]byte(components)) || len(content) == 0 || content[0] != '"' {
			return
		}
		plain := `{"id":"5","content":` + content + `}`
		raw := `{"id":"5","components":` + components + `,"content":` + content + `,"referenced_message":{"id":"4","components":` + components + `}}`
		var want discordgo.Message
		if err := json.Unmarshal([]byte(plain), &want); err != nil {
			t.Fatal(err)
		}
		got, err := decodeMessage([]byte(raw))
		if err != nil {
			t.Fatalf("decodeMessage(%s): %v", raw, err)
		}
		if got.Content != want.Content || got.ID != "5" || got.ReferencedMessage.ID != "4" || len(got.Components)+len(got.ReferencedMessage.Components) != 0 {
			t.Errorf("decodeMessage(%s) = %+v", raw, got)
		}
	})
}

func TestInteractionsThatWaitForAnAnswer(t *testing.T) {
	for raw, want := range map[string]string{
		`{"id":"1","token":"t","type":2}`: "command", `{"id":"1","token":"t","type":3}`: "click",
		`{"id":"1","token":"t","type":4}`: "autocomplete", `{"id":"1","token":"t","type":5}`: "form",
		`{"id":"1","token":"t","type":1}`: "", `{"id":"1","token":"t","type":6}`: "", `{"id":"1","type":2}`: "", `{"token":"t","type":2}`: "",
	} {
		var head interactionHead
		if err := json.Unmarshal([]byte(raw), &head); err != nil {
			t.Fatal(err)
		}
		if got := head.answerable(); got != (want != "") || got && head.kind() != want {
			t.Errorf("%s: answerable %v, kind %q, want %q", raw, got, head.kind(), want)
		}
	}
}

func TestRecent(t *testing.T) {
	r := newRecent(3)
	for _, id := range strings.Fields("a b c") {
		if !r.add(id) {
			t.Errorf("%s is new, but taken for known", id)
		}
	}
	if r.add("a") {
		t.Error("a came again and is taken for new")
	}
	r.add("d") // in place of a
	if r.add("b") || r.add("c") || r.add("d") {
		t.Error("the last three are not known")
	}
	if !r.add("a") {
		t.Error("a is still known after three others")
	}
	if len(r.known) != 3 {
		t.Errorf("%d ids are kept, want 3", len(r.known))
	}
}
