package search

import (
	"crypto/sha256"
	"sync"
)

// Index finds documents. It never changes once built, so any number of
// goroutines may search it.
type Index struct {
	config    Config
	models    models
	documents int // entries from here on hold near misses
	lexicon   *lexicon
	speller   *speller
	entries   []entry
	units     []unit
	askings   []asking        // by unit; of questions and phrasings
	textOf    []int32         // by text as in Corpus.Texts: the entry it is of
	postings  [][]posting     // by term; in the order of units, so document by document
	average   [fields]float32 // length of a field, where a document has it
	passage   float32         // length of a passage
	learners  []learner
	speech    map[string]bool // see speechWords
	speakers  map[int32]bool  // terms of speakers' names
	scratch   *sync.Pool      // of *scores
	only      []bool          // by analysis: whether it is found; nil where all are
}

// field says what part of a document a unit is.
type field uint8

const (
	questionField field = iota // the interviewer's question
	phrasingField              // another way to ask it
	speakerField               // who answers
	passageField               // a paragraph of the answer
	fields
)

// unit is a text that is scored by itself: a question, a phrasing, a
// passage.
type unit struct {
	document int32
	field    field
	length   int32   // in terms
	mass     float32 // of its terms, each once
}

// asking is what a question or phrasing is compared by beyond its terms. It
// lies apart from its unit, which every posting reads: the less memory that
// is, the faster.
type asking struct {
	grams []uint32
	sense smallVector
}

// posting says how often a term stands in a unit.
type posting struct{ unit, count int32 }

// entry is a document as the index knows it: some units, field by field.
type entry struct {
	first, speakers, passages, last int32 // where its units and those fields begin, and end
	analysis                        int
	learner                         int // which knows it; None if none does
	lengths                         [fields]int32
	speakerTerms                    []int32         // of their names
	question                        []int32         // its terms, sorted, each once
	sentences                       [][][]int32     // the same by passage and sentence
	prior                           []float32       // by passage: share of the question's mass in it
	likenesses                      [][]smallVector // by passage and sentence: what it means
	numbers                         [][]bool        // the same: whether it has one
	key                             Place
	placer                          *classifier // of passages; nil where nothing says what they answer
}

// learner knows the documents of one analysis apart.
type learner struct {
	classifier *classifier
	print      [sha256.Size]byte // of what it learnt from
	entries    []int32           // by class
	refuses    bool              // the last class is that of near misses
}

// NewIndex reads a corpus. An empty corpus gives an Index that finds nothing.
func NewIndex(c Corpus) *Index { return Config{}.NewIndex(c) }

// NewIndex reads a corpus into an Index that works as the configuration says.
func (config Config) NewIndex(c Corpus) *Index {
	c = config.reduce(c)
	ix := &Index{config: config, models: fittedWithout(config.HeldOut), documents: len(c.Documents), speech: wordSet(speechWords), speakers: make(map[int32]bool), lexicon: newLexicon(config, config.namesOf(c))}
	b := builder{ix: ix, met: make(map[string]*vector), learning: enoughPhrasings(c.Documents)}
	for _, d := range c.Documents {
		b.addDocument(d)
	}
	for _, d := range missDocuments(c.NearMisses) {
		b.addDocument(d)
	}
	c.eachText(func(entry int, _ string) { ix.textOf = append(ix.textOf, int32(entry)) })
	b.weigh()
	b.measure()
	b.finish(c.Learnt)
	ix.scratch = &sync.Pool{New: func() any { return newScores(len(ix.entries), len(ix.units)) }}
	return ix
}

// Only returns an index that finds the documents of some analyses and no
// others: only says of each, by number, whether it is one. The two share all
// that they hold, so that it costs nothing. How rare a word is stays what it
// is in all analyses together.
func (ix *Index) Only(only []bool) *Index {
	some := *ix
	some.only = only
	return &some
}

// finds reports whether an entry is of an analysis that is found.
func (ix *Index) finds(entry int32) bool {
	return ix.only == nil || ix.only[ix.entries[entry].analysis]
}

// Search returns what a message may mean, best first: at most five hits, of
// falling confidence. It returns none where nothing in the corpus has
// anything in common with the message.
func (ix *Index) Search(message string) []Hit { return ix.search(message, nil) }

// search finds hits; standings are those of every entry, or nil without eyes.
func (ix *Index) search(message string, standings []float64) []Hit {
	q := ix.lexicon.read(message, ix.speller)
	if q.mass == 0 || len(ix.entries) == 0 {
		return nil
	}
	s := ix.accumulate(q)
	defer ix.release(s)
	candidates := ix.candidates(q, s, ix.nearestSeen(standings))
	if len(candidates) == 0 {
		return nil
	}
	ix.trust(candidates, q, standings)
	preferSpeakers(candidates, ix.bySpeaker(q))
	return ix.hits(candidates, q, s)
}

// meanings returns what the learners may know of words beyond their letters:
// nil where the configuration leaves it out.
func (ix *Index) meanings() *senses {
	if !ix.config.has(Senses) {
		return nil
	}
	return ix.lexicon.senses
}

// Learnt returns what was learnt of each analysis, for the next index over
// the same texts to take as [Corpus.Learnt]. It is a few megabytes at most.
func (ix *Index) Learnt() [][]byte {
	var all [][]byte
	for _, l := range ix.learners {
		all = append(all, l.classifier.keep(l.print))
	}
	return all
}
