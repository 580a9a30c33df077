package sandbox_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"ibid/sandbox"
)

func TestResumeAtItsOwnAddress(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	l := dial(t, srv, "?v=10")
	session := l.identify(srv, `,"intents":4096`)
	_, body := call(t, srv, "GET", "/gateway/bot", "")
	if session.URL == body["url"] {
		t.Errorf("sessions begin and resume at %s", session.URL)
	}
	for n, address := range []string{session.URL + "?v=10&encoding=json", body["url"].(string) + "?v=10"} {
		srv.DropConnections(1006)
		if _, err := srv.Person("alice").Posts("dm", "meanwhile"); err != nil {
			t.Fatal(err)
		}
		l = dialAt(t, address)
		l.resume(srv, session.ID, 1+2*n)
		if got, want := l.types(2), []string{"MESSAGE_CREATE", "RESUMED"}; !cmp.Equal(got, want) {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	g := srv.Gateway()
	if g.Resumes != 2 || g.ResumesAtResumeURL != 1 || g.Closed[1006] != 2 {
		t.Errorf("gateway: %+v, want 2 resumes, 1 of them at its own address, and 2 connections cut", g)
	}
	l.resume(srv, session.ID, 5)
	l.wantClosed(4005)
}

func TestMissingHeartbeats(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock, HeartbeatTimeout: time.Minute})
	l := dial(t, srv, "?v=10")
	session := l.identify(srv, `,"intents":0`)
	for range 3 {
		clock.Advance(59 * time.Second)
		l.beat()
	}
	clock.Advance(time.Minute)
	l.wantClosed(4009)
	l = dial(t, srv, "?v=10")
	l.resume(srv, session.ID, 1)
	l.wantOp(9, "false")
	if g := srv.Gateway(); g.Heartbeats != 3 || g.Closed[4009] != 1 {
		t.Errorf("gateway: %+v", g)
	}
}

func TestTooManyPayloads(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	l := dial(t, srv, "?v=10")
	session := l.identify(srv, `,"intents":0`)
	for range 119 {
		l.beat()
	}
	clock.Advance(time.Minute)
	for range 120 {
		l.beat()
	}
	l.send(`{"op":1,"d":null}`)
	l.wantClosed(4008)
	l = dial(t, srv, "?v=10")
	l.resume(srv, session.ID, 1)
	if got := l.types(1); got[0] != "RESUMED" {
		t.Errorf("resume after 4008: %q", got)
	}
}

func TestOneIdentifyInFiveSeconds(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock, RateLimits: true, MaxConcurrency: 2})
	dial(t, srv, "?v=10").identify(srv, `,"intents":0,"shard":[0,4]`)
	dial(t, srv, "?v=10").identify(srv, `,"intents":0,"shard":[1,4]`) // of another key
	l := dial(t, srv, "?v=10")
	l.send("%s", identify(srv, `,"intents":0,"shard":[2,4]`))
	l.wantOp(9, "false")
	l.send(`{"op":3,"d":{"activities":[],"status":"online"}}`)
	l.wantClosed(4003)
	clock.Advance(5 * time.Second)
	dial(t, srv, "?v=10").identify(srv, `,"intents":0,"shard":[2,4]`)
	wantGateway(t, srv, 3, 3, 0)
}

// startLimit is what GET /gateway/bot says of session starts: remaining, seconds until they reset, max_concurrency.
func startLimit(t *testing.T, srv *sandbox.Server) string {
	t.Helper()
	_, body := call(t, srv, "GET", "/gateway/bot", "")
	limit := body["session_start_limit"].(map[string]any)
	return fmt.Sprint(limit["total"], limit["remaining"], limit["reset_after"].(float64)/1000, limit["max_concurrency"])
}

func TestSessionStartsOfADay(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock, SessionStarts: 2, MaxConcurrency: 3})
	want := func(limit string) {
		t.Helper()
		if got := startLimit(t, srv); got != limit {
			t.Errorf("session start limit %s, want %s", got, limit)
		}
	}
	want("2 2 86400 3")
	first := dial(t, srv, "?v=10")
	first.identify(srv, `,"intents":0`)
	clock.Advance(time.Hour)
	want("2 1 82800 3")
	clock.Advance(23 * time.Hour)
	want("2 2 86400 3")
	dial(t, srv, "?v=10").identify(srv, `,"intents":0`)
	dial(t, srv, "?v=10").identify(srv, `,"intents":0`)
	want("2 0 86400 3")
	l := dial(t, srv, "?v=10")
	l.send("%s", identify(srv, `,"intents":0`))
	l.wantClosed(4004)
	first.wantClosed(4004)
	if status, _ := call(t, srv, "GET", "/users/@me", ""); status != 401 {
		t.Errorf("a token that was revoked: HTTP %d", status)
	}
	wantGateway(t, srv, 0, 3, 0)
}

func TestShardsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{Shards: 2, ShardingRequired: true})
	if _, body := call(t, srv, "GET", "/gateway/bot", ""); body["shards"] != 2.0 {
		t.Errorf("%v shards recommended", body["shards"])
	}
	l := dial(t, srv, "?v=10")
	l.send("%s", identify(srv, `,"intents":0`))
	l.wantClosed(4011)
	guilds := 0
	for shard := range 2 {
		l := dial(t, srv, "?v=10")
		l.identify(srv, fmt.Sprintf(`,"intents":1,"shard":[%d,2]`, shard))
		l.send(`{"op":1,"d":null}`)
		for l.next().Type == "GUILD_CREATE" {
			guilds++
		}
	}
	if guilds != 1 {
		t.Errorf("the guild came on %d shards", guilds)
	}
}

