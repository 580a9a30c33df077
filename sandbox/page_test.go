package sandbox_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

func TestOnlyThePageItselfActs(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	const say = `{"as":"alice","channel":"general","text":"hello"}`
	own := srv.URL()
	tests := []struct {
		name   string
		visit  visit
		status int
	}{
		{"page", visit{method: "GET", path: "/"}, 200},
		{"page by name", visit{method: "GET", path: "/", host: "localhost:80"}, 200},
		{"page at another host", visit{method: "GET", path: "/", host: "evil.example"}, 403},
		{"page at a host like ours", visit{method: "GET", path: "/", host: "127.0.0.1.evil.example"}, 403},
		{"API at another host", visit{method: "GET", path: "/api/v10/gateway", host: "evil.example"}, 403},
		{"gateway at another host", visit{method: "GET", path: "/gateway", host: "evil.example"}, 403},
		{"act", visit{method: "POST", path: "/page/say", body: say, origin: own}, 200},
		{"act of another site", visit{method: "POST", path: "/page/say", body: say, origin: "https://evil.example"}, 403},
		{"act of another port", visit{method: "POST", path: "/page/say", body: say, origin: "http://127.0.0.1:1"}, 403},
		{"act of a frame without origin", visit{method: "POST", path: "/page/say", body: say, origin: "null"}, 403},
		{"act across sites", visit{method: "POST", path: "/page/say", body: say, site: "cross-site"}, 403},
		{"act at another host", visit{method: "POST", path: "/page/say", body: say, host: "evil.example"}, 403},
		{"act that cannot be read", visit{method: "POST", path: "/page/say", body: `as=alice`, origin: own}, 400},
		{"act of nobody", visit{method: "POST", path: "/page/say", body: `{"as":"eve","channel":"general","text":"x"}`,
			origin: own}, 400},
		{"act by GET", visit{method: "GET", path: "/page/say"}, 404},
		{"state of nobody", visit{method: "GET", path: "/page/state?as=eve"}, 400},
		{"a hidden channel", visit{method: "GET", path: "/page/channel?as=bob&channel=moderators"}, 400},
		{"no such file", visit{method: "GET", path: "/page/../go.mod"}, 404},
	}
	for _, test := range tests {
		if status, body := test.visit.make(t, srv); status != test.status {
			t.Errorf("%s: HTTP %d, want %d: %s", test.name, status, test.status, body)
		}
	}
	if n := len(srv.Messages("general")); n != 1 {
		t.Errorf("%d messages were posted", n)
	}
	if _, state := (visit{method: "GET", path: "/page/state?as=bob"}).make(t, srv); !strings.Contains(state,
		`"hints":[]`) {
		t.Errorf("without hints the state is %s", state)
	}
}

func TestGatewayRefusesBrowsers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	req, err := http.NewRequestWithContext(patience(t), "GET", srv.URL()+"/gateway", nil)
	if err != nil {
		t.Fatal(err)
	}
	for header, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Origin": "https://evil.example",
	} {
		req.Header.Set(header, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("HTTP %d", resp.StatusCode)
	}
}

func TestThePageNeedsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	resp, err := http.Get(srv.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	policy := resp.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy = %s", policy)
	}
	page := os.DirFS("page")
	html, err := fs.ReadFile(page, "page.html")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(page, "*")
	if err != nil || len(files) < 5 {
		t.Fatalf("files %q, %v", files, err)
	}
	elsewhere := regexp.MustCompile(`(?:src|href|from|url|import)\s*[=(]?\s*["']?(?:https?:)?//`)
	inline := regexp.MustCompile(`<script>|\son\w+\s*=|\sstyle\s*=`)
	ids := regexp.MustCompile(`(?:getElementById|\$)\("([\w-]+)"\)`)
	for _, file := range files {
		data, err := fs.ReadFile(page, file)
		if err != nil {
			t.Fatal(err)
		}
		if found := elsewhere.Find(data); found != nil {
			t.Errorf("%s loads %q", file, found)
		}
		if strings.HasSuffix(file, ".html") && inline.Match(data) {
			t.Errorf("%s has inline script or style, which the policy forbids", file)
		}
		for _, id := range ids.FindAllStringSubmatch(string(data), -1) {
			if !strings.Contains(string(html), `id="`+id[1]+`"`) {
				t.Errorf("%s looks for #%s, which the page has not", file, id[1])
			}
		}
	}
}

