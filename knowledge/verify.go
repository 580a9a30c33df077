package knowledge

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ibid/knowledge/article"
	"ibid/knowledge/quotation"
)

// Held is whether the library holds the words of a quotation.
type Held string

// What is found out about a quotation.
const (
	Exact   Held = "exact"   // these very words are published
	Altered Held = "altered" // they are published with other words among them
	Absent  Held = "absent"  // nothing like them is published here
	Brief   Held = "brief"   // fewer words than can be told apart, beside its ellipses and brackets
	Lengthy Held = "lengthy" // more words than are compared
)

// Check is what the library says of a quotation.
type Check struct {
	Held      Held
	Quotation string // as it was given

	// The rest is there for Exact and Altered only.

	Match Match // where the words begin
	// Asked tells that the words are the interviewer's question, which
	// stands in no paragraph.
	Asked     bool
	Places    []Place // the words, paragraph by paragraph; for Altered from the first to the last that are published
	Changes   []Change
	Omissions []Omission
	// Attributed names whom the quotation is attributed to, if the words are
	// somebody else's.
	Attributed string

	coverage float64 // how much of the quotation is published: 0 to 1
}

// Link is [Match.Link], to where the quoted words begin.
func (c Check) Link(limit int) string {
	if !c.Asked {
		return c.Match.Link(limit)
	}
	a, asked := c.Match.Topic.Analysis, c.Match.Topic.asked
	return linkTo(a.URL, a.Source[a.Body.Start:asked.Start], a.Text(asked), limit)
}

// Right reports whether the quotation is word for word, by whom it is said
// to be, and hides no negation.
func (c Check) Right() bool {
	return c.Held == Exact && c.Attributed == "" && len(c.Omissions) == 0
}

// Words counts the words that differ.
func (c Check) Words() int {
	n := 0
	for _, change := range c.Changes {
		n += change.Words
	}
	return n
}

// Place is a stretch of published words within one paragraph.
type Place struct {
	Paragraph int // index in Topic.Passages
	Span      article.Span
}

// Change is a place where a quotation has other words than the publication.
type Change struct {
	Quoted    string  // as the quotation has it; empty where it leaves words out
	Published []Place // empty where the quotation adds words
	After     Place   // up to four published words before it; empty at the beginning
	Words     int     // how many are changed, added or left out
}

// Omission is an ellipsis or a bracket that hides a negation, or a bracket
// that adds one.
type Omission struct {
	Mark     string  // the ellipsis or the bracket, as the quotation has it
	Negation string  // the word, as published or as added
	Passed   []Place // what the mark leaves out of the sentence of the negation; empty where it adds one
}

// Limits of a check.
const (
	minQuoted  = 2 // words, and so many for each ellipsis and bracket: these alone could be anything
	minMatched = 4 // words of an altered quotation that are published, and half of all
	minRun     = 8 // or so many in a row
	contextOf  = 4 // words before a change
)

// MaxParts is how many quotations of one text are checked.
const MaxParts = 5

// Verify tells whether what somebody quotes is published word for word, and
// by whom it is. Text is the quotation, or a message with quotations in it;
// there is one check for each of the first [MaxParts], in order, and at least
// one. Attributed names
// who is said to have said it; it may be empty, or be found in the text.
func (l *Library) Verify(text, attributed string) []Check {
	text = strings.TrimSpace(text)
	whole := l.check(text, claim{who: attributed})
	if body, who := quotation.Signature(text); who != "" {
		whole = nearer(whole, l.check(body, claim{who: cmp.Or(attributed, who), found: attributed == ""}))
	}
	if body, who := quotation.Label(text); who != "" {
		if labelled := l.check(body, claim{around: who, who: attributed}); labelled.names(who) {
			whole = nearer(whole, labelled)
		}
	}
	if whole.Held == Exact {
		return []Check{whole}
	}
	parts, rest := quotation.Split(text)
	if len(parts) == 0 || whole.coverage >= mostly && 2*words(parts...) < words(text) {
		return []Check{whole}
	}
	var checks []Check
	for _, part := range parts[:min(len(parts), MaxParts)] {
		checks = append(checks, l.check(part, claim{around: rest, who: attributed}))
	}
	return checks
}

