package search

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// lessons are two subjects and small talk.
func testLines() []line {
	var lines []line
	for class, texts := range [][]string{
		{"why did the bridge fall", "what broke the bridge", "rust in the cables", "reason for the collapse", "were trucks too heavy"},
		{"how do children get to school", "is there a ferry", "when does the ferry run", "way across the river", "how far is school"},
		{"hello", "what time is it", "tell me a joke", "good morning", "thanks a lot"},
	} {
		for _, text := range texts {
			lines = append(lines, line{tokenize(text, maxWords), class})
		}
	}
	return lines
}

func TestClassify(t *testing.T) {
	c := train(testLines(), 3, newSenses(newBackground(), nil))
	for text, want := range map[string]int{
		"why did the bridge collapse":     0,
		"rusty cables":                    0, // by its letters
		"the ferries to school":           1,
		"good morning, tell me something": 2,
	} {
		chances := c.classify(tokenize(text, maxWords))
		if got := slices.Index(chances, slices.Max(chances)); got != want {
			t.Errorf("%q is of class %d (%.2f), want %d", text, got, chances, want)
		}
	}
}

// TestChances add up to one, and are the more even the less is known.
func TestChances(t *testing.T) {
	c := train(testLines(), 3, newSenses(newBackground(), nil))
	known := slices.Max(c.classify(tokenize("why did the bridge fall", maxWords)))
	half := slices.Max(c.classify(tokenize("why did the bridge fall zwölf boxkämpfer jagen viktor", maxWords)))
	if known <= half {
		t.Errorf("chance %.3f for a lesson, %.3f with strange words added", known, half)
	}
	for _, text := range append(queries, "why did the bridge fall") {
		sum := float32(0)
		for _, chance := range c.classify(tokenize(text, maxWords)) {
			sum += chance
		}
		if math.Abs(float64(sum-1)) > 1e-5 {
			t.Errorf("%.40q: the chances add up to %v", text, sum)
		}
	}
}

func TestTrainTwice(t *testing.T) {
	a, b := train(testLines(), 3, newSenses(newBackground(), nil)), train(testLines(), 3, newSenses(newBackground(), nil))
	if !slices.Equal(a.weights, b.weights) {
		t.Error("the same lines give different weights")
	}
}

func TestTrainOnBlankLines(t *testing.T) {
	c := train([]line{{nil, 0}, {tokenize("bridge", maxWords), 1}, {tokenize(strings.Repeat("ferry ", 190), maxWords), 0}}, 2, newSenses(newBackground(), nil))
	if chances := c.classify(tokenize("bridge", maxWords)); chances[1] < chances[0] {
		t.Errorf("chances %v, want the second class", chances)
	}
}

func TestFeaturesOfAlias(t *testing.T) {
	a := testAliases()
	features := func(text string) map[uint64]bool {
		all := map[uint64]bool{}
		eachFeature(a.merge(tokenize(text, maxWords)), func(hash uint64, word int) { all[hash] = true })
		return all
	}
	one, other := features("does ISKP attack"), features("does Islamic State Khorasan attack")
	shared := 0
	for hash := range one {
		if other[hash] {
			shared++
		}
	}
	pairs := 2 // "does NAME", "NAME attack"
	words := 3 // does, NAME, attack
	if shared < pairs+words {
		t.Errorf("two names of one group share %d features, want the words and pairs around them too", shared)
	}
}
