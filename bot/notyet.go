package bot

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// notYetError says that Discord wants no new connection before some time has passed.
type notYetError struct {
	reason string
	wait   time.Duration
}

// Error says why and for how long.
func (e *notYetError) Error() string {
	return fmt.Sprintf("%s: not before %s from now", e.reason, e.wait)
}

// askedWait is how long the server asks us to wait before the next attempt to connect, 0 if it does not.
func askedWait(err error) time.Duration {
	var (
		later *notYetError
		rest  *RESTError
	)
	switch {
	case errors.As(err, &later):
		return later.wait
	case errors.As(err, &rest):
		return rest.retryAfter
	}
	return 0
}

// sessionStarts is the session_start_limit of GET /gateway/bot: how many sessions may still be started, and in how many milliseconds
// the count begins anew. A bot that starts more has its token reset. Servers that only resemble Discord may leave it out.
// Source: https://docs.discord.com/developers/events/gateway#session-start-limit-object
type sessionStarts struct {
	Remaining  *int  `json:"remaining"`
	ResetAfter int64 `json:"reset_after"`
}

// exhausted returns a [*notYetError] when no session may be started.
func (s sessionStarts) exhausted() error {
	if s.Remaining == nil || *s.Remaining > 0 || s.ResetAfter <= 0 {
		return nil
	}
	const day = 24 * time.Hour // the count is a day's
	wait := min(time.Duration(min(s.ResetAfter, day.Milliseconds()))*time.Millisecond, day)
	return &notYetError{"Discord lets the bot start no more sessions today (session_start_limit)", wait}
}

// rateLimited returns a [*notYetError] for an answer 429 that names its wait in its head: its body may be no JSON, when it comes from
// what stands before Discord.
// Source: https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit
func rateLimited(resp *http.Response) error {
	seconds, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
	if resp.StatusCode != http.StatusTooManyRequests || err != nil || !(seconds > 0) {
		return nil
	}
	wait := time.Duration(math.Ceil(min(seconds, 7*24*3600)*1000)) * time.Millisecond
	return &notYetError{"HTTP 429: too many requests", wait}
}