// mostly is how much of a text is published where the text itself is the
// quotation, with quotations inside.
const mostly = 0.6

func words(texts ...string) int {
	n := 0
	for _, t := range texts {
		n += quotation.Parse(t).Len()
	}
	return n
}

// nearer is the check that found more of its words published as they are.
func nearer(a, b Check) Check {
	if b.Held == Exact || b.Held == Altered && a.Held != Exact && b.coverage > a.coverage {
		return b
	}
	return a
}

// names reports whether who names an expert of the analysis that the words
// are in.
func (c Check) names(who string) bool {
	return c.Match.Topic.Analysis != nil && len(named(who, c.Match.Topic.Analysis)) > 0
}

func (l *Library) check(text string, by claim) Check {
	q := quotation.Parse(text)
	c := Check{Held: Absent, Quotation: text}
	switch {
	case q.TooLong:
		c.Held = Lengthy
		return c
	case q.Len() < minQuoted*max(1, q.Marks()):
		c.Held = Brief
		return c
	}
	var best *found
	for _, s := range l.streams.near(l, q) {
		f := s.compare(q)
		if f.held() && (best == nil || f.before(best, by)) {
			best = f
		}
	}
	if best == nil {
		return c
	}
	return best.check(by)
}

// found is a quotation compared with a stream.
type found struct {
	quotation.Comparison
	quotation quotation.Quotation
	stream    stream
	words     []quotation.Word
}

func (s stream) compare(q quotation.Quotation) *found {
	words := s.words()
	return &found{q.Compare(words), q, s, words}
}

func (f *found) cost() int {
	n := 0
	for _, e := range f.Edits {
		n += e.Words
	}
	return n
}

// held reports whether enough of a quotation is published for the rest to be
// a change of it.
func (f *found) held() bool {
	return f.Exact() || f.Run >= minRun || f.Matched >= max(minMatched, (f.quotation.Len()+1)/2)
}

// before reports whether f is the better place: nearer, or as near and by
// whom it is said to be.
func (f *found) before(other *found, by claim) bool {
	if f.cost() != other.cost() {
		return f.cost() < other.cost()
	}
	return by.wrong(f.stream) == "" && by.wrong(other.stream) != ""
}

func (f *found) check(by claim) Check {
	c := Check{
		Held: Exact, Quotation: f.quotation.Text, Asked: f.stream.asked,
		Places:   f.places(f.First, f.Last),
		coverage: float64(f.Matched) / float64(f.quotation.Len()),
	}
	c.Match = f.stream.match(c.Places[0])
	if !f.Exact() {
		c.Held = Altered
	}
	for _, e := range f.Edits {
		change := Change{
			Quoted: f.quotation.Text[e.Start:e.End], Published: f.places(e.First, e.Last), Words: e.Words,
		}
		if before := f.context(e.First); len(before) > 0 {
			change.After = before[len(before)-1]
		}
		c.Changes = append(c.Changes, change)
	}
	for _, o := range f.Omissions {
		c.Omissions = append(c.Omissions, f.hides(f.quotation.Text[o.Start:o.End], o.First, o.Last)...)
	}
	if f.quotation.Leading {
		c.Omissions = append(c.Omissions, f.hides("…", f.sentence(f.First).first, f.First)...)
	}
	if f.quotation.Trailing {
		c.Omissions = append(c.Omissions, f.hides("…", f.Last, f.sentence(f.Last-1).last)...)
	}
	c.Attributed = by.wrong(f.stream)
	if c.Attributed != "" && f.quotes() && len(named(by.who+" "+by.around, f.stream.topic.Analysis)) == 0 {
		c.Attributed = "" // the expert quotes somebody, perhaps those
	}
	return c
}

// places are the words from first to last, paragraph by paragraph.
func (f *found) places(first, last int) []Place {
	var all []Place
	for _, w := range f.words[first:last] {
		p := f.stream.paragraph(w.Start)
		if n := len(all) - 1; n >= 0 && all[n].Paragraph == p {
			all[n].Span.End = w.End
		} else {
			all = append(all, Place{p, article.Span{Start: w.Start, End: w.End}})
		}
	}
	return all
}

