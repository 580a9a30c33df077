package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// gateway is a server whose gateway does what a test's script says: what a well-behaved one never does. The script is called for each
// connection, counted from 1, and the connection is cut when it returns.
type gateway struct {
	*recorder
	mu          sync.Mutex
	connections int
	running     sync.WaitGroup // scripts
	script      func(c *conversation)
}

func newGateway(t *testing.T, script func(c *conversation)) *gateway {
	g := &gateway{script: script}
	g.recorder = newRecorder(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gateway/bot":
			fmt.Fprintf(w, `{"url":%q}`, "ws"+strings.TrimPrefix(g.URL, "http")+"/socket?v=10")
		case "/socket/":
			g.converse(t, w, r)
		case "/applications/@me":
			fmt.Fprint(w, `{"id":"10"}`)
		default:
			fmt.Fprint(w, "[]")
		}
	})
	t.Cleanup(g.running.Wait) // what a script finds wrong belongs to the test
	return g
}

func (g *gateway) converse(t *testing.T, w http.ResponseWriter, r *http.Request) {
	socket, err := new(websocket.Upgrader).Upgrade(w, r, nil)
	if err != nil {
		t.Error(err)
		return
	}
	defer socket.Close()
	g.mu.Lock()
	g.connections++
	g.running.Add(1)
	defer g.running.Done()
	n := g.connections
	g.mu.Unlock()
	g.script(&conversation{socket: socket, number: n})
}

// conversation is one connection to the gateway.
type conversation struct {
	socket *websocket.Conn
	number int
	closed int // the close code with which the client has left

	interval     int  // of heartbeats, in ms; 0: a minute
	acknowledges bool // heartbeats
}

func (c *conversation) say(format string, args ...any) {
	c.socket.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, format, args...))
}

// hear reads on to the next message that is no heartbeat and returns its opcode, 0 when the client is gone.
func (c *conversation) hear() (op int) {
	for {
		var m struct {
			Op int `json:"op"`
		}
		if err := c.socket.ReadJSON(&m); err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				c.closed = closed.Code
			}
			return 0
		}
		if m.Op != opHeartbeat {
			return m.Op
		}
		if c.acknowledges {
			c.say(`{"op":11}`)
		}
	}
}

const (
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
)

func (c *conversation) hello() int {
	c.say(`{"op":10,"d":{"heartbeat_interval":%d}}`, cmp.Or(c.interval, 60_000))
	return c.hear()
}

func (c *conversation) ready() {
	c.say(`{"op":0,"s":1,"t":"READY","d":{"session_id":"s%d","user":{"id":"9"},"application":{"id":"10"},"guilds":[]}}`, c.number)
}

func (c *conversation) close(code int) {
	c.socket.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	c.hear()
}

// immediately reconnects without a wait worth the name.
func immediately(int) time.Duration { return time.Millisecond }

func wantRefused(t *testing.T, err error, code int) {
	t.Helper()
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Code != code || !strings.Contains(refused.Reason, " ") {
		t.Errorf("error %v, want a RefusedError with code %d and a sentence", err, code)
	}
	if err != nil && strings.Contains(err.Error(), testToken) {
		t.Errorf("the error shows the token: %v", err)
	}
}

// TestFatalCloseCodes: Discord wants no new connection after these.
func TestFatalCloseCodes(t *testing.T) {
	for _, code := range []int{4004, 4010, 4011, 4012, 4013, 4014} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			g := newGateway(t, func(c *conversation) { c.hello(); c.close(code) })
			wantRefused(t, newTestBot(t, Options{APIURL: g.URL, Backoff: immediately}).Run(t.Context(), handlerFuncs{}), code)
			if g.connections != 1 {
				t.Errorf("%d connections, want one", g.connections)
			}
		})
	}
}

