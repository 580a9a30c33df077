package eval

import (
	"fmt"

	"ibid/knowledge"
)

// The floor: what the embedded analyses must reach at the balanced setting
// for the matcher to be fit to run.
const (
	FloorFirst   = 0.90 // right answer first, of the answerable
	FloorOffered = 0.97 // right answer first or among the choices
	CeilingFalse = 0.12 // answered, of the unanswerable
)

// Misses lists what of the floor a report misses, a sentence each; none if it
// holds.
func (r Report) Misses() []string {
	var misses []string
	for _, o := range r.Plain.Settings {
		if o.Setting == knowledge.Balanced.String() {
			misses = append(misses, o.misses()...)
		}
	}
	return misses
}

func (o Outcome) misses() []string {
	var misses []string
	miss := func(what string, is, floor float64) {
		misses = append(misses, fmt.Sprintf("%s: %s %%, the floor is %s %%", what, percent(is), percent(floor)))
	}
	if o.First < FloorFirst {
		miss("right first", o.First, FloorFirst)
	}
	if o.Right+o.Offered < FloorOffered {
		miss("right first or among the choices", o.Right+o.Offered, FloorOffered)
	}
	if o.FalseAnswers > CeilingFalse {
		miss("answers to unanswerable questions", o.FalseAnswers, CeilingFalse)
	}
	return misses
}
