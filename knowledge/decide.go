package knowledge

import (
	"fmt"
	"strings"

	"ibid/knowledge/search"
)

// Setting is how sure the library must be before it answers.
type Setting int

// The settings. What each aims at is the share of unanswerable questions that
// are not answered.
const (
	Balanced Setting = iota // the default: nine in ten refused
	Strict                  // 95 in 100 refused
	Eager                   // eight in ten refused
)

// Settings lists every setting, the most careful first.
func Settings() []Setting { return []Setting{Strict, Balanced, Eager} }

// ParseSetting reads the name of a setting; the empty name is [Balanced].
func ParseSetting(name string) (Setting, error) {
	if name == "" {
		return Balanced, nil
	}
	for _, s := range Settings() {
		if strings.EqualFold(name, s.String()) {
			return s, nil
		}
	}
	return Balanced, fmt.Errorf("unknown setting %q: use strict, balanced or eager", name)
}

// String returns the setting's name: strict, balanced or eager.
func (s Setting) String() string {
	switch s {
	case Strict:
		return "strict"
	case Eager:
		return "eager"
	default:
		return "balanced"
	}
}

// Verdict is what is done with a question.
type Verdict string

// The verdicts, by the name they have in JSON.
const (
	Answered Verdict = "answer"  // one document is meant
	Choices  Verdict = "choices" // one of two or three may be meant
	None     Verdict = "none"    // nothing here answers it
)

// answerAt is how confident the best hit must be to be the answer. What
// share of the unanswerable each refuses, on which questions, is in
// search/README.md.
func (s Setting) answerAt() float64 {
	switch s {
	case Strict:
		return 0.75
	case Eager:
		return 0.42
	default:
		return 0.60
	}
}

// Below offerAt, taken together, not even choices are offered: three in four
// such messages have no answer. A third choice must reach leastChoice.
const (
	offerAt     = 0.30
	leastChoice = 0.02
)

// maxMatches is how many documents are shown at most, whatever the verdict.
const maxMatches = 3

// Decide says what to do with the hits of a search, which come best first,
// and which of them to show: the answer and its runners-up, two or three
// choices, or the nearest topics (at most three, perhaps none) where nothing
// answers.
func Decide(hits []search.Hit, s Setting) (Verdict, []search.Hit) {
	hits = hits[:min(len(hits), maxMatches)]
	if len(hits) == 0 {
		return None, nil
	}
	if hits[0].Confidence >= s.answerAt() {
		return Answered, hits
	}
	choices := hits
	if len(hits) == maxMatches && hits[2].Confidence < leastChoice {
		choices = hits[:2]
	}
	if len(choices) > 1 && total(choices) >= offerAt {
		return Choices, choices
	}
	return None, hits
}

// total is the chance that one of the hits is right.
func total(hits []search.Hit) float64 {
	sum := 0.0
	for _, h := range hits {
		sum += h.Confidence
	}
	return sum
}
