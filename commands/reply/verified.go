package reply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

const (
	// maxChanges is how much of a message the list of changes takes, and
	// maxChangesOfMany how much where there are other quotations to list.
	maxChanges       = 1200
	maxChangesOfMany = 500
	// maxMemberWords is how much of what a member wrote is shown in one
	// place: enough to know it again.
	maxMemberWords = 80
	// maxPublished is how long published words in the list of changes are at
	// most; more of them are counted. The passage below has them all.
	maxPublished = 240
	// maxRuling is room for a verdict, maxListed for the line of a quotation
	// with its verdict.
	maxRuling = 200 + maxMemberWords
	maxListed = maxMemberWords/2 + 70
	// minPassage is room for published words, whatever else there is.
	minPassage = 300
)

// All these are within the limit, or this does not compile.
const (
	_ = uint(MaxText - (maxRuling + maxChanges + maxHeading + maxSpeaker + maxCitation + MaxButtonURL + maxMarks + minPassage))
	_ = uint(MaxText - (knowledge.MaxParts*maxListed + maxRuling + maxChangesOfMany + maxHeading + maxSpeaker + maxCitation + MaxButtonURL + maxMarks + minPassage))
)

// Verified shows one person what the library says of the quotations in a
// text: for the one that is furthest from right, what differs, and the
// published passage beside it. Held are the analyses that were looked at.
func Verified(checks []knowledge.Check, held []*article.Analysis) Message {
	var parts []discordgo.MessageComponent
	room, changes := MaxText, maxChanges
	if len(checks) > 1 {
		listed := checkList(checks, fitMarkdown)
		parts = append(parts, text(listed))
		room, changes = room-Size(listed), maxChangesOfMany
	}
	switch c := worst(checks); c.Held {
	case knowledge.Exact, knowledge.Altered:
		parts = append(parts, checkParts(c, room, changes)...)
	case knowledge.Absent:
		parts = append(parts,
			text("**"+absent+"**\n"+heldList(held, fitMarkdown)),
			row(button("All topics", Action{Verb: Browse})))
	default:
		parts = append(parts, text(unfit(c)))
	}
	return Message{Components: container(parts...), Private: true}
}

// worst is the check that a reader must see first.
func worst(checks []knowledge.Check) knowledge.Check {
	rank := func(c knowledge.Check) int {
		switch {
		case c.Held == knowledge.Altered, c.Attributed != "", len(c.Omissions) > 0:
			return 0
		case c.Held == knowledge.Absent:
			return 1
		case c.Held == knowledge.Exact:
			return 2
		}
		return 3
	}
	return slices.MinFunc(checks, func(a, b knowledge.Check) int { return rank(a) - rank(b) })
}

// checkParts are what differs, in at most so much as changes says, the
// published passage, and where it is; all in at most room.
func checkParts(c knowledge.Check, room, changes int) []discordgo.MessageComponent {
	m := c.Match
	verdict := "**" + ruling(c, fitMarkdown) + "**"
	if lines := changeList(c, fitMarkdown, changes); len(lines) > 0 {
		verdict += "\n- " + strings.Join(lines, "\n- ")
	}
	head := heading(m.Topic.Question, m.Passage().Speaker, m.Topic.Analysis)
	if c.Asked {
		head = "**The interviewer** of " + fitMarkdown(m.Topic.Analysis.Publisher, maxSpeaker)
	}
	where := checkPosition(c) + "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))
	if c.Asked {
		where = small(fitMarkdown(m.PublicationWithoutURL(), maxCitation))
	}
	if link := shortAddress(m); link != "" {
		where += ", " + link
	}
	marks := boldOf(c)
	if legend := legendOf(c, marks); legend != "" {
		where = small(legend) + "\n" + where
	}
	room -= Size(verdict) + Size(head) + Size(where)
	passage, part := passageOf(c, marks, room)
	if part {
		where = small("The passage goes on.") + "\n" + where
	}
	parts := []discordgo.MessageComponent{text(verdict), text(head), text(passage), text(where)}
	if buttons := checkButtons(c, part); len(buttons) > 0 {
		parts = append(parts, row(buttons...))
	}
	return parts
}

func checkButtons(c knowledge.Check, part bool) []discordgo.MessageComponent {
	link := linkButton("Read it in the publication", c.Link(MaxButtonURL))
	if c.Asked {
		return link
	}
	return append(wholeButton(c.Match.Topic, part), link...)
}

// marker makes words safe to be shown, in at most limit.
type marker func(words string, limit int) string

// ruling is the verdict in one sentence.
func ruling(c knowledge.Check, mark marker) string {
	var but []string
	for _, o := range c.Omissions {
		what := "a negation is left out"
		if len(o.Passed) == 0 {
			what = "a negation is added in brackets"
		}
		if !slices.Contains(but, what) {
			but = append(but, what)
		}
	}
	if c.Attributed != "" {
		but = append(but, "not by "+mark(c.Attributed, maxMemberWords))
	}
	sentence, join := "Word for word", ", but "
	if c.Held == knowledge.Altered {
		sentence, join = "Altered: "+differ(c.Words()), ", and "
	}
	if len(but) > 0 {
		sentence += join + strings.Join(but, ", and ")
	}
	return sentence + "."
}

