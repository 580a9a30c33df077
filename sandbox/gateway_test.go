package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"ibid/sandbox"
)

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	tests := []struct {
		query, sends string
		want         int
	}{
		{"?v=8", "", 4012},
		{"", "", 4012},
		{"?v=10&encoding=etf", "", 4012},
		{"?v=10&compress=zstd-stream", "", 4012},
		{"?v=10", `{}`, 4002},
		{"?v=10", `{"op":8,"d":{}}`, 4003},
		{"?v=10", `{"op":99}`, 4001},
		{"?v=10", `nonsense`, 4002},
		{"?v=10", `{"op":1,"d":"` + strings.Repeat("x", 4096) + `"}`, 4002},
		{"?v=10", `{"op":3,"d":{}}`, 4003},
		{"?v=10", `{"op":2,"d":{"token":"wrong","intents":1}}`, 4004},
		{"?v=10", `{"op":6,"d":{"token":"wrong","session_id":"x","seq":1}}`, 4004},
		{"?v=10", identify(srv, `,"intents":1,"shard":[2,2]`), 4010},
		{"?v=10", identify(srv, ``), 4013},
		{"?v=10", identify(srv, `,"intents":131072`), 4013},
		{"?v=9", identify(srv, `,"intents":32768`), 4014},
		{"?v=9", identify(srv, `,"intents":2`), 4014},
		{"?v=9", identify(srv, `,"intents":256`), 4014},
	}
	for _, test := range tests {
		l := dial(t, srv, test.query)
		if test.sends != "" {
			l.send("%s", test.sends)
		}
		if got := l.closed(); got != test.want {
			t.Errorf("%s %.60s: closed with %d, want %d", test.query, test.sends, got, test.want)
		}
	}
	l := dial(t, srv, "?v=10")
	l.send("%s", identify(srv, `,"intents":1`))
	l.send("%s", identify(srv, `,"intents":1`))
	if got := l.closed(); got != 4005 {
		t.Errorf("a second identify: closed with %d", got)
	}
}

