package knowledge

import (
	"slices"
	"strings"

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

	Unchecked Held = "unchecked" // one of more quotations than are checked at once
)

// Check is what the library says of a quotation.
type Check struct {
	Held      Held
	Quotation string // as it was given
	Part      bool   // it is a part of the text that was given

	// The rest is there for Exact and Altered only.

	Match Match // where the words begin
	// Asked tells that the words are the interviewer's question, which
	// stands in no paragraph.
	Asked     bool
	Places    []Place // the words, paragraph by paragraph; for Altered from the first to the last that are published
	Changes   []Change
	Omissions []Omission
	Brackets  []Bracket
	// Attributed names whom the quotation is attributed to, if not to who
	// says the words.
	Attributed string
	// Quoted tells that the words stand between quotation marks in the
	// publication: its speaker quotes somebody, whom only a reader can tell.
	Quoted bool

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
//
// Brackets are the quoter's, openly; they are told, and not held against it.
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

// Bracket is one that stands for other words than its own.
type Bracket struct {
	Mark      string  // as the quotation has it
	Published []Place // what it stands for; empty where it adds words
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
// there is one check for each, in order, and at least one. Those after the
// first [MaxParts] are [Unchecked]. Attributed names who is said to have said
// it; it may be empty, or be found in the text.
func (l *Library) Verify(text, attributed string) []Check {
	l.Prepare()
	text = strings.TrimSpace(text)
	turns := l.turns(text)
	var checks []Check
	for _, turn := range turns {
		for _, c := range l.verifyTurn(turn, attributed, MaxParts-len(checks)) {
			c.Part = c.Part || len(turns) > 1
			checks = append(checks, c)
		}
	}
	return checks
}

// turns parts a text before each line that begins with an expert's name and a
// colon, as an interview is printed. What stands before the first is one too
// where it is published or has quotations in it.
func (l *Library) turns(text string) []string {
	var turns []string
	start := 0
	for at := 0; at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		if _, who := quotation.Label(line); at > start && l.streams.names(who) {
			turns = append(turns, text[start:at])
			start = at
		}
		at += len(line) + 1
	}
	turns = append(turns, text[start:])
	if _, who := quotation.Label(turns[0]); len(turns) > 1 && !l.streams.names(who) && len(quotation.Split(turns[0])) == 0 {
		if c := l.check(turns[0], claim{}); c.Held != Exact && c.Held != Altered {
			return turns[1:]
		}
	}
	return turns
}

// verifyTurn checks a text that is a quotation, or at most room of the
// quotations in it.
func (l *Library) verifyTurn(text, attributed string, room int) []Check {
	parts := quotation.Split(text)
	if room <= 0 {
		checks := []Check{{Held: Unchecked, Quotation: text}}
		for _, p := range parts[min(1, len(parts)):] {
			checks = append(checks, Check{Held: Unchecked, Quotation: p.Text})
		}
		return checks
	}
	whole := l.nearest(text, claim{who: attributed})
	if whole.Held == Exact || len(parts) == 0 || whole.coverage >= mostly && 2*words(parts) < quotation.Parse(text).Len() {
		return []Check{whole}
	}
	var checks []Check
	for i, p := range parts {
		c := Check{Held: Unchecked, Quotation: p.Text}
		if i < room {
			c = l.nearest(p.Text, claim{
				who: attributed, label: p.Label(), signature: p.Signature(),
				beside: p.Before + "\n" + clause(p.After), around: around(parts),
			})
		}
		c.Part = true
		checks = append(checks, c)
	}
	return checks
}

// mostly is how much of a text is published where the text itself is the
// quotation, with quotations inside.
const mostly = 0.6

func words(parts []quotation.Part) int {
	n := 0
	for _, p := range parts {
		n += quotation.Parse(p.Text).Len()
	}
	return n
}

// around is all that stands around the quotations of a text.
func around(parts []quotation.Part) string {
	all := parts[0].Before
	for _, p := range parts {
		all += "\n" + p.After
	}
	return all
}

func clause(text string) string {
	if end := strings.IndexAny(text, ".!?\n"); end > 0 {
		return text[:end]
	}
	return text
}

// nearest checks a text, and the text without the name that begins or ends
// it, and keeps what is nearer to the publication.
func (l *Library) nearest(text string, by claim) Check {
	whole := l.check(text, by)
	if body, who := quotation.Signature(text); who != "" {
		signed := by
		signed.signature = who
		whole = nearer(whole, l.check(body, signed))
	}
	if body, who := quotation.Label(text); who != "" {
		labelled := by
		labelled.label = who
		if c := l.check(body, labelled); c.names(who) {
			whole = nearer(whole, c)
		}
	}
	whole.Quotation = text
	return whole
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
	return c.Match.Topic.Analysis != nil && len(labelled(who, c.Match.Topic.Analysis)) > 0
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
		mark := f.quotation.Text[o.Start:o.End]
		hidden := f.hides(mark, o.First, o.Last)
		c.Omissions = append(c.Omissions, hidden...)
		if own := quotation.Words(mark, 0); len(hidden) == 0 && len(own) > 0 && !slices.Equal(folded(own), folded(f.words[o.First:o.Last])) {
			c.Brackets = append(c.Brackets, Bracket{mark, f.places(o.First, o.Last)})
		}
	}
	if f.quotation.Leading {
		c.Omissions = append(c.Omissions, f.hides("…", f.sentence(f.First).first, f.First)...)
	}
	if f.quotation.Trailing {
		c.Omissions = append(c.Omissions, f.hides("…", f.Last, f.sentence(f.Last-1).last)...)
	}
	c.Attributed, c.Quoted = by.wrong(f.stream), f.quotes()
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
// quotation marks, all of them: then its speaker quotes somebody.
func (f *found) quotes() bool {
	start, end := f.words[f.First].Start, f.words[f.Last-1].End
	source := f.stream.topic.Analysis.Source
	before := source[f.stream.span(start).Start:start]
	count := func(mark string) int { return strings.Count(before, mark) }
	opened := count("“")+count("„")+count("«") > count("”")+count("»") || count(`"`)%2 == 1
	return opened && !strings.ContainsAny(source[start:end], `“”„«»"`)
}
