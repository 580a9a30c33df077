package commands

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// history is a board on which answers stand already.
type history struct {
	Board
	own []*discordgo.Message
}

func (h history) Own(context.Context, string, string) ([]*discordgo.Message, error) {
	return h.own, nil
}

// answerTo is a message of ours, as Discord sends it, that answers a question.
func answerTo(t *testing.T, r *Router, question string) *discordgo.Message {
	t.Helper()
	a := r.library.Ask(t.Context(), question)
	if a.Verdict != knowledge.Answered {
		t.Fatalf("%q has no answer", question)
	}
	wire, err := json.Marshal(reply.In("en-US").Card(a.Matches[0], reply.Occasion{Question: question}).Send())
	if err != nil {
		t.Fatal(err)
	}
	m := new(discordgo.Message)
	if err := json.Unmarshal(wire, m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestFollowUps: what is no question by itself is read with the last one;
// what has nothing to do with that is not.
func TestFollowUps(t *testing.T) {
	r := router(t)
	for _, test := range []struct{ last, then, want string }{
		{"was ukraine behind it", "and the taliban?", "Andrew Watkins"},   // a question by itself
		{"was ukraine behind it", "is that sure?", "sole responsibility"}, // none
		{"was ukraine behind it", "who says so?", "sole responsibility"},
		{"what does it mean for the taliban", "tell me more", "Andrew Watkins"},
		{"what does it mean for the taliban", "why?", "Andrew Watkins"},
		{"was ukraine behind it", "best pizza recipe", "does not answer that"},
		{"was ukraine behind it", "how is the weather?", "does not answer that"},
	} {
		answer := answerTo(t, r, test.last)
		r.board = history{own: []*discordgo.Message{{}, answer}}
		for how, m := range map[string]*discordgo.Message{
			"reply":   {Content: test.then, ReferencedMessage: answer},
			"mention": {GuildID: "1", Content: "<@5> " + test.then, Mentions: []*discordgo.User{{ID: "5"}}},
		} {
			send, err := r.Message(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			wire, err := json.Marshal(send)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(wire), test.want) {
				t.Errorf("%q, then %q by %s: %s", test.last, test.then, how, wire)
			}
		}
	}
}
