package eval

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"ibid/knowledge"
)

// figures.json is what was measured of this version on the labelled questions
// of the embedded analysis. A test writes it and holds it to the truth.
//
//go:embed figures.json
var figures []byte

// Published are the figures that were measured of this version.
type Published struct {
	Name         string    `json:"name"`
	Answerable   int       `json:"answerable"`
	Unanswerable int       `json:"unanswerable"`
	RightFirst   float64   `json:"right_first"` // share of the answerable
	Outcomes     []Outcome `json:"outcomes"`    // by setting
}

// PublishedFigures returns what was measured of this version.
func PublishedFigures() (Published, error) {
	var p Published
	if err := json.Unmarshal(figures, &p); err != nil {
		return p, fmt.Errorf("read figures.json: %w", err)
	}
	return p, nil
}

// publish takes what is published out of a report.
func (r Report) publish() Published {
	return Published{r.Name, r.Plain.Answerable, r.Plain.Unanswerable, r.Plain.P1, r.Plain.Settings}
}

// Sentences tell the figures at a setting.
func (p Published) Sentences(s knowledge.Setting) []string {
	sentences := []string{fmt.Sprintf("Of %d labelled questions that %s answers, this version has the right answer first for %s %%.",
		p.Answerable, p.Name, percent(p.RightFirst))}
	for _, o := range p.Outcomes {
		if o.Setting != s.String() {
			continue
		}
		sentences = append(sentences,
			fmt.Sprintf("At the setting in use (%s) it answers %s %% right and %s %% wrong, and offers the right one for choice for %s %%.",
				o.Setting, percent(o.Right), percent(o.Wrong), percent(o.Offered)),
			fmt.Sprintf("Of %d questions that nothing there answers, it answers %s %% all the same.", p.Unanswerable, percent(o.FalseAnswers)))
	}
	return sentences
}
