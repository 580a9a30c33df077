package bot

import (
	"errors"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// TestPostOncePerOccasion: what is sent again for the same occasion is not posted again.
func TestPostOncePerOccasion(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	channel := tr.ChannelID("general")
	post := func(occasion, said string) string {
		t.Helper()
		id, err := tr.bot.Post(patience(t), channel, occasion, &discordgo.MessageSend{Components: text(said)})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := post("pressed", "@everyone a summary")
	if again := post("pressed", "@everyone a summary"); again != first {
		t.Errorf("posted as %s and again as %s", first, again)
	}
	if other := post("pressed elsewhere", "a summary"); other == first {
		t.Error("another occasion is taken for the first")
	}
	posted := tr.Messages("general")
	if len(posted) != 2 || posted[0].ID != first || posted[0].Text() != "@everyone a summary" || len(posted[0].Pings) != 0 {
		t.Errorf("posted: %+v", posted)
	}
}

func TestPostIsRefused(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	var refused *RESTError
	if _, err := tr.bot.Post(patience(t), "1", "x", &discordgo.MessageSend{Components: text("x")}); !errors.As(err, &refused) || refused.DiscordCode() != 10003 {
		t.Errorf("to an unknown channel: %v", err)
	}
	if _, err := tr.bot.Post(patience(t), tr.ChannelID("general"), "x", &discordgo.MessageSend{Content: "x"}); !errors.Is(err, errOnlyComponents) {
		t.Errorf("with content: %v", err)
	}
	if got := len(tr.Messages("general")); got != 0 {
		t.Errorf("%d messages were posted", got)
	}
}
