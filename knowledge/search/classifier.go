package search

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// The classifier is multinomial logistic regression (softmax) on words, word
// pairs, character n-grams and the vector of the whole, trained by stochastic
// gradient descent on the phrasings of one analysis, with the sentences of its
// answers as further lines. Where an analysis has many phrasings, learning from them finds far
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

// meaningWeight is how long the vector of a text is beside its features.
const meaningWeight = 0.5

// line is one text to learn from.
type line struct {
	tokens []token
	class  int
}

// text is a line as the classifier sees it.
type text struct {
	features []feature // each once
	vectors  []int32   // by word, which vector of the vocabulary it has; or -1
	class    int
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
	stride  int     // classes, and as many more as make up whole lanes
	senses  *senses // nil: no vectors
	ids     map[uint64]int32
	idf     []float32
	rarest  float32   // the largest idf: that of a feature never seen
	weights []float32 // stride of them a feature, a class each; the biases last
	meaning []float32 // stride of them a dimension of a text's vector
}

func newClassifier(classes, features int, s *senses) *classifier {
	return &classifier{
		classes: classes, stride: (classes + lanes - 1) / lanes * lanes,
		senses: s, ids: make(map[uint64]int32, features),
	}
}

// makeWeights makes room for the weights of all features that have an idf.
func (c *classifier) makeWeights() {
	c.weights = make([]float32, (len(c.idf)+1)*c.stride)
	c.meaning = make([]float32, dimensions*c.stride)
}

// train learns from lines; s may be nil. The order of the lines matters only
// within rounding.
func train(lines []line, classes int, s *senses) *classifier {
	c := newClassifier(classes, 16*len(lines), s)
	texts := c.learnFeatures(lines)
	least := 1
	if len(lines) >= manyLines {
		least = minLines
	}
	c.weigh(c.prune(texts, least), texts)
	c.makeWeights()
	c.descend(texts, c.learnWords(lines, texts))
	return c
}

// learnFeatures returns the features of each line, each once, and numbers
// them.
func (c *classifier) learnFeatures(lines []line) []text {
	texts := make([]text, len(lines))
	var last []int32 // by feature: the last line it was found in, plus one
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
		texts[i] = text{features: slices.Clone(found), class: l.class}
	}
	return texts
}

// learnWords returns the vectors of all words, and notes in each text which
// are its own.
func (c *classifier) learnWords(lines []line, texts []text) []vector {
	if c.senses == nil {
		return nil
	}
	var vocabulary []vector
	at := make(map[string]int32)
	for i, l := range lines {
		texts[i].vectors = make([]int32, len(l.tokens))
		for j, t := range l.tokens {
			id, ok := at[t.word]
			if !ok {
				id = -1
				var v vector
				if c.senses.addWord(&v, t) {
					id = int32(len(vocabulary))
					vocabulary = append(vocabulary, v)
				}
				at[t.word] = id
			}
			texts[i].vectors[j] = id
		}
	}
	return vocabulary
}

// minLines is in how many lines a feature must be found to be learnt where
// there are manyLines: what is in one only, as six in ten are, then teaches
// little about any other.
const (
	minLines  = 2
	manyLines = 2_000
)

// prune drops the features of fewer than least lines, and returns in how many
// lines each of the others is.
func (c *classifier) prune(texts []text, least int) []int {
	counts := make([]int, len(c.ids))
	for _, t := range texts {
		for _, f := range t.features {
			counts[f.id]++
		}
	}
	renamed := make([]int32, len(counts))
	var kept []int
	for id, n := range counts {
		renamed[id] = int32(len(kept))
		if n >= least {
			kept = append(kept, n)
		}
	}
	maps.DeleteFunc(c.ids, func(_ uint64, id int32) bool { return counts[id] < least })
	for hash, id := range c.ids {
		c.ids[hash] = renamed[id]
	}
	for i, t := range texts {
		texts[i].features = slices.DeleteFunc(t.features, func(f feature) bool { return counts[f.id] < least })
		for j, f := range texts[i].features {
			texts[i].features[j].id = renamed[f.id]
		}
	}
	return kept
}

