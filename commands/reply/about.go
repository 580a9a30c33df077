package reply

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// Facts are what Ibid tells of itself.
type Facts struct {
	Version string
	// Accuracy are sentences with the measured figures of this version.
	Accuracy []string
	// SourceURL is where its source code is; empty where nobody said.
	SourceURL string
}

// About shows one person what Ibid is, which analyses it holds, how accurate
// it was measured to be, and what it keeps.
func About(library *knowledge.Library, f Facts) Message {
	lines := []string{
		"### Ibid " + fitMarkdown(f.Version, maxMemberWords),
		"It answers questions about published analyses with the experts' own words, word for word, and writes none of its own about their subject.",
		"**Held**",
	}
	lines = append(lines, heldAnalyses(library)...)
	lines = append(lines, "**Measured**")
	for _, sentence := range f.Accuracy {
		lines = append(lines, "- "+sentence)
	}
	lines = append(lines, "**Kept**",
		"- Nothing about who asks, and nothing of what is asked, save a question that somebody sends to the editors with that button, without their name.",
		"- A server's settings, and how often an answer was not what was asked: counts alone.",
		"- The buttons under an answer hold the question, so that they work later; they are in the message, and go with it.")
	buttons := []discordgo.MessageComponent{button("All topics", Action{Verb: Browse})}
	buttons = append(buttons, linkButton("Source code", f.SourceURL)...)
	return Message{Private: true, Components: container(text(strings.Join(lines, "\n")), row(buttons...))}
}

// heldAnalyses has a line for each of the first analyses.
func heldAnalyses(library *knowledge.Library) []string {
	const most = 5
	var lines []string
	for i, a := range library.Analyses() {
		if i == most {
			return append(lines, fmt.Sprintf("- and %d more; */topics* lists all", len(library.Analyses())-most))
		}
		lines = append(lines, fmt.Sprintf("- %s (%s, %s): %s, %s", fitMarkdown(a.Title, 2*maxMemberWords), fitMarkdown(a.Publisher, maxMemberWords),
			a.Published.Format("January 2, 2006"), count(len(a.Questions), "question"), count(len(a.Experts), "expert")))
	}
	return lines
}

// Help shows one person the ways to ask, with questions to try.
func Help(library *knowledge.Library) Message {
	lines := []string{
		"### Three ways to ask",
		"1. Write */ask* and your question, in your own words. While you type, questions are offered.",
		"2. Mention me in a message, or write to me directly. Reply to an answer to go on from it.",
		"3. On somebody's message, choose *Apps > Ask Ibid about this*. You alone see the answer, and may post it.",
		"*/topics* lists what is answered, */verify* checks a quotation, */cite* gives a reference, */about* tells what I am.",
		"**Try one:**",
	}
	var matches []knowledge.Match
	for _, t := range library.Topics() {
		if !t.IsLead() && len(matches) < 3 {
			matches = append(matches, knowledge.Match{Topic: t, Sentence: knowledge.NoSentence})
		}
	}
	m := Message{Private: true, Components: container(text(strings.Join(lines, "\n")+"\n"+matchList(matches)), row(openButtons(matches)...))}
	if len(matches) == 0 {
		m.Components = container(text(strings.Join(lines[:len(lines)-1], "\n")))
	}
	return m
}
