package reply

import (
	"time"

	"ibid/knowledge"
)

// Record is an answer as JSON: what `ibid ask --json` prints. Its names are
// fixed; others rely on them.
type Record struct {
	ID       string            `json:"id,omitempty"`
	Question string            `json:"question"`
	Verdict  knowledge.Verdict `json:"verdict"`
	Matches  []RecordMatch     `json:"matches"`
	TookUS   int64             `json:"took_us"` // microseconds
}

// RecordMatch is one match of a Record, best first.
type RecordMatch struct {
	Analysis   string  `json:"analysis"`
	ID         string  `json:"id"`
	Question   string  `json:"question"`
	Expert     string  `json:"expert"` // the publisher for the lead
	Confidence float64 `json:"confidence"`
	Paragraph  int     `json:"paragraph"` // from 1
	Passage    string  `json:"passage"`   // byte for byte a paragraph of the source
	URL        string  `json:"url"`
	Citation   string  `json:"citation"`
}

// NewRecord makes the record of an answer. Id and question are what was
// asked; took is how long the answer took.
func NewRecord(id, question string, a knowledge.Answer, took time.Duration) Record {
	r := Record{
		ID: id, Question: question, Verdict: a.Verdict,
		Matches: []RecordMatch{}, TookUS: took.Microseconds(),
	}
	for _, m := range a.Matches {
		r.Matches = append(r.Matches, RecordMatch{
			Analysis:   m.Topic.Analysis.ID,
			ID:         m.Topic.ID,
			Question:   m.Topic.Question,
			Expert:     m.Speaker(),
			Confidence: m.Confidence,
			Paragraph:  m.Paragraph + 1,
			Passage:    m.Text(),
			URL:        m.Link(MaxButtonURL),
			Citation:   m.Citation(),
		})
	}
	return r
}