func differ(words int) string {
	if words == 1 {
		return "1 word differs"
	}
	return fmt.Sprintf("%d words differ", words)
}

// changeList tells each change and each hidden negation in a line, in at most
// limit together.
func changeList(c knowledge.Check, mark marker, limit int) []string {
	var lines []string
	for _, change := range c.Changes {
		lines = append(lines, changeLine(c, change, mark))
	}
	for _, o := range c.Omissions {
		lines = append(lines, omissionLine(c, o, mark))
	}
	used := 0
	for i, line := range lines {
		if used += Size(line); used > limit {
			return append(lines[:i:i], "and "+count(len(lines)-i, "more"))
		}
	}
	return lines
}

func changeLine(c knowledge.Check, change knowledge.Change, mark marker) string {
	where := "at the beginning"
	if change.After.Span.Start < change.After.Span.End {
		where = "after " + publishedWords(c, []knowledge.Place{change.After}, mark)
	}
	written := "“" + mark(change.Quoted, maxMemberWords) + "”"
	switch {
	case len(change.Published) == 0:
		return written + " is added, " + where
	case change.Quoted == "":
		return publishedWords(c, change.Published, mark) + " is left out, " + where
	}
	return written + " instead of " + publishedWords(c, change.Published, mark) + ", " + where
}

func omissionLine(c knowledge.Check, o knowledge.Omission, mark marker) string {
	written := "“" + mark(o.Mark, maxMemberWords) + "”"
	if len(o.Passed) == 0 {
		return written + " adds a negation that is not published"
	}
	line := written + " hides “" + mark(o.Negation, maxPublished) + "”"
	if passed := publishedWords(c, o.Passed, mark); passed != "“"+mark(o.Negation, maxPublished)+"”" {
		line += ": it leaves out " + passed
	}
	return line
}

// publishedWords are such between quotation marks, whole, or where they are
// many, their number.
func publishedWords(c knowledge.Check, places []knowledge.Place, mark marker) string {
	var all []string
	for _, p := range places {
		all = append(all, c.Match.Topic.Analysis.Text(p.Span))
	}
	if words := oneLine(strings.Join(all, " ")); Size(words) <= maxPublished/2 {
		return "“" + mark(words, maxPublished) + "”"
	}
	return count(len(strings.Fields(strings.Join(all, " "))), "word")
}

// boldOf are the published words that a reader looks for: those that the
// quotation changes or leaves out, or where it is exact, all of it.
func boldOf(c knowledge.Check) []article.Span {
	var spans []article.Span
	if c.Held == knowledge.Exact {
		for _, p := range c.Places {
			spans = append(spans, p.Span)
		}
		return spans
	}
	for _, change := range c.Changes {
		for _, p := range change.Published {
			spans = append(spans, p.Span)
		}
	}
	for _, o := range c.Omissions {
		for _, p := range o.Passed {
			spans = append(spans, p.Span)
		}
	}
	slices.SortFunc(spans, func(a, b article.Span) int { return a.Start - b.Start })
	return spans
}

func legendOf(c knowledge.Check, marks []article.Span) string {
	switch {
	case len(marks) == 0:
		return ""
	case c.Held == knowledge.Exact:
		return "In bold: the quoted words."
	}
	return "In bold: what the quotation changes or leaves out."
}

// passageOf quotes the sentences that the quotation is from, in at most
// room; part tells that they go on.
func passageOf(c knowledge.Check, marks []article.Span, room int) (passage string, part bool) {
	a := c.Match.Topic.Analysis
	room = min(room, maxExcerpt)
	const boldSize = 4
	marks = marks[:min(len(marks), room/4/boldSize)]
	var quotes []string
	for _, piece := range sentencesOf(c, room-boldSize*len(marks)) {
		quoted := quote(marked(a, piece, marks))
		if room < Size(quoted) {
			return strings.Join(quotes, gap), true
		}
		room -= Size(quoted) + len(gap)
		quotes = append(quotes, quoted)
	}
	return strings.Join(quotes, gap), false
}

// sentencesOf are the sentences that a quotation touches, paragraph by
// paragraph, in pieces of at most limit.
func sentencesOf(c knowledge.Check, limit int) []article.Span {
	a := c.Match.Topic.Analysis
	if c.Asked {
		return appendSplit(nil, a, c.Match.Topic.Asked(), limit)
	}
	var pieces []article.Span
	for _, p := range c.Places {
		first := len(pieces)
		for _, unit := range units(a, c.Match.Topic.Passages[p.Paragraph].Paragraph, limit) {
			if unit.Start >= p.Span.End || unit.End <= p.Span.Start {
				continue
			}
			if last := len(pieces) - 1; last >= first && fitsQuoted(a.Source[pieces[last].Start:unit.End], limit) {
				pieces[last].End = unit.End
			} else {
				pieces = append(pieces, unit)
			}
		}
	}
	for i, piece := range pieces {
		pieces[i].End = piece.Start + len(strings.TrimRight(a.Text(piece), " \n"))
	}
	return pieces
}