// TestFatalCloseCodeAfterReady: discordgo hides the code of a connection that was ready. It is found out by connecting again.
func TestFatalCloseCodeAfterReady(t *testing.T) {
	t.Run("4004 again on resume", func(t *testing.T) {
		t.Parallel()
		var opening []int
		g := newGateway(t, func(c *conversation) {
			opening = append(opening, c.hello())
			if c.number == 1 {
				c.ready()
			}
			c.close(4004)
		})
		wantRefused(t, newTestBot(t, Options{APIURL: g.URL, Backoff: immediately}).Run(t.Context(), handlerFuncs{}), 4004)
		if want := []int{opIdentify, opResume}; fmt.Sprint(opening) != fmt.Sprint(want) {
			t.Errorf("connections opened with %v, want %v", opening, want)
		}
	})
	t.Run("4014 after a refused resume", func(t *testing.T) {
		t.Parallel()
		g := newGateway(t, func(c *conversation) {
			switch c.hello() {
			case opResume:
				c.say(`{"op":9,"d":false}`)
				if op := c.hear(); op != 0 {
					t.Errorf("opcode %d after a refused resume, want a new connection", op)
				}
			case opIdentify:
				if c.number == 1 {
					c.ready()
				}
			}
			c.close(4014)
		})
		wantRefused(t, newTestBot(t, Options{APIURL: g.URL, Backoff: immediately}).Run(t.Context(), handlerFuncs{}), 4014)
		if g.connections != 3 {
			t.Errorf("%d connections, want three: ready, refused resume, new session", g.connections)
		}
	})
}

// TestUnusableSessionIsGivenUp: a session that the gateway no longer knows must not be resumed for ever.
func TestUnusableSessionIsGivenUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var opening []int
	g := newGateway(t, func(c *conversation) {
		opening = append(opening, c.hello())
		switch c.number {
		case 1:
			c.ready()
			c.close(4000)
		case 2:
			c.close(4007)
		default:
			c.ready()
			cancel()
			c.hear()
		}
	})
	if err := newTestBot(t, Options{APIURL: g.URL, Backoff: immediately}).Run(ctx, handlerFuncs{}); err != nil {
		t.Fatal(err)
	}
	if want := []int{opIdentify, opResume, opIdentify}; fmt.Sprint(opening) != fmt.Sprint(want) {
		t.Errorf("connections opened with %v, want %v", opening, want)
	}
}

// TestTokenRefusedAtTheStart: the REST interface says so before the gateway is reached.
func TestTokenRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	r := newScripted(t, []string{"500", `401 {"message":"401: Unauthorized","code":0}`})
	log := newJournal()
	b := newTestBot(t, Options{APIURL: r.URL, Backoff: immediately, Logger: debugLog(log)})
	err := b.Run(t.Context(), handlerFuncs{})
	wantRefused(t, err, 401)
	if err == nil || !strings.Contains(err.Error(), "https://discord.com/developers/applications") {
		t.Errorf("error %v does not say where a new token is made", err)
	}
	if got := len(r.seen()); got != 2 {
		t.Errorf("%d requests, want two: what may pass, and then the refusal", got)
	}
	if !strings.Contains(log.String(), "HTTP 500") {
		t.Errorf("the log does not tell of the first answer: %s", log)
	}
	if strings.Contains(log.String(), testToken) {
		t.Errorf("the log shows the token: %s", log.String())
	}
}

// TestSilentGateway: heartbeats that nobody acknowledges end the connection, in a way that keeps the session. discordgo itself would
// give it up after the fifth, with a code that loses the session.
func TestSilentGateway(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var opening []int
	g := newGateway(t, func(c *conversation) {
		c.interval = 500
		opening = append(opening, c.hello())
		c.ready()
		if c.number == 2 {
			cancel()
		}
		c.hear() // acknowledging nothing
		if c.number == 1 && c.closed != websocket.CloseAbnormalClosure {
			t.Errorf("the bot closed with %d, after which Discord may forget the session", c.closed)
		}
	})
	if err := newTestBot(t, Options{APIURL: g.URL, Backoff: immediately}).Run(ctx, handlerFuncs{}); err != nil {
		t.Fatal(err)
	}
	if want := []int{opIdentify, opResume}; fmt.Sprint(opening) != fmt.Sprint(want) {
		t.Errorf("connections opened with %v, want %v", opening, want)
	}
}

