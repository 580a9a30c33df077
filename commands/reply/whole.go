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
	turns := w.turns(number, len(pages), Action{Verb: Turn, Analysis: t.Analysis.ID, Topic: t.ID, Print: t.Print()})
	m := w.page(t, pages, number, turns)
	m.Private = true
	return m
}

// WholePages are the whole answer, page by page, for all to read.
func (w Writer) WholePages(t knowledge.Topic) []Message {
	pages := Pages(t)
	messages := make([]Message, len(pages))
	for number := range pages {
		messages[number] = w.page(t, pages, number, nil)
	}
	return messages
}

// page is a page of the whole answer, with buttons before the one that opens
// the publication.
func (w Writer) page(t knowledge.Topic, pages []Page, number int, buttons []discordgo.MessageComponent) Message {
	page := pages[number]
	m := knowledge.Match{Topic: t, Paragraph: page.Pieces[0].Paragraph, Sentence: knowledge.NoSentence}
	footer := small(w.footer(t, page, number+1, len(pages))) +
		w.languageLine(t.Analysis) + "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))
	parts := []discordgo.MessageComponent{
		text(heading(t.Question, page.Speaker, t.Analysis)),
		text(pageText(t.Analysis, page)),
		text(footer),
	}
	if buttons = append(buttons, linkButton(w.Say("card.read"), m.Link(MaxButtonURL))...); len(buttons) > 0 {
		parts = append(parts, row(buttons...))
	}
	return Message{Components: container(parts...)}
}

// turns are buttons to the pages before and after one, where there are such;
// to is what they do, but for the page.
func (w Writer) turns(page, pages int, to Action) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	if page > 0 {
		to.Page = page - 1
		buttons = append(buttons, button(w.Say("whole.previous"), to))
	}
	if page+1 < pages {
		to.Page = page + 1
		buttons = append(buttons, button(w.Say("whole.next"), to))
	}
	return buttons
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
