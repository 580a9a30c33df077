// Bench measures Ibid's matcher side by side with two peers, in one run on one
// machine: github.com/blevesearch/bleve, a search library with an index in
// memory, and github.com/sahilm/fuzzy, which ranks names by their letters. It
// is a module of its own, so that the peers' dependencies stay out of Ibid's.
//
// Read [matcher] first: each contender is one. Then measure.go, which asks all
// of them the same, and claims_test.go, which holds what is claimed of them as
// ratios in the same run.
package main
