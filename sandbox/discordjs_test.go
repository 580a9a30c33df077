package sandbox_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ibid/sandbox"
)

const npm = "testdata/npm"

// node is the program that runs the tools in testdata/npm. Without it, or without their packages, a test is skipped;
// it fails instead where IBID_REQUIRE_TOOLS is 1.
func node(t testing.TB) string {
	t.Helper()
	program, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(npm, "node_modules", "@discordjs", "ws"))
	}
	switch {
	case err == nil:
		return program
	case os.Getenv("IBID_REQUIRE_TOOLS") == "1":
		t.Fatalf("node and its packages are missing: install node, then run npm ci in sandbox/%s: %v", npm, err)
	}
	t.Skipf("SKIPPED: install node, then run npm ci in sandbox/%s: %v", npm, err)
	return ""
}

// A told is a line that the second client writes.
type told struct {
	Event, Text, Name, Message, Scope string
	Seq, Code                         int
	Global                            bool
	IDs                               []string
	Body                              json.RawMessage
}

// A second is the client that is not discordgo: see testdata/npm/client.mjs.
type second struct {
	t     *testing.T
	in    io.WriteCloser
	lines chan told
	seen  []told
}

// second starts the second client and waits until it is ready.
func startSecond(t *testing.T, srv *sandbox.Server, more ...string) *second {
	t.Helper()
	cmd := exec.CommandContext(patience(t), node(t), "client.mjs")
	cmd.Dir = npm
	cmd.Env = append(os.Environ(), "SANDBOX_API="+srv.URL()+"/api", "SANDBOX_TOKEN="+srv.Token())
	cmd.Env = append(cmd.Env, more...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &second{t: t, in: in, lines: make(chan told, 1000)}
	go c.listen(out)
	t.Cleanup(func() {
		_ = in.Close() // tells it to leave
		c.rest()
		if err := cmd.Wait(); err != nil || stderr.Len() > 0 {
			t.Errorf("the client ended with %v and said:\n%s", err, stderr.String())
		}
	})
	c.await("ready")
	return c
}

func (c *second) listen(out io.Reader) {
	defer close(c.lines)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line told
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			line = told{Event: "failed", Message: lines.Text()}
		}
		c.lines <- line
	}
}

// await waits until the client tells of an event.
func (c *second) await(event string) told {
	c.t.Helper()
	for line := range c.lines {
		c.note(line)
		if line.Event == event {
			return line
		}
	}
	c.t.Fatalf("the client ended before it told of %q; it told %v", event, c.seen)
	return told{}
}

// rest reads what the client tells until it ends.
func (c *second) rest() {
	for line := range c.lines {
		c.note(line)
	}
}

func (c *second) note(line told) {
	c.seen = append(c.seen, line)
	if line.Event == "failed" {
		c.t.Errorf("the client failed: %s (code %d)", line.Message, line.Code)
	}
}

// order tells the client to do something.
func (c *second) order(format string, args ...any) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c.in, format+"\n", args...); err != nil {
		c.t.Fatal(err)
	}
}

// hear waits until the client has told of a message.
func (c *second) hear(text string) {
	c.t.Helper()
	for !slices.Contains(c.heard(), text) {
		c.await("heard")
	}
}

// heard are the texts of the messages that the client has told of, in order.
func (c *second) heard() []string {
	var out []string
	for _, line := range c.seen {
		if line.Event == "heard" {
			out = append(out, line.Text)
		}
	}
	return out
}

// A client that is not discordgo registers commands and answers every kind of interaction.
func TestAnotherClientAnswers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	startSecond(t, srv)
	ctx, alice := patience(t), srv.Person("alice")
	says := func(want string) func(sandbox.Reply, error) sandbox.Reply {
		return func(r sandbox.Reply, err error) sandbox.Reply {
			t.Helper()
			if err != nil || !strings.Contains(r.Text(), want) {
				t.Fatalf("the reply is %q, %v; want %q", r.Text(), err, want)
			}
			return r
		}
	}
	if n := len(srv.Commands()); n != 4 {
		t.Errorf("%d commands are registered, want 4", n)
	}
	choices, err := alice.Autocomplete(ctx, "general", "ask", "question", "wh")
	if err != nil || len(choices) != 1 || choices[0].Value != "wh?" {
		t.Errorf("suggestions %v, %v", choices, err)
	}
	asked := says("You asked: why?")(alice.Slash(ctx, "general", "ask", map[string]any{"question": "why?"}))
	says("You picked 2")(alice.Selects(ctx, asked.Message, "pick", "2"))
	more := says("There is no more.")(alice.Clicks(ctx, asked.Message, "more"))
	if !more.Updated || len(more.Buttons()) > 0 {
		t.Errorf("the press made %+v, not an update without buttons", more.Message)
	}
	says("Now.")(alice.Slash(ctx, "dm", "later", nil))
	says("4 letters")(alice.MessageCommand(ctx, "Count letters",
		says("Now.")(alice.Slash(ctx, "general", "later", nil)).Message))
	opened, err := alice.Slash(ctx, "general", "form", nil)
	if err != nil || opened.Modal == nil {
		t.Fatalf("no form was opened: %+v, %v", opened, err)
	}
	says("Hello, Alice, in reading-room")(alice.Submits(ctx, opened.Modal,
		map[string][]string{"name": {"Alice"}, "where": {srv.ChannelID("reading-room")}}))
}

