package postgres

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"ibid/internal/postgrestest"
	"ibid/store"
	"ibid/store/storetest"
)

func open(t *testing.T, address string) *Store {
	t.Helper()
	s, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, postgrestest.Address(t)) })
}

// TestNewDatabaseTwice: processes that start at the same time with an empty
// database all get to use it.
func TestNewDatabaseTwice(t *testing.T) {
	address := postgrestest.Address(t)
	var all sync.WaitGroup
	for range 6 {
		s := open(t, address)
		for range 2 {
			all.Go(func() {
				if err := s.Ping(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
}

// TestTwoProcesses: neither of two that share a database loses what the other
// changes.
func TestTwoProcesses(t *testing.T) {
	address := postgrestest.Address(t)
	stores := []*Store{open(t, address), open(t, address)}
	const rounds = 50
	var all sync.WaitGroup
	var began [2]int
	for i, s := range stores {
		all.Go(func() {
			for round := range rounds {
				id := string(rune('a' + round))
				_, isNew, err := s.BeginPin(t.Context(), store.Pin{ID: id, Guild: "1", State: store.Intended})
				if err != nil {
					t.Error(err)
				}
				if isNew {
					began[i]++
				}
				if _, err := s.ChangeSettings(t.Context(), "1", func(s *store.Settings) { s.Cooldown++ }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	settings, err := stores[0].Settings(t.Context(), "1")
	if err != nil || settings.Cooldown != 2*rounds || began[0]+began[1] != rounds {
		t.Errorf("%d changes, %d pins that were new (%v); want %d and %d", settings.Cooldown, began[0]+began[1], err, 2*rounds, rounds)
	}
}

// TestBeginWhileDeleted: a pin that is deleted while it is begun again is
// either of the two.
func TestBeginWhileDeleted(t *testing.T) {
	s := open(t, postgrestest.Address(t))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 100 {
				got, _, err := s.BeginPin(t.Context(), store.Pin{ID: "a", Guild: "1", State: store.Intended})
				if err != nil || got.ID != "a" {
					t.Errorf("begun %+v: %v", got, err)
				}
				if err := s.DeletePin(t.Context(), "a"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// TestAllOrNothing: a vector that cannot be kept keeps the others out too.
func TestAllOrNothing(t *testing.T) {
	s := open(t, postgrestest.Address(t))
	err := s.PutVectors(t.Context(), "m", map[[32]byte][]float32{storetest.Hash("a"): {1}, storetest.Hash("b"): {}})
	if err == nil {
		t.Error("an empty vector was kept")
	}
	storetest.Want(t, s, "m", []string{"a", "b"}, nil)
}

// TestNewer: a schema that a newer Ibid has written is refused, and left as
// it is.
func TestNewer(t *testing.T) {
	address := postgrestest.Address(t)
	s := open(t, address)
	if _, err := s.pool.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (7, true)"); err != nil {
		t.Fatal(err)
	}
	err := open(t, address).Ping(t.Context())
	if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "its version is 7, and this Ibid knows up to 1: run the newer Ibid") {
		t.Errorf("error %v", err)
	}
}

// TestZeroByte: what PostgreSQL cannot hold is an error, and nothing else is
// lost.
func TestZeroByte(t *testing.T) {
	s := open(t, postgrestest.Address(t))
	if err := s.PutQuestion(t.Context(), store.Question{Guild: "1", Text: "why\x00"}); err == nil {
		t.Error("a zero byte was kept")
	}
	if err := s.PutQuestion(t.Context(), store.Question{Guild: "1", Text: "why"}); err != nil {
		t.Error(err)
	}
}

const password = "hunter2"

// TestAddresses: what is no address is told of, without a word of it.
func TestAddresses(t *testing.T) {
	for _, address := range []string{
		"postgres://me:" + password + "@127.0.0.1:port/ibid", "postgres://me:1/" + password + "@127.0.0.1/ibid",
		"postgres://me:1?" + password + "@127.0.0.1/ibid", "postgres://me:1#" + password + "@127.0.0.1/ibid",
		"postgres://me:%" + password + "@127.0.0.1/ibid", "postgres://me:" + password + "@127.0.0.1/ibid?sslmode=" + password,
		"postgres://me:" + password + "@127.0.0.1/ibid?pool_max_conns=" + password,
	} {
		s, err := Open(address)
		if err == nil {
			s.Close()
			t.Errorf("%s was opened", address)
		} else if !errors.Is(err, errAddress) || strings.Contains(err.Error(), password) {
			t.Errorf("error %v", err)
		}
	}
}

// TestUnreachable: what cannot be reached is told of within the context's
// time, without the password.
func TestUnreachable(t *testing.T) {
	s := open(t, "postgres://me:"+password+"@127.0.0.1:1/ibid")
	err := s.Ping(t.Context())
	if err == nil || !strings.Contains(err.Error(), "it must be running and be reachable from here") || strings.Contains(err.Error(), password) {
		t.Errorf("error %v", err)
	}
	silent := open(t, "postgres://me:"+password+"@192.0.2.1/ibid") // a network of documentation's, where nobody answers (RFC 5737)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := silent.Ping(ctx); err == nil || strings.Contains(err.Error(), password) {
		t.Errorf("error %v", err)
	}
}

// TestRefused: what the server refuses is told of in words, and the password
// is not.
func TestRefused(t *testing.T) {
	address, err := url.Parse(postgrestest.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	stranger, elsewhere := *address, *address
	stranger.User = url.UserPassword("nobody_here", password)
	elsewhere.Path = "/nowhere_here"
	for says, address := range map[string]url.URL{
		"user and password must be those of the database": stranger,
		"make that database, or name another":             elsewhere,
	} {
		err := open(t, address.String()).Ping(t.Context())
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), password) {
			t.Errorf("error %v, want %q in it, and no password", err, says)
		}
		if secret, ok := address.User.Password(); ok && strings.Contains(err.Error(), secret) {
			t.Error("the password is in the error")
		}
	}
}
