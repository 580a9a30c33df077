package search

import (
	"math"
	"slices"
	"testing"
)

// TestTables: the generated tables belong together.
func TestTables(t *testing.T) {
	bg := newBackground()
	if n := len(bg.words); n != 40_000 || len(bg.rank) != n {
		t.Fatalf("%d words, %d of them different, want 40,000", n, len(bg.rank))
	}
	if want := len(bg.words) * dimensions; len(wordVectors) != want {
		t.Errorf("vectors have %d bytes, want %d", len(wordVectors), want)
	}
	if want := len(bg.words) * neighboursOf * 2; len(neighbourTable) != want {
		t.Errorf("neighbours have %d bytes, want %d", len(neighbourTable), want)
	}
}

// TestNeighboursAreNearest holds the table of neighbours to the vectors, for
// some words of every frequency.
func TestNeighboursAreNearest(t *testing.T) {
	bg := newBackground()
	for rank := int32(1); int(rank) <= len(bg.words); rank += 1999 {
		word := bg.words[rank-1]
		bg.eachNeighbour(word, func(near string, nearness float32) {
			if nearness <= 0 || nearness > 1 || near == word {
				t.Errorf("%s: the neighbour %s is at %.3f", word, near, nearness)
			}
			cosine := nearness*(1-nearFrom) + nearFrom
			if n := nearerThan(rank, float64(cosine)+0.02, bg); n >= neighboursOf {
				t.Errorf("%s: %s, at %.3f, is not among its %d nearest: %d are clearly nearer", word, near, cosine, neighboursOf, n)
			}
		})
	}
}

// nearerThan counts the words nearer to one than a cosine.
func nearerThan(rank int32, least float64, bg *background) int {
	n := 0
	for other := int32(1); int(other) <= len(bg.words); other++ {
		cosine := float64(product(rank, other)) / (vectorLength(rank) * vectorLength(other))
		if other != rank && cosine > least {
			n++
		}
	}
	return n
}

func TestLikeMeaningsLieClose(t *testing.T) {
	s := newSenses(newBackground(), nil)
	cosine := func(a, b string) float32 {
		v, w := s.text(tokenize(a, maxWords)), s.text(tokenize(b, maxWords))
		small := w.small()
		return v.cosine(&small)
	}
	for _, test := range [][3]string{
		{"migrants", "immigrants", "concert"},
		{"who was killed in the bombing", "victims of the explosion", "terms of the loan"},
		{"money sent home", "cash transferred to families", "leader of the group"},
	} {
		if near, far := cosine(test[0], test[1]), cosine(test[0], test[2]); near < far+0.2 {
			t.Errorf("%q is at %.2f of %q and at %.2f of %q", test[0], near, test[1], far, test[2])
		}
	}
	if c := cosine("zzqx", "migrants"); c != 0 {
		t.Errorf("an unknown word is at %.2f of a known one, want 0", c)
	}
}

// TestSmallVectors: a quarter of the memory costs no more than a hundredth.
func TestSmallVectors(t *testing.T) {
	s := newSenses(newBackground(), nil)
	v := s.text(tokenize("the captured men are labor migrants", maxWords))
	small := v.small()
	if c := v.cosine(&small); math.Abs(float64(c-1)) > 0.01 {
		t.Errorf("a vector is at %.4f of itself, want 1", c)
	}
	var zero vector
	nothing := zero.small()
	if c := v.cosine(&nothing); c != 0 {
		t.Errorf("nothing is at %.4f, want 0", c)
	}
}

// TestAliasesShareAMeaning: a name in no table means what its group does.
func TestAliasesShareAMeaning(t *testing.T) {
	groups := [][]string{{"ISKP", "Islamic State Khorasan"}}
	bg := newBackground()
	s, a := newSenses(bg, groups), newAliases(groups, bg)
	v, w := s.text(a.merge(tokenize("iskp", maxWords))), s.text(tokenize("Islamic State Khorasan", maxWords))
	small := w.small()
	if c := v.cosine(&small); c < 0.9 {
		t.Errorf("ISKP is at %.2f of its long name, want near 1", c)
	}
}

func TestWordsOfLikeMeaningAreLookedUp(t *testing.T) {
	c := Corpus{Documents: []Document{
		{Question: "How do immigrants fare?", Passages: []Passage{{Text: "They fare badly.", Sentences: []string{"They fare badly."}}}},
		{Question: "How does wheat fare?", Passages: []Passage{{Text: "It grows well.", Sentences: []string{"It grows well."}}}},
	}}
	hits := NewIndex(c).Search("migrants")
	if len(hits) == 0 || hits[0].Document != 0 {
		t.Errorf("migrants finds %v, want document 0", hits)
	}
	without := Config{Without: []Part{Neighbours, Senses, Letters}}.NewIndex(c)
	if hits := without.Search("migrants"); slices.ContainsFunc(hits, func(h Hit) bool { return h.Document == 0 && h.Confidence > 0.1 }) {
		t.Errorf("without neighbours migrants still finds %v", hits)
	}
}
