// Package memory is a store that forgets all when the program ends: for
// tests, and for where no file may be written.
package memory

import (
	"context"
	"slices"
	"sync"
)

// Store implements [ibid/store.Store]. It is made by [New].
type Store struct {
	mu      sync.Mutex
	vectors map[key][]float32
}

type key struct {
	model string
	hash  [32]byte
}

// New makes an empty store.
func New() *Store { return &Store{vectors: make(map[key][]float32)} }

// Vectors returns copies of the vectors that are kept.
func (s *Store) Vectors(ctx context.Context, model string, hashes [][32]byte) (map[[32]byte][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make(map[[32]byte][]float32)
	for _, hash := range hashes {
		if v, ok := s.vectors[key{model, hash}]; ok {
			found[hash] = slices.Clone(v)
		}
	}
	return found, nil
}

// PutVectors keeps copies of the vectors.
func (s *Store) PutVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, v := range vectors {
		s.vectors[key{model, hash}] = slices.Clone(v)
	}
	return nil
}

// Close does nothing: there is nothing to give back.
func (s *Store) Close() error { return nil }