// TestServerThatSaysNothing: discordgo would wait for its first word for ever, holding its lock.
func TestServerThatSaysNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	g := newGateway(t, func(c *conversation) {
		cancel()
		c.hear()
	})
	if err := newTestBot(t, Options{APIURL: g.URL}).Run(ctx, handlerFuncs{}); err != nil {
		t.Error(err)
	}
}

// TestWaitsGrow: being ready for a moment does not make the next wait short, and meanwhile we are not ready.
func TestWaitsGrow(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	g := newGateway(t, func(c *conversation) {
		c.hello()
		switch c.number {
		case 1, 4:
			c.ready()
		case 5:
			cancel()
		}
		c.close(4000)
	})
	var b *Bot
	var attempts []int
	b = newTestBot(t, Options{APIURL: g.URL, Backoff: func(attempt int) time.Duration {
		attempts = append(attempts, attempt)
		if b.status.readiness().Ready {
			t.Errorf("ready while waiting for attempt %d", attempt)
		}
		return time.Millisecond
	}})
	if err := b.Run(ctx, handlerFuncs{}); err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 1, 2, 3}; fmt.Sprint(attempts) != fmt.Sprint(want) {
		t.Errorf("waits for attempts %v, want %v", attempts, want)
	}
	for end, want := range map[ending]bool{
		{wasReady: true, lasted: steadyAfter}:     true,
		{wasReady: true, lasted: steadyAfter - 1}: false,
		{wasReady: false, lasted: time.Hour}:      false,
	} {
		if end.steady() != want {
			t.Errorf("%+v: the waits start anew: %v, want %v", end, !want, want)
		}
	}
}

// TestUnreadableInteraction: discordgo cannot decode what it carries, but somebody waits for an answer.
func TestUnreadableInteraction(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	g := newGateway(t, func(c *conversation) {
		c.hello()
		c.ready()
		c.say(`{"op":0,"s":2,"t":"INTERACTION_CREATE","d":[]}`)
		c.say(`{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"author":5}}`)
		c.say(`{"op":0,"s":4,"t":"INTERACTION_CREATE","d":{"id":"1","token":"t","type":2,"app_permissions":7,"data":{"name":"ask"}}}`)
		c.hear()
	})
	log := newJournal()
	b := newTestBot(t, Options{APIURL: g.URL, Logger: slog.New(slog.NewTextHandler(log, nil))})
	ended := make(chan error)
	go func() { ended <- b.Run(ctx, handlerFuncs{}) }()
	log.wait(t, "event dealt with", 1)
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	var answers []string
	for _, c := range g.seen() {
		if c.method == "POST" {
			answers = append(answers, c.path+" "+c.body)
		}
	}
	if len(answers) != 1 || !strings.HasPrefix(answers[0], "/interactions/1/t/callback") || !strings.Contains(answers[0], apology) {
		t.Errorf("sent %q, want one apology", answers)
	}
	log.wait(t, "gateway event cannot be read", 2)
}

// TestNeverReady: a session that does not become ready is given up, although its heart beats.
func TestNeverReady(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var opening []int
	g := newGateway(t, func(c *conversation) {
		c.interval, c.acknowledges = 10, true
		opening = append(opening, c.hello())
		if c.number == 2 {
			cancel()
			c.ready()
		}
		c.say(`{"op":0,"s":1,"t":"TYPING_START","d":{}}`) // discordgo takes any event for the READY
		c.hear()
	})
	if err := newTestBot(t, Options{APIURL: g.URL, Backoff: immediately, OpenTimeout: 500 * time.Millisecond}).Run(ctx, handlerFuncs{}); err != nil {
		t.Fatal(err)
	}
	if want := []int{opIdentify, opIdentify}; fmt.Sprint(opening) != fmt.Sprint(want) {
		t.Errorf("connections opened with %v, want %v", opening, want)
	}
}
