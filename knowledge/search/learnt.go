package search

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"math"
	"slices"
)

// What a classifier has learnt can be kept, so that the next index over the
// same texts need not train again: with a thousand phrasings a document that
// is most of the time it takes to build one.
//
// A kept classifier is, little endian throughout:
//
//	fingerprint of the lines it learnt from    32 bytes
//	classes, features                          4 bytes each
//	scale of the weights, of the meaning       4 bytes each, float32
//	the features' hashes, rising               8 bytes each
//	their idf                                  4 bytes each, float32
//	weights, a row a feature, the biases last  2 bytes each
//	meaning, a row a dimension                 2 bytes each

// learntVersion is raised with every change to what a classifier learns from
// the same lines: then all that was kept is of no use any more.
const learntVersion = 1

// errLearnt says that a kept classifier cannot be read.
var errLearnt = errors.New("what was kept of the learning is damaged: write it anew with ibid learn")

// fingerprint identifies all that training depends on.
func fingerprint(lines []line, classes int, withSenses bool) [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintln(h, learntVersion, classes, withSenses)
	for _, l := range lines {
		writeLine(h, l)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func writeLine(h hash.Hash, l line) {
	buffer := binary.AppendUvarint(nil, uint64(l.class))
	for _, t := range l.tokens {
		buffer = append(append(buffer, t.word...), 0)
		if t.alias != nil {
			for _, part := range t.alias.parts {
				buffer = append(append(buffer, part.word...), 1)
			}
		}
	}
	h.Write(append(buffer, '\n'))
}

// keep writes a classifier.
func (c *classifier) keep(print [sha256.Size]byte) []byte {
	hashes := make([]uint64, 0, len(c.ids))
	for h := range c.ids {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	weightScale, meaningScale := scaleOf(c.weights), scaleOf(c.meaning)
	out := append([]byte(nil), print[:]...)
	out = binary.LittleEndian.AppendUint32(out, uint32(c.classes))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(hashes)))
	out = appendFloat(appendFloat(out, weightScale), meaningScale)
	for _, h := range hashes {
		out = binary.LittleEndian.AppendUint64(out, h)
	}
	for _, h := range hashes {
		out = appendFloat(out, c.idf[c.ids[h]])
	}
	for _, h := range hashes {
		out = appendRow(out, c.row(c.ids[h])[:c.classes], weightScale)
	}
	out = appendRow(out, c.biases()[:c.classes], weightScale)
	for i := range dimensions {
		out = appendRow(out, c.meaning[i*c.stride:][:c.classes], meaningScale)
	}
	return out
}

// scaleOf returns what one step of a kept number is worth.
func scaleOf(numbers []float32) float32 {
	largest := float32(1e-6)
	for _, x := range numbers {
		largest = max(largest, x, -x)
	}
	return largest / math.MaxInt16
}

func appendFloat(out []byte, x float32) []byte {
	return binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
}

func appendRow(out []byte, row []float32, scale float32) []byte {
	for _, x := range row {
		out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Round(float64(x/scale)))))
	}
	return out
}

// recall makes a classifier of what was kept.
func recall(data []byte, s *senses) (*classifier, error) {
	r := numbers{data: data}
	r.bytes(sha256.Size)
	classes, features := int(r.uint32()), int(r.uint32())
	weightScale, meaningScale := r.float(), r.float()
	const header = sha256.Size + 16
	row := 2 * classes
	if r.failed || classes < 1 || len(data) != header+features*(12+row)+row*(1+dimensions) {
		return nil, errLearnt
	}
	c := newClassifier(classes, features, s)
	for i := range features {
		c.ids[r.uint64()] = int32(i)
	}
	c.idf = make([]float32, features)
	for i := range c.idf {
		c.idf[i] = r.float()
		c.rarest = max(c.rarest, c.idf[i])
	}
	c.makeWeights()
	for i := range features + 1 {
		r.row(c.row(int32(i))[:classes], weightScale)
	}
	for i := range dimensions {
		r.row(c.meaning[i*c.stride:][:classes], meaningScale)
	}
	return c, nil
}

// numbers are taken off the front of data.
type numbers struct {
	data   []byte
	failed bool // there was less than asked for
}

func (r *numbers) bytes(n int) []byte {
	if len(r.data) < n {
		r.failed = true
		return make([]byte, n)
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *numbers) uint32() uint32 { return binary.LittleEndian.Uint32(r.bytes(4)) }
func (r *numbers) uint64() uint64 { return binary.LittleEndian.Uint64(r.bytes(8)) }
func (r *numbers) float() float32 { return math.Float32frombits(r.uint32()) }

func (r *numbers) row(into []float32, scale float32) {
	for i := range into {
		into[i] = scale * float32(int16(binary.LittleEndian.Uint16(r.bytes(2))))
	}
}
