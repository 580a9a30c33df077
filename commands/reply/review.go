package reply

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// SentQuestion is a question that somebody sent to the editors.
type SentQuestion struct {
	Mark string // by which custom ids name it
	Day  string // such as 2026-05-14
	Text string
}

// What a question is settled as, in actions of the verb [Settle].
const (
	SettleNone = "none" // the analysis does not answer it
	SettleSpam = "spam"
)

const (
	// questionsPerPage is what a moderator sees at a glance. Each question
	// takes a text, a row and three buttons.
	questionsPerPage = 4
	// maxSent is how much of a question is shown. One that was sent by the
	// button is much shorter, and so is shown whole.
	maxSent = 3000
)

// Review lists questions to settle, a page of them. A page that there is not
// is the last one. Said, if anything, comes before them.
func (w Writer) Review(questions []SentQuestion, page int, said string) Message {
	var lines []string
	if said != "" {
		lines = append(lines, said)
	}
	if len(questions) == 0 {
		return Message{Private: true, Components: container(text(strings.Join(append(lines, w.Say("insights.none_open")), "\n")))}
	}
	pages := reviewPages(questions)
	page = max(0, min(page, len(pages)-1))
	parts := []discordgo.MessageComponent{text(strings.Join(append(lines, "### "+w.Say("insights.open", "N", strconv.Itoa(len(questions)))), "\n"))}
	for _, q := range pages[page] {
		settle := func(label, as string) discordgo.Button {
			return button(w.Say(label), Action{Verb: Settle, Mark: q.Mark, Name: as, Page: page})
		}
		parts = append(parts, text(w.sentQuestion(q)), row(
			button(w.Say("insights.phrase"), Action{Verb: Phrase, Mark: q.Mark, Page: page}),
			settle("insights.none", SettleNone), settle("insights.spam", SettleSpam),
		))
	}
	if turns := w.turns(page, len(pages), Action{Verb: Review}); len(turns) > 0 {
		parts = append(parts, row(turns...))
	}
	return Message{Private: true, Components: container(parts...)}
}

// reviewPages puts as many questions on a page as there is room for.
func reviewPages(questions []SentQuestion) [][]SentQuestion {
	const frame = 1000 // for what is said around them
	var pages [][]SentQuestion
	used := 0
	for _, q := range questions {
		size := Size(quote(fitMarkdown(q.Text, maxSent))) + maxSpeaker
		last := len(pages) - 1
		if last < 0 || len(pages[last]) == questionsPerPage || used+size > MaxText-frame {
			pages, used = append(pages, nil), 0
			last++
		}
		pages[last] = append(pages[last], q)
		used += size
	}
	return pages
}

func (w Writer) sentQuestion(q SentQuestion) string {
	return quote(fitMarkdown(q.Text, maxSent)) + "\n" + small(w.Say("insights.sent", "Day", q.Day))
}

// PhraseMenu asks which topic a question asks for. Topics are all there are,
// the nearest first; a menu has room for some of them.
func (w Writer) PhraseMenu(q SentQuestion, topics []knowledge.Topic, page, menu int) Message {
	menus := (len(topics) + MaxSelectOptions - 1) / MaxSelectOptions
	menu = max(0, min(menu, menus-1))
	shown := topics[menu*MaxSelectOptions : min(len(topics), (menu+1)*MaxSelectOptions)]
	choose := discordgo.SelectMenu{
		MenuType:    discordgo.StringSelectMenu,
		CustomID:    Action{Verb: Assign, Mark: q.Mark, Page: page}.CustomID(),
		Placeholder: Fit(w.Say("insights.choose"), MaxPlaceholder),
	}
	for _, t := range shown {
		choose.Options = append(choose.Options, discordgo.SelectMenuOption{
			Label: Fit(w.questionName(t), MaxOptionLabel), Value: t.Analysis.ID + "/" + t.ID,
			Description: Fit(speakers(t)+", "+t.Analysis.Title, MaxOptionDescription),
		})
	}
	buttons := []discordgo.MessageComponent{button(w.Say("insights.back"), Action{Verb: Review, Page: page})}
	if menu > 0 {
		buttons = append(buttons, button(w.Say("topics.previous"), Action{Verb: Phrase, Mark: q.Mark, Page: page, Menu: menu - 1}))
	}
	if menu+1 < menus {
		buttons = append(buttons, button(w.Say("topics.next"), Action{Verb: Phrase, Mark: q.Mark, Page: page, Menu: menu + 1}))
	}
	said := w.sentQuestion(q) + "\n" + w.Say("insights.which")
	if menus > 1 {
		said += " (" + strconv.Itoa(menu+1) + "/" + strconv.Itoa(menus) + ")"
	}
	return Message{Private: true, Components: container(text(said), row(choose), row(buttons...))}
}

// Phrased says that a question is a phrasing of a topic now.
func (w Writer) Phrased(t knowledge.Topic) string {
	return w.Say("insights.phrased", "Question", fitMarkdown(w.questionName(t), maxHeading))
}
