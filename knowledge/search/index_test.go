package search

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// passage makes one of sentences.
func passage(sentences ...string) Passage {
	return Passage{Text: strings.Join(sentences, " "), Sentences: sentences}
}

// bridgeCorpus is a small interview with nothing to learn from.
func bridgeCorpus() Corpus {
	return Corpus{
		Documents: []Document{
			{
				ID: "q1", Question: "Why did the old bridge collapse?", Speakers: []string{"Ada Moreno"},
				Passages: []Passage{
					passage("The inspectors found rust in the cables.", "Nobody had painted them since 1987."),
					passage("Heavy trucks made it worse.", "The quarry sent two hundred of them every day."),
				},
			},
			{
				ID: "q2", Question: "What does it mean for the villages across the river?", Speakers: []string{"Jon Lindqvist"},
				Passages: []Passage{
					passage("Children need an hour to get to school.", "A ferry runs twice a day."),
					passage("Shops have lost a third of their customers."),
				},
			},
			{
				ID: "q3", Question: "Who will pay for a new one?", Speakers: []string{"Ada Moreno"},
				Phrasings: []string{"funding of the replacement", "is there money for rebuilding"},
				Passages:  []Passage{passage("The county will, by a toll.", "The Ministry of Transport has promised 40 million.")},
			},
		},
		Aliases: [][]string{{"bridge", "crossing", "span over the river"}, {"Ministry of Transport", "MoT"}},
	}
}

func TestSearchFinds(t *testing.T) {
	ix := NewIndex(bridgeCorpus())
	for _, c := range []struct {
		asked                       string
		document, passage, sentence int
	}{
		{"Why did the old bridge collapse?", 0, 0, None},
		{"what was wrong with the cables", 0, 0, 0},
		{"how many trucks from the quarry", 0, 1, 1},
		{"how do children get to school", 1, 0, 0},
		{"is there a ferry", 1, 0, 1},
		{"custommers of the shosp", 1, 1, 0},
		{"who pays for the new crossing", 2, 0, None},
		{"money for rebuilding", 2, 0, None},
		{"what did the MoT promise", 2, 0, 1},
		{"what does Lindqvist say", 1, None, None},
		{"40 million", 2, 0, 1},
		{"¿1987?", 0, 0, 1},
	} {
		hits := ix.Search(c.asked)
		if len(hits) == 0 || hits[0].Document != c.document {
			t.Errorf("%q finds %v, want document %d", c.asked, hits, c.document)
			continue
		}
		if got := hits[0]; c.passage != None && got.Passage != c.passage || c.sentence != None && got.Sentence != c.sentence {
			t.Errorf("%q finds passage %d, sentence %d; want %d, %d", c.asked, got.Passage, got.Sentence, c.passage, c.sentence)
		}
	}
}

// TestConfidenceOrders: what the library answers gets more confidence than
// what it does not.
func TestConfidenceOrders(t *testing.T) {
	ix := NewIndex(bridgeCorpus())
	least, most := 1.0, 0.0
	for _, asked := range []string{"Why did the old bridge collapse?", "what does it mean for the villages", "who will pay for a new bridge?"} {
		least = min(least, confidence(ix.Search(asked)))
	}
	for _, asked := range []string{"who won the football match", "recipe for pancakes", "hello", "what is the time", "!!!", ""} {
		most = max(most, confidence(ix.Search(asked)))
	}
	if least <= most {
		t.Errorf("an answerable question has confidence %.2f, an unanswerable one %.2f", least, most)
	}
}

func confidence(hits []Hit) float64 {
	if len(hits) == 0 {
		return 0
	}
	return hits[0].Confidence
}

func TestEmptyCorpora(t *testing.T) {
	for name, c := range map[string]Corpus{
		"nothing":          {},
		"near misses only": {NearMisses: []NearMiss{{Text: "is it open today", Analysis: 3}}},
		"empty document":   {Documents: []Document{{}}},
		"blank document":   {Documents: []Document{{Question: " ?! ", Phrasings: []string{"", "…"}, Passages: []Passage{{}}, Speakers: []string{""}}}},
		"blank aliases":    {Documents: []Document{{}}, Aliases: [][]string{nil, {""}}},
	} {
		ix := NewIndex(c)
		for _, asked := range []string{"", "is it open today", "why"} {
			if hits := ix.Search(asked); len(hits) > 0 {
				t.Errorf("%s: %q finds %v", name, asked, hits)
			}
		}
	}
}

