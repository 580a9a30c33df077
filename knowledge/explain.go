package knowledge

import (
	"context"
	"slices"

	"ibid/knowledge/search"
)

// Explanation is why a topic was shown for a question.
type Explanation struct {
	Topic Topic
	Words []search.Trace // what each word of the question had to do with it
	// Rank is the topic's place among the matches, from 0; -1 where it is none
	// of them.
	Rank     int
	Matches  []Match // all that were looked at closely, best first
	AnswerAt float64 // from what confidence on the first match is the answer
}

// Explain searches for a question again and tells why a topic is, or is not,
// what is found. The figures are those that [Library.Ask] decides by.
func (l *Library) Explain(ctx context.Context, question string, topic Topic) Explanation {
	e := Explanation{Topic: topic, Rank: -1, AnswerAt: l.setting.answerAt()}
	for _, m := range l.Nearest(ctx, question) {
		if m.Topic.ID == topic.ID && m.Topic.Analysis.ID == topic.Analysis.ID {
			e.Rank = len(e.Matches)
		}
		e.Matches = append(e.Matches, m)
	}
	e.Words = l.trace(question, topic)
	return e
}

// Concerns reports whether each word of a text, but for grammar, has to do
// with a topic: it, a form of it, another name or a word of like meaning is
// in it.
func (l *Library) Concerns(text string, topic Topic) bool {
	return !slices.ContainsFunc(l.trace(text, topic), func(w search.Trace) bool { return w.Relation == search.Missing })
}

func (l *Library) trace(text string, topic Topic) []search.Trace {
	n := l.byKey[topicKey{topic.Analysis.ID, topic.ID}]
	return l.index.Trace(text, document(topic, n, l.phrasings[n]))
}
