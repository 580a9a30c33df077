// Package memory is a store that forgets all when the program ends: for
// tests, and for where no file may be written.
package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"ibid/store"
)

// Store implements [ibid/store.Store]. It is made by [New].
type Store struct {
	mu      sync.Mutex
	vectors map[key][]float32

	settings  map[string]store.Settings
	tallies   map[store.Tally]int // with a count of 0
	questions map[question]store.Question
	phrasings map[store.Phrasing]string // the day, with none in the key
	pins      map[string]store.Pin
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
		tallies: make(map[store.Tally]int), questions: make(map[question]store.Question),
		phrasings: make(map[store.Phrasing]string), pins: make(map[string]store.Pin),
	}
}

// Settings returns those of a server.
func (s *Store) Settings(ctx context.Context, guild string) (store.Settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return cloned(s.settings[guild]), ctx.Err()
}

// ChangeSettings changes those of a server.
func (s *Store) ChangeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error) {
	if err := ctx.Err(); err != nil {
		return store.Settings{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	settings := cloned(s.settings[guild])
	change(&settings)
	s.settings[guild] = cloned(settings)
	return settings, nil
}

func cloned(s store.Settings) store.Settings {
	s.Channels, s.Analyses = slices.Clone(s.Channels), slices.Clone(s.Analyses)
	return s
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
	at := question{q.Guild, q.Text}
	if _, ok := s.questions[at]; !ok {
		s.questions[at] = q
	}
	return nil
}

// SettleQuestion says what the editors made of a question.
func (s *Store) SettleQuestion(ctx context.Context, guild, text string, as store.Settled) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if q, ok := s.questions[question{guild, text}]; ok {
		q.Settled = as
		s.questions[question{guild, text}] = q
	}
	return nil
}

// Questions returns those from a server.
func (s *Store) Questions(ctx context.Context, guild string) ([]store.Question, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []store.Question
	for _, q := range s.questions {
		if q.Guild == guild {
			all = append(all, q)
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

// PutPhrasing keeps a phrasing.
func (s *Store) PutPhrasing(ctx context.Context, p store.Phrasing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	day := p.Day
	p.Day = ""
	if _, ok := s.phrasings[p]; !ok {
		s.phrasings[p] = day
	}
	return nil
}

// DeletePhrasing forgets a phrasing.
func (s *Store) DeletePhrasing(ctx context.Context, p store.Phrasing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.Day = ""
	delete(s.phrasings, p)
	return nil
}

// Phrasings returns those of a server, or of all.
func (s *Store) Phrasings(ctx context.Context, guild string) ([]store.Phrasing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []store.Phrasing
	for p, day := range s.phrasings {
		if guild == "" || p.Guild == guild {
			p.Day = day
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b store.Phrasing) int {
		return cmp.Or(cmp.Compare(a.Analysis, b.Analysis), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Guild, b.Guild))
	})
	return all, ctx.Err()
}

// BeginPin keeps a pin unless it is kept.
func (s *Store) BeginPin(ctx context.Context, p store.Pin) (store.Pin, bool, error) {
	if err := ctx.Err(); err != nil {
		return store.Pin{}, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := s.pins[p.ID]; ok {
		return kept, false, nil
	}
	p.Changed = p.Changed.UTC().Truncate(time.Second)
	s.pins[p.ID] = p
	return p, true, nil
}

// ChangePin changes a pin.
func (s *Store) ChangePin(ctx context.Context, id string, change func(*store.Pin)) (store.Pin, error) {
	if err := ctx.Err(); err != nil {
		return store.Pin{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pins[id]
	if !ok {
		return store.Pin{}, store.ErrNoPin
	}
	change(&p)
	p.ID, p.Changed = id, p.Changed.UTC().Truncate(time.Second)
	s.pins[id] = p
	return p, nil
}

// DeletePin forgets a pin.
func (s *Store) DeletePin(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pins, id)
	return nil
}

// Pins returns those of a server, or of all.
func (s *Store) Pins(ctx context.Context, guild string) ([]store.Pin, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []store.Pin
	for _, p := range s.pins {
		if guild == "" || p.Guild == guild {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b store.Pin) int { return cmp.Or(a.Changed.Compare(b.Changed), cmp.Compare(a.ID, b.ID)) })
	return all, ctx.Err()
}

// Forget deletes all that is kept of a server.
func (s *Store) Forget(ctx context.Context, guild string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.settings, guild)
	maps.DeleteFunc(s.tallies, func(t store.Tally, _ int) bool { return t.Guild == guild })
	maps.DeleteFunc(s.questions, func(q question, _ store.Question) bool { return q.guild == guild })
	maps.DeleteFunc(s.phrasings, func(p store.Phrasing, _ string) bool { return p.Guild == guild })
	maps.DeleteFunc(s.pins, func(_ string, p store.Pin) bool { return p.Guild == guild })
	return nil
}

// Ping reaches the store as long as its context lasts.
func (s *Store) Ping(ctx context.Context) error { return ctx.Err() }

// Close does nothing: there is nothing to give back.
func (s *Store) Close() error { return nil }
