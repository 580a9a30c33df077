package search

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// The models of confidence are fitted here. To see what a new fit gives:
//
//	go test ./knowledge/search -run Model -v

// crossValidated judges every phrasing of the embedded analysis by an index
// that was built without it and its eleven neighbours, which often ask
// nearly the same.
func crossValidated(t *testing.T) []example {
	const folds, block = 5, 12
	var examples []example
	for fold := range folds {
		c, held := embeddedCorpus(t, func(number int) bool { return number/block%folds == fold })
		ix := NewIndex(c)
		for _, h := range held {
			if alternatives := ix.alternatives(h.text); alternatives != nil {
				examples = append(examples, example{
					alternatives: alternatives, right: h.class, weight: 1,
					answerable: h.class < len(c.Documents),
				})
			}
		}
	}
	return examples
}

// alternatives returns the features of all that a message may mean, by class
// of the first learner.
func (ix *Index) alternatives(text string) [][]float64 {
	q := ix.lexicon.read(text, ix.speller)
	if q.mass == 0 {
		return nil
	}
	s := ix.accumulate(q)
	defer ix.release(s)
	l := ix.learners[0]
	chances := l.classifier.classify(q.merged)
	all := make([][]float64, len(l.entries))
	for _, c := range ix.candidates(q, s, nil) {
		for class, number := range l.entries {
			if number == c.document {
				features := c.choiceFeatures(q, chances[class], class == len(l.entries)-1)
				all[class] = features[:]
			}
		}
	}
	return all
}

// TestLearnedModel: the constants are as good as a new fit, and find what
// they should in phrasings that the index has not seen.
func TestLearnedModel(t *testing.T) {
	fits(t)
	examples := crossValidated(t)
	if len(examples) < 3000 {
		t.Fatalf("only %d phrasings to judge", len(examples))
	}
	fitted := fitModel(examples, choiceFeatures)
	t.Logf("fitted: %.2f", fitted)
	is, best := logLoss(examples, learnedModel[:]), logLoss(examples, fitted)
	t.Logf("log loss: constants %.4f, fitted %.4f", is, best)
	if is > best+0.01 {
		t.Errorf("log loss of the constants is %.4f, a new fit has %.4f: set learnedModel to %.2f", is, best, fitted)
	}
	var right, among, answerable float64
	for _, e := range examples {
		if !e.answerable {
			continue
		}
		answerable++
		chances := e.chances(learnedModel[:])
		better := 0
		for class, chance := range chances[:len(chances)-1] {
			if class != e.right && chance >= chances[e.right] {
				better++
			}
		}
		right += number(better == 0)
		among += number(better < 3)
	}
	t.Logf("right first %.3f, among three %.3f of %.0f", right/answerable, among/answerable, answerable)
	if right < 0.80*answerable || among < 0.94*answerable {
		t.Errorf("right first %.3f and among three %.3f, want 0.80 and 0.94 at least", right/answerable, among/answerable)
	}
}

func number(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// TestLexicalModel: with five documents and nothing learnt, most foreign
// questions stay below what the balanced setting asks for, although all are
// about vaccination, and the best document is mostly the right one.
func TestLexicalModel(t *testing.T) {
	covid := readSet(t, filepath.Join(setsFolder, "covid.json"))
	random := rand.New(rand.NewPCG(1, 0))
	const balanced = 0.60
	model := fitted().lexical
	var right, answerable, refused, foreign float64
	for range 40 {
		for _, e := range covid.five(random).examples(1).lexical {
			if e.answerable {
				answerable++
				right += number(e.right == 0)
			} else {
				foreign++
				refused += number(e.chances(model[:])[0] < balanced)
			}
		}
	}
	t.Logf("right first %.3f of %.0f, refused %.3f of %.0f", right/answerable, answerable, refused/foreign, foreign)
	if answerable < 50 || right < 0.75*answerable {
		t.Errorf("right first: %.0f of %.0f, want three in four", right, answerable)
	}
	if foreign < 1000 || refused < 0.85*foreign {
		t.Errorf("refused: %.3f of %.0f, want 0.85", refused/foreign, foreign)
	}
}

func ExampleIndex_Search() {
	ix := NewIndex(Corpus{
		Documents: []Document{
			{Question: "Why did the bridge fall?", Passages: []Passage{{Text: "Rust had eaten the cables.", Sentences: []string{"Rust had eaten the cables."}}}},
			{Question: "Who will pay for a new one?", Passages: []Passage{{Text: "The county will, by a toll.", Sentences: []string{"The county will, by a toll."}}}},
		},
		Aliases: [][]string{{"bridge", "crossing"}},
	})
	for _, hit := range ix.Search("was it the cabels of the crossing") {
		fmt.Println("document", hit.Document)
		break
	}
	// Output: document 0
}
