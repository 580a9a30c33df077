package search

import (
	"cmp"
	"math"
	"slices"
)

// BM25F (Robertson, Zaragoza, Taylor 2004), with the usual k1 = 1.2. Weights
// were looked at on public sets of questions; each may be doubled or halved
// for less than a point of P@1.
const (
	saturation = 1.2 // k1
	unitLength = 0.4 // b for a passage scored by itself
)

// How much a field counts, and how far its length is held against it.
var (
	fieldWeight = [fields]float32{questionField: 2, phrasingField: 1, speakerField: 1.5, passageField: 0.7}
	fieldLength = [fields]float32{questionField: 0.4, phrasingField: 0.4, speakerField: 0, passageField: 0.6}
)

// How much each view of a document counts in its score.
const (
	documentWeight = 0.8
	variantWeight  = 0.3
	gramWeight     = 0.2
	passageWeight  = 0.15
	senseWeight    = 0.2
)

const (
	// senseFrom is what likeness of meaning counts nothing: two questions on one
	// subject have as much.
	senseFrom = 0.3

	maxCandidates = 20 // documents looked at closely
	maxVariants   = 8  // phrasings of one compared letter by letter
	// maxPostings is how many places of a term are walked: a word that is in
	// more of them tells little, and there is always time only for so many.
	maxPostings = 1_000
	// maxNear is the same for words that are only near in meaning to one of
	// the message: there are many of them.
	maxNear = 250
)

// scores is the working memory of one search: what the terms of a message
// gave each document and unit.
type scores struct {
	document []float32 // BM25F
	covered  []float32 // mass of the message's terms in the document
	unit     []float32 // mass of the terms in a phrasing, BM25 of a passage
	touched  []int32   // documents with any term
	variants top       // of the document that is looked at
}

func newScores(documents, units int) *scores {
	return &scores{
		document: make([]float32, documents),
		covered:  make([]float32, documents),
		unit:     make([]float32, units),
		variants: newTop(maxVariants),
	}
}

// release clears what a search wrote and keeps the memory for another.
func (ix *Index) release(s *scores) {
	for _, d := range s.touched {
		s.document[d], s.covered[d] = 0, 0
		clear(s.unit[ix.entries[d].first:ix.entries[d].last])
	}
	s.touched = s.touched[:0]
	ix.scratch.Put(s)
}

// accumulate scores every document and unit that holds a term of the
// message.
func (ix *Index) accumulate(q query) *scores {
	s := ix.scratch.Get().(*scores)
	limit := ix.postingsLimit(q)
	for i, t := range q.terms {
		most := limit
		if i >= q.own {
			most = maxNear
		}
		if t.id >= 0 && len(ix.postings[t.id]) <= most {
			ix.addTerm(s, t)
		}
	}
	return s
}

// postingsLimit returns how many postings a term may have to be walked:
// maxPostings, or as many as the rarest term of the message has.
func (ix *Index) postingsLimit(q query) int {
	rarest := math.MaxInt
	for _, t := range q.terms[:q.own] {
		if t.id >= 0 && len(ix.postings[t.id]) > 0 {
			rarest = min(rarest, len(ix.postings[t.id]))
		}
	}
	return max(maxPostings, rarest)
}

// addTerm walks a term's postings, which lie document by document.
func (ix *Index) addTerm(s *scores, t queryTerm) {
	list := ix.postings[t.id]
	for i := 0; i < len(list); {
		document := ix.units[list[i].unit].document
		var frequency float32
		for ; i < len(list) && ix.units[list[i].unit].document == document; i++ {
			frequency += ix.addPosting(s, t, list[i])
		}
		if s.covered[document] == 0 {
			s.touched = append(s.touched, document)
		}
		s.covered[document] += t.mass
		s.document[document] += t.mass * frequency * (saturation + 1) / (saturation + frequency)
	}
}

// addPosting scores a unit and returns what it adds to the term's frequency
// in the document.
func (ix *Index) addPosting(s *scores, t queryTerm, p posting) float32 {
	u := &ix.units[p.unit]
	count := float32(p.count)
	if u.field == passageField && !ix.config.has(Passages) {
		return 0
	}
	if u.field == passageField {
		norm := 1 - unitLength + unitLength*float32(u.length)/ix.passage
		s.unit[p.unit] += t.mass * count * (saturation + 1) / (count + saturation*norm)
	} else {
		s.unit[p.unit] += t.mass
	}
	length := float32(ix.entries[u.document].lengths[u.field])
	norm := 1 - fieldLength[u.field] + fieldLength[u.field]*length/ix.average[u.field]
	return fieldWeight[u.field] * count / norm
}

