package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

// limitHeaders are the headers of an answer that concern rate limits, but the bucket's name.
func limitHeaders(h http.Header) map[string]string {
	out := map[string]string{}
	for name := range h {
		if name == "Retry-After" || strings.HasPrefix(name, "X-Ratelimit-") && name != "X-Ratelimit-Bucket" {
			out[strings.TrimPrefix(name, "X-Ratelimit-")] = h.Get(name)
		}
	}
	return out
}

func TestNoRateLimitsUnlessAskedFor(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	for range 60 {
		resp, _, err := once(t, srv, "GET", "/users/@me", "")
		if err != nil || resp.StatusCode != 200 || len(limitHeaders(resp.Header)) != 0 {
			t.Fatalf("%v, %v", resp, err)
		}
	}
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock, RateLimits: true})
	post := func(channel string) (*http.Response, []byte) {
		t.Helper()
		path := "/channels/" + srv.ChannelID(channel) + "/messages"
		resp, body, err := once(t, srv, "POST", path, `{"content":"hello"}`)
		if err != nil {
			t.Fatal(err)
		}
		return resp, body
	}
	var first *http.Response
	for n := range 5 {
		resp, _ := post("general")
		want := map[string]string{"Limit": "5", "Remaining": fmt.Sprint(4 - n), "Reset": "1767225605.000",
			"Reset-After": fmt.Sprintf("%.3f", 5-0.9*float64(n))}
		if got := limitHeaders(resp.Header); resp.StatusCode != 200 || !cmp.Equal(got, want) {
			t.Errorf("message %d: HTTP %d, %v, want %v", n, resp.StatusCode, got, want)
		}
		first = resp
		clock.Advance(900 * time.Millisecond)
	}
	resp, body := post("general")
	want := map[string]string{
		"Limit": "5", "Remaining": "0", "Reset": "1767225605.000", "Reset-After": "0.500", "Retry-After": "1",
		"Scope": "user",
	}
	if got := limitHeaders(resp.Header); resp.StatusCode != 429 || !cmp.Equal(got, want) {
		t.Errorf("one too many: HTTP %d, %v, want %v", resp.StatusCode, got, want)
	}
	if got := decoded(t, body); got["retry_after"] != 0.5 || got["global"] != false ||
		got["message"] != "You are being rate limited." {
		t.Errorf("one too many: %s", body)
	}
	other, _ := post("reading-room")
	if bucket := resp.Header.Get("X-Ratelimit-Bucket"); other.StatusCode != 200 || bucket == "" ||
		bucket != first.Header.Get("X-Ratelimit-Bucket") || bucket != other.Header.Get("X-Ratelimit-Bucket") {
		t.Errorf("another channel: HTTP %d, bucket %q and %q", other.StatusCode, bucket,
			other.Header.Get("X-Ratelimit-Bucket"))
	}
	clock.Advance(500 * time.Millisecond)
	if resp, _ := post("general"); resp.StatusCode != 200 || resp.Header.Get("X-Ratelimit-Remaining") != "4" {
		t.Errorf("after the wait: HTTP %d, %v", resp.StatusCode, limitHeaders(resp.Header))
	}
	if n := len(srv.Messages("general")); n != 6 {
		t.Errorf("%d messages", n)
	}
}

func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock, RateLimits: true})
	get := func(path string) *http.Response {
		t.Helper()
		resp, body, err := once(t, srv, "GET", path, "")
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode == 429 && decoded(t, body)["global"] != true {
			t.Errorf("%s", body)
		}
		return resp
	}
	for n := range 50 {
		if resp := get(fmt.Sprintf("/channels/%d", n+1)); resp.StatusCode != 404 {
			t.Fatalf("call %d: HTTP %d", n, resp.StatusCode)
		}
	}
	resp := get("/channels/51")
	want := map[string]string{"Retry-After": "1", "Global": "true", "Scope": "global"}
	if got := limitHeaders(resp.Header); resp.StatusCode != 429 || !cmp.Equal(got, want) {
		t.Errorf("one too many: HTTP %d, %v, want %v", resp.StatusCode, got, want)
	}
	if resp := get("/webhooks/" + srv.ApplicationID() + "/unknown/messages/@original"); resp.StatusCode != 401 {
		t.Errorf("an interaction's endpoint: HTTP %d", resp.StatusCode)
	}
	clock.Advance(time.Second)
	if resp := get("/channels/51"); resp.StatusCode != 404 {
		t.Errorf("a second later: HTTP %d", resp.StatusCode)
	}
}

func TestRateLimitsOnDemand(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{Clock: sandbox.NewManualClock(newYear)})
	for scope, want := range map[string]map[string]string{
		"user": {"Limit": "10", "Remaining": "0", "Reset": "1767225601.500", "Reset-After": "1.500", "Retry-After": "2",
			"Scope": "user"},
		"shared": {"Limit": "10", "Remaining": "9", "Reset": "1767225601.500", "Reset-After": "1.500", "Retry-After": "2",
			"Scope": "shared"},
		"global": {"Retry-After": "2", "Scope": "global", "Global": "true"},
	} {
		srv.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultRateLimit, Scope: scope, For: 1500 * time.Millisecond})
		resp, body, err := once(t, srv, "GET", "/users/@me", "")
		if err != nil {
			t.Fatal(err)
		}
		answer := decoded(t, body)
		if got := limitHeaders(resp.Header); resp.StatusCode != 429 || !cmp.Equal(got, want) {
			t.Errorf("%s: HTTP %d, %v, want %v", scope, resp.StatusCode, got, want)
		}
		if answer["retry_after"] != 1.5 || answer["global"] != (scope == "global") {
			t.Errorf("%s: %s", scope, body)
		}
	}
}

func TestBanAfterInvalidRequests(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock, RateLimits: true})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 2500 {
				if status, _ := callAs(t, "Bot wrong", "GET", srv.APIURL()+"/users/@me", ""); status != 401 && status != 429 {
					t.Errorf("HTTP %d", status)
				}
			}
		})
	}
	all.Wait()
	clock.Advance(9 * time.Minute)
	srv.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultRateLimit, Scope: "shared"})
	for n, want := range []int{429, 200} { // a shared limit is not counted
		if status, _ := callRaw(t, srv, "GET", "/gateway", ""); status != want {
			t.Errorf("call %d: HTTP %d, want %d", n, status, want)
		}
	}
	callAs(t, "Bot wrong", "GET", srv.APIURL()+"/users/@me", "")
	resp, body, err := once(t, srv, "GET", "/gateway", "")
	if err != nil || resp.StatusCode != 429 || string(body) != "error code: 1015" ||
		resp.Header.Get("Retry-After") != "600" {
		t.Errorf("after 10,001 invalid requests: %v %s, %v", resp, body, err)
	}
	clock.Advance(10 * time.Minute)
	if status, _ := callRaw(t, srv, "GET", "/gateway", ""); status != 200 {
		t.Errorf("after the ban: HTTP %d", status)
	}
}

func TestDiscordgoKeepsTheLimits(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{RateLimits: true})
	dg := client(t, srv)
	general := srv.ChannelID("general")
	for n := range 7 { // five in a second
		m, err := srv.Person("alice").Posts("general", fmt.Sprint(n))
		if err != nil {
			t.Fatal(err)
		}
		err = dg.ChannelMessageDelete(general, m.ID)
		wantCode(t, err, 403, 50013)
	}
	for _, c := range srv.Traffic() {
		if c.Status == 429 {
			t.Errorf("%s %s was one too many", c.Method, c.Path)
		}
	}
}
