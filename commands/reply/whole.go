package reply

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

// Whole shows a page of the whole answer, counted from 0, to one person. A
// page that the answer no longer has shows the last one. Where the text is
// not that which the button was made for, it says so.
func (w Writer) Whole(t knowledge.Topic, number int, isChanged bool) Message {
	m := w.wholePage(t, Pages(t), number)
	if isChanged {
		return w.Changed(m)
	}
	return m
}

func (w Writer) wholePage(t knowledge.Topic, pages []Page, number int) Message {
	number = max(0, min(number, len(pages)-1))
	page := pages[number]
	m := knowledge.Match{Topic: t, Paragraph: page.Pieces[0].Paragraph, Sentence: knowledge.NoSentence}
	footer := small(w.footer(t, page, number+1, len(pages))) +
		w.languageLine(t.Analysis) + "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))
	var buttons []discordgo.MessageComponent
	if number > 0 {
		buttons = append(buttons, turn(t, w.Say("whole.previous"), number-1))
	}
	if number+1 < len(pages) {
		buttons = append(buttons, turn(t, w.Say("whole.next"), number+1))
	}
	buttons = append(buttons, linkButton(w.Say("card.read"), m.Link(MaxButtonURL))...)
	parts := []discordgo.MessageComponent{
		text(heading(t.Question, page.Speaker, t.Analysis)),
		text(pageText(t.Analysis, page)),
		text(footer),
	}
	if len(buttons) > 0 {
		parts = append(parts, row(buttons...))
	}
	return Message{Components: container(parts...), Private: true}
}

// WholePages are the whole answer, page by page, for all to read.
func (w Writer) WholePages(t knowledge.Topic) []Message {
	var messages []Message
	for i, page := range Pages(t) {
		m := knowledge.Match{Topic: t, Paragraph: page.Pieces[0].Paragraph, Sentence: knowledge.NoSentence}
		parts := []discordgo.MessageComponent{
			text(heading(t.Question, page.Speaker, t.Analysis)),
			text(pageText(t.Analysis, page)),
			text(small(w.footer(t, page, i+1, len(Pages(t)))) + w.languageLine(t.Analysis) + "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))),
		}
		if link := linkButton(w.Say("card.read"), m.Link(MaxButtonURL)); len(link) > 0 {
			parts = append(parts, row(link...))
		}
		messages = append(messages, Message{Components: container(parts...)})
	}
	return messages
}

func turn(t knowledge.Topic, label string, page int) discordgo.Button {
	return button(label, Action{Verb: Turn, Analysis: t.Analysis.ID, Topic: t.ID, Page: page, Print: t.Print()})
}

// pageText is the page's pieces as quotations, one to a paragraph.
func pageText(a *article.Analysis, page Page) string {
	quotes := make([]string, len(page.Pieces))
	for i, piece := range page.Pieces {
		quotes[i] = quote(Escape(a.Text(piece.Span)))
	}
	return strings.Join(quotes, gap)
}

// footer says which paragraphs and which page these are.
func (w Writer) footer(t knowledge.Topic, page Page, number, pages int) string {
	first, last := page.Pieces[0].Paragraph+1, page.Pieces[len(page.Pieces)-1].Paragraph+1
	of := []string{"Of", strconv.Itoa(len(t.Passages)), "Page", strconv.Itoa(number), "Pages", strconv.Itoa(pages)}
	if first == last {
		return w.Say("whole.paragraph", append(of, "N", strconv.Itoa(first))...)
	}
	return w.Say("whole.paragraphs", append(of, "First", strconv.Itoa(first), "Last", strconv.Itoa(last))...)
}