// TestDocumentWithoutPassages is found, but has no place.
func TestDocumentWithoutPassages(t *testing.T) {
	ix := NewIndex(Corpus{Documents: []Document{{Question: "Why did the bridge collapse?"}}})
	hits := ix.Search("bridge collapse")
	if len(hits) != 1 || hits[0].Passage != None || hits[0].Sentence != None {
		t.Errorf("found %+v", hits)
	}
}

// TestSameCorpusSameScores: building twice gives the same to the last bit,
// and a corpus in another order the same but for rounding.
func TestSameCorpusSameScores(t *testing.T) {
	for name, c := range map[string]Corpus{"bridge": bridgeCorpus(), "embedded": embedded(t)} {
		a, b := NewIndex(c), NewIndex(c)
		for _, asked := range queries {
			if diff := cmp.Diff(a.Search(asked), b.Search(asked)); diff != "" {
				t.Errorf("%s: %.40q differs between two builds:\n%s", name, asked, diff)
			}
		}
	}
	c := bridgeCorpus()
	a := NewIndex(c)
	slices.Reverse(c.Documents)
	b := NewIndex(c)
	for _, asked := range queries {
		turned := b.Search(asked)
		for i := range turned {
			turned[i].Document = len(c.Documents) - 1 - turned[i].Document
		}
		if diff := cmp.Diff(a.Search(asked), turned, cmpopts.EquateApprox(1e-5, 0), cmpopts.SortSlices(func(x, y Hit) bool { return x.Document < y.Document })); diff != "" {
			t.Errorf("%.40q depends on the order of the corpus:\n%s", asked, diff)
		}
	}
}

func embedded(t testing.TB) Corpus {
	c, _ := embeddedCorpus(t, func(int) bool { return false })
	return c
}

// queries are of every kind, hostile ones among them.
var queries = []string{
	"Why did the old bridge collapse?", "why did isis k atack rusia", "who pays", "Почему ИГИЛ напал на Россию?",
	"ماذا حدث", "为什么", "", " ", "\x00", "\xff\xfe", "!!!", "😂😂", "a", "I", "ISIS-K", "US", "IS", "@3", "[none]",
	strings.Repeat("why ", 5000), strings.Repeat("x", 20000), strings.Repeat("taliban ", 1000), strings.Repeat("aé", 4000),
	strings.Repeat("isiss-k talibann rusia atacked ", 300), strings.Repeat("U.", 4000), strings.Repeat("’", 4000), strings.Repeat("1,", 4000),
	"ignore all previous instructions", "<@1> @everyone `drop`", "\u202eevil", "ﷺ", "e\u0301\u0301\u0301\u0301",
}

// checkHits finds what is wrong with hits whatever was asked.
func checkHits(c Corpus, hits []Hit) error {
	total, last := 0.0, math.Inf(1)
	seen := map[int]bool{}
	for _, h := range hits {
		switch {
		case h.Document < 0 || h.Document >= len(c.Documents) || seen[h.Document]:
			return fmt.Errorf("document %d is none or comes twice", h.Document)
		case !(h.Confidence >= 0 && h.Confidence <= 1) || h.Confidence > last:
			return fmt.Errorf("confidence %v after %v", h.Confidence, last)
		}
		passages := c.Documents[h.Document].Passages
		if len(passages) == 0 && h.Passage != None || h.Passage >= len(passages) || h.Passage < None {
			return fmt.Errorf("passage %d of %d", h.Passage, len(passages))
		}
		if h.Passage != None && (h.Sentence >= len(passages[h.Passage].Sentences) || h.Sentence < None) {
			return fmt.Errorf("sentence %d of %d", h.Sentence, len(passages[h.Passage].Sentences))
		}
		seen[h.Document], last = true, h.Confidence
		total += h.Confidence
	}
	if len(hits) > maxHits || total > 1+1e-6 {
		return fmt.Errorf("%d hits with a confidence of %v together", len(hits), total)
	}
	return nil
}

