package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ibid/store"
)

// crashes names, for the process that is to be killed, the file that it
// writes to and the round.
const crashes = "IBID_TEST_CRASHES"

func TestMain(m *testing.M) {
	if path, round, ok := strings.Cut(os.Getenv(crashes), "|"); ok {
		if err := writeOn(path, round); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeOn keeps something of each kind after another, from several hands, and
// says each time what was kept, once it was. It ends when it is killed, or
// with an error.
func writeOn(path, round string) error {
	ctx := context.Background()
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for hand := range 3 {
		go func() {
			for n := 0; ; n++ {
				for kind, put := range puts {
					id := fmt.Sprint(round, ".", hand, ".", n)
					if err := put(ctx, s, id); err != nil {
						failed <- fmt.Errorf("%s: %w", kind, err)
						return
					}
					fmt.Println(kind, id) // one call of the system: a line is there or not
				}
			}
		}()
	}
	return <-failed
}

// puts keep something that has an id, or what is made of it.
var puts = map[string]func(ctx context.Context, s *Store, id string) error{
	"tally": func(ctx context.Context, s *Store, id string) error {
		return s.Count(ctx, store.Tally{Guild: "1", Day: "2026-05-14", Kind: store.Answered, Count: 1})
	},
	"question": func(ctx context.Context, s *Store, id string) error {
		return s.PutQuestion(ctx, store.Question{Guild: "1", Day: "2026-05-14", Text: id})
	},
	"phrasing": func(ctx context.Context, s *Store, id string) error {
		return s.PutPhrasing(ctx, store.Phrasing{Guild: "1", Analysis: "a", Topic: "q1", Text: id, Day: "2026-05-14"})
	},
	"settings": func(ctx context.Context, s *Store, id string) error {
		_, err := s.ChangeSettings(ctx, id, func(s *store.Settings) { s.Moderators = id })
		return err
	},
	"pin": func(ctx context.Context, s *Store, id string) error {
		if _, _, err := s.BeginPin(ctx, store.Pin{ID: id, Guild: "1", State: store.Intended}); err != nil {
			return err
		}
		_, err := s.ChangePin(ctx, id, func(p *store.Pin) { p.State = store.Pinned })
		return err
	},
}

// kept are the ids of what is there, by kind, and how much was counted.
func kept(t *testing.T, s *Store) (ids map[string]map[string]bool, counted int) {
	t.Helper()
	ids = make(map[string]map[string]bool)
	for kind, statement := range map[string]string{
		"question": "SELECT text FROM questions", "phrasing": "SELECT text FROM phrasings",
		"settings": "SELECT guild FROM settings WHERE settings ->> 'moderators' = guild", "pin": "SELECT id FROM pins WHERE state = 'pinned'",
	} {
		ids[kind] = make(map[string]bool)
		rows, err := s.db.QueryContext(t.Context(), statement)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				t.Fatal(err)
			}
			ids[kind][id] = true
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	tallies, err := s.Tallies(t.Context(), "1", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, tally := range tallies {
		counted += tally.Count
	}
	return ids, counted
}

// TestSIGKILL kills a process that writes, at a random moment, again and
// again: 40 times, or IBID_KILLS. The file opens each time, it is sound, and
// nothing is missing of what the process was told is kept.
func TestSIGKILL(t *testing.T) {
	rounds := 40
	if given := os.Getenv("IBID_KILLS"); given != "" {
		var err error
		if rounds, err = strconv.Atoi(given); err != nil {
			t.Fatal("IBID_KILLS is no number")
		}
	}
	path := filepath.Join(t.TempDir(), "ibid.db")
	told, counted, early := 0, 0, 0
	for round := range rounds {
		said := killed(t, path, round)
		told += len(said)
		if len(said) == 0 {
			early++
		}
		s := open(t, path)
		var sound string
		if err := s.db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
			t.Fatalf("round %d: integrity_check says %s (%v)", round, sound, err)
		}
		ids, n := kept(t, s)
		for _, line := range said {
			kind, id, _ := strings.Cut(line, " ")
			if kind == "tally" {
				counted++
			} else if !ids[kind][id] {
				t.Errorf("round %d: %s %s was acknowledged and is missing", round, kind, id)
			}
		}
		if n < counted {
			t.Errorf("round %d: %d are counted, %d were acknowledged", round, n, counted)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d of them before the first write was acknowledged, %d writes acknowledged", rounds, early, told)
	if told < rounds {
		t.Error("hardly anything was ever acknowledged: the test tests nothing")
	}
}

// killed starts a process that writes, kills it, and returns what it was told
// is kept. Half are killed while they start or soon after, half in the middle
// of writing.
func killed(t *testing.T, path string, round int) (said []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashes+"="+path+"|"+strconv.Itoa(round))
	var complaints strings.Builder
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	wait := time.Duration(rand.IntN(60)) * time.Millisecond
	kill := func() { time.Sleep(wait); _ = child.Process.Kill() }
	var killing sync.WaitGroup
	if round%2 == 0 {
		killing.Go(kill)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if said = append(said, lines.Text()); len(said) == 1 && round%2 == 1 {
			killing.Go(kill)
		}
	}
	killing.Wait()
	_ = child.Wait() // it was killed
	if complaints.Len() > 0 {
		t.Fatalf("round %d: the process ended by itself: %s", round, complaints.String())
	}
	return said
}
