package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// result is what one contender did with one task.
type result struct {
	Task      string  `json:"task"`
	Contender string  `json:"contender"`
	P1        float64 `json:"p_at_1"` // right document first
	Typos     float64 `json:"typos"`  // the same of the misspelled questions; 0 where there are none
	MRR5      float64 `json:"mrr_at_5"`
	Build     float64 `json:"build_ms"`
	Heap      float64 `json:"heap_mb"` // of the index, after a collection
	P50       float64 `json:"p50_us"`  // of a search
	P95       float64 `json:"p95_us"`
	P99       float64 `json:"p99_us"`
}

// repeats is how often everything is asked; of each question the median
// counts.
const repeats = 5

// measure lets a contender do a task, on one core.
func measure(c contender, t task) (result, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	before := heap()
	start := time.Now()
	m, err := c.build(t.documents)
	if err != nil {
		return result{}, fmt.Errorf("build %s for %s: %w", c.name, t.name, err)
	}
	r := result{Task: t.name, Contender: c.name, Build: float64(time.Since(start).Microseconds()) / 1000}
	r.Heap = max(heap()-before, 0)
	r.rank(m, t)
	r.time(m, t)
	runtime.KeepAlive(m)
	return r, nil
}

// heap returns what is in use, in megabytes.
func heap() float64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc) / 1e6
}

// rank asks every question once and sees what comes first.
func (r *result) rank(m matcher, t task) {
	misspelled := 0.0
	for _, q := range t.questions {
		place := slices.IndexFunc(m.search(q.text), func(d int) bool { return q.answers[d] })
		if place == 0 {
			r.P1++
		}
		if place >= 0 {
			r.MRR5 += 1 / float64(place+1)
		}
		if q.typos != "" {
			misspelled++
			if found := m.search(q.typos); len(found) > 0 && q.answers[found[0]] {
				r.Typos++
			}
		}
	}
	n := float64(len(t.questions))
	r.P1, r.MRR5, r.Typos = r.P1/n, r.MRR5/n, r.Typos/max(misspelled, 1)
}

// time asks everything again and again.
func (r *result) time(m matcher, t task) {
	medians := make([]float64, 0, len(t.questions))
	for _, q := range t.questions {
		var took []float64
		for range repeats {
			start := time.Now()
			m.search(q.text)
			took = append(took, float64(time.Since(start).Nanoseconds())/1000)
		}
		slices.Sort(took)
		medians = append(medians, took[repeats/2])
	}
	slices.Sort(medians)
	at := func(share float64) float64 { return medians[min(int(share*float64(len(medians))), len(medians)-1)] }
	r.P50, r.P95, r.P99 = at(0.50), at(0.95), at(0.99)
}
