package knowledge

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"ibid/knowledge/search"
)

// Wording is another way to ask for a topic that somebody found after the
// library was built.
type Wording struct{ Analysis, Topic, Text string }

// WithPhrasings returns the library with more ways to ask, as if they stood in
// its analyses: the matcher learns from them as from any other, and a question
// in the very words of one is answered with its topic, whatever else is like
// it. Those for topics that there are not, and empty ones, are passed over.
//
// It reads all texts anew, and where an analysis has enough phrasings learns
// anew: that takes some hundred milliseconds, which [Library.WithAsked] spares.
// The library itself stays as it is; the two share what they can.
func (l *Library) WithPhrasings(wordings []Wording) *Library {
	added := l.byTopic(wordings)
	if len(added) == 0 {
		return l
	}
	derived := *l.WithAsked(wordings)
	derived.rebuild(added)
	if l.eyes != nil {
		derived.eyes = newSquint(l, &derived, added)
	}
	return &derived
}

// WithAsked returns the library with more ways to ask, of which it knows the
// very words and learns nothing: it takes no time.
func (l *Library) WithAsked(wordings []Wording) *Library {
	added := l.byTopic(wordings)
	if len(added) == 0 {
		return l
	}
	derived := *l
	derived.asked = maps.Clone(l.asked)
	if derived.asked == nil {
		derived.asked = make(map[string]int)
	}
	for key, texts := range added {
		for _, text := range texts {
			if folded := foldAsked(text); folded != "" {
				derived.asked[folded] = l.byKey[key]
			}
		}
	}
	return &derived
}

// byTopic sorts wordings by the topics that there are, each once.
func (l *Library) byTopic(wordings []Wording) map[topicKey][]string {
	added := make(map[topicKey][]string)
	for _, w := range wordings {
		key := topicKey{w.Analysis, w.Topic}
		text := strings.TrimSpace(w.Text)
		if _, known := l.byKey[key]; known && text != "" && !slices.Contains(added[key], text) {
			added[key] = append(added[key], text)
		}
	}
	return added
}

// rebuild gives a copy of a library an index that knows more phrasings. What
// was learnt of analyses that get none is taken over.
func (l *Library) rebuild(added map[topicKey][]string) {
	corpus := search.Corpus{Learnt: l.index.Learnt()}
	sources, phrasings, next := slices.Clone(l.sources), slices.Clone(l.phrasings), 0
	for n, s := range sources {
		texts := make(map[string][]string)
		maps.Copy(texts, s.Phrasings.Texts)
		for key, more := range added {
			if key.analysis == s.Analysis.ID {
				texts[key.topic] = slices.Concat(texts[key.topic], more)
			}
		}
		sources[n].Phrasings.Texts = texts
		corpus.Aliases = append(corpus.Aliases, s.Analysis.Aliases...)
		for _, text := range texts[NoTopic] {
			corpus.NearMisses = append(corpus.NearMisses, search.NearMiss{Text: text, Analysis: n})
		}
		for ; next < len(l.topics) && l.topics[next].Analysis == s.Analysis; next++ {
			phrasings[next] = texts
			corpus.Documents = append(corpus.Documents, document(l.topics[next], n, texts))
		}
	}
	l.sources, l.phrasings = sources, phrasings
	l.index, l.texts = l.config.NewIndex(corpus).Only(l.only), corpus.Texts()
}

// preferAsked puts the topic first whose phrasing a question is, word for
// word: whoever added that has said what it asks for, and no likeness tells
// better.
func (l *Library) preferAsked(question string, hits []search.Hit) []search.Hit {
	if len(l.asked) == 0 {
		return hits
	}
	topic, ok := l.asked[foldAsked(question)]
	if !ok {
		return hits
	}
	first := search.Hit{Document: topic, Sentence: NoSentence}
	var rest []search.Hit
	for _, h := range hits {
		if h.Document == topic {
			first = h
			continue
		}
		h.Confidence = 0
		rest = append(rest, h)
	}
	first.Confidence = 1
	return append([]search.Hit{first}, rest...)
}

// foldAsked is what a question says, without capitals, punctuation and blanks.
func foldAsked(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}

// squint is the eyes of a library for one that was derived from it. They have
// never looked at the phrasings that were added, and take each for as near as
// the question it asks.
type squint struct {
	eyes Eyes
	as   []int // by text of the derived library: the text of the other
}

func newSquint(l, derived *Library, added map[topicKey][]string) squint {
	at := make(map[string]int, len(l.texts))
	for i, text := range l.texts {
		at[text] = i
	}
	for key, texts := range added {
		topic := l.topics[l.byKey[key]]
		known, ok := at[topic.Question]
		if !ok && len(topic.Passages) > 0 {
			known = at[topic.Analysis.Text(topic.Passages[0].Span)]
		}
		for _, text := range texts {
			if _, seen := at[text]; !seen {
				at[text] = known
			}
		}
	}
	s := squint{eyes: l.eyes, as: make([]int, len(derived.texts))}
	for i, text := range derived.texts {
		s.as[i] = at[text]
	}
	return s
}

// Nearness returns the cosine of a question with each text of the derived
// library.
func (s squint) Nearness(ctx context.Context, question string) []float32 {
	near := s.eyes.Nearness(ctx, question)
	if near == nil {
		return nil
	}
	derived := make([]float32, len(s.as))
	for i, n := range s.as {
		if n >= len(near) {
			return nil // not the texts they were made for
		}
		derived[i] = near[n]
	}
	return derived
}
