package commands

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/internal/embedded"
	"ibid/store"
)

// polite is a router with manners and a clock that stands until it is moved.
func polite(t *testing.T) (*Router, func(time.Duration)) {
	now := time.Unix(1_700_000_000, 0)
	r := NewRouter(embedded.Library(t), Options{Manners: Manners{Cooldown: 3 * time.Second, Repeat: 10 * time.Minute, Now: func() time.Time { return now }}})
	return r, func(d time.Duration) { now = now.Add(d) }
}

func askAs(t *testing.T, r *Router, who, channel, question string) *discordgo.InteractionResponse {
	t.Helper()
	response, err := r.Interaction(context.Background(), interaction(t, fmt.Sprintf(`{"type":2,"guild_id":"1","channel_id":%q,"member":{"user":{"id":%q}},
		"data":{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":%q}]}}`, channel, who, question)))
	if err != nil {
		t.Fatal(err)
	}
	return response
}

const (
	ukraine = "was ukraine behind it"
	isis    = "why did isis k attack russia"
)

// TestOneAnswerAtATime: a member waits, others do not, and who has waited is
// answered.
func TestOneAnswerAtATime(t *testing.T) {
	r, pass := polite(t)
	askAs(t, r, "7", "5", ukraine)
	refused := askAs(t, r, "7", "5", isis)
	if got := shown(t, refused); !strings.Contains(got, "Ask again in 3 seconds") || refused.Data.Flags&discordgo.MessageFlagsEphemeral == 0 {
		t.Errorf("too soon: %s", got)
	}
	if got := shown(t, askAs(t, r, "8", "5", isis)); !strings.Contains(got, "Asfandyar Mir") {
		t.Errorf("somebody else: %s", got)
	}
	pass(2500 * time.Millisecond)
	if got := shown(t, askAs(t, r, "7", "6", isis)); !strings.Contains(got, "Ask again in 1 second.") {
		t.Errorf("still too soon: %s", got)
	}
	pass(500 * time.Millisecond)
	if got := shown(t, askAs(t, r, "7", "6", isis)); !strings.Contains(got, "Asfandyar Mir") {
		t.Errorf("after waiting: %s", got)
	}
}

// TestSameAnswerIsLinked for ten minutes, in its channel, while it stands.
func TestSameAnswerIsLinked(t *testing.T) {
	r, pass := polite(t)
	given := shown(t, askAs(t, r, "1", "5", ukraine))
	if !strings.Contains(given, "sole responsibility") {
		t.Fatal(given)
	}
	again := askAs(t, r, "2", "5", ukraine)
	if got := shown(t, again); strings.Contains(got, "sole responsibility") || strings.Contains(got, "/channels/") || again.Data.Flags&discordgo.MessageFlagsEphemeral == 0 {
		t.Errorf("before Discord has told where it stands: %s", got)
	}
	topic, _ := r.library.Topic(analysis, "q3")
	r.Sent("5", "99", []string{"read/x", "cite/" + analysis + "/q3/0/1//" + topic.Print(), "why/x"})
	if got := shown(t, askAs(t, r, "3", "5", ukraine)); !strings.Contains(got, "https://discord.com/channels/1/5/99") {
		t.Errorf("while it stands: %s", got)
	}
	if got := shown(t, askAs(t, r, "4", "6", ukraine)); !strings.Contains(got, "sole responsibility") {
		t.Errorf("in another channel: %s", got)
	}
	r.Gone("99")
	if got := shown(t, askAs(t, r, "5", "5", ukraine)); !strings.Contains(got, "sole responsibility") {
		t.Errorf("after it was taken away: %s", got)
	}
	pass(unseen + time.Second)
	if got := shown(t, askAs(t, r, "6", "5", ukraine)); !strings.Contains(got, "sole responsibility") {
		t.Errorf("after it has not arrived: %s", got)
	}
	r.Sent("5", "100", []string{"cite/" + analysis + "/q3/0/1//" + topic.Print()})
	pass(10*time.Minute + time.Second)
	if got := shown(t, askAs(t, r, "7", "5", ukraine)); !strings.Contains(got, "sole responsibility") {
		t.Errorf("after ten minutes: %s", got)
	}
}

// TestWhatIsRemembered: a later answer in the same place is the one that
// stands, and what is remembered is bounded.
func TestWhatIsRemembered(t *testing.T) {
	m := newRecent(Manners{Cooldown: time.Hour, Repeat: time.Hour})
	at := spot{channel: "1", topic: "q1"}
	m.stands(at, "M1")
	m.stands(at, "M2")
	m.gone("M1")
	if m.standing[at].message != "M2" || len(m.messages) != 1 {
		t.Errorf("standing %+v, messages %+v", m.standing, m.messages)
	}
	for i := range maxRemembered + 10 {
		id := fmt.Sprint(i)
		m.stands(spot{channel: id}, id)
		m.wait(id, m.Cooldown)
		m.first(id)
		m.keep(id, store.Settings{})
	}
	for name, n := range map[string]int{"standing": len(m.standing), "messages": len(m.messages), "answered": len(m.answered), "done": len(m.done), "settings": len(m.settings)} {
		if n > maxRemembered || n < maxRemembered/4 {
			t.Errorf("%d of %s are remembered", n, name)
		}
	}
}

// TestDismissedByWhoPosted: an answer posted as a reply to somebody's message
// is taken away by who posted it, not by whom it replies to.
func TestDismissedByWhoPosted(t *testing.T) {
	r := router(t)
	r.board = nobody{}
	for who, want := range map[string]string{"7": "taken away", "8": "Only who asked"} {
		response, err := r.Interaction(t.Context(), interaction(t, `{"type":3,"guild_id":"1","member":{"user":{"id":"`+who+`"}},
			"message":{"id":"2","referenced_message":{"id":"1","author":{"id":"8"}}},"data":{"component_type":2,"custom_id":"dismiss/7/was"}}`))
		if err != nil || !strings.Contains(shown(t, response), want) {
			t.Errorf("%s: %s, %v", who, shown(t, response), err)
		}
	}
}

// nobody is a board on which everything succeeds.
type nobody struct{ Board }

func (nobody) Delete(context.Context, string, string, string) error { return nil }
