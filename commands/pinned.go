package commands

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store"
)

// pinned is what a pinned message shows, as it is kept: enough to write the
// message again when its analysis has changed.
type pinned struct {
	Analysis string            `json:"analysis"`
	Topic    string            `json:"topic,omitempty"` // of an answer; empty for a summary
	Locale   string            `json:"locale"`
	Full     bool              `json:"full,omitempty"`     // a thread has the whole answers
	Quoted   map[string]string `json:"quoted,omitempty"`   // by topic, the sentence that a moderator chose, as published
	Left     []string          `json:"left,omitempty"`     // topics that are left out
	Standing bool              `json:"standing,omitempty"` // the message stood before it was pinned, and stays
	Pages    []string          `json:"pages,omitempty"`    // the messages of the thread, in order
	Told     string            `json:"told,omitempty"`     // of which change moderators were told
	Begun    int64             `json:"begun,omitempty"`    // when it was last to be posted, in seconds since 1970
}

func readPinned(p store.Pin) pinned {
	var c pinned
	_ = json.Unmarshal([]byte(p.Content), &c) // what cannot be read shows no analysis, and is told as such
	return c
}

func (c pinned) write() string {
	text, _ := json.Marshal(c) // texts can always be
	return string(text)
}

// begunAt is what is pinned, begun at a time.
func (c pinned) begunAt(at time.Time) pinned {
	c.Begun = at.Unix()
	return c
}

// begun is when a pin was begun; its message is of about that time.
func begun(p store.Pin) time.Time {
	if c := readPinned(p); c.Begun != 0 {
		return time.Unix(c.Begun, 0)
	}
	return p.Changed // it was kept before that was
}

// sketch is a pinned message as it would be written now, before it is.
type sketch struct {
	pinned
	title  string
	print  string            // another one when a word of it has changed
	quotes []knowledge.Quote // of an answer, one
}

// sketch is what a pinned message would show; false where its analysis or
// topic is no longer there.
func (r *Router) sketch(c pinned) (sketch, bool) {
	if c.Topic != "" {
		t, ok := r.library.Topic(c.Analysis, c.Topic)
		if !ok {
			return sketch{}, false
		}
		quotes := []knowledge.Quote{sentenceOf(t, c.Quoted[t.ID], r.library)}
		return sketch{c, t.Question, printOf(quotes), quotes}, true
	}
	quotes := r.quotesOf(c)
	if len(quotes) == 0 {
		return sketch{}, false
	}
	return sketch{c, quotes[0].Topic.Analysis.Title, printOf(quotes), quotes}, true
}

// message writes the message.
func (s sketch) message() reply.Message {
	w := reply.In(s.Locale)
	if s.Topic != "" {
		return w.PinnedCard(s.quotes[0].Match)
	}
	return w.Summary(s.quotes)
}

// whole is how many pages the thread of the message has.
func (s sketch) whole() int {
	n := 0
	for _, t := range s.threaded() {
		n += len(reply.Pages(t))
	}
	return n
}

// pages writes the pages of the thread.
func (s sketch) pages() []reply.Message {
	var pages []reply.Message
	for _, t := range s.threaded() {
		pages = append(pages, reply.In(s.Locale).WholePages(t)...)
	}
	return pages
}

// threaded are the topics that the thread has.
func (s sketch) threaded() []knowledge.Topic {
	if !s.Full {
		return nil
	}
	return topicsOf(s.quotes)
}

// topicsOf are the topics that are quoted.
func topicsOf(quotes []knowledge.Quote) []knowledge.Topic {
	topics := make([]knowledge.Topic, len(quotes))
	for i, q := range quotes {
		topics[i] = q.Topic
	}
	return topics
}

// quotesOf are the sentences of a summary.
func (r *Router) quotesOf(c pinned) []knowledge.Quote {
	var quotes []knowledge.Quote
	for _, q := range r.library.Summary(c.Analysis) {
		if !slices.Contains(c.Left, q.Topic.ID) {
			quotes = append(quotes, sentenceOf(q.Topic, c.Quoted[q.Topic.ID], r.library))
		}
	}
	return quotes
}

// sentenceOf is a sentence of a topic by its words; the key sentence where
// the topic has no such sentence, or no longer.
func sentenceOf(t knowledge.Topic, words string, l *knowledge.Library) knowledge.Quote {
	for _, q := range t.Sentences() {
		if words != "" && t.Analysis.Text(q.Span) == words {
			return q
		}
	}
	return l.Key(t)
}

// printOf is a short mark of what is quoted and of where it is from.
func printOf(quotes []knowledge.Quote) string {
	h := sha256.New()
	a := quotes[0].Topic.Analysis
	fmt.Fprintln(h, a.Title, a.Publisher, a.Published, a.URL)
	for _, q := range quotes {
		fmt.Fprintln(h, q.Topic.Print(), q.Speaker())
		io.WriteString(h, a.Text(q.Span))
	}
	return hex.EncodeToString(h.Sum(nil))[:6]
}

// A choice is which sentences a summary shows, as a menu's custom id holds
// it: two characters for each topic in order.
const (
	choiceKey  = ".."
	choiceLeft = "--"
	// maxChosen is for how many topics a custom id has room; those after them
	// show their key sentences.
	maxChosen = (reply.MaxCustomID - len(reply.Swap) - 1) / 2
)

// choose changes the choice for a topic, and returns the new one.
func choose(choice string, topics []knowledge.Topic, topic, as string) string {
	parts := choiceParts(choice, len(topics))
	for i, t := range topics[:len(parts)] {
		if t.ID == topic {
			parts[i] = as
		}
	}
	return strings.Join(parts, "")
}

// choiceParts are those of a choice, as many as there are topics, or room.
func choiceParts(choice string, topics int) []string {
	parts := make([]string, min(topics, maxChosen))
	for i := range parts {
		parts[i] = choiceKey
		if len(choice) >= 2*i+2 {
			parts[i] = choice[2*i : 2*i+2]
		}
	}
	return parts
}

// chosenBy is what a choice says of an analysis.
func chosenBy(choice string, topics []knowledge.Topic) (quoted map[string]string, left []string) {
	quoted = make(map[string]string)
	for i, part := range choiceParts(choice, len(topics)) {
		t := topics[i]
		n, err := strconv.ParseUint(part, 36, 16)
		switch sentences := t.Sentences(); {
		case part == choiceLeft:
			left = append(left, t.ID)
		case err == nil && int(n) < len(sentences):
			quoted[t.ID] = t.Analysis.Text(sentences[n].Span)
		}
	}
	return quoted, left
}

// maxSentences is how many sentences of an answer a choice can tell apart.
const maxSentences = 36 * 36

// choiceOf is the part of a choice for the sentence of that number.
func choiceOf(sentence int) string {
	if sentence < 0 || sentence >= maxSentences {
		return choiceKey
	}
	return fmt.Sprintf("%02s", strconv.FormatInt(int64(sentence), 36))
}
