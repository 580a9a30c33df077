package sandbox

import (
	"net/http"
	"time"
)

// This file is how often sessions may be started, and where:
// https://docs.discord.com/developers/events/gateway#session-start-limit-object.

const (
	startsWindow   = 24 * time.Hour  // in which there may be so many session starts
	identifyWindow = 5 * time.Second // in which there may be one identify for each key
)

// starts counts the sessions that were started.
type starts struct {
	total int // allowed in a window
	used  int
	since time.Time         // when the window began
	last  map[int]time.Time // by key: shard id % max_concurrency
}

// remaining is how many sessions may still be started.
func (l *starts) remaining(now time.Time) int {
	if now.Sub(l.since) >= startsWindow {
		l.used, l.since = 0, now
	}
	return l.total - l.used
}

// resetAfter is how long it takes until all may be started again.
func (l *starts) resetAfter(now time.Time) time.Duration { return l.since.Add(startsWindow).Sub(now) }

// tooEarly says whether a shard with the same key has just been identified,
// https://docs.discord.com/developers/events/gateway#sharding-max-concurrency.
func (l *starts) tooEarly(key int, now time.Time) bool {
	last, ok := l.last[key]
	return ok && now.Sub(last) < identifyWindow
}

func (l *starts) add(key int, now time.Time) {
	l.used++
	l.last[key] = now
}

// revokeToken is what happens when more sessions are started than a day allows: "all active sessions for the app will
// be terminated, the bot token will be reset", https://docs.discord.com/developers/events/gateway#identifying.
// No token is good afterwards. Server.mu is held.
func (s *Server) revokeToken() {
	s.revoked.Store(true)
	for c := range s.conns {
		s.drop(c, closeAuthentication)
	}
	clear(s.world.sessions)
}

func getGateway(s *Server, _ *request) (int, any, error) {
	return http.StatusOK, object{"url": s.gatewayURL()}, nil
}

func getGatewayBot(s *Server, _ *request) (int, any, error) {
	now := s.world.clock.Now()
	return http.StatusOK, object{
		"url": s.gatewayURL(), "shards": s.options.Shards,
		"session_start_limit": object{
			"total": s.starts.total, "remaining": s.starts.remaining(now),
			"reset_after": s.starts.resetAfter(now).Milliseconds(), "max_concurrency": s.options.MaxConcurrency,
		},
	}, nil
}
