package knowledge

import (
	"fmt"

	"ibid/knowledge/article"
)

// Answer is what the library says to a question.
type Answer struct {
	Question string // as it was asked
	Verdict  Verdict
	// Matches are best first. For [Answered] the first is the answer and the
	// rest are runners-up; for [Choices] two or three that may be meant; for
	// [None] the nearest topics, at most three and possibly none.
	Matches []Match
}

// Match is a place in an analysis: a topic, one of its paragraphs, and one
// sentence of that.
type Match struct {
	Topic      Topic
	Paragraph  int     // index in Topic.Passages
	Sentence   int     // index in the paragraph's sentences, or NoSentence
	Confidence float64 // 0 to 1: how likely it is what was meant
}

// NoSentence is Match.Sentence where no sentence stands out, as when a topic
// is opened from a list.
const NoSentence = -1

// Passage returns the paragraph and who said it.
func (m Match) Passage() Passage { return m.Topic.Passages[m.Paragraph] }

// Text returns the paragraph, byte for byte as published.
func (m Match) Text() string { return m.Topic.Analysis.Text(m.Passage().Span) }

// Speaker names who said it: the expert, or the publisher for the lead.
func (m Match) Speaker() string { return m.Topic.nameOf(m.Passage()) }

// Best returns the sentence that carries the answer; false where none stands
// out.
func (m Match) Best() (article.Span, bool) {
	sentences := m.Passage().Sentences
	if m.Sentence < 0 || m.Sentence >= len(sentences) {
		return article.Span{}, false
	}
	return sentences[m.Sentence], true
}

// Citation names speaker, title, publisher, date and address, in the manner
// of a Chicago note.
func (m Match) Citation() string {
	return m.CitationWithoutURL() + ", " + m.Topic.Analysis.URL
}

// CitationWithoutURL is [Match.Citation] up to the address.
func (m Match) CitationWithoutURL() string {
	a := m.Topic.Analysis
	if m.Passage().Speaker == nil {
		return m.PublicationWithoutURL()
	}
	return fmt.Sprintf("%s, in “%s,” %s, %s", m.Speaker(), a.Title, a.Publisher, a.Published.Format(dateStyle))
}

// PublicationWithoutURL is [Match.CitationWithoutURL] for the analysis as a
// whole.
func (m Match) PublicationWithoutURL() string {
	a := m.Topic.Analysis
	return fmt.Sprintf("%s, “%s,” %s", a.Publisher, a.Title, a.Published.Format(dateStyle))
}

const dateStyle = "January 2, 2006"

// Link returns the address of the best sentence in the publication, or of
// the paragraph's first where none stands out, as a text fragment; the plain
// address of the publication where the link would be longer than limit
// bytes.
func (m Match) Link(limit int) string {
	a, p := m.Topic.Analysis, m.Passage()
	target, ok := m.Best()
	if !ok && len(p.Sentences) > 0 {
		target = p.Sentences[0]
	}
	return linkTo(a.URL, a.Source[a.Body.Start:target.Start], a.Text(target), limit)
}
