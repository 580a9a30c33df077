package bot

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// TestInvalidSessionAtTheStart: each identify that is refused ends its connection and counts as a failure.
func TestInvalidSessionAtTheStart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var opening []int
	g := newGateway(t, func(c *conversation) {
		opening = append(opening, c.hello())
		if c.number == 4 {
			cancel()
		}
		c.say(`{"op":9,"d":false}`)
		if op := c.hear(); op != 0 {
			t.Errorf("opcode %d on the same connection, want it closed", op)
		}
	})
	var attempts []int
	log := newJournal()
	b := newTestBot(t, Options{APIURL: g.URL, Logger: debugLog(log), Backoff: func(attempt int) time.Duration {
		attempts = append(attempts, attempt)
		return time.Millisecond
	}})
	if err := b.Run(ctx, handlerFuncs{}); err != nil {
		t.Fatal(err)
	}
	if want := []int{opIdentify, opIdentify, opIdentify, opIdentify}; fmt.Sprint(opening) != fmt.Sprint(want) {
		t.Errorf("connections opened with %v, want %v", opening, want)
	}
	if want := []int{0, 1, 2}; fmt.Sprint(attempts) != fmt.Sprint(want) {
		t.Errorf("waits for attempts %v, want %v", attempts, want)
	}
	log.wait(t, errInvalidSession.Error(), 3)
}

// TestInvalidSessionLater: a session that was ready is resumed, on a new connection.
func TestInvalidSessionLater(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var opening []int
	g := newGateway(t, func(c *conversation) {
		opening = append(opening, c.hello())
		if c.number == 2 {
			c.say(`{"op":0,"s":2,"t":"RESUMED","d":{}}`)
			cancel()
			c.hear()
			return
		}
		c.ready()
		c.say(`{"op":9,"d":true}`)
		if op := c.hear(); op != 0 {
			t.Errorf("opcode %d on the same connection, want it closed", op)
		}
	})
	log := newJournal()
	if err := newTestBot(t, Options{APIURL: g.URL, Backoff: immediately, Logger: debugLog(log)}).Run(ctx, handlerFuncs{}); err != nil {
		t.Fatal(err)
	}
	if want := []int{opIdentify, opResume}; fmt.Sprint(opening) != fmt.Sprint(want) {
		t.Errorf("connections opened with %v, want %v", opening, want)
	}
	log.wait(t, errInvalidSession.Error(), 1)
}

// TestLineTellsIdentifyFromHeartbeat sends what discordgo sends, at its longest and at its shortest, with and without TLS.
func TestLineTellsIdentifyFromHeartbeat(t *testing.T) {
	for name, start := range map[string]func(http.Handler) *httptest.Server{"plain": httptest.NewServer, "TLS": httptest.NewTLSServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pinged := make(chan struct{})
			server := start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				socket, err := new(websocket.Upgrader).Upgrade(w, r, nil)
				if err != nil {
					t.Error(err)
					return
				}
				defer socket.Close()
				socket.SetPongHandler(func(string) error { close(pinged); return nil })
				socket.WriteControl(websocket.PingMessage, []byte(strings.Repeat("p", 125)), time.Time{})
				for err == nil {
					_, _, err = socket.ReadMessage()
				}
			}))
			t.Cleanup(server.Close)

			l := new(line)
			dialer := websocket.Dialer{WriteBufferPool: l, NetDialContext: func(ctx context.Context, network, address string) (_ net.Conn, err error) {
				l.Conn, err = new(net.Dialer).DialContext(ctx, network, address)
				return l, err
			}}
			if server.TLS != nil {
				dialer.TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
			}
			socket, _, err := dialer.Dial("ws"+strings.TrimPrefix(server.URL, "http"), nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { socket.Close() })

			identify := map[string]any{"op": opIdentify, "d": discordgo.Identify{Token: "t"}}
			if err := socket.WriteJSON(identify); err != nil {
				t.Errorf("the first identify: %v", err)
			}
			go socket.ReadMessage() // answers the ping
			for range 20 {
				if err := socket.WriteJSON(map[string]any{"op": opHeartbeat, "d": int64(math.MinInt64)}); err != nil {
					t.Errorf("a heartbeat: %v", err)
				}
			}
			<-pinged
			if err := l.reason(); err != nil {
				t.Errorf("the line was closed: %v", err)
			}
			if err := socket.WriteJSON(identify); !errors.Is(err, errInvalidSession) || !errors.Is(l.reason(), errInvalidSession) {
				t.Errorf("the second identify: %v, and the line says %v; want %v", err, l.reason(), errInvalidSession)
			}
		})
	}
	if least, _ := json.Marshal(discordgo.Identify{}); len(least) < longestBeat+20 {
		t.Errorf("the shortest identify has %d bytes, too near to %d", len(least), longestBeat)
	}
}

// TestDeadLine: two heartbeats without an acknowledgement, whatever their interval, and not two that were sent together.
func TestDeadLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const interval = 41250 * time.Millisecond
		l := new(line)
		acknowledged := time.Now()
		look := func(moment string, want bool) {
			t.Helper()
			if got := l.dead(acknowledged, time.Now()); got != want {
				t.Errorf("%s: dead: %v, want %v", moment, got, want)
			}
		}
		l.Get() // identify
		time.Sleep(time.Second)
		l.Get()
		look("first heartbeat", false)
		time.Sleep(interval - time.Second)
		look("first heartbeat unacknowledged, no second one", false)
		acknowledged = time.Now()
		time.Sleep(time.Second)
		l.Get()
		time.Sleep(time.Millisecond)
		l.Get() // the server has asked for it
		look("two at once", false)
		time.Sleep(ackGrace / 2)
		acknowledged = time.Now()
		time.Sleep(interval)
		look("both acknowledged", false)
		l.Get()
		time.Sleep(interval)
		look("silence until the second heartbeat", false)
		l.Get()
		look("second heartbeat in silence", true)
	})
}
