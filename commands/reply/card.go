package reply

import (
	"fmt"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

// Room for the parts of a message, in Discord's characters.
const (
	maxHeading  = 400  // the interviewer's question
	maxSpeaker  = 300  // name and affiliation
	maxCitation = 500  // without its address, which is shown up to MaxButtonURL
	maxExcerpt  = 2000 // the quoted paragraph
	maxMarks    = 200  // what stands around them: marks, "Paragraph 2 of 3"
)

// A card of the largest parts is within the limit, or this does not compile.
const _ = uint(MaxText - (maxHeading + maxSpeaker + maxExcerpt + maxCitation + MaxButtonURL + maxMarks))

// Card shows an answer: the interviewer's question, who answers, the best
// paragraph with its best sentence in bold, where it stands, and the way to
// the rest and to the publication.
func Card(m knowledge.Match) Message {
	shown, part := excerpt(m)
	where := position(m, part)
	if link := shortAddress(m); link != "" {
		where += "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation)+", "+link)
	} else {
		where += "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))
	}
	parts := []discordgo.MessageComponent{
		text(heading(m.Topic.Question, m.Passage().Speaker, m.Topic.Analysis)),
		text(quote(markedText(m, shown))),
		text(where),
	}
	return Message{Components: container(append(parts, row(cardButtons(m, part)...))...)}
}

func cardButtons(m knowledge.Match, part bool) []discordgo.MessageComponent {
	buttons := append(wholeButton(m.Topic, part), button("Cite", Action{
		Verb: Cite, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID, Paragraph: m.Paragraph, Sentence: m.Sentence,
	}))
	return append(buttons, linkButton("Read it in the publication", m.Link(MaxButtonURL))...)
}

// wholeButton opens the whole answer, where there is more of it.
func wholeButton(t knowledge.Topic, part bool) []discordgo.MessageComponent {
	n := len(t.Passages)
	if n == 1 && !part {
		return nil
	}
	return []discordgo.MessageComponent{button("Whole answer ("+count(n, "paragraph")+")", Action{
		Verb: Read, Analysis: t.Analysis.ID, Topic: t.ID,
	})}
}

// heading is the interviewer's question and who answers it.
func heading(question string, speaker *article.Expert, a *article.Analysis) string {
	who := "**" + fitMarkdown(a.Publisher, maxSpeaker/2) + "**"
	if speaker != nil {
		who = "**" + fitMarkdown(speaker.Name, maxSpeaker/2) + "**"
		if speaker.Affiliation != "" {
			who += ", " + fitMarkdown(speaker.Affiliation, maxSpeaker/2)
		}
	}
	return "### " + fitMarkdown(question, maxHeading) + "\n" + who
}

// position says which paragraph of how many is shown.
func position(m knowledge.Match, part bool) string {
	where := fmt.Sprintf("Paragraph %d of %d", m.Paragraph+1, len(m.Topic.Passages))
	if len(m.Topic.Passages) == 1 {
		where = "The whole answer: one paragraph"
	}
	if part {
		where = fmt.Sprintf("A part of paragraph %d of %d", m.Paragraph+1, len(m.Topic.Passages))
	}
	return small(where)
}

// excerpt is the paragraph, or where that is too long for a card, the
// sentences around the best one that fit; part tells which.
func excerpt(m knowledge.Match) (shown article.Span, part bool) {
	a, p := m.Topic.Analysis, m.Passage()
	if fitsQuoted(a.Text(p.Span), maxExcerpt) {
		return p.Span, false
	}
	all := units(a, p.Paragraph, maxExcerpt)
	first := 0
	if best, ok := m.Best(); ok {
		for first+1 < len(all) && all[first+1].Start <= best.Start {
			first++
		}
	}
	last := first
	grow := func(from, to int) bool {
		return from >= 0 && to < len(all) && fitsQuoted(a.Source[all[from].Start:all[to].End], maxExcerpt)
	}
	for grow(first, last+1) {
		last++
	}
	for grow(first-1, last) {
		first--
	}
	return article.Span{Start: all[first].Start, End: all[last].End}, true
}

// markedText is the excerpt in Markdown, the best sentence in bold.
func markedText(m knowledge.Match, shown article.Span) string {
	best, ok := m.Best()
	start, end := max(best.Start, shown.Start), min(best.End, shown.End)
	if !ok || start >= end || best == m.Passage().Span {
		start, end = shown.Start, shown.Start
	}
	return emphasize(m.Topic.Analysis.Text(shown), article.Span{Start: start - shown.Start, End: end - shown.Start})
}

// shortAddress is the publication's address for a line of text, in the angle
// brackets that keep Discord from drawing a preview; empty where it is too
// long to be shown.
func shortAddress(m knowledge.Match) string {
	if address := m.Topic.Analysis.URL; Size(address) <= MaxButtonURL {
		return "<" + address + ">"
	}
	return ""
}

// fitMarkdown shortens a label and escapes it, to at most limit.
func fitMarkdown(label string, limit int) string {
	markdown := Escape(Fit(label, limit))
	if Size(markdown) > limit {
		// Escaping at most doubles a line.
		markdown = Escape(Fit(label, limit/2))
	}
	return markdown
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
