package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"ibid/knowledge/article"
)

// LeadID is the id of an analysis's lead: the facts before the first
// question, which the publication itself states.
const LeadID = article.LeadID

// wordsPerMinute is how fast an adult reads non-fiction silently: 238 words
// a minute (Brysbaert 2019, "How many words do we read per minute?").
const wordsPerMinute = 238

// Topic is what can be answered: one question of the interviewer with all
// that was said to it, or the lead of an analysis.
type Topic struct {
	Analysis *article.Analysis
	ID       string // q1, q2, … or LeadID
	// Question is the interviewer's question as published; for the lead it
	// is the title of the analysis.
	Question string
	Passages []Passage // never empty

	asked article.Span // the question; zero for the lead
	key   article.Span // the editor's choice for summaries; zero where there is none
}

// Passage is one paragraph and who said it.
type Passage struct {
	article.Paragraph
	// Speaker is the expert, or nil where the publication itself speaks.
	Speaker *article.Expert
}

// Asked is where the interviewer's question stands; zero for the lead.
func (t Topic) Asked() article.Span { return t.asked }

// Print is a short mark of the topic's text: it is another one when a word of
// it has changed.
func (t Topic) Print() string {
	h := sha256.New()
	io.WriteString(h, t.Question)
	for _, p := range t.Passages {
		io.WriteString(h, "\n"+t.nameOf(p)+"\n"+t.Analysis.Text(p.Span))
	}
	return hex.EncodeToString(h.Sum(nil))[:printLength]
}

// printLength is enough that one change in 16 million goes unseen.
const printLength = 6

// IsLead reports whether the topic is the publication's own lead.
func (t Topic) IsLead() bool { return t.ID == LeadID }

// Speakers names those who answer, in the order of the text; the publisher
// where the publication itself speaks.
func (t Topic) Speakers() []string {
	var names []string
	var last *article.Expert
	for i, p := range t.Passages {
		if i == 0 || p.Speaker != last {
			names = appendNew(names, t.nameOf(p))
			last = p.Speaker
		}
	}
	return names
}

// FirstOf returns the index of the first passage of the speaker whom
// Speakers names at place i.
func (t Topic) FirstOf(i int) int {
	name := t.Speakers()[i]
	return slices.IndexFunc(t.Passages, func(p Passage) bool { return t.nameOf(p) == name })
}

// ReadingTime estimates how long the whole answer takes to read, at 238
// words a minute.
func (t Topic) ReadingTime() time.Duration {
	words := 0
	for _, p := range t.Passages {
		words += len(strings.Fields(t.Analysis.Text(p.Span)))
	}
	return time.Duration(words) * time.Minute / wordsPerMinute
}

func (t Topic) nameOf(p Passage) string {
	if p.Speaker == nil {
		return t.Analysis.Publisher
	}
	return p.Speaker.Name
}

func appendNew(names []string, name string) []string {
	for _, n := range names {
		if n == name {
			return names
		}
	}
	return append(names, name)
}

// topicsOf lists what an analysis answers: its lead, then its questions.
func topicsOf(a *article.Analysis) []Topic {
	var topics []Topic
	if len(a.Lead.Paragraphs) > 0 {
		topics = append(topics, Topic{
			Analysis: a, ID: LeadID, Question: a.Title,
			Passages: passagesOf(a.Lead.Paragraphs, nil), key: a.Lead.Key,
		})
	}
	for _, q := range a.Questions {
		t := Topic{Analysis: a, ID: q.ID, Question: a.Text(q.Span), asked: q.Span, key: q.Key}
		for _, answer := range q.Answers {
			t.Passages = append(t.Passages, passagesOf(answer.Paragraphs, &a.Experts[answer.Expert])...)
		}
		topics = append(topics, t)
	}
	return topics
}

func passagesOf(paragraphs []article.Paragraph, speaker *article.Expert) []Passage {
	passages := make([]Passage, len(paragraphs))
	for i, p := range paragraphs {
		passages[i] = Passage{Paragraph: p, Speaker: speaker}
	}
	return passages
}
