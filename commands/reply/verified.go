package reply

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/words"
	"ibid/knowledge"
	"ibid/knowledge/article"
)

const (
	// maxChanges is how much of a message the list of changes takes, and
	// maxChangesOfMany how much where there are other quotations to list.
	maxChanges       = 1000
	maxChangesOfMany = 350
	// maxMemberWords is how much of what a member wrote is shown in one
	// place: enough to know it again.
	maxMemberWords = 80
	// maxPublished is how long published words in the list of changes are at
	// most; more of them are counted. The passage below has them all.
	maxPublished = 240
	// maxRuling is room for a verdict, maxListed for the line of a quotation
	// with its verdict.
	maxRuling = 350 + 2*maxMemberWords
	maxListed = maxMemberWords/2 + 90
	// minPassage is room for published words, whatever else there is.
	minPassage = 200
)

// All these are within the limit, or this does not compile.
const (
	_ = uint(MaxText - (maxRuling + maxChanges + maxHeading + maxSpeaker + maxCitation + MaxButtonURL + maxMarks + minPassage))
	_ = uint(MaxText - ((knowledge.MaxParts+1)*maxListed + maxRuling + maxChangesOfMany + maxHeading + maxSpeaker + maxCitation + MaxButtonURL + maxMarks + minPassage))
)