// marked is a piece of the source in Markdown, with what of the marks is in
// it in bold.
func marked(a *article.Analysis, piece article.Span, marks []article.Span) string {
	var within []article.Span
	for _, m := range marks {
		within = append(within, article.Span{
			Start: max(m.Start, piece.Start) - piece.Start,
			End:   min(m.End, piece.End) - piece.Start,
		})
	}
	return emphasize(a.Text(piece), within...)
}

func checkPosition(c knowledge.Check) string {
	first, last := c.Places[0].Paragraph, c.Places[len(c.Places)-1].Paragraph
	if first == last {
		return small(fmt.Sprintf("Paragraph %d of %d", first+1, len(c.Match.Topic.Passages)))
	}
	return small(fmt.Sprintf("Paragraphs %d to %d of %d", first+1, last+1, len(c.Match.Topic.Passages)))
}

// checkList has a line for each quotation of a text.
func checkList(checks []knowledge.Check, mark marker) string {
	lines := []string{fmt.Sprintf("%d quotations:", len(checks))}
	for i, c := range checks {
		lines = append(lines, fmt.Sprintf("%d. “%s”: %s", i+1, mark(c.Quotation, maxMemberWords/2), inShort(c)))
	}
	return strings.Join(lines, "\n")
}

// inShort is the verdict in a few words.
func inShort(c knowledge.Check) string {
	switch {
	case c.Held == knowledge.Absent:
		return "not in the analyses held here"
	case c.Held == knowledge.Altered:
		return "altered, " + differ(c.Words())
	case c.Held != knowledge.Exact:
		return "too short or too long to be checked"
	case c.Attributed != "":
		return "word for word, but by somebody else"
	case len(c.Omissions) > 0:
		return "word for word, but a negation is hidden or added"
	}
	return "word for word"
}

const absent = "These words are not in the analyses held here."

// heldList names the first of the analyses.
func heldList(held []*article.Analysis, mark marker) string {
	lines := []string{"They may be published elsewhere. Looked at:"}
	shown := held[:min(3, len(held))]
	for _, a := range shown {
		lines = append(lines, fmt.Sprintf("- %s (%s, %s)", mark(a.Title, 2*maxMemberWords), mark(a.Publisher, maxMemberWords), a.Published.Format("January 2, 2006")))
	}
	if more := len(held) - len(shown); more > 0 {
		lines = append(lines, "- and "+fmt.Sprint(more)+" more")
	}
	return strings.Join(lines, "\n")
}

// unfit says why a quotation was not looked up.
func unfit(c knowledge.Check) string {
	if c.Held == knowledge.Lengthy {
		return "That is too long to be checked at once. Give a part of it."
	}
	return "That is too short to be checked. Give at least two words of the quotation."
}

// Verified is what the library says of the quotations in a text, for the
// terminal.
func (t Terminal) Verified(checks []knowledge.Check, held []*article.Analysis) string {
	var lines []string
	if len(checks) > 1 {
		lines = append(lines, t.lines(checkList(checks, plainWords)), "")
	}
	switch c := worst(checks); c.Held {
	case knowledge.Exact, knowledge.Altered:
		lines = append(lines, t.checked(c)...)
	case knowledge.Absent:
		lines = append(lines, t.bold(t.wrap(absent, "")), t.lines(heldList(held, plainWords)))
	default:
		lines = append(lines, t.wrap(unfit(c), ""))
	}
	return strings.Join(lines, "\n") + "\n"
}

func (t Terminal) checked(c knowledge.Check) []string {
	m := c.Match
	lines := []string{t.bold(t.wrap(ruling(c, plainWords), ""))}
	for _, line := range changeList(c, plainWords, len(m.Topic.Analysis.Source)) {
		lines = append(lines, t.wrap("- "+line, ""))
	}
	who := "The interviewer, " + m.Topic.Analysis.Publisher
	citation := m.PublicationWithoutURL()
	if !c.Asked {
		who, citation = m.Speaker(), m.CitationWithoutURL()
	}
	lines = append(lines, "", t.wrap(who+":", ""))
	for _, piece := range sentencesOf(c, len(m.Topic.Analysis.Source)) {
		lines = append(lines, t.wrap(m.Topic.Analysis.Text(piece), "  "))
	}
	return append(lines, "", t.dim(t.wrap(citation, "")), clean(c.Link(MaxButtonURL)))
}

// lines wraps each line of a text by itself.
func (t Terminal) lines(text string) string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		all = append(all, t.wrap(line, ""))
	}
	return strings.Join(all, "\n")
}

// plainWords are words for where nothing is marked up.
func plainWords(words string, limit int) string { return clean(Fit(words, limit)) }
