package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

const v2 = discordgo.MessageFlagsIsComponentsV2

// pingEverybody is what a careless handler might allow.
func pingEverybody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{"everyone", "users"}, RepliedUser: true}
}

func text(s string) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.TextDisplay{Content: s}}
}

func TestResponsesOnTheWire(t *testing.T) {
	tests := []struct {
		name string
		kind discordgo.InteractionResponseType
		data *discordgo.InteractionResponseData
		want string // "" for an error
	}{
		{"message", 4, &discordgo.InteractionResponseData{Components: text("a <b>"), Flags: v2 | discordgo.MessageFlagsEphemeral, AllowedMentions: pingEverybody()},
			`{"type":4,"data":{"components":[{"content":"a <b>","type":10}],"flags":32832,"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"old message", 4, &discordgo.InteractionResponseData{Content: "hello", Embeds: []*discordgo.MessageEmbed{{Title: "t"}}},
			`{"type":4,"data":{"content":"hello","embeds":[{"title":"t"}],"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"update", 7, &discordgo.InteractionResponseData{Components: text("b"), Flags: v2},
			`{"type":7,"data":{"components":[{"content":"b","type":10}],"flags":32768,"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"update that takes the buttons away", 7, &discordgo.InteractionResponseData{Content: "b", Components: []discordgo.MessageComponent{}},
			`{"type":7,"data":{"content":"b","components":[],"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"deferral", 5, &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral}, `{"type":5,"data":{"flags":64}}`},
		{"deferral without data", 5, nil, `{"type":5,"data":{}}`},
		{"deferred update", 6, nil, `{"type":6}`},
		{"choices", 8, &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "n", Value: "q1"}}},
			`{"type":8,"data":{"choices":[{"name":"n","value":"q1"}]}}`},
		{"no choices", 8, &discordgo.InteractionResponseData{}, `{"type":8,"data":{"choices":[]}}`},
		{"form", 9, &discordgo.InteractionResponseData{CustomID: "c", Title: "T", Components: []discordgo.MessageComponent{}},
			`{"type":9,"data":{"custom_id":"c","title":"T","components":[]}}`},
		{"content beside Components V2", 4, &discordgo.InteractionResponseData{Content: "lost", Components: text("b"), Flags: v2}, ""},
		{"embeds beside Components V2", 4, &discordgo.InteractionResponseData{Embeds: []*discordgo.MessageEmbed{{}}, Flags: v2}, ""},
		{"file", 4, &discordgo.InteractionResponseData{Files: []*discordgo.File{{}}}, ""},
		{"speech", 4, &discordgo.InteractionResponseData{Content: "x", TTS: true}, ""},
		{"unknown type", 99, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := encodeResponse(&discordgo.InteractionResponse{Type: tt.kind, Data: tt.data})
			checkJSON(t, got, err, tt.want)
		})
	}
	if _, err := encodeResponse(nil); err == nil {
		t.Error("no response: no error")
	}
}

func checkJSON(t *testing.T, got []byte, err error, want string) {
	t.Helper()
	if (err == nil) != (want != "") {
		t.Fatalf("error %v, want %q", err, want)
	}
	if want == "" {
		return
	}
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func TestRepliesOnTheWire(t *testing.T) {
	to := &discordgo.Message{ID: "1200000000000000001", ChannelID: "12"}
	got, err := encodeReply(to, &discordgo.MessageSend{Components: text("a"), Flags: v2, AllowedMentions: pingEverybody()})
	checkJSON(t, got, err, `{"components":[{"content":"a","type":10}],"flags":32768,"allowed_mentions":{"parse":[],"replied_user":false},
		"message_reference":{"message_id":"1200000000000000001","channel_id":"12","fail_if_not_exists":false},
		"nonce":"`+newReply(to, message{}).Nonce+`","enforce_nonce":true}`)
	for name, s := range map[string]*discordgo.MessageSend{
		"file": {Files: []*discordgo.File{{}}}, "sticker": {StickerIDs: []string{"1"}}, "poll": {Poll: &discordgo.Poll{}}, "speech": {TTS: true},
		"one embed": {Embed: &discordgo.MessageEmbed{}}, "content beside Components V2": {Content: "x", Flags: v2},
	} {
		if _, err := encodeReply(to, s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNonce(t *testing.T) {
	nonces := map[string]string{}
	for _, id := range []string{"1", "2", "1200000000000000001", strings.Repeat("9", 300)} {
		n := newReply(&discordgo.Message{ID: id}, message{}).Nonce
		if n == "" || len(n) > 25 || nonces[n] != "" {
			t.Errorf("nonce of a reply to %s: %q, want one of its own of at most 25 characters", id, n)
		}
		nonces[n] = id
		if again := newReply(&discordgo.Message{ID: id}, message{}).Nonce; again != n {
			t.Errorf("nonce of a reply to %s: %q, then %q", id, n, again)
		}
	}
}
