package search

import "slices"

// priorWeight is how much it counts that a passage speaks of what the
// interviewer asked, beside what the message asks. It decides where the
// message says little.
const priorWeight = 0.3

// place returns the passage of a document that answers the message best, and
// the best sentence of it.
func (ix *Index) place(d int32, q query, s *scores) (passage, sentence int) {
	e := &ix.entries[d]
	passage = None
	best := float32(-1)
	for i := range e.sentences {
		u := e.passages + int32(i)
		score := s.unit[u]/(q.mass*(saturation+1)) + priorWeight*e.prior[i]
		if score > best {
			passage, best = i, score
		}
	}
	if passage == None {
		return None, None
	}
	return passage, ix.bestSentence(e.sentences[passage], e.question, q)
}

// bestSentence returns the sentence that holds most of the message's terms,
// and of the question's where that ties or finds nothing.
func (ix *Index) bestSentence(sentences [][]int32, question []int32, q query) int {
	at, best := None, float32(-1)
	for i, terms := range sentences {
		score := float32(0)
		for _, t := range q.terms {
			if _, ok := slices.BinarySearch(terms, t.id); ok {
				score += t.mass
			}
		}
		score /= q.mass
		score += priorWeight * ix.shareOf(question, terms)
		if score > best {
			at, best = i, score
		}
	}
	return at
}

// shareOf returns how much of the mass of some terms is found in others;
// both are sorted.
func (ix *Index) shareOf(terms, in []int32) float32 {
	var found, all float32
	for _, t := range terms {
		all += ix.lexicon.idf[t]
		if _, ok := slices.BinarySearch(in, t); ok {
			found += ix.lexicon.idf[t]
		}
	}
	return found / max(all, 1e-6)
}
