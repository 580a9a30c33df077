package sandbox_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

// picture is a small PNG.
func picture(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFilesAreSentAndServed(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	drawn := picture(t)
	sent, err := dg.ChannelMessageSendComplex(srv.ChannelID("general"), &discordgo.MessageSend{
		Files: []*discordgo.File{
			{Name: "map.png", Reader: bytes.NewReader(drawn)},
			{Name: "a note.html", ContentType: "text/html", Reader: strings.NewReader("<script>alert(1)</script>")},
		},
		Embeds: []*discordgo.MessageEmbed{{Title: "Map", Image: &discordgo.MessageEmbedImage{URL: "attachment://map.png"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sent.Attachments) != 1 || sent.Attachments[0].Filename != "a_note.html" {
		t.Fatalf("attachments besides the embed's: %+v", sent.Attachments)
	}
	m, _ := srv.Message(sent.ID)
	if a := m.Attachments[0]; a.Width != 4 || a.ContentType != "image/png" || a.URL != sent.Embeds[0].Image.URL {
		t.Errorf("the embed shows %+v, the file is %+v", sent.Embeds[0].Image, a)
	}
	if a := m.Attachments[1]; a.Name != "a_note.html" || a.Size != 25 || len(m.Embeds) != 1 ||
		m.Embeds[0].Image.Width != 4 {
		t.Errorf("message %+v", m)
	}
	resp, data := get(t, m.Attachments[0].URL)
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "image/png" || !bytes.Equal(data, drawn) {
		t.Errorf("picture: HTTP %d %v", resp.StatusCode, resp.Header)
	}
	resp, _ = get(t, m.Attachments[1].URL)
	want := map[string]string{
		"Content-Type": "text/html", "X-Content-Type-Options": "nosniff",
		"Content-Disposition":     "attachment; filename=a_note.html",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
	}
	for field, value := range want {
		if got := resp.Header.Get(field); got != value {
			t.Errorf("page: %s: %q, want %q", field, got, value)
		}
	}
	if err := dg.ChannelMessageDelete(sent.ChannelID, sent.ID); err != nil {
		t.Fatal(err)
	}
	if resp, _ := get(t, m.Attachments[0].URL); resp.StatusCode != 404 {
		t.Errorf("a file outlives its message: HTTP %d", resp.StatusCode)
	}
}

func TestFilesAreDescribedKeptAndReplaced(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	channel := "/channels/" + srv.ChannelID("general") + "/messages"
	status, made := callForm(t, srv, "POST", channel,
		formPart{name: "payload_json", data: `{"content":"two","attachments":[{"id":"1","description":"the second"}]}`},
		formPart{name: "files[0]", file: "SPOILER_a.txt", data: "aaa"},
		formPart{name: "files[1]", file: "b.txt", data: "bb"},
	)
	if status != 200 {
		t.Fatalf("HTTP %d %v", status, made)
	}
	path := channel + "/" + made["id"].(string)
	state := func() []string {
		m, _ := srv.Message(made["id"].(string))
		var out []string
		for _, a := range m.Attachments {
			out = append(out, fmt.Sprintf("%s %d %q %v", a.Name, a.Size, a.Description, a.Spoiler))
		}
		return out
	}
	check := func(want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, state()); diff != "" {
			t.Error(diff)
		}
	}
	check(`b.txt 2 "the second" false`, `SPOILER_a.txt 3 "" true`)
	m, _ := srv.Message(made["id"].(string))
	if !strings.Contains(string(m.Wire), `"flags":8`) {
		t.Errorf("no file is marked as a spoiler: %s", m.Wire)
	}
	second := m.Attachments[0].ID
	if status, got := call(t, srv, "PATCH", path, `{"content":"still two"}`); status != 200 {
		t.Fatalf("HTTP %d %v", status, got)
	}
	check(`b.txt 2 "the second" false`, `SPOILER_a.txt 3 "" true`)
	status, got := callForm(t, srv, "PATCH", path,
		formPart{name: "payload_json", data: `{"attachments":[{"id":"` + second + `","description":"kept"},{"id":7}]}`},
		formPart{name: "files[7]", file: "c.txt", data: "c"},
	)
	if status != 200 {
		t.Fatalf("HTTP %d %v", status, got)
	}
	check(`b.txt 2 "kept" false`, `c.txt 1 "" false`)
	if status, got := call(t, srv, "PATCH", path, `{"attachments":[]}`); status != 200 {
		t.Fatalf("HTTP %d %v", status, got)
	}
	check()
}

func TestComponentsShowFiles(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	path := "/channels/" + srv.ChannelID("general") + "/messages"
	file := formPart{name: "files[0]", file: "map.png", data: string(picture(t))}
	status, body := callForm(t, srv, "POST", path, file,
		formPart{name: "payload_json", data: `{"flags":32768,"components":[` +
			`{"type":12,"items":[{"media":{"url":"attachment://map.png"},"description":"A map"}]},` +
			`{"type":17,"components":[{"type":13,"file":{"url":"attachment://map.png"},"spoiler":true}]}]}`})
	if status != 200 {
		t.Fatalf("HTTP %d %v", status, body)
	}
	m, _ := srv.Message(body["id"].(string))
	shown, listed := m.Components[0].Items[0], m.Components[1].Components[0]
	if shown.Media.URL != m.Attachments[0].URL || shown.Media.Width != 4 || shown.Description != "A map" {
		t.Errorf("gallery %+v", shown)
	}
	if listed.File.URL != m.Attachments[0].URL || listed.Name != "map.png" || listed.Size != len(file.data) ||
		!listed.Spoiler {
		t.Errorf("file %+v", listed)
	}
	for _, payload := range []string{
		`{"flags":32768,"components":[{"type":13,"file":{"url":"https://example.org/a.txt"}}]}`,
		`{"flags":32768,"components":[{"type":13,"file":{"url":"attachment://other.png"}}]}`,
		`{"embeds":[{"title":"t","image":{"url":"attachment://other.png"}}]}`,
		`{"embeds":[{"title":"t","url":"attachment://map.png"}]}`,
		`{"attachments":[{"id":"3"}]}`,
	} {
		status, got := callForm(t, srv, "POST", path, file, formPart{name: "payload_json", data: payload})
		if status != 400 || got["code"] != 50035.0 {
			t.Errorf("%s: HTTP %d %v", payload, status, got)
		}
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	path := "/channels/" + srv.ChannelID("general") + "/messages"
	var eleven []formPart
	for n := range 11 {
		eleven = append(eleven, formPart{name: fmt.Sprintf("files[%d]", n), file: "a.txt", data: "a"})
	}
	large := strings.Repeat("a", 20<<20)
	tests := []struct {
		name         string
		parts        []formPart
		status, code int
	}{
		{"ten files", eleven[:10], 200, 0},
		{"eleven files", eleven, 400, 30015},
		{"20 MiB", []formPart{{name: "files[0]", file: "a.txt", data: large}}, 200, 0},
		{"more than 20 MiB", []formPart{{name: "files[0]", file: "a.txt", data: large + "a"}}, 413, 40005},
		{"more than 25 MiB in all", []formPart{{name: "files[0]", file: "a", data: large},
			{name: "files[1]", file: "b", data: large}}, 413, 40005},
		{"no JSON", []formPart{{name: "payload_json", data: "{"}}, 400, 50109},
		{"another field", []formPart{{name: "sticker_ids", data: "1"}}, 400, 50035},
		{"content as a field", []formPart{{name: "content", data: "hello"}, {name: "tts", data: "false"}}, 200, 0},
		{"nothing", []formPart{{name: "payload_json", data: "{}"}}, 400, 50006},
	}
	for _, test := range tests {
		status, got := callForm(t, srv, "POST", path, test.parts...)
		if status != test.status || test.code != 0 && got["code"] != float64(test.code) {
			t.Errorf("%s: HTTP %d %v", test.name, status, got)
		}
	}
	may(t, srv, "general", "Ibid", 0, attachFiles)
	if status, got := callForm(t, srv, "POST", path, eleven[0]); status != 403 || got["code"] != 50013.0 {
		t.Errorf("without the permission: HTTP %d %v", status, got)
	}
	may(t, srv, "general", "alice", 0, attachFiles)
	_, err := srv.Person("alice").PostsFile("general", "", "a.txt", []byte("a"))
	refused(t, "alice without the permission", err)
	if m, err := srv.Person("bob").PostsFile("general", "look", "a.txt", []byte("a")); err != nil ||
		len(m.Attachments) != 1 {
		t.Errorf("bob: %+v, %v", m, err)
	}
}

// Responses, follow-ups and posts of a forum bring files too.
func TestAnswersHaveFiles(t *testing.T) {
	t.Parallel()
	file := func(name string) []*discordgo.File {
		return []*discordgo.File{{Name: name, Reader: strings.NewReader(name)}}
	}
	srv, dg := answering(t, sandbox.Options{}, func(*discordgo.InteractionCreate) *discordgo.InteractionResponse {
		r := say("answer")
		r.Data.Files = file("answer.txt")
		return r
	})
	used := make(chan *discordgo.Interaction, 1)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { used <- i.Interaction })
	reply, err := srv.Person("alice").Slash(patience(t), "general", "ask", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if len(reply.Attachments) != 1 || reply.Attachments[0].Name != "answer.txt" {
		t.Errorf("answer %+v", reply.Attachments)
	}
	i := <-used
	more, err := dg.FollowupMessageCreate(i, true, &discordgo.WebhookParams{Files: file("more.txt")})
	if err != nil || len(more.Attachments) != 1 {
		t.Errorf("follow-up %+v, %v", more, err)
	}
	edited, err := dg.InteractionResponseEdit(i, &discordgo.WebhookEdit{Files: file("late.txt")})
	if err != nil || len(edited.Attachments) != 2 {
		t.Errorf("edited %+v, %v", edited, err)
	}
	post, err := dg.ForumThreadStartComplex(srv.ChannelID("questions"),
		&discordgo.ThreadStart{Name: "Post", AutoArchiveDuration: 60},
		&discordgo.MessageSend{Content: "text", Files: file("post.txt")})
	if err != nil {
		t.Fatal(err)
	}
	if m, _ := srv.Message(post.ID); len(m.Attachments) != 1 {
		t.Errorf("post %+v", m)
	}
}
