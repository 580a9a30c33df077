package search

import (
	"math"
	"slices"
)

// gramSize is how many letters make a character n-gram. Three letters
// survive one typo in a word of six, and still tell words apart.
const gramSize = 3

// grams returns the hashes of the character n-grams of words, sorted, each
// once. A word's ends count as letters, so that short words give some.
func grams(tokens []token) []uint32 {
	var hashes []uint32
	var letters []rune
	for _, t := range tokens {
		letters = append(letters[:0], ' ')
		letters = append(letters, []rune(t.word)...)
		letters = append(letters, ' ')
		for i := 0; i+gramSize <= len(letters); i++ {
			hashes = append(hashes, hashWithout(letters[i:i+gramSize], -1, -1))
		}
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// likeness is the cosine of two sets of n-grams, 0 to 1.
func likeness(a, b []uint32) float32 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			shared++
			i++
			j++
		}
	}
	return float32(float64(shared) / math.Sqrt(float64(len(a))*float64(len(b))))
}
