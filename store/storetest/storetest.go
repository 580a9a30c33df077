// Package storetest holds every implementation of a store to what
// [ibid/store.Store] says.
package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"reflect"
	"slices"
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
		"Settings":          settings,
		"Tallies":           tallies,
		"Questions":         questions,
		"CountedTogether":   countedTogether,
		"Phrasings":         phrasings,

		"EverySetting":                everyField,
		"SettingsChangedTogether":     changedTogether,
		"SettledQuestions":            settled,
		"LongTexts":                   long,
		"Pins":                        pins,
		"PinnedTogether":              pinnedTogether,
		"Forget":                      forget,
		"Ping":                        ping,
		"EndedByItsContextModerators": endedForModerators,
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

// settings of one server are not another's, and the last ones put hold.
func settings(t *testing.T, s store.Store) {
	want := func(guild string, want store.Settings) {
		t.Helper()
		if got, err := s.Settings(t.Context(), guild); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("settings of %s: %+v, %v; want %+v", guild, got, err, want)
		}
	}
	want("1", store.Settings{})
	for _, put := range []store.Settings{{Private: true, Plain: true}, {Plain: true}} {
		got, err := s.ChangeSettings(t.Context(), "1", func(s *store.Settings) { *s = put })
		if err != nil || !reflect.DeepEqual(got, put) {
			t.Fatalf("changed to %+v, %v; want %+v", got, err, put)
		}
		want("1", put)
	}
	want("2", store.Settings{})

	// Two managers at once, each with another setting.
	var both sync.WaitGroup
	for _, change := range []func(*store.Settings){
		func(s *store.Settings) { s.Private = true }, func(s *store.Settings) { s.Plain = true },
	} {
		both.Go(func() {
			if _, err := s.ChangeSettings(t.Context(), "2", change); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	want("2", store.Settings{Private: true, Plain: true})
}

func tallies(t *testing.T, s store.Store) {
	one := store.Tally{Guild: "1", Day: "2026-05-14", Analysis: "a", Topic: "q1", Kind: store.NotAsked, Count: 1}
	elsewhere, later, older := one, one, one
	elsewhere.Guild, later.Day, older.Day = "", "2026-05-15", "2026-05-13"
	for _, put := range []store.Tally{later, one, elsewhere, one, older} {
		if err := s.Count(t.Context(), put); err != nil {
			t.Fatal(err)
		}
	}
	one.Count = 2
	got, err := s.Tallies(t.Context(), "1", "2026-05-14")
	if err != nil || !slices.Equal(got, []store.Tally{one, later}) {
		t.Errorf("tallies: %+v, %v", got, err)
	}
	if got, err := s.Tallies(t.Context(), "", ""); err != nil || !slices.Equal(got, []store.Tally{elsewhere}) {
		t.Errorf("tallies elsewhere: %+v, %v", got, err)
	}
}

// questions that are sent again stay as they were.
func questions(t *testing.T, s store.Store) {
	first := store.Question{Guild: "1", Day: "2026-05-14", Text: "why'; DROP TABLE questions; --"}
	again, other, elsewhere := first, first, first
	again.Day, other.Text, elsewhere.Guild = "2026-05-15", "почему?", ""
	for _, q := range []store.Question{other, first, again, elsewhere} {
		if err := s.PutQuestion(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Questions(t.Context(), "1"); err != nil || !slices.Equal(got, []store.Question{first, other}) {
		t.Errorf("questions: %+v, %v", got, err)
	}
}

// phrasings of a server are not another's; those of all come together.
func phrasings(t *testing.T, s store.Store) {
	here := store.Phrasing{Guild: "2", Analysis: "a", Topic: "q1", Text: "why?", Day: "2026-05-14"}
	again, there, further := here, here, here
	again.Day, there.Guild, further.Topic = "2026-05-15", "1", "lead"
	for _, p := range []store.Phrasing{here, again, there, further} {
		if err := s.PutPhrasing(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	want := func(guild string, want ...store.Phrasing) {
		t.Helper()
		if got, err := s.Phrasings(t.Context(), guild); err != nil || !slices.Equal(got, want) {
			t.Errorf("phrasings of %q: %+v, %v; want %+v", guild, got, err, want)
		}
	}
	want("2", further, here)
	want("1", there)
	want("3")
	want("", further, there, here)
	if err := s.DeletePhrasing(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	want("", further, there)
}

// countedTogether: nothing is lost where many count at once.
func countedTogether(t *testing.T, s store.Store) {
	const writers, rounds = 8, 20
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range rounds {
				if err := s.Count(t.Context(), store.Tally{Guild: "1", Day: "2026-05-14", Kind: "k", Count: 1}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, err := s.Tallies(t.Context(), "1", ""); err != nil || len(got) != 1 || got[0].Count != writers*rounds {
		t.Errorf("tallies: %+v, %v, want %d", got, err, writers*rounds)
	}
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
	_, changed := s.ChangeSettings(ctx, "1", func(s *store.Settings) { s.Plain = true })
	for what, err := range map[string]error{
		"settings": changed,
		"tallies":  s.Count(ctx, store.Tally{Guild: "1", Count: 1}),
		"question": s.PutQuestion(ctx, store.Question{Guild: "1", Text: "why"}),
	} {
		if err == nil {
			t.Errorf("%s are kept although the context has ended", what)
		}
	}
	if got, err := s.Questions(t.Context(), "1"); err != nil || len(got) > 0 {
		t.Errorf("questions: %+v, %v", got, err)
	}
	Want(t, s, "m", []string{"a"}, nil)
}