func TestPresencesAndUnsupportedPayloads(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	tests := []struct {
		sends string
		want  int // close code; 0: none
	}{
		{`{"op":3,"d":{"since":null,"activities":[{"name":"x","type":0}],"status":"dnd","afk":false}}`, 0},
		{`{"op":3,"d":{"activities":null,"status":"online"}}`, 4002},
		{`{"op":3,"d":{"activities":[],"status":"there"}}`, 4002},
		{`{"op":8,"d":[]}`, 4002},
		{`{"op":8,"d":{"guild_id":"1"}}`, 4001},
		{`{"op":4,"d":{}}`, 4001},
		{`{"op":31,"d":{}}`, 4001},
		{`{"op":43,"d":{}}`, 4001},
	}
	for _, test := range tests {
		l := dial(t, srv, "?v=10")
		l.identify(srv, `,"intents":0`)
		l.send("%s", test.sends)
		if test.want == 0 {
			l.beat()
		} else if got := l.closed(); got != test.want {
			t.Errorf("%s: closed with %d, want %d", test.sends, got, test.want)
		}
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{GrantedIntents: 1 << 1})
	alice := srv.Person("alice").ID()
	guild := srv.GuildID()
	for _, test := range []struct {
		intents int
		asks    string
		members int
		more    string
	}{
		{0, fmt.Sprintf(`"user_ids":[%q,"1"],"nonce":"n"`, alice), 1, `{"nonce":"n","not_found":["1"]}`},
		{0, fmt.Sprintf(`"user_ids":%q,"nonce":"%s"`, alice, strings.Repeat("x", 33)), 1, `{}`},
		{0, `"query":"AL","limit":5`, 1, `{}`},
		{0, `"query":"","limit":0`, -1, ""},
		{2, `"query":"","limit":0`, 6, `{}`},
		{2, `"query":"","limit":2`, 2, `{}`},
	} {
		l := dial(t, srv, "?v=10")
		l.identify(srv, fmt.Sprintf(`,"intents":%d`, test.intents))
		l.send(`{"op":8,"d":{"guild_id":%q,%s}}`, guild, test.asks)
		if test.members < 0 {
			l.beat()
			continue
		}
		f := l.next()
		chunk := decoded(t, f.Data)
		n := len(chunk["members"].([]any))
		for _, field := range []string{"members", "guild_id", "chunk_index", "chunk_count"} {
			delete(chunk, field)
		}
		if rest, _ := json.Marshal(chunk); f.Type != "GUILD_MEMBERS_CHUNK" || n != test.members || string(rest) != test.more {
			t.Errorf("%s: %s with %d members and %s, want %d and %s", test.asks, f.Type, n, rest, test.members, test.more)
		}
	}
}

func TestDiscordgoAsksForMembers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	chunks := make(chan *discordgo.GuildMembersChunk, 1)
	dg.AddHandler(func(_ *discordgo.Session, c *discordgo.GuildMembersChunk) { chunks <- c })
	connect(t, srv, dg)
	if err := dg.UpdateGameStatus(0, "quotations"); err != nil {
		t.Fatal(err)
	}
	if err := dg.RequestGuildMembers(srv.GuildID(), "bob", 1, "", false); err != nil {
		t.Fatal(err)
	}
	if c := <-chunks; len(c.Members) != 1 || c.Members[0].User.Username != "bob" {
		t.Errorf("members %+v", c.Members)
	}
}

func TestTransportCompression(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	_, body := call(t, srv, "GET", "/gateway", "")
	ws, _, err := websocket.DefaultDialer.DialContext(patience(t),
		body["url"].(string)+"?v=10&encoding=json&compress=zlib-stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	// The messages are one zlib stream; each ends with a sync flush, so what it holds can be read at once.
	r, w := io.Pipe()
	go func() {
		for {
			kind, data, err := ws.ReadMessage()
			if err == nil && (kind != websocket.BinaryMessage || !bytes.HasSuffix(data, []byte{0, 0, 0xff, 0xff})) {
				err = fmt.Errorf("message of kind %d ends with %x", kind, data[max(0, len(data)-4):])
			}
			if err == nil {
				_, err = w.Write(data)
			}
			if err != nil {
				_ = w.CloseWithError(err)
				return
			}
		}
	}()
	z, err := zlib.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(z)
	want := func(op int, kind string) {
		t.Helper()
		var f frame
		if err := dec.Decode(&f); err != nil || f.Op != op || f.Type != kind {
			t.Fatalf("op %d %s, %v, want op %d %s", f.Op, f.Type, err, op, kind)
		}
	}
	want(10, "")
	if err := ws.WriteMessage(websocket.TextMessage, []byte(identify(srv, `,"intents":1,"compress":true`))); err != nil {
		t.Fatal(err)
	}
	want(0, "READY")
	want(0, "GUILD_CREATE")
	if err := ws.WriteJSON(map[string]int{"op": 1}); err != nil {
		t.Fatal(err)
	}
	want(11, "")
}

func TestPayloadCompression(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	l := dial(t, srv, "?v=10")
	l.send("%s", identify(srv, `,"intents":1,"compress":true`))
	for _, want := range []string{"READY", "GUILD_CREATE"} {
		kind, data, err := l.ws.ReadMessage()
		if err != nil || kind != websocket.BinaryMessage {
			t.Fatalf("message of kind %d, %v", kind, err)
		}
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var f frame
		if err := json.NewDecoder(z).Decode(&f); err != nil || f.Type != want {
			t.Errorf("%s, %v, want %s", f.Type, err, want)
		}
	}
	l.beat() // too short to be compressed
}
