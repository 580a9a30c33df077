package sandbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"ibid/sandbox"
)

func TestSilentHeartbeats(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	l := dial(t, srv, "?v=10")
	l.identify(srv, `,"intents":0`)
	srv.SetWeather(sandbox.Weather{SilentHeartbeats: true})
	l.send(`{"op":1,"d":1}`)
	l.send(`{"op":8,"d":{"guild_id":%q,"user_ids":"1"}}`, srv.GuildID())
	if got := l.types(1); got[0] != "GUILD_MEMBERS_CHUNK" {
		t.Errorf("%q instead of silence", got)
	}
	srv.SetWeather(sandbox.Weather{})
	l.beat()
}

// TestDiscordgoLeavesASilentGateway: it takes five intervals without an acknowledgement.
func TestDiscordgoLeavesASilentGateway(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{HeartbeatInterval: 20 * time.Millisecond, HeartbeatTimeout: time.Minute})
	dg := client(t, srv)
	left := make(chan bool, 8)
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { left <- true })
	connect(t, srv, dg)
	srv.SetWeather(sandbox.Weather{SilentHeartbeats: true})
	<-left
	srv.SetWeather(sandbox.Weather{})
	if err := srv.WaitReady(patience(t)); err != nil {
		t.Error(err)
	}
}

func TestDuplicateEvents(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	srv.SetWeather(sandbox.Weather{DuplicateEvents: true})
	l := dial(t, srv, "?v=10")
	l.identify(srv, `,"intents":4096`)
	if _, err := srv.Person("alice").Posts("dm", "hello"); err != nil {
		t.Fatal(err)
	}
	first, second := l.next(), l.next()
	if first.Type != "MESSAGE_CREATE" || !cmp.Equal(first, second) {
		t.Errorf("%+v, then %+v", first, second)
	}
	l.beat()
}

func TestHeartbeatOnRequest(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	l := dial(t, srv, "?v=10")
	l.identify(srv, `,"intents":0`)
	srv.RequestHeartbeat()
	l.wantOp(1, "null")
	l.beat()
}

func TestInvalidSessions(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	for _, resumable := range []bool{true, false} {
		l := dial(t, srv, "?v=10")
		session := l.identify(srv, `,"intents":4096`)
		srv.InvalidateSessions(resumable)
		l.wantOp(9, fmt.Sprint(resumable))
		if _, err := srv.Person("alice").Posts("dm", "meanwhile"); err != nil {
			t.Fatal(err)
		}
		l.send(`{"op":3,"d":{"activities":[],"status":"online"}}`)
		l.wantClosed(4003)
		l = dial(t, srv, "?v=10")
		l.resume(srv, session.ID, 1)
		if !resumable {
			l.wantOp(9, "false")
		} else if got, want := l.types(2), []string{"MESSAGE_CREATE", "RESUMED"}; !cmp.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		srv.DropConnections(4000)
	}
}

func TestOutage(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	l := dial(t, srv, "?v=10")
	session := l.identify(srv, `,"intents":0`)
	srv.Outage(30 * time.Second)
	if _, _, err := l.ws.ReadMessage(); !websocket.IsCloseError(err, 1006) {
		t.Errorf("the connection ended with %v", err)
	}
	upgrade := func() int {
		_, resp, err := websocket.DefaultDialer.DialContext(patience(t), session.URL+"?v=10", nil)
		if resp == nil {
			t.Fatal(err)
		}
		return resp.StatusCode
	}
	clock.Advance(29 * time.Second)
	if status := upgrade(); status != 503 {
		t.Errorf("in the outage: HTTP %d", status)
	}
	clock.Advance(time.Second)
	l = dialAt(t, session.URL+"?v=10")
	l.resume(srv, session.ID, 1)
	if got := l.types(1); got[0] != "RESUMED" {
		t.Errorf("after the outage: %q", got)
	}
}

func TestDiscordgoSurvivesAnOutage(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	dg := client(t, srv)
	connect(t, srv, dg)
	srv.Outage(time.Minute)
	if g := srv.Gateway(); g.Connected != 0 || g.Closed[1006] != 1 {
		t.Errorf("gateway: %+v", g)
	}
	clock.Advance(time.Minute)
	if err := srv.WaitReady(patience(t)); err != nil {
		t.Error(err)
	}
	wantGateway(t, srv, 1, 1, 1)
}
