// Package search finds which of an interviewer's questions a message means.
//
// Read [Corpus] first: it is what can be found. [NewIndex] reads it once;
// the [Index] then answers [Index.Search] from any number of goroutines and
// never changes. Each [Hit] names a document, the passage and the sentence of
// it that answer best, and how likely it is to be what was meant, on a scale
// that means the same in every library.
//
// How it works, what it was measured to give, and what was tried and left
// out is in README.md beside this file.
package search

// Corpus is everything that can be found. Its order carries no meaning, and
// an Index keeps no reference to it.
type Corpus struct {
	Documents []Document
	// Aliases are groups of words or phrases that mean the same, in messages
	// as in documents: {"ISIS-K", "ISKP", "Islamic State Khorasan"}. An alias
	// is never found inside another word. One that is also a common English
	// word ("US", "IS") counts only where it is written in capitals.
	Aliases [][]string
	// NearMisses are questions on the subject of an analysis that nothing in
	// it answers. They teach the index to say so.
	NearMisses []NearMiss
	// Learnt is what [Index.Learnt] returned for earlier corpora. What was
	// learnt from the very texts of an analysis is taken over; anything else
	// is passed over, and the index learns anew.
	Learnt [][]byte
}

// Document is one question with its answer: what can be found.
type Document struct {
	// ID names the document to whoever reads the hits; it is not searched.
	ID       string
	Question string
	// Phrasings are other ways to ask it. A few help to look it up; where
	// the documents of an analysis have four each or more, the index also
	// learns from them which is meant, the better the more there are: two
	// hundred each are not too many.
	Phrasings []string
	Passages  []Passage // the answer's paragraphs, in order
	// Analysis says which analysis the document belongs to: any number, the
	// same for all its documents.
	Analysis int
	Speakers []string // names of those who answer
	// Key is the sentence that an editor chose to stand for the answer. It is
	// preferred among sentences of its passage that fit about as well. Without
	// one it is [NoPlace].
	Key Place
}

// Place is a sentence of a document's passages, both counted from 0.
type Place struct{ Passage, Sentence int }

// NoPlace stands for a [Place] where there is none.
func NoPlace() Place { return Place{None, None} }

// allPhrasings returns the phrasings of the document and of its passages.
func (d Document) allPhrasings() []string {
	all := d.Phrasings[:len(d.Phrasings):len(d.Phrasings)]
	for _, p := range d.Passages {
		all = append(all, p.Phrasings...)
	}
	return all
}

// Passage is one paragraph of an answer.
type Passage struct {
	Text      string
	Sentences []string // its sentences, in order; what is in none is not found
	// Phrasings are ways to ask for what this passage says. They are
	// phrasings of the document besides.
	Phrasings []string
}

// NearMiss is a question that no document of the analysis answers.
type NearMiss struct {
	Text     string
	Analysis int // as in [Document]
}

// None stands for the index of a passage or sentence where there is none.
const None = -1

// Hit is a document that a message may mean.
type Hit struct {
	Document int // index in [Corpus].Documents
	Passage  int // index in its Passages; None if it has none
	Sentence int // index in the passage's Sentences; None if it has none
	// Confidence, 0 to 1, estimates how likely it is that this document is
	// what was meant and answers it. The confidences of all hits of one
	// message add up to 1 at most; what is left is the chance that nothing
	// answers it.
	Confidence float64
}

// maxHits is how many hits a search returns at most: five can be shown as
// nearest topics, and nobody reads further.
const maxHits = 5
