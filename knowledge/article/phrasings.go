package article

import (
	"regexp"
	"strconv"
	"strings"
)

// Phrasings are other ways to ask what an analysis answers.
type Phrasings struct {
	// Texts are the phrasings by section, in the file's order: a question's
	// id or [LeadID], or such an id with the number of the one paragraph that
	// answers, counted from 1 through all answers to the question ("q1.2").
	// Under [NearMisses] stand those that the analysis does not answer,
	// though they come near.
	Texts map[string][]string
	// Lines are the numbers, from 1, of the lines in which the headers of the
	// sections stand, each section's first.
	Lines map[string]int
}

// NearMisses is the section of the phrasings that nothing answers.
const NearMisses = "none"

// section is the header of a section of phrasings.
var section = regexp.MustCompile(`^\[(none|(?:lead|q[1-9][0-9]*)(?:\.[1-9][0-9]*)?)\]$`)

// Section returns the key of [Phrasings.Texts] for what one paragraph of a
// question answers; paragraphs count from 1.
func Section(id string, paragraph int) string { return id + "." + strconv.Itoa(paragraph) }

// TopicOf returns the id of the question that a section is about.
func TopicOf(section string) string {
	id, _, _ := strings.Cut(section, ".")
	return id
}

// Count returns how many phrasings a question has, in all its sections.
func (p Phrasings) Count(id string) int {
	n := 0
	for section, texts := range p.Texts {
		if TopicOf(section) == id {
			n += len(texts)
		}
	}
	return n
}

// ParsePhrasings reads a phrasings file: a phrasing a line below the header of
// its section, "[lead]", "[q1]", "[q1.2]" and so on, or "[none]". Empty lines, and lines
// that begin with #, mean nothing. The file's name stands in the faults. The
// result holds what is right in the file; whether the analysis has these
// questions is not looked at.
func ParsePhrasings(name string, data []byte) (Phrasings, Faults) {
	p := &phrasingsParser{report: &report{file: name}, found: newPhrasings(), sections: map[string]string{}}
	if p.checkBytes(data) {
		src := newSource(string(data))
		for i := range src.starts {
			p.row(i+1, src.row(i))
		}
	}
	return p.found, p.sorted()
}

func newPhrasings() Phrasings {
	return Phrasings{Texts: map[string][]string{}, Lines: map[string]int{}}
}

type phrasingsParser struct {
	*report
	found    Phrasings
	current  string            // section
	unknown  bool              // the section's header is wrong, which is reported
	sections map[string]string // folded phrasing: its section
}

// row reads a line.
func (p *phrasingsParser) row(line int, row string) {
	switch {
	case row == "" || strings.HasPrefix(row, "#"):
	case strings.HasPrefix(row, "["):
		p.header(line, row)
	case p.unknown:
	case p.current == "":
		p.add(line, "a phrasing before the first section: "+shown(row), "write a header such as [q1] above it")
	default:
		p.phrasing(line, strings.Join(strings.Fields(row), " "))
	}
}

func (p *phrasingsParser) header(line int, row string) {
	m := section.FindStringSubmatch(row)
	p.unknown = m == nil
	if p.unknown {
		p.add(line, "this is no header of a section: "+shown(row), "write [lead], [q1], [q2] and so on, [q2.1] for what its first paragraph answers, or [none]")
		return
	}
	p.current = m[1]
	if _, again := p.found.Lines[p.current]; !again {
		p.found.Lines[p.current] = line
	}
}

// phrasing adds a phrasing to the section. It may be there already, as several
// hands write such files; in a section of another question it is a fault.
func (p *phrasingsParser) phrasing(line int, text string) {
	key := fold(text)
	before, again := p.sections[key]
	switch {
	case again && TopicOf(before) != TopicOf(p.current):
		p.add(line, "the phrasing "+shown(text)+" stands in ["+p.current+"] and in ["+before+"]", "keep it where it is answered")
	case !again:
		p.sections[key] = p.current
		p.found.Texts[p.current] = append(p.found.Texts[p.current], text)
	}
}