// weigh gives every feature its inverse document frequency.
func (c *classifier) weigh(counts []int, texts []text) {
	c.idf = make([]float32, len(counts))
	for id, n := range counts {
		c.idf[id] = float32(math.Log(1 + float64(len(texts))/float64(n)))
		c.rarest = max(c.rarest, c.idf[id])
	}
	for _, t := range texts {
		for i := range t.features {
			t.features[i].value = c.idf[t.features[i].id]
		}
	}
}

// descend is the training proper: every epoch reads all texts in a new
// order, at a rate that falls to nothing.
func (c *classifier) descend(texts []text, vocabulary []vector) {
	source := rand.NewPCG(seed, 0)
	random := rand.New(source)
	order := random.Perm(len(texts))
	chances := make([]float32, c.stride)
	var kept []feature
	for epoch := range epochs {
		rate := float32(learningRate * (1 - float64(epoch)/epochs))
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			out := dropOut(source)
			kept = keepFeatures(kept[:0], texts[i].features, out)
			v := meaningOf(texts[i].vectors, vocabulary, out)
			scale := 1 / length(kept, 0)
			c.chances(kept, &v, scale, chances)
			chances[texts[i].class]--
			c.step(kept, &v, scale, chances, rate)
		}
	}
}

// dropOut chooses by chance which words of a text to leave out, 3 in 16 of
// them: a bit a word, those 64 apart together.
func dropOut(random *rand.PCG) uint64 {
	a, b, c, d := random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64()
	return a & b & (c | d)
}

// keepFeatures copies features but those of words left out.
func keepFeatures(kept, features []feature, out uint64) []feature {
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

// meaningOf returns the vector of the words not left out.
func meaningOf(words []int32, vocabulary []vector, out uint64) vector {
	var sum vector
	for i, id := range words {
		if id >= 0 && out>>(i%64)&1 == 0 {
			sum.add(&vocabulary[id], 1)
		}
	}
	sum.normalize()
	return sum
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

// step moves all weights against the gradient.
func (c *classifier) step(features []feature, v *vector, scale float32, gradient []float32, rate float32) {
	for _, f := range features {
		addRow(c.row(f.id), gradient, -rate*scale*f.value)
	}
	for i, x := range v {
		addRow(c.meaning[i*c.stride:][:c.stride], gradient, -rate*meaningWeight*x)
	}
	addRow(c.biases(), gradient, -rate*biasRate)
}

// chances sets out to the probability of each class, and 0 behind them.
func (c *classifier) chances(features []feature, v *vector, scale float32, out []float32) {
	copy(out, c.biases())
	for _, f := range features {
		addRow(out, c.row(f.id), scale*f.value)
	}
	for i, x := range v {
		addRow(out, c.meaning[i*c.stride:][:c.stride], meaningWeight*x)
	}
	softmax(out[:c.classes])
	clear(out[c.classes:])
}

func (c *classifier) row(feature int32) []float32 {
	return c.weights[int(feature)*c.stride:][:c.stride]
}

func (c *classifier) biases() []float32 { return c.row(int32(len(c.idf))) }

// lanes is how many numbers addRow takes at once. With their count known the
// compiler needs no loop and no checks, which halves the time of training.
const lanes = 8

// addRow adds w times a row to another; the length of both is a multiple of
// lanes.
func addRow(to, row []float32, w float32) {
	for len(to) >= lanes && len(row) >= lanes {
		t, r := (*[lanes]float32)(to), (*[lanes]float32)(row)
		t[0] += w * r[0]
		t[1] += w * r[1]
		t[2] += w * r[2]
		t[3] += w * r[3]
		t[4] += w * r[4]
		t[5] += w * r[5]
		t[6] += w * r[6]
		t[7] += w * r[7]
		to, row = to[lanes:], row[lanes:]
	}
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
	chances := make([]float32, c.stride)
	scale := 1 / length(features, unseenWeight*float32(unseen)*c.rarest*c.rarest)
	var v vector
	if c.senses != nil {
		v = c.senses.text(tokens)
	}
	c.chances(features, &v, scale, chances)
	return chances[:c.classes]
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
		if t.alias == nil {
			eachGram(t.word, func(hash uint64) { emit(hash, i) })
			continue
		}
		for _, part := range t.alias.parts {
			emit(hashString(wordKind, part.word), i)
			eachGram(part.word, func(hash uint64) { emit(hash, i) })
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
