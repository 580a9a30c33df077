package knowledge

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"ibid/knowledge/article"
	"ibid/knowledge/search"
)

// ErrEmpty says that a library would hold nothing to answer from.
var ErrEmpty = errors.New("the library holds no analysis")

// Source is an analysis with the phrasings that an editor keeps beside it.
type Source struct {
	Analysis *article.Analysis
	// Phrasings are other ways to ask, by topic id; under [NoTopic] such as
	// the analysis does not answer. There may be none.
	Phrasings article.Phrasings
	// Learnt is what [Library.Learnt] returned for this very source; nil, or
	// that of an earlier version of it, costs the time to learn anew.
	Learnt []byte
}

// Library is a set of analyses that can be asked. It never changes once
// built and is safe for use by any number of goroutines.
type Library struct {
	analyses  []*article.Analysis
	topics    []Topic // in the order of the index's documents
	shown     []Topic // of those, the ones that can be answered: see [Library.Only]
	byKey     map[topicKey]int
	index     *search.Index
	texts     []string              // see [Library.Texts]
	phrasings []map[string][]string // by topic: those of its analysis
	streams   *streams              // see [Library.Verify]
	setting   Setting
	eyes      Eyes

	config  search.Config
	sources []Source
	asked   map[string]int // see [Library.WithPhrasings]: the topic, by what is asked, folded
	only    []bool         // see [Library.Only]: by source; nil where it has all
}

// Eyes tell how near texts are in meaning, better than the words alone: a
// sentence encoder elsewhere.
type Eyes interface {
	// Nearness returns the cosine of a question with each of the library's
	// [Library.Texts], in that order; nil where it cannot tell now. It must
	// not take long.
	Nearness(ctx context.Context, question string) []float32
}

type topicKey struct{ analysis, topic string }

// NewLibrary builds a library that answers as boldly as setting says. It
// returns [ErrEmpty] without sources, and an error when two analyses have
// the same id.
func NewLibrary(sources []Source, setting Setting) (*Library, error) {
	return NewLibraryFor(search.Config{}, sources, setting)
}

// NewLibraryFor is [NewLibrary] with a matcher that lacks some of its parts,
// to measure what each gives.
func NewLibraryFor(config search.Config, sources []Source, setting Setting) (*Library, error) {
	if len(sources) == 0 {
		return nil, ErrEmpty
	}
	l := &Library{byKey: make(map[topicKey]int), streams: new(streams), setting: setting, config: config, sources: sources}
	var corpus search.Corpus
	for n, s := range sources {
		corpus.Aliases = append(corpus.Aliases, s.Analysis.Aliases...)
		if s.Learnt != nil {
			corpus.Learnt = append(corpus.Learnt, s.Learnt)
		}
		for _, text := range s.Phrasings.Texts[NoTopic] {
			corpus.NearMisses = append(corpus.NearMisses, search.NearMiss{Text: text, Analysis: n})
		}
		for _, t := range topicsOf(s.Analysis) {
			key := topicKey{s.Analysis.ID, t.ID}
			if _, taken := l.byKey[key]; taken {
				return nil, fmt.Errorf("two analyses have the id %q", s.Analysis.ID)
			}
			l.byKey[key] = len(l.topics)
			l.topics = append(l.topics, t)
			l.phrasings = append(l.phrasings, s.Phrasings.Texts)
			corpus.Documents = append(corpus.Documents, document(t, n, s.Phrasings.Texts))
		}
		l.analyses = append(l.analyses, s.Analysis)
	}
	l.shown = l.topics
	l.index = config.NewIndex(corpus)
	l.texts = corpus.Texts()
	return l, nil
}

// Only returns the library with some of its analyses, by their ids, as if it
// held no others; those that there are not are passed over. It is the library
// itself where none is left, or none is missing. It shares what it can and
// learns nothing anew.
func (l *Library) Only(ids []string) *Library {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	some := *l
	some.only = make([]bool, len(l.sources))
	some.analyses, some.shown, some.byKey = nil, nil, make(map[topicKey]int)
	chosen := make(map[*article.Analysis]bool)
	for n, s := range l.sources {
		if isHeld := l.only == nil || l.only[n]; isHeld && wanted[s.Analysis.ID] {
			some.only[n], chosen[s.Analysis] = true, true
			some.analyses = append(some.analyses, s.Analysis)
		}
	}
	if len(some.analyses) == 0 || len(some.analyses) == len(l.analyses) {
		return l
	}
	for n, t := range l.topics {
		if chosen[t.Analysis] {
			some.shown = append(some.shown, t)
			some.byKey[topicKey{t.Analysis.ID, t.ID}] = n
		}
	}
	some.asked = maps.Clone(l.asked)
	maps.DeleteFunc(some.asked, func(_ string, topic int) bool { return !chosen[l.topics[topic].Analysis] })
	some.index, some.streams = l.index.Only(some.only), new(streams)
	return &some
}

