package commands

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ibid/internal/embedded"
	"ibid/knowledge"
	"ibid/store"
	"ibid/store/memory"
)

// TestLibraryOfServer: a phrasing counts in its server and no other, one from
// elsewhere is noticed in a while, and servers without any have the library
// itself.
func TestLibraryOfServer(t *testing.T) {
	notebook, now := memory.New(), time.Date(2026, time.May, 14, 12, 0, 0, 0, time.UTC)
	r := NewRouter(embedded.Library(t), Options{Notebook: notebook, Manners: Manners{Now: func() time.Time { return now }}})
	keep := func(p store.Phrasing) error { return notebook.PutPhrasing(t.Context(), p) }
	put(t, keep,
		store.Phrasing{Guild: "1", Analysis: analysis, Topic: "q1", Text: "zarathustra"},
		store.Phrasing{Guild: "3", Analysis: analysis, Topic: "q1", Text: "zarathustra"},
		store.Phrasing{Guild: "4", Analysis: "gone", Topic: "q1", Text: "zarathustra"},
	)
	if r.libraryOf(t.Context(), "") != r.library || r.libraryOf(t.Context(), "2") != r.library || r.libraryOf(t.Context(), "4") != r.library {
		t.Error("a server without phrasings has a library of its own")
	}
	first := waitFor(t, r, "1")
	if first == r.library || r.libraryOf(t.Context(), "3") != first {
		t.Error("servers with the same phrasings do not share a library of theirs")
	}
	if got := first.Ask(t.Context(), "zarathustra"); got.Verdict != knowledge.Answered {
		t.Errorf("the phrasing is not known: %v", got.Verdict)
	}

	// Another process adds one.
	put(t, keep, store.Phrasing{Guild: "2", Analysis: analysis, Topic: "q2", Text: "zarathustra"})
	if now = now.Add(reread - time.Second); r.libraryOf(t.Context(), "2") != r.library {
		t.Error("phrasings are read more often than they need be")
	}
	now = now.Add(time.Second)
	if waitFor(t, r, "2") == first {
		t.Error("servers with different phrasings share a library")
	}
	// Where the notebook cannot be read any more, what was read holds.
	r.notebook = fails{}
	if now = now.Add(2 * reread); r.libraryOf(t.Context(), "1") != first {
		t.Error("a notebook that fails takes the phrasings away")
	}
}

// waitFor is a server's library when it has learnt, however long that takes.
func waitFor(t *testing.T, r *Router, guild string) *knowledge.Library {
	t.Helper()
	r.libraryOf(t.Context(), guild)
	last, _ := r.shelf.last(guild)
	if last.library == nil {
		t.Fatalf("server %s has no phrasings", guild)
	}
	<-last.library.done
	return r.libraryOf(t.Context(), guild)
}

// TestShelfIsBounded: of ever so many servers with phrasings, so many
// libraries are kept, those used last; they know their phrasings before
// they have learnt anything.
func TestShelfIsBounded(t *testing.T) {
	now := time.Date(2026, time.May, 14, 12, 0, 0, 0, time.UTC)
	s := newShelf(embedded.Library(t), func() time.Time { return now })
	s.learning.Lock() // nothing is learnt
	for n := range maxShelved + 10 {
		s.mu.Lock()
		s.readers[fmt.Sprint(n)] = reader{read: now, library: s.derive(nil, []knowledge.Wording{{Analysis: analysis, Topic: "q1", Text: fmt.Sprint(n)}})}
		s.mu.Unlock()
		if got := s.of(t.Context(), "0", nil, fails{}).Ask(t.Context(), "0"); got.Verdict != knowledge.Answered {
			t.Fatalf("the phrasing is not known: %v", got.Verdict)
		}
	}
	if len(s.derived) != maxShelved || len(s.readers) != maxShelved {
		t.Errorf("%d libraries of %d servers are kept", len(s.derived), len(s.readers))
	}
	if _, kept := s.readers["0"]; !kept {
		t.Error("the library that was used again and again is given up")
	}
	if _, kept := s.readers["1"]; kept {
		t.Error("the library that was used first is kept")
	}
}

// slow is a notebook in which everything takes until the context ends.
type slow struct{ Absent }

func (slow) Phrasings(ctx context.Context, _ string) ([]store.Phrasing, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (slow) Count(ctx context.Context, _ store.Tally) error {
	<-ctx.Done()
	return ctx.Err()
}

// TestSlowNotebook: a notebook that never answers costs no answer, and who
// asks next does not wait for what has just failed.
func TestSlowNotebook(t *testing.T) {
	r := NewRouter(embedded.Library(t), Options{Notebook: slow{}})
	if got := r.libraryOf(t.Context(), "1"); got != r.library {
		t.Error("a library of a server whose phrasings are not known")
	}
	r.count(t.Context(), store.Tally{Guild: "1", Kind: store.Offered})
	if r.recent.counts() {
		t.Error("what has just failed is tried again")
	}
	if last, known := r.shelf.last("1"); !known || last.read.IsZero() {
		t.Error("phrasings that cannot be read are looked up for every question")
	}
}

// changing is a notebook in which phrasings change while they are read.
type changing struct {
	*memory.Store
	change func()
}

func (c changing) Phrasings(ctx context.Context, guild string) ([]store.Phrasing, error) {
	before, err := c.Store.Phrasings(ctx, guild)
	c.change()
	return before, err
}

// TestPhrasingAddedWhileRead: a phrasing that is added here while others are
// looked up is known at the next question.
func TestPhrasingAddedWhileRead(t *testing.T) {
	notebook := memory.New()
	r := NewRouter(embedded.Library(t), Options{})
	topic, _ := r.library.Topic(analysis, "q1")
	r.notebook = changing{notebook, func() {
		r.notebook = notebook
		if err := r.phrase(t.Context(), "1", topic, "zarathustra"); err != nil {
			t.Error(err)
		}
		r.shelf.changed("1") // it may be looked up in between
	}}
	r.libraryOf(t.Context(), "1")
	if got := r.libraryOf(t.Context(), "1").Ask(t.Context(), "zarathustra"); got.Verdict != knowledge.Answered {
		t.Errorf("the phrasing is not known: %v", got.Verdict)
	}
}
