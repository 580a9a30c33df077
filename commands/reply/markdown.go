package reply

import (
	"regexp"
	"strings"

	"ibid/knowledge/article"
)

// Escape makes Discord show text as it is. It puts a backslash before what
// Discord's Markdown would act on and leaves every other byte alone, so that
// a quotation stays the published words on the wire too.
// The rules are those of Discord's help article "Markdown Text 101".
func Escape(text string) string { return emphasize(text) }

// emphasize escapes text and sets spans of it in bold. They are in order;
// empty ones are passed over, and those that touch become one.
func emphasize(text string, spans ...article.Span) string { return markUp(text, "**", spans...) }

// markUp is emphasize with another mark than that of bold.
func markUp(text, sign string, spans ...article.Span) string {
	e := escaper{text: text, sign: sign}
	for _, s := range spans {
		switch n := len(e.marks); {
		case s.Start >= s.End:
		case n > 0 && e.marks[n-1] == s.Start:
			e.marks[n-1] = s.End
		default:
			e.marks = append(e.marks, s.Start, s.End)
		}
	}
	for e.at < len(text) {
		e.line()
	}
	e.mark()
	return e.out.String()
}

// escaper walks over a text once. Marks are the offsets at which emphasis
// begins and ends.
type escaper struct {
	text  string
	at    int
	marks []int
	sign  string // what stands at the marks
	out   strings.Builder
}

func (e *escaper) line() {
	end := len(e.text)
	if n := strings.IndexByte(e.text[e.at:], '\n'); n >= 0 {
		end = e.at + n + 1
	}
	e.lineStart(e.text[e.at:end])
	for e.at < end {
		e.mark()
		rest := e.text[e.at:end]
		if n := addressLength(rest); n > 0 && !e.markWithin(n) {
			e.out.WriteString(addressEscapes.Replace(rest[:n]))
			e.at += n
			continue
		}
		e.char()
	}
}

// lineStart writes the line's indentation, and what of a list's number comes
// before its dot, and then a backslash if the line would begin a heading, a
// list or a quotation.
func (e *escaper) lineStart(line string) {
	word := strings.TrimLeft(line, " \t")
	e.chars(len(line) - len(word))
	number := len(word) - len(strings.TrimLeft(word, "0123456789"))
	switch {
	case number > 0 && strings.HasPrefix(word[number:], ". "):
		e.chars(number)
		e.escapeNext()
	case word != "" && strings.IndexByte("#>-+", word[0]) >= 0:
		e.escapeNext()
	}
}

func (e *escaper) escapeNext() {
	e.mark()
	e.out.WriteByte('\\')
}

func (e *escaper) chars(n int) {
	for range n {
		e.mark()
		e.char()
	}
}

// char writes one byte, with a backslash if Markdown would act on it.
func (e *escaper) char() {
	if e.isMark() {
		e.out.WriteByte('\\')
	}
	e.out.WriteByte(e.text[e.at])
	e.at++
}

// isMark reports whether Discord would act on what stands here. A
// parenthesis matters only where it would close a masked link's text, a
// colon where it begins the code of an emoji, as in ":gun:".
func (e *escaper) isMark() bool {
	switch c := e.text[e.at]; c {
	case '(':
		return e.at > 0 && e.text[e.at-1] == ']'
	case ':':
		return emojiCode.MatchString(e.text[e.at:])
	default:
		return strings.IndexByte("\\*_~|`<", c) >= 0
	}
}

var emojiCode = regexp.MustCompile(`^:[a-z0-9_+-]*[a-z][a-z0-9_+-]*:`)

// mark writes the marks that stand here.
func (e *escaper) mark() {
	for len(e.marks) > 0 && e.marks[0] <= e.at {
		e.out.WriteString(e.sign)
		e.marks = e.marks[1:]
	}
}

func (e *escaper) markWithin(n int) bool {
	return len(e.marks) > 0 && e.marks[0] < e.at+n
}

// addressEscapes leaves the underscore alone: Discord reads an address
// before it looks for emphasis, and a backslash would break it.
var addressEscapes = strings.NewReplacer(`\`, `\\`, "*", `\*`, "~", `\~`, "|", `\|`, "`", "\\`")

// addressLength returns the length of the web address at the start of text,
// or 0.
func addressLength(text string) int {
	if !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") {
		return 0
	}
	if end := strings.IndexAny(text, " \t\n\r<>()[]"); end >= 0 {
		return end
	}
	return len(text)
}

// quote sets Markdown as a block quotation.
func quote(markdown string) string {
	return "> " + strings.ReplaceAll(markdown, "\n", "\n> ")
}

// small sets a line of Markdown as subtext.
func small(markdown string) string { return "-# " + markdown }

// oneLine folds white space, so that a heading stays one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