// candidate is a document that may be meant and what speaks for it. The
// measures are shares, 0 to about 1, so that they compare across libraries.
type candidate struct {
	document   int32
	score      float32
	bm25       float32 // BM25F, of the most that the message could get
	asking     float32 // of that phrasing's mass, what the message holds
	dice       float32 // both at once
	passage    float32 // BM25 of the best passage
	grams      float32 // likeness of letters to the nearest phrasing
	sense      float32 // likeness of meaning to the nearest, above senseFrom
	mass       float32 // of the message's terms in the document; no share
	confidence float64 // see trust
}

// candidates returns the documents that may be meant, best first, those of
// every learner and those that were seen among them.
func (ix *Index) candidates(q query, s *scores, seen []int32) []candidate {
	letters := grams(q.tokens)
	list := make([]candidate, 0, maxCandidates)
	for _, d := range ix.nearest(s, seen) {
		list = append(list, ix.examine(d, q, s, letters))
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.document, b.document))
	})
	return list
}

// nearest returns the documents worth a closer look: the best by BM25F, what
// was seen, and all that a learner knows.
func (ix *Index) nearest(s *scores, seen []int32) []int32 {
	best := newTop(maxCandidates)
	for _, d := range s.touched {
		if ix.finds(d) {
			best.add(d, s.document[d])
		}
	}
	list := best.ids
	for _, d := range seen {
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	for _, l := range ix.learners {
		for _, d := range l.entries {
			if ix.finds(d) && !slices.Contains(list, d) {
				list = append(list, d)
			}
		}
	}
	return list
}

// top keeps the ids with the greatest scores.
type top struct {
	ids    []int32 // best first; of equals the smaller id
	scores []float32
}

func newTop(size int) top {
	return top{ids: make([]int32, 0, size), scores: make([]float32, 0, size)}
}

// add takes an id in if it is among the best so far.
func (t *top) add(id int32, score float32) {
	at := len(t.ids)
	for at > 0 && (t.scores[at-1] < score || t.scores[at-1] == score && t.ids[at-1] > id) {
		at--
	}
	if len(t.ids) < cap(t.ids) {
		t.ids = append(t.ids, id)
		t.scores = append(t.scores, score)
	}
	if at < len(t.ids) {
		copy(t.ids[at+1:], t.ids[at:])
		copy(t.scores[at+1:], t.scores[at:])
		t.ids[at], t.scores[at] = id, score
	}
}

// examine measures one document.
func (ix *Index) examine(d int32, q query, s *scores, letters []uint32) candidate {
	e := &ix.entries[d]
	most := q.mass * (saturation + 1)
	c := candidate{
		document: d, mass: s.covered[d],
		bm25: s.document[d] / most,
	}
	for u := e.passages; u < e.last; u++ {
		c.passage = max(c.passage, s.unit[u]/most)
	}
	for _, u := range ix.nearestVariants(e, q, s) {
		c.compare(ix.units[u].mass, s.unit[u], q.mass)
		c.grams = max(c.grams, likeness(letters, ix.askings[u].grams))
		c.sense = max(c.sense, (q.sense.cosine(&ix.askings[u].sense)-senseFrom)/(1-senseFrom))
	}
	c.drop(ix.config)
	c.score = documentWeight*c.bm25 + variantWeight*c.dice + passageWeight*c.passage +
		gramWeight*c.grams + senseWeight*c.sense
	return c
}

// drop takes back what a configuration leaves out.
func (c *candidate) drop(config Config) {
	if !config.has(Letters) {
		c.grams = 0
	}
	if !config.has(Senses) {
		c.sense = 0
	}
}

// compare takes note of a phrasing if it is the nearest so far.
func (c *candidate) compare(mass, shared, queryMass float32) {
	if dice := 2 * shared / (mass + queryMass); dice > c.dice {
		c.dice = dice
		c.asking = min(shared/mass, 1)
	}
}

// nearestVariants returns which of the question and the phrasings share most
// with the message. The next call overwrites what it returned.
func (ix *Index) nearestVariants(e *entry, q query, s *scores) []int32 {
	s.variants.ids, s.variants.scores = s.variants.ids[:0], s.variants.scores[:0]
	for u := e.first; u < e.speakers; u++ {
		s.variants.add(u, s.unit[u]/(ix.units[u].mass+q.mass))
	}
	return s.variants.ids
}
