package article

import "strings"

// mark is how the layout sets a block apart.
type mark int

const (
	unmarked mark = iota
	heading       // ## Why?, or underlined with === or ---
	bold          // **Why?** or __Why?__
	italic        // *Why?* or _Why?_
)

// block is a piece of the text that stands by itself: a paragraph, a heading,
// a photo's caption.
type block struct {
	whole Span // as printed
	words Span // without marks and label
	mark  mark
	label label
	aside AsideKind // where its look alone shows that it is one
}

// splitter cuts the text into blocks.
type splitter struct {
	*parser
	repeated map[string]bool // lines that stand in the text twice in a row
	blocks   []block
}

// split cuts the lines from first on into blocks: at empty lines, and at lines
// that begin or end something of their own.
func (p *parser) split(first int) []block {
	s := &splitter{parser: p, repeated: p.repeatedLines(first)}
	for i := first; i < len(p.src.starts); i++ {
		end := i
		for end < len(p.src.starts) && p.src.row(end) != "" {
			end++
		}
		s.run(i, end)
		i = end
	}
	return s.blocks
}

// repeatedLines returns the lines that stand in the text twice, one right after
// the other: pages have the captions of their photos like that.
func (p *parser) repeatedLines(first int) map[string]bool {
	const shortest = 40 // bytes; "No." may be said twice
	repeated, before := map[string]bool{}, ""
	for i := first; i < len(p.src.starts); i++ {
		row := p.src.row(i)
		if row == before && len(row) >= shortest && !asked(row) {
			repeated[row] = true
		}
		if row != "" {
			before = row
		}
	}
	return repeated
}

// run cuts the lines [from, to), which have no empty line among them.
func (s *splitter) run(from, to int) {
	start := from
	for i := from; i < to; i++ {
		if i > start && s.opens(start, i, to) {
			s.emit(start, i, unmarked)
			start = i
		}
		if end, m := s.closes(start, i, to); end > 0 {
			s.emit(start, end, m)
			start, i = end, end-1
		}
	}
	if start < to {
		s.emit(start, to, unmarked)
	}
}

// opens reports whether line i begins a block of its own, though the line
// before it is not empty.
func (s *splitter) opens(start, i, to int) bool {
	row := s.src.row(i)
	if isHeading(row) || isCaption(row) || s.repeated[row] || isRule(row) && !s.underlines(start, i) {
		return true
	}
	if end := s.emphasised(i, to); end > 0 {
		return endsInStop(s.src.row(i-1)) || asked(s.src.row(end-1))
	}
	l := s.lineLabel(i)
	switch {
	case l.voice == asker:
		return true
	case l.voice.speaks():
		return s.turns(s.lineLabel(start), start, i, l)
	case l.voice == stranger:
		before := s.src.row(i - 1)
		return asked(before) && !s.lineLabel(start).voice.speaks() || endsInStop(before) && s.cast.mayBePerson(l)
	}
	return false
}

// turns reports whether the label at line i hands over from the speaker whose
// label is at line start. In the middle of a sentence it is a fault: the line
// may have been broken there.
func (s *splitter) turns(speaker label, start, i int, l label) bool {
	alone := speaker.next == s.src.lines(start, i).End
	if speaker.voice == asker || alone || endsInStop(s.src.row(i-1)) {
		return true
	}
	s.add(i+1, "the label "+shown(l.name)+" stands in the middle of a paragraph",
		"put an empty line before it if the expert speaks from there on, else join the line to the one before")
	return false
}

// lineLabel returns the label with which line i begins.
func (s *splitter) lineLabel(i int) label {
	span := s.src.lines(i, i+1)
	return s.cast.labelAt(s.src.text, span.Start, span.End)
}

// closes returns the line before which the block that began at start must end,
// and how it is marked; 0 where line i ends nothing.
func (s *splitter) closes(start, i, to int) (end int, m mark) {
	row := s.src.row(i)
	switch {
	case s.underlines(start, i):
		return i + 1, heading
	case isRule(row):
		return i + 1, unmarked
	case i == start && s.nameLine(i).voice.speaks():
		return 0, unmarked // his words may follow on the next line
	case isHeading(row), isImage(row):
		return i + 1, unmarked
	case (s.repeated[row] || hasCredit(row)) && !s.lineLabel(start).voice.speaks():
		return i + 1, unmarked
	case i == start:
		return s.emphasised(i, to), unmarked
	}
	return 0, unmarked
}

