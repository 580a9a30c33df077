package knowledge

import "ibid/knowledge/article"

// Quote is what stands for a topic in a summary: one sentence of its answer,
// or the few that the editor chose, never a part of one.
type Quote struct {
	Match              // its Sentence is the quotation's first
	Span  article.Span // the quotation, within the match's paragraph
}

// Summary returns the key sentence of each topic of an analysis, in the
// order of the text: the one the editor chose, else the one that the matcher
// finds for the interviewer's own question. It is empty for an analysis that
// the library does not hold.
func (l *Library) Summary(analysis string) []Quote {
	var quotes []Quote
	for n, t := range l.topics {
		if t.Analysis.ID == analysis {
			quotes = append(quotes, l.keyOf(n))
		}
	}
	return quotes
}

func (l *Library) keyOf(topic int) Quote {
	t := l.topics[topic]
	if t.key != (article.Span{}) {
		return quoteAt(t, t.key)
	}
	for _, h := range l.index.Search(t.Question) {
		m := Match{Topic: t, Paragraph: h.Passage, Sentence: h.Sentence}
		if h.Document != topic {
			continue
		}
		if best, ok := m.Best(); ok {
			return Quote{Match: m, Span: best}
		}
	}
	return quoteAt(t, firstSentence(t))
}

// quoteAt finds the paragraph and the sentence in which a span begins.
func quoteAt(t Topic, span article.Span) Quote {
	q := Quote{Match: Match{Topic: t, Sentence: NoSentence}, Span: span}
	for i, p := range t.Passages {
		if p.Span.Start <= span.Start && span.Start < p.Span.End {
			q.Paragraph = i
		}
	}
	for i, s := range q.Passage().Sentences {
		if s.Start == span.Start {
			q.Sentence = i
		}
	}
	return q
}

func firstSentence(t Topic) article.Span {
	p := t.Passages[0]
	if len(p.Sentences) == 0 {
		return p.Span
	}
	return p.Sentences[0]
}
