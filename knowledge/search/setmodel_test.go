package search

import (
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const setsFolder = "../eval/testdata/sets"

// group is what sets of one origin are named by: "hint3" of hint3-curekart.
func (s foreignSet) group() string {
	group, _, _ := strings.Cut(s.Name, "-")
	return group
}

// examples are what the models are fitted on; those of lexical whether the
// best document by score is right, those of unrefused whether the best of a
// learner's is.
type setExamples struct{ lexical, unrefused []example }

func (x setExamples) and(y setExamples) setExamples {
	return setExamples{slices.Concat(x.lexical, y.lexical), slices.Concat(x.unrefused, y.unrefused)}
}

// examples asks the set's queries of an index over its documents.
func (s foreignSet) examples(weight float64) setExamples {
	ix := NewIndex(s.corpus())
	var all setExamples
	for _, query := range s.Queries {
		q := ix.lexicon.read(query.Q, ix.speller)
		if q.mass == 0 {
			continue
		}
		working := ix.accumulate(q)
		candidates := ix.candidates(q, working, nil)
		ix.release(working)
		if len(candidates) == 0 {
			continue
		}
		example := func(best int32, features []float64) example {
			e := example{
				alternatives: [][]float64{features, make([]float64, len(features))}, right: 1,
				weight: weight / float64(len(s.Queries)), answerable: len(query.Rel) > 0,
			}
			if slices.Contains(query.Rel, s.Docs[best].ID) {
				e.right = 0
			}
			return e
		}
		second := float32(0)
		if len(candidates) > 1 {
			second = candidates[1].score
		}
		features := candidates[0].lexicalFeatures(q, second)
		all.lexical = append(all.lexical, example(candidates[0].document, features[:]))
		if len(ix.learners) > 0 {
			best, features := ix.unrefused(candidates, q)
			all.unrefused = append(all.unrefused, example(best, features[:]))
		}
	}
	return all
}

// unrefused returns the document that the first learner gives most to, and
// what models.unrefused judges it by.
func (ix *Index) unrefused(candidates []candidate, q query) (int32, [unrefusedCount]float64) {
	l := ix.learners[0]
	chances := l.classifier.classify(q.merged)
	shares := make([]float32, len(l.entries))
	var members []*candidate
	for i := range candidates {
		c := &candidates[i]
		class := slices.Index(l.entries, c.document)
		features := c.choiceFeatures(q, chances[class], false)
		shares[class] = float32(dot(learnedModel[:], features[:]))
		members = append(members, c)
	}
	softmax(shares)
	ix.models.trustLexically(members, q)
	lexical, best := 0.0, 0
	for _, c := range members {
		lexical = max(lexical, c.confidence)
	}
	for class := range shares {
		if shares[class] > shares[best] {
			best = class
		}
	}
	return l.entries[best], unrefusedFeatures(lexical, float64(shares[best]))
}

// TestSetModels: the constants are as good as a new fit, each of the models
// without a group as good as one on the other groups.
func TestSetModels(t *testing.T) {
	fits(t)
	files, err := filepath.Glob(filepath.Join(setsFolder, "*.json"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%d sets (%v)", len(files), err)
	}
	random := rand.New(rand.NewPCG(1, 0))
	groups := map[string]setExamples{}
	for _, file := range files {
		s := readSet(t, file)
		examples := s.examples(1)
		for range 6 {
			examples.lexical = append(examples.lexical, s.five(random).examples(0.25).lexical...)
		}
		groups[s.group()] = groups[s.group()].and(examples)
	}
	for _, left := range append(slices.Sorted(maps.Keys(groups)), "") {
		var fitOn setExamples
		for _, group := range slices.Sorted(maps.Keys(groups)) {
			if group != left {
				fitOn = fitOn.and(groups[group])
			}
		}
		m := fittedWithout(left)
		m.lexical[0] -= lexicalPrior
		holdToFit(t, "without "+left+" lexical", m.lexical[:], fitOn.lexical)
		holdToFit(t, "without "+left+" unrefused", m.unrefused[:], fitOn.unrefused)
	}
}

// holdToFit compares constants with a new fit.
func holdToFit(t *testing.T, name string, constants []float64, examples []example) {
	t.Helper()
	fit := fitModel(examples, len(constants))
	is, best := logLoss(examples, constants), logLoss(examples, fit)
	t.Logf("%s: %.2f, log loss %.4f; the constants: %.4f", name, fit, best, is)
	if is > best+0.01 {
		t.Errorf("%s: log loss of the constants is %.4f, a new fit has %.4f: set them to %.2f", name, is, best, fit)
	}
}
