package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// This file is how often the API may be called: https://docs.discord.com/developers/topics/rate-limits.

// A pace is how many calls may be made in a time.
type pace struct {
	calls int
	per   time.Duration
}

// The global limit, and the one of invalid requests after which Discord bans an address for a while. How long is not
// documented.
var (
	globalPace  = pace{50, time.Second}
	invalidPace = pace{10_000, 10 * time.Minute}
)

const banLife = 10 * time.Minute

// paces are those of single routes. "Rate limits should not be hard coded", says Discord, and publishes none: these
// are the sandbox's own, near to what bots are known to meet.
var paces = map[string]pace{
	"POST /channels/{channel}/messages":                 {5, 5 * time.Second},
	"PATCH /channels/{channel}/messages/{message}":      {5, 5 * time.Second},
	"DELETE /channels/{channel}/messages/{message}":     {5, time.Second},
	"POST /interactions/{interaction}/{token}/callback": {5, 2 * time.Second},
	"POST /webhooks/{app}/{token}":                      {5, 2 * time.Second},
}

// otherPace is that of every other route.
var otherPace = pace{10, 5 * time.Second}

func paceOf(pattern string) pace {
	if q, ok := paces[pattern]; ok {
		return q
	}
	return otherPace
}

// A bucket counts the calls of a time. It begins with the first call and is then empty again.
type bucket struct {
	pace
	used  int
	began time.Time
}

// take counts a call, and says whether it is within the pace.
func (b *bucket) take(now time.Time) bool {
	if b.over(now) {
		b.used, b.began = 0, now
	}
	if b.used == b.calls {
		return false
	}
	b.used++
	return true
}

func (b *bucket) over(now time.Time) bool { return b.resetAfter(now) <= 0 }

// resetAfter is how long it takes until the bucket is empty again.
func (b *bucket) resetAfter(now time.Time) time.Duration { return b.began.Add(b.per).Sub(now) }

// rateLimits are the limits of the bot. They are guarded by Server.mu.
type rateLimits struct {
	global  bucket
	routes  map[string]*bucket // by route and top-level resource
	invalid bucket
	banned  time.Time // until when
}

func newRateLimits() rateLimits {
	return rateLimits{global: bucket{pace: globalPace}, routes: map[string]*bucket{}, invalid: bucket{pace: invalidPace}}
}

// take counts a call. It returns the headers of its answer, and the answer if the call is refused.
func (l *rateLimits) take(r *request, pattern string, now time.Time) (http.Header, *answer) {
	if now.Before(l.banned) {
		return nil, banned(l.banned.Sub(now))
	}
	if !isInteractionRoute(pattern) && !l.global.take(now) {
		return nil, limited("global", l.global.resetAfter(now))
	}
	b := l.bucket(pattern+" "+r.topLevel(), paceOf(pattern), now)
	ok := b.take(now)
	h := b.header(pattern, now)
	if !ok {
		a := limited("user", b.resetAfter(now))
		maps.Copy(a.header, h)
		return nil, a
	}
	return h, nil
}

// isInteractionRoute says whether a route is not bound by the global limit.
func isInteractionRoute(pattern string) bool {
	return strings.Contains(pattern, " /interactions/") || strings.Contains(pattern, " /webhooks/")
}

// bucket finds or makes a bucket, and forgets those that are empty again.
func (l *rateLimits) bucket(key string, q pace, now time.Time) *bucket {
	if b := l.routes[key]; b != nil {
		return b
	}
	maps.DeleteFunc(l.routes, func(_ string, b *bucket) bool { return b.over(now) })
	b := &bucket{pace: q}
	l.routes[key] = b
	return b
}

// topLevel is the top-level resource of a call: "channels (channel_id), guilds (guild_id), and webhooks (webhook_id or
// webhook_id + webhook_token)". The token of an interaction counts as a webhook's.
func (r *request) topLevel() string {
	return strings.Join([]string{
		r.PathValue("channel"), r.PathValue("guild"), r.PathValue("interaction"), r.PathValue("token"),
	}, "/")
}

// countInvalid counts an answer that Discord calls an invalid request, and bans after too many of them.
func (l *rateLimits) countInvalid(a *answer, now time.Time) {
	invalid := a.status == 401 || a.status == 403 || a.status == 429 && a.header.Get("X-RateLimit-Scope") != "shared"
	if invalid && !now.Before(l.banned) && !l.invalid.take(now) {
		l.banned = now.Add(banLife)
	}
}

// header is what every answer tells of its bucket.
func (b *bucket) header(pattern string, now time.Time) http.Header {
	hash := sha256.Sum256([]byte(pattern))
	h := http.Header{}
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.calls))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.calls-b.used))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.began.Add(b.per).UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(seconds(b.resetAfter(now)), 'f', 3, 64))
	h.Set("X-RateLimit-Bucket", hex.EncodeToString(hash[:16]))
	return h
}

// seconds is a time in seconds with three decimals, rounded up: who waits so long is not too early.
func seconds(d time.Duration) float64 { return math.Ceil(float64(d)/float64(time.Millisecond)) / 1000 }

// limited is the answer to a call that is one too many, for a scope "user", "global" or "shared",
// https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit.
func limited(scope string, wait time.Duration) *answer {
	message := "You are being rate limited."
	if scope == "shared" {
		message = "The resource is being rate limited."
	}
	a := jsonAnswer(http.StatusTooManyRequests, object{
		"message": message, "retry_after": seconds(wait), "global": scope == "global", "code": 0,
	})
	a.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	a.header.Set("X-RateLimit-Scope", scope)
	if scope == "global" {
		a.header.Set("X-RateLimit-Global", "true")
	}
	return a
}

// banned is the answer to an address that is banned. It comes from the proxy before Discord and is no JSON.
func banned(wait time.Duration) *answer {
	a := textAnswer(http.StatusTooManyRequests, "error code: 1015")
	a.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return a
}
