package search

import (
	"fmt"
	"slices"
	"strings"
)

// Config says how an index works. The zero Config is the matcher as it is
// meant to be; the others serve to measure what each part of it gives.
type Config struct {
	Without []Part // what is left out
	// Phrasings is how many phrasings of a document are taken in at most, and
	// how many near misses of an analysis; 0 stands for all, less for none.
	// They are taken evenly from the whole list.
	Phrasings int
	// HeldOut names the public sets, by what their names begin with, that the
	// models of confidence must not have been fitted on: "covid", "clinc",
	// "banking77" or "hint3".
	HeldOut string
}

// Part is a part of the matcher that can be left out.
type Part string

// The parts.
const (
	Aliases    Part = "aliases"    // groups of names for one thing
	Typos      Part = "typos"      // repair of misspelled words
	Passages   Part = "passages"   // the answers' own words
	Letters    Part = "letters"    // likeness of letters to the nearest phrasing
	Senses     Part = "senses"     // word vectors, in the lookup and in what is learnt
	Neighbours Part = "neighbours" // looking up words of like meaning
	Learning   Part = "learning"   // classifiers
	Misses     Part = "misses"     // near misses
)

// Parts lists every part.
func Parts() []Part {
	return []Part{Aliases, Typos, Passages, Letters, Senses, Neighbours, Learning, Misses}
}

// ParseParts reads the names of parts. It returns an error that names the
// parts there are.
func ParseParts(names []string) ([]Part, error) {
	var parts []Part
	for _, name := range names {
		part := Part(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(Parts(), part) {
			return nil, fmt.Errorf("the matcher has no part %q: use %q", name, Parts())
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// has reports whether a part is in use.
func (c Config) has(p Part) bool { return !slices.Contains(c.Without, p) }

// reduce returns the corpus without what the configuration leaves out.
func (c Config) reduce(corpus Corpus) Corpus {
	if !c.has(Misses) {
		corpus.NearMisses = nil
	}
	corpus.NearMisses = c.reduceMisses(corpus.NearMisses)
	corpus.Documents = slices.Clone(corpus.Documents)
	for i := range corpus.Documents {
		d := &corpus.Documents[i]
		if c.Phrasings != 0 {
			d.Phrasings = evenly(d.allPhrasings(), c.Phrasings)
			d.Passages = withoutPhrasings(d.Passages)
		}
	}
	return corpus
}

func withoutPhrasings(passages []Passage) []Passage {
	passages = slices.Clone(passages)
	for i := range passages {
		passages[i].Phrasings = nil
	}
	return passages
}

func (c Config) reduceMisses(misses []NearMiss) []NearMiss {
	byAnalysis := make(map[int][]NearMiss)
	for _, m := range misses {
		byAnalysis[m.Analysis] = append(byAnalysis[m.Analysis], m)
	}
	var kept []NearMiss
	for _, m := range misses {
		if list, ok := byAnalysis[m.Analysis]; ok {
			kept = append(kept, evenly(list, c.Phrasings)...)
			delete(byAnalysis, m.Analysis)
		}
	}
	return kept
}

// evenly returns n of a list, all where n is 0 and none where it is less.
func evenly[T any](list []T, n int) []T {
	if n < 0 {
		return nil
	}
	if n == 0 || len(list) <= n {
		return list
	}
	kept := make([]T, n)
	for i := range kept {
		kept[i] = list[i*len(list)/n]
	}
	return kept
}

// namesOf returns the groups of aliases that an index over a corpus uses.
func (c Config) namesOf(corpus Corpus) [][]string {
	if !c.has(Aliases) {
		return nil
	}
	return namesOf(corpus)
}
