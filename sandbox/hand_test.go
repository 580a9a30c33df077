package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// This file is bots that know nothing but JSON; those of discordgo are in bot_test.go.

// A rawInteraction is an interaction as it comes over the wire.
type rawInteraction struct {
	ID, Token string
	Type      int
	Data      json.RawMessage
	Context   int
	Owners    map[string]string `json:"authorizing_integration_owners"`
	Allowed   string            `json:"app_permissions"`
	Message   json.RawMessage
}

// decodedData is the interaction's data.
func (i rawInteraction) decodedData(t testing.TB) map[string]any { return decoded(t, i.Data) }

// rawly runs a bot that knows nothing but JSON: it registers commands and answers interactions with the bodies that a
// function makes of them.
func rawly(t testing.TB, o sandbox.Options, commands string, answer func(rawInteraction) string) *sandbox.Server {
	t.Helper()
	srv := start(t, o)
	dg := client(t, srv)
	var busy sync.WaitGroup
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type != "INTERACTION_CREATE" {
			return
		}
		busy.Add(1)
		defer busy.Done()
		var i rawInteraction
		if err := json.Unmarshal(e.RawData, &i); err != nil {
			t.Error(err)
			return
		}
		body := answer(i)
		url := srv.APIURL() + "/interactions/" + i.ID + "/" + i.Token + "/callback"
		resp, err := http.Post(url, "application/json", strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		defer resp.Body.Close()
		if got, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusNoContent {
			t.Errorf("%s: HTTP %d %s, %v", body, resp.StatusCode, got, err)
		}
	})
	connect(t, srv, dg)
	t.Cleanup(busy.Wait) // a reply is seen before the call that made it returns
	if status, body := callRaw(t, srv, "PUT", "/applications/"+srv.ApplicationID()+"/commands", commands); status != 200 {
		t.Fatalf("register: HTTP %d %s", status, body)
	}
	return srv
}

// A hand answers interactions one call at a time, as a test says.
type hand struct {
	t   testing.TB
	srv *sandbox.Server
	got chan rawInteraction
}

// byHand runs a bot that answers nothing by itself.
func byHand(t testing.TB, o sandbox.Options, commands string) *hand {
	t.Helper()
	srv := start(t, o)
	dg := client(t, srv)
	h := &hand{t: t, srv: srv, got: make(chan rawInteraction, 1)}
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		var i rawInteraction
		if e.Type == "INTERACTION_CREATE" {
			if err := json.Unmarshal(e.RawData, &i); err != nil {
				t.Error(err)
			}
			h.got <- i
		}
	})
	connect(t, srv, dg)
	h.call("PUT", "/applications/"+srv.ApplicationID()+"/commands", commands, 200, 0)
	return h
}

// call makes a call that is to be answered with a status and a code (0: none), and returns the answer.
func (h *hand) call(method, path, body string, status, code int) map[string]any {
	h.t.Helper()
	got, answer := call(h.t, h.srv, method, path, body)
	if c, _ := answer["code"].(float64); got != status || int(c) != code {
		h.t.Errorf("%s %s %s: HTTP %d %v, want %d with code %d", method, path, body, got, answer, status, code)
	}
	return answer
}

func (h *hand) respond(i rawInteraction, body string, status, code int) map[string]any {
	h.t.Helper()
	return h.call("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", body, status, code)
}

// webhook makes a call of the interaction's webhook; path is what follows its token.
func (h *hand) webhook(method string, i rawInteraction, path, body string, status, code int) map[string]any {
	h.t.Helper()
	return h.call(method, "/webhooks/"+h.srv.ApplicationID()+"/"+i.Token+path, body, status, code)
}

// outcome is what came of an act.
type outcome struct {
	reply sandbox.Reply
	err   error
}

// begin lets somebody act, and returns the interaction and where its outcome will be.
func (h *hand) begin(act func() (sandbox.Reply, error)) (rawInteraction, chan outcome) {
	done := make(chan outcome, 1)
	go func() {
		reply, err := act()
		done <- outcome{reply, err}
	}()
	return <-h.got, done
}

const plainCommand = `[{"name":"ask","description":"Ask"}]`

func (h *hand) slash(who, channel string) (rawInteraction, chan outcome) {
	ctx := patience(h.t)
	return h.begin(func() (sandbox.Reply, error) { return h.srv.Person(who).Slash(ctx, channel, "ask", nil) })
}
