package sandbox_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"ibid/sandbox"
)

const postMessage = "POST /channels/{channel}/messages"

// TestFaultsOfCalls: for each fault, what a client sees and whether the call took effect.
func TestFaultsOfCalls(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault sandbox.CallFault
		sees  string // the status and the body's kind, or what ended the connection
		posts int
	}{
		{sandbox.CallFault{Fault: sandbox.FaultStatus}, "500 application/json", 0},
		{sandbox.CallFault{Fault: sandbox.FaultStatus, Status: 502}, "502 text/plain; charset=utf-8", 0},
		{sandbox.CallFault{Fault: sandbox.FaultStatus, Status: 503}, "503 text/plain; charset=utf-8", 0},
		{sandbox.CallFault{Fault: sandbox.FaultStatus, Status: 504}, "504 text/plain; charset=utf-8", 0},
		{sandbox.CallFault{Fault: sandbox.FaultRateLimit}, "429 application/json", 0},
		{sandbox.CallFault{Fault: sandbox.FaultHalf}, "200 application/json unexpected EOF", 1},
		{sandbox.CallFault{Fault: sandbox.FaultLost}, "EOF", 1},
		{sandbox.CallFault{Fault: sandbox.FaultCut}, "EOF", 0},
	}
	for _, test := range tests {
		srv := start(t, sandbox.Options{})
		path := "/channels/" + srv.ChannelID("general") + "/messages"
		test.fault.Route = postMessage
		srv.FailCalls(1, test.fault)
		if status, _ := call(t, srv, "GET", path, ""); status != 200 {
			t.Errorf("%+v: another call: HTTP %d", test.fault, status)
		}
		resp, data, err := once(t, srv, "POST", path, `{"content":"hello"}`)
		var sees []string
		if resp != nil {
			sees = append(sees, fmt.Sprint(resp.StatusCode), resp.Header.Get("Content-Type"))
		}
		if err != nil {
			for errors.Unwrap(err) != nil {
				err = errors.Unwrap(err)
			}
			sees = append(sees, err.Error())
		}
		if got := strings.Join(sees, " "); got != test.sees {
			t.Errorf("%+v: %s, want %s (%s)", test.fault, got, test.sees, data)
		}
		if n := len(srv.Messages("general")); n != test.posts {
			t.Errorf("%+v: %d messages, want %d", test.fault, n, test.posts)
		}
		if resp, _, err := once(t, srv, "POST", path, `{"content":"hello"}`); err != nil || resp.StatusCode != 200 {
			t.Errorf("%+v: after it: %v, %v", test.fault, resp, err)
		}
		calls := srv.Traffic()
		if got := calls[1].Fault; got != test.fault.Fault || calls[2].Fault != "" {
			t.Errorf("%+v: recorded as %q, then %q", test.fault, got, calls[2].Fault)
		}
	}
}

func TestWeatherLasts(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	w := sandbox.Weather{Calls: sandbox.CallFault{Fault: sandbox.FaultStatus, Status: 503, Route: "/users/{user}"}}
	srv.SetWeather(w)
	if got := srv.Weather(); got != w {
		t.Errorf("weather %+v", got)
	}
	srv.FailCalls(2, sandbox.CallFault{Fault: sandbox.FaultStatus, Status: 502})
	for n, want := range []int{502, 502, 503, 503} {
		if status, _ := callRaw(t, srv, "GET", "/users/@me", ""); status != want {
			t.Errorf("call %d: HTTP %d, want %d", n, status, want)
		}
	}
	if status, _ := callRaw(t, srv, "GET", "/gateway", ""); status != 200 {
		t.Errorf("a call of another route: HTTP %d", status)
	}
	srv.SetWeather(sandbox.Weather{})
	if status, _ := callRaw(t, srv, "GET", "/users/@me", ""); status != 200 {
		t.Errorf("in fair weather: HTTP %d", status)
	}
}

// A watchedClock tells when somebody waits for it.
type watchedClock struct {
	*sandbox.ManualClock
	waits chan time.Duration
}