func TestHostileTextIsDrawnHarmlessly(t *testing.T) {
	t.Parallel()
	const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>{{.}}`
	srv, _ := answering(t, sandbox.Options{}, func(*discordgo.InteractionCreate) *discordgo.InteractionResponse {
		r := say("", discordgo.Container{Components: []discordgo.MessageComponent{
			discordgo.TextDisplay{Content: evil + ` [x](javascript:alert(1))`},
			row(button(evil, evil), discordgo.Button{Label: evil, Style: discordgo.LinkButton,
				URL: "https://e.org/" + `"><script>`}),
			row(discordgo.SelectMenu{CustomID: evil + "2", Placeholder: evil,
				Options: []discordgo.SelectMenuOption{{Label: evil, Value: evil, Description: evil}}}),
		}})
		r.Data.Flags = discordgo.MessageFlagsIsComponentsV2
		return r
	})
	alice := srv.Person("alice")
	if _, err := alice.Slash(patience(t), "general", "ask", map[string]any{"question": evil}); err != nil {
		t.Fatal(err)
	}
	if _, err := alice.Posts("general", evil); err != nil {
		t.Fatal(err)
	}
	_, body := visit{method: "GET", path: "/page/channel?as=alice&channel=general"}.make(t, srv)
	var room struct{ Messages []struct{ HTML string } }
	if err := json.Unmarshal([]byte(body), &room); err != nil {
		t.Fatal(err)
	}
	if len(room.Messages) != 2 {
		t.Fatalf("%d messages", len(room.Messages))
	}
	quoted := regexp.MustCompile(`"[^"]*"`)
	harmful := regexp.MustCompile(`<(img|script)|<[^>]*\son\w+=`)
	for _, m := range room.Messages {
		if found := harmful.FindString(quoted.ReplaceAllString(m.HTML, `""`)); found != "" {
			t.Errorf("%q in %s", found, m.HTML)
		}
		if strings.Contains(m.HTML, `href="javascript`) || !strings.Contains(m.HTML, "&lt;script&gt;") {
			t.Errorf("the text is not shown: %s", m.HTML)
		}
	}
}

// A person asks on the page, sees the answer as an event, presses a button, and is told when nothing comes.
func TestThePageFromAskingToAnswer(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{Hints: []string{"why?", "who?", "when?", "never shown"}},
		func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
			switch i.Type {
			case discordgo.InteractionApplicationCommandAutocomplete:
				return &discordgo.InteractionResponse{
					Type: discordgo.InteractionApplicationCommandAutocompleteResult,
					Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "Why?",
						Value: "q1"}}},
				}
			case discordgo.InteractionMessageComponent:
				r := say("second page")
				r.Type = discordgo.InteractionResponseUpdateMessage
				return r
			}
			r := say("**first** page", row(button("Next", "next")))
			r.Data.Flags = discordgo.MessageFlagsEphemeral
			return r
		})
	_, body := visit{method: "GET", path: "/page/state?as=alice"}.make(t, srv)
	if !strings.Contains(body, `"hints":["why?","who?","when?"]`) || strings.Contains(body, `"moderators"`) {
		t.Errorf("state = %s", body)
	}
	events := listen(t, srv, "alice")
	act := func(what, body string) string {
		t.Helper()
		status, answer := visit{method: "POST", path: "/page/" + what, body: body, origin: srv.URL()}.make(t, srv)
		if status != 200 {
			t.Fatalf("%s: HTTP %d %s", what, status, answer)
		}
		return answer
	}
	if got := act("complete",
		`{"as":"alice","channel":"general","command":"ask","option":"question","text":"w"}`); !strings.Contains(got,
		`{"name":"Why?","value":"q1"}`) {
		t.Errorf("suggestions = %s", got)
	}
	act("slash", `{"as":"alice","channel":"general","command":"ask","options":{"question":"q1"}}`)
	first := events.message()
	for _, want := range []string{"<strong>first</strong> page", "Only you can see this", `data-click="next"`,
		"used <b>/ask</b>"} {
		if !strings.Contains(first.HTML, want) {
			t.Errorf("no %q in %s", want, first.HTML)
		}
	}
	act("click", `{"as":"alice","message":"`+first.ID+`","custom_id":"next"}`)
	if second := events.message(); second.ID != first.ID || !strings.Contains(second.HTML, "second page") {
		t.Errorf("after the click: %+v", second)
	}
	note, err := srv.Person("bob").Posts("general", "a note")
	if err != nil {
		t.Fatal(err)
	}
	events.message()
	act("menu", `{"as":"alice","message":"`+note.ID+`","command":"Ask about this"}`)
	if third := events.message(); !strings.Contains(third.HTML, "used <b>Ask about this</b>") {
		t.Errorf("after the menu: %+v", third)
	}
}

func TestThePageSaysThatAnInteractionFailed(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{Clock: impatient{}})
	dg := client(t, srv)
	connect(t, srv, dg)
	register(t, srv, dg, ask)
	status, got := visit{method: "POST", path: "/page/slash",
		body: `{"as":"bob","channel":"dm","command":"ask","options":{"question":"x"}}`}.make(t, srv)
	if status != 200 || !strings.Contains(got, "The application did not respond") {
		t.Errorf("HTTP %d %s", status, got)
	}
}

// A page that knew a sandbox which ran before at the same address begins anew.
func TestThePageNoticesAnotherSandbox(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	if _, err := srv.Person("bob").Posts("general", "a note"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/page/events?as=alice&from=1234-0": `"reload":true`, "/page/wire?from=1234-0": `"anew":true`,
	} {
		lines := follow(t, srv.URL()+path).lines
		if !lines.Scan() || !strings.Contains(lines.Text(), want) {
			t.Errorf("%s begins with %s, want %s", path, lines.Text(), want)
		}
	}
	var here struct{ Next string }
	_, body := visit{method: "GET", path: "/page/channel?as=alice&channel=general"}.make(t, srv)
	if err := json.Unmarshal([]byte(body), &here); err != nil {
		t.Fatal(err)
	}
	own := follow(t, srv.URL()+"/page/events?as=alice&from="+here.Next)
	note, err := srv.Person("bob").Posts("general", "another")
	if err != nil {
		t.Fatal(err)
	}
	if got := own.message(); got.ID != note.ID {
		t.Errorf("its own place is not continued: %+v", got)
	}
}
