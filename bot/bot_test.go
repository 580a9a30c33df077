package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// TestRound does all that a member can do.
func TestRound(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	ctx, alice := patience(t), tr.Person("alice")

	card := tr.says(alice.Slash(ctx, "general", "ask", slash("why")))("@everyone asked: why "+secretQuestion, false)
	clicked, err := alice.Clicks(ctx, card, "more")
	tr.says(clicked, err)("clicked more", false)
	if !clicked.Updated {
		t.Error("the click made a new message")
	}
	tr.says(alice.Slash(ctx, "dm", "ask", slash("why")))("@everyone asked: why "+secretQuestion, false)

	if got, err := alice.Autocomplete(ctx, "general", "ask", "question", "wh"); err != nil || len(got) != 1 || got[0].Name != "wh?" {
		t.Errorf("suggestions %v, %v, want wh?", got, err)
	}
	if got, err := alice.Autocomplete(ctx, "general", "ask", "question", "none"); err != nil || len(got) != 0 {
		t.Errorf("suggestions %v, %v, want none", got, err)
	}

	said := "<@" + alice.ID() + "> said: why " + secretQuestion
	tr.says(alice.DM(ctx, "why "+secretQuestion))(said, false)
	answer := tr.says(alice.Says(ctx, "general", tr.Mention()+" why "+secretQuestion))(said, false)
	if question, ok := tr.Message(answer.ReplyTo); !ok || question.AuthorID != alice.ID() {
		t.Errorf("the answer replies to %q, want alice's message", answer.ReplyTo)
	}
	tr.says(alice.Replies(ctx, answer, "why "+secretQuestion))(said+" after "+answer.ID, false)

	foreign, err := tr.ForeignMessage("general", "a claim about "+secretQuestion)
	if err != nil {
		t.Fatal(err)
	}
	tr.says(alice.MessageCommand(ctx, "About this", foreign))("about: a claim about "+secretQuestion, false)
	tr.end() // all calls have been recorded then
	checkTraffic(t, tr.Traffic())
}

// checkTraffic looks at all that was sent: it was taken, and each message says that nobody is pinged.
func checkTraffic(t *testing.T, calls []sandbox.Call) {
	t.Helper()
	messages := 0
	for _, c := range calls {
		if c.Status >= 400 {
			t.Errorf("%s %s: %d %s", c.Method, c.Path, c.Status, c.Response)
		}
		if !bytes.Contains(c.Request, []byte(`"flags"`)) {
			continue
		}
		messages++
		var sent struct {
			message map[string]json.RawMessage
			Data    map[string]json.RawMessage `json:"data"`
		}
		if err := errors.Join(json.Unmarshal(c.Request, &sent), json.Unmarshal(c.Request, &sent.message)); err != nil {
			t.Fatalf("%s %s: %v", c.Method, c.Path, err)
		}
		if sent.Data != nil { // of a response
			sent.message = sent.Data
		}
		if sent.message["components"] == nil {
			t.Errorf("%s %s: this is no message: %s", c.Method, c.Path, c.Request)
		}
		if !bytes.Contains(c.Request, []byte(`"allowed_mentions":{"parse":[],"replied_user":false}`)) {
			t.Errorf("%s %s without an empty allowed_mentions: %s", c.Method, c.Path, c.Request)
		}
		for _, key := range []string{"content", "embeds", "tts"} {
			if sent.message[key] != nil {
				t.Errorf("%s %s has %q beside Components V2: %s", c.Method, c.Path, key, c.Request)
			}
		}
	}
	if messages != 7 {
		t.Errorf("%d messages were sent, want 7: the round is not whole", messages)
	}
}

