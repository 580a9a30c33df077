package bot

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

// TestApologyForAMessage: a handler that has used up its time leaves enough to say so, but too late is too late.
func TestApologyForAMessage(t *testing.T) {
	const raw = `{"id":"5","channel_id":"7","author":{"id":"1"},"content":"why"}`
	tests := []struct {
		name    string
		age     time.Duration // of the message when it is served, of the hour that there is
		handler func(context.Context) (*discordgo.MessageSend, error)
		want    string // what is said, "" for nothing
		logged  string
	}{
		{"error", 0, func(context.Context) (*discordgo.MessageSend, error) { return nil, errLibrary }, apology, errLibrary.Error()},
		{"panic", 0, func(context.Context) (*discordgo.MessageSend, error) { panic("the handler panics") }, apology, "the handler panics"},
		{"fault", 0, func(context.Context) (*discordgo.MessageSend, error) {
			return &discordgo.MessageSend{Content: "lost"}, nil
		}, apology, "only components"},
		{"out of time", 50 * time.Minute, dawdle, apology, context.DeadlineExceeded.Error()},
		{"too late", 61 * time.Minute, dawdle, "", "event not answered"},
		{"nothing to say", 0, func(context.Context) (*discordgo.MessageSend, error) { return nil, nil }, "", "event dealt with"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{}")) })
			log := newJournal()
			b := newTestBot(t, Options{APIURL: r.URL, Logger: debugLog(log), MessageTimeout: time.Hour})
			b.handler = handlerFuncs{
				message: func(ctx context.Context, _ *discordgo.Message) (*discordgo.MessageSend, error) {
					return tt.handler(ctx)
				},
			}
			m := incoming{bot: b, raw: json.RawMessage(raw), arrived: time.Now().Add(-tt.age)}
			if err := json.Unmarshal(m.raw, &m.head); err != nil {
				t.Fatal(err)
			}
			b.answers.take()
			b.serve(t.Context(), m, b.answers, m.answer)
			var sent []seen
			if tt.want != "" {
				body, err := json.Marshal(newReply(m.head, sentence(tt.want, 0)))
				if err != nil {
					t.Fatal(err)
				}
				sent = []seen{{method: "POST", path: "/channels/7/messages", authorization: "Bot " + testToken, body: string(body)}}
			}
			if diff := cmp.Diff(sent, r.seen(), cmp.AllowUnexported(seen{})); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
			if !strings.Contains(log.String(), tt.logged) {
				t.Errorf("the log does not tell %q:\n%s", tt.logged, log)
			}
		})
	}
}

// dawdle is a handler that ends only with its time.
func dawdle(ctx context.Context) (*discordgo.MessageSend, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestWhatGoesWrong: the person gets one safe sentence, and the log the reason.
func TestWhatGoesWrong(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	ctx, alice := patience(t), tr.Person("alice")
	for _, question := range []string{"fail", "panic", "dawdle"} {
		tr.says(alice.Slash(ctx, "general", "ask", slash(question)))(apology, true)
	}
	tr.says(alice.Slash(ctx, "general", "ask", map[string]any{"question": "nothing"}))(apology, true)
	if got, err := alice.Autocomplete(ctx, "general", "ask", "question", "panic"); err != nil || len(got) != 0 {
		t.Errorf("suggestions %v, %v, want none", got, err)
	}
	for _, question := range []string{"fail", "panic"} {
		tr.says(alice.Says(ctx, "general", tr.Mention()+" "+question))(apology, false)
	}
	tr.says(alice.DM(ctx, "fail"))(apology, false)
	tr.log.wait(t, "kind=message took=", 3)
	silent, err := alice.Posts("general", tr.Mention()+" nothing")
	if err != nil {
		t.Fatal(err)
	}
	tr.log.wait(t, "kind=message took=", 4) // the handler had nothing to say, and no error
	for _, m := range tr.Messages("general") {
		if m.ReplyTo == silent.ID {
			t.Errorf("a message that the handler is silent on was answered: %q", m.Text())
		}
	}
	tr.log.wait(t, errLibrary.Error(), 3)
	tr.log.wait(t, "the examiner panics", 3)
	tr.log.wait(t, "dispatch.go", 3) // of the stack
	tr.log.wait(t, "gave no response", 1)
}
