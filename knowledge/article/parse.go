package article

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Parse reads an analysis. The file's name gives its ID and stands in the
// faults. Parse always returns an analysis, with as much in it as was found,
// and every fault, or the first thousand.
func Parse(name string, data []byte) (*Analysis, Faults) {
	p := &parser{report: &report{file: name}, analysis: newAnalysis(name)}
	p.checkID()
	if p.checkBytes(data) {
		p.src = newSource(string(data))
		p.analysis.Source = p.src.text
		p.file()
	}
	return p.analysis, p.sorted()
}

func newAnalysis(name string) *Analysis {
	base := path.Base(filepath.ToSlash(name))
	return &Analysis{ID: strings.TrimSuffix(base, path.Ext(base)), Language: "en"}
}

// parser is the work on one file.
type parser struct {
	*report
	src      source
	analysis *Analysis
	cast     *cast
	unlisted bool // the front matter is broken, so it is not known who is listed
}

// idForm is what links, buttons and file systems all take unchanged; Discord's
// custom ids have room for 100 characters in all.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxID = 64 // characters

func (p *parser) checkID() {
	if id := p.analysis.ID; len(id) > maxID || !idForm.MatchString(id) {
		p.add(0, "the file's name is no short id: "+shown(id),
			fmt.Sprintf("rename it to at most %d small letters, digits and hyphens, such as moscow-attack.md", maxID))
	}
}

// checkBytes reports whether data is text that can be parsed, and what is
// wrong with it. Text with bad bytes in it is parsed nevertheless.
func (r *report) checkBytes(data []byte) bool {
	if len(data) > MaxSize {
		r.faults = append(r.faults, tooLarge(r.file))
		return false
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		r.add(lineAt(data, i), "a NUL byte: this is no text", "save the file as plain text in UTF-8")
		return false
	}
	if !utf8.Valid(data) {
		i := badByte(data)
		r.add(lineAt(data, i), fmt.Sprintf("a byte that is not UTF-8 (0x%02X)", data[i]), "save the file in UTF-8")
	}
	return true
}

func lineAt(data []byte, offset int) int { return newSource(string(data[:offset])).line(offset) }

// badByte returns the offset of the first byte that is not UTF-8.
func badByte(data []byte) int {
	for i := 0; ; {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
}

// file parses the front matter and the text.
func (p *parser) file() {
	top := p.skipBlank(0)
	if top == len(p.src.starts) {
		p.add(1, "the file is empty", "put the front matter and the published text into it")
		return
	}
	yaml, body := p.cutFront(top)
	p.analysis.Body = Span{len(p.src.text), len(p.src.text)}
	if body < len(p.src.starts) {
		p.analysis.Body.Start = p.src.starts[body]
	}
	f, known := decodeFront(p.report, yaml, top)
	p.unlisted = !known
	if known {
		p.describe(&f, top+1)
	}
	blocks := p.cut(body)
	d := newDialogue(p, blocks)
	d.title(top + 1)
	d.run()
	p.edit(&f)
	p.correct(f.corrections, body)
}

// skipBlank returns the index of the first line from i on that is not empty.
func (p *parser) skipBlank(i int) int {
	for i < len(p.src.starts) && p.src.row(i) == "" {
		i++
	}
	return i
}

const fence = "---" // the line before and after the front matter

// cutFront returns the YAML of the front matter that begins at line top, and
// the index of the text's first line. The lines of the YAML end with LF.
func (p *parser) cutFront(top int) (yaml string, body int) {
	if p.src.row(top) != fence {
		return "", top
	}
	end := top + 1
	for end < len(p.src.starts) && p.src.row(end) != fence {
		end++
	}
	body = end + 1
	if end == len(p.src.starts) {
		p.add(top+1, "the front matter is not closed", "write a line --- between it and the text")
		for end = top + 1; end < len(p.src.starts) && p.src.row(end) != ""; end++ {
		}
		body = end
	}
	span := Span{min(len(p.src.text), p.src.starts[top]+len(fence)), len(p.src.text)}
	if end < len(p.src.starts) {
		span.End = p.src.starts[end]
	}
	yaml = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(p.src.text[span.Start:span.End])
	return yaml, body
}

// cut cuts the text into blocks. Where the front matter lists no experts,
// those whom the text itself names are entered first, as labels are told from
// other words before a colon by the experts' names.
func (p *parser) cut(body int) []block {
	dotted := p.dotted(body)
	text := newTerms(p.src.text[p.analysis.Body.Start:])
	p.cast = newCast(p.analysis, text, dotted)
	if len(p.analysis.Experts) > 0 {
		return p.split(body)
	}
	scratch := *p
	scratch.report = &report{}
	p.analysis.Experts = p.namedExperts(scratch.split(body))
	p.cast = newCast(p.analysis, text, dotted)
	return p.split(body)
}

// dottedLabel is the label "Q." or "Q1." at the beginning of a line.
var dottedLabel = regexp.MustCompile(`^[*_]{0,3}Q[0-9]{0,3}\.[*_]{0,3}\s`)

func (p *parser) dotted(body int) bool {
	for i := body; i < len(p.src.starts); i++ {
		if dottedLabel.MatchString(p.src.row(i)) {
			return true
		}
	}
	return false
}
