package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

func TestTheWireTellsEverythingButTokens(t *testing.T) {
	t.Parallel()
	tokens := make(chan string, 1)
	srv, dg := answering(t, sandbox.Options{Token: "a.secret.token"},
		func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
			tokens <- i.Token
			return say("an answer")
		})
	if _, err := srv.Person("alice").Slash(patience(t), "general", "ask", map[string]any{"question": "why"}); err != nil {
		t.Fatal(err)
	}
	token := <-tokens
	if _, err := dg.WebhookExecute(srv.ApplicationID(), token, true,
		&discordgo.WebhookParams{Content: "more of " + token}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	read := tap(t, srv).until("follow-up", func(n news) bool {
		switch {
		case n.Frame != nil:
			seen[n.Frame.Type] = true
			seen["identify"] = seen["identify"] || n.Frame.Op == 2 && n.Frame.FromBot
			return false
		case n.Rest == nil:
			return false
		}
		seen[n.Rest.Method] = true
		return n.Rest.Path == "/webhooks/"+srv.ApplicationID()+"/TOKEN" && n.Rest.Status == http.StatusOK &&
			strings.Contains(string(n.Rest.Response), "more of")
	})
	for _, want := range []string{"identify", "READY", "GUILD_CREATE", "INTERACTION_CREATE", "PUT", "POST"} {
		if !seen[want] {
			t.Errorf("no %s in\n%s", want, read)
		}
	}
	for _, secret := range []string{srv.Token(), token} {
		if strings.Contains(read, secret) {
			t.Errorf("the wire tells a token: %s", read)
		}
	}
}

func TestPanelsAreForThePageAlone(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	own := srv.URL()
	const drop = `{"do":"drop","code":4000}`
	tests := []struct {
		name   string
		visit  visit
		status int
	}{
		{"wire across sites", visit{method: "GET", path: "/page/wire", site: "cross-site"}, 403},
		{"wire of another port", visit{method: "GET", path: "/page/wire", site: "same-site"}, 403},
		{"wire at another host", visit{method: "GET", path: "/page/wire", host: "evil.example"}, 403},
		{"weather", visit{method: "POST", path: "/page/weather", body: drop, origin: own}, 200},
		{"weather of another site", visit{method: "POST", path: "/page/weather", body: drop, origin: "https://evil.example"},
			403},
		{"weather of another port", visit{method: "POST", path: "/page/weather", body: drop, origin: "http://127.0.0.1:1"},
			403},
		{"weather of a frame without origin", visit{method: "POST", path: "/page/weather", body: drop, origin: "null"}, 403},
		{"weather across sites", visit{method: "POST", path: "/page/weather", body: drop, site: "cross-site"}, 403},
		{"weather at another host", visit{method: "POST", path: "/page/weather", body: drop, host: "evil.example"}, 403},
		{"weather by GET", visit{method: "GET", path: "/page/weather"}, 404},
	}
	for _, test := range tests {
		if status, body := test.visit.make(t, srv); status != test.status {
			t.Errorf("%s: HTTP %d, want %d: %s", test.name, status, test.status, body)
		}
	}
}

func TestOnlyWeatherThereIsCanBeMade(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	for _, body := range []string{
		``, `null`, `[]`, `"drop"`, `{}`, `{"do":"snow"}`, `{"do":7}`, `{"do":"set","fault":"418"}`,
		`{"do":"set","surprise":true}`,
		`{"do":"drop"}`, `{"do":"drop","code":999}`, `{"do":"drop","code":4006}`, `{"do":"drop","code":4015}`,
		`{"do":"drop","code":-1}`,
		`{"do":"drop","code":1e9}`, `{"do":"outage"}`, `{"do":"outage","seconds":-5}`, `{"do":"outage","seconds":301}`,
		`{"do":"outage","seconds":9223372036854775807}`, `{"do":"outage","seconds":1.5}`, `{"do":"fail","calls":1}`,
		`{"do":"fail","calls":0,"fault":"500"}`, `{"do":"fail","calls":101,"fault":"500"}`, `{"do":"fail","calls":-1,` +
			`"fault":"lost"}`,
		`{"do":"set","fault":"` + strings.Repeat("x", 1<<17) + `"}`,
	} {
		status, answer := visit{method: "POST", path: "/page/weather", body: body, origin: srv.URL()}.make(t, srv)
		if status != http.StatusBadRequest || !strings.Contains(answer, `"error":`) {
			t.Errorf("%.80s: HTTP %d %s", body, status, answer)
		}
	}
	if got := srv.Weather(); got != (sandbox.Weather{}) {
		t.Errorf("weather = %+v", got)
	}
}

