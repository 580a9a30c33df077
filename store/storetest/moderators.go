package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ibid/store"
)

// everySetting has something in every field, or ends the test.
func everySetting(t *testing.T) store.Settings {
	t.Helper()
	all := store.Settings{
		Private: true, Plain: true, Channels: []string{"11", "12"}, Analyses: []string{"a", "b"},
		Cooldown: store.NoCooldown, NoEditors: true, Moderators: "13", Refresh: true,
	}
	fields := reflect.ValueOf(all)
	for i := range fields.NumField() {
		if fields.Field(i).IsZero() {
			t.Fatalf("the test sets no %s", fields.Type().Field(i).Name)
		}
	}
	return all
}

// everyField: each setting is kept, and what is put in and comes out is the
// caller's to change.
func everyField(t *testing.T, s store.Store) {
	mine := everySetting(t)
	returned, err := s.ChangeSettings(t.Context(), "1", func(s *store.Settings) { *s = mine })
	if err != nil {
		t.Fatal(err)
	}
	mine.Channels[0], returned.Analyses[0] = "changed", "changed"
	read, err := s.Settings(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if want := everySetting(t); !reflect.DeepEqual(read, want) {
		t.Errorf("settings are %+v, want %+v", read, want)
	}
	read.Channels[1] = "changed"
	if got, err := s.Settings(t.Context(), "1"); err != nil || !reflect.DeepEqual(got, everySetting(t)) {
		t.Errorf("settings are %+v (%v) once a copy of them was changed", got, err)
	}
}

// settled questions stay so, and are no longer open when they come again.
func settled(t *testing.T, s store.Store) {
	one := store.Question{Guild: "1", Day: "2026-05-14", Text: "why?"}
	elsewhere := one
	elsewhere.Guild = "2"
	for _, q := range []store.Question{one, elsewhere} {
		if err := s.PutQuestion(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	for _, as := range []store.Settled{store.Phrased, store.NoneHere, store.IsNothing, store.Open, store.Phrased} {
		if err := s.SettleQuestion(t.Context(), "1", "why?", as); err != nil {
			t.Fatal(err)
		}
		if err := s.PutQuestion(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		want := one
		want.Settled = as
		wantQuestions(t, s, "1", want)
	}
	wantQuestions(t, s, "2", elsewhere)
	if err := s.SettleQuestion(t.Context(), "1", "never sent", store.IsNothing); err != nil {
		t.Errorf("settle a question that is not kept: %v", err)
	}
	if got, err := s.Questions(t.Context(), "1"); err != nil || len(got) != 1 {
		t.Errorf("questions are %+v (%v), want one", got, err)
	}
}

func wantQuestions(t *testing.T, s store.Store, guild string, want ...store.Question) {
	t.Helper()
	if got, err := s.Questions(t.Context(), guild); err != nil || !slices.Equal(got, want) {
		t.Errorf("questions of %s: %+v (%v), want %+v", guild, got, err, want)
	}
}

// long texts, which do not compress, are kept as short ones are, and text is
// sorted by its bytes.
func long(t *testing.T, s store.Store) {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range 4_000 {
		b.WriteRune(rune(0x10000 + random.IntN(0x10000)))
	}
	var want []store.Question
	for _, text := range []string{"B", "a", "Ä", b.String()} {
		want = append(want, store.Question{Guild: "1", Day: "2026-05-14", Text: text})
	}
	for _, q := range slices.Backward(want) {
		p := store.Phrasing{Guild: "1", Analysis: "a", Topic: "q1", Text: q.Text, Day: q.Day}
		if err := errors.Join(s.PutQuestion(t.Context(), q), s.PutPhrasing(t.Context(), p)); err != nil {
			t.Fatal(err)
		}
	}
	wantQuestions(t, s, "1", want...)
	last := &want[len(want)-1]
	last.Settled = store.Phrased
	if err := s.SettleQuestion(t.Context(), "1", last.Text, store.Phrased); err != nil {
		t.Fatal(err)
	}
	wantQuestions(t, s, "1", want...)
	got, err := s.Phrasings(t.Context(), "1")
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d phrasings (%v), want %d", len(got), err, len(want))
	}
	for i, p := range got {
		if p.Text != want[i].Text {
			t.Errorf("phrasing %d has another text than the question that comes there", i)
		}
	}
}

// noon is a time with a part of a second, and not in UTC.
func noon() time.Time {
	return time.Date(2026, 5, 14, 12, 0, 0, 987_654_321, time.FixedZone("", 3600))
}

func wantPins(t *testing.T, s store.Store, guild string, want ...store.Pin) {
	t.Helper()
	if got, err := s.Pins(t.Context(), guild); err != nil || !slices.Equal(got, want) {
		t.Errorf("pins of %q: %+v (%v), want %+v", guild, got, err, want)
	}
}

// pins go through their states; the first of an id holds.
func pins(t *testing.T, s store.Store) {
	first := store.Pin{ID: "a", Guild: "1", Channel: "2", State: store.Intended, Content: `{"x":"'\\"}`, Print: "p", Changed: noon()}
	kept := first
	kept.Changed = time.Date(2026, 5, 14, 11, 0, 0, 0, time.UTC)
	if got, isNew, err := s.BeginPin(t.Context(), first); err != nil || !isNew || got != kept {
		t.Fatalf("begun %+v, %t, %v; want %+v", got, isNew, err, kept)
	}
	again := first
	again.Channel, again.State = "3", store.Pinned
	if got, isNew, err := s.BeginPin(t.Context(), again); err != nil || isNew || got != kept {
		t.Errorf("begun again %+v, %t, %v; want %+v", got, isNew, err, kept)
	}
	other := store.Pin{ID: "0", Guild: "9", Channel: "2", State: store.Posted, Changed: kept.Changed}
	if _, _, err := s.BeginPin(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	wantPins(t, s, "", other, kept)

	for i, state := range []store.PinState{store.Posted, store.Pinned, store.Removing} {
		kept.Message, kept.State, kept.Print = fmt.Sprint("m", i), state, fmt.Sprint("p", i)
		kept.Changed = kept.Changed.Add(time.Minute)
		got, err := s.ChangePin(t.Context(), "a", func(p *store.Pin) {
			p.ID, p.Message, p.State, p.Print = "no other", kept.Message, state, kept.Print
			p.Changed = noon().Add(time.Duration(i+1) * time.Minute)
		})
		if err != nil || got != kept {
			t.Errorf("changed to %+v, %v; want %+v", got, err, kept)
		}
		wantPins(t, s, "1", kept)
	}
	wantPins(t, s, "", other, kept)
	wantPins(t, s, "3")

	for range 2 { // the second finds nothing to do
		if err := s.DeletePin(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	called := false
	_, err := s.ChangePin(t.Context(), "a", func(*store.Pin) { called = true })
	if !errors.Is(err, store.ErrNoPin) || called {
		t.Errorf("a pin that is gone was changed: called %t, error %v", called, err)
	}
	wantPins(t, s, "", other)
}

// pinnedTogether: of those who begin one pin at the same time one is told
// that it is new, and of changes at the same time none is lost.
func pinnedTogether(t *testing.T, s store.Store) {
	const hands, rounds = 8, 10
	for round := range rounds {
		id := fmt.Sprint(round)
		var began atomic.Int32
		var all sync.WaitGroup
		for range hands {
			all.Go(func() {
				_, isNew, err := s.BeginPin(t.Context(), store.Pin{ID: id, Guild: "1", State: store.Intended, Changed: noon()})
				if err != nil {
					t.Error(err)
				}
				if isNew {
					began.Add(1)
				}
				if _, err := s.ChangePin(t.Context(), id, func(p *store.Pin) { p.Content += "x" }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := began.Load(); n != 1 {
			t.Errorf("%d were told that a pin is new, want 1", n)
		}
	}
	kept, err := s.Pins(t.Context(), "1")
	if err != nil || len(kept) != rounds {
		t.Fatalf("%d pins (%v), want %d", len(kept), err, rounds)
	}
	for _, p := range kept {
		if len(p.Content) != hands {
			t.Errorf("%d of %d changes to pin %s are there", len(p.Content), hands, p.ID)
		}
	}
}

// changedTogether: no change of settings is lost where many come at once, the
// first of them to a server that has none.
func changedTogether(t *testing.T, s store.Store) {
	const hands, rounds = 8, 10
	var all sync.WaitGroup
	for range hands {
		all.Go(func() {
			for range rounds {
				if _, err := s.ChangeSettings(t.Context(), "1", func(s *store.Settings) { s.Cooldown++ }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, err := s.Settings(t.Context(), "1"); err != nil || got.Cooldown != hands*rounds {
		t.Errorf("%d changes (%v), want %d", got.Cooldown, err, hands*rounds)
	}
}

// fill keeps something of every kind for a server.
func fill(t *testing.T, s store.Store, guild string) {
	t.Helper()
	_, changed := s.ChangeSettings(t.Context(), guild, func(s *store.Settings) { s.Plain = true })
	_, _, began := s.BeginPin(t.Context(), store.Pin{ID: "pin of " + guild, Guild: guild, State: store.Intended, Changed: noon()})
	if err := errors.Join(changed, began,
		s.Count(t.Context(), store.Tally{Guild: guild, Day: "2026-05-14", Kind: store.Answered, Count: 1}),
		s.PutQuestion(t.Context(), store.Question{Guild: guild, Day: "2026-05-14", Text: "why?"}),
		s.PutPhrasing(t.Context(), store.Phrasing{Guild: guild, Analysis: "a", Topic: "q1", Day: "2026-05-14", Text: "why?"}),
	); err != nil {
		t.Fatal(err)
	}
}

// kinds are how many of each kind are kept for a server.
func kinds(t *testing.T, s store.Store, guild string) string {
	t.Helper()
	settings, err1 := s.Settings(t.Context(), guild)
	tallies, err2 := s.Tallies(t.Context(), guild, "")
	questions, err3 := s.Questions(t.Context(), guild)
	phrasings, err4 := s.Phrasings(t.Context(), guild)
	pins, err5 := s.Pins(t.Context(), guild)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("plain %t, %d tallies, %d questions, %d phrasings, %d pins", settings.Plain, len(tallies), len(questions), len(phrasings), len(pins))
}

// forget leaves nothing of a server, and all of the others and of the
// library.
func forget(t *testing.T, s store.Store) {
	const full, empty = "plain true, 1 tallies, 1 questions, 1 phrasings, 1 pins", "plain false, 0 tallies, 0 questions, 0 phrasings, 0 pins"
	Put(t, s, "m", map[string][]float32{"a": {1}})
	fill(t, s, "1")
	fill(t, s, "2")
	for range 2 { // the second finds nothing to do
		if err := s.Forget(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
		if one, two := kinds(t, s, "1"), kinds(t, s, "2"); one != empty || two != full {
			t.Errorf("of the one that is forgotten: %s; of the other: %s", one, two)
		}
	}
	Want(t, s, "m", []string{"a"}, map[string][]float32{"a": {1}})
	fill(t, s, "1") // it may come back
	if got := kinds(t, s, "1"); got != full {
		t.Errorf("of one that came back: %s", got)
	}
}

// ping reaches a store, but not in a context that has ended.
func ping(t *testing.T, s store.Store) {
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Ping(ctx); err == nil {
		t.Error("it is reached although the context has ended")
	}
}

// endedForModerators: a context that has ended leaves all as it was.
func endedForModerators(t *testing.T, s store.Store) {
	fill(t, s, "1")
	before := kinds(t, s, "1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, began := s.BeginPin(ctx, store.Pin{ID: "b", Guild: "1", State: store.Intended})
	_, changed := s.ChangePin(ctx, "pin of 1", func(p *store.Pin) { p.State = store.Pinned })
	_, read := s.Pins(ctx, "1")
	_, listed := s.Phrasings(ctx, "1")
	for what, err := range map[string]error{
		"BeginPin": began, "ChangePin": changed, "Pins": read, "Phrasings": listed,
		"DeletePin":      s.DeletePin(ctx, "pin of 1"),
		"SettleQuestion": s.SettleQuestion(ctx, "1", "why?", store.IsNothing),
		"PutPhrasing":    s.PutPhrasing(ctx, store.Phrasing{Guild: "1", Text: "how?"}),
		"DeletePhrasing": s.DeletePhrasing(ctx, store.Phrasing{Guild: "1", Analysis: "a", Topic: "q1", Text: "why?"}),
		"Forget":         s.Forget(ctx, "1"),
	} {
		if err == nil {
			t.Errorf("%s: no error although the context has ended", what)
		}
	}
	if after := kinds(t, s, "1"); after != before {
		t.Errorf("kept: %s; before: %s", after, before)
	}
	wantQuestions(t, s, "1", store.Question{Guild: "1", Day: "2026-05-14", Text: "why?"})
	if pins, err := s.Pins(t.Context(), "1"); err != nil || pins[0].State != store.Intended {
		t.Errorf("pins are %+v (%v)", pins, err)
	}
}
