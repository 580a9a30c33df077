package search

import (
	"cmp"
	"math"
	"slices"
)

// An index can be given stronger eyes: somebody else, such as a sentence
// encoder, says for every text of the corpus how near a message is to it in
// meaning. What that adds is fused with what the index finds by itself.

// Texts lists the texts that eyes are to look at: of each document the
// question, the phrasings and the passages, and then the near misses.
func (c Corpus) Texts() []string {
	var texts []string
	c.eachText(func(_ int, text string) { texts = append(texts, text) })
	return texts
}

// eachText calls emit with every text and the number of the entry it is of.
func (c Corpus) eachText(emit func(entry int, text string)) {
	documents := append(slices.Clip(c.Documents), missDocuments(c.NearMisses)...)
	for i, d := range documents {
		if d.Question != "" {
			emit(i, d.Question)
		}
		for _, p := range d.allPhrasings() {
			emit(i, p)
		}
		for _, p := range d.Passages {
			emit(i, p.Text)
		}
	}
}

// missDocuments makes of the near misses of each analysis one more document.
func missDocuments(misses []NearMiss) []Document {
	var documents []Document
	sorted := slices.Clone(misses)
	slices.SortStableFunc(sorted, func(x, y NearMiss) int { return cmp.Compare(x.Analysis, y.Analysis) })
	for i := 0; i < len(sorted); {
		d := Document{Analysis: sorted[i].Analysis, Key: NoPlace()}
		for ; i < len(sorted) && sorted[i].Analysis == d.Analysis; i++ {
			d.Phrasings = append(d.Phrasings, sorted[i].Text)
		}
		documents = append(documents, d)
	}
	return documents
}

// seenWeight is how much one standard deviation of nearness counts: e to this
// power. Fitted on the public sets with the Universal Sentence Encoder lite;
// half or twice as much gives nearly the same.
const seenWeight = 0.75

// seenFirst is how many documents are looked at because they are nearest,
// whatever words they have.
const seenFirst = 10

// SearchSeen is [Index.Search] with eyes: nearness is the cosine of the message
// with each of [Corpus.Texts], in that order. Where there are none for every
// text they are passed over.
func (ix *Index) SearchSeen(message string, nearness []float32) []Hit {
	if len(nearness) != len(ix.textOf) || len(nearness) == 0 {
		return ix.Search(message)
	}
	return ix.search(message, ix.standings(nearness))
}

// standings says of every entry how far its nearest text stands out from all
// texts, in standard deviations: models differ in what cosines they give.
func (ix *Index) standings(nearness []float32) []float64 {
	var sum, squares float64
	best := make([]float64, len(ix.entries))
	for i := range best {
		best[i] = -1
	}
	for i, n := range nearness {
		x := float64(n)
		sum += x
		squares += x * x
		best[ix.textOf[i]] = max(best[ix.textOf[i]], x)
	}
	mean := sum / float64(len(nearness))
	deviation := math.Sqrt(max(squares/float64(len(nearness))-mean*mean, 1e-12))
	for i := range best {
		best[i] = (best[i] - mean) / deviation
	}
	return best
}

// nearestSeen returns the documents that stand out most.
func (ix *Index) nearestSeen(standings []float64) []int32 {
	best := newTop(seenFirst)
	for d, s := range standings {
		if ix.finds(int32(d)) {
			best.add(int32(d), float32(s))
		}
	}
	return best.ids
}

// fuse weighs the confidence of candidates by how they stand out. All together
// they keep what they had.
func fuse(candidates []*candidate, standings []float64) {
	before, after := 0.0, 0.0
	most := math.Inf(-1)
	for _, c := range candidates {
		most = max(most, standings[c.document])
	}
	for _, c := range candidates {
		before += c.confidence
		c.confidence *= math.Exp(seenWeight * (standings[c.document] - most))
		after += c.confidence
	}
	for _, c := range candidates {
		c.confidence *= before / max(after, 1e-12)
	}
}
