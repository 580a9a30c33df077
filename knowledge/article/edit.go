package article

import (
	"fmt"
	"slices"
	"strings"
)

// edit joins what the editor adds to the lead and the questions.
func (p *parser) edit(f *front) {
	a := p.analysis
	ids := map[string]*Question{}
	for i := range a.Questions {
		ids[a.Questions[i].ID] = &a.Questions[i]
	}
	asked := map[string]string{} // folded phrasing: id
	for _, q := range f.questions {
		also := p.alsoAsked(q, asked)
		switch target := ids[q.id.text]; {
		case target != nil:
			target.AlsoAsked = also
			var said []Paragraph
			for _, answer := range target.Answers {
				said = append(said, answer.Paragraphs...)
			}
			target.Key = p.key(q, said)
		case q.id.text == LeadID && len(a.Lead.Paragraphs) > 0:
			a.Lead.AlsoAsked = also
			a.Lead.Key = p.key(q, a.Lead.Paragraphs)
		default:
			p.add(q.id.line, "the text has no question "+shown(q.id.text), "use "+p.idsInText())
		}
	}
}

// idsInText says which ids questions: may have.
func (p *parser) idsInText() string {
	var ids []string
	if len(p.analysis.Lead.Paragraphs) > 0 {
		ids = append(ids, LeadID)
	}
	switch n := len(p.analysis.Questions); {
	case n == 1:
		ids = append(ids, "q1")
	case n > 1:
		ids = append(ids, fmt.Sprintf("q1 to q%d", n))
	}
	if len(ids) == 0 {
		return "none: no question was found in the text"
	}
	return strings.Join(ids, " or ")
}

// alsoAsked returns the phrasings that are listed for a question; asked holds
// those that were listed before, by whom.
func (p *parser) alsoAsked(q frontQuestion, asked map[string]string) []string {
	var out []string
	for _, e := range q.alsoAsked {
		key := fold(e.text)
		before, again := asked[key]
		switch {
		case key == "":
			p.add(e.line, "an empty phrasing for "+q.id.text, "remove it")
		case again && before == q.id.text:
			p.add(e.line, "the phrasing "+shown(e.text)+" stands twice for "+before, "remove one of the two")
		case again:
			p.add(e.line, "the phrasing "+shown(e.text)+" stands for "+q.id.text+" and for "+before, "keep it where it is answered")
		default:
			asked[key] = q.id.text
			out = append(out, e.text)
		}
	}
	return out
}

// maxKey is how long the key of a question may be, in bytes: it is for
// summaries.
const maxKey = 1000

// key returns the range of the sentences that an editor chose for summaries.
func (p *parser) key(q frontQuestion, paragraphs []Paragraph) Span {
	want := q.key.text
	what := func(is string) string { return "the key of " + q.id.text + " is " + is + ": " + shown(want) }
	switch {
	case want == "":
		return Span{}
	case len(want) > maxKey:
		p.add(q.key.line, what(fmt.Sprintf("longer than %d bytes", maxKey)), "choose a sentence or two")
		return Span{}
	}
	part := false
	for _, paragraph := range paragraphs {
		span, partly := p.findSentences(paragraph, want)
		if span != (Span{}) {
			return span
		}
		part = part || partly
	}
	if part {
		p.add(q.key.line, what("part of a sentence"), "write the whole sentence, as it stands in the text")
	} else {
		p.add(q.key.line, what("not in its text"), "copy a sentence of that very answer, letter for letter")
	}
	return Span{}
}

// findSentences returns the range of the sentences of a paragraph that are
// want, letter for letter but for white space, or whether want is at least a
// part of it.
func (p *parser) findSentences(paragraph Paragraph, want string) (found Span, part bool) {
	var text strings.Builder
	starts, ends := make([]int, len(paragraph.Sentences)), make([]int, len(paragraph.Sentences))
	for i, s := range paragraph.Sentences {
		if i > 0 && paragraph.Sentences[i-1].End < s.Start {
			text.WriteByte(' ')
		}
		starts[i] = text.Len()
		text.WriteString(p.folded(s))
		ends[i] = text.Len()
	}
	folded := text.String()
	for i, start := range starts {
		if !strings.HasPrefix(folded[start:], want) {
			continue
		}
		if last, whole := slices.BinarySearch(ends, start+len(want)); whole {
			return Span{paragraph.Sentences[i].Start, paragraph.Sentences[last].End}, true
		}
	}
	return Span{}, strings.Contains(folded, want)
}

// folded returns the words of the source at s, with single spaces.
func (p *parser) folded(s Span) string {
	return strings.Join(strings.Fields(p.src.text[s.Start:s.End]), " ")
}

// correct takes over the corrections. What they say stands in the text now
// must stand there.
func (p *parser) correct(corrections []frontCorrection, body int) {
	if len(corrections) == 0 {
		return
	}
	text := p.folded(p.src.lines(min(body, len(p.src.starts)-1), len(p.src.starts)))
	for i, c := range corrections {
		if i == maxListed {
			p.add(c.date.line, fmt.Sprintf("more than %d corrections", maxListed), "list the last ones")
			return
		}
		switch {
		case c.now.text == "":
			p.add(c.now.line, "a correction without now", "write the words that stand in the text now")
		case !strings.Contains(text, c.now.text):
			p.add(c.now.line, "the corrected words are not in the text: "+shown(c.now.text), "copy them from the text, letter for letter")
		}
		p.analysis.Corrections = append(p.analysis.Corrections,
			Correction{p.date(c.date.line, c.date, "date"), c.was.text, c.now.text})
	}
}
