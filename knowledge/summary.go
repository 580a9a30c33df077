package knowledge

import "ibid/knowledge/article"

// Quote is what stands for a topic in a summary: one sentence of its answer,
// or the few that the editor chose, never a part of one.
type Quote struct {
	Match              // its Sentence is the quotation's first
	Span  article.Span // the quotation, within the match's paragraph
}

// Summary returns the key sentence of each topic of an analysis, in the
// order of the text: the one the editor chose, else the most central of its
// answer, by what the matcher knows of its words. It is empty for an analysis
// that the library does not hold.
func (l *Library) Summary(analysis string) []Quote {
	var quotes []Quote
	for _, t := range l.shown {
		if t.Analysis.ID == analysis {
			quotes = append(quotes, l.Key(t))
		}
	}
	return quotes
}

// Key is the key sentence of a topic.
func (l *Library) Key(t Topic) Quote {
	if t.key != (article.Span{}) {
		return quoteAt(t, t.key)
	}
	sentences := t.Sentences()
	texts := make([]string, len(sentences))
	for i, q := range sentences {
		texts[i] = t.Analysis.Text(q.Span)
	}
	return sentences[l.index.Central(texts)]
}

// Sentences are all sentences of a topic's answer, in order; never none.
func (t Topic) Sentences() []Quote {
	var all []Quote
	for i, p := range t.Passages {
		for n, s := range p.Sentences {
			all = append(all, Quote{Match: Match{Topic: t, Paragraph: i, Sentence: n}, Span: s})
		}
		if len(p.Sentences) == 0 {
			all = append(all, Quote{Match: Match{Topic: t, Paragraph: i, Sentence: NoSentence}, Span: p.Span})
		}
	}
	return all
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
