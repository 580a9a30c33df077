package reply

import (
	"fmt"
	"time"

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

// Occasion is what an answer is shown for.
type Occasion struct {
	Question string // what was asked; empty where a topic was opened
	Private  bool   // only one person sees it
	About    string // the message that was asked about; empty where none was
	Changed  bool   // the text is not that which the button was made for
	Plain    bool   // as text alone; see [Message.Plain]
}

// Card shows an answer: the interviewer's question, who answers, the best
// paragraph with its best sentence in bold, where it stands, how old it is,
// and the way to the rest, to the publication and to other answers.
func Card(m knowledge.Match, o Occasion) Message {
	if o.Plain {
		return plainCard(m, o)
	}
	shown, part := excerpt(m)
	where := position(m, part)
	if o.Changed {
		where = small(changed) + "\n" + where
	}
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
	parts = append(parts, row(cardButtons(m, part)...), row(occasionButtons(o)...))
	return Message{Components: container(parts...), Private: o.Private}
}

// changed is said where a button opens another text than it was made for.
const changed = "The text of this answer has changed since this button was made. This is how it reads now."

// occasionButtons question an answer, and take it away or pass it on. They
// hold the question.
func occasionButtons(o Occasion) []discordgo.MessageComponent {
	parts := questionParts(o.Question, maxPart, maxPart, maxPostPart)
	var buttons []discordgo.MessageComponent
	if o.Question != "" {
		buttons = append(buttons,
			button("Why this answer", Action{Verb: Why, Part: parts[0]}),
			button("Not what I asked", Action{Verb: NotAsked, Part: parts[1]}))
	}
	switch {
	case !o.Private:
		return append(buttons, button("Dismiss", Action{Verb: Dismiss, Part: parts[2]}))
	case o.About != "":
		return append(buttons, button("Post as reply", Action{Verb: Post, Message: o.About, Part: parts[2]}))
	}
	return append(buttons, button("Post in channel", Action{Verb: Post, Part: parts[2]}))
}

func cardButtons(m knowledge.Match, part bool) []discordgo.MessageComponent {
	buttons := append(wholeButton(m.Topic, part), button("Cite", Action{
		Verb: Cite, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID, Paragraph: m.Paragraph, Sentence: m.Sentence,
		Print: m.Topic.Print(),
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
		Verb: Read, Analysis: t.Analysis.ID, Topic: t.ID, Print: t.Print(),
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
	return small(where + " · answered " + age(m.Topic.Analysis))
}

// age is the day of publication and how long ago that is, which Discord works
// out when it shows it. Noon is that day almost everywhere.
// (docs.discord.com/developers/reference#message-formatting)
func age(a *article.Analysis) string {
	return fmt.Sprintf("%s, <t:%d:R>", a.Published.Format("January 2, 2006"), a.Published.Add(12*time.Hour).Unix())
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
