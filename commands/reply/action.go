package reply

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ibid/knowledge/citation"
)

// Verb is what pressing a button or picking from a menu does.
type Verb string

// The verbs. Each is the first part of a custom id; the others follow it
// after slashes, in the order given here.
const (
	Open   Verb = "open"   // analysis, topic, paragraph, sentence: show the card
	Read   Verb = "read"   // analysis, topic, page: open the whole answer, privately
	Turn   Verb = "turn"   // analysis, topic, page: turn to a page of it
	Browse Verb = "browse" // page: turn to a page of the topic list
	Pick   Verb = "pick"   // analysis, page: a menu whose values are topics
	Pin    Verb = "pin"    // analysis: post its summary and pin that

	// analysis, topic, paragraph, sentence, style: show how the answer, or
	// the analysis, is cited. Without a style a new message does. CiteAll may
	// be without a topic.
	Cite    Verb = "cite"
	CiteAll Verb = "citeall"
)

// Action is what a custom id says: all that a click needs, so that a button
// works after a restart.
type Action struct {
	Verb      Verb
	Analysis  string
	Topic     string
	Page      int // from 0
	Paragraph int // from 0
	Sentence  int // from 0, or knowledge.NoSentence
	Style     citation.Style
}

// CustomID writes the action as Discord keeps it. With an analysis id of at
// most 64 bytes, which article.Parse sees to, it is within [MaxCustomID].
func (a Action) CustomID() string {
	switch a.Verb {
	case Cite, CiteAll:
		return fmt.Sprintf("%s/%s/%s/%d/%d/%s", a.Verb, a.Analysis, a.Topic, a.Paragraph, a.Sentence, a.Style)
	case Open:
		return fmt.Sprintf("%s/%s/%s/%d/%d", a.Verb, a.Analysis, a.Topic, a.Paragraph, a.Sentence)
	case Read, Turn:
		return fmt.Sprintf("%s/%s/%s/%d", a.Verb, a.Analysis, a.Topic, a.Page)
	case Pick:
		return fmt.Sprintf("%s/%s/%d", a.Verb, a.Analysis, a.Page)
	case Pin:
		return fmt.Sprintf("%s/%s", a.Verb, a.Analysis)
	default:
		return fmt.Sprintf("%s/%d", a.Verb, a.Page)
	}
}

// ParseAction reads a custom id. It returns an error for one that is none of
// Ibid's, as a forged or very old one may be.
func ParseAction(customID string) (Action, error) {
	parts := strings.Split(customID, "/")
	a := Action{Verb: Verb(parts[0])}
	var numbers []*int
	switch {
	case (a.Verb == Cite || a.Verb == CiteAll) && len(parts) == 6:
		a.Analysis, a.Topic, a.Style = parts[1], parts[2], citation.Style(parts[5])
		numbers, parts = []*int{&a.Paragraph, &a.Sentence}, parts[:5]
		if a.Style != "" && !slices.Contains(citation.Styles(), a.Style) {
			return Action{}, fmt.Errorf("custom id %q: unknown style", customID)
		}
	case a.Verb == Open && len(parts) == 5:
		a.Analysis, a.Topic = parts[1], parts[2]
		numbers = []*int{&a.Paragraph, &a.Sentence}
	case (a.Verb == Read || a.Verb == Turn) && len(parts) == 4:
		a.Analysis, a.Topic = parts[1], parts[2]
		numbers = []*int{&a.Page}
	case a.Verb == Pick && len(parts) == 3:
		a.Analysis = parts[1]
		numbers = []*int{&a.Page}
	case a.Verb == Pin && len(parts) == 2:
		a.Analysis = parts[1]
	case a.Verb == Browse && len(parts) == 2:
		numbers = []*int{&a.Page}
	default:
		return Action{}, fmt.Errorf("custom id %q: unknown action", customID)
	}
	for i, n := range numbers {
		var err error
		if *n, err = strconv.Atoi(parts[len(parts)-len(numbers)+i]); err != nil {
			return Action{}, fmt.Errorf("custom id %q: %w", customID, err)
		}
	}
	return a, nil
}
