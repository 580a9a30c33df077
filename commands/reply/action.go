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
	Open   Verb = "open"   // analysis, topic, paragraph, sentence, print: show the card
	Read   Verb = "read"   // analysis, topic, page, print: open the whole answer, privately
	Turn   Verb = "turn"   // analysis, topic, page, print: turn to a page of it
	Browse Verb = "browse" // page: turn to a page of the topic list
	Pick   Verb = "pick"   // analysis, page: a menu whose values are topics

	// What moderators pin.
	Pin       Verb = "pin"       // analysis, style, channel, print: post its summary as the menu's choice says, and pin that
	PinAnswer Verb = "pinanswer" // analysis, topic, paragraph, sentence, print: post the answer and pin that
	Swap      Verb = "swap"      // choice: a menu whose values are topics, to choose a sentence for
	Say       Verb = "say"       // topic, page: a menu whose values are what is said of a topic
	Refresh   Verb = "refresh"   // pin: write the pinned message as it is now
	Unpin     Verb = "unpin"     // pin: take the pinned message away
	Erase     Verb = "erase"     // page: 0 asks, 1 deletes all that is kept of the server
	Pins      Verb = "pins"      // page: turn to a page of the list of pins

	// analysis, topic, paragraph, sentence, style, print: show how the answer,
	// or the analysis, is cited. Without a style a new message does. CiteAll
	// may be without a topic.
	Cite    Verb = "cite"
	CiteAll Verb = "citeall"

	// A part of the question that was asked; see [State].
	Why      Verb = "why"     // show why this is the answer
	NotAsked Verb = "not"     // show other answers
	Dismiss  Verb = "dismiss" // who, and then the part: take the message away
	Send     Verb = "send"    // send the question to the editors
	Post     Verb = "post"    // message, and then the part: show it to everybody, in reply to the message

	Set Verb = "set" // name, on or off: change a server's setting

	// What a server asks; see [Insights] and [SentQuestion].
	Insight   Verb = "insights"  // theme, days: show it
	Export    Verb = "csv"       // days: give the counts as a file
	Questions Verb = "questions" // page: list the questions to settle, in a message of its own
	Review    Verb = "review"    // page: list them
	Settle    Verb = "settle"    // mark, as what, page: settle one
	Phrase    Verb = "phrase"    // mark, page, page of the menu: a menu of topics for one
	Assign    Verb = "assign"    // mark, page: that menu, whose values are topics
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
	// Print is that of the topic when the button was made; empty on buttons
	// older than prints.
	Print   string
	Message string // a message's id, or empty
	Who     string // the id of who asked, where the message does not tell; else empty
	Part    string // of a question, as [State] writes it
	Name    string // of a setting or a theme; what a question is settled as
	Channel string // where to pin; where the button is pressed if empty
	Full    bool   // a summary with the whole answers below
	Choice  string // which sentences a summary shows, as who pins writes it
	PinID   string
	On      bool   // what the setting shall be
	Mark    string // of a question that was sent to the editors
	Menu    int    // a page of a menu, from 0
}

// CustomID writes the action as Discord keeps it. With an analysis id of at
// most 64 bytes, which article.Parse sees to, it is within [MaxCustomID].
func (a Action) CustomID() string {
	switch a.Verb {
	case Cite, CiteAll:
		return fmt.Sprintf("%s/%s/%s/%d/%d/%s", a.Verb, a.Analysis, a.Topic, a.Paragraph, a.Sentence, a.Style) + a.print()
	case Open:
		return fmt.Sprintf("%s/%s/%s/%d/%d", a.Verb, a.Analysis, a.Topic, a.Paragraph, a.Sentence) + a.print()
	case Read, Turn:
		return fmt.Sprintf("%s/%s/%s/%d", a.Verb, a.Analysis, a.Topic, a.Page) + a.print()
	case Why, NotAsked, Send:
		return fmt.Sprintf("%s/%s", a.Verb, a.Part)
	case Dismiss:
		return fmt.Sprintf("%s/%s/%s", a.Verb, a.Who, a.Part)
	case Set:
		if a.Page > 0 {
			return fmt.Sprintf("%s/%s/%t/%d", a.Verb, a.Name, a.On, a.Page)
		}
		return fmt.Sprintf("%s/%s/%t", a.Verb, a.Name, a.On)
	case Post:
		return fmt.Sprintf("%s/%s/%s", a.Verb, a.Message, a.Part)
	case Pick:
		return fmt.Sprintf("%s/%s/%d", a.Verb, a.Analysis, a.Page)
	case PinAnswer:
		return fmt.Sprintf("%s/%s/%s/%d/%d", a.Verb, a.Analysis, a.Topic, a.Paragraph, a.Sentence) + a.print()
	case Pin:
		return fmt.Sprintf("%s/%s/%s/%s", a.Verb, a.Analysis, styleOf(a.Full), a.Channel) + a.print()
	case Swap:
		return fmt.Sprintf("%s/%s", a.Verb, a.Choice)
	case Say:
		return fmt.Sprintf("%s/%s/%d", a.Verb, a.Topic, a.Page)
	case Refresh, Unpin:
		return fmt.Sprintf("%s/%s", a.Verb, a.PinID)
	case Insight:
		return fmt.Sprintf("%s/%s/%d", a.Verb, a.Name, a.Page)
	case Settle:
		return fmt.Sprintf("%s/%s/%s/%d", a.Verb, a.Mark, a.Name, a.Page)
	case Phrase:
		return fmt.Sprintf("%s/%s/%d/%d", a.Verb, a.Mark, a.Page, a.Menu)
	case Assign:
		return fmt.Sprintf("%s/%s/%d", a.Verb, a.Mark, a.Page)
	default:
		return fmt.Sprintf("%s/%d", a.Verb, a.Page)
	}
}

