package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// request is one call of Discord's REST interface.
type request struct {
	method string
	route  string   // as Discord's documentation writes it: /channels/{channel.id}/messages
	ids    []string // what stands for the names in braces, in order
	query  string   // without its question mark
	body   []byte   // nil for none
	form   string   // the content type of a body that is a form with files; JSON where it is empty
	reason string   // for the server's audit log
	// keepsLimit: the rate limit of this route and its first id is remembered. Not for interactions: each has a token of its own and
	// discordgo would keep a bucket for each, for ever.
	keepsLimit bool
	// attempts is how often it may be sent in all, when what went wrong may pass or it is unclear what became of it; 0 is once.
	attempts int
}

// repeatable is the attempts of a request that does no more when it is sent twice.
const repeatable = 3

// address is the request's address as discordgo would build it.
func (r request) address() string {
	path := strings.TrimPrefix(r.route, "/")
	for _, id := range r.ids {
		before, after, _ := strings.Cut(path, "{")
		_, after, _ = strings.Cut(after, "}")
		path = before + url.PathEscape(id) + after
	}
	if r.query != "" {
		path += "?" + r.query
	}
	return discordgo.EndpointAPI + path
}

// errUnreadable: the answer is a success, but not what was asked for. Asking again would not change that.
var errUnreadable = errors.New("the answer cannot be read")

// call sends a request and decodes the answer into answer, unless that is nil. It returns a [*RESTError] for an answer that is no success.
func (b *Bot) call(ctx context.Context, r request, answer any) error {
	var body []byte
	var err error
	for attempt := 0; ; attempt++ {
		body, err = b.send(ctx, r)
		if attempt > 0 && hasArrived(err) {
			return nil
		}
		if err == nil || attempt+1 >= r.attempts {
			break
		}
		wait, temporary := mayPass(err, attempt)
		if !temporary || !sleep(ctx, wait) {
			break
		}
	}
	if err != nil || answer == nil {
		return err
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return fmt.Errorf("%s %s: %w: %w", r.method, r.route, errUnreadable, err)
	}
	return nil
}

// send sends a request once.
func (b *Bot) send(ctx context.Context, r request) ([]byte, error) {
	bucket, err := b.bucket(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("%s %s: waiting for the rate limit: %w", r.method, r.route, err)
	}
	options := []discordgo.RequestOption{discordgo.WithContext(ctx)}
	if r.reason != "" {
		options = append(options, discordgo.WithAuditLogReason(url.PathEscape(r.reason)))
	}
	body, err := b.rest.RequestWithLockedBucket(r.method, r.address(), cmp.Or(r.form, "application/json"), r.body, bucket, 0, options...)
	if err != nil {
		return nil, restError(r.method, r.route, err)
	}
	return body, nil
}

// bucket locks the rate limit bucket of a request. discordgo's own LockBucket would sleep without regard for ctx.
func (b *Bot) bucket(ctx context.Context, r request) (*discordgo.Bucket, error) {
	limiter := b.rest.Ratelimiter
	key := "thrown away"
	if r.keepsLimit {
		key = r.method + " " + r.route + " " + strings.Join(r.ids[:min(1, len(r.ids))], "")
	} else {
		limiter = discordgo.NewRatelimiter()
	}
	bucket := limiter.GetBucket(key)
	for {
		bucket.Lock()
		wait := limiter.GetWaitTime(bucket, 1)
		if wait <= 0 {
			bucket.Remaining--
			return bucket, nil
		}
		bucket.Unlock()
		if !sleep(ctx, wait) {
			return nil, cmp.Or(ctx.Err(), context.DeadlineExceeded)
		}
	}
}

// hasArrived reports whether a response was refused because the interaction has one. When it is sent again, that is the one sent before.
func hasArrived(err error) bool {
	var rest *RESTError
	return errors.As(err, &rest) && rest.Code == discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged
}

// mayPass reports whether what went wrong may go right a little later, and when to try.
func mayPass(err error, attempt int) (wait time.Duration, temporary bool) {
	wait = jittered(200 * time.Millisecond << attempt)
	var rest *RESTError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, errUnreadable):
		return 0, false
	case errors.As(err, &rest):
		return max(wait, rest.retryAfter), rest.Status == 429 || rest.Status >= 500
	}
	return wait, true // the network
}

// sleep waits; it reports false, at once, when ctx would end before the wait does, and false when ctx ends in between.
func sleep(ctx context.Context, wait time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// jittered takes a random half off a wait, so that many clients that were cut off together do not come back together.
func jittered(wait time.Duration) time.Duration { return wait/2 + rand.N(wait/2) }

// jitteredBackoff is 1 s doubling to 60 s.
func jitteredBackoff(attempt int) time.Duration {
	return jittered(min(time.Second<<min(attempt, 6), time.Minute))
}