// context are the few words before one, in its paragraph.
func (f *found) context(at int) []Place {
	first := max(0, at-contextOf)
	if at < len(f.words) {
		for f.stream.paragraph(f.words[first].Start) != f.stream.paragraph(f.words[at].Start) {
			first++
		}
	}
	for first > 0 && first < at && f.words[first].Joined {
		first-- // what a dash joins is shown whole
	}
	return f.places(first, at)
}

// stretch is a run of words, [first, last).
type stretch struct{ first, last int }

// sentence is the stretch of the sentence that a word stands in.
func (f *found) sentence(word int) stretch {
	span := f.stream.sentence(f.words[word].Start)
	s := stretch{word, word + 1}
	for s.first > 0 && f.words[s.first-1].Start >= span.Start {
		s.first--
	}
	for s.last < len(f.words) && f.words[s.last].Start < span.End {
		s.last++
	}
	return s
}

// hides tells of the first negation among the words that an ellipsis or a
// bracket stands for, or that the bracket itself has and they have not.
func (f *found) hides(mark string, first, last int) []Omission {
	language := f.stream.topic.Analysis.Language
	own := quotation.Words(mark, 0)
	in, out := quotation.Negation(folded(own), language), quotation.Negation(folded(f.words[first:last]), language)
	switch {
	case (in < 0) == (out < 0):
		return nil
	case in >= 0:
		return []Omission{{Mark: mark, Negation: mark[own[in].Start:own[in].End]}}
	}
	at := first + out
	s := f.sentence(at)
	w := f.words[at]
	return []Omission{{
		Mark:     mark,
		Negation: f.stream.topic.Analysis.Source[w.Start:w.End],
		Passed:   f.places(max(first, s.first), min(last, s.last)),
	}}
}

func folded(words []quotation.Word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.Folded
	}
	return all
}

// quotes reports whether the publication itself has the words between
// quotation marks: then its speaker quotes somebody.
func (f *found) quotes() bool {
	start := f.words[f.First].Start
	before := f.stream.topic.Analysis.Source[f.stream.sentence(start).Start:start]
	return strings.Count(before, "“") > strings.Count(before, "”") || strings.Count(before, `"`)%2 == 1
}

// claim is who is said to have said something.
type claim struct {
	who    string // named as the speaker
	found  bool   // who was found in the text, and may be something else
	around string // what stands around the quotation, and may name the speaker
}

// wrong says whom the words of a stream are falsely attributed to; empty
// where nobody is named, or the right one among others.
func (c claim) wrong(s stream) string {
	a := s.topic.Analysis
	experts := named(c.who+"\n"+c.around, a)
	if len(experts) > 0 {
		if speaker := s.speaker(); speaker != nil && slices.Contains(experts, speaker.Name) {
			return ""
		}
		return strings.Join(experts, ", ")
	}
	if c.who == "" || mentions(c.who, a) || c.found && !isName(c.who) {
		return ""
	}
	return c.who
}

// named lists the experts of an analysis whom a text names, by surname at
// least.
func named(text string, a *article.Analysis) []string {
	in := folded(quotation.Words(text, 0))
	var names []string
	for _, e := range a.Experts {
		name := folded(quotation.Words(e.Name, 0))
		for len(name) > 1 && slices.Contains([]string{"jr", "sr", "ii", "iii", "iv", "phd", "md"}, name[len(name)-1]) {
			name = name[:len(name)-1]
		}
		if len(name) > 0 && slices.Contains(in, name[len(name)-1]) {
			names = append(names, e.Name)
		}
	}
	return names
}

// mentions reports whether all words of who are in the publisher's name, the
// title or an affiliation: such an attribution names no person.
func mentions(who string, a *article.Analysis) bool {
	known := a.Publisher + " " + a.Title
	for _, e := range a.Experts {
		known += " " + e.Affiliation
	}
	in := folded(quotation.Words(known, 0))
	for _, w := range folded(quotation.Words(who, 0)) {
		if !slices.Contains(in, w) {
			return false
		}
	}
	return true
}

// isName reports whether what stands behind a dash reads as a person's name:
// two to four words, each with a capital.
func isName(who string) bool {
	fields := strings.Fields(who)
	return len(fields) >= 2 && len(fields) <= 4 && !slices.ContainsFunc(fields, func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsUpper(first)
	})
}
