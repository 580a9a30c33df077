package bot

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
	"testing/iotest"

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
		want string
	}{
		{"message", 4, &discordgo.InteractionResponseData{Components: text("a <b>"), Flags: v2 | discordgo.MessageFlagsEphemeral, AllowedMentions: pingEverybody()},
			`{"type":4,"data":{"components":[{"content":"a <b>","type":10}],"flags":32832,"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"update, the flag forgotten", 7, &discordgo.InteractionResponseData{Components: text("b")},
			`{"type":7,"data":{"components":[{"content":"b","type":10}],"flags":32768,"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"choices", 8, &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "n", Value: "q1"}}},
			`{"type":8,"data":{"choices":[{"name":"n","value":"q1"}]}}`},
		{"no choices", 8, &discordgo.InteractionResponseData{}, `{"type":8,"data":{"choices":[]}}`},
		{"no data for choices", 8, nil, `{"type":8,"data":{"choices":[]}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, form, err := encoded(&discordgo.InteractionResponse{Type: tt.kind, Data: tt.data})
			if form != "" {
				t.Errorf("it is sent as %s", form)
			}
			checkJSON(t, got, err, tt.want)
		})
	}
}

// TestResponsesThatAreNotSent: each says what is wrong with it, and each but for its one fault would be sent.
func TestResponsesThatAreNotSent(t *testing.T) {
	tests := []struct {
		name  string
		kind  discordgo.InteractionResponseType
		spoil func(*discordgo.InteractionResponseData)
		want  string // in the error
	}{
		{"content", 4, func(d *discordgo.InteractionResponseData) { d.Content = "lost" }, "only components"},
		{"embeds", 7, func(d *discordgo.InteractionResponseData) { d.Embeds = []*discordgo.MessageEmbed{{}} }, "only components"},
		{"file beside choices", 8, func(d *discordgo.InteractionResponseData) {
			d.Files = []*discordgo.File{{Reader: strings.NewReader("")}}
		}, "only components"},
		{"file that cannot be read", 4, func(d *discordgo.InteractionResponseData) {
			d.Files = []*discordgo.File{{Reader: iotest.ErrReader(errors.New("lost"))}}
		}, "lost"},
		{"attachment", 4, func(d *discordgo.InteractionResponseData) { d.Attachments = &[]*discordgo.MessageAttachment{} }, "only components"},
		{"poll", 4, func(d *discordgo.InteractionResponseData) { d.Poll = &discordgo.Poll{} }, "only components"},
		{"speech", 4, func(d *discordgo.InteractionResponseData) { d.TTS = true }, "only components"},
		{"nothing", 4, func(d *discordgo.InteractionResponseData) { d.Components = nil }, "without components"},
		{"update to nothing", 7, func(d *discordgo.InteractionResponseData) { d.Components = []discordgo.MessageComponent{} }, "without components"},
		{"pong", 1, nil, "type 1"},
		{"deferral", 5, nil, "type 5"},
		{"deferred update", 6, nil, "type 6"},
		{"form", 9, nil, "type 9"},
		{"unknown type", 99, nil, "type 99"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := &discordgo.InteractionResponseData{Components: text("b"), Flags: v2}
			if tt.spoil != nil {
				tt.spoil(data)
			}
			_, _, err := encoded(&discordgo.InteractionResponse{Type: tt.kind, Data: data})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	if _, _, err := encoded(nil); err == nil {
		t.Error("no response: no error")
	}
	if _, _, err := encoded(&discordgo.InteractionResponse{Type: 4}); err == nil {
		t.Error("a message without data: no error")
	}
}

func checkJSON(t *testing.T, got []byte, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
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
	to := messageHead{ID: "1200000000000000001", ChannelID: "12"}
	want := `{"components":[{"content":"a","type":10}],"flags":32768,"allowed_mentions":{"parse":[],"replied_user":false},
		"message_reference":{"message_id":"1200000000000000001","channel_id":"12","fail_if_not_exists":false},
		"nonce":"` + newReply(to, message{}).Nonce + `","enforce_nonce":true}`
	for name, spoil := range map[string]func(*discordgo.MessageSend){
		"plain":            func(*discordgo.MessageSend) {},
		"flag forgotten":   func(s *discordgo.MessageSend) { s.Flags = 0 },
		"mentions":         func(s *discordgo.MessageSend) { s.AllowedMentions = pingEverybody() },
		"another question": func(s *discordgo.MessageSend) { s.Reference = &discordgo.MessageReference{MessageID: "1"} },
	} {
		t.Run(name, func(t *testing.T) {
			s := &discordgo.MessageSend{Components: text("a"), Flags: v2}
			spoil(s)
			got, err := encodeReply(to, s)
			checkJSON(t, got, err, want)
		})
	}
	for name, spoil := range map[string]func(*discordgo.MessageSend){
		"content":   func(s *discordgo.MessageSend) { s.Content = "lost" },
		"embeds":    func(s *discordgo.MessageSend) { s.Embeds = []*discordgo.MessageEmbed{{}} },
		"one embed": func(s *discordgo.MessageSend) { s.Embed = &discordgo.MessageEmbed{} },
		"files":     func(s *discordgo.MessageSend) { s.Files = []*discordgo.File{{}} },
		"one file":  func(s *discordgo.MessageSend) { s.File = &discordgo.File{} },
		"sticker":   func(s *discordgo.MessageSend) { s.StickerIDs = []string{"1"} },
		"poll":      func(s *discordgo.MessageSend) { s.Poll = &discordgo.Poll{} },
		"speech":    func(s *discordgo.MessageSend) { s.TTS = true },
		"nothing":   func(s *discordgo.MessageSend) { s.Components = nil },
	} {
		s := &discordgo.MessageSend{Components: text("a"), Flags: v2}
		spoil(s)
		if _, err := encodeReply(to, s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNonce(t *testing.T) {
	nonces := map[string]string{}
	for _, id := range []string{"1", "2", "1200000000000000001", strings.Repeat("9", 300)} {
		n := newReply(messageHead{ID: id}, message{}).Nonce
		if n == "" || len(n) > 25 || nonces[n] != "" {
			t.Errorf("nonce of a reply to %s: %q, want one of its own of at most 25 characters", id, n)
		}
		nonces[n] = id
		if again := newReply(messageHead{ID: id}, message{}).Nonce; again != n {
			t.Errorf("nonce of a reply to %s: %q, then %q", id, n, again)
		}
	}
}

// TestResponseWithFiles: a form with the message as JSON, which names the files and says what a picture shows, and the files.
func TestResponseWithFiles(t *testing.T) {
	shows := "Bars, a day each."
	got, form, err := encoded(&discordgo.InteractionResponse{Type: 7, Data: &discordgo.InteractionResponseData{
		Components: []discordgo.MessageComponent{discordgo.Container{Components: []discordgo.MessageComponent{
			discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: "attachment://a.png"}, Description: &shows}}},
		}}},
		Files: []*discordgo.File{
			{Name: "a.png", ContentType: "image/png", Reader: strings.NewReader("\x89PNG")},
			{Name: "b \"\r\n.csv", ContentType: "text/csv", Reader: strings.NewReader("day\r\n")},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	kind, parameters, err := mime.ParseMediaType(form)
	if err != nil || kind != "multipart/form-data" {
		t.Fatalf("sent as %q, %v", form, err)
	}
	parts := multipart.NewReader(strings.NewReader(string(got)), parameters["boundary"])
	want := []struct{ name, file, kind, body string }{
		{"payload_json", "", "application/json", ""},
		{"files[0]", "a.png", "image/png", "\x89PNG"},
		{"files[1]", `b ".csv`, "text/csv", "day\r\n"},
	}
	for _, w := range want {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil || part.FormName() != w.name || part.FileName() != w.file || part.Header.Get("Content-Type") != w.kind || w.body != "" && string(body) != w.body {
			t.Errorf("part %q %q of type %s: %q, %v; want %+v", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), body, err, w)
		}
		if w.name == "payload_json" {
			checkJSON(t, body, nil, `{"type":7,"data":{"components":[{"type":17,"spoiler":false,"components":[
				{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"Bars, a day each.","spoiler":false}]}]}],
				"flags":32768,"allowed_mentions":{"parse":[],"replied_user":false},
				"attachments":[{"id":"0","filename":"a.png","description":"Bars, a day each."},{"id":"1","filename":"b \"\r\n.csv"}]}}`)
		}
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("after the parts: %v", err)
	}
}

// encoded is a handler's response as the first one is sent.
func encoded(r *discordgo.InteractionResponse) (body []byte, form string, err error) {
	response, err := newResponse(r)
	if err != nil {
		return nil, "", err
	}
	return response.callback()
}
