package quotation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Word is a word of a text and where it stands.
type Word struct {
	// Folded is the word as it is compared: without case, compatibility
	// forms and apostrophes. Accents count: they part words in many
	// languages.
	Folded     string
	Start, End int // bytes

	Joined bool // nothing but a dash is between this word and the one before
}

// Words splits published text into its words; offset is added to their
// places. A sign of currency and the percent sign are words too, as without
// them a figure says something else. The target of a Markdown link is not
// read.
func Words(text string, offset int) []Word {
	s := scanner{text: text}
	for s.at < len(text) {
		s.next()
	}
	s.flush()
	for i := range s.words {
		s.words[i].Start += offset
		s.words[i].End += offset
	}
	return s.words
}

// scanner walks over a text once. The letters of the word under way stand in
// text[start:end].
type scanner struct {
	text       string
	at         int
	start, end int
	letters    strings.Builder
	words      []Word
	// What stands since the last word: a dash, and something before it.
	dashed, parted bool
}

func (s *scanner) next() {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	switch {
	case unbroken(r):
		s.flush()
		s.keep(r, size)
		s.flush()
		return
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && s.letters.Len() > 0, r == '.' && s.betweenDigits():
		s.keep(r, size)
		return
	case unicode.Is(unicode.Cf, r), unicode.IsMark(r), s.inside(r, size):
		s.at += size // the word goes on
		return
	case r == ']' && s.linkTarget() > 0:
		s.flush()
		s.at += s.linkTarget()
		return
	}
	s.flush()
	switch {
	case unicode.Is(unicode.Sc, r), r == '%', r == '‰':
		s.keep(r, size)
		s.flush()
		return
	case unicode.Is(unicode.Pd, r):
		s.dashed = true
	case !unicode.IsSpace(r), !s.dashed:
		s.parted = true
	}
	s.at += size
}

// unbroken reports whether r is of a script that puts no space between
// words.
func unbroken(r rune) bool {
	return r > 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

func (s *scanner) keep(r rune, size int) {
	if s.letters.Len() == 0 {
		s.start = s.at
	}
	s.letters.WriteRune(r)
	s.at += size
	s.end = s.at
}

// inside reports whether r stands inside a word without being a letter: an
// apostrophe, the dots of U.S., the comma of 350,000, a bracket as in [t]he.
func (s *scanner) inside(r rune, width int) bool {
	if s.letters.Len() == 0 {
		return false
	}
	head, rest := s.text[:s.at], s.text[s.at+width:]
	before, size := utf8.DecodeLastRuneInString(head)
	beforeThat, _ := utf8.DecodeLastRuneInString(head[:len(head)-size])
	after, size := utf8.DecodeRuneInString(rest)
	afterThat, _ := utf8.DecodeRuneInString(rest[size:])
	between := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch r {
	case '\'', '’', 'ʼ', '‘', '`', '´', '′', '[', ']':
		return between
	case '.':
		return between && !unicode.IsLetter(beforeThat) && !unicode.IsLetter(afterThat)
	case ',':
		return s.betweenDigits() && digits(rest) == 3
	}
	return false
}

func (s *scanner) betweenDigits() bool {
	return s.letters.Len() > 0 && digits(s.text[s.at-1:]) == 1 && digits(s.text[s.at+1:]) > 0
}

// digits counts the ASCII digits at the start of text.
func digits(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789"))
}

// linkTarget is the length of "](address)" if that stands here, else 0.
func (s *scanner) linkTarget() int {
	rest := s.text[s.at:]
	if !strings.HasPrefix(rest, "](") {
		return 0
	}
	end := strings.IndexAny(rest, ") \n")
	if end < 0 || rest[end] != ')' {
		return 0
	}
	return end + 1
}

func (s *scanner) flush() {
	if s.letters.Len() == 0 {
		return
	}
	// Letters in brackets that begin or end the word, as in [t]he, keep both.
	if inner := s.text[s.start:s.end]; s.start > 0 && s.text[s.start-1] == '[' && strings.Contains(inner, "]") {
		s.start--
	}
	if inner := s.text[s.start:s.end]; s.end < len(s.text) && s.text[s.end] == ']' && strings.LastIndexByte(inner, '[') > 0 {
		s.end++
	}
	s.words = append(s.words, Word{
		Folded: fold(s.letters.String()), Start: s.start, End: s.end,
		Joined: len(s.words) > 0 && s.dashed && !s.parted,
	})
	s.letters.Reset()
	s.dashed, s.parted = false, false
}

func fold(word string) string {
	if ascii(word) {
		return strings.ToLower(word)
	}
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(word)))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
