package search

import (
	"cmp"
	"math"
	"slices"
)

// An index learns from the phrasings of an analysis if its documents have
// minLessons each on average, and if texts times documents stay below
// maxLearning, which takes about 0.1 s.
const (
	minLessons  = 4
	maxLearning = 200_000
)

const lexicalFeatures = 10

// lexicalFeatures of the best candidate, second being the score of the next.
func (c candidate) lexicalFeatures(q query, second float32) [lexicalFeatures]float64 {
	return [lexicalFeatures]float64{
		1,
		float64(c.asking),
		float64((c.score - second) / max(c.score, 1e-6)),
		math.Log1p(float64(c.mass)),
		float64(1 - q.known/q.mass),
		math.Log1p(float64(len(q.tokens))),
		float64(c.grams),
		float64(c.bm25),
		float64(c.sense),
		float64(c.mass / q.mass),
	}
}

// falloff is how fast the chance falls with the distance to the best score:
// by e for this share of it.
const falloff = 0.13

// learnedModel weighs, in analyses with a learner, what speaks for each
// document and for none of them: conditional logistic regression on
// choiceFeatures. Fitted on the embedded analysis by TestLearnedModel, each
// phrasing judged by an index that was built without it.
var learnedModel = [choiceFeatures]float64{0.74, 1.83, 3.55, 1.15, 0.66, 1.98, 2.40, 3.36, 0.84, -0.23, -0.82}

const choiceFeatures = 11

// choiceFeatures of a candidate; chance is what the classifier gives it, and
// none is set for the near misses.
func (c candidate) choiceFeatures(q query, chance float32, none bool) [choiceFeatures]float64 {
	learnt := math.Log(float64(chance) + 1e-6)
	if none {
		return [choiceFeatures]float64{
			learnt, 0, 0, 0, 0,
			1, float64(c.dice), float64(c.grams), float64(c.bm25),
			float64(1 - q.known/q.mass), math.Log1p(float64(q.known)),
		}
	}
	return [choiceFeatures]float64{learnt, float64(c.dice), float64(c.grams), float64(c.bm25), float64(c.passage)}
}

// trust sets the confidence of every candidate; they come best by score
// first. What a learner knows is judged by itself, so that the phrasings and
// near misses of one analysis take nothing from the documents of another.
// What was seen of them, if anything was, is fused with that.
func (ix *Index) trust(candidates []candidate, q query, standings []float64) {
	rest := make([]*candidate, 0, len(candidates))
	members := make([][]*candidate, len(ix.learners))
	for i := range candidates {
		c := &candidates[i]
		if n := ix.entries[c.document].learner; n >= 0 {
			members[n] = append(members[n], c)
		} else {
			rest = append(rest, c)
		}
	}
	ix.models.trustLexically(rest, q)
	for n := range ix.learners {
		if len(members[n]) > 0 { // all that it knows, or nothing: see Index.Only
			ix.learners[n].trust(members[n], q, ix.models)
		}
	}
	if standings != nil {
		for _, group := range append(members, rest) {
			fuse(group, standings)
		}
	}
}

// trustLexically needs nothing learnt from the library.
func (m models) trustLexically(candidates []*candidate, q query) {
	if len(candidates) == 0 {
		return
	}
	best := candidates[0]
	second := float32(0)
	if len(candidates) > 1 {
		second = candidates[1].score
	}
	features := best.lexicalFeatures(q, second)
	top := logistic(dot(m.lexical[:], features[:]))
	for _, c := range candidates {
		gap := float64((best.score - c.score) / max(best.score, 1e-6))
		c.confidence = top * math.Exp(-gap/falloff)
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// trust sets the confidence of the documents that the learner knows, all of
// which are among the candidates, best by score first.
func (l *learner) trust(candidates []*candidate, q query, m models) {
	if !l.refuses {
		m.trustLexically(candidates, q)
	}
	chances := l.classifier.classify(q.merged)
	members := make([]*candidate, len(l.entries))
	for _, c := range candidates {
		members[slices.Index(l.entries, c.document)] = c
	}
	shares := make([]float32, len(members))
	for class, c := range members {
		features := c.choiceFeatures(q, chances[class], l.refuses && class == len(members)-1)
		shares[class] = float32(dot(learnedModel[:], features[:]))
	}
	softmax(shares)
	scale := 1.0
	if !l.refuses {
		scale = m.total(members, shares)
	}
	for class, c := range members {
		c.confidence = scale * float64(shares[class])
	}
}

// total returns what all shares together come to, so that the best document
// gets the chance that m.unrefused gives it.
func (m models) total(members []*candidate, shares []float32) float64 {
	lexical, best := 0.0, float32(0)
	for class, c := range members {
		lexical = max(lexical, c.confidence)
		best = max(best, shares[class])
	}
	features := unrefusedFeatures(lexical, float64(best))
	chance := logistic(dot(m.unrefused[:], features[:]))
	return min(chance/float64(best), 1)
}

// hits returns the candidates that are documents, by confidence.
func (ix *Index) hits(candidates []candidate, q query, s *scores) []Hit {
	candidates = slices.DeleteFunc(candidates, func(c candidate) bool { return int(c.document) >= ix.documents })
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.confidence, a.confidence) })
	total := 0.0
	for _, c := range candidates {
		total += c.confidence
	}
	candidates = candidates[:min(len(candidates), maxHits)]
	hits := make([]Hit, len(candidates))
	for i, c := range candidates {
		passage, sentence := ix.place(c.document, q, s)
		hits[i] = Hit{
			Document: int(c.document), Passage: passage, Sentence: sentence,
			Confidence: c.confidence / max(total, 1),
		}
	}
	return hits
}