// A client that is not discordgo comes through the gateway's bad days, and what it missed it gets exactly once.
func TestAnotherClientResumes(t *testing.T) {
	t.Parallel()
	for name, compress := range map[string]string{"plain": "", "compressed": "zlib"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := start(t, sandbox.Options{})
			c := startSecond(t, srv, "SANDBOX_COMPRESS="+compress)
			comeThrough(t, srv, c)
		})
	}
}

// comeThrough makes bad days for a client that is connected, and checks what it heard.
func comeThrough(t *testing.T, srv *sandbox.Server, c *second) {
	t.Helper()
	var want []string
	post := func(text string) {
		t.Helper()
		if _, err := srv.Person("alice").Posts("dm", text); err != nil {
			t.Fatal(err)
		}
		want = append(want, text)
	}
	post("before")
	c.hear("before") // it may resume before it has counted an event that came just before
	for name, disturb := range map[string]func(){
		"cut":               func() { srv.DropConnections(1006) },
		"closed with 4000":  func() { srv.DropConnections(4000) },
		"reconnect request": func() { srv.RequestReconnect() },
		"session in doubt":  func() { srv.InvalidateSessions(true) },
	} {
		disturb()
		post(name)
		c.await("resumed")
		post("after: " + name)
		c.hear("after: " + name)
	}
	srv.InvalidateSessions(false)
	c.await("ready")
	post("in a new session")
	c.hear("in a new session")
	if got := c.heard(); !slices.Equal(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
	stats := srv.Gateway()
	// A session in doubt is resumed on the connection there is, all others at the address that READY gave.
	if stats.Connected != 1 || stats.Identifies != 2 || stats.Resumes != 4 || stats.ResumesAtResumeURL < 3 {
		t.Errorf("stats = %+v, want one connection, two identifies, four resumes, three of them at the resume address", stats)
	}
}

// A client that is not discordgo reads the limits from the headers of answers, and so never meets one; and what is
// refused with 429 anyhow it sends again, in its time and once.
func TestAnotherClientKeepsLimits(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{RateLimits: true})
	c := startSecond(t, srv)
	general := srv.ChannelID("general")
	texts := []string{"one", "two", "three", "four", "five", "six", "seven"}
	list, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	c.order(`{"do":"post","channel":%q,"texts":%s}`, general, list)
	if limited := c.await("limited"); limited.Scope != "user" || limited.Global {
		t.Errorf("the client was limited by %+v, not by its own bucket", limited)
	}
	c.await("posted")
	if slices.ContainsFunc(c.seen, func(line told) bool { return line.Event == "refused" }) {
		t.Errorf("a call was refused, though the headers told the limit: %v", c.seen)
	}
	for _, scope := range []string{"user", "shared", "global"} {
		srv.FailCalls(1, sandbox.CallFault{
			Fault: sandbox.FaultRateLimit, Route: "POST /channels/{channel}/messages", Scope: scope, For: 100 * time.Millisecond,
		})
		c.order(`{"do":"post","channel":%q,"texts":[%q]}`, general, scope)
		if refused := c.await("refused"); refused.Global != (scope == "global") || refused.Scope != scope {
			t.Errorf("the client was refused by %+v, want scope %q", refused, scope)
		}
		c.await("posted")
		texts = append(texts, scope)
	}
	var got []string
	for _, m := range srv.Messages(general) {
		got = append(got, m.Content)
	}
	if !slices.Equal(got, texts) {
		t.Errorf("posted %q, want %q", got, texts)
	}
}
