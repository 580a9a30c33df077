package commands

import (
	"math"
	"sync"
	"time"

	"ibid/commands/reply"
	"ibid/knowledge"
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
	}
}

// wait returns how long a member has to wait for the next answer; 0 if they
// get one now.
func (m *recent) wait(member string) time.Duration {
	if m.Cooldown <= 0 || member == "" {
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.Now()
	if left := m.answered[member].Add(m.Cooldown).Sub(now); left > 0 {
		return left
	}
	m.answered[member] = now
	if len(m.answered) > maxRemembered {
		for who, at := range m.answered {
			if now.Sub(at) > m.Cooldown {
				delete(m.answered, who)
			}
		}
	}
	return 0
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
	m.forget(at)
	m.standing[at] = standing{at: now}
	if len(m.standing) > maxRemembered {
		for other, s := range m.standing {
			if m.stale(s, now) {
				m.forget(other)
			}
		}
	}
	return "", false
}

func (m *recent) stale(s standing, now time.Time) bool {
	if s.message == "" {
		return now.Sub(s.at) > min(m.Repeat, unseen)
	}
	return now.Sub(s.at) > m.Repeat
}

func (m *recent) forget(at spot) {
	delete(m.messages, m.standing[at].message)
	delete(m.standing, at)
}

// stands notes that an answer is there.
func (m *recent) stands(at spot, message string) {
	if m.Repeat <= 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.standing[at] = standing{m.Now(), message}
	m.messages[message] = at
}

// gone notes that a message is there no more.
func (m *recent) gone(message string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, ok := m.messages[message]; ok {
		m.forget(at)
	}
}

func spotOf(channel string, m knowledge.Match) spot {
	return spot{channel, m.Topic.Analysis.ID, m.Topic.ID, m.Paragraph}
}

// oneAtATime says that a member has to wait.
func oneAtATime(w reply.Writer, wait time.Duration) reply.Message {
	return reply.Notice(w.Count("said.wait", int(math.Ceil(wait.Seconds()))))
}
