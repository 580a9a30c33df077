package search

import (
	"bytes"
	"math"
	"os"
	"testing"
)

// TestLearntIsTakenOver: an index that takes over what another learnt judges
// as that one does, but for rounding.
func TestLearntIsTakenOver(t *testing.T) {
	c, held := embeddedCorpus(t, func(number int) bool { return number%50 == 0 })
	first := NewIndex(c)
	c.Learnt = first.Learnt()
	if len(c.Learnt) != 1 {
		t.Fatalf("%d analyses were learnt, want 1", len(c.Learnt))
	}
	second := NewIndex(c)
	if !bytes.Equal(first.Learnt()[0], second.Learnt()[0]) {
		t.Error("what was taken over is not what was kept")
	}
	for _, h := range held {
		a, b := first.Search(h.text), second.Search(h.text)
		if len(a) != len(b) || len(a) > 0 && math.Abs(a[0].Confidence-b[0].Confidence) > 0.01 {
			t.Errorf("%q: %v before, %v after", h.text, a, b)
		}
	}
}

// TestLearntOfOtherTextsIsPassedOver: a phrasing more, and it is learnt anew.
func TestLearntOfOtherTextsIsPassedOver(t *testing.T) {
	c, _ := embeddedCorpus(t, func(int) bool { return false })
	c.Learnt = NewIndex(c).Learnt()
	before := c.Learnt[0]
	c.Documents[0].Phrasings = append(c.Documents[0].Phrasings, "is this one more phrasing")
	if bytes.Equal(before, NewIndex(c).Learnt()[0]) {
		t.Error("the index took over what was learnt from other texts")
	}
}

// TestEmbeddedLearntIsUpToDate holds the file in the program to its source.
func TestEmbeddedLearntIsUpToDate(t *testing.T) {
	kept, err := os.ReadFile("../analyses/moscow-concert-hall-attack.learnt")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := embeddedCorpus(t, func(int) bool { return false })
	learnt := NewIndex(c)
	print := learnt.learners[0].print
	if !bytes.HasPrefix(kept, print[:]) {
		t.Fatal("the phrasings have changed since: run go generate ./knowledge/analyses")
	}
	recalled, err := recall(kept, learnt.lexicon.senses)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"why did they strike moscow", "was kyiv involved", "who won the match"} {
		tokens := learnt.lexicon.aliases.merge(tokenize(text, maxWords))
		a, b := learnt.learners[0].classifier.classify(tokens), recalled.classify(tokens)
		for class := range a {
			if math.Abs(float64(a[class]-b[class])) > 0.02 {
				t.Errorf("%q, class %d: a new training gives %.3f, the file %.3f: run go generate ./knowledge/analyses", text, class, a[class], b[class])
			}
		}
	}
}

// FuzzRecall holds that damaged files are refused, never believed.
func FuzzRecall(f *testing.F) {
	c := train(testLines(), 3, nil)
	whole := c.keep(fingerprint(testLines(), 3, false))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xff}, 64))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := recall(data, nil)
		if err != nil {
			return
		}
		for _, chance := range c.classify(tokenize("why did the bridge fall", maxWords)) {
			if chance < 0 || chance > 1 {
				t.Errorf("a chance of %v", chance)
			}
		}
	})
}
