package commands

import (
	"context"
	"math"
	"sync"
	"time"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store"
)

// Manners is how Ibid keeps from being a nuisance. A zero duration turns off
// what it is for.
type Manners struct {
	// Cooldown is how long a member waits from one answer to the next.
	Cooldown time.Duration
	// Repeat is for how long the same answer is not given again in a channel.
	Repeat time.Duration
	// Now is the time; [time.Now] where it is nil.
	Now func() time.Time
}

// unseen is how long an answer counts as given although Discord has not told
// that it is there: it may have failed to arrive.
const unseen = 10 * time.Second

// maxRemembered bounds what is remembered; what is too old goes first.
const maxRemembered = 10_000

// recent remembers, until the program ends, when a member was last answered
// and where an answer stands. It holds ids and no words.
type recent struct {
	Manners
	mu       sync.Mutex
	answered map[string]time.Time // by member
	standing map[spot]standing
	messages map[string]spot // by message
	done     map[string]time.Time
	settings map[string]store.Settings // by server: those read last
	failed   time.Time                 // when something could not be counted last
	parents  map[string]string         // by channel: the one it is a thread of, or none
}

// spot is a place of an analysis in a channel.
type spot struct {
	channel, analysis, topic string
	paragraph                int
}

// standing is an answer that was given.
type standing struct {
	at      time.Time
	message string // empty until Discord tells that it is there
}

func newRecent(m Manners) *recent {
	if m.Now == nil {
		m.Now = time.Now
	}
	return &recent{
		Manners: m, answered: make(map[string]time.Time),
		standing: make(map[spot]standing), messages: make(map[string]spot),
		done: make(map[string]time.Time), settings: make(map[string]store.Settings),
		parents: make(map[string]string),
	}
}

// wait returns how long a member has to wait for the next answer; 0 if they
// get one now.
func (m *recent) wait(member string, cooldown time.Duration) time.Duration {
	if cooldown <= 0 || member == "" {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.Now()
	if left := m.answered[member].Add(cooldown).Sub(now); left > 0 {
		return left
	}
	m.answered[member] = now
	bound(m.answered, func(at time.Time) bool { return now.Sub(at) > max(cooldown, m.Cooldown) })
	return 0
}

// tokenLife is how long Discord lets an interaction be answered, and so how
// long a private message may be pressed upon.
// (docs.discord.com/developers/interactions/receiving-and-responding)
const tokenLife = 15 * time.Minute

// first reports whether something is done for the first time.
func (m *recent) first(what string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.Now()
	if at, ok := m.done[what]; ok && now.Sub(at) <= tokenLife {
		return false
	}
	m.done[what] = now
	bound(m.done, func(at time.Time) bool { return now.Sub(at) > tokenLife })
	return true
}

// bound takes out of what is remembered what is old and, where that is not
// enough, any of the rest, down to half of what may be.
func bound[K comparable, V any](remembered map[K]V, old func(V) bool) {
	if len(remembered) <= maxRemembered {
		return
	}
	for k, v := range remembered {
		if old(v) {
			delete(remembered, k)
		}
	}
	for k := range remembered {
		if len(remembered) <= maxRemembered/2 {
			return
		}
		delete(remembered, k)
	}
}

// keep remembers the settings of a server; last returns them, if they were
// read before.
func (m *recent) keep(guild string, s store.Settings) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings[guild] = s
	bound(m.settings, func(store.Settings) bool { return false })
}

func (m *recent) last(guild string) (store.Settings, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.settings[guild]
	return s, ok
}

// keepParent remembers of which channel one is a thread, or that it is none,
// which does not change, or that Discord does not let Ibid know. parent returns
// it, if it is known.
func (m *recent) keepParent(channel, parent string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parents[channel] = parent
	bound(m.parents, func(string) bool { return false })
}

func (m *recent) parent(channel string) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	parent, known := m.parents[channel]
	return parent, known
}

// uncounted is for how long nothing is counted after that has failed, so that
// a database that is gone costs few answers the time to notice.
const uncounted = 10 * time.Second

// counts reports whether it is worth trying to count.
func (m *recent) counts() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.failed.IsZero() || m.Now().Sub(m.failed) > uncounted
}

func (m *recent) countFailed() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failed = m.Now()
}

// give notes that an answer is about to be given in a channel. Where it
// stands there already, given is true; message is where, or empty where that
// is not known yet.
func (m *recent) give(channel string, match knowledge.Match) (message string, given bool) {
	if m.Repeat <= 0 {
		return "", false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	at, now := spotOf(channel, match), m.Now()
	if s, ok := m.standing[at]; ok && !m.stale(s, now) {
		return s.message, true
	}
	m.put(at, standing{at: now})
	return "", false
}

func (m *recent) stale(s standing, now time.Time) bool {
	if s.message == "" {
		return now.Sub(s.at) > min(m.Repeat, unseen)
	}
	return now.Sub(s.at) > m.Repeat
}

// put notes an answer in place of an earlier one.
func (m *recent) put(at spot, s standing) {
	delete(m.messages, m.standing[at].message)
	m.standing[at] = s
	if s.message != "" {
		m.messages[s.message] = at
	}
	bound(m.standing, func(s standing) bool { return m.stale(s, m.Now()) })
	bound(m.messages, func(at spot) bool { _, ok := m.standing[at]; return !ok })
}

// stands notes that an answer is there.
func (m *recent) stands(at spot, message string) {
	if m.Repeat <= 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(at, standing{m.Now(), message})
}

// gone notes that a message is there no more.
func (m *recent) gone(message string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, ok := m.messages[message]; ok {
		delete(m.messages, message)
		delete(m.standing, at)
	}
}

func spotOf(channel string, m knowledge.Match) spot {
	return spot{channel, m.Topic.Analysis.ID, m.Topic.ID, m.Paragraph}
}

// wait returns how long a member has to wait in a server, by that server's
// cooldown where it has one of its own: then what was answered elsewhere does
// not count.
func (r *Router) wait(ctx context.Context, guild, member string) time.Duration {
	switch own := r.settingsOf(ctx, guild).Cooldown; {
	case own == 0 || member == "":
		return r.recent.wait(member, r.recent.Cooldown)
	case own < 0:
		return 0
	default:
		return r.recent.wait(guild+"/"+member, time.Duration(own)*time.Second)
	}
}

// oneAtATime says that a member has to wait.
func oneAtATime(w reply.Writer, wait time.Duration) reply.Message {
	return reply.Notice(w.Count("said.wait", int(math.Ceil(wait.Seconds()))))
}
