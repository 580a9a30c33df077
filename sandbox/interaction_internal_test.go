package sandbox

import (
	"context"
	"strings"
	"testing"
	"time"
)

// What people did long ago takes no room, however much it was.
func TestInteractionsAreForgotten(t *testing.T) {
	clock := NewManualClock(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	s, err := New(Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := s.world
	w.addCommand(w.newCommand(nil, object{"name": "ask", "description": "Ask"}, nil))
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	ask := func(n int) {
		for range n {
			// Nobody waits for the answer, which never comes.
			if _, err := s.Person("alice").Slash(gone, "general", "ask", nil); err == nil {
				t.Fatal("an answer without a bot")
			}
		}
	}
	ask(1000)
	clock.Advance(tokenLife)
	ask(1)
	if n := len(w.interactions); n != 1001 || len(w.tokens) != n || len(w.recent) != n {
		t.Errorf("at the end of their life %d interactions, %d tokens, %d queued", n, len(w.tokens), len(w.recent))
	}
	clock.Advance(time.Millisecond)
	ask(1)
	if n := len(w.interactions); n != 2 || len(w.tokens) != n || len(w.recent) != n {
		t.Errorf("after it %d interactions, %d tokens, %d queued", n, len(w.tokens), len(w.recent))
	}
	clock.Advance(time.Hour)
	if len(clock.pending) != 0 {
		t.Errorf("%d alarms are still set", len(clock.pending))
	}
}

// A message that says the bot is thinking says, when its time is over, that nothing came of it.
func TestThinkingEnds(t *testing.T) {
	clock := NewManualClock(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	s, err := New(Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := s.world
	i := &interaction{
		kind: commandInteraction, name: "ask", person: w.person("alice"), channel: w.channel("general"),
		command: w.newCommand(nil, object{"name": "ask", "description": "Ask"}, nil), data: object{},
	}
	s.mu.Lock()
	s.begin(i)
	err = s.respond(i, decode(t, `{"type":5}`).(object))
	told := w.journal.next
	s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if html := s.drawMessage(i.original, i.person); !strings.Contains(html, "is thinking") {
		t.Errorf("deferred: %s", html)
	}
	clock.Advance(tokenLife)
	if html := s.drawMessage(i.original, i.person); !strings.Contains(html, failureText(i)) ||
		strings.Contains(html, "is thinking") {
		t.Errorf("after 15 minutes: %s", html)
	}
	if changes, _, ok := w.journal.since(told); !ok || len(changes) != 1 || changes[0].message != i.original {
		t.Errorf("the page is told of %d changes, %v", len(changes), ok)
	}
}
