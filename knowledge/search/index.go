package search

import (
	"sync"
)

// Index finds documents. It never changes once built, so any number of
// goroutines may search it.
type Index struct {
	documents int // entries from here on hold near misses
	lexicon   *lexicon
	speller   *speller
	entries   []entry
	units     []unit
	postings  [][]posting     // by term; in the order of units, so document by document
	average   [fields]float32 // length of a field, where a document has it
	passage   float32         // length of a passage
	learners  []learner
	scratch   sync.Pool // of *scores
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
	length   int32    // in terms
	mass     float32  // of its terms, each once
	grams    []uint32 // of questions and phrasings
}

// posting says how often a term stands in a unit.
type posting struct{ unit, count int32 }

// entry is a document as the index knows it: some units, field by field.
type entry struct {
	first, speakers, passages, last int32 // where its units and those fields begin, and end
	analysis                        int
	lengths                         [fields]int32
	question                        []int32     // its terms, sorted, each once
	sentences                       [][][]int32 // the same by passage and sentence
	prior                           []float32   // by passage: share of the question's mass in it
}

// learner knows the documents of one analysis apart.
type learner struct {
	classifier *classifier
	entries    []int32 // by class
	refuses    bool    // the last class is that of near misses
}

// NewIndex reads a corpus. An empty corpus gives an Index that finds nothing.
func NewIndex(c Corpus) *Index {
	ix := &Index{documents: len(c.Documents), lexicon: newLexicon(c.Aliases)}
	b := builder{ix: ix}
	for _, d := range c.Documents {
		b.addDocument(d)
	}
	b.addNearMisses(c.NearMisses)
	b.weigh()
	b.measure()
	b.setPriors()
	b.spell()
	b.learn()
	ix.scratch.New = func() any { return newScores(len(ix.entries), len(ix.units)) }
	return ix
}

// Search returns what a message may mean, best first: at most five hits, of
// falling confidence. It returns none where nothing in the corpus has
// anything in common with the message.
func (ix *Index) Search(message string) []Hit {
	q := ix.lexicon.read(message, ix.speller)
	if q.mass == 0 || len(ix.entries) == 0 {
		return nil
	}
	s := ix.accumulate(q)
	defer ix.release(s)
	candidates := ix.candidates(q, s)
	if len(candidates) == 0 {
		return nil
	}
	ix.trust(candidates, q)
	return ix.hits(candidates, q, s)
}
