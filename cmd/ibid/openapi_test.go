package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"ibid/internal/openapi"
	"ibid/sandbox"
)

// TestRequestsAreDiscords validates every REST body that a round through all
// commands sends against Discord's own description of its API, which
// IBID_OPENAPI names. Without it this test is skipped.
func TestRequestsAreDiscords(t *testing.T) {
	description, ok := openapi.Open(t)
	if !ok {
		t.Skip("SKIPPED: IBID_OPENAPI does not name Discord's openapi.json, so no request was validated")
	}
	var record bytes.Buffer
	round(t, &record)

	validated := 0
	for line := range strings.Lines(record.String()) {
		var call struct {
			Method, Path string
			Request      json.RawMessage
			Status       int
		}
		if err := json.Unmarshal([]byte(line), &call); err != nil {
			t.Fatal(err)
		}
		if call.Status >= 400 {
			t.Errorf("%s %s was refused with %d:\n%s", call.Method, call.Path, call.Status, line)
		}
		if len(call.Request) == 0 || string(call.Request) == "null" {
			continue
		}
		if err := description.Request(call.Method, call.Path, call.Request); err != nil {
			t.Errorf("%s %s: %v\n%s", call.Method, call.Path, err, call.Request)
		}
		validated++
	}
	if validated < 10 {
		t.Errorf("only %d bodies were validated, the round is not whole", validated)
	}
	t.Logf("%d bodies validated", validated)
}

// round does all that a member can do, once.
func round(t *testing.T, record *bytes.Buffer) {
	w := start(t, sandbox.Options{Record: record})
	alice := w.Person("alice")
	ask := func(question string) sandbox.Reply {
		return w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": question}))
	}
	card := ask("how does the attack impact the taliban")
	page := w.got(alice.Clicks(w.ctx, card.Message, card.Buttons()[0].CustomID))
	if next, ok := page.Button("Next page"); ok {
		w.got(alice.Clicks(w.ctx, page.Message, next.CustomID))
	}
	none := ask("best pizza recipe")
	w.got(alice.Clicks(w.ctx, none.Message, none.Buttons()[0].CustomID))
	topics := w.got(alice.Slash(w.ctx, "general", "topics", nil))
	w.got(alice.Selects(w.ctx, topics.Message, topics.Selects()[0].CustomID, "q1"))
	for _, typed := range []string{"", "why", "qqqqq"} {
		_, err := alice.Autocomplete(w.ctx, "general", "ask", "question", typed)
		w.must(err)
	}
	w.got(alice.Says(w.ctx, "general", w.Mention()+" was it ukraine?"))
	w.got(alice.DM(w.ctx, "help"))
	note, err := w.Person("bob").Posts("general", "was it ukraine?")
	w.must(err)
	w.got(alice.MessageCommand(w.ctx, "Ask Ibid about this", note))
	w.Close()
}
