package reply

import (
	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

// maxQuotes is how many quotations a summary holds: each takes a section, a
// text and a button, beside the container, heading, footer, and the notice,
// two menus and a button of a preview, each in its row.
const maxQuotes = (MaxComponents - 10) / 3

// longestID is as long as an id of Discord's can be.
const longestID = "18446744073709551615"

// maxSummaryFrame is room for a summary's heading, footer and preview.
const maxSummaryFrame = 2*maxHeading + maxSpeaker + maxCitation + MaxButtonURL + maxMarks

// Summary shows an analysis in one message, to be pinned: its title, and for
// each question who answers it and the key sentence, with a link to that
// sentence. Quotations are never cut: where they do not all fit, the
// message says how many questions more there are.
func (w Writer) Summary(quotes []knowledge.Quote) Message {
	a := quotes[0].Topic.Analysis
	head := "### " + fitMarkdown(a.Title, maxHeading) + "\n" + fitMarkdown(a.Publisher, maxSpeaker) + ", " + day(a) + " (" + age(a) + ")"
	parts := []discordgo.MessageComponent{text(head)}
	used, shown := Size(head)+Size(w.summaryFooter(quotes[0], len(quotes)))+Size(w.previewNotice(longestID)), 0
	for _, q := range quotes {
		said := w.quotation(q)
		if shown == maxQuotes || used+Size(said) > MaxText {
			continue
		}
		parts = append(parts, w.quoteSection(q, said))
		used, shown = used+Size(said), shown+1
	}
	return Message{Components: container(append(parts, text(w.summaryFooter(quotes[0], len(quotes)-shown)))...)}
}

// quotation is a topic's question, who answers, and the key sentence.
func (w Writer) quotation(q knowledge.Quote) string {
	return "**" + fitMarkdown(w.questionName(q.Topic), maxHeading) + "**\n" + fitMarkdown(q.Speaker(), maxSpeaker/2) + ":\n" +
		quote(Escape(q.Topic.Analysis.Text(article.Span(q.Span))))
}

// quoteSection puts the link to the sentence beside it, where there is one.
func (w Writer) quoteSection(q knowledge.Quote, said string) discordgo.MessageComponent {
	link := linkButton(w.Say("summary.read"), q.Link(MaxButtonURL))
	if len(link) == 0 {
		return text(said)
	}
	return discordgo.Section{Components: []discordgo.MessageComponent{text(said)}, Accessory: link[0]}
}

func (w Writer) summaryFooter(q knowledge.Quote, missing int) string {
	footer := small(fitMarkdown(q.PublicationWithoutURL(), maxCitation))
	if link := shortAddress(q.Match); link != "" {
		footer += ", " + link
	}
	ask := w.Say("summary.ask")
	if missing > 0 {
		ask = w.Count("summary.more", missing)
	}
	return footer + w.languageLine(q.Topic.Analysis) + "\n" + small(ask)
}