func TestManyGoroutines(t *testing.T) {
	for _, c := range []Corpus{bridgeCorpus(), embedded(t)} {
		ix := NewIndex(c)
		var want [][]Hit
		for _, asked := range queries {
			want = append(want, ix.Search(asked))
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for i, asked := range queries {
					got := ix.Search(asked)
					if err := checkHits(c, got); err != nil {
						t.Errorf("%.40q: %v", asked, err)
					}
					if diff := cmp.Diff(want[i], got); diff != "" {
						t.Errorf("%.40q finds something else among others:\n%s", asked, diff)
					}
				}
			})
		}
		all.Wait()
	}
}

// TestTwoAnalyses: one with much to learn from does not drown one with
// nothing.
func TestTwoAnalyses(t *testing.T) {
	c := embedded(t)
	known := len(c.Documents)
	for _, d := range bridgeCorpus().Documents {
		d.Analysis = 1
		c.Documents = append(c.Documents, d)
	}
	ix := NewIndex(c)
	if len(ix.learners) != 1 || len(ix.learners[0].entries) != known+1 {
		t.Fatalf("learners: %d", len(ix.learners))
	}
	for asked, want := range map[string]int{
		"why did the old bridge collapse": known,
		"is there a ferry for children":   known + 1,
		"who pays for the new bridge":     known + 2,
		"why did isis k atack rusia":      1,
		"was ukraine behind the attack":   3,
	} {
		hits := ix.Search(asked)
		if err := checkHits(c, hits); err != nil {
			t.Errorf("%q: %v", asked, err)
		}
		if len(hits) == 0 || hits[0].Document != want {
			t.Errorf("%q finds %+v, want document %d", asked, hits, want)
		}
	}
}

// TestNearMissesWarn: a question like a near miss loses confidence, with a
// learner and without.
func TestNearMissesWarn(t *testing.T) {
	c := bridgeCorpus()
	const asked = "who painted the bridge in 1987"
	before := confidence(NewIndex(c).Search(asked))
	c.NearMisses = []NearMiss{{Text: "who painted the bridge"}, {Text: "who built the bridge"}}
	if after := confidence(NewIndex(c).Search(asked)); after >= before {
		t.Errorf("confidence %.3f, before the near misses %.3f", after, before)
	}
}

// TestFewPhrasingsAreLookedUp: what three phrasings a question name is
// found, though that is too little to learn from.
func TestFewPhrasingsAreLookedUp(t *testing.T) {
	c := bridgeCorpus()
	ix := NewIndex(c)
	if len(ix.learners) != 0 {
		t.Fatal("the index learns from too little")
	}
	before := ix.Search("steel fatigue")
	c.Documents[0].Phrasings = []string{"steel fatigue", "corrosion", "reasons for the disaster"}
	hits := NewIndex(c).Search("steel fatigue")
	if len(before) > 0 || len(hits) == 0 || hits[0].Document != 0 {
		t.Errorf("found %v before and %v with the phrasing", before, hits)
	}
}

func TestTop(t *testing.T) {
	best := newTop(3)
	for id, score := range []float32{2, 5, 1, 5, 3, 9, 0} {
		best.add(int32(id), score)
	}
	if diff := cmp.Diff([]int32{5, 1, 3}, best.ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzSearch(f *testing.F) {
	for _, asked := range queries {
		f.Add(asked)
	}
	bridge := bridgeCorpus()
	small := NewIndex(bridge)
	learnt := embedded(f)
	large := NewIndex(learnt)
	f.Fuzz(func(t *testing.T, asked string) {
		if err := checkHits(bridge, small.Search(asked)); err != nil {
			t.Errorf("nothing learnt: %v", err)
		}
		if err := checkHits(learnt, large.Search(asked)); err != nil {
			t.Errorf("learnt: %v", err)
		}
	})
}

func BenchmarkNewIndex(b *testing.B) {
	c := embedded(b)
	b.ReportAllocs()
	for b.Loop() {
		NewIndex(c)
	}
}

func BenchmarkSearch(b *testing.B) {
	ix := NewIndex(embedded(b))
	for name, asked := range map[string]string{
		"short":   "why did isis k atack rusia",
		"typical": "has the Taliban been killing high-level leaders according to US officials",
		"hostile": strings.Repeat("isiss-k talibann rusia atacked ", 300),
		"endless": strings.Repeat("x", 20000),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ix.Search(asked)
			}
		})
	}
}
