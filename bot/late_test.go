package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

// latecomer is a handler whose answers may come late.
type latecomer struct{ handlerFuncs }

func (latecomer) Late(*discordgo.Interaction) bool { return true }

// TestAnswersComeLate: an answer that Discord will not wait for is announced, and then takes its place; whatever goes wrong meanwhile is
// said in that place too. Announced or not, nothing is said twice.
func TestAnswersComeLate(t *testing.T) {
	const command, click = discordgo.InteractionApplicationCommand, discordgo.InteractionMessageComponent
	const thinking, silently = `{"type":5,"data":{"flags":64}}`, `{"type":6}`
	const original, further = "PATCH /webhooks/9/token/messages/@original", "POST /webhooks/9/token"
	message := func(kind discordgo.InteractionResponseType) func() (*discordgo.InteractionResponse, error) {
		return func() (*discordgo.InteractionResponse, error) {
			return &discordgo.InteractionResponse{Type: kind, Data: &discordgo.InteractionResponseData{Components: text("at last"), Flags: ephemeral}}, nil
		}
	}
	for name, tt := range map[string]struct {
		kind        discordgo.InteractionType
		answer      func() (*discordgo.InteractionResponse, error)
		wait, later string
		says        string
	}{
		"command":           {command, message(4), thinking, original, "at last"},
		"update of a click": {click, message(7), silently, original, "at last"},
		"message to click":  {click, message(4), silently, further, "at last"},
		"error":             {command, func() (*discordgo.InteractionResponse, error) { return nil, errLibrary }, thinking, original, apology},
		"error of a click":  {click, func() (*discordgo.InteractionResponse, error) { return nil, errLibrary }, silently, further, apology},
		"panic":             {click, func() (*discordgo.InteractionResponse, error) { panic("late") }, silently, further, apology},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			waits := make(chan struct{}, 9)
			r := newRecorder(t, func(w http.ResponseWriter, req *http.Request) {
				if strings.HasSuffix(req.URL.Path, "/callback") {
					waits <- struct{}{}
				}
				w.Write([]byte("{}"))
			})
			b := newTestBot(t, Options{APIURL: r.URL, Logger: debugLog(newJournal())})
			b.self.learn("8", "9")
			b.handler = latecomer{handlerFuncs{interaction: func(ctx context.Context, _ *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
				select {
				case <-waits: // not before the announcement
				case <-ctx.Done():
					return nil, ctx.Err()
				}
				return tt.answer()
			}}}
			data := map[discordgo.InteractionType]string{command: `{"id":"1","type":1,"name":"pin"}`, click: `{"component_type":2,"custom_id":"x"}`}[tt.kind]
			i := interaction{
				bot: b, raw: json.RawMessage(fmt.Sprintf(`{"id":"5","token":"token","type":%d,"data":%s}`, tt.kind, data)),
				// As if most of the time had gone by before it was served.
				arrived: time.Now().Add(-b.options.ResponseTimeout / 5 * 3),
			}
			if err := json.Unmarshal(i.raw, &i.head); err != nil {
				t.Fatal(err)
			}
			b.answers.take()
			b.serve(t.Context(), i, b.answers, i.answer)

			var sent []string
			for _, s := range r.seen() {
				sent = append(sent, s.method+" "+s.path)
			}
			if diff := cmp.Diff([]string{"POST /interactions/5/token/callback", tt.later}, sent); diff != "" {
				t.Fatalf("sent (-want +got):\n%s", diff)
			}
			if got := r.seen()[0].body; got != tt.wait {
				t.Errorf("announced as %s, want %s", got, tt.wait)
			}
			var said readBack
			if err := json.Unmarshal([]byte(r.seen()[1].body), &said); err != nil || len(said.Components) != 1 || said.Components[0].Content != tt.says {
				t.Errorf("said %s, want %q (%v)", r.seen()[1].body, tt.says, err)
			}
		})
	}
}

// readBack is what is read back of a message.
type readBack struct {
	Components []struct{ Content string }
}

// TestAnswerInTimeIsNotAnnounced: who answers at once answers with the first response.
func TestAnswerInTimeIsNotAnnounced(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	b := newTestBot(t, Options{APIURL: r.URL, ResponseTimeout: time.Hour})
	b.handler = latecomer{handlerFuncs{interaction: func(context.Context, *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
		return &discordgo.InteractionResponse{Type: 4, Data: &discordgo.InteractionResponseData{Components: text("at once")}}, nil
	}}}
	i := interaction{bot: b, raw: json.RawMessage(`{"id":"5","token":"token","type":2,"data":{"id":"1","type":1,"name":"pin"}}`), arrived: time.Now()}
	if err := json.Unmarshal(i.raw, &i.head); err != nil {
		t.Fatal(err)
	}
	b.options.LateTimeout = time.Hour
	b.answers.take()
	b.serve(t.Context(), i, b.answers, i.answer)
	if got := r.seen(); len(got) != 1 || !strings.Contains(got[0].body, `"type":4`) || !strings.Contains(got[0].body, "at once") {
		t.Errorf("sent %+v", got)
	}
}
