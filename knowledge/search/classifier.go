package search

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// The classifier is multinomial logistic regression (softmax) on words, word
// pairs and character n-grams, trained by stochastic gradient descent on the
// phrasings of one analysis, with the sentences of its answers as further
// lines. Where an analysis has many phrasings, learning from them finds far
// more than looking them up.

// Character n-grams from 4 to 5 letters: the best of the ranges tried.
const (
	shortGram = 4
	longGram  = 5
)

// Training. Results are flat around these values: a third more or less of
// any changes nothing beyond noise.
const (
	epochs       = 8
	learningRate = 2.0
	biasRate     = 0.1    // a class's base rate is learnt a tenth as fast
	seed         = 0x1b1d // fixed: the same corpus gives the same classifier
)

// line is one text to learn from.
type line struct {
	tokens []token
	class  int
}

// feature is a word, pair or n-gram of a text.
type feature struct {
	id    int32
	word  int32 // which word of the text it belongs to
	value float32
}

// classifier tells classes of texts apart. It never changes once trained.
type classifier struct {
	classes int
	ids     map[uint64]int32
	idf     []float32
	rarest  float32   // the largest idf: that of a feature never seen
	weights []float32 // classes of a feature side by side; the biases last
}

// train learns from lines. Their order matters only within rounding.
func train(lines []line, classes int) *classifier {
	c := &classifier{classes: classes, ids: make(map[uint64]int32, 16*len(lines))}
	texts := c.learnFeatures(lines)
	c.weigh(texts)
	c.weights = make([]float32, (len(c.idf)+1)*classes)
	c.descend(lines, texts)
	return c
}

// learnFeatures returns the features of each text, each once, and numbers
// them.
func (c *classifier) learnFeatures(lines []line) [][]feature {
	texts := make([][]feature, len(lines))
	var last []int32 // by feature: the last text it was found in, plus one
	var found []feature
	for i, l := range lines {
		found = found[:0]
		eachFeature(l.tokens, func(hash uint64, word int) {
			id, ok := c.ids[hash]
			if !ok {
				id = int32(len(last))
				c.ids[hash] = id
				last = append(last, 0)
			}
			if last[id] != int32(i)+1 {
				last[id] = int32(i) + 1
				found = append(found, feature{id: id, word: int32(word)})
			}
		})
		texts[i] = slices.Clone(found)
	}
	return texts
}

// weigh gives every feature its inverse document frequency.
func (c *classifier) weigh(texts [][]feature) {
	counts := make([]int, len(c.ids))
	for _, features := range texts {
		for _, f := range features {
			counts[f.id]++
		}
	}
	c.idf = make([]float32, len(counts))
	for id, n := range counts {
		c.idf[id] = float32(math.Log(1 + float64(len(texts))/float64(n)))
		c.rarest = max(c.rarest, c.idf[id])
	}
	for _, features := range texts {
		for i := range features {
			features[i].value = c.idf[features[i].id]
		}
	}
}

// descend is the training proper: every epoch reads all lines in a new
// order, at a rate that falls to nothing.
func (c *classifier) descend(lines []line, texts [][]feature) {
	source := rand.NewPCG(seed, 0)
	random := rand.New(source)
	order := random.Perm(len(lines))
	chances := make([]float32, c.classes)
	var kept []feature
	for epoch := range epochs {
		rate := float32(learningRate * (1 - float64(epoch)/epochs))
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			kept = dropWords(kept[:0], texts[i], source)
			scale := 1 / length(kept, 0)
			c.chances(kept, scale, chances)
			chances[lines[i].class]--
			c.step(kept, rate*scale, chances)
			for class, gradient := range chances {
				c.weights[len(c.idf)*c.classes+class] -= rate * biasRate * gradient
			}
		}
	}
}

// dropWords copies features but those of words left out by chance. A text of
// more than 64 words leaves them out 64 apart.
func dropWords(kept, features []feature, random *rand.PCG) []feature {
	a, b, c, d := random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64()
	out := a & b & (c | d) // 3 bits in 16
	for _, f := range features {
		if out>>(f.word%64)&1 == 0 {
			kept = append(kept, f)
		}
	}
	if len(kept) == 0 {
		kept = append(kept, features...)
	}
	return kept
}

