package search

import (
	"math"
	"slices"
)

// priorWeight is how much it counts that a passage speaks of what the
// interviewer asked, beside what the message asks. It decides where the
// message says little.
const priorWeight = 0.3

// placerWeight is how much it counts how likely a passage is by what was
// learnt of such questions, as the logarithm of its chance.
const placerWeight = 0.15

// place returns the passage of a document that answers the message best, and
// the best sentence of it.
func (ix *Index) place(d int32, q query, s *scores) (passage, sentence int) {
	e := &ix.entries[d]
	passage = None
	best := float32(math.Inf(-1))
	learnt := e.placed(q)
	for i := range e.sentences {
		u := e.passages + int32(i)
		score := s.unit[u]/(q.mass*(saturation+1)) + priorWeight*e.prior[i] + placerWeight*learnt[i]
		if score > best {
			passage, best = i, score
		}
	}
	if passage == None {
		return None, None
	}
	return passage, ix.bestSentence(e, passage, q)
}

// placed returns the logarithm of each passage's chance; 0 where nothing was
// learnt.
func (e *entry) placed(q query) []float32 {
	if e.placer == nil {
		return make([]float32, len(e.sentences))
	}
	chances := e.placer.classify(q.merged)
	for i, chance := range chances {
		chances[i] = float32(math.Log(float64(chance)))
	}
	return chances
}

// What counts in a sentence beside the terms of the message that it holds:
// that it means something like the message, that it is the editor's key, and
// that it has a number where the message asks for one.
const (
	likenessWeight = 0.3
	keyWeight      = 0.1
	numberWeight   = 0.15
)

// bestSentence returns the sentence of a passage that answers best.
func (ix *Index) bestSentence(e *entry, passage int, q query) int {
	at, best := None, float32(math.Inf(-1))
	for i, terms := range e.sentences[passage] {
		score := ix.heldBy(terms, q) + priorWeight*ix.shareOf(e.question, terms) +
			likenessWeight*q.sense.cosine(&e.likenesses[passage][i])
		if e.key == (Place{passage, i}) {
			score += keyWeight
		}
		if q.counts && e.numbers[passage][i] {
			score += numberWeight
		}
		if score > best {
			at, best = i, score
		}
	}
	return at
}

// asksForNumber reports whether a message asks how many or how much.
func asksForNumber(tokens []token) bool {
	for i, t := range tokens {
		switch t.word {
		case "many", "much":
			return i > 0 && tokens[i-1].word == "how"
		case "number", "toll", "count", "total", "percentage", "share":
			return true
		}
	}
	return false
}

// hasNumber reports whether a text has a number in digits.
func hasNumber(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return asciiDigit(t.word[0]) })
}

// heldBy returns how much of a message's mass is found in terms.
func (ix *Index) heldBy(terms []int32, q query) float32 {
	found := float32(0)
	for _, t := range q.terms {
		if _, ok := slices.BinarySearch(terms, t.id); ok {
			found += t.mass
		}
	}
	return found / q.mass
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
