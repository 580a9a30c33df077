package sandbox

import "time"

// This file is what can go wrong on demand: Discord's bad days, for tests and for the page's weather panel.

// A Weather is what goes wrong until it is set anew. The zero value is fair weather, in which a sandbox begins,
// unless [Options.RateLimits] says otherwise.
type Weather struct {
	// RateLimits makes the API and the gateway count and refuse what Discord would refuse.
	RateLimits bool
	// SilentHeartbeats leaves heartbeats without acknowledgement, as a connection does that is dead without knowing.
	SilentHeartbeats bool
	// DuplicateEvents sends every event twice.
	DuplicateEvents bool
	// Calls is what becomes of every REST call. [Server.FailCalls] does the same to the next ones only.
	Calls CallFault
}

// A Fault is what becomes of a REST call.
type Fault string

// Faults of REST calls. The call takes effect, unless it says otherwise.
const (
	NoFault Fault = ""
	// FaultStatus answers with [CallFault.Status], such as 500, 502, 503 or 504, and has no effect.
	FaultStatus Fault = "status"
	// FaultRateLimit answers with 429 of [CallFault.Scope], to be tried again after [CallFault.For]. It has no effect.
	FaultRateLimit Fault = "rate limit"
	// FaultSlow holds the answer back until the sandbox's clock has moved on by [CallFault.For].
	FaultSlow Fault = "slow"
	// FaultHalf sends the headers and half of the body, then cuts the connection.
	FaultHalf Fault = "half"
	// FaultLost cuts the connection before any byte of the answer.
	FaultLost Fault = "lost"
	// FaultCut cuts the connection before the call has any effect.
	FaultCut Fault = "cut"
)

// A CallFault is a fault, and the calls it happens to.
type CallFault struct {
	Fault Fault
	// Route is a method and a path below the API's base in which a part in braces stands for anything, such as
	// "POST /channels/{channel}/messages". Without the method it is every method, empty every call.
	Route  string
	Status int           // of FaultStatus; 0: 500
	Scope  string        // of FaultRateLimit: "user", "shared" or "global"; empty: "user"
	For    time.Duration // of FaultSlow and FaultRateLimit; 0: a second
}

// Weather returns what goes wrong at present.
func (s *Server) Weather() Weather {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.weather
}

// SetWeather says what is to go wrong from now on.
func (s *Server) SetWeather(w Weather) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.weather = w
	s.world.notify()
}

// failing is a fault of the next calls.
type failing struct {
	fault CallFault
	left  int
}

// FailCalls makes the next n REST calls that fit a fault's route go wrong. Faults asked for earlier come first.
func (s *Server) FailCalls(n int, f CallFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = append(s.failing, &failing{fault: f, left: n})
	s.world.notify()
}

// DropConnections closes every gateway connection with a close code, 1006 to drop them without a word. The sessions
// can be resumed, unless the code is 1000 or 1001 or one after which Discord forbids it.
func (s *Server) DropConnections(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		s.drop(c, code)
	}
}

// RequestReconnect asks every client to reconnect and resume (opcode 7). Sessions count as disconnected from then on.
func (s *Server) RequestReconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.push(opReconnect, nil)
		s.world.detach(c, closeReconnect)
	}
	s.world.notify()
}

// RequestHeartbeat asks every client for a heartbeat at once (opcode 1),
// https://docs.discord.com/developers/events/gateway#heartbeat-requests.
func (s *Server) RequestHeartbeat() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.push(opHeartbeat, nil)
	}
	s.world.notify()
}

// InvalidateSessions tells every client that its session is invalid (opcode 9). One that is not resumable is
// forgotten. The client may identify again on the same connection.
func (s *Server) InvalidateSessions(resumable bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.push(opInvalidSession, resumable)
		if c.session == nil {
			continue
		}
		s.world.detach(c, closeReconnect)
		if !resumable {
			delete(s.world.sessions, c.session.id)
		}
		c.session = nil
	}
	s.world.notify()
}

// Outage drops every gateway connection and refuses new ones with 503 until the sandbox's clock has moved on by d.
func (s *Server) Outage(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outage = s.world.clock.Now().Add(d)
	s.world.clock.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.world.notify() // whoever shows the weather may look again
	})
	for c := range s.conns {
		s.drop(c, closeAbnormal)
	}
	s.world.notify()
}

// outageFor is how long the gateway's outage still lasts; 0 when there is none. Server.mu is held.
func (s *Server) outageFor() time.Duration { return max(0, s.outage.Sub(s.world.clock.Now())) }
