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
}

// maxLabel is the length in bytes of the longest label. Names and titles are
// shorter; what is longer is a clause that ends in a colon.
const maxLabel = 80

// cast knows who may speak in a text.
type cast struct {
	roster roster
	askers map[string]bool // folded
	dotted bool            // "Q." and "A." are labels: too like an initial where no "Q." is
	known  map[string]label
}

func newCast(a *Analysis, dotted bool) *cast {
	askers := set("q", "question", "interviewer", "moderator", "host")
	c := &cast{newRoster(a.Experts), askers, dotted, map[string]label{}}
	for _, publisher := range []string{a.Publisher, strings.TrimPrefix(a.Publisher, "The ")} {
		c.askers[fold(publisher)] = true
		if letters := initials(publisher); len(letters) > 1 {
			c.askers[letters] = true
		}
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
// "**Asfandyar Mir:**", "**Mir**:", "Q1." or "Dr. Jane Smith :". Its voice is
// silent where there is none.
func (c *cast) labelAt(text string, at, end int) label {
	line := text[at:end]
	open := len(emphasis(line))
	mark, line := line[:open], line[open:]
	name, after := c.cutName(line)
	if after < 0 {
		return label{}
	}
	l := c.speaker(name)
	if l.voice == silent {
		return label{}
	}
	start := at + open
	l.next = at + open + after
	l.span = Span{start, l.next}
	if mark == "" {
		return l
	}
	if rest := text[l.next:end]; strings.HasPrefix(rest, mark) { // **Mir:**
		l.next += len(mark)
		return l
	}
	if bare, ok := strings.CutSuffix(strings.TrimRight(name, " "), mark); ok { // **Mir**:
		l.span.End = start + len(bare)
		return l
	}
	return label{}
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
	words, number := splitNumber(name)
	folded := fold(words)
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
	if before, note, ok := strings.Cut(name, " ("); ok && strings.HasSuffix(note, ")") { // Mir (USIP):
		if i, ok := c.roster.find(before); ok {
			return named(name, i)
		}
	}
	if looksNamed(name) && !notNames[folded] {
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

// nameParticles are the small words inside names.
var nameParticles = set("de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "zu", "ter",
	"bin", "ibn", "al", "el", "ul", "e", "y", "and", "&", "und", "et")

// notNames stand before a colon with a capital and are no person's, folded.
var notNames = set("note", "notes", "nb", "p.s", "yes", "no", "example", "examples", "update", "correction", "conclusion",
	"summary", "background", "first", "second", "third", "finally", "result", "warning", "source", "sources", "bottom line")

// looksNamed reports whether name has the form of a person's name: up to five
// words, each with a capital or from a script that has none.
func looksNamed(name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 5 {
		return false
	}
	for i, w := range words {
		if i > 0 && nameParticles[w] {
			continue
		}
		if !looksNameWord(w) {
			return false
		}
	}
	return true
}

func looksNameWord(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsLetter(first) || unicode.IsLower(first) && !strings.HasPrefix(word, "al-") {
		return false
	}
	for _, r := range word {
		if !unicode.In(r, unicode.L, unicode.M) && !strings.ContainsRune(".'’‘-‐", r) {
			return false
		}
	}
	return true
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
