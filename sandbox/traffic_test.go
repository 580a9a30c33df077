package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// TestWireLog: what crossed the wire is kept, in order and without a token.
func TestWireLog(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		return say("my token is " + i.Token)
	})
	tokens := make(chan string, 1)
	dg.AddHandler(func(_ *discordgo.Session, i *discordgo.InteractionCreate) { tokens <- i.Token })
	heard := make(chan bool, 1)
	dg.AddHandler(func(*discordgo.Session, *discordgo.MessageCreate) { heard <- true })
	if _, err := srv.Person("alice").Slash(patience(t), "dm", "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatal(err)
	}
	<-heard
	l := dial(t, srv, "?v=10")
	l.send(`{"op":2,"d":{"token":"somebody's","intents":0}}`)
	l.wantClosed(4004)
	if status, _ := callRaw(t, srv, "GET", "/users/@me?token="+srv.Token(), ""); status != 200 {
		t.Errorf("HTTP %d", status)
	}

	seen := map[string]bool{}
	for _, f := range srv.Frames() {
		seen[strings.TrimSpace(fmt.Sprintf("%v %d %s", f.FromBot, f.Op, f.Type))] = true
		seen[fmt.Sprint("closed ", f.Close)] = true
	}
	for _, want := range []string{"false 10", "true 2", "false 0 READY", "false 0 INTERACTION_CREATE",
		"false 0 MESSAGE_CREATE", "closed 4004"} {
		if !seen[want] {
			t.Errorf("no frame %q among %v", want, seen)
		}
	}
	log, err := json.Marshal([]any{srv.Frames(), srv.Traffic()})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{srv.Token(), <-tokens, "somebody's"} {
		if strings.Contains(string(log), secret) {
			t.Errorf("the wire log holds the token %q", secret)
		}
	}
	for range 2100 {
		callRaw(t, srv, "GET", "/gateway", "")
	}
	if n, frames := len(srv.Traffic()), len(srv.Frames()); n > 2000 || frames != 0 {
		t.Errorf("%d calls and %d frames are kept", n, frames)
	}
}