// length is the Euclidean length of a text, unseen being the squared length
// of what the classifier has no feature for.
func length(features []feature, unseen float32) float32 {
	sum := unseen
	for _, f := range features {
		sum += f.value * f.value
	}
	return max(float32(math.Sqrt(float64(sum))), 1e-6)
}

// step moves the weights of features against the gradient.
func (c *classifier) step(features []feature, rate float32, gradient []float32) {
	for _, f := range features {
		row := c.weights[int(f.id)*c.classes:][:len(gradient)]
		r := rate * f.value
		for class, g := range gradient {
			row[class] -= r * g
		}
	}
}

// chances sets out to the probability of each class.
func (c *classifier) chances(features []feature, scale float32, out []float32) {
	clear(out)
	for _, f := range features {
		row := c.weights[int(f.id)*c.classes:][:len(out)]
		for class := range out {
			out[class] += f.value * row[class]
		}
	}
	bias := c.weights[len(c.idf)*c.classes:]
	for class := range out {
		out[class] = out[class]*scale + bias[class]
	}
	softmax(out)
}

// softmax turns scores into probabilities in place.
func softmax(scores []float32) {
	most := scores[0]
	for _, s := range scores {
		most = max(most, s)
	}
	sum := float32(0)
	for i, s := range scores {
		scores[i] = float32(math.Exp(float64(s - most)))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// distinct keeps each feature once.
func distinct(features []feature) []feature {
	slices.SortFunc(features, func(a, b feature) int { return cmp.Compare(a.id, b.id) })
	return slices.CompactFunc(features, func(a, b feature) bool { return a.id == b.id })
}

// unseenWeight is how much of what the classifier has never seen counts
// against its being sure: the more of a text is new, the shorter its
// features, and the nearer its probabilities to each other.
const unseenWeight = 0.5

// classify returns the probability of each class.
func (c *classifier) classify(tokens []token) []float32 {
	var features []feature
	unseen := 0
	eachFeature(tokens, func(hash uint64, word int) {
		if id, ok := c.ids[hash]; ok {
			features = append(features, feature{id: id, word: int32(word), value: c.idf[id]})
		} else {
			unseen++
		}
	})
	features = distinct(features)
	chances := make([]float32, c.classes)
	scale := 1 / length(features, unseenWeight*float32(unseen)*c.rarest*c.rarest)
	c.chances(features, scale, chances)
	return chances
}

// eachFeature calls emit with the hash of every word, pair of words next to
// each other or with one between, and character n-gram of a text, and the
// word it belongs to. An alias is one word in pairs, and also the words it is
// made of.
func eachFeature(tokens []token, emit func(hash uint64, word int)) {
	var last, lastButOne uint64
	for i, t := range tokens {
		whole := hashString(wordKind, t.word)
		emit(whole, i)
		if i > 0 {
			emit(mix(last, whole), i)
		}
		if i > 1 {
			emit(mix(lastButOne^skipKind, whole), i)
		}
		last, lastButOne = whole, last
		for _, part := range t.parts {
			emit(hashString(wordKind, part.word), i)
			eachGram(part.word, func(hash uint64) { emit(hash, i) })
		}
		if t.parts == nil {
			eachGram(t.word, func(hash uint64) { emit(hash, i) })
		}
	}
}

// Kinds of feature, to keep apart the hashes of a word and of the same
// letters as an n-gram.
const (
	wordKind = 14695981039346656037 // the FNV-1a offset
	gramKind = 0x9e3779b97f4a7c15
	skipKind = 0x5851f42d4c957f2d // of a pair with a word between
)

const prime = 1099511628211 // of 64-bit FNV-1a

func hashString(kind uint64, s string) uint64 {
	for i := range len(s) {
		kind = (kind ^ uint64(s[i])) * prime
	}
	return kind
}

func mix(a, b uint64) uint64 { return (a ^ b>>29 ^ b<<3) * prime }

// eachGram calls emit with the hash of every n-gram of a word between
// blanks.
func eachGram(word string, emit func(hash uint64)) {
	var buffer [64]rune
	letters := append(buffer[:0], ' ')
	for _, r := range word {
		letters = append(letters, r)
	}
	letters = append(letters, ' ')
	for i := range letters {
		hash := uint64(gramKind)
		for n, r := range letters[i:min(len(letters), i+longGram)] {
			hash = (hash ^ uint64(r)) * prime
			if n+1 >= shortGram {
				emit(hash)
			}
		}
	}
}