// Styles of a summary, as a custom id has them.
const (
	brief = "b"
	full  = "f"
)

func styleOf(isFull bool) string {
	if isFull {
		return full
	}
	return brief
}

func (a Action) print() string {
	if a.Print == "" {
		return ""
	}
	return "/" + a.Print
}

// ParseAction reads a custom id. It returns an error for one that is none of
// Ibid's, as a forged or very old one may be.
func ParseAction(customID string) (Action, error) {
	verb, rest, whole := strings.Cut(customID, "/")
	a := Action{Verb: Verb(verb)}
	if !whole {
		return Action{}, fmt.Errorf("custom id %q: unknown action", customID)
	}
	switch a.Verb {
	case Why, NotAsked, Send:
		a.Part = rest
		return a, nil
	case Dismiss:
		a.Who, a.Part, _ = strings.Cut(rest, "/")
		return a, nil
	case Set:
		name, on, _ := strings.Cut(rest, "/")
		on, page, isPaged := strings.Cut(on, "/")
		if !slices.Contains(settings(), name) || (on != "true" && on != "false") {
			return Action{}, fmt.Errorf("custom id %q: unknown setting", customID)
		}
		if isPaged {
			var err error
			if a.Page, err = strconv.Atoi(page); err != nil {
				return Action{}, fmt.Errorf("custom id %q: %w", customID, err)
			}
		}
		a.Name, a.On = name, on == "true"
		return a, nil
	case Post:
		a.Message, a.Part, _ = strings.Cut(rest, "/")
		return a, nil
	}
	style := ""
	texts, numbers, known := a.fields(&style)
	parts := strings.Split(rest, "/")
	if !known || len(parts) < len(texts)+len(numbers)-a.optional() || len(parts) > len(texts)+len(numbers) {
		return Action{}, fmt.Errorf("custom id %q: unknown action", customID)
	}
	for i, part := range parts {
		// Two texts, the numbers, the other texts.
		first := min(2, len(texts))
		switch {
		case i < first:
			*texts[i] = part
		case i < first+len(numbers):
			var err error
			if *numbers[i-first], err = strconv.Atoi(part); err != nil {
				return Action{}, fmt.Errorf("custom id %q: %w", customID, err)
			}
		default:
			*texts[i-len(numbers)] = part
		}
	}
	if a.Full = style == full; style != "" && style != brief && style != full {
		return Action{}, fmt.Errorf("custom id %q: unknown style of a summary", customID)
	}
	if a.Style != "" && !slices.Contains(citation.Styles(), a.Style) {
		return Action{}, fmt.Errorf("custom id %q: unknown style", customID)
	}
	return a, nil
}

// fields are what a custom id holds behind its verb: texts, of which the
// numbers follow the first two.
func (a *Action) fields(style *string) (texts []*string, numbers []*int, known bool) {
	switch a.Verb {
	case Cite, CiteAll:
		return []*string{&a.Analysis, &a.Topic, (*string)(&a.Style), &a.Print}, []*int{&a.Paragraph, &a.Sentence}, true
	case Open:
		return []*string{&a.Analysis, &a.Topic, &a.Print}, []*int{&a.Paragraph, &a.Sentence}, true
	case Read, Turn:
		return []*string{&a.Analysis, &a.Topic, &a.Print}, []*int{&a.Page}, true
	case Pick:
		return []*string{&a.Analysis}, []*int{&a.Page}, true
	case PinAnswer:
		return []*string{&a.Analysis, &a.Topic, &a.Print}, []*int{&a.Paragraph, &a.Sentence}, true
	case Pin:
		return []*string{&a.Analysis, style, &a.Channel, &a.Print}, nil, true
	case Swap:
		return []*string{&a.Choice}, nil, true
	case Say:
		return []*string{&a.Topic}, []*int{&a.Page}, true
	case Refresh, Unpin:
		return []*string{&a.PinID}, nil, true
	case Browse, Pins, Erase, Export, Questions, Review:
		return nil, []*int{&a.Page}, true
	case Insight:
		return []*string{&a.Name}, []*int{&a.Page}, true
	case Settle:
		return []*string{&a.Mark, &a.Name}, []*int{&a.Page}, true
	case Phrase:
		return []*string{&a.Mark}, []*int{&a.Page, &a.Menu}, true
	case Assign:
		return []*string{&a.Mark}, []*int{&a.Page}, true
	}
	return nil, nil, false
}

// optional is how many texts an older button may lack.
func (a *Action) optional() int {
	switch a.Verb {
	case Cite, CiteAll, Open, Read, Turn, PinAnswer:
		return 1
	case Pin:
		return 3 // they were pinned brief, where the button was
	}
	return 0
}
