package reply

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
	"ibid/knowledge/citation"
)

// Cited shows one person how an answer is cited, or with the verb [CiteAll]
// the analysis that it is in: as the sentences of three styles, or as the
// record of the action's style. Without a topic in the action, none of its
// buttons leads to an answer.
func (w Writer) Cited(m knowledge.Match, action Action) Message {
	work, what := m.Work(), w.Say("cite.answer", "Name", fitMarkdown(m.Speaker(), maxSpeaker))
	if action.Verb == CiteAll || m.Passage().Speaker == nil {
		work, what = knowledge.WorkOf(m.Topic.Analysis), w.Say("cite.analysis")
	}
	body := sentences(work)
	if action.Style.IsRecord() {
		body = codeBlock(work.Text(action.Style))
	}
	if Size(what)+Size(body) > MaxText {
		body = w.Say("cite.too_long")
	}
	return Message{Private: true, Components: container(
		text(what), text(body), row(w.citeButtons(m, action)...),
	)}
}

// citeButtons lead to the other styles, to the other work, and to the
// publication.
func (w Writer) citeButtons(m knowledge.Match, action Action) []discordgo.MessageComponent {
	styled := func(label string, verb Verb, style citation.Style) discordgo.Button {
		to := action
		to.Verb, to.Style = verb, style
		return button(label, to)
	}
	var buttons []discordgo.MessageComponent
	if action.Style.IsRecord() {
		buttons = append(buttons, styled("Chicago, APA, MLA", action.Verb, citation.Chicago))
	}
	for _, s := range citation.Styles() {
		if s.IsRecord() && s != action.Style {
			buttons = append(buttons, styled(s.Name(), action.Verb, s))
		}
	}
	address := m.Link(MaxButtonURL)
	style := action.Style
	if style == "" {
		style = citation.Chicago
	}
	switch {
	case action.Topic == "":
		address = m.Topic.Analysis.URL
	case m.Passage().Speaker == nil:
	case action.Verb == CiteAll:
		buttons = append(buttons, styled(w.Say("cite.to_answer"), Cite, style))
	default:
		buttons = append(buttons, styled(w.Say("cite.to_analysis"), CiteAll, style))
	}
	return append(buttons, linkButton(w.Say("card.read"), address)...)
}

// sentences cites a work in each style for people.
func sentences(work citation.Work) string {
	var all []string
	for _, s := range citation.Styles() {
		if !s.IsRecord() {
			all = append(all, "**"+s.Name()+"**\n"+sentence(work.Sentence(s)))
		}
	}
	return strings.Join(all, "\n")
}

// sentence is a citation in Markdown.
func sentence(pieces []citation.Piece) string {
	var whole strings.Builder
	var italic []article.Span
	for _, p := range pieces {
		start := whole.Len()
		whole.WriteString(p.Text)
		if p.Italic {
			italic = append(italic, article.Span{Start: start, End: whole.Len()})
		}
	}
	return markUp(whole.String(), "*", italic...)
}

// codeBlock shows a record letter for letter, to be copied.
func codeBlock(record string) string {
	const fence = "```"
	if strings.Contains(record, fence) {
		return Escape(record)
	}
	return fence + "\n" + record + "\n" + fence
}

// Cited is a work in the styles for people, or in one style, for the
// terminal.
func (t Terminal) Cited(work citation.Work, style citation.Style) string {
	if style != "" {
		return work.Text(style) + "\n"
	}
	var b strings.Builder
	for _, s := range citation.Styles() {
		if !s.IsRecord() {
			// Not wrapped, so that its address can be opened.
			fmt.Fprintf(&b, "%s\n%s\n\n", t.bold(s.Name()), clean(work.Text(s)))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
