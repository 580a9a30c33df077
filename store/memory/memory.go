// Package memory is a store that forgets all when the program ends: for
// tests, and for where no file may be written.
package memory

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"ibid/store"
)

// Store implements [ibid/store.Store]. It is made by [New].
type Store struct {
	mu      sync.Mutex
	vectors map[key][]float32

	settings  map[string]store.Settings
	tallies   map[store.Tally]int // with a count of 0
	questions map[question]string // the day
}

type question struct{ guild, text string }

type key struct {
	model string
	hash  [32]byte
}

// New makes an empty store.
func New() *Store {
	return &Store{
		vectors: make(map[key][]float32), settings: make(map[string]store.Settings),
		tallies: make(map[store.Tally]int), questions: make(map[question]string),
	}
}

// Settings returns those of a server.
func (s *Store) Settings(ctx context.Context, guild string) (store.Settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings[guild], ctx.Err()
}

// ChangeSettings changes those of a server.
func (s *Store) ChangeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error) {
	if err := ctx.Err(); err != nil {
		return store.Settings{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	settings := s.settings[guild]
	change(&settings)
	s.settings[guild] = settings
	return settings, nil
}

// Count adds to a tally.
func (s *Store) Count(ctx context.Context, t store.Tally) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := t.Count
	t.Count = 0
	s.tallies[t] += n
	return nil
}

// Tallies returns what was counted in a server.
func (s *Store) Tallies(ctx context.Context, guild, from string) ([]store.Tally, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []store.Tally
	for t, n := range s.tallies {
		if t.Guild == guild && t.Day >= from {
			t.Count = n
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b store.Tally) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Analysis, b.Analysis), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Kind, b.Kind))
	})
	return all, ctx.Err()
}

// PutQuestion keeps a question.
func (s *Store) PutQuestion(ctx context.Context, q store.Question) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := (question{q.Guild, q.Text}); s.questions[at] == "" {
		s.questions[at] = q.Day
	}
	return nil
}

// Questions returns those from a server.
func (s *Store) Questions(ctx context.Context, guild string) ([]store.Question, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []store.Question
	for q, day := range s.questions {
		if q.guild == guild {
			all = append(all, store.Question{Guild: guild, Day: day, Text: q.text})
		}
	}
	slices.SortFunc(all, func(a, b store.Question) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Text, b.Text))
	})
	return all, ctx.Err()
}

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
