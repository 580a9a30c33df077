// Package storetest holds every implementation of a store to what
// [ibid/store.Store] says.
package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"sync"
	"testing"

	"ibid/store"
)

// Run tests a kind of store. open makes an empty one; Run closes it.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for name, test := range map[string]func(*testing.T, store.Store){
		"Bits":              bits,
		"Absent":            absent,
		"Models":            models,
		"Replace":           replace,
		"Copies":            copies,
		"Many":              many,
		"Together":          together,
		"Nothing":           nothing,
		"EndedByItsContext": ended,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			test(t, s)
		})
	}
}

// Hash is the hash of a text.
func Hash(text string) [32]byte { return sha256.Sum256([]byte(text)) }

// Put keeps vectors by their texts, or ends the test.
func Put(t *testing.T, s store.Store, model string, vectors map[string][]float32) {
	t.Helper()
	hashed := make(map[[32]byte][]float32)
	for text, v := range vectors {
		hashed[Hash(text)] = v
	}
	if err := s.PutVectors(t.Context(), model, hashed); err != nil {
		t.Fatal(err)
	}
}

// Want wants just these of the texts asked for to be kept, bit by bit.
func Want(t *testing.T, s store.Store, model string, asked []string, want map[string][]float32) {
	t.Helper()
	hashes := make([][32]byte, len(asked))
	for i, text := range asked {
		hashes[i] = Hash(text)
	}
	got, err := s.Vectors(t.Context(), model, hashes)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Errorf("model %q: %d vectors, want %d", model, len(got), len(want))
	}
	for text, v := range want {
		if g := got[Hash(text)]; !same(g, v) {
			t.Errorf("model %q, text %q: vector %v, want %v", model, text, g, v)
		}
	}
}

func same(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			return false
		}
	}
	return true
}

func bits(t *testing.T, s store.Store) {
	odd := map[string][]float32{
		"odd": {0, float32(math.Copysign(0, -1)), math.SmallestNonzeroFloat32, -math.MaxFloat32, 0.1, 1},
		"one": {-0.5},
	}
	Put(t, s, "m", odd)
	Want(t, s, "m", []string{"odd", "one"}, odd)
}

func absent(t *testing.T, s store.Store) {
	Put(t, s, "m", map[string][]float32{"a": {1}, "b": {2}})
	Want(t, s, "m", []string{"a", "c", "a"}, map[string][]float32{"a": {1}})
	Want(t, s, "m", []string{"c"}, nil)
}

func models(t *testing.T, s store.Store) {
	Put(t, s, "m", map[string][]float32{"a": {1}})
	Put(t, s, "n", map[string][]float32{"a": {2, 3}})
	Want(t, s, "m", []string{"a"}, map[string][]float32{"a": {1}})
	Want(t, s, "n", []string{"a"}, map[string][]float32{"a": {2, 3}})
	Want(t, s, "o", []string{"a"}, nil)
}

func replace(t *testing.T, s store.Store) {
	Put(t, s, "m", map[string][]float32{"a": {1}, "b": {2}})
	Put(t, s, "m", map[string][]float32{"a": {3, 4}, "c": {5}})
	Want(t, s, "m", []string{"a", "b", "c"}, map[string][]float32{"a": {3, 4}, "b": {2}, "c": {5}})
}

// copies: what is put in and what comes out is the caller's to change.
func copies(t *testing.T, s store.Store) {
	mine := []float32{1, 2}
	Put(t, s, "m", map[string][]float32{"a": mine})
	mine[0] = 9
	got, err := s.Vectors(t.Context(), "m", [][32]byte{Hash("a")})
	if err != nil {
		t.Fatal(err)
	}
	got[Hash("a")][1] = 9
	Want(t, s, "m", []string{"a"}, map[string][]float32{"a": {1, 2}})
}

// many are as many as a library has.
func many(t *testing.T, s store.Store) {
	const n = 5_000
	vectors, asked := make(map[string][]float32, n), make([]string, n)
	for i := range n {
		asked[i] = fmt.Sprint("text ", i)
		vectors[asked[i]] = []float32{float32(i), 1}
	}
	Put(t, s, "m", vectors)
	Want(t, s, "m", asked, vectors)
}

// together: writers and readers at the same time get in nobody's way.
func together(t *testing.T, s store.Store) {
	const writers, rounds = 8, 10
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range rounds {
				shared, own := Hash("shared"), Hash(fmt.Sprint(w, " ", i))
				v := []float32{float32(w), float32(i)}
				if err := s.PutVectors(t.Context(), "m", map[[32]byte][]float32{shared: v, own: v}); err != nil {
					t.Error(err)
				}
				got, err := s.Vectors(t.Context(), "m", [][32]byte{shared, own})
				if err != nil || !same(got[own], v) || len(got[shared]) != len(v) {
					t.Errorf("vectors %v (%v), want one's own and the shared one", got, err)
				}
			}
		})
	}
	all.Wait()
}

func nothing(t *testing.T, s store.Store) {
	Put(t, s, "m", nil)
	Want(t, s, "m", nil, nil)
}

// ended: a context that has ended leaves everything as it was.
func ended(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.PutVectors(ctx, "m", map[[32]byte][]float32{Hash("a"): {1}}); err == nil {
		t.Error("vectors are kept although the context has ended")
	}
	if _, err := s.Vectors(ctx, "m", [][32]byte{Hash("a")}); err == nil {
		t.Error("vectors are read although the context has ended")
	}
	Want(t, s, "m", []string{"a"}, nil)
}