func TestReadyHeartbeatAndReplay(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{HeartbeatInterval: time.Minute})
	l := dial(t, srv, "?v=10&encoding=json")
	l.send("%s", identify(srv, `,"intents":4609`))
	ready := l.next()
	var d struct {
		SessionID string `json:"session_id"`
		ResumeURL string `json:"resume_gateway_url"`
		User      struct{ ID string }
		Guilds    []struct {
			ID          string
			Unavailable bool
		}
	}
	if err := json.Unmarshal(ready.Data, &d); err != nil {
		t.Fatal(err)
	}
	if ready.Type != "READY" || ready.Seq != 1 || d.User.ID != srv.ApplicationID() ||
		!strings.HasPrefix(d.ResumeURL, "ws://") ||
		len(d.Guilds) != 1 || d.Guilds[0].ID != srv.GuildID() || !d.Guilds[0].Unavailable {
		t.Errorf("ready = %d %s %s", ready.Seq, ready.Type, ready.Data)
	}
	l.send(`{"op":1,"d":1}`)
	if got, want := l.types(2), []string{"GUILD_CREATE", "op 11"}; !cmp.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}

	srv.DropConnections(4000)
	if got := l.closed(); got != 4000 {
		t.Errorf("closed with %d", got)
	}
	for _, text := range []string{"one", "two"} {
		if _, err := srv.Person("alice").Posts("general", text); err != nil {
			t.Fatal(err)
		}
	}
	l = dial(t, srv, "?v=10&encoding=json")
	l.send(`{"op":6,"d":{"token":"Bot %s","session_id":%q,"seq":2}}`, srv.Token(), d.SessionID)
	if got, want := l.types(3), []string{"MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"}; !cmp.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}

	other := dial(t, srv, "?v=10")
	other.send(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":99}}`, srv.Token(), d.SessionID)
	if got := other.closed(); got != 4007 {
		t.Errorf("a sequence number of the future: closed with %d", got)
	}
	other = dial(t, srv, "?v=10")
	other.send(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":1}}`, srv.Token(), d.SessionID)
	if invalid := other.next(); invalid.Op != 9 || string(invalid.Data) != "false" {
		t.Errorf("resume of a session that is gone: %+v", invalid)
	}
	other.send("%s", identify(srv, `,"intents":0`))
	if got := other.types(1); got[0] != "READY" {
		t.Errorf("identify after an invalid session: %q", got)
	}
	wantGateway(t, srv, 1, 2, 1)
}

func TestClosingWith1000EndsTheSession(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	for code, want := range map[int]int{websocket.CloseNormalClosure: 9, 4000: 0} {
		l := dial(t, srv, "?v=10")
		l.send("%s", identify(srv, `,"intents":0`))
		var d struct {
			SessionID string `json:"session_id"`
		}
		if err := json.Unmarshal(l.next().Data, &d); err != nil {
			t.Fatal(err)
		}
		if err := l.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")); err != nil {
			t.Fatal(err)
		}
		l.closed()
		l = dial(t, srv, "?v=10")
		l.send(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":1}}`, srv.Token(), d.SessionID)
		if got := l.next(); got.Op != want {
			t.Errorf("resume after closing with %d: op %d, want %d", code, got.Op, want)
		}
	}
}

func TestIntentsAndShardsDecideWhatIsSent(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{GrantedIntents: 1 << 15})
	tests := []struct {
		more string
		want []string // after READY
	}{
		{`,"intents":0`, nil},
		{`,"intents":1`, []string{"GUILD_CREATE"}},
		{`,"intents":512`, []string{"MESSAGE_CREATE"}},
		{`,"intents":4096`, []string{"MESSAGE_CREATE"}},
		{`,"intents":4609`, []string{"GUILD_CREATE", "MESSAGE_CREATE", "MESSAGE_CREATE"}},
		{`,"intents":33280`, []string{"MESSAGE_CREATE"}},
	}
	var lines []*line
	for _, test := range tests {
		l := dial(t, srv, "?v=10")
		l.send("%s", identify(srv, test.more))
		if got := l.types(1); got[0] != "READY" {
			t.Fatalf("%s: %q", test.more, got)
		}
		lines = append(lines, l)
	}
	for _, channel := range []string{"general", "dm"} {
		if _, err := srv.Person("alice").Posts(channel, "hello"); err != nil {
			t.Fatal(err)
		}
	}
	for i, test := range tests {
		lines[i].send(`{"op":1,"d":1}`) // its acknowledgement comes after what was sent before
		got := lines[i].types(len(test.want) + 1)
		if want := append(test.want, "op 11"); !cmp.Equal(got, want) {
			t.Errorf("%s: %q, want %q", test.more, got, want)
		}
	}
}

func TestDiscordgoResumes(t *testing.T) {
	t.Parallel()
	disturbances := map[string]func(*sandbox.Server){
		"closed with 4000":  func(srv *sandbox.Server) { srv.DropConnections(4000) },
		"dropped":           func(srv *sandbox.Server) { srv.DropConnections(1006) },
		"reconnect request": func(srv *sandbox.Server) { srv.RequestReconnect() },
	}
	for name, disturb := range disturbances {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := start(t, sandbox.Options{})
			dg := client(t, srv)
			heard := make(chan string, 16)
			dg.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m.Content })
			connect(t, srv, dg)
			disturb(srv)
			if n := srv.Gateway().Connected; n != 0 {
				t.Fatalf("%d sessions connected", n)
			}
			if _, err := srv.Person("alice").Posts("dm", "while you were away"); err != nil {
				t.Fatal(err)
			}
			if err := srv.WaitReady(patience(t)); err != nil {
				t.Fatal(err)
			}
			select {
			case got := <-heard:
				if got != "while you were away" {
					t.Errorf("heard %q", got)
				}
			case <-patience(t).Done():
				t.Fatal("the missed message was not replayed")
			}
			wantGateway(t, srv, 1, 1, 1)
		})
	}
}

func TestDiscordgoIdentifiesAfterAnInvalidSession(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	ready := make(chan struct{}, 4)
	dg.AddHandler(func(*discordgo.Session, *discordgo.Ready) { ready <- struct{}{} })
	connect(t, srv, dg)
	<-ready
	srv.InvalidateSessions(false)
	<-ready
	wantGateway(t, srv, 1, 2, 0)
}
