package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// syntheticCorpus makes n documents of a question and two paragraphs, of words
// drawn by Zipf's law from plain English, five rarer ones its own subject.
func syntheticCorpus(n int) (Corpus, []string) {
	words := newBackground().words
	random := rand.New(rand.NewPCG(42, 0))
	zipf := rand.NewZipf(random, 1.07, 8, uint64(len(words)-1))
	text := func(length int, subject []string) string {
		var all []string
		for range length {
			if random.IntN(3) == 0 {
				all = append(all, subject[random.IntN(len(subject))])
			} else {
				all = append(all, words[zipf.Uint64()])
			}
		}
		return strings.Join(all, " ")
	}
	var c Corpus
	var questions []string
	for range n {
		subject := make([]string, 5)
		for i := range subject {
			subject[i] = words[2000+random.IntN(len(words)-2000)]
		}
		d := Document{Question: text(10, subject), Key: NoPlace()}
		for range 2 {
			p := text(60, subject)
			d.Passages = append(d.Passages, Passage{Text: p, Sentences: []string{p}})
		}
		c.Documents = append(c.Documents, d)
		questions = append(questions, text(12, subject))
	}
	return c, questions
}

// BenchmarkScale shows what grows with a library: the time to build its index
// and the time of a search.
func BenchmarkScale(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		c, questions := syntheticCorpus(n)
		b.Run(fmt.Sprintf("build/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				NewIndex(c)
			}
		})
		ix := NewIndex(c)
		b.Run(fmt.Sprintf("search/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				ix.Search(questions[i%len(questions)])
			}
		})
	}
}
