package sandbox_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// crowdSize is how many people act at once.
const crowdSize = 200

// TestCrowd lets 200 people act at once: each act gets its own answer, exactly once. By default each acts once in every
// way; with IBID_CROWD naming a duration, such as 1m, they go on that long.
func TestCrowd(t *testing.T) {
	c := gather(t)
	end := time.Now()
	if text := os.Getenv("IBID_CROWD"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		end = end.Add(d)
	}
	rate := c.act(func(round int) bool { return round < len(ways) || time.Now().Before(end) })
	t.Logf("%d people: %d acts, %.0f a second, the slowest took %v", crowdSize, c.acts.Load(), rate,
		time.Duration(c.slowest.Load()))
	c.check()
}

// BenchmarkCrowd measures how many acts of 200 people there are in a second, and as the floor, which the machine sets,
// how many plain requests.
func BenchmarkCrowd(b *testing.B) {
	c := gather(b)
	left := func() func(int) bool {
		var n atomic.Int64
		return func(int) bool { return n.Add(1) <= int64(b.N) }
	}
	b.ResetTimer()
	rate := c.act(left())
	b.StopTimer()
	c.check()
	floor := c.all(left(), func(*sandbox.Person, string, int) error {
		resp, err := http.Get(c.srv.APIURL() + "/gateway")
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		return err
	})
	b.ReportMetric(rate, "acts/s")
	b.ReportMetric(floor, "requests/s")
	b.ReportMetric(rate/floor, "acts/request")
}

// A crowd is people who act at once, each of whom says and asks what nobody else does.
type crowd struct {
	t       testing.TB
	ctx     context.Context
	srv     *sandbox.Server
	people  []*sandbox.Person
	acts    atomic.Int64
	slowest atomic.Int64 // in nanoseconds

	mu     sync.Mutex
	wanted map[string]bool // what the bot has to have said once
}

// gather makes a crowd, and a bot that answers it, by the machine's clock: nobody may have to wait for 3 seconds until
// the bot responds.
func gather(t testing.TB) *crowd {
	t.Helper()
	srv, dg := answering(t, sandbox.Options{}, answer)
	dg.AddHandler(func(dg *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.Bot || m.Content == "" {
			return
		}
		said := strings.TrimPrefix(m.Content, srv.Mention()+" ")
		if _, err := dg.ChannelMessageSendReply(m.ChannelID, "heard "+said, m.Reference()); err != nil {
			t.Errorf("reply: %v", err)
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	c := &crowd{t: t, ctx: ctx, srv: srv, wanted: map[string]bool{}}
	for n := range crowdSize {
		p, err := srv.AddPerson(fmt.Sprintf("person-%d", n))
		if err != nil {
			t.Fatal(err)
		}
		c.people = append(c.people, p)
	}
	return c
}

// answer is what the bot responds to a crowd's interactions.
func answer(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
	switch i.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		typed := i.ApplicationCommandData().Options[0].StringValue()
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: typed + "?",
				Value: typed}}},
		}
	case discordgo.InteractionMessageComponent:
		return say("pressed " + i.MessageComponentData().CustomID)
	}
	data := i.ApplicationCommandData()
	if data.TargetID != "" {
		return say("about " + data.Resolved.Messages[data.TargetID].Content)
	}
	asked := data.Options[0].StringValue()
	return say("to "+asked, row(button("Press", asked)))
}

// ways are how people act. Each returns what the bot should have answered, and what it answered.
var ways = []func(c *crowd, p *sandbox.Person, text string) (want, got string, err error){
	func(c *crowd, p *sandbox.Person, text string) (string, string, error) {
		r, err := p.Slash(c.ctx, "general", "ask", map[string]any{"question": text})
		return "to " + text, r.Text(), err
	},
	func(c *crowd, p *sandbox.Person, text string) (string, string, error) {
		choices, err := p.Autocomplete(c.ctx, "dm", "ask", "question", text)
		if err != nil || len(choices) != 1 || choices[0].Name != text+"?" {
			return text + "?", fmt.Sprint(choices), err
		}
		return "", "", nil
	},
	func(c *crowd, p *sandbox.Person, text string) (string, string, error) {
		r, err := p.Slash(c.ctx, "dm", "ask", map[string]any{"question": text})
		if err != nil || !c.got("to "+text, r.Text()) {
			return "to " + text, r.Text(), err
		}
		r, err = p.Clicks(c.ctx, r.Message, text)
		return "pressed " + text, r.Text(), err
	},
	func(c *crowd, p *sandbox.Person, text string) (string, string, error) {
		r, err := p.Says(c.ctx, "general", c.srv.Mention()+" "+text)
		return "heard " + text, r.Text(), err
	},
	func(c *crowd, p *sandbox.Person, text string) (string, string, error) {
		note, err := p.Posts("reading-room", text)
		if err != nil {
			return "", "", err
		}
		r, err := p.MessageCommand(c.ctx, about.Name, note)
		return "about " + text, r.Text(), err
	},
	func(c *crowd, p *sandbox.Person, text string) (string, string, error) {
		r, err := p.DM(c.ctx, text)
		return "heard " + text, r.Text(), err
	},
}

// act lets everybody act, in one way after another, and returns how many acts there were in a second.
func (c *crowd) act(more func(round int) bool) float64 {
	return c.all(more, func(p *sandbox.Person, text string, n int) error {
		want, got, err := ways[n%len(ways)](c, p, text)
		if err == nil && want != "" && !c.got(want, got) {
			err = fmt.Errorf("the answer is %q, want %q", got, want)
		}
		return err
	})
}

// got notes what the bot should have said, and says whether it said so.
func (c *crowd) got(want, got string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted[want] = true
	return want == got
}

// all lets everybody do something at the same time, as often as there is more to do, and returns how often in a second.
func (c *crowd) all(more func(round int) bool, do func(p *sandbox.Person, text string, n int) error) float64 {
	c.acts.Store(0)
	begun := time.Now()
	var everybody sync.WaitGroup
	for n, p := range c.people {
		everybody.Go(func() {
			for round := 0; more(round) && !c.t.Failed(); round++ {
				started := time.Now()
				if err := do(p, fmt.Sprintf("%d of person %d", round, n), n+round); err != nil {
					c.t.Errorf("person %d, round %d: %v", n, round, err)
				}
				c.note(time.Since(started))
			}
		})
	}
	everybody.Wait()
	return float64(c.acts.Load()) / time.Since(begun).Seconds()
}

func (c *crowd) note(took time.Duration) {
	c.acts.Add(1)
	for was := c.slowest.Load(); int64(took) > was && !c.slowest.CompareAndSwap(was, int64(took)); was = c.slowest.Load() {
	}
}

// check wants everything that the bot should have said to stand in some channel once, and nothing else of it.
func (c *crowd) check() {
	c.t.Helper()
	said := map[string]int{}
	count := func(messages []sandbox.Message) {
		for _, m := range messages {
			if m.AuthorID == c.srv.ApplicationID() {
				said[m.Text()]++
			}
		}
	}
	count(c.srv.Messages("general"))
	count(c.srv.Messages("reading-room"))
	for _, p := range c.people {
		count(p.Sees("dm"))
	}
	for _, text := range slices.Sorted(maps.Keys(said)) {
		if said[text] != 1 || !c.wanted[text] {
			c.t.Errorf("%q was said %d times; wanted: %v", text, said[text], c.wanted[text])
		}
	}
	if len(said) != len(c.wanted) {
		c.t.Errorf("%d answers stand, %d were wanted", len(said), len(c.wanted))
	}
}