// TestNotForUs: what people say among themselves is not even handed on.
func TestNotForUs(t *testing.T) {
	t.Parallel()
	handed := make(chan string, 10)
	tr := start(t, startSandbox(t), handlerFuncs{
		message: func(_ context.Context, m *discordgo.Message) (*discordgo.MessageSend, error) {
			handed <- m.Content
			return &discordgo.MessageSend{Components: text("yes")}, nil
		},
	}, Options{})
	if _, err := tr.Person("bob").Posts("general", "a word among ourselves"); err != nil {
		t.Fatal(err)
	}
	if _, err := tr.Person("bob").Posts("general", "@everyone and @here"); err != nil {
		t.Fatal(err)
	}
	if _, err := tr.ForeignMessage("general", "a bot mentions "+tr.Mention()); err != nil {
		t.Fatal(err)
	}
	// Events come in order, and the sandbox sends each message to everybody: once this is answered, the others have been passed by.
	tr.says(tr.Person("bob").Says(patience(t), "general", tr.Mention()+" and now?"))("yes", false)
	if got := <-handed; !strings.Contains(got, "and now?") || len(handed) != 0 {
		t.Errorf("handed on: %q and %d more, want only the mention", got, len(handed))
	}
}

// TestTooManyAtOnce: beyond the bound, people are told so, and those who were first are answered.
func TestTooManyAtOnce(t *testing.T) {
	t.Parallel()
	x := newExaminer()
	tr := start(t, startSandbox(t), x, Options{Concurrency: 1})
	ctx, alice, bob := patience(t), tr.Person("alice"), tr.Person("bob")
	first := make(chan func(string, bool) sandbox.Message)
	go func() { first <- tr.says(alice.Says(ctx, "general", tr.Mention()+" wait")) }()
	<-x.begun
	tr.says(bob.Slash(ctx, "general", "ask", slash("why")))(tooMuch, true)
	tr.log.wait(t, "event dealt with", 1)
	tr.says(bob.DM(ctx, "why"))(tooMuch, false)
	tr.log.wait(t, "event dealt with", 2)
	close(x.finish)
	(<-first)("<@"+alice.ID()+"> said: wait", false)
	tr.log.wait(t, "event dealt with", 3)
	tr.says(bob.Slash(ctx, "general", "ask", slash("why")))("@everyone asked: why "+secretQuestion, false)
}

// TestStopping: what has begun is finished.
func TestStopping(t *testing.T) {
	t.Parallel()
	x := newExaminer()
	tr := start(t, startSandbox(t), x, Options{})
	alice := tr.Person("alice")
	answer := make(chan func(string, bool) sandbox.Message)
	go func() { answer <- tr.says(alice.DM(patience(t), "wait")) }()
	<-x.begun
	tr.stop()
	tr.log.wait(t, "gateway closed", 1)
	close(x.finish)
	(<-answer)("<@"+alice.ID()+"> said: wait", false)
}

// TestStoppingDoesNotWaitForEver: a handler that does not end is left behind.
func TestStoppingDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	x := newExaminer()
	tr := start(t, startSandbox(t), x, Options{DrainTimeout: 1})
	if _, err := tr.Person("alice").Posts("dm", "wait"); err != nil {
		t.Fatal(err)
	}
	<-x.begun
	if err := tr.ended(); err != nil {
		t.Error(err)
	}
	close(x.finish)
}

