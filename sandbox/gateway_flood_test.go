package sandbox

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// open opens a connection to the gateway, whose hello is still to be read.
func open(t *testing.T, s *Server) *websocket.Conn {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(s.gatewayURL()+"?v=10", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(20 * time.Second))
	return ws
}

// A client that falls behind further than a session remembers is told so. It must not wait for ever for what never
// comes.
func TestTooSlowAClientIsClosed(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := open(t, s)
	identify := fmt.Sprintf(`{"op":2,"d":{"token":%q,"intents":4096}}`, s.Token())
	if err := ws.WriteMessage(websocket.TextMessage, []byte(identify)); err != nil {
		t.Fatal(err)
	}
	var ready struct {
		Type string `json:"t"`
	}
	for ready.Type != "READY" {
		if err := ws.ReadJSON(&ready); err != nil {
			t.Fatal(err)
		}
	}
	s.mu.Lock() // the writer has to wait, as it does for a client that does not read
	dm := s.world.person("alice").dm
	for range maxReplay + 1 {
		s.world.post(dm, draft{author: dm.recipient, content: "hello"})
	}
	s.mu.Unlock()
	var e *websocket.CloseError
	if _, _, err := ws.ReadMessage(); !errors.As(err, &e) || e.Code != closeReconnect {
		t.Errorf("the connection ended with %v", err)
	}
}

// A connection that was let in before the sandbox is closed, or before an outage, ends with the others.
func TestArrivingTooLate(t *testing.T) {
	t.Parallel()
	late := map[string]func(*Server){
		"close":  func(s *Server) { _ = s.Close() },
		"outage": func(s *Server) { s.Outage(time.Minute) },
	}
	for name, end := range late {
		s, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		end(s)
		c := &conn{weather: &s.weather}
		if s.arrive(c, url.Values{"v": {"10"}}); c.closing != closeAbnormal {
			t.Errorf("%s: closed with %d", name, c.closing)
		}
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
	}
}

// A payload that is too long is refused as soon as that can be seen, and not kept until it ends, if it ever does.
func TestEndlessPayload(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := open(t, s)
	w, err := ws.NextWriter(websocket.TextMessage)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(strings.Repeat("x", 4*maxGatewayPayload))); err != nil {
		t.Fatal(err)
	}
	var e *websocket.CloseError
	for err = nil; err == nil; _, _, err = ws.ReadMessage() { // the hello first
	}
	if !errors.As(err, &e) || e.Code != closeDecode {
		t.Errorf("the connection ended with %v", err)
	}
}
