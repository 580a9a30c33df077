package search

import _ "embed"

// neighbourTable holds, for each of commonWords, the numbers of the
// neighboursOf words nearest to it in meaning, two bytes each.
//
//go:embed neighbours.bin
var neighbourTable string

const neighboursOf = 10

// A word that is near in meaning to one of the message is looked up too: it
// counts nothing at a cosine of nearFrom, and nearWeight of what the word
// itself would at a cosine of 1.
const (
	nearFrom   = 0.5
	nearWeight = 0.7
)

// eachNeighbour calls emit with the words nearest in meaning to one, and how
// near they are, more than 0 to 1.
func (b *background) eachNeighbour(word string, emit func(word string, nearness float32)) {
	rank, ok := b.rank[word]
	if !ok {
		return
	}
	row := neighbourTable[int(rank-1)*neighboursOf*2:][:neighboursOf*2]
	length := vectorLength(rank)
	for i := 0; i < len(row); i += 2 {
		other := int32(row[i]) | int32(row[i+1])<<8
		cosine := float64(product(rank, other+1)) / (length * vectorLength(other+1))
		if cosine <= nearFrom {
			return // the nearest come first
		}
		emit(b.words[other], float32(cosine-nearFrom)/(1-nearFrom))
	}
}

// addNeighbours adds terms of the library that are near in meaning to the
// words of the message. They help to find, but say nothing of how much of
// the message is known.
func (r *reader) addNeighbours() {
	own := r.query.own
	for _, t := range r.query.tokens {
		if r.lexicon.background.stop[t.word] {
			continue
		}
		most := r.lexicon.weightOf(t.word)
		r.lexicon.background.eachNeighbour(t.word, func(word string, nearness float32) {
			if id, ok := r.lexicon.byWord[word]; ok { // its inflections are neighbours too
				r.addNeighbour(own, id, nearWeight*nearness*min(most, r.lexicon.idf[id]))
			}
		})
		if state, ok := r.lexicon.stateOf[t.word]; ok {
			r.addNeighbour(own, state, nearWeight*capitalNearness*r.lexicon.idf[state])
		}
	}
	for _, t := range r.query.terms[:own] {
		if id, ok := r.lexicon.term(r.lexicon.capitals[t.id]); ok {
			r.addNeighbour(own, id, nearWeight*capitalNearness*r.lexicon.idf[id])
		}
	}
}

// addNeighbour adds a term behind the message's own, or raises its mass
// where it is there already.
func (r *reader) addNeighbour(own int, id int32, mass float32) {
	if r.seen[id] {
		return
	}
	for i := range r.query.terms[own:] {
		if t := &r.query.terms[own+i]; t.id == id {
			t.mass = max(t.mass, mass)
			return
		}
	}
	r.query.terms = append(r.query.terms, queryTerm{id, mass})
}
