package article

import (
	"strings"
	"testing"
	"unicode"
)

// checkSpans holds what an analysis promises of its spans, whatever the file.
func checkSpans(t testing.TB, a *Analysis) {
	t.Helper()
	c := &spanChecker{TB: t, a: a}
	c.paragraphs(a.Lead.Paragraphs, "lead")
	c.within(a.Lead.Key, "the lead's key")
	for _, q := range a.Questions {
		c.after(q.Span, "question "+q.ID)
		c.within(q.Key, "the key of "+q.ID)
		for _, answer := range q.Answers {
			if answer.Expert < 0 || answer.Expert >= len(a.Experts) {
				t.Errorf("%s: expert %d of %d", q.ID, answer.Expert, len(a.Experts))
			}
			if answer.Label != (Span{}) {
				c.after(answer.Label, "a label of "+q.ID)
			}
			if len(answer.Paragraphs) == 0 {
				t.Errorf("%s: an answer without words", q.ID)
			}
			c.paragraphs(answer.Paragraphs, q.ID)
		}
	}
	c.asides()
}

type spanChecker struct {
	testing.TB
	a     *Analysis
	end   int    // of the last span
	spoke []Span // in order
}

// within checks that s is a range of the source.
func (c *spanChecker) within(s Span, what string) bool {
	c.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > len(c.a.Source) {
		c.Errorf("%s is %v of %d bytes", what, s, len(c.a.Source))
		return false
	}
	return true
}

// after checks that s comes after all spans before it, and has no white space
// at its ends.
func (c *spanChecker) after(s Span, what string) {
	c.Helper()
	if !c.within(s, what) {
		return
	}
	if s.Start < c.end {
		c.Errorf("%s at %v comes before %d", what, s, c.end)
	}
	if text := c.a.Text(s); strings.TrimSpace(text) != text {
		c.Errorf("%s has white space at its ends: %q", what, text)
	}
	c.end = s.End
	c.spoke = append(c.spoke, s)
}

func (c *spanChecker) paragraphs(paragraphs []Paragraph, what string) {
	c.Helper()
	for _, p := range paragraphs {
		c.after(p.Span, "a paragraph of "+what)
		if p.Span.Start == p.Span.End {
			c.Errorf("%s: an empty paragraph", what)
		}
		checkSentences(c, c.a.Source, p.Span, p.Sentences)
	}
}

// asides checks that no part of the dialogue is in an aside.
func (c *spanChecker) asides() {
	c.Helper()
	i := 0
	last := 0
	for _, aside := range c.a.Asides {
		if !c.within(aside.Span, string(aside.Kind)) {
			continue
		}
		if aside.Span.Start < last || aside.Span.Start == aside.Span.End {
			c.Errorf("%s %v is empty or comes before %d", aside.Kind, aside.Span, last)
		}
		last = aside.Span.End
		for i < len(c.spoke) && c.spoke[i].End <= aside.Span.Start {
			i++
		}
		if i < len(c.spoke) && c.spoke[i].Start < aside.Span.End {
			c.Errorf("%s %v overlaps %v", aside.Kind, aside.Span, c.spoke[i])
		}
	}
}

// checkSentences checks that the sentences stand in order inside whole, are
// trimmed, and leave nothing but white space between them.
func checkSentences(t testing.TB, text string, whole Span, sentences []Span) {
	t.Helper()
	at := whole.Start
	for _, s := range sentences {
		if s.Start < at || s.End <= s.Start || s.End > whole.End {
			t.Fatalf("sentence %v after %d, in %v", s, at, whole)
		}
		if gap := text[at:s.Start]; strings.TrimSpace(gap) != "" {
			t.Errorf("%q is in no sentence", gap)
		}
		if sentence := text[s.Start:s.End]; strings.TrimFunc(sentence, unicode.IsSpace) != sentence {
			t.Errorf("sentence %q has white space at its ends", sentence)
		}
		at = s.End
	}
	if gap := text[at:whole.End]; strings.TrimSpace(gap) != "" {
		t.Errorf("%q is in no sentence", gap)
	}
}
