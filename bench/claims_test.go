package main

import (
	"os"
	"strings"
	"testing"
)

const (
	setsFolder = "../knowledge/eval/testdata/sets"
	wordsFile  = "../knowledge/search/words.txt"
)

// TestBetterThanBleve: on the public sets the matcher puts the right document
// first more often than bleve does, by the mean, and by far than fuzzy.
func TestBetterThanBleve(t *testing.T) {
	tasks, err := readTasks(setsFolder)
	if err != nil {
		t.Fatal(err)
	}
	mean := make(map[string]float64)
	for _, c := range contenders() {
		for _, task := range tasks {
			m, err := c.build(task.documents)
			if err != nil {
				t.Fatal(err)
			}
			var r result
			r.rank(m, task)
			mean[c.name] += r.P1 / float64(len(tasks))
		}
	}
	t.Logf("mean P@1: ibid %.3f, bleve %.3f, fuzzy %.3f", mean["ibid"], mean["bleve"], mean["fuzzy"])
	if mean["ibid"] < mean["bleve"]+0.08 {
		t.Errorf("mean P@1 is %.3f and bleve's %.3f, want 0.08 more", mean["ibid"], mean["bleve"])
	}
	if mean["ibid"] < 5*mean["fuzzy"] {
		t.Errorf("mean P@1 is %.3f and fuzzy's %.3f, want five times as much", mean["ibid"], mean["fuzzy"])
	}
}

// TestFasterThanBleve: with 10,000 documents a search takes a fifth of bleve's
// time at most, in the same run, and finds no less.
func TestFasterThanBleve(t *testing.T) {
	text, err := os.ReadFile(wordsFile)
	if err != nil {
		t.Fatal(err)
	}
	task := synthetic(strings.Fields(string(text)), 10_000, 100)
	results := make(map[string]result)
	for _, c := range contenders()[:2] {
		r, err := measure(c, task)
		if err != nil {
			t.Fatal(err)
		}
		results[c.name] = r
	}
	ibid, bleve := results["ibid"], results["bleve"]
	t.Logf("ibid %.0f µs, P@1 %.3f; bleve %.0f µs, P@1 %.3f", ibid.P50, ibid.P1, bleve.P50, bleve.P1)
	if ibid.P50*5 > bleve.P50 {
		t.Errorf("a search takes %.0f µs and bleve's %.0f µs: that is not five times as fast", ibid.P50, bleve.P50)
	}
	if ibid.P1 < bleve.P1 {
		t.Errorf("P@1 is %.3f, less than bleve's %.3f", ibid.P1, bleve.P1)
	}
}

// BenchmarkSearch compares one search in 10,000 documents.
func BenchmarkSearch(b *testing.B) {
	text, err := os.ReadFile(wordsFile)
	if err != nil {
		b.Fatal(err)
	}
	task := synthetic(strings.Fields(string(text)), 10_000, 100)
	for _, c := range contenders() {
		m, err := c.build(task.documents)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m.search(task.questions[i%len(task.questions)].text)
			}
		})
	}
}
