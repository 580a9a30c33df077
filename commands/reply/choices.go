package reply

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// Ibid's own words for what it does not know.
const (
	didYouMean = "**Did you mean one of these questions?**"
	notAsked   = "**The published text does not answer that.**"
	nearest    = "Nearest to it, answered there:"
	answered   = "What it does answer:"
)

// Answer shows what the library said, whatever its verdict. Hoisted topics
// are shown where nothing is near.
func Answer(a knowledge.Answer, hoisted []knowledge.Topic) Message {
	switch a.Verdict {
	case knowledge.Answered:
		return Card(a.Matches[0])
	case knowledge.Choices:
		return Choices(a.Matches)
	default:
		return NoAnswer(a.Matches, hoisted)
	}
}

// Choices asks which of two or three questions is meant, a button for each.
func Choices(matches []knowledge.Match) Message {
	return Message{Components: container(
		text(didYouMean+"\n"+matchList(matches)),
		row(openButtons(matches)...),
	)}
}

// NoAnswer says that nothing answers the question, and shows the nearest
// topics, or the first of the hoisted ones where none is near.
func NoAnswer(matches []knowledge.Match, hoisted []knowledge.Topic) Message {
	intro := nearest
	if len(matches) == 0 {
		intro = answered
		for _, t := range hoisted[:min(3, len(hoisted))] {
			matches = append(matches, knowledge.Match{Topic: t, Sentence: knowledge.NoSentence})
		}
	}
	buttons := append(openButtons(matches), button("All topics", Action{Verb: Browse}))
	return Message{Components: container(
		text(notAsked+"\n"+intro+"\n"+matchList(matches)),
		row(buttons...),
	)}
}

// matchList names each question and who answers it.
func matchList(matches []knowledge.Match) string {
	var lines []string
	for i, m := range matches {
		lines = append(lines, fmt.Sprintf("%d. %s (%s)", i+1,
			fitMarkdown(m.Topic.Question, maxHeading), fitMarkdown(speakers(m.Topic), maxSpeaker)))
	}
	return strings.Join(lines, "\n")
}

func openButtons(matches []knowledge.Match) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	for _, m := range matches {
		buttons = append(buttons, button(m.Topic.Question, Action{
			Verb: Open, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID,
			Paragraph: m.Paragraph, Sentence: m.Sentence,
		}))
	}
	return buttons
}

func speakers(t knowledge.Topic) string { return strings.Join(t.Speakers(), ", ") }
