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

// At returns the outcome at a setting; the zero one if it was not measured.
func (p Published) At(s knowledge.Setting) Outcome {
	for _, o := range p.Outcomes {
		if o.Setting == s.String() {
			return o
		}
	}
	return Outcome{}
}

// Percent is a share as tables have it: 98.9 for 0.989.
func Percent(share float64) string { return percent(share) }