// TestLostConnections: each question is answered once, whatever becomes of the connection.
func TestLostConnections(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	ctx, alice := patience(t), tr.Person("alice")
	disturbances := []struct {
		name             string
		disturb          func()
		resumes, renewed int // what the gateway has seen after it, in all
	}{
		{"cut", func() { tr.DropConnections(1006) }, 1, 1},
		{"closed", func() { tr.DropConnections(4000) }, 2, 1},
		{"asked to reconnect", tr.RequestReconnect, 3, 1},
		{"out", func() { tr.Outage(50 * time.Millisecond) }, 4, 1},
	}
	for _, d := range disturbances {
		d.disturb()
		// These are posted while nobody listens, and come with the resume.
		for n := range 3 {
			tr.says(alice.Says(ctx, "general", fmt.Sprintf("%s %s %d", tr.Mention(), d.name, n)))(fmt.Sprintf("<@%s> said: %s %d", alice.ID(), d.name, n), false)
		}
		if g := tr.Gateway(); g.Resumes != d.resumes || g.Identifies != d.renewed {
			t.Errorf("%s: %d resumes and %d identifies, want %d and %d", d.name, g.Resumes, g.Identifies, d.resumes, d.renewed)
		}
	}
	tr.InvalidateSessions(false)
	tr.log.wait(t, "session=new", 2)
	tr.says(alice.Says(ctx, "general", tr.Mention()+" anew"))("<@"+alice.ID()+"> said: anew", false)

	tr.end() // nothing more is sent then
	answered := map[string]int{}
	for _, m := range tr.Messages("general") {
		if m.ReplyTo != "" {
			answered[m.ReplyTo]++
		}
	}
	for id, n := range answered {
		if n != 1 {
			t.Errorf("message %s was answered %d times", id, n)
		}
	}
	if len(answered) != 13 {
		t.Errorf("%d messages were answered, want 13", len(answered))
	}
	sent := 0 // the nonce would hide a second answer
	for _, c := range tr.Traffic() {
		if c.Method == "POST" && strings.HasSuffix(c.Path, "/messages") {
			sent++
		}
	}
	if sent != 13 {
		t.Errorf("%d answers were sent, want 13", sent)
	}
}

