package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func callbackRequest(n int) request {
	return interactionAt(nil, n).request(nil)
}

func interactionAt(b *Bot, n int) interaction {
	return interaction{bot: b, head: interactionHead{ID: fmt.Sprint(n), Token: fmt.Sprintf("interaction-token-%d", n)}}
}

// TestNoBucketIsLeaked sends responses to many interactions and looks into discordgo's rate limiter.
func TestNoBucketIsLeaked(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	b := newTestBot(t, Options{APIURL: r.URL})
	buckets := func() int { return reflect.ValueOf(b.rest.Ratelimiter).Elem().FieldByName("buckets").Len() }
	before := buckets()
	for n := range 200 {
		if err := b.call(t.Context(), callbackRequest(n), nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := buckets(); got != before {
		t.Errorf("%d rate limit buckets after 200 responses, %d before", got, before)
	}
	if err := b.Pin(t.Context(), "1", "2", ""); err != nil {
		t.Fatal(err)
	}
	if got := buckets(); got != before+1 {
		t.Errorf("%d buckets after a pin, want %d: is this the right map?", got, before+1)
	}
}

// TestErrorsShowNoSecret makes every kind of error and looks for the tokens in it, however it is printed.
func TestErrorsShowNoSecret(t *testing.T) {
	statuses := map[string]int{"unknown": 404, "refused": 401, "limited": 429, "bad gateway": 502, "down": 503, "hung up": 0}
	for name, status := range statuses {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
				if status == 0 {
					panic(http.ErrAbortHandler)
				}
				w.WriteHeader(status)
				io.WriteString(w, `{"code": 10062, "message": "m", "retry_after": 0.001}`)
			})
			b := newTestBot(t, Options{APIURL: r.URL})
			err := b.call(t.Context(), callbackRequest(1), nil)
			if err == nil {
				t.Fatal("no error")
			}
			encoded, _ := json.Marshal(err)
			for _, shown := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err), string(encoded)} {
				if strings.Contains(shown, testToken) || strings.Contains(shown, "interaction-token") {
					t.Errorf("the error shows a token: %s", shown)
				}
			}
			var rest *RESTError
			if status != 0 && (!errors.As(err, &rest) || rest.Status != status) {
				t.Errorf("error %v, want a RESTError with status %d", err, status)
			}
		})
	}
}

func TestRepeatableRequests(t *testing.T) {
	tests := []struct {
		name       string
		statuses   []int // of the answers in order; the last one repeats
		attempts   int
		wantCalls  int
		wantStatus int // of the error, 0 for none
	}{
		{"passes the third time", []int{500, 503, 204}, repeatable, 3, 0},
		{"limited, then passes", []int{429, 204}, repeatable, 2, 0},
		{"bad gateway, then passes", []int{502, 204}, repeatable, 2, 0},
		{"never passes", []int{500}, repeatable, 3, 500},
		{"is refused for good", []int{403}, repeatable, 1, 403},
		{"is not repeatable", []int{500}, 0, 1, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var r *recorder
			r = newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
				status := tt.statuses[min(len(r.seen()), len(tt.statuses))-1]
				w.WriteHeader(status)
				if status != http.StatusNoContent {
					io.WriteString(w, `{"message":"no","retry_after":0.001}`)
				}
			})
			b := newTestBot(t, Options{APIURL: r.URL})
			err := b.call(t.Context(), request{method: "PUT", route: "/x", attempts: tt.attempts}, nil)
			var rest *RESTError
			if (err == nil) != (tt.wantStatus == 0) || err != nil && (!errors.As(err, &rest) || rest.Status != tt.wantStatus) {
				t.Errorf("error %v, want status %d", err, tt.wantStatus)
			}
			if got := len(r.seen()); got != tt.wantCalls {
				t.Errorf("sent %d times, want %d", got, tt.wantCalls)
			}
		})
	}
}

// TestFirstResponsesAreSentOnceMore: somebody waits for it, and should the first sending have arrived, Discord says so.
func TestFirstResponsesAreSentOnceMore(t *testing.T) {
	const (
		taken   = `400 {"code":40060,"message":"Interaction has already been acknowledged."}`
		unknown = `404 {"code":10062,"message":"Unknown interaction"}`
	)
	tests := []struct {
		name       string
		answers    []string // in order
		wantStatus int      // of the error, 0 for none
	}{
		{"passes", []string{"204"}, 0},
		{"down, then passes", []string{"503", "204"}, 0},
		{"bad gateway, then passes", []string{"502", "204"}, 0},
		{"hung up, then passes", []string{hungUp, "204"}, 0},
		{"hung up, but it had arrived", []string{hungUp, taken}, 0},
		{"down, but it had arrived", []string{"500", taken}, 0},
		{"another has answered", []string{taken}, 400},
		{"too old", []string{unknown}, 404},
		{"down, then too old", []string{"500", unknown}, 404},
		{"never passes", []string{"500", "500"}, 500},
		{"limited, then passes", []string{`429 {"retry_after":0.001}`, "204"}, 0},
		{"limited beyond the deadline", []string{`429 {"retry_after":61}`}, 429},
		{"banned by the proxy before Discord", []string{"429 <html>"}, 429},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			r := newScripted(t, tt.answers)
			want, _, err := privately("x").callback()
			if err != nil {
				t.Fatal(err)
			}
			err = interactionAt(newTestBot(t, Options{APIURL: r.URL}), 1).respond(ctx, privately("x"))
			var rest *RESTError
			if (err == nil) != (tt.wantStatus == 0) || err != nil && (!errors.As(err, &rest) || rest.Status != tt.wantStatus) {
				t.Errorf("error %v, want status %d", err, tt.wantStatus)
			}
			got := r.seen()
			if len(got) != len(tt.answers) {
				t.Fatalf("sent %d times, want %d", len(got), len(tt.answers))
			}
			if got[0].path != "/interactions/1/interaction-token-1/callback" || got[0].body != string(want) || got[0] != got[len(got)-1] {
				t.Errorf("sent %+v, want the same response each time", got)
			}
		})
	}
}

