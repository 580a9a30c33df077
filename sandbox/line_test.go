package sandbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ibid/sandbox"
)

// This file is how tests speak with the gateway without a client library.

// A line is a gateway connection without a client library.
type line struct {
	t  testing.TB
	ws *websocket.Conn
}

type frame struct {
	Op   int             `json:"op"`
	Seq  int             `json:"s"`
	Type string          `json:"t"`
	Data json.RawMessage `json:"d"`
}

// dial opens a connection and reads the hello.
func dial(t testing.TB, srv *sandbox.Server, query string) *line {
	t.Helper()
	_, body := call(t, srv, "GET", "/gateway", "")
	return dialAt(t, body["url"].(string)+query)
}

func dialAt(t testing.TB, url string) *line {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.DialContext(patience(t), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(20 * time.Second))
	l := &line{t, ws}
	if hello := l.next(); hello.Op != 10 || !strings.Contains(string(hello.Data), "heartbeat_interval") {
		t.Fatalf("hello = %+v", hello)
	}
	return l
}

func (l *line) send(format string, args ...any) {
	l.t.Helper()
	if err := l.ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, format, args...)); err != nil {
		l.t.Fatal(err)
	}
}

func (l *line) next() frame {
	l.t.Helper()
	var f frame
	if err := l.ws.ReadJSON(&f); err != nil {
		l.t.Fatal(err)
	}
	return f
}

// types reads frames up to the last one wanted and returns what they were.
func (l *line) types(n int) []string {
	l.t.Helper()
	var out []string
	for range n {
		f := l.next()
		if f.Type == "" {
			f.Type = fmt.Sprint("op ", f.Op)
		}
		out = append(out, f.Type)
	}
	return out
}

// closed reads until the connection is closed and returns the code.
func (l *line) closed() int {
	l.t.Helper()
	for {
		if _, _, err := l.ws.ReadMessage(); err != nil {
			var e *websocket.CloseError
			if !errors.As(err, &e) {
				l.t.Fatal(err)
			}
			return e.Code
		}
	}
}

func identify(srv *sandbox.Server, more string) string {
	return fmt.Sprintf(`{"op":2,"d":{"token":%q,"properties":{}%s}}`, srv.Token(), more)
}

// wantGateway checks what the gateway has counted.
func wantGateway(t testing.TB, srv *sandbox.Server, connected, identifies, resumes int) {
	t.Helper()
	if g := srv.Gateway(); g.Connected != connected || g.Identifies != identifies || g.Resumes != resumes {
		t.Errorf("gateway: %+v, want %d connected, %d identifies, %d resumes", g, connected, identifies, resumes)
	}
}

// begun is a session as READY tells of it.
type begun struct {
	ID  string `json:"session_id"`
	URL string `json:"resume_gateway_url"`
}

// identify begins a session and reads READY.
func (l *line) identify(srv *sandbox.Server, more string) begun {
	l.t.Helper()
	l.send("%s", identify(srv, more))
	f := l.next()
	var b begun
	if err := json.Unmarshal(f.Data, &b); err != nil || f.Type != "READY" {
		l.t.Fatalf("identify: %+v", f)
	}
	return b
}

func (l *line) resume(srv *sandbox.Server, id string, seq int) {
	l.t.Helper()
	l.send(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, srv.Token(), id, seq)
}

// wantOp reads a frame that must be of an opcode, with its data.
func (l *line) wantOp(op int, data string) {
	l.t.Helper()
	if f := l.next(); f.Op != op || string(f.Data) != data {
		l.t.Errorf("op %d %s %s, want op %d %s", f.Op, f.Type, f.Data, op, data)
	}
}

// beat sends a heartbeat and reads its acknowledgement, which comes after all that was sent before.
func (l *line) beat() {
	l.t.Helper()
	l.send(`{"op":1,"d":null}`)
	l.wantOp(11, "null")
}

func (l *line) wantClosed(code int) {
	l.t.Helper()
	if got := l.closed(); got != code {
		l.t.Errorf("closed with %d, want %d", got, code)
	}
}
