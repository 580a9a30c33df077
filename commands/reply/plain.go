package reply

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// plainCard is [Card] as text alone, each part after its name, in a stated
// order.
func (w Writer) plainCard(m knowledge.Match, o Occasion) Message {
	a := m.Topic.Analysis
	shown, part := excerpt(m)
	who := fitMarkdown(m.Speaker(), maxSpeaker/2)
	if s := m.Passage().Speaker; s != nil && s.Affiliation != "" {
		who += ", " + fitMarkdown(s.Affiliation, maxSpeaker/2)
	}
	top := w.Say("plain.order")
	if o.Changed {
		top += "\n" + w.Say("card.changed")
	}
	parts := []discordgo.MessageComponent{
		text(top),
		text(w.Say("plain.question", "Question", fitMarkdown(m.Topic.Question, maxHeading)) + "\n" + w.Say("plain.answered_by", "Who", who)),
		text(quote(Escape(a.Text(shown)))),
	}
	citation := fitMarkdown(m.CitationWithoutURL(), maxCitation)
	if link := shortAddress(m); link != "" {
		citation += ", " + link
	}
	source := plainText(w.position(m, part)) + "\n" + w.Say("plain.source", "Citation", citation)
	if language := w.publishedIn(a); language != "" {
		source += "\n" + language
	}
	used := Size(top) + maxHeading + maxSpeaker + quotedSize(a.Text(shown)) + Size(source) + maxMarks
	if best, ok := m.Best(); ok && best != m.Passage().Span {
		if said := w.Say("plain.best", "Sentence", Escape(a.Text(best))); used+Size(said) <= MaxText {
			parts = append(parts, text(said))
		}
	}
	parts = append(parts, text(source), row(w.cardButtons(m, part)...), row(w.occasionButtons(o)...))
	return Message{Components: parts, Private: o.Private}
}

// Plain is a message as text alone: without the box around it, headings, bold
// and small print. Nothing it says is said by these alone.
func (m Message) Plain() Message {
	m.Components = plainParts(m.Components)
	return m
}

func plainParts(parts []discordgo.MessageComponent) []discordgo.MessageComponent {
	var all []discordgo.MessageComponent
	for _, p := range parts {
		switch p := p.(type) {
		case discordgo.Container:
			all = append(all, plainParts(p.Components)...)
		case discordgo.TextDisplay:
			all = append(all, text(plainText(p.Content)))
		default:
			all = append(all, p)
		}
	}
	return all
}

// plainText takes our own marks out of Markdown. What a backslash stands
// before, and what is between fences, is not ours.
func plainText(markdown string) string {
	if strings.HasPrefix(markdown, "```") {
		return markdown
	}
	lines := strings.Split(markdown, "\n")
	for i, line := range lines {
		for _, mark := range []string{"### ", "-# "} {
			line = strings.TrimPrefix(line, mark)
		}
		lines[i] = unbold(line)
	}
	return strings.Join(lines, "\n")
}

func unbold(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			b.WriteString(line[i : i+2])
			i++
		case strings.HasPrefix(line[i:], "**"):
			i++
		default:
			b.WriteByte(line[i])
		}
	}
	return b.String()
}
