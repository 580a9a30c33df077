package reply

import (
	"strconv"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

// Room for the parts of a message, in Discord's characters.
const (
	maxHeading  = 400  // the interviewer's question
	maxSpeaker  = 300  // name and affiliation
	maxCitation = 500  // without its address, which is shown up to MaxButtonURL
	maxExcerpt  = 1880 // the quoted paragraph
	maxMarks    = 400  // what stands around them: marks, "Paragraph 2 of 3", in any language
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
	// NoEditors: an unanswered question cannot be sent to the editors here.
	NoEditors bool
	Asker     string // the id of who asked, where Discord will not tell it with the message
}

// Card shows an answer: the interviewer's question, who answers, the best
// paragraph with its best sentence in bold, where it stands, how old it is,
// and the way to the rest, to the publication and to other answers.
func (w Writer) Card(m knowledge.Match, o Occasion) Message {
	if o.Plain {
		return w.plainCard(m, o)
	}
	parts := append(w.cardParts(m, o.Changed), row(w.occasionButtons(o)...))
	return Message{Components: container(parts...), Private: o.Private}
}

// cardParts are a card without the buttons of who asked. Changed says that the
// text is not that which a button was made for.
func (w Writer) cardParts(m knowledge.Match, changed bool) []discordgo.MessageComponent {
	shown, part := excerpt(m)
	where := w.position(m, part) + w.languageLine(m.Topic.Analysis)
	if changed {
		where = small(w.Say("card.changed")) + "\n" + where
	}
	if link := shortAddress(m); link != "" {
		where += "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation)+", "+link)
	} else {
		where += "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))
	}
	return []discordgo.MessageComponent{
		text(heading(m.Topic.Question, m.Passage().Speaker, m.Topic.Analysis)),
		text(quote(markedText(m, shown))),
		text(where),
		row(w.cardButtons(m, part)...),
	}
}

// occasionButtons question an answer, and take it away or pass it on. They
// hold the question.
func (w Writer) occasionButtons(o Occasion) []discordgo.MessageComponent {
	var wanted []questionButton
	if o.Question != "" {
		wanted = append(wanted, questionButton{w.Say("card.why"), Action{Verb: Why}})
	}
	wanted = append(wanted, questionButton{w.Say("card.not_asked"), Action{Verb: NotAsked}})
	last := questionButton{w.Say("card.post_channel"), Action{Verb: Post}}
	switch {
	case !o.Private:
		last = questionButton{w.Say("card.dismiss"), Action{Verb: Dismiss, Who: o.Asker}}
	case o.About != "":
		last = questionButton{w.Say("card.post_reply"), Action{Verb: Post, Message: o.About}}
	}
	return questionButtons(o.Question, append(wanted, last)...)
}

func (w Writer) cardButtons(m knowledge.Match, part bool) []discordgo.MessageComponent {
	buttons := append(w.wholeButton(m.Topic, part), button(w.Say("card.cite"), Action{
		Verb: Cite, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID, Paragraph: m.Paragraph, Sentence: m.Sentence,
		Print: m.Topic.Print(),
	}))
	return append(buttons, linkButton(w.Say("card.read"), m.Link(MaxButtonURL))...)
}

// wholeButton opens the whole answer, where there is more of it.
func (w Writer) wholeButton(t knowledge.Topic, part bool) []discordgo.MessageComponent {
	n := len(t.Passages)
	if n == 1 && !part {
		return nil
	}
	return []discordgo.MessageComponent{button(w.Count("card.whole", n), Action{
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

// position says which paragraph of how many is shown, and how old it is.
func (w Writer) position(m knowledge.Match, part bool) string {
	n, of := strconv.Itoa(m.Paragraph+1), strconv.Itoa(len(m.Topic.Passages))
	where := w.Say("card.paragraph", "N", n, "Of", of)
	switch {
	case part:
		where = w.Say("card.part", "N", n, "Of", of)
	case len(m.Topic.Passages) == 1:
		where = w.Say("card.only_paragraph")
	}
	a := m.Topic.Analysis
	return small(w.Say("card.answered", "Where", where, "Date", day(a), "Age", age(a)))
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
