package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"
)

// TestWaitsThatDiscordAsksFor: no attempt is made sooner, although the backoff is short, and the log says until when.
func TestWaitsThatDiscordAsksFor(t *testing.T) {
	tests := []struct {
		name       string
		retryAfter string
		status     int
		body       string
		reason     string
		want       time.Duration
	}{
		{"no sessions left", "", 200, `{"url":"ws://127.0.0.1:9","session_start_limit":{"total":1000,"remaining":0,"reset_after":7200000}}`, "session_start_limit", 2 * time.Hour},
		{"429 of the proxy", "3600", 429, "<html>slow down</html>", "429", time.Hour},
		{"429 of Discord", "1800", 429, `{"message":"You are being rate limited.","retry_after":1800,"global":false}`, "429", 30 * time.Minute},
		{"429 without a head", "", 429, `{"message":"You are being rate limited.","retry_after":900.5,"global":false}`, "429", 15 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.retryAfter != "" {
					w.Header().Set("Retry-After", tt.retryAfter)
				}
				w.WriteHeader(tt.status)
				w.Write([]byte(tt.body))
			})
			ctx, cancel := context.WithCancel(t.Context())
			log := newJournal()
			b := newTestBot(t, Options{APIURL: r.URL, Backoff: immediately, Logger: debugLog(log)})
			earliest := time.Now().Add(tt.want)
			ended := make(chan error)
			go func() { ended <- b.Run(ctx, handlerFuncs{}) }()
			log.wait(t, tt.reason, 1)
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			found := regexp.MustCompile(`again_at=(\S+)`).FindStringSubmatch(log.String())
			if found == nil {
				t.Fatalf("the log does not say when we try again: %s", log)
			}
			// The log rounds to milliseconds.
			if at, err := time.Parse(time.RFC3339, found[1]); err != nil || at.Before(earliest.Add(-time.Millisecond)) {
				t.Errorf("again at %v (%v), want no sooner than %v", at, err, earliest)
			}
			if got := r.seen(); len(got) != 1 || got[0].path != "/gateway/bot" {
				t.Errorf("server saw %+v, want one request for the gateway", got)
			}
		})
	}
}

// TestAsksAgainWhenSessionsMayStart: the wait ends.
func TestAsksAgainWhenSessionsMayStart(t *testing.T) {
	t.Parallel()
	r := newScripted(t, []string{
		`200 {"url":"ws://127.0.0.1:9","session_start_limit":{"remaining":0,"reset_after":5}}`,
		`401 {"message":"401: Unauthorized","code":0}`,
	})
	wantRefused(t, newTestBot(t, Options{APIURL: r.URL, Backoff: immediately}).Run(t.Context(), handlerFuncs{}), 401)
	if got := len(r.seen()); got != 2 {
		t.Errorf("%d requests, want two", got)
	}
}

func TestSessionStarts(t *testing.T) {
	count := func(n int) *int { return &n }
	for _, tt := range []struct {
		starts sessionStarts
		want   time.Duration
	}{
		{sessionStarts{}, 0}, // the server does not know it
		{sessionStarts{Remaining: count(0)}, 0},
		{sessionStarts{Remaining: count(1), ResetAfter: 1000}, 0},
		{sessionStarts{Remaining: count(0), ResetAfter: 1000}, time.Second},
		{sessionStarts{Remaining: count(-1), ResetAfter: 1000}, time.Second},
		{sessionStarts{Remaining: count(0), ResetAfter: 1 << 62}, 24 * time.Hour},
	} {
		if got := askedWait(tt.starts.exhausted()); got != tt.want {
			t.Errorf("%+v: wait %v, want %v", tt.starts, got, tt.want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		status int
		head   string
		want   time.Duration
	}{
		{429, "2", 2 * time.Second}, {429, "0.3", 300 * time.Millisecond}, {429, "1e30", 7 * 24 * time.Hour},
		{429, "", 0}, {429, "-1", 0}, {429, "NaN", 0}, {429, "soon", 0}, {200, "2", 0},
	} {
		w := httptest.NewRecorder()
		w.Header().Set("Retry-After", tt.head)
		w.WriteHeader(tt.status)
		if got := askedWait(rateLimited(w.Result())); got != tt.want {
			t.Errorf("%d with Retry-After %q: wait %v, want %v", tt.status, tt.head, got, tt.want)
		}
	}
}
