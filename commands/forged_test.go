package commands

import (
	"strings"
	"testing"

	"ibid/internal/embedded"
	"ibid/store"
	"ibid/store/memory"
)

// TestForged: what Discord would not offer a member is refused by Ibid
// itself, for each command and each button of moderators and managers, and
// nothing changes in the store. There is no board: to reach it would panic.
func TestForged(t *testing.T) {
	notebook := memory.New()
	r := NewRouter(embedded.Library(t), Options{Notebook: notebook})
	pin := store.Pin{ID: "p", Guild: "1", Channel: "5", Message: "9", State: store.Pinned}
	if _, _, err := notebook.BeginPin(t.Context(), pin); err != nil {
		t.Fatal(err)
	}
	tried := make(map[string]bool)
	for name, data := range map[string]string{
		"settings": `{"type":1,"name":"settings"}`,
		"privacy":  `{"type":1,"name":"privacy"}`,
		"insights": `{"type":1,"name":"insights"}`,
		"pin list": `{"type":1,"name":"pin","options":[{"type":1,"name":"list"}]}`,

		"pin summary":     `{"type":1,"name":"pin","options":[{"type":1,"name":"summary"}]}`,
		"pin answer":      `{"type":1,"name":"pin","options":[{"type":1,"name":"answer","options":[{"type":3,"name":"question","value":"was ukraine behind it"}]}]}`,
		"pin refresh":     `{"type":1,"name":"pin","options":[{"type":1,"name":"refresh"}]}`,
		"pin remove":      `{"type":1,"name":"pin","options":[{"type":1,"name":"remove","options":[{"type":3,"name":"pin","value":"p"}]}]}`,
		"Pin this answer": `{"type":3,"name":"Pin this answer","target_id":"9","resolved":{"messages":{"9":{"id":"9","author":{"id":"4","bot":true},"components":[{"type":1,"components":[{"type":2,"style":2,"custom_id":"cite/` + analysis + `/q3/0/1/"}]}]}}}}`,
	} {
		tried[strings.Fields(name)[0]], tried[name] = true, true
		if got := shown(t, used(t, r, "1", member, "2", data)); !strings.Contains(got, "You need the permission") {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, c := range inServers() {
		if !tried[c.Name] {
			t.Errorf("%s is not tried", c.Name)
		}
	}
	for _, id := range []string{
		"pin/" + analysis + "/b/", "pinanswer/" + analysis + "/q3/0/1", "swap/....", "say/q1/0", "refresh/p", "unpin/p", "pins/0",
		"set/refresh/true", "set/moderators/true", "set/editors/false", "erase/0", "erase/1", "insights/dark/7", "csv/7", "questions/0",
		"review/0", "settle/0123456789abcdef/spam/0", "phrase/0123456789abcdef/0/0", "assign/0123456789abcdef/0",
	} {
		got := shown(t, used(t, r, "1", member, "3", `{"component_type":3,"custom_id":"`+id+`","values":["q1"]}`))
		if !strings.Contains(got, "You need the permission") {
			t.Errorf("%s: %s", id, got)
		}
	}
	if pins, err := notebook.Pins(t.Context(), "1"); err != nil || len(pins) != 1 || pins[0] != pin {
		t.Errorf("pins: %+v, %v", pins, err)
	}
}
