package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// TestMain fails when anything was written to the process's own logger, as discordgo does unless it is told not to.
func TestMain(m *testing.M) {
	var said bytes.Buffer
	log.SetOutput(&said)
	code := m.Run()
	if said.Len() > 0 {
		fmt.Fprintf(os.Stderr, "written to the standard logger:\n%s", said.String())
		code = max(code, 1)
	}
	os.Exit(code)
}

// journal is a log that tests can read and wait for.
type journal struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func newJournal() *journal { return &journal{changed: make(chan struct{})} }

// Write implements io.Writer.
func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.changed)
	j.changed = make(chan struct{})
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// debugLog writes everything into a journal.
func debugLog(j *journal) *slog.Logger {
	return slog.New(slog.NewTextHandler(j, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// patience bounds every wait, so that a fault shows as a failure with its log. Nothing is expected to take so long.
func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// wait returns once the text has been logged n times.
func (j *journal) wait(t *testing.T, text string, n int) {
	t.Helper()
	ctx := patience(t)
	for {
		j.mu.Lock()
		found, changed := strings.Count(j.text.String(), text) >= n, j.changed
		j.mu.Unlock()
		if found {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("%q was not logged %d times:\n%s", text, n, j)
		}
	}
}

// examiner is a small handler that answers in every way there is.
type examiner struct {
	begun  chan struct{} // gets a value when "wait" begins
	finish chan struct{} // ends "wait" when it is closed
}

func newExaminer() examiner {
	return examiner{begun: make(chan struct{}, 10), finish: make(chan struct{})}
}

func examinerCommands() []*discordgo.ApplicationCommand {
	return []*discordgo.ApplicationCommand{
		{Name: "ask", Description: "Ask", Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What", Required: true, Autocomplete: true},
		}},
		{Name: "About this", Type: discordgo.MessageApplicationCommand},
	}
}

var errLibrary = errors.New("the library is on fire")

func (x examiner) do(ctx context.Context, what string) error {
	switch {
	case strings.Contains(what, "fail"):
		return errLibrary
	case strings.Contains(what, "panic"):
		panic("the examiner panics")
	case strings.Contains(what, "dawdle"):
		<-ctx.Done()
		return ctx.Err()
	case strings.Contains(what, "wait"):
		x.begun <- struct{}{}
		<-x.finish
	}
	return nil
}

// Interaction implements Handler.
func (x examiner) Interaction(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	say := func(kind discordgo.InteractionResponseType, s string) *discordgo.InteractionResponse {
		row := discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "more", CustomID: "more"}}}
		return &discordgo.InteractionResponse{Type: kind, Data: &discordgo.InteractionResponseData{
			Components: append(text(s), row), Flags: v2, AllowedMentions: pingEverybody(),
		}}
	}
	if i.Type == discordgo.InteractionMessageComponent {
		return say(discordgo.InteractionResponseUpdateMessage, "clicked "+i.MessageComponentData().CustomID), nil
	}
	data := i.ApplicationCommandData()
	if data.TargetID != "" {
		return say(discordgo.InteractionResponseChannelMessageWithSource, "about: "+data.Resolved.Messages[data.TargetID].Content), nil
	}
	question := data.GetOption("question").StringValue()
	if err := x.do(ctx, question); err != nil {
		return nil, err
	}
	switch {
	case i.Type == discordgo.InteractionApplicationCommandAutocomplete:
		r := &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: new(discordgo.InteractionResponseData)}
		if question != "none" {
			r.Data.Choices = []*discordgo.ApplicationCommandOptionChoice{{Name: question + "?", Value: "q1"}}
		}
		return r, nil
	case question == "nothing":
		return nil, nil
	}
	return say(discordgo.InteractionResponseChannelMessageWithSource, "@everyone asked: "+question), nil
}

// Message implements Handler.
func (x examiner) Message(ctx context.Context, m *discordgo.Message) (*discordgo.MessageSend, error) {
	question := m.Content
	for _, u := range m.Mentions {
		question = strings.ReplaceAll(question, u.Mention(), "")
	}
	question = strings.TrimSpace(question)
	if err := x.do(ctx, question); err != nil {
		return nil, err
	}
	if question == "nothing" {
		return nil, nil
	}
	answered := ""
	if m.ReferencedMessage != nil {
		answered = " after " + m.ReferencedMessage.ID
	}
	return &discordgo.MessageSend{Components: text("<@" + m.Author.ID + "> said: " + question + answered), AllowedMentions: pingEverybody()}, nil
}

// trial is a bot that runs against a sandbox.
type trial struct {
	*sandbox.Server
	t     *testing.T
	bot   *Bot
	log   *journal
	stop  context.CancelFunc
	ended func() error // stops the bot and waits for Run to return
}

func startSandbox(t *testing.T) *sandbox.Server {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// start runs a bot until the test ends, and then looks through its log for what must not be in it.
func start(t *testing.T, server *sandbox.Server, h Handler, o Options) *trial {
	t.Helper()
	j := newJournal()
	o.Token, o.APIURL, o.Backoff = server.Token(), server.APIURL(), immediately
	o.Logger = debugLog(j)
	if o.Commands == nil {
		o.Commands = examinerCommands()
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	tr := &trial{Server: server, t: t, bot: newTestBot(t, o), log: j, stop: stop}
	ended := make(chan error, 1)
	go func() { ended <- tr.bot.Run(ctx, h) }()
	tr.ended = sync.OnceValue(func() error { stop(); return <-ended })
	t.Cleanup(tr.end)
	j.wait(t, "commands are registered", 1)
	return tr
}

func (tr *trial) end() {
	if err := tr.ended(); err != nil {
		tr.t.Errorf("Run: %v", err)
	}
	if tr.t.Failed() {
		tr.t.Log(tr.log.String())
	}
	for _, secret := range []string{tr.Token(), tr.Person("alice").ID(), secretQuestion} {
		if strings.Contains(tr.log.String(), secret) {
			tr.t.Errorf("the log shows %q:\n%s", secret, tr.log.String())
		}
	}
}

// secretQuestion stands in each question that is asked: no log may show it.
const secretQuestion = "Zanzibar"

// says checks what a person sees.
func (tr *trial) says(reply sandbox.Reply, err error) func(want string, private bool) sandbox.Message {
	return func(want string, private bool) sandbox.Message {
		tr.t.Helper()
		if err != nil {
			tr.t.Fatal(err)
		}
		if reply.Text() != want || reply.Ephemeral() != private {
			tr.t.Errorf("reply %q (private: %v), want %q (private: %v)", reply.Text(), reply.Ephemeral(), want, private)
		}
		if len(reply.Pings) != 0 {
			tr.t.Errorf("the reply pings %v", reply.Pings)
		}
		return reply.Message
	}
}

func slash(question string) map[string]any {
	return map[string]any{"question": question + " " + secretQuestion}
}