// NoTopic is the key of [Source.Phrasings] for what the analysis does not
// answer.
const NoTopic = article.NearMisses

func document(t Topic, analysis int, phrasings map[string][]string) search.Document {
	d := search.Document{
		ID:        t.ID,
		Question:  t.Question,
		Phrasings: append(alsoAsked(t), phrasings[t.ID]...),
		Analysis:  analysis,
		Speakers:  t.Speakers(),
		Key:       keyPlace(t),
	}
	for i, p := range t.Passages {
		passage := search.Passage{
			Text:      t.Analysis.Text(p.Span),
			Phrasings: phrasings[article.Section(t.ID, i+1)],
		}
		for _, s := range p.Sentences {
			passage.Sentences = append(passage.Sentences, t.Analysis.Text(s))
		}
		d.Passages = append(d.Passages, passage)
	}
	return d
}

// keyPlace says where the editor's key stands.
func keyPlace(t Topic) search.Place {
	if t.key == (article.Span{}) {
		return search.NoPlace()
	}
	q := quoteAt(t, t.key)
	return search.Place{Passage: q.Paragraph, Sentence: q.Sentence}
}

func alsoAsked(t Topic) []string {
	if t.IsLead() {
		return append([]string(nil), t.Analysis.Lead.AlsoAsked...)
	}
	for _, q := range t.Analysis.Questions {
		if q.ID == t.ID {
			return append([]string(nil), q.AlsoAsked...)
		}
	}
	return nil
}

// Analyses lists what the library holds, in the order it was given.
func (l *Library) Analyses() []*article.Analysis { return l.analyses }

// Topics lists all that can be answered, analysis by analysis, each with its
// lead first.
func (l *Library) Topics() []Topic { return l.shown }

// Topic finds a topic by the ids of its analysis and its question.
func (l *Library) Topic(analysis, id string) (Topic, bool) {
	n, ok := l.byKey[topicKey{analysis, id}]
	if !ok {
		return Topic{}, false
	}
	return l.topics[n], true
}

func (l *Library) look(ctx context.Context, question string) []search.Hit {
	var hits []search.Hit
	if l.eyes == nil {
		hits = l.index.Search(question)
	} else {
		hits = l.index.SearchSeen(question, l.eyes.Nearness(ctx, question))
	}
	return l.preferAsked(question, hits)
}

// Search returns what the index finds before anything is decided, best
// first, each hit's Document an index of [Library.Topics], where the library
// has all its analyses: for measuring.
func (l *Library) Search(question string) []search.Hit { return l.index.Search(question) }

// Learnt returns what was learnt of each analysis that has enough phrasings,
// to be kept as [Source.Learnt].
func (l *Library) Learnt() [][]byte { return l.index.Learnt() }

// Texts lists all that eyes are to look at: questions, phrasings, paragraphs
// and near misses.
func (l *Library) Texts() []string { return l.texts }

// WithEyes returns the library with eyes that [Library.Ask] uses.
func (l *Library) WithEyes(eyes Eyes) *Library {
	seeing := *l
	seeing.eyes = eyes
	return &seeing
}

// Ask finds what the library says to a question in anybody's own words.
func (l *Library) Ask(ctx context.Context, question string) Answer {
	verdict, hits := Decide(l.look(ctx, question), l.setting)
	answer := Answer{Question: question, Verdict: verdict}
	for _, h := range hits {
		answer.Matches = append(answer.Matches, l.match(h))
	}
	return answer
}

// Nearest is all that a question may mean, best first, whatever is decided of
// it: five topics at most.
func (l *Library) Nearest(ctx context.Context, question string) []Match {
	var all []Match
	for _, h := range l.look(ctx, question) {
		all = append(all, l.match(h))
	}
	return all
}

func (l *Library) match(h search.Hit) Match {
	return Match{
		Topic:      l.topics[h.Document],
		Paragraph:  h.Passage,
		Sentence:   h.Sentence,
		Confidence: h.Confidence,
	}
}