// TestEventsThatComeAgain: the gateway may repeat what it sent before a resume.
func TestEventsThatComeAgain(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	const message = `{"op":0,"s":%d,"t":"MESSAGE_CREATE","d":{"id":"77%d","channel_id":"5","author":{"id":"1"},"content":"why"}}`
	const click = `{"op":0,"s":3,"t":"INTERACTION_CREATE","d":{"id":"88","token":"t","type":3,"data":{"custom_id":"x"}}}`
	log := newJournal()
	g := newGateway(t, func(c *conversation) {
		c.hello()
		c.ready()
		c.say(message, 2, 1)
		c.say(click)
		if c.number == 1 {
			c.close(4000)
			return
		}
		c.say(message, 4, 2)
		<-done
	})
	var mu sync.Mutex
	handed := map[string]int{}
	count := func(id string) {
		mu.Lock()
		defer mu.Unlock()
		handed[id]++
		if id == "772" {
			cancel()
			close(done)
		}
	}
	b := newTestBot(t, Options{APIURL: g.URL, Backoff: immediately, Logger: debugLog(log)})
	err := b.Run(ctx, handlerFuncs{
		interaction: func(_ context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
			count(i.ID)
			return &discordgo.InteractionResponse{
				Type: discordgo.InteractionResponseUpdateMessage, Data: &discordgo.InteractionResponseData{Components: text("b")},
			}, nil
		},
		message: func(_ context.Context, m *discordgo.Message) (*discordgo.MessageSend, error) {
			count(m.ID)
			return nil, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if handed["771"] != 1 || handed["772"] != 1 || handed["88"] != 1 || len(handed) != 3 {
		t.Errorf("handed on: %v, want each event once", handed)
	}
	if got := strings.Count(log.String(), "event came again"); got != 2 {
		t.Errorf("%d events came again, want 2: the gateway has not repeated itself", got)
	}
}

// TestCommandsAreWrittenOnce: a second start finds them registered, a changed definition is written.
func TestCommandsAreWrittenOnce(t *testing.T) {
	t.Parallel()
	server := startSandbox(t)
	writes := func() (n int) {
		for _, c := range server.Traffic() {
			if c.Method == "PUT" && strings.HasSuffix(c.Path, "/commands") {
				n++
			}
		}
		return n
	}
	changed := examinerCommands()
	changed[0].Description = "Ask the experts"
	for n, run := range []struct {
		commands []*discordgo.ApplicationCommand
		want     int
	}{{examinerCommands(), 1}, {examinerCommands(), 1}, {changed, 2}, {changed[:1], 3}} {
		tr := start(t, server, newExaminer(), Options{Commands: run.commands})
		diff, err := tr.bot.CommandDiff(t.Context())
		if err != nil || !diff.Empty() {
			t.Errorf("run %d: difference afterwards: %v, %v", n, diff, err)
		}
		if got := writes(); got != run.want {
			t.Errorf("run %d: commands written %d times in all, want %d", n, got, run.want)
		}
	}
	if got := len(server.Commands()); got != 1 {
		t.Errorf("%d commands are registered, want the one that is left", got)
	}
}

// TestRefusedByTheSandbox: a wrong token ends Run at once.
func TestRefusedByTheSandbox(t *testing.T) {
	t.Parallel()
	server := startSandbox(t)
	wantRefused(t, newTestBot(t, Options{APIURL: server.APIURL()}).Run(t.Context(), handlerFuncs{}), 401)
	if got := len(server.Traffic()); got != 1 {
		t.Errorf("%d calls, want one", got)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	server := startSandbox(t)
	get := func(b *Bot, path string) string {
		w := httptest.NewRecorder()
		b.Health().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return fmt.Sprint(w.Code, " ", strings.TrimSpace(w.Body.String()))
	}
	idle := newTestBot(t, Options{})
	tr := start(t, server, newExaminer(), Options{})
	tr.log.wait(t, "commands are registered", 1)
	counting := newTestBot(t, Options{Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "answers 7") })})
	if got := get(counting, "/metrics"); got != "200 answers 7" {
		t.Errorf("/metrics says %q", got)
	}
	parted := newTestBot(t, Options{Parts: map[string]func(context.Context) error{
		"store": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, "eyes": func(context.Context) error { return nil },
	}})
	if got, want := get(parted, "/readyz"), `503 {"ready":false,"parts":{"commands":"not registered","eyes":"ready","gateway":"connecting","store":"unreachable"}}`; got != want {
		t.Errorf("/readyz says %q, want %q", got, want)
	}
	running := []string{get(tr.bot, "/healthz"), get(tr.bot, "/readyz")}
	tr.end()
	got := slices.Concat([]string{get(idle, "/healthz"), get(idle, "/readyz")}, running, []string{get(tr.bot, "/readyz"), get(tr.bot, "/metrics")})
	want := []string{
		"200 ok", `503 {"ready":false,"parts":{"commands":"not registered","gateway":"connecting"}}`,
		"200 ok", `200 {"ready":true,"parts":{"commands":"registered","gateway":"ready"}}`,
		`503 {"ready":false,"parts":{"commands":"registered","gateway":"stopped"}}`, "404 404 page not found",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPinsInTheSandbox goes through the list's pages.
func TestPinsInTheSandbox(t *testing.T) {
	t.Parallel()
	server := startSandbox(t)
	b := newTestBot(t, Options{Token: server.Token(), APIURL: server.APIURL()})
	channel := server.ChannelID("general")
	var want []string
	for n := range 60 {
		m, err := server.Person("bob").Posts("general", fmt.Sprint("note ", n))
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Pin(t.Context(), channel, m.ID, "worth reading"); err != nil {
			t.Fatal(err)
		}
		want = append(want, m.ID)
	}
	if err := b.Unpin(t.Context(), channel, want[0], ""); err != nil {
		t.Fatal(err)
	}
	want = want[1:]
	slices.Reverse(want)
	pins, err := b.Pins(t.Context(), channel)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pins {
		got = append(got, p.Message.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d pins %v, want %d %v", len(got), got, len(want), want)
	}
	var rest *RESTError
	if err := b.Pin(t.Context(), channel, "1", ""); !errors.As(err, &rest) || rest.Code != 10008 {
		t.Errorf("pinning no message: %v, want a RESTError with code 10008 (unknown message)", err)
	}
}