// underlines reports whether line i is nothing but the line under a heading.
func (s *splitter) underlines(start, i int) bool {
	row := s.src.row(i)
	return i > start && len(row) > 2 && (strings.Trim(row, "=") == "" || strings.Trim(row, "-") == "")
}

// emphasised returns the line before which the emphasis ends that line i
// begins with, if it ends at the end of a line; otherwise 0. Italics across
// part of a paragraph are more likely a title that a line break cut off.
func (s *splitter) emphasised(i, to int) int {
	row := s.src.lines(i, i+1)
	text := s.src.text[row.Start:s.src.lines(i, to).End]
	delimiter := emphasis(text)
	if delimiter == "" {
		return 0
	}
	at := strings.Index(text[len(delimiter):], delimiter)
	if at <= 0 {
		return 0
	}
	last := row.Start + len(delimiter) + at + len(delimiter) // behind the emphasis
	end := s.src.line(last)
	if s.src.lines(i, end).End != last {
		return 0
	}
	if len(delimiter) == 1 && end != to && !asked(text[:last-row.Start]) {
		return 0
	}
	return end
}

// emit adds the block of lines [from, to).
func (s *splitter) emit(from, to int, m mark) {
	b := block{whole: s.src.lines(from, to)}
	first, last := s.src.row(from), s.src.row(to-1)
	if l := s.nameLine(from); l.voice.speaks() {
		b.label, b.words = l, s.src.trim(Span{l.next, b.whole.End})
	} else {
		b.words = b.whole
		if m == heading {
			b.words = s.src.lines(from, to-1) // without the line under it
		}
		b.words, b.mark = s.unmark(b.words, m)
		b.label = s.cast.labelAt(s.src.text, b.words.Start, b.words.End)
		if b.label.voice.speaks() || b.label.voice == asker {
			b.words = s.src.trim(Span{b.label.next, b.words.End})
		}
	}
	switch {
	case b.label.voice.speaks():
	case isRule(first) && to == from+1:
		b.aside = Note
	case isCaption(first) || isImage(first) || hasCredit(last) || s.repeated[first]:
		b.aside = Caption
	}
	s.blocks = append(s.blocks, b)
}

// nameLine returns the label that line i is where it is marked and nothing but
// an expert's name, such as "**Asfandyar Mir**" or "### Mir".
func (s *splitter) nameLine(i int) label {
	row := s.src.lines(i, i+1)
	words, m := s.unmark(row, unmarked)
	if m == unmarked || words.End-words.Start > maxLabel {
		return label{}
	}
	l := s.cast.speaker(strings.TrimRight(s.src.text[words.Start:words.End], ":："))
	if l.voice != expert && l.voice != namesake {
		return label{}
	}
	l.span, l.next, l.alone = words, row.End, true
	return l
}

// unmark strips the marks off words that are marked as a whole; m is how the
// lines around them mark them already.
func (s *splitter) unmark(words Span, m mark) (Span, mark) {
	text := s.src.text[words.Start:words.End]
	if isHeading(text) {
		hashes := len(text) - len(strings.TrimLeft(text, "#"))
		body := text[hashes:]
		if closed := strings.TrimRight(body, "#"); strings.HasSuffix(closed, " ") {
			body = closed
		}
		words, m = s.src.trim(Span{words.Start + hashes, words.Start + hashes + len(body)}), heading
		text = s.src.text[words.Start:words.End]
	}
	n := len(emphasis(text))
	if n == 0 || len(text) <= 2*n || strings.Index(text[n:], text[:n]) != len(text)-2*n {
		return words, m
	}
	if m == unmarked {
		m = bold
		if n == 1 {
			m = italic
		}
	}
	return s.src.trim(Span{words.Start + n, words.End - n}), m
}