// A person makes bad weather on the page, and sees the bot lose its connection and find it again.
func TestThePageMakesWeather(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	connect(t, srv, dg)
	page := tap(t, srv)
	do := func(body string) {
		t.Helper()
		if status, answer := (visit{method: "POST", path: "/page/weather", body: body, origin: srv.URL()}).make(t,
			srv); status != 200 {
			t.Fatalf("%s: HTTP %d %s", body, status, answer)
		}
	}
	do(`{"do":"set","rate_limits":true,"duplicate_events":true,"fault":"503"}`)
	page.until("weather", func(n news) bool {
		return n.Weather["rate_limits"] == true && n.Weather["duplicate_events"] == true && n.Weather["fault"] == "503" &&
			n.Weather["silent_heartbeats"] == false
	})
	do(`{"do":"set"}`)
	page.until("fair weather", func(n news) bool { return n.Weather["fault"] == "" && n.Weather["rate_limits"] == false })
	do(`{"do":"fail","calls":2,"fault":"500"}`)
	page.until("calls to fail", func(n news) bool { return n.Weather["failing"] == 2.0 })
	for _, body := range []string{`{"do":"drop","code":4000}`, `{"do":"reconnect"}`} {
		do(body)
		page.until("resume", func(n news) bool { return n.Frame != nil && n.Frame.Type == "RESUMED" })
	}
	do(`{"do":"invalid","resumable":false}`)
	page.until("identify", func(n news) bool { return n.Frame != nil && n.Frame.Op == 2 })
	do(`{"do":"outage","seconds":300}`)
	page.until("outage", func(n news) bool { return n.Weather["connected"] == 0.0 && n.Weather["outage"].(float64) > 0 })
}

func TestFormsAreDrawn(t *testing.T) {
	t.Parallel()
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		if i.Type == discordgo.InteractionModalSubmit {
			return say("thanks")
		}
		return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal,
			Data: &discordgo.InteractionResponseData{
				CustomID: "report", Title: "Report", Components: []discordgo.MessageComponent{
					row(discordgo.TextInput{CustomID: "why", Label: "Why?", Style: discordgo.TextInputParagraph, MinLength: 3,
						MaxLength: 9, Required: true, Value: "so"}),
				},
			}}
	})
	act := func(what, body string) (int, string) {
		return visit{method: "POST", path: "/page/" + what, body: body, origin: srv.URL()}.make(t, srv)
	}
	_, answer := act("slash", `{"as":"alice","channel":"general","command":"ask","options":{"question":"x"}}`)
	var opened struct {
		Modal struct {
			Form, Title, App string
			Parts            []map[string]any
		}
	}
	if err := json.Unmarshal([]byte(answer), &opened); err != nil || len(opened.Modal.Parts) != 1 {
		t.Fatalf("%v in %s", err, answer)
	}
	part := opened.Modal.Parts[0]
	for field, want := range map[string]any{
		"kind": "input", "custom_id": "why", "label": "Why?", "value": "so", "paragraph": true, "required": true,
		"min_length": 3.0, "max_length": 9.0,
	} {
		if part[field] != want {
			t.Errorf("%s = %v, want %v", field, part[field], want)
		}
	}
	submit := func(as, inputs string) (int, string) {
		return act("submit", `{"as":"`+as+`","form":"`+opened.Modal.Form+`","inputs":`+inputs+`}`)
	}
	for _, refused := range []string{`{"why":["x"]}`, `{"why":["longer than nine"]}`} {
		if status, body := submit("alice", refused); status != http.StatusBadRequest {
			t.Errorf("%s: HTTP %d %s", refused, status, body)
		}
	}
	if status, body := submit("bob", `{"why":["because"]}`); status != http.StatusBadRequest {
		t.Errorf("another's form: HTTP %d %s", status, body)
	}
	if status, body := submit("alice", `{"why":["because"]}`); status != http.StatusOK {
		t.Errorf("HTTP %d %s", status, body)
	}
}

