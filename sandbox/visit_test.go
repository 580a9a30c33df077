package sandbox_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ibid/sandbox"
)

// This file is how tests visit the page.

// A visit is a request as a browser sends it.
type visit struct {
	method, path, body string
	host, origin, site string
}

// make sends the request and returns the status and the body.
func (v visit) make(t testing.TB, srv *sandbox.Server) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(patience(t), v.method, srv.URL()+v.path, strings.NewReader(v.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = v.host
	for header, value := range map[string]string{"Origin": v.origin, "Sec-Fetch-Site": v.site,
		"Content-Type": "application/json"} {
		if value != "" {
			req.Header.Set(header, value)
		}
	}
	status, data := do(t, req)
	return status, string(data)
}

// A stream is the page's event stream.
type stream struct {
	t     testing.TB
	lines *bufio.Scanner
}

// An update is an event of a message.
type update struct{ ID, Channel, HTML string }

func listen(t testing.TB, srv *sandbox.Server, as string) *stream {
	t.Helper()
	return follow(t, srv.URL()+"/page/events?from=0&as="+as)
}

// follow opens a stream of server-sent events.
func follow(t testing.TB, url string) *stream {
	t.Helper()
	req, err := http.NewRequestWithContext(patience(t), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return &stream{t, bufio.NewScanner(resp.Body)}
}

// message reads events up to one of a message.
func (s *stream) message() update {
	s.t.Helper()
	for s.lines.Scan() {
		data, ok := strings.CutPrefix(s.lines.Text(), "data: ")
		var u update
		if !ok {
			continue
		}
		if err := json.Unmarshal([]byte(data), &u); err != nil {
			s.t.Fatal(err)
		}
		if u.ID != "" {
			return u
		}
	}
	s.t.Fatalf("the stream ended: %v", s.lines.Err())
	return update{}
}

// line reads events up to one that contains something.
func (s *stream) line(part string) string {
	s.t.Helper()
	for s.lines.Scan() {
		if strings.Contains(s.lines.Text(), part) {
			return s.lines.Text()
		}
	}
	s.t.Fatalf("the stream ended: %v", s.lines.Err())
	return ""
}

// news is an event of the developers' panels.
type news struct {
	Rest *struct {
		Method, Path      string
		Status            int
		Request, Response json.RawMessage
	}
	Frame *struct {
		FromBot   bool `json:"from_bot"`
		Op, Close int
		Type      string
		Data      json.RawMessage
	}
	Weather map[string]any
}

// tap opens the stream of the developers' panels.
func tap(t testing.TB, srv *sandbox.Server) *stream {
	t.Helper()
	return follow(t, srv.URL()+"/page/wire?from=0")
}

// until reads the stream up to an event, and returns all that was read.
func (s *stream) until(what string, is func(news) bool) string {
	s.t.Helper()
	var read strings.Builder
	for s.lines.Scan() {
		read.WriteString(s.lines.Text() + "\n")
		data, ok := strings.CutPrefix(s.lines.Text(), "data: ")
		var n news
		if !ok {
			continue
		}
		if err := json.Unmarshal([]byte(data), &n); err != nil {
			s.t.Fatal(err)
		}
		if is(n) {
			return read.String()
		}
	}
	s.t.Fatalf("no %s: the stream ended with %v after\n%s", what, s.lines.Err(), read.String())
	return ""
}

// A place is a channel as the page is told of it.
type place struct {
	ID, Name, Parent string
	Kind             int
	DM               bool
}

// A scene is what the page is told of the world.
type scene struct {
	People   []struct{ Name, About string }
	Channels []place
	Members  []struct{ Shown, Group string }
	Roles    []struct{ Name string }
}

func sceneFor(t testing.TB, srv *sandbox.Server, as string) scene {
	t.Helper()
	var s scene
	fetch(t, srv, "/page/state?as="+as, &s)
	return s
}

// A room is what the page is told of a channel.
type room struct {
	Messages, Pins []struct{ ID, HTML string }
	Commands       []struct {
		Name       string
		Restricted bool
	}
	Menu, UserMenu, Typing, Readers []string
	Earlier                         int
	May                             struct{ Send, Post bool }
}

func roomFor(t testing.TB, srv *sandbox.Server, as, channel string) room {
	t.Helper()
	var r room
	fetch(t, srv, "/page/channel?"+url.Values{"as": {as}, "channel": {channel}}.Encode(), &r)
	return r
}

func fetch(t testing.TB, srv *sandbox.Server, path string, into any) {
	t.Helper()
	status, body := visit{method: "GET", path: path}.make(t, srv)
	if status != 200 {
		t.Fatalf("%s: HTTP %d %s", path, status, body)
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		t.Fatal(err)
	}
}
