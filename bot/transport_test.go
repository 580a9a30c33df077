package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"
)

const testToken = "MTIz.secret-token.abc"

// handlerFuncs is a Handler made of functions; a missing one fails.
type handlerFuncs struct {
	interaction func(context.Context, *discordgo.Interaction) (*discordgo.InteractionResponse, error)
	message     func(context.Context, *discordgo.Message) (*discordgo.MessageSend, error)
}

func (h handlerFuncs) Interaction(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	if h.interaction == nil {
		return nil, errors.New("no interaction was expected")
	}
	return h.interaction(ctx, i)
}

func (h handlerFuncs) Message(ctx context.Context, m *discordgo.Message) (*discordgo.MessageSend, error) {
	if h.message == nil {
		return nil, errors.New("no message was expected")
	}
	return h.message(ctx, m)
}

// newTestBot is a bot at a base, with the defaults of a test where the options leave them open.
func newTestBot(t *testing.T, o Options) *Bot {
	t.Helper()
	if o.Token == "" {
		o.Token = testToken
	}
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seen is a request as a server received it.
type seen struct{ method, path, query, authorization, reason, body string }

// recorder is a server that keeps what it is asked and answers by a function.
type recorder struct {
	*httptest.Server
	mu    sync.Mutex
	calls []seen
}

func newRecorder(t *testing.T, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := new(recorder)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		r.calls = append(r.calls, seen{req.Method, req.URL.EscapedPath(), req.URL.RawQuery, req.Header.Get("Authorization"), req.Header.Get("X-Audit-Log-Reason"), string(body)})
		r.mu.Unlock()
		answer(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) seen() []seen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]seen(nil), r.calls...)
}

// TestTwoBases runs two bots in one process against servers with different bases, through discordgo's own methods.
func TestTwoBases(t *testing.T) {
	for _, base := range []string{"/api/v9", "/api/v10/", ""} {
		t.Run("base "+base, func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"id":"7"}`) })
			b := newTestBot(t, Options{APIURL: r.URL + base, Token: "Bot token-of" + strings.ReplaceAll(base, "/", ".")})
			if _, err := b.rest.Channel("42"); err != nil {
				t.Fatal(err)
			}
			want := seen{method: "GET", path: strings.TrimRight(base, "/") + "/channels/42", authorization: "Bot token-of" + strings.ReplaceAll(base, "/", ".")}
			if got := r.seen(); len(got) != 1 || got[0] != want {
				t.Errorf("server saw %+v, want %+v", got, want)
			}
		})
	}
}

func TestTokenStaysAtTheBase(t *testing.T) {
	elsewhere := newRecorder(t, func(http.ResponseWriter, *http.Request) {})
	home := newRecorder(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/stolen", http.StatusTemporaryRedirect)
	})
	b := newTestBot(t, Options{APIURL: home.URL})
	err := b.call(t.Context(), request{method: "GET", route: "/applications/@me"}, nil)
	if err == nil || !strings.Contains(err.Error(), "DISCORD_API_URL") {
		t.Errorf("redirect: error %v, want one that names DISCORD_API_URL", err)
	}
	var answer *discordgo.RESTError
	if _, err := newTestBot(t, Options{APIURL: newRecorder(t, http.NotFound).URL}).rest.Channel("1"); !errors.As(err, &answer) {
		t.Errorf("error %v, want discordgo's RESTError", err)
	} else if answer.Request.Header.Get("Authorization") != "" {
		t.Error("discordgo's error holds the token")
	}
	if _, err := b.rest.Request("GET", elsewhere.URL+"/stolen", nil); err == nil {
		t.Error("a request to another host was sent")
	}
	if _, err := b.rest.Request("GET", discordgo.EndpointCDN+"x", nil); err == nil {
		t.Error("a request to Discord's CDN was sent")
	}
	if got := elsewhere.seen(); len(got) != 0 {
		t.Errorf("another host saw %+v", got)
	}
	if got := home.seen(); len(got) != 1 {
		t.Errorf("the base saw %+v, want one request", got)
	}
}

func TestBaseIsChecked(t *testing.T) {
	for _, base := range []string{"discord.com/api/v9", "ftp://host/api", "http://", "http://user@host/", "http://host/?x=1", "http://host/#x", "http://host/%zz"} {
		if _, err := New(Options{Token: testToken, APIURL: base}); err == nil {
			t.Errorf("New with APIURL %q: no error", base)
		}
	}
	for _, token := range []string{"", "  ", "Bot ", "two words", "line\nbreak", "é"} {
		_, err := New(Options{Token: token})
		if err == nil || strings.TrimSpace(token) != "" && token != "Bot " && strings.Contains(err.Error(), token) {
			t.Errorf("New with token %q: error %v, want one without the token", token, err)
		}
	}
}

func TestGatewayAddress(t *testing.T) {
	tests := []struct {
		address string
		secure  bool
		want    string // "" for an error
	}{
		{"wss://gateway.discord.gg", true, "wss://gateway.discord.gg/"},
		{"wss://gateway.discord.gg/", true, "wss://gateway.discord.gg/"},
		{"ws://127.0.0.1:3001/?encoding=json&v=9", false, "ws://127.0.0.1:3001/"},
		{"ws://127.0.0.1:3001?v=10", false, "ws://127.0.0.1:3001/"},
		{"ws://127.0.0.1:3001/gateway#x", false, "ws://127.0.0.1:3001/gateway/"},
		{"ws://host", true, ""},
		{"http://host", false, ""},
		{"/gateway", false, ""},
		{"", false, ""},
	}
	for _, tt := range tests {
		got, err := gatewayAddress(tt.address, tt.secure)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("gatewayAddress(%q, %v) = %q, %v, want %q", tt.address, tt.secure, got, err, tt.want)
		}
	}
}

// TestGatewayIsAskedForABot checks that discordgo's Open gets the address that only a valid token gets.
func TestGatewayIsAskedForABot(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, req *http.Request) {
		fmt.Fprint(w, `{"url":"ws://127.0.0.1:9/?v=10&encoding=json","shards":1,"session_start_limit":{"remaining":999}}`)
	})
	b := newTestBot(t, Options{APIURL: r.URL + "/api/v10"})
	address, err := b.rest.Gateway()
	if err != nil || address != "ws://127.0.0.1:9/" {
		t.Errorf("Gateway() = %q, %v, want ws://127.0.0.1:9/", address, err)
	}
	if got := r.seen(); len(got) != 1 || got[0].path != "/api/v10/gateway/bot" {
		t.Errorf("server saw %+v, want one request for /api/v10/gateway/bot", got)
	}
}
