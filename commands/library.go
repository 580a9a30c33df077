package commands

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"time"

	"ibid/knowledge"
	"ibid/store"
)

// libraryOf is what members of a server are answered from: of the library,
// the analyses that the server chose, with the phrasings that its editors
// added. In no server it is the library alone.
func (r *Router) libraryOf(ctx context.Context, guild string) *knowledge.Library {
	if guild == "" {
		return r.library
	}
	return r.shelf.of(ctx, guild, r.settingsOf(ctx, guild).Analyses, r.notebook)
}

// completerOf suggests what a library holds.
func (r *Router) completerOf(library *knowledge.Library) *completer {
	if library == r.library {
		return r.completer
	}
	return newCompleter(library)
}

const (
	// reread is how long a server's phrasings count as known, and so how long
	// another process may take to notice one.
	reread = 30 * time.Second
	// maxShelved is how many derived libraries are kept. One of the embedded
	// analysis takes 15 MB, most of it what is known of its own phrasings.
	maxShelved = 16
)

// shelf keeps libraries that were derived for servers, by the analyses that
// they chose and the phrasings that they have: servers without any share the
// first, and cost nothing.
type shelf struct {
	first *knowledge.Library
	now   func() time.Time
	// learning holds who learns now: one at a time, so that after a restart
	// not all servers' libraries are learning at once.
	learning sync.Mutex

	mu      sync.Mutex
	readers map[string]reader // by server
	derived []*derived        // the one used last at the end
}

// reader is what is known of a server's phrasings.
type reader struct {
	read    time.Time // zero if they are to be read anew
	changes int       // how often they have changed here
	chosen  []string  // the ids of analyses that the library is of; all if there are none
	library *derived  // nil for the first
}

// derived is a library of some analyses, or with further phrasings. It knows
// their very words at once, and has learnt from them a little later.
type derived struct {
	print  [sha256.Size]byte // of the analyses and phrasings
	knows  *knowledge.Library
	done   chan struct{} // closed when learnt is there
	learnt *knowledge.Library
}

func (d *derived) library() *knowledge.Library {
	select {
	case <-d.done:
		return d.learnt
	default:
		return d.knows
	}
}

func newShelf(library *knowledge.Library, now func() time.Time) *shelf {
	return &shelf{first: library, now: now, readers: make(map[string]reader)}
}

// of is the library of a server, of the analyses that it chose. Where its
// phrasings cannot be read it is the one it had before.
func (s *shelf) of(ctx context.Context, guild string, chosen []string, notebook Notebook) *knowledge.Library {
	last, known := s.last(guild)
	if !known || s.now().Sub(last.read) >= reread || !slices.Equal(last.chosen, chosen) {
		last = s.read(ctx, guild, chosen, last, notebook)
	}
	if last.library == nil {
		return s.first
	}
	return last.library.library()
}

// last is what is known of a server's phrasings.
func (s *shelf) last(guild string) (reader, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, known := s.readers[guild]
	if last.library != nil {
		s.use(last.library)
	}
	return last, known
}

// read looks a server's phrasings up. Where that fails, those it had are kept
// with the analyses it had, and gone with a new choice until they are read.
func (s *shelf) read(ctx context.Context, guild string, chosen []string, last reader, notebook Notebook) reader {
	lookupCtx, cancel := context.WithTimeout(ctx, lookup)
	defer cancel()
	phrasings, err := notebook.Phrasings(lookupCtx, guild)
	isNew := !slices.Equal(last.chosen, chosen)
	if err != nil && ctx.Err() != nil && !isNew {
		return last // whoever asks does not wait any longer: that says nothing of the notebook
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last.read = s.now()
	if now := s.readers[guild].changes; now != last.changes { // while they were read
		last.read, last.changes = time.Time{}, now
	}
	if err == nil || isNew {
		last.library, last.chosen = s.derive(chosen, wordings(s.first, phrasings)), chosen
	}
	if err != nil && isNew {
		last.read = time.Time{}
	}
	s.readers[guild] = last
	bound(s.readers, func(r reader) bool { return r.library == nil })
	return last
}

// wordings are the phrasings for topics that there are. The others stay in
// the notebook: their analysis may come back.
func wordings(library *knowledge.Library, phrasings []store.Phrasing) []knowledge.Wording {
	var all []knowledge.Wording
	for _, p := range phrasings {
		if _, ok := library.Topic(p.Analysis, p.Topic); ok {
			all = append(all, knowledge.Wording{Analysis: p.Analysis, Topic: p.Topic, Text: p.Text})
		}
	}
	return all
}

// derive finds the library of what was chosen with some phrasings, or makes it
// and has it learn; nil is the first.
func (s *shelf) derive(chosen []string, with []knowledge.Wording) *derived {
	if len(with) == 0 && len(chosen) == 0 {
		return nil
	}
	print := sha256.Sum256(fmt.Appendf(nil, "%q %q", slices.Sorted(slices.Values(chosen)), with))
	for _, d := range s.derived {
		if d.print == print {
			s.use(d)
			return d
		}
	}
	some := s.first.Only(chosen)
	d := &derived{print: print, knows: some.WithAsked(with), done: make(chan struct{})}
	s.use(d)
	if len(with) == 0 { // there is nothing to learn
		d.learnt = some
		close(d.done)
		return d
	}
	go func() {
		s.learning.Lock()
		defer s.learning.Unlock()
		if s.keeps(d) {
			d.learnt = some.WithPhrasings(with)
			close(d.done)
		}
	}()
	return d
}

func (s *shelf) keeps(d *derived) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.derived, d)
}

// use puts a library last in the row to be given up.
func (s *shelf) use(d *derived) {
	s.derived = append(slices.DeleteFunc(s.derived, func(o *derived) bool { return o == d }), d)
	if len(s.derived) <= maxShelved {
		return
	}
	oldest := s.derived[0]
	s.derived = slices.Delete(s.derived, 0, 1)
	for guild, r := range s.readers {
		if r.library == oldest {
			delete(s.readers, guild)
		}
	}
}

// changed has a server's phrasings looked up again at the next question.
func (s *shelf) changed(guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := s.readers[guild]
	last.read = time.Time{}
	last.changes++
	s.readers[guild] = last
}
