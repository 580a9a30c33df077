package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxWords is how many words of a message are read. A question is rarely
// longer than 40; what follows the two hundredth word is a text of its own,
// and reading on would let one message keep a core busy.
const maxWords = 200

// maxLetters is how many bytes of a word are read, or a few more to complete
// a letter: no language has many longer words, and what is joined without
// blanks need not be told apart to its end.
const maxLetters = 64

// token is one word of a text.
type token struct {
	word string // folded, see fold
	caps bool   // written in capitals, two letters at least
	// alias is set where the token stands for a group of aliases; see
	// aliases.merge.
	alias *aliasToken
}

// aliasToken is what stands behind a token that stands for a group.
type aliasToken struct {
	parts []token // the words of the alias
	group int
}

// tokenize splits a text into at most limit words. Dotted capitals are one
// word (U.S. is us), as are numbers with their separators (350,000 is
// 350000); hyphens part words; a possessive is dropped; scripts that write
// without spaces give a word a character.
func tokenize(text string, limit int) []token {
	s := scanner{text: text, limit: limit}
	for i, r := range text {
		if len(s.tokens) >= limit {
			return s.tokens
		}
		s.read(i, r)
	}
	s.flush()
	return s.tokens
}

// scanner holds tokenize's place in a text.
type scanner struct {
	text   string
	limit  int
	tokens []token
	// The word being read is text[start:end], or in part where letters were
	// left out of it.
	start, end int
	part       []byte
}

// keep takes the letter at i into the word.
func (s *scanner) keep(i int, r rune) {
	switch {
	case len(s.part) > 0:
		s.part = utf8.AppendRune(s.part, r)
	case s.start == s.end:
		s.start, s.end = i, i+utf8.RuneLen(r)
	case s.end == i:
		s.end += utf8.RuneLen(r)
	default:
		s.part = utf8.AppendRune(append(s.part, s.text[s.start:s.end]...), r)
	}
}

// word returns the word being read.
func (s *scanner) word() string {
	if len(s.part) > 0 {
		return string(s.part)
	}
	return s.text[s.start:s.end]
}

func (s *scanner) read(i int, r rune) {
	switch {
	case unbroken(r):
		s.flush()
		s.keep(i, r)
		s.flush()
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		if len(s.word()) < maxLetters {
			s.keep(i, r)
		}
	case r == '.' && s.betweenDigits(i):
		s.keep(i, r)
	case r == '.' && s.abbreviating(i), r == ',' && s.betweenDigits(i):
		// the word goes on
	case apostrophe(r):
		s.readApostrophe(i, r)
	default:
		s.flush()
	}
}

// unbroken reports whether r is of a script that puts no space between
// words.
func unbroken(r rune) bool {
	return r > 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// abbreviating reports whether the dot at i parts two single letters, as in
// U.S. and not as in "end.A new".
func (s *scanner) abbreviating(i int) bool {
	letter, size := utf8.DecodeLastRuneInString(s.text[:i])
	before, _ := utf8.DecodeLastRuneInString(s.text[:i-size])
	after, size := utf8.DecodeRuneInString(s.text[i+1:])
	next, _ := utf8.DecodeRuneInString(s.text[i+1+size:])
	return unicode.IsLetter(letter) && !unicode.IsLetter(before) &&
		unicode.IsLetter(after) && !unicode.IsLetter(next)
}

func (s *scanner) betweenDigits(i int) bool {
	return i > 0 && i+1 < len(s.text) && asciiDigit(s.text[i-1]) && asciiDigit(s.text[i+1])
}

func asciiDigit(b byte) bool { return '0' <= b && b <= '9' }

// readApostrophe drops a possessive, keeps a contraction in one piece
// (dont), and parts an elided article from its noun (l'attentat).
func (s *scanner) readApostrophe(i int, r rune) {
	rest := s.text[i+utf8.RuneLen(r):]
	n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if n < 0 {
		n = len(rest)
	}
	if n == 0 || n > 2 || strings.EqualFold(rest[:n], "s") {
		s.flush()
	}
}

func (s *scanner) flush() {
	part := s.word()
	if part == "" {
		return
	}
	s.start, s.end, s.part = 0, 0, s.part[:0]
	if strings.EqualFold(part, "s") && len(s.tokens) > 0 {
		return // what a possessive leaves
	}
	if word := fold(part); word != "" && len(s.tokens) < s.limit {
		s.tokens = append(s.tokens, token{word: word, caps: capitals(part)})
	}
}

func capitals(s string) bool {
	return utf8.RuneCountInString(s) > 1 && s == strings.ToUpper(s) && s != strings.ToLower(s)
}

// fold makes spellings of one word equal: case, accents and compatibility
// forms do not count (NFKD without marks, Unicode case folding, NFC).
func fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	bare := strings.Map(dropMark, norm.NFKD.String(s))
	bare = strings.Map(dropMark, norm.NFKD.String(cases.Fold().String(bare)))
	return norm.NFC.String(bare)
}

// dropMark leaves out what is written over or under a letter.
func dropMark(r rune) rune {
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	return r
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// stem reduces a folded word to what its inflections share: English, or
// Russian where it is Cyrillic.
func stem(word string) string {
	if ascii(word) {
		return english.Stem(word, true)
	}
	if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Cyrillic, r) {
		return russian.Stem(word, true)
	}
	return word
}
