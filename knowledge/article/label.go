package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// voice says whom a label lets speak.
type voice int

const (
	silent   voice = iota // no label
	asker                 // "Q:", "Interviewer:", the publisher's name or initials
	answerer              // "A:"
	expert                // the name of one expert
	namesake              // a name that fits several speakers
	stranger              // what looks like a name and is no expert's
)

// speaks reports whether the label begins an answer.
func (v voice) speaks() bool { return v == answerer || v == expert || v == namesake }

// label is what stands before the words of a speaker.
type label struct {
	span   Span // the name, with its colon where that follows at once
	name   string
	voice  voice
	expert int    // index, where voice is expert
	number string // of "Q1:" and "A1:"
	next   int    // offset of what follows the label
	alone  bool   // it is a marked line of its own, with or without a colon

	affiliated bool // it has brackets, or more than the name: "Poe, USIP", "[Poe]"
	marked     bool // it is in bold or italics
	torn       bool // its emphasis does not end with it: "**Mir: It is** so."
	continues  bool // a small letter follows, as in "Rivers: they move."
}

// maxLabel is the length in bytes of the longest label. Names with titles and
// affiliations are shorter; what is longer is a clause that ends in a colon.
const maxLabel = 160

// cast knows who may speak in a text.
type cast struct {
	roster       roster
	askers       map[string]bool // folded
	affiliations map[string]bool // folded
	terms        *terms
	dotted       bool // "Q." and "A." are labels: too like an initial where no "Q." is
	known        map[string]label
}

func newCast(a *Analysis, t *terms, dotted bool) *cast {
	askers := set("q", "question", "interviewer", "moderator", "host")
	c := &cast{newRoster(a.Experts), askers, map[string]bool{}, t, dotted, map[string]label{}}
	for _, publisher := range []string{a.Publisher, strings.TrimPrefix(a.Publisher, "The ")} {
		c.askers[fold(publisher)] = true
		c.affiliations[fold(publisher)] = true
		if letters := initials(publisher); len(letters) > 1 {
			c.askers[letters] = true
		}
	}
	for _, e := range a.Experts {
		c.affiliations[fold(e.Affiliation)] = true
		c.affiliations[fold(e.Role)] = true
	}
	return c
}