func (c watchedClock) AfterFunc(d time.Duration, f func()) func() {
	cancel := c.ManualClock.AfterFunc(d, f)
	c.waits <- d
	return cancel
}

func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	clock := watchedClock{sandbox.NewManualClock(newYear), make(chan time.Duration, 1)}
	srv := start(t, sandbox.Options{Clock: clock})
	srv.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultSlow, For: time.Minute})
	answered := make(chan int, 1)
	path := "/channels/" + srv.ChannelID("general") + "/messages"
	go func() {
		resp, _, err := once(t, srv, "POST", path, `{"content":"hello"}`)
		if err != nil {
			t.Error(err)
			close(answered)
			return
		}
		answered <- resp.StatusCode
	}()
	if d := <-clock.waits; d != time.Minute {
		t.Errorf("held for %v", d)
	}
	if n := len(srv.Messages("general")); n != 1 {
		t.Errorf("%d messages while the answer is held", n)
	}
	clock.Advance(59 * time.Second)
	select {
	case <-answered:
		t.Error("answered early")
	default:
	}
	clock.Advance(time.Second)
	if status := <-answered; status != 200 {
		t.Errorf("HTTP %d", status)
	}
}

// TestNonceAfterALostAnswer: who repeats a message whose answer was lost posts it once.
func TestNonceAfterALostAnswer(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	srv.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultLost, Route: postMessage})
	path := "/channels/" + srv.ChannelID("general") + "/messages"
	const body = `{"content":"hello","nonce":"7","enforce_nonce":true}`
	if _, _, err := once(t, srv, "POST", path, body); err == nil {
		t.Error("the answer was not lost")
	}
	_, again, err := once(t, srv, "POST", path, body)
	if err != nil {
		t.Fatal(err)
	}
	if m := srv.Messages("general"); len(m) != 1 || decoded(t, again)["id"] != m[0].ID {
		t.Errorf("%d messages, and the answer %s", len(m), again)
	}
}

func TestDiscordgoRepeatsAfterA502(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	srv.FailCalls(2, sandbox.CallFault{Fault: sandbox.FaultStatus, Status: 502})
	if _, err := dg.ChannelMessageSend(srv.ChannelID("general"), "hello"); err != nil {
		t.Error(err)
	}
	if n, m := len(srv.Traffic()), len(srv.Messages("general")); n != 3 || m != 1 {
		t.Errorf("%d calls, %d messages", n, m)
	}
}

// TestCloseInBadWeather: a held answer, a call that never ends, and a client that reads nothing do not keep Close.
func TestCloseInBadWeather(t *testing.T) {
	t.Parallel()
	clock := watchedClock{sandbox.NewManualClock(newYear), make(chan time.Duration, 8)}
	srv, err := sandbox.New(sandbox.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	l := dial(t, srv, "?v=10")
	l.identify(srv, `,"intents":512`)
	for range 3000 { // more than the sockets' buffers take
		if _, err := srv.Person("alice").Posts("general", srv.Mention()+strings.Repeat("x", 1900)); err != nil {
			t.Fatal(err)
		}
	}
	srv.FailCalls(1, sandbox.CallFault{Fault: sandbox.FaultSlow})
	held := make(chan error, 1)
	go func() {
		_, _, err := once(t, srv, "GET", "/users/@me", "")
		held <- err
	}()
	<-clock.waits
	endless, err := net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer endless.Close()
	const head = "POST /api/v10/users/@me/channels HTTP/1.1\r\nHost: localhost\r\n" +
		"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"
	if _, err := io.WriteString(endless, head); err != nil {
		t.Fatal(err)
	}
	if n, err := endless.Read(make([]byte, 64)); n == 0 { // 100 Continue: the body is being read
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() { closed <- srv.Close() }()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-patience(t).Done():
		t.Error("Close does not return")
	}
	if err := <-held; err != nil {
		t.Errorf("the answer that was held: %v", err)
	}
}
