package search

import (
	"fmt"
	"testing"
)

// eyesOn is what eyes say that see one text and nothing else.
func eyesOn(c Corpus, text string) []float32 {
	texts := c.Texts()
	nearness := make([]float32, len(texts))
	for i, t := range texts {
		if t == text {
			nearness[i] = 0.9
		}
	}
	return nearness
}

// TestEyesDecide: eyes find what shares no word with the message, and turn
// what the words leave open.
func TestEyesDecide(t *testing.T) {
	c := placeCorpus()
	ix := NewIndex(c)
	for message, text := range map[string]string{
		"why did it collapse":   "cause of the accident",
		"who funds the canteen": "Who pays for school meals?",
	} {
		want := 0
		if text == "Who pays for school meals?" {
			want = 1
		}
		hits := ix.SearchSeen(message, eyesOn(c, text))
		if len(hits) == 0 || hits[0].Document != want {
			t.Errorf("%q, seen near %q, finds %v, want document %d", message, text, hits, want)
		}
	}
}

// TestEyesThatSeeNothing: without nearness for every text it is as without
// eyes, and what the eyes see the same of changes nothing.
func TestEyesThatSeeNothing(t *testing.T) {
	c := placeCorpus()
	ix := NewIndex(c)
	const message = "who pays for the bridge"
	want := fmt.Sprint(ix.Search(message))
	for name, nearness := range map[string][]float32{"none": nil, "too few": {1}, "too many": make([]float32, 99)} {
		if got := fmt.Sprint(ix.SearchSeen(message, nearness)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	flat := ix.SearchSeen(message, make([]float32, len(c.Texts())))
	if len(flat) == 0 || flat[0].Document != ix.Search(message)[0].Document {
		t.Errorf("eyes that see no difference find %v", flat)
	}
}

// TestEyesKeepRefusals: what the index is sure nothing answers does not become
// an answer because some text is nearest, as one always is.
func TestEyesKeepRefusals(t *testing.T) {
	c, _ := embeddedCorpus(t, func(int) bool { return false })
	ix := NewIndex(c)
	const message = "good morning everybody, how is the weather"
	hits := ix.SearchSeen(message, eyesOn(c, c.NearMisses[0].Text))
	if len(hits) > 0 && hits[0].Confidence > 0.1 {
		t.Errorf("%q finds %v", message, hits)
	}
}

func TestTextsAreThoseOfTheIndex(t *testing.T) {
	c, _ := embeddedCorpus(t, func(number int) bool { return number%7 == 0 })
	ix, texts := NewIndex(c), c.Texts()
	if len(texts) != len(ix.textOf) || len(texts) < 1000 {
		t.Fatalf("%d texts, the index knows of %d", len(texts), len(ix.textOf))
	}
	for i, text := range texts {
		e := ix.entries[ix.textOf[i]]
		if int(ix.textOf[i]) < ix.documents && text == c.Documents[0].Question && ix.textOf[i] != 0 {
			t.Errorf("%q is of entry %d", text, ix.textOf[i])
		}
		if e.first == e.last {
			t.Errorf("text %d is of an entry without units", i)
		}
	}
}
