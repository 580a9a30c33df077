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

// lexicalModel estimates the chance that the best candidate by score is
// right, by logistic regression on candidate.lexicalFeatures. It is what
// TestLexicalModel fits on public sets of questions, but for the constant:
// in those sets about every second message has no answer; ln 3 is added to
// suppose that it is every fourth.
var lexicalModel = [lexicalFeatures]float64{-2.01 + 1.10, 1.87, 1.59, 0.60, -1.17, -0.65, 0.98, 0.30}

const lexicalFeatures = 8

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
	}
}

// falloff is how fast the chance falls with the distance to the best score:
// by e for this share of it.
const falloff = 0.13

// learnedModel weighs, in analyses with a learner, what speaks for each
// document and for none of them: conditional logistic regression on
// choiceFeatures. Fitted on the embedded analysis by TestLearnedModel, each
// phrasing judged by an index that was built without it.
var learnedModel = [choiceFeatures]float64{0.80, 0.92, 0.95, 2.50, 1.67, 3.36, 0.58, 3.33, 0.15, -1.29, -1.23}

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
// first.
func (ix *Index) trust(candidates []candidate, q query) {
	ix.trustLexically(candidates, q)
	for i := range ix.learners {
		ix.learners[i].trust(candidates, q, ix.lexicon.aliases.merge(q.tokens))
	}
}

// trustLexically needs nothing learnt from the library.
func (ix *Index) trustLexically(candidates []candidate, q query) {
	best := candidates[0]
	second := float32(0)
	if len(candidates) > 1 {
		second = candidates[1].score
	}
	features := best.lexicalFeatures(q, second)
	top := logistic(dot(lexicalModel[:], features[:]))
	for i := range candidates {
		gap := float64((best.score - candidates[i].score) / max(best.score, 1e-6))
		candidates[i].confidence = top * math.Exp(-gap/falloff)
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

// trust sets the confidence of the documents that the learner knows.
func (l *learner) trust(candidates []candidate, q query, merged []token) {
	chances := l.classifier.classify(merged)
	members := make([]*candidate, len(l.entries))
	for i := range candidates {
		if class := slices.Index(l.entries, candidates[i].document); class >= 0 {
			members[class] = &candidates[i]
		}
	}
	shares := make([]float32, len(members))
	for class, c := range members {
		features := c.choiceFeatures(q, chances[class], l.refuses && class == len(members)-1)
		shares[class] = float32(dot(learnedModel[:], features[:]))
	}
	softmax(shares)
	scale := 1.0
	if !l.refuses {
		scale = total(members, shares)
	}
	for class, c := range members {
		c.confidence = scale * float64(shares[class])
	}
}

// unrefusedModel estimates the chance that the best document is right where
// the learner has seen no near misses, and so cannot tell by itself that
// nothing answers: by the logit of what the words say and the log of the
// share that the learner gives it. Fitted as lexicalModel is, on the sets
// with enough phrasings.
var unrefusedModel = [3]float64{0.04, 0.83, 0.74}

// total returns what all shares together come to, so that the best document
// gets the chance that unrefusedModel gives it.
func total(members []*candidate, shares []float32) float64 {
	lexical, best := 0.0, float32(0)
	for class, c := range members {
		lexical = max(lexical, c.confidence)
		best = max(best, shares[class])
	}
	logit := math.Log(lexical / (1 - lexical))
	chance := logistic(dot(unrefusedModel[:], []float64{1, logit, math.Log(float64(best))}))
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
