package reply

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// Facts are what Ibid tells of itself.
type Facts struct {
	Version string
	// SourceURL is where its source code is; empty where nobody said.
	SourceURL string
	// The measured figures of this version at the setting in use, in percent.
	// Measured is what they were measured on; without it there are none.
	Measured, Setting        string
	Answerable, Unanswerable int
	RightFirst, Right, Wrong string
	Offered, FalseAnswers    string
}

// About shows one person what Ibid is, which analyses it holds, how accurate
// it was measured to be, and what it keeps.
func (w Writer) About(library *knowledge.Library, f Facts) Message {
	lines := []string{
		"### Ibid " + fitMarkdown(f.Version, maxMemberWords),
		w.Say("about.intro"),
		"**" + w.Say("about.held") + "**",
	}
	lines = append(lines, w.heldAnalyses(library)...)
	if f.Measured != "" {
		lines = append(lines, w.measured(f)...)
	}
	lines = append(lines, "**"+w.Say("about.kept")+"**",
		"- "+w.Say("about.kept_nothing"), "- "+w.Say("about.kept_counts"), "- "+w.Say("about.kept_buttons"))
	buttons := []discordgo.MessageComponent{button(w.Say("offer.all_topics"), Action{Verb: Browse})}
	buttons = append(buttons, linkButton(w.Say("about.source"), f.SourceURL)...)
	return Message{Private: true, Components: container(text(strings.Join(lines, "\n")), row(buttons...))}
}

// heldAnalyses has a line for each of the first analyses.
func (w Writer) heldAnalyses(library *knowledge.Library) []string {
	const most = 5
	var lines []string
	for i, a := range library.Analyses() {
		if i == most {
			return append(lines, "- "+w.Say("about.more", "Count", strconv.Itoa(len(library.Analyses())-most)))
		}
		lines = append(lines, "- "+w.Say("about.analysis",
			"Title", fitMarkdown(a.Title, 2*maxMemberWords), "Publisher", fitMarkdown(a.Publisher, maxMemberWords), "Date", day(a),
			"Questions", w.Count("about.questions", len(a.Questions)), "Experts", w.Count("about.experts", len(a.Experts))))
	}
	return lines
}

func (w Writer) measured(f Facts) []string {
	return []string{
		"**" + w.Say("about.measured") + "**",
		"- " + w.Say("about.right_first", "Questions", strconv.Itoa(f.Answerable), "Name", fitMarkdown(f.Measured, maxMemberWords), "Right", f.RightFirst),
		"- " + w.Say("about.outcome", "Setting", f.Setting, "Right", f.Right, "Wrong", f.Wrong, "Offered", f.Offered),
		"- " + w.Say("about.false_answers", "Questions", strconv.Itoa(f.Unanswerable), "Answered", f.FalseAnswers),
	}
}

// Help shows one person the ways to ask, with questions to try.
func (w Writer) Help(library *knowledge.Library) Message {
	lines := []string{
		"### " + w.Say("help.title"),
		"1. " + w.Say("help.command"),
		"2. " + w.Say("help.mention"),
		"3. " + w.Say("help.message", "Command", w.Say("command.ask_about")),
		w.Say("help.others"),
	}
	var matches []knowledge.Match
	for _, t := range library.Topics() {
		if !t.IsLead() && len(matches) < 3 {
			matches = append(matches, knowledge.Match{Topic: t, Sentence: knowledge.NoSentence})
		}
	}
	if len(matches) == 0 {
		return Message{Private: true, Components: container(text(strings.Join(lines, "\n")))}
	}
	lines = append(lines, "**"+w.Say("help.try")+"**", matchList(matches))
	return Message{Private: true, Components: container(text(strings.Join(lines, "\n")), row(openButtons(matches)...))}
}