// A form has texts, labels and selects; discordgo knows no labels, so the bot sends it as plain JSON.
func TestFormsHaveTextsAndSelects(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	const form = `{"type":9,"data":{"custom_id":"f","title":"Form","components":[
		{"type":10,"content":"Read **this** <b>first</b>"},
		{"type":18,"label":"Which?","description":"One of two","component":
			{"type":3,"custom_id":"which","options":[{"label":"A","value":"a"},{"label":"B","value":"b"}]}},
		{"type":18,"label":"Where?","component":{"type":8,"custom_id":"where","max_values":2,"required":false}}]}}`
	dg.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		endpoint := discordgo.EndpointInteractionResponse(i.ID, i.Token)
		if _, err := dg.RequestWithBucketID("POST", endpoint, json.RawMessage(form), endpoint); err != nil {
			t.Errorf("respond: %v", err)
		}
	})
	connect(t, srv, dg)
	register(t, srv, dg, ask)
	status, answer := visit{
		method: "POST", path: "/page/slash", body: `{"as":"alice","channel":"general","command":"ask",` +
			`"options":{"question":"x"}}`, origin: srv.URL(),
	}.make(t, srv)
	var opened struct {
		Modal struct {
			Parts []struct {
				Kind, HTML, Label, Description string
				Required                       bool
				Options                        []struct{ Label, Value string }
			}
		}
	}
	if err := json.Unmarshal([]byte(answer), &opened); err != nil || status != http.StatusOK ||
		len(opened.Modal.Parts) != 3 {
		t.Fatalf("HTTP %d, %v: %s", status, err, answer)
	}
	text, which, where := opened.Modal.Parts[0], opened.Modal.Parts[1], opened.Modal.Parts[2]
	if text.Kind != "text" || !strings.Contains(text.HTML, "<strong>this</strong>") || strings.Contains(text.HTML, "<b>") {
		t.Errorf("text = %+v", text)
	}
	if which.Kind != "select" || which.Label != "Which?" || which.Description != "One of two" || !which.Required ||
		len(which.Options) != 2 {
		t.Errorf("select = %+v", which)
	}
	if where.Required || len(where.Options) == 0 || where.Options[0].Value != srv.ChannelID(where.Options[0].Label) {
		t.Errorf("select of channels = %+v", where)
	}
}

// What has been given to other options goes along with the one that is being typed.
func TestSuggestionsKnowTheOtherOptions(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		var names []*discordgo.ApplicationCommandOptionChoice
		for _, o := range i.ApplicationCommandData().Options {
			names = append(names, &discordgo.ApplicationCommandOptionChoice{Name: o.Name, Value: o.StringValue()})
		}
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{Choices: names},
		}
	})
	two := *ask
	two.Options = append(two.Options[:1:1], &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: "topic", Description: "Which topic",
	})
	register(t, srv, dg, &two)
	status, got := visit{
		method: "POST", path: "/page/complete", origin: srv.URL(),
		body: `{"as":"alice","channel":"general","command":"ask","option":"question","text":"wh","options":{"topic":"war"}}`,
	}.make(t, srv)
	if want := `[{"name":"question","value":"wh"},{"name":"topic","value":"war"}]`; status != http.StatusOK ||
		!strings.Contains(got, want) {
		t.Errorf("HTTP %d %s, want %s", status, got, want)
	}
}
