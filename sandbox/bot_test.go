package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// TestMain lets more tests run at once than there are processors: most of their time they wait for what sleeps by
// itself, such as discordgo and its examples.
func TestMain(m *testing.M) {
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "test.parallel" })
	if !chosen {
		if err := flag.Set("test.parallel", "16"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// start runs a sandbox that ends with the test. Whatever it has answered and sent by then is held to Discord's
// description.
func start(t testing.TB, o sandbox.Options) *sandbox.Server {
	t.Helper()
	srv, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		holdToDescription(t, srv)
	})
	return srv
}

// patience is how long a test waits for what must happen; it is reached only by a test that fails.
func patience(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// toSandbox sends what discordgo sends to discord.com to the sandbox.
type toSandbox struct{ host string }

func (r toSandbox) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host, req.Host = "http", r.host, r.host
	return http.DefaultTransport.RoundTrip(req)
}

const intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// client is a discordgo session for a sandbox that is not connected yet.
func client(t testing.TB, srv *sandbox.Server) *discordgo.Session {
	t.Helper()
	u, err := url.Parse(srv.URL())
	if err != nil {
		t.Fatal(err)
	}
	dg, err := discordgo.New("Bot " + srv.Token())
	if err != nil {
		t.Fatal(err)
	}
	dg.Client = &http.Client{Transport: toSandbox{u.Host}}
	dg.Identify.Intents = intents
	dg.LogLevel = -1
	return dg
}

// connect opens the session's gateway and waits until the sandbox knows, and has had its first heartbeat: if discordgo
// can't send that, it reconnects twice at once.
func connect(t testing.TB, srv *sandbox.Server, dg *discordgo.Session) {
	t.Helper()
	beats := srv.Gateway().Heartbeats
	if err := dg.Open(); err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { leave(srv, dg) })
	if err := srv.WaitReady(patience(t)); err != nil {
		t.Fatal(err)
	}
	if err := sandbox.WaitUntil(srv, patience(t), func() bool { return srv.Gateway().Heartbeats > beats }); err != nil {
		t.Fatalf("wait for a heartbeat: %v", err)
	}
}

// leave closes the session's gateway and waits until the sandbox knows, but not for the second that discordgo sleeps
// after it.
func leave(srv *sandbox.Server, dg *discordgo.Session) {
	here := srv.Gateway().Connected
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		_ = dg.Close() // it may be closed already
	}()
	_ = sandbox.WaitUntil(srv, ctx, func() bool { return srv.Gateway().Connected < here })
}

// ask is a slash command with an option that completes itself.
var ask = &discordgo.ApplicationCommand{
	Name: "ask", Description: "Ask a question",
	Options: []*discordgo.ApplicationCommandOption{{
		Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What you want to know",
		Required: true, Autocomplete: true, MaxLength: 200,
	}},
}

var about = &discordgo.ApplicationCommand{Name: "Ask about this", Type: discordgo.MessageApplicationCommand}

// register overwrites the bot's commands.
func register(t testing.TB, srv *sandbox.Server, dg *discordgo.Session, list ...*discordgo.ApplicationCommand) {
	t.Helper()
	if _, err := dg.ApplicationCommandBulkOverwrite(srv.ApplicationID(), "", list); err != nil {
		t.Fatalf("register: %v", err)
	}
	if err := srv.WaitCommands(patience(t)); err != nil {
		t.Fatal(err)
	}
}

// answering runs a bot that answers every interaction with a function's response.
func answering(t testing.TB, o sandbox.Options,
	f func(*discordgo.InteractionCreate) *discordgo.InteractionResponse) (*sandbox.Server, *discordgo.Session) {
	t.Helper()
	srv := start(t, o)
	dg := client(t, srv)
	var busy sync.WaitGroup
	dg.AddHandler(func(dg *discordgo.Session, i *discordgo.InteractionCreate) {
		busy.Add(1)
		defer busy.Done()
		if err := dg.InteractionRespond(i.Interaction, f(i)); err != nil {
			t.Errorf("respond: %v", err)
		}
	})
	connect(t, srv, dg)
	register(t, srv, dg, ask, about)
	t.Cleanup(busy.Wait) // a reply is seen before the call that made it returns
	return srv, dg
}

// say is a response with a message.
func say(text string, parts ...discordgo.MessageComponent) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: text, Components: parts},
	}
}

func row(parts ...discordgo.MessageComponent) discordgo.ActionsRow {
	return discordgo.ActionsRow{Components: parts}
}

func button(label, id string) discordgo.Button { return discordgo.Button{Label: label, CustomID: id} }

// impatient is a clock on which every deadline passes at once.
type impatient struct{}

func (impatient) Now() time.Time { return time.Now() }

func (impatient) AfterFunc(_ time.Duration, f func()) func() {
	go f()
	return func() {}
}

// newYear is when the manual clocks of tests begin.
var newYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// eventNames collects the names of the events that a client gets from now on.
func eventNames(dg *discordgo.Session, names ...string) <-chan *discordgo.Event {
	events := make(chan *discordgo.Event, 256)
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		for _, name := range names {
			if e.Type == name {
				events <- e
			}
		}
	})
	return events
}

// next waits for an event and decodes what it brings.
func next(t testing.TB, events <-chan *discordgo.Event, name string) map[string]any {
	t.Helper()
	select {
	case e := <-events:
		var data map[string]any
		if err := json.Unmarshal(e.RawData, &data); err != nil || e.Type != name {
			t.Fatalf("event %s, want %s (%v)", e.Type, name, err)
		}
		return data
	case <-patience(t).Done():
		t.Fatalf("no %s", name)
		return nil
	}
}

// allow gives the bot permissions in a channel.
func allow(t testing.TB, srv *sandbox.Server, channel string, bits uint64) {
	t.Helper()
	may(t, srv, channel, "Ibid", bits, 0)
}

// may sets what somebody may and may not do in a channel.
func may(t testing.TB, srv *sandbox.Server, channel, who string, allow, deny uint64) {
	t.Helper()
	if err := srv.SetOverwrite(channel, who, allow, deny); err != nil {
		t.Fatal(err)
	}
}

// refused checks that an act is not offered.
func refused(t testing.TB, what string, err error) {
	t.Helper()
	if !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("%s: %v", what, err)
	}
}
