package sandbox

import (
	"context"
	"encoding/json"
)

// This file opens to the tests in sandbox_test what they check and nobody else needs.

// A Dispatch is an event that was sent to a client.
type Dispatch struct {
	Type string
	Data json.RawMessage
}

// Dispatched returns the events that a sandbox has sent, and how many calls and payloads its log has forgotten.
func Dispatched(s *Server) (sent []Dispatch, lost int) {
	entries, _ := s.wireSince(0)
	for _, e := range entries {
		if f := e.frame; f != nil && !f.FromBot && f.Type != "" {
			sent = append(sent, Dispatch{Type: f.Type, Data: f.Data})
		}
	}
	if len(entries) > 0 {
		lost = entries[0].n
	}
	return sent, lost
}

// RoutePatterns are the routes of the API.
func RoutePatterns() []string {
	var out []string
	for _, r := range routes {
		out = append(out, r.pattern)
	}
	return out
}

// WaitUntil waits until something holds, which it looks at, without the sandbox's lock, whenever anything has happened.
func WaitUntil(s *Server, ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		changed := s.world.changed
		s.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
