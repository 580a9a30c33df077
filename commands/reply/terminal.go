package reply

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"ibid/commands/words"
	"ibid/knowledge"
)

// Terminal is what a text is written for.
type Terminal struct {
	Width int  // columns; 0 does not wrap
	Color bool // whether escape sequences are understood
}

// Text is an answer for the terminal. The quotation is the published
// paragraph; only where it is wrapped do line breaks stand for its spaces.
func (t Terminal) Text(a knowledge.Answer) string {
	switch a.Verdict {
	case knowledge.Answered:
		return t.card(a.Matches[0])
	case knowledge.Choices:
		return t.list("Did you mean one of these questions?", a.Matches)
	}
	if len(a.Matches) == 0 {
		return "The published text does not answer that. \"ibid topics\" lists what it does answer.\n"
	}
	return t.list("The published text does not answer that. Nearest to it, answered there:", a.Matches)
}

func (t Terminal) card(m knowledge.Match) string {
	who := m.Speaker()
	if s := m.Passage().Speaker; s != nil && s.Affiliation != "" {
		who += ", " + s.Affiliation
	}
	lines := []string{
		t.bold(t.wrap(m.Topic.Question, "")),
		t.wrap(who, ""),
		"",
		t.quotation(m),
		"",
		t.dim(t.wrap(fmt.Sprintf("Paragraph %d of %d, answered %s", m.Paragraph+1, len(m.Topic.Passages), writtenDay(m.Topic.Analysis)), "")),
		t.dim(t.wrap(m.CitationWithoutURL(), "")),
		// An address is never wrapped: it could not be opened.
		clean(m.Link(MaxButtonURL)),
	}
	return strings.Join(lines, "\n") + "\n"
}

// quotation is the paragraph, the best sentence in bold.
func (t Terminal) quotation(m knowledge.Match) string {
	p := m.Passage().Span
	w := wrapper{Terminal: t, indent: "  "}
	if best, ok := m.Best(); ok && best != p {
		w.boldFrom, w.boldTo = best.Start-p.Start, best.End-p.Start
	}
	return w.wrap(m.Text())
}

func (t Terminal) list(intro string, matches []knowledge.Match) string {
	lines := []string{t.wrap(intro, "")}
	for _, m := range matches {
		lines = append(lines, t.wrap(fmt.Sprintf("%s (%s)", oneLine(m.Topic.Question), speakers(m.Topic)), "  "))
	}
	return strings.Join(lines, "\n") + "\n"
}

func paragraphs(n int) string {
	if n == 1 {
		return "1 paragraph"
	}
	return fmt.Sprintf("%d paragraphs", n)
}

// Topics lists what a library answers: each analysis, its questions, who
// answers each and how long that takes to read.
func (t Terminal) Topics(library *knowledge.Library) string {
	var b strings.Builder
	for i, topic := range library.Topics() {
		a := topic.Analysis
		if i == 0 || library.Topics()[i-1].Analysis != a {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(t.bold(t.wrap(a.Title, "")) + "\n")
			b.WriteString(t.dim(t.wrap(a.Publisher+", "+a.Published.Format("January 2, 2006"), "")) + "\n")
			b.WriteString(t.dim(clean(a.URL)) + "\n")
		}
		question := topic.Question
		if topic.IsLead() {
			question = In(words.English).Say("topics.lead")
		}
		b.WriteString("\n" + t.wrap(fmt.Sprintf("%s  %s", topic.ID, oneLine(question)), "  ") + "\n")
		b.WriteString(t.dim(t.wrap(fmt.Sprintf("%s, %s, %s", speakers(topic),
			paragraphs(len(topic.Passages)), In(words.English).readingTime(topic.ReadingTime())), "      ")) + "\n")
	}
	return b.String()
}

const (
	boldOn  = "\x1b[1m"
	boldOff = "\x1b[22m"
	dimOn   = "\x1b[2m"
)

func (t Terminal) bold(s string) string { return t.styled(boldOn, s) }
func (t Terminal) dim(s string) string  { return t.styled(dimOn, s) }

// styled sets each line anew, so that a pager shows every line right.
func (t Terminal) styled(on, s string) string {
	if !t.Color {
		return s
	}
	return on + strings.ReplaceAll(s, "\n", boldOff+"\n"+on) + boldOff
}

func (t Terminal) wrap(text, indent string) string {
	w := wrapper{Terminal: t, indent: indent}
	return w.wrap(text)
}

// wrapper breaks one text into lines of at most the terminal's width, each
// after an indent, where Unicode allows a break (UAX 14). The bytes from
// boldFrom to boldTo are set in bold, anew on each line.
type wrapper struct {
	Terminal
	indent           string
	boldFrom, boldTo int

	lines []string
	line  strings.Builder
	used  int // columns of line
}

func (w *wrapper) wrap(text string) string {
	state := -1
	for at := 0; at < len(text); {
		segment, _, _, next := uniseg.FirstLineSegmentInString(text[at:], state)
		state = next
		w.add(clean(segment), at >= w.boldFrom && at < w.boldTo)
		at += len(segment)
	}
	w.flush()
	return strings.Join(w.lines, "\n")
}

func (w *wrapper) add(segment string, bold bool) {
	word := strings.TrimRight(segment, " ")
	width := uniseg.StringWidth(word)
	if w.used > 0 && w.Width > 0 && len(w.indent)+w.used+width > w.Width {
		w.flush()
	}
	w.used += uniseg.StringWidth(segment)
	if bold {
		segment = w.bold(word) + segment[len(word):]
	}
	w.line.WriteString(segment)
}

func (w *wrapper) flush() {
	line := strings.NewReplacer(boldOff+boldOn, "", boldOff+" "+boldOn, " ").Replace(w.line.String())
	line = strings.TrimRight(line, " ")
	w.lines = append(w.lines, w.indent+line)
	w.line.Reset()
	w.used = 0
}

// clean folds white space and drops control characters, which could make a
// terminal do something or show words in another order.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
}
