package commands

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/internal/embedded"
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
