package article

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteOrderMark may open a file that was saved as UTF-8 on Windows.
const byteOrderMark = "\ufeff"

// source is a file's text with its lines, counted from 0 here and from 1 in
// faults. A line ends with LF, CR LF or CR.
type source struct {
	text   string
	starts []int // offset of each line's first byte
}

func newSource(text string) source {
	starts := []int{0}
	for i := range len(text) {
		lf := text[i] == '\n'
		cr := text[i] == '\r' && !strings.HasPrefix(text[i+1:], "\n")
		if lf || cr {
			starts = append(starts, i+1)
		}
	}
	if strings.HasPrefix(text, byteOrderMark) && (len(starts) == 1 || starts[1] > len(byteOrderMark)) {
		starts[0] = len(byteOrderMark)
	}
	return source{text, starts}
}

// line returns the number, from 1, of the line in which offset stands.
func (s source) line(offset int) int {
	return max(1, sort.SearchInts(s.starts, offset+1))
}

// lines returns the text of the lines [from, to), without white space at its
// ends.
func (s source) lines(from, to int) Span {
	end := len(s.text)
	if to < len(s.starts) {
		end = s.starts[to]
	}
	return s.trim(Span{s.starts[from], end})
}

// row returns one line without white space at its ends.
func (s source) row(i int) string {
	span := s.lines(i, i+1)
	return s.text[span.Start:span.End]
}

// trim returns span without the white space and the invisible characters at
// its ends.
func (s source) trim(span Span) Span {
	for span.Start < span.End {
		r, n := utf8.DecodeRuneInString(s.text[span.Start:span.End])
		if !isBlank(r) {
			break
		}
		span.Start += n
	}
	for span.Start < span.End {
		r, n := utf8.DecodeLastRuneInString(s.text[span.Start:span.End])
		if !isBlank(r) {
			break
		}
		span.End -= n
	}
	return span
}

// isBlank reports whether r shows nothing: white space, one of the format
// characters (Unicode Cf) that content systems leave behind, such as the soft
// hyphen, the zero-width space and the byte order mark, a Hangul filler or the
// empty Braille pattern. Format characters that are part of what is seen are
// not blank: the signs that Arabic puts around numbers, and the tags that make
// some flags.
func isBlank(r rune) bool {
	switch {
	case r < unicode.MaxASCII:
		return unicode.IsSpace(r)
	case r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || r == '\u2800':
		return true
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r) && (r < '\U000e0020' || r > '\U000e007f')
	}
	return unicode.IsSpace(r)
}

// hasWords reports whether s has a letter or digit that shows.
func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !isBlank(r) && unicode.In(r, unicode.L, unicode.N) })
}
