package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences returns the sentences of a paragraph as ranges of text: in order,
// without overlap, without white space at their ends, and with every other
// byte of the text in one of them. It knows the stops of all scripts that have
// any. Where it is not sure that a stop ends a sentence, as after "U.S.", it
// does not cut: a quotation may hold two sentences, but not half of one. The
// items of a list are sentences of their own.
func Sentences(text string) []Span {
	var out []Span
	from := 0
	for _, to := range append(listItems(text), len(text)) {
		for at := from + skipSpace(text[from:to], 0); at < to; {
			end := from + sentenceEnd(text[from:to], at-from)
			out = append(out, Span{at, end})
			at = from + skipSpace(text[from:to], end-from)
		}
		from = to
	}
	return out
}

// skipSpace returns the offset of the first character from at on that is no
// white space.
func skipSpace(text string, at int) int {
	return len(text) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
}

// sentenceEnd returns where the sentence ends that begins at from.
func sentenceEnd(text string, from int) int {
	for i := from; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !isStop(r) {
			i += n
			continue
		}
		s := readStop(text, i)
		if s.ends(text, from) {
			return s.end
		}
		i = s.end
	}
	return len(strings.TrimRightFunc(text, unicode.IsSpace))
}

// stop is a run of sentence stops with the quotation marks and brackets that
// it closes.
type stop struct {
	start, end int  // of the run, and behind what it closes
	marks      int  // how many stops
	period     bool // it is one full stop and nothing else
	ellipsis   bool // it ends in … or ...
	wide       bool // it ends in a stop that needs no space after it
	closed     bool // quotation marks or brackets follow
}

func readStop(text string, at int) stop {
	s := stop{start: at, end: at}
	for s.end < len(text) {
		r, n := utf8.DecodeRuneInString(text[s.end:])
		switch {
		case isStop(r):
			s.marks++
			s.period = s.marks == 1 && r == '.'
			s.ellipsis = r == '…' || r == '.' && s.marks > 2
			s.wide = strings.ContainsRune("。．｡！？", r)
		case isCloser(r) && !(s.wide && unicode.Is(unicode.Pi, r)): // “ closes in German and opens in Chinese
			s.closed = true
		default:
			n = closingGuillemet(text[s.end:])
			if n == 0 {
				return s
			}
			s.closed = true
		}
		s.end += n
	}
	return s
}

// closingGuillemet returns the length of a closing guillemet that is set off by
// a space, as in French; 0 where text does not begin with one. In « and », what
// follows tells which side of the quotation it is on.
func closingGuillemet(text string) int {
	at := skipSpace(text, 0)
	r, n := utf8.DecodeRuneInString(text[at:])
	if at == 0 || r != '»' && r != '›' {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(text[at+n:]); unicode.IsLetter(next) || unicode.IsDigit(next) {
		return 0
	}
	return at + n
}

// ends reports whether the stop ends the sentence that began at from.
func (s stop) ends(text string, from int) bool {
	at := skipSpace(text, s.end)
	if at == len(text) {
		return true
	}
	if at == s.end {
		return s.wide && !s.closed
	}
	next := beginning(text[at:])
	first, _ := utf8.DecodeRuneInString(next)
	before, _ := utf8.DecodeLastRuneInString(text[from:s.start])
	detached := s.start == from || unicode.IsSpace(before)
	switch {
	case unicode.IsLower(first) || isStop(first):
		return false
	case s.ellipsis:
		return !detached
	case s.period:
		return !detached && endsAfter(lastWord(text[from:s.start]), s.start-from, next)
	}
	return true
}

// beginning returns what a sentence begins with, behind quotation marks,
// brackets and dashes. Of "[t]here", a capital that the writer took away, it
// returns what follows the bracket, and that is no small letter.
func beginning(text string) string {
	for text != "" {
		if len(text) > 2 && text[0] == '[' && text[2] == ']' && unicode.IsLower(rune(text[1])) {
			return text[2:]
		}
		r, n := utf8.DecodeRuneInString(text)
		opens := unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pf, unicode.Pd, unicode.Zs) || strings.ContainsRune("\"'¿¡*_\n\r\t", r)
		if !opens {
			return text
		}
		text = text[n:]
	}
	return ""
}

// lastWord returns the word that ends where text ends.
func lastWord(text string) string {
	at := len(text)
	for at > 0 && len(text)-at < 32 {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		if unicode.IsSpace(r) || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd) && r != '-' || strings.ContainsRune("\"'*_/", r) {
			break
		}
		at -= n
	}
	return text[at:]
}

// endsAfter reports whether a full stop after word ends a sentence of the given
// length in bytes, which next follows.
func endsAfter(word string, length int, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	folded := strings.ToLower(word)
	switch {
	case isNumber(word):
		return len(word) < length && !(len(word) < 3 && germanMonths[firstWord(next)]) // "1. First", "3. März"
	case titles[folded] || dottedInside[folded]:
		return false
	case beforeNumber[folded]:
		return !unicode.IsDigit(first)
	case abbreviations[folded] || isInitial(word) || isDotted(word):
		return starters[firstWord(next)]
	}
	return true
}

func firstWord(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(text)
	}
	return strings.ToLower(text[:min(end, 16)])
}

func isNumber(word string) bool { return word != "" && strings.Trim(word, "0123456789") == "" }

// isInitial reports whether word is a single letter, as in "J. Smith".
func isInitial(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && (unicode.IsUpper(r) || unicode.IsLower(r))
}

// isDotted reports whether word is letters with stops among them, as in "U.S."
// and "Ph.D.".
func isDotted(word string) bool {
	parts := strings.Split(word, ".")
	for _, part := range parts {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 {
			return false
		}
	}
	return len(parts) > 1 && !isNumber(strings.ReplaceAll(word, ".", ""))
}
