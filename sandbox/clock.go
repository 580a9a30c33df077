package sandbox

import (
	"slices"
	"sync"
	"time"
)

// A Clock tells the time and calls back later. It must be safe for use by several goroutines.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f in a goroutine of its own, or in that of whoever moves the clock, once d has passed.
	// The function returned cancels the call if it has not begun.
	AfterFunc(d time.Duration, f func()) (cancel func())
}

// systemClock is the machine's clock.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

// A ManualClock stands still until it is advanced, so that a test of a 15-minute window takes no time.
type ManualClock struct {
	mu      sync.Mutex
	now     time.Time
	pending []*alarm
}

type alarm struct {
	at time.Time
	f  func()
}

// NewManualClock returns a clock that stands at start.
func NewManualClock(start time.Time) *ManualClock { return &ManualClock{now: start} }

// Now is the time the clock stands at.
func (c *ManualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// AfterFunc remembers f until the clock has been advanced by d.
func (c *ManualClock) AfterFunc(d time.Duration, f func()) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &alarm{at: c.now.Add(d), f: f}
	c.pending = append(c.pending, a)
	return func() { c.remove(a) }
}

func (c *ManualClock) remove(a *alarm) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending = slices.DeleteFunc(c.pending, func(p *alarm) bool { return p == a })
}

// Advance moves the clock by d and calls, in order of time and before it returns, whatever has become due.
func (c *ManualClock) Advance(d time.Duration) {
	for _, a := range c.due(d) {
		a.f()
	}
}

func (c *ManualClock) due(d time.Duration) []*alarm {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	var due []*alarm
	c.pending = slices.DeleteFunc(c.pending, func(p *alarm) bool {
		if p.at.After(c.now) {
			return false
		}
		due = append(due, p)
		return true
	})
	slices.SortStableFunc(due, func(a, b *alarm) int { return a.at.Compare(b.at) })
	return due
}