const hungUp = "hung up"

// newScripted is a server that gives these answers in turn, each a status and a body or hungUp.
func newScripted(t *testing.T, answers []string) (r *recorder) {
	r = newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
		n := len(r.seen())
		if n > len(answers) || answers[n-1] == hungUp {
			panic(http.ErrAbortHandler)
		}
		status, body, _ := strings.Cut(answers[n-1], " ")
		code, err := strconv.Atoi(status)
		if err != nil {
			t.Error(err)
		}
		w.WriteHeader(code)
		io.WriteString(w, body)
	})
	return r
}

// TestWaitingForARateLimitEndsWithTheContext: discordgo's own lock would sleep for the hour.
func TestWaitingForARateLimitEndsWithTheContext(t *testing.T) {
	r := request{method: "POST", route: "/channels/{channel.id}/messages", ids: []string{"1"}, keepsLimit: true}
	b := newTestBot(t, Options{})
	synctest.Test(t, func(t *testing.T) {
		bucket, err := b.bucket(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		bucket.Release(http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {"3600"}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := b.bucket(ctx, r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want that the deadline is too near", err)
		}
		other := r
		other.ids = []string{"2"}
		if _, err := b.bucket(ctx, other); err != nil {
			t.Errorf("another channel is limited too: %v", err)
		}
		began := time.Now()
		if _, err := b.bucket(t.Context(), r); err != nil {
			t.Errorf("after the hour: %v", err)
		}
		if waited := time.Since(began); waited != time.Hour {
			t.Errorf("waited %v, want the hour", waited)
		}
	})
}

func TestBackoff(t *testing.T) {
	for attempt, full := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60, 60} {
		full *= time.Second
		for range 100 {
			if got := jitteredBackoff(attempt); got < full/2 || got > full {
				t.Fatalf("jitteredBackoff(%d) = %v, want %v to %v", attempt, got, full/2, full)
			}
		}
	}
	if got := jitteredBackoff(1 << 40); got > time.Minute || got < 30*time.Second {
		t.Errorf("after very many attempts: %v", got)
	}
}

func TestShortenedDetail(t *testing.T) {
	tests := []struct{ body, want string }{
		{"{\n \"code\": 1\n}", `{"code":1}`},
		{"<html>\n  <p>down</p>", "<html> <p>down</p>"},
		{strings.Repeat("é", 400), strings.Repeat("é", 150) + "…"},
		{"x" + strings.Repeat("é", 400), "x" + strings.Repeat("é", 149) + "…"},
	}
	for _, tt := range tests {
		if got := shorten([]byte(tt.body)); got != tt.want {
			t.Errorf("shorten(%.20q) = %q, want %q", tt.body, got, tt.want)
		}
	}
}

func TestPins(t *testing.T) {
	pages := map[string]string{
		"limit=50": `{"has_more":true,"items":[
			{"pinned_at":"2026-01-02T03:04:05.678901+00:00","message":{"id":"3","content":"three","components":[{"type":99}]}}]}`,
		"before=2026-01-02T03%3A04%3A05.678901%2B00%3A00&limit=50": `{"has_more":false,"items":[
			{"pinned_at":"2026-01-01T00:00:00+00:00","message":{"id":"2","content":"two"}}]}`,
	}
	r := newRecorder(t, func(w http.ResponseWriter, req *http.Request) {
		if req.Method == "GET" {
			io.WriteString(w, pages[req.URL.RawQuery])
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	b := newTestBot(t, Options{APIURL: r.URL + "/api/v10"})
	pins, err := b.Pins(t.Context(), "7")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pins {
		got = append(got, p.Message.ID+" "+p.Message.Content+" "+p.PinnedAt.UTC().Format(time.RFC3339))
	}
	if diff := cmp.Diff([]string{"3 three 2026-01-02T03:04:05Z", "2 two 2026-01-01T00:00:00Z"}, got); diff != "" {
		t.Errorf("pins (-want +got):\n%s", diff)
	}
	if err := errors.Join(b.Pin(t.Context(), "7", "8", "a summary\nfor all"), b.Unpin(t.Context(), "7", "8", "")); err != nil {
		t.Fatal(err)
	}
	authorization := "Bot " + testToken
	want := []seen{
		{method: "PUT", path: "/api/v10/channels/7/messages/pins/8", authorization: authorization, reason: "a%20summary%0Afor%20all"},
		{method: "DELETE", path: "/api/v10/channels/7/messages/pins/8", authorization: authorization},
	}
	if diff := cmp.Diff(want, r.seen()[2:], cmp.AllowUnexported(seen{})); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// TestPinsOfAServerThatRepeatsItself: a list that does not go on must not be asked for without end.
func TestPinsOfAServerThatRepeatsItself(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"has_more":true,"items":[{"pinned_at":"2026-01-01T00:00:00+00:00","message":{"id":"2"}}]}`)
	})
	if _, err := newTestBot(t, Options{APIURL: r.URL}).Pins(t.Context(), "7"); err == nil {
		t.Error("no error")
	}
}

func TestAddressOfARequest(t *testing.T) {
	r := request{route: "/channels/{channel.id}/messages/pins/{message.id}", ids: []string{"../users", "a?b"}, query: "x=1"}
	const want = "https://discord.com/api/v9/channels/..%2Fusers/messages/pins/a%3Fb?x=1"
	if got := r.address(); got != want {
		t.Errorf("address %s, want %s", got, want)
	}
}
