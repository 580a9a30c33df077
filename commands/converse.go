package commands

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// converse answers a message that may go on from an earlier one: what is no
// question by itself is read with the last question before it.
func (r *Router) converse(ctx context.Context, library *knowledge.Library, m *discordgo.Message, question string) knowledge.Answer {
	alone := library.Ask(ctx, question)
	if alone.Verdict == knowledge.Answered {
		return alone
	}
	last := r.lastQuestion(ctx, library, m, question)
	if last == "" {
		return alone
	}
	// What was asked last finds its own answer again, whatever is put behind
	// it: that is the answer only where all of the message concerns it too.
	joint := library.Ask(ctx, last+" "+question)
	if joint.Verdict == knowledge.Answered && library.Concerns(question, joint.Matches[0].Topic) {
		return joint
	}
	return alone
}

// lastQuestion is what was asked before a message, by what Discord tells:
// the answer that the message replies to, or where it replies to none and
// goes on from something, the last answer above it. It is empty where there
// was none.
func (r *Router) lastQuestion(ctx context.Context, library *knowledge.Library, m *discordgo.Message, question string) string {
	if answer := m.ReferencedMessage; answer != nil {
		return asked(library, reply.StateOf(reply.CustomIDs(answer.Components)))
	}
	if !goesOn(question) || r.board == nil {
		return ""
	}
	own, err := r.board.Own(ctx, m.ChannelID, m.ID)
	if err != nil {
		return "" // as where Ibid may not read what was said before
	}
	for _, answer := range own {
		if last := asked(library, reply.StateOf(reply.CustomIDs(answer.Components))); last != "" {
			return last
		}
	}
	return ""
}

// asked is the question that an answer of ours was given to: in the member's
// words, or in the interviewer's where a topic was opened.
func asked(library *knowledge.Library, s reply.State) string {
	if s.Question != "" {
		return s.Question
	}
	if topic, ok := library.Topic(s.Place.Analysis, s.Place.Topic); ok && !topic.IsLead() {
		return topic.Question
	}
	return ""
}

// goesOn reports whether a message reads as if something went before it: it
// is short, or begins as one goes on in English.
func goesOn(question string) bool {
	const short = 4 // words
	words := strings.Fields(strings.ToLower(question))
	if len(words) <= short {
		return true
	}
	switch words[0] {
	case "and", "but", "or", "so", "then", "also":
		return true
	case "what", "how":
		return words[1] == "about"
	}
	return false
}
