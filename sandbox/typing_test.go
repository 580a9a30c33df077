package sandbox

import (
	"testing"
	"time"
)

func TestWhoIsTypingNow(t *testing.T) {
	t.Parallel()
	clock := NewManualClock(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	srv, err := New(Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	alice, bob := srv.Person("alice"), srv.Person("bob")
	typing := func(want ...*Person) {
		t.Helper()
		srv.mu.Lock()
		defer srv.mu.Unlock()
		got := srv.world.typing(srv.world.channel("general"))
		if len(got) != len(want) {
			t.Fatalf("%d are typing, want %d", len(got), len(want))
		}
		for i, p := range want {
			if got[i] != p.user {
				t.Errorf("%s is typing, want %s", got[i].name, p.name)
			}
		}
	}
	types := func(p *Person) {
		t.Helper()
		if err := p.Types("general"); err != nil {
			t.Fatal(err)
		}
	}
	typing()
	types(alice)
	clock.Advance(6 * time.Second)
	types(bob)
	typing(alice, bob)
	if _, err := bob.Posts("general", "note"); err != nil {
		t.Fatal(err)
	}
	typing(alice)
	types(alice)
	clock.Advance(9 * time.Second)
	typing(alice)
	before := srv.world.journal.next
	clock.Advance(time.Second)
	typing()
	if srv.world.journal.next == before {
		t.Error("the page is not told that nobody is typing any more")
	}
}
