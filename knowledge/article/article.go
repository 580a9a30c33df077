package article

import "time"

// Span is a half-open range of byte offsets, [Start, End), in [Analysis.Source].
type Span struct{ Start, End int }

// Analysis is one published Q&A: what its front matter says of it, and where
// in the published text each of its parts stands. It is never changed after
// [Parse] returned it.
type Analysis struct {
	// ID names the analysis in links, buttons and JSON: the file's name
	// without directory and extension.
	ID string

	Publisher string
	Published time.Time // the day, UTC
	URL       string
	Language  string // BCP 47, from the front matter; "en" where it names none
	Title     string

	// Source is the whole file, byte for byte. Every Span of this analysis
	// is a range of it.
	Source string
	// Body is the published text: Source without byte order mark and front
	// matter.
	Body Span

	Experts   []Expert
	Aliases   [][]string // groups of words that mean the same in this text
	Lead      Lead
	Questions []Question // in the order of the text
	Asides    []Aside    // kept, never quoted

	Corrections []Correction // made by the publisher, as the front matter lists them, to be shown with what they correct
}

// Text returns the source's bytes at s.
func (a *Analysis) Text(s Span) string { return a.Source[s.Start:s.End] }

// Expert is one of those who answer.
type Expert struct {
	Name        string // full name, as in the front matter or the text
	Affiliation string // as of publication; may be empty
	Role        string // as the front matter gives it, to be shown beside the name; may be empty
}

// LeadID names the lead where questions have their ids.
const LeadID = "lead"

// Lead is what stands before the first question: facts that the publication
// itself gives, attributed to it and to no expert.
type Lead struct {
	Paragraphs []Paragraph
	AlsoAsked  []string
	Key        Span // the front matter's sentences for summaries; zero where it names none
}

// Question is what the interviewer asked, with everything answered to it.
type Question struct {
	ID        string // q1, q2, … in the order of the text
	Span      Span   // the interviewer's words, markup and label removed
	Answers   []Answer
	AlsoAsked []string
	Key       Span // the front matter's sentences for summaries; zero where it names none
}

// Answer is what one expert said to one question, in one go.
type Answer struct {
	Expert     int  // index in Analysis.Experts
	Label      Span // the speaker label as printed, such as "Mir:"; zero where a sole expert answers without one
	Paragraphs []Paragraph
}

// Paragraph is one paragraph of an answer or of the lead. Its Span holds
// neither the speaker label nor white space at either end.
type Paragraph struct {
	Span      Span
	Sentences []Span // in order, without overlap, inside Span
}

// Correction is a change that the publisher made to the text.
type Correction struct {
	Date time.Time // the day, UTC
	Was  string    // the words before; may be empty
	Now  string    // the words that stand in the text now
}

// AsideKind says what a part of the text that is no answer is.
type AsideKind string

// The kinds of aside.
const (
	Caption AsideKind = "caption" // of a photo, with its credit
	Byline  AsideKind = "byline"  // the sentence that names the experts
	Note    AsideKind = "note"    // disclaimers, publication type and the like
)

// Aside is a part of the text that belongs to no question: it is kept as
// what it is and never quoted as an answer.
type Aside struct {
	Kind AsideKind
	Span Span
}