// initials returns the folded initials of a publisher's name: of "United States
// Institute of Peace", "usip".
func initials(publisher string) string {
	var b strings.Builder
	for _, word := range strings.Fields(publisher) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// labelAt returns the label with which text[at:end] begins, such as "Mir:",
// "**Asfandyar Mir:**", "**Mir** (USIP):", "Q1." or "Dr. Jane Smith :". Its
// voice is silent where there is none.
func (c *cast) labelAt(text string, at, end int) label {
	line := text[at:end]
	mark := emphasis(line)
	line = line[len(mark):]
	name, after := c.cutName(line)
	if after < 0 {
		return label{}
	}
	bare, named, closed := closeEmphasis(name, mark)
	l := c.speaker(bare)
	if l.voice == silent {
		return label{}
	}
	start := at + len(mark)
	l.next = start + after
	l.span = Span{start, l.next}
	if closed && mark != "" {
		l.span.End = start + named
	}
	l.marked = mark != ""
	if !l.marked && strings.TrimRight(name, "*_ ") != strings.TrimRight(name, " ") { // Mir**:
		l.voice, l.torn = stranger, true
	}
	if rest := text[l.next:end]; l.marked && !closed {
		switch {
		case strings.HasPrefix(rest, mark): // **Mir:**
			l.next += len(mark)
		case l.voice == stranger && strings.Contains(rest, mark): // *Afghanistan: A History*
			return label{}
		default:
			l.voice, l.torn = stranger, true
		}
	}
	first, _ := utf8.DecodeRuneInString(beginning(text[l.next:end]))
	l.continues = unicode.IsLower(first)
	return l
}

// closeEmphasis returns a name that begins behind mark without the mark that
// closes it, and how long it is up to there, less white space. The marks of *Mir***: do not
// match, and those of *M*ir: close nothing.
func closeEmphasis(name, mark string) (bare string, length int, closed bool) {
	if mark == "" {
		return name, len(name), true
	}
	head, rest, ok := strings.Cut(name, mark)
	next, _ := utf8.DecodeRuneInString(rest)
	if !ok || strings.ContainsAny(head+rest, "*_") || unicode.IsLetter(next) || unicode.IsDigit(next) {
		return name, len(name), false
	}
	return head + rest, len(strings.TrimRightFunc(head, unicode.IsSpace)), true
}

// cutName cuts the name off a line that begins with a label; after is the
// offset behind its colon, negative where there is none.
func (c *cast) cutName(line string) (name string, after int) {
	head := line[:min(len(line), maxLabel)]
	if end := strings.IndexAny(head, "\r\n"); end >= 0 {
		head = head[:end]
	}
	at := strings.IndexAny(head, ":：")
	if stop := strings.IndexByte(head, '.'); c.dotted && stop > 0 && isLetterLabel(head[:stop]) {
		at = stop
	}
	if at <= 0 {
		return "", -1
	}
	colon, n := utf8.DecodeRuneInString(line[at:])
	next, _ := utf8.DecodeRuneInString(line[at+n:])
	spaced := at+n == len(line) || unicode.IsSpace(next) || next == '*' || next == '_'
	if colon != '：' && !spaced {
		return "", -1 // 10:30, https://
	}
	return line[:at], at + n
}

// isLetterLabel reports whether name is Q or A with or without a number.
func isLetterLabel(name string) bool {
	return len(name) <= 4 && (name[0] == 'Q' || name[0] == 'A') && strings.Trim(name[1:], "0123456789") == ""
}

// speaker returns the label without its place: who is meant by a name.
func (c *cast) speaker(name string) label {
	name = strings.Trim(strings.TrimSpace(name), "*_ ")
	if l, ok := c.known[name]; ok {
		return l
	}
	l := c.identify(name)
	c.known[name] = l
	return l
}

func (c *cast) identify(name string) label {
	if inner, ok := unbracketed(name); ok {
		l := c.identify(inner)
		l.affiliated = true
		return l
	}
	words, number := splitNumber(name)
	folded := strings.TrimPrefix(fold(words), "the ")
	letter := len(words) == 1 // "q:" and "a:" in small letters are no labels
	asks := folded != "" && c.askers[folded] && (!letter || words == "Q")
	i, ok := c.roster.find(name)
	switch {
	case ok && asks: // the publisher's initials are an expert's name
		return named(name, ambiguous)
	case ok:
		return named(name, i)
	case asks:
		return label{name: name, voice: asker, number: number}
	case words == "A" || folded == "answer":
		return label{name: name, voice: answerer, number: number}
	}
	if bare, note, noted := cutAffiliation(name); noted {
		return c.affiliated(name, bare, note)
	}
	if isRole(folded) || looksNamed(name) && !notNames[folded] {
		return label{name: name, voice: stranger}
	}
	return label{}
}

func named(name string, i int) label {
	if i == ambiguous {
		return label{name: name, voice: namesake}
	}
	return label{name: name, voice: expert, expert: i}
}

// splitNumber splits "Q1" and "Question 1" into the word and the number.
func splitNumber(name string) (word, number string) {
	word = strings.TrimRight(name, "0123456789")
	return strings.TrimSpace(word), name[len(word):]
}

// emphasis returns the run of up to three asterisks or underscores with which s
// begins, if a word follows at once.
func emphasis(s string) string {
	n := 0
	for n < len(s) && n < 3 && s[n] == s[0] && (s[n] == '*' || s[n] == '_') {
		n++
	}
	if next, size := utf8.DecodeRuneInString(s[n:]); size == 0 || unicode.IsSpace(next) {
		return ""
	}
	return s[:n]
}
