package sandbox

import (
	"cmp"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// This file is how a call is answered: what it is answered with, and what becomes of the answer on its way.

// An answer is what a call is answered with.
type answer struct {
	status int
	header http.Header
	data   []byte
	fault  CallFault // what becomes of it
}

// jsonAnswer is an answer with a body, or without one (nil).
func jsonAnswer(status int, body any) *answer {
	a := &answer{status: status, header: http.Header{}}
	if body == nil {
		return a
	}
	a.header.Set("Content-Type", "application/json")
	var err error
	if a.data, err = json.Marshal(body); err != nil {
		a.status = http.StatusInternalServerError
	}
	return a
}

func textAnswer(status int, text string) *answer {
	return &answer{status: status, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, data: []byte(text)}
}

// answer handles one call: who calls, what the body says, what the route answers, and the record of it all.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, rt route) {
	req := &request{Request: r}
	malformed := req.decode(w)
	a, header := s.admit(req, rt)
	fault := a.fault
	if a.status == 0 && fault.Fault != FaultCut {
		a = s.handle(req, rt, malformed)
		a.fault = fault
	}
	maps.Copy(a.header, header)
	s.countInvalid(a)
	s.record(req, a.status, a.data, fault.Fault)
	s.deliver(w, r, a)
}

// admit says what becomes of a call before it is handled: it goes wrong on demand, or it is one too many; or else only
// what becomes of its answer, and what headers that has.
func (s *Server) admit(r *request, rt route) (*answer, http.Header) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.nextFault(r)
	f.For = cmp.Or(f.For, time.Second)
	var a *answer
	var header http.Header
	switch {
	case f.Fault == FaultStatus:
		a = serverError(cmp.Or(f.Status, http.StatusInternalServerError))
	case f.Fault == FaultRateLimit:
		a = f.rateLimited(rt.pattern, s.world.clock.Now())
	case s.weather.RateLimits:
		header, a = s.limits.take(r, rt.pattern, s.world.clock.Now())
	}
	if a == nil {
		a = &answer{header: http.Header{}}
	}
	a.fault = f
	return a, header
}

// serverError is an answer of a Discord in trouble: 500 is its own, others come from the proxies before it.
func serverError(status int) *answer {
	text := strconv.Itoa(status) + ": " + http.StatusText(status)
	if status == http.StatusInternalServerError {
		return jsonAnswer(status, object{"message": text, "code": 0})
	}
	return textAnswer(status, text)
}

// handle lets the route answer. A body that cannot be read matters only to those who may call.
func (s *Server) handle(r *request, rt route, malformed error) *answer {
	status, body, err := 0, any(nil), malformed
	switch {
	case !rt.open && !s.isToken(r.Header.Get("Authorization")):
		err = errUnauthorized
	case err == nil:
		status, body, err = s.call(r, rt)
	}
	if err != nil {
		var e *apiError
		if !errors.As(err, &e) {
			e = &apiError{status: 500, code: 0, message: "500: Internal Server Error"}
		}
		status, body = e.status, e.body()
		s.log.LogAttrs(r.Context(), slog.LevelWarn, "call rejected", slog.String("method", r.Method),
			slog.String("path", withoutToken(r.URL.Path)), slog.Any("error", err), slog.Any("errors", e.errors))
	}
	return jsonAnswer(status, body)
}

func (s *Server) call(r *request, rt route) (int, any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return rt.handle(s, r)
}

func (s *Server) countInvalid(a *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.weather.RateLimits {
		s.limits.countInvalid(a, s.world.clock.Now())
	}
}

// nextFault is what goes wrong with a call. Server.mu is held.
func (s *Server) nextFault(r *request) CallFault {
	for i, f := range s.failing {
		if f.fault.fits(r.Method, r.URL.Path) {
			if f.left--; f.left <= 0 {
				s.failing = append(s.failing[:i:i], s.failing[i+1:]...)
			}
			return f.fault
		}
	}
	if f := s.weather.Calls; f.fits(r.Method, r.URL.Path) {
		return f
	}
	return CallFault{}
}

// fits says whether a fault happens to a call.
func (f CallFault) fits(method, path string) bool {
	wanted, pattern, ok := strings.Cut(f.Route, " ")
	if !ok {
		wanted, pattern = method, f.Route
	}
	if pattern == "" {
		return true
	}
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if wanted != method || len(want) != len(have) {
		return false
	}
	for i, part := range want {
		if part != have[i] && !strings.HasPrefix(part, "{") {
			return false
		}
	}
	return true
}

// rateLimited is the answer that a fault of rate limits gives.
func (f CallFault) rateLimited(pattern string, now time.Time) *answer {
	scope := cmp.Or(f.Scope, "user")
	a := limited(scope, f.For)
	if scope != "global" {
		b := &bucket{pace: pace{paceOf(pattern).calls, f.For}, began: now}
		if b.used = 1; scope == "user" { // what is shared is not the bot's own limit
			b.used = b.calls
		}
		maps.Copy(a.header, b.header(pattern, now))
	}
	return a
}

// deliver sends an answer, as far as it gets.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, a *answer) {
	switch {
	case a.fault.Fault == FaultCut, a.fault.Fault == FaultLost, a.fault.Fault == FaultHalf && len(a.data) == 0:
		s.cut(w)
		return
	case a.fault.Fault == FaultSlow:
		s.hold(r, a.fault.For)
	}
	maps.Copy(w.Header(), a.header)
	if a.fault.Fault == FaultHalf {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.data)))
		w.WriteHeader(a.status)
		_, _ = w.Write(a.data[:len(a.data)/2])
		_ = http.NewResponseController(w).Flush()
		s.cut(w)
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.data) // the client may be gone
}

// cut ends the connection of a call.
func (s *Server) cut(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		s.log.Error("cut a connection", "error", err)
		return
	}
	_ = c.Close() // that is the end of it, whatever it says
}

// hold waits until the sandbox's clock has moved on, the client has gone or the sandbox is closed.
func (s *Server) hold(r *http.Request, d time.Duration) {
	passed := make(chan struct{})
	cancel := s.world.clock.AfterFunc(d, func() { close(passed) })
	defer cancel()
	select {
	case <-passed:
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
}
