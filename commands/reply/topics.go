package reply

import (
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// topicsPerPage keeps a page of the topic list readable and within what one
// menu takes, [MaxSelectOptions].
const topicsPerPage = 10

// TopicList shows a page, counted from 0, of all that the library answers:
// one analysis at a time, a menu to open a topic. A page that there is not
// shows the last one.
func (w Writer) TopicList(library *knowledge.Library, number int) Message {
	pages := topicPages(library.Topics())
	number = max(0, min(number, len(pages)-1))
	topics := pages[number]
	parts := []discordgo.MessageComponent{
		text(w.topicText(topics)),
		row(w.topicMenu(topics, number)),
	}
	var buttons []discordgo.MessageComponent
	if number > 0 {
		buttons = append(buttons, button(w.Say("topics.previous"), Action{Verb: Browse, Page: number - 1}))
	}
	if number+1 < len(pages) {
		buttons = append(buttons, button(w.Say("topics.next"), Action{Verb: Browse, Page: number + 1}))
	}
	if len(buttons) > 0 {
		parts = append(parts, row(buttons...))
	}
	return Message{Components: container(parts...), Private: true}
}

// topicPages puts at most topicsPerPage topics of one analysis on a page.
func topicPages(topics []knowledge.Topic) [][]knowledge.Topic {
	var pages [][]knowledge.Topic
	for _, t := range topics {
		last := len(pages) - 1
		if last < 0 || len(pages[last]) == topicsPerPage || pages[last][0].Analysis != t.Analysis {
			pages = append(pages, nil)
			last++
		}
		pages[last] = append(pages[last], t)
	}
	return pages
}

func (w Writer) topicText(topics []knowledge.Topic) string {
	a := topics[0].Analysis
	lines := []string{
		"### " + fitMarkdown(a.Title, maxHeading),
		fitMarkdown(a.Publisher, maxSpeaker) + ", " + day(a),
	}
	for _, t := range topics {
		lines = append(lines, fmt.Sprintf("- %s (%s, %s)",
			fitMarkdown(w.questionName(t), 180), fitMarkdown(speakers(t), 80), w.readingTime(t.ReadingTime())))
	}
	return strings.Join(lines, "\n")
}

func (w Writer) topicMenu(topics []knowledge.Topic, page int) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		MenuType:    discordgo.StringSelectMenu,
		CustomID:    Action{Verb: Pick, Analysis: topics[0].Analysis.ID, Page: page}.CustomID(),
		Placeholder: w.Say("topics.open"),
	}
	for _, t := range topics {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label:       Fit(w.questionName(t), MaxOptionLabel),
			Value:       t.ID,
			Description: Fit(speakers(t), MaxOptionDescription),
		})
	}
	return menu
}

// questionName is the interviewer's question; the lead has none.
func (w Writer) questionName(t knowledge.Topic) string {
	if t.IsLead() {
		return w.Say("topics.lead")
	}
	return t.Question
}

// readingTime in whole minutes, as nobody reads to the second.
func (w Writer) readingTime(d time.Duration) string {
	if d < time.Minute {
		return w.Say("topics.under_minute")
	}
	return w.Count("topics.minutes", int(d.Round(time.Minute).Minutes()))
}
