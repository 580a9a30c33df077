package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ibid/sandbox"
)

// TestBadWeather: whatever becomes of the call that carries an answer, the person gets the answer once,
// even if their question comes twice.
func TestBadWeather(t *testing.T) {
	t.Parallel()
	const (
		reply    = "POST /channels/{channel}/messages"
		callback = "POST /interactions/{interaction}/{token}/callback"
	)
	faults := []sandbox.CallFault{
		{Fault: sandbox.FaultLost},
		{Fault: sandbox.FaultCut},
		{Fault: sandbox.FaultHalf},
		{Fault: sandbox.FaultStatus, Status: 500},
		{Fault: sandbox.FaultStatus, Status: 502},
		{Fault: sandbox.FaultStatus, Status: 503},
		{Fault: sandbox.FaultStatus, Status: 504},
		{Fault: sandbox.FaultRateLimit, Scope: "user", For: 10 * time.Millisecond},
		{Fault: sandbox.FaultRateLimit, Scope: "shared", For: 10 * time.Millisecond},
		{Fault: sandbox.FaultRateLimit, Scope: "global", For: 10 * time.Millisecond},
	}
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	tr.SetWeather(sandbox.Weather{DuplicateEvents: true})
	ctx, alice := patience(t), tr.Person("alice")
	for n, f := range faults {
		f.Route = reply
		tr.FailCalls(1, f)
		tr.says(alice.Says(ctx, "general", fmt.Sprintf("%s %d", tr.Mention(), n)))(fmt.Sprintf("<@%s> said: %d", alice.ID(), n), false)
		f.Route = callback
		tr.FailCalls(1, f)
		if _, err := alice.Slash(ctx, "general", "ask", slash(fmt.Sprint(n))); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
	}
	tr.end() // nothing more is sent then
	replies, responses := 0, 0
	for _, m := range tr.Messages("general") {
		switch {
		case m.ReplyTo != "":
			replies++
		case m.AuthorID == tr.ApplicationID():
			responses++
		}
	}
	if replies != len(faults) || responses != len(faults) {
		t.Errorf("%d replies and %d responses, want %d of each", replies, responses, len(faults))
	}
	failed := 0
	for _, c := range tr.Traffic() {
		if c.Fault != "" && strings.HasPrefix(c.Method, "POST") {
			failed++
		}
	}
	if failed != 2*len(faults) {
		t.Errorf("%d calls went wrong, want %d", failed, 2*len(faults))
	}
}
