package quotation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxWords is how many words of a quotation are compared. It is more than a
// message of Discord's has room for, save one of single letters.
const MaxWords = 1500

// Quotation is what somebody quotes, ready to be compared.
type Quotation struct {
	// Text is the quotation as it was given; all places are offsets in it.
	Text string
	// Leading and Trailing tell whether an ellipsis begins and ends it.
	Leading, Trailing bool
	// TooLong tells that words were left unread; see [MaxWords].
	TooLong bool

	tokens []token
}

type kind int

const (
	plain   kind = iota
	gap          // an ellipsis: any words
	bracket      // words of the quoter's: a few of the text's
)

// token is a word of a quotation, or what stands for words.
type token struct {
	Word
	kind kind
	// stem is what of a word stands before letters in brackets, as in
	// attack[s]; such a word may be another that begins so.
	stem string
	// inner are the folded words of a bracket.
	inner []string
}

// Parse reads a quotation.
func Parse(text string) Quotation {
	q := Quotation{Text: text}
	at := 0
	for _, place := range special.FindAllStringIndex(text, -1) {
		k := bracket
		if ellipsis.MatchString(text[place[0]:place[1]]) {
			k = gap
		} else if part(text, place[0], place[1]) {
			continue
		}
		q.words(at, place[0])
		t := token{kind: k, Word: Word{Start: place[0], End: place[1]}}
		for _, w := range Words(text[place[0]:place[1]], 0) {
			t.inner = append(t.inner, w.Folded)
		}
		q.tokens = append(q.tokens, t)
		at = place[1]
	}
	q.words(at, len(text))
	q.trim()
	return q
}

const dots = `(?:…|\.(?:[\s\x{a0}\x{202f}]?\.){2,})+`

var (
	ellipsis = regexp.MustCompile(`^[\[(]?\s*` + dots + `\s*[\])]?$`)
	special  = regexp.MustCompile(`[\[(]\s*` + dots + `\s*[\])]|` + dots + `|\[[^\[\]]*\]`)
)

// part reports whether the brackets belong to a word, as in [t]he and
// attack[s], or are those of a Markdown link.
func part(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return unicode.IsLetter(before) || unicode.IsLetter(after) || after == '('
}

func (q *Quotation) words(from, to int) {
	for _, w := range Words(q.Text[from:to], from) {
		t := token{Word: w}
		if open := strings.IndexByte(q.Text[w.Start:w.End], '['); open > 0 {
			t.stem = fold(q.Text[w.Start : w.Start+open])
		}
		q.tokens = append(q.tokens, t)
	}
}

// trim takes the ellipses off both ends: the text goes on there anyway.
func (q *Quotation) trim() {
	if len(q.tokens) > MaxWords {
		q.tokens, q.TooLong = q.tokens[:MaxWords], true
	}
	for len(q.tokens) > 0 && q.tokens[0].kind == gap {
		q.tokens, q.Leading = q.tokens[1:], true
	}
	for last := len(q.tokens) - 1; last >= 0 && q.tokens[last].kind == gap; last-- {
		q.tokens, q.Trailing = q.tokens[:last], true
	}
}

// Len counts the words of the quotation that must be in the text.
func (q Quotation) Len() int {
	n := 0
	for _, t := range q.tokens {
		if t.kind == plain {
			n++
		}
	}
	return n
}

// Marks counts the ellipses and the brackets, which stand for words of the
// text.
func (q Quotation) Marks() int { return len(q.tokens) - q.Len() }

// Folded lists the words of the quotation as they are compared. Between two
// that do not follow each other stands an empty one.
func (q Quotation) Folded() []string {
	folded := make([]string, len(q.tokens))
	for i, t := range q.tokens {
		if t.kind == plain {
			folded[i] = t.Folded
		}
	}
	return folded
}