// Verified shows one person what the library says of the quotations in a
// text: for the one that is furthest from right, what differs, and the
// published passage beside it. Held are the analyses that were looked at.
func (w Writer) Verified(checks []knowledge.Check, held []*article.Analysis) Message {
	var parts []discordgo.MessageComponent
	room, changes := MaxText, maxChanges
	if len(checks) > 1 || checks[0].Part {
		listed := w.checkList(checks, fitMarkdown)
		parts = append(parts, text(listed))
		room, changes = room-Size(listed), maxChangesOfMany
	}
	switch c := worst(checks); c.Held {
	case knowledge.Exact, knowledge.Altered:
		parts = append(parts, w.checkParts(c, room, changes)...)
	case knowledge.Absent:
		parts = append(parts,
			text("**"+w.Say("verify.absent")+"**\n"+w.heldList(held, fitMarkdown, day)),
			row(button(w.Say("offer.all_topics"), Action{Verb: Browse})))
	default:
		parts = append(parts, text(w.unfit(c)))
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
func (w Writer) checkParts(c knowledge.Check, room, changes int) []discordgo.MessageComponent {
	m := c.Match
	verdict := "**" + w.ruling(c, fitMarkdown) + "**"
	if lines := w.changeList(c, fitMarkdown, changes); len(lines) > 0 {
		verdict += "\n- " + strings.Join(lines, "\n- ")
	}
	head := heading(m.Topic.Question, m.Passage().Speaker, m.Topic.Analysis)
	if c.Asked {
		head = "**" + w.Say("verify.interviewer", "Publisher", fitMarkdown(m.Topic.Analysis.Publisher, maxSpeaker)) + "**"
	}
	where := w.checkPosition(c) + "\n" + small(fitMarkdown(m.CitationWithoutURL(), maxCitation))
	if c.Asked {
		where = small(fitMarkdown(m.PublicationWithoutURL(), maxCitation))
	}
	if link := shortAddress(m); link != "" {
		where += ", " + link
	}
	marks := boldOf(c)
	where += w.languageLine(m.Topic.Analysis)
	if legend := w.legendOf(c, marks); legend != "" {
		where = small(legend) + "\n" + where
	}
	room -= Size(verdict) + Size(head) + Size(where)
	passage, part := passageOf(c, marks, room)
	if part {
		where = small(w.Say("verify.goes_on")) + "\n" + where
	}
	parts := []discordgo.MessageComponent{text(verdict), text(head), text(passage), text(where)}
	if buttons := w.checkButtons(c, part); len(buttons) > 0 {
		parts = append(parts, row(buttons...))
	}
	return parts
}

func (w Writer) checkButtons(c knowledge.Check, part bool) []discordgo.MessageComponent {
	link := linkButton(w.Say("card.read"), c.Link(MaxButtonURL))
	if c.Asked {
		return link
	}
	return append(w.wholeButton(c.Match.Topic, part), link...)
}

// marker makes words safe to be shown, in at most limit.
type marker func(words string, limit int) string

// ruling is the verdict, in a few sentences.
func (w Writer) ruling(c knowledge.Check, mark marker) string {
	sentences := []string{w.Say("verify.exact")}
	own := slices.ContainsFunc(c.Omissions, func(o knowledge.Omission) bool { return strings.ContainsFunc(o.Mark, unicode.IsLetter) })
	if own || len(c.Brackets) > 0 {
		sentences[0] = w.Say("verify.exact_but_brackets")
	}
	if c.Held == knowledge.Altered {
		sentences = []string{w.Count("verify.altered", c.Words())}
	}
	for _, o := range c.Omissions {
		sentence := w.Say("verify.left_out_negation")
		if len(o.Passed) == 0 {
			sentence = w.Say("verify.added_negation")
		}
		if !slices.Contains(sentences, sentence) {
			sentences = append(sentences, sentence)
		}
	}
	if c.Quoted {
		sentences = append(sentences, w.Say("verify.quoted_by", "Name", mark(c.Match.Speaker(), maxMemberWords)))
	}
	if c.Attributed != "" {
		not := "verify.not_by"
		if c.Quoted {
			not = "verify.not_said_by"
		}
		sentences = append(sentences, w.Say(not, "Name", mark(c.Attributed, maxMemberWords)))
	}
	return strings.Join(sentences, " ")
}

// changeList tells each change and each hidden negation in a line, in at most
// limit together.
func (w Writer) changeList(c knowledge.Check, mark marker, limit int) []string {
	var lines []string
	for _, change := range c.Changes {
		lines = append(lines, w.changeLine(c, change, mark))
	}
	for _, o := range c.Omissions {
		lines = append(lines, w.omissionLine(c, o, mark))
	}
	for _, b := range c.Brackets {
		lines = append(lines, w.bracketLine(c, b, mark))
	}
	used := 0
	for i, line := range lines {
		if used += Size(line); used > limit {
			return append(lines[:i:i], w.Say("verify.more", "Count", strconv.Itoa(len(lines)-i)))
		}
	}
	return lines
}

func (w Writer) changeLine(c knowledge.Check, change knowledge.Change, mark marker) string {
	where := w.Say("verify.beginning")
	if change.After.Span.Start < change.After.Span.End {
		where = w.Say("verify.after", "Words", w.publishedWords(c, []knowledge.Place{change.After}, mark))
	}
	parts := []string{
		"Quoted", mark(change.Quoted, maxMemberWords), "Published", w.publishedWords(c, change.Published, mark), "Where", where,
	}
	switch {
	case len(change.Published) == 0:
		return w.Say("verify.added", parts...)
	case change.Quoted == "":
		return w.Say("verify.left_out", parts...)
	}
	return w.Say("verify.instead", parts...)
}

func (w Writer) omissionLine(c knowledge.Check, o knowledge.Omission, mark marker) string {
	passed, negation := w.publishedWords(c, o.Passed, mark), mark(o.Negation, maxPublished)
	parts := []string{"Mark", mark(o.Mark, maxMemberWords), "Negation", negation, "Passed", passed}
	switch {
	case len(o.Passed) == 0:
		return w.Say("verify.adds", parts...)
	case passed == "“"+negation+"”":
		return w.Say("verify.hides", parts...)
	}
	return w.Say("verify.hides_more", parts...)
}

func (w Writer) bracketLine(c knowledge.Check, b knowledge.Bracket, mark marker) string {
	if len(b.Published) == 0 {
		return w.Say("verify.own_addition", "Mark", mark(b.Mark, maxMemberWords))
	}
	return w.Say("verify.stands_for", "Mark", mark(b.Mark, maxMemberWords), "Published", w.publishedWords(c, b.Published, mark))
}

// publishedWords are such between quotation marks, whole, or where they are
// many, their number.
func (w Writer) publishedWords(c knowledge.Check, places []knowledge.Place, mark marker) string {
	var all []string
	for _, p := range places {
		all = append(all, c.Match.Topic.Analysis.Text(p.Span))
	}
	if words := oneLine(strings.Join(all, " ")); Size(words) <= maxPublished/2 {
		return "“" + mark(words, maxPublished) + "”"
	}
	return w.Count("verify.words", len(strings.Fields(strings.Join(all, " "))))
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

func (w Writer) legendOf(c knowledge.Check, marks []article.Span) string {
	switch {
	case len(marks) == 0:
		return ""
	case c.Held == knowledge.Exact:
		return w.Say("verify.bold_quoted")
	}
	return w.Say("verify.bold_changed")
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

func (w Writer) checkPosition(c knowledge.Check) string {
	first, last := c.Places[0].Paragraph, c.Places[len(c.Places)-1].Paragraph
	of := strconv.Itoa(len(c.Match.Topic.Passages))
	if first == last {
		return small(w.Say("card.paragraph", "N", strconv.Itoa(first+1), "Of", of))
	}
	return small(w.Say("verify.paragraphs", "First", strconv.Itoa(first+1), "Last", strconv.Itoa(last+1), "Of", of))
}

// checkList has a line for each quotation of a text that was checked.
func (w Writer) checkList(checks []knowledge.Check, mark marker) string {
	lines := []string{w.Count("verify.list", len(checks))}
	for i, c := range checks {
		if c.Held == knowledge.Unchecked {
			return strings.Join(append(lines, w.Count("verify.unchecked", len(checks)-i)), "\n")
		}
		lines = append(lines, fmt.Sprintf("%d. “%s”: %s", i+1, mark(c.Quotation, maxMemberWords/2), w.inShort(c)))
	}
	return strings.Join(lines, "\n")
}

// inShort is the verdict in a few words.
func (w Writer) inShort(c knowledge.Check) string {
	switch {
	case c.Held == knowledge.Absent:
		return w.Say("verify.in_short_absent")
	case c.Held == knowledge.Altered:
		return w.Count("verify.in_short_altered", c.Words())
	case c.Held != knowledge.Exact:
		return w.Say("verify.in_short_unfit")
	case c.Quoted && c.Attributed != "":
		return w.Say("verify.in_short_quoted")
	case c.Attributed != "":
		return w.Say("verify.in_short_not_by")
	case len(c.Omissions) > 0:
		return w.Say("verify.in_short_negation")
	}
	return w.Say("verify.in_short_exact")
}

// heldList names the first of the analyses.
func (w Writer) heldList(held []*article.Analysis, mark marker, date func(*article.Analysis) string) string {
	lines := []string{w.Say("verify.elsewhere")}
	shown := held[:min(3, len(held))]
	for _, a := range shown {
		lines = append(lines, fmt.Sprintf("- %s (%s, %s)", mark(a.Title, 2*maxMemberWords), mark(a.Publisher, maxMemberWords), date(a)))
	}
	if more := len(held) - len(shown); more > 0 {
		lines = append(lines, "- "+w.Say("verify.more", "Count", strconv.Itoa(more)))
	}
	return strings.Join(lines, "\n")
}

// unfit says why a quotation was not looked up.
func (w Writer) unfit(c knowledge.Check) string {
	if c.Held == knowledge.Lengthy {
		return w.Say("verify.too_long")
	}
	return w.Say("verify.too_short")
}

// Verified is what the library says of the quotations in a text, for the
// terminal.
func (t Terminal) Verified(checks []knowledge.Check, held []*article.Analysis) string {
	w := In(words.English)
	var lines []string
	if len(checks) > 1 || checks[0].Part {
		lines = append(lines, t.lines(w.checkList(checks, plainWords)), "")
	}
	switch c := worst(checks); c.Held {
	case knowledge.Exact, knowledge.Altered:
		lines = append(lines, t.checked(w, c)...)
	case knowledge.Absent:
		lines = append(lines, t.bold(t.wrap(w.Say("verify.absent"), "")), t.lines(w.heldList(held, plainWords, writtenDay)))
	default:
		lines = append(lines, t.wrap(w.unfit(c), ""))
	}
	return strings.Join(lines, "\n") + "\n"
}

func (t Terminal) checked(w Writer, c knowledge.Check) []string {
	m := c.Match
	lines := []string{t.bold(t.wrap(w.ruling(c, plainWords), ""))}
	for _, line := range w.changeList(c, plainWords, len(m.Topic.Analysis.Source)) {
		lines = append(lines, t.wrap("- "+line, ""))
	}
	who := w.Say("verify.interviewer", "Publisher", m.Topic.Analysis.Publisher)
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

// writtenDay is the day of publication for where Discord does not write it.
func writtenDay(a *article.Analysis) string { return a.Published.Format("January 2, 2006") }

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
