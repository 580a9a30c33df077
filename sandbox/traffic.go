package sandbox

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"slices"
	"time"
)

// maxTraffic is how many calls are kept in memory, and how many entries of the wire log.
const maxTraffic = 2000

// A Call is one REST call of the bot. No token is ever in it, neither the bot's nor an interaction's: "TOKEN" stands
// in its place.
type Call struct {
	Time     time.Time       `json:"-"`
	Method   string          `json:"method"`
	Path     string          `json:"path"`            // relative to the API's base
	Query    string          `json:"query,omitempty"` // without the question mark
	Request  json.RawMessage `json:"request"`         // null if there was no body, or none that is JSON
	Status   int             `json:"status"`          // 0 if the connection was cut before the call had any effect
	Response json.RawMessage `json:"response"`        // null if there was no body, or none that is JSON
	Fault    Fault           `json:"fault,omitempty"` // what was made to go wrong with it
}

// A Frame is one payload of the gateway, or the end of a connection. No token is ever in it.
type Frame struct {
	Time    time.Time
	FromBot bool
	Op      int
	Type    string          // of a dispatch, such as "MESSAGE_CREATE"
	Seq     int             // of a dispatch
	Data    json.RawMessage // null if the payload was no JSON
	// Close is the code with which the connection ended, by whoever closed it first; 0 in every other frame.
	Close int
}

// A wireEntry is a REST call or a frame of the gateway, in one numbering.
type wireEntry struct {
	n     int
	time  time.Time
	call  *Call
	frame *Frame
}

// A wireLog keeps the last entries.
type wireLog struct {
	entries []wireEntry
	next    int // number of the next entry
}

func (l *wireLog) add(e wireEntry) {
	e.n = l.next
	l.next++
	l.entries = append(l.entries, e)
	if len(l.entries) > maxTraffic {
		l.entries = slices.Clone(l.entries[maxTraffic/10:])
	}
}

// wireSince returns what is kept of the wire log from a number on, oldest first, and the number to continue from.
func (s *Server) wireSince(n int) (entries []wireEntry, next int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &s.world.wireLog
	first := l.next - len(l.entries)
	from := min(max(n, first), l.next)
	return slices.Clone(l.entries[from-first:]), l.next
}

// Frames returns the last payloads of the gateway, oldest first, as far as the wire log keeps them.
func (s *Server) Frames() []Frame {
	entries, _ := s.wireSince(0)
	var out []Frame
	for _, e := range entries {
		if e.frame != nil {
			out = append(out, *e.frame)
		}
	}
	return out
}

// logFrame puts a payload of the gateway into the wire log and wakes who reads it. Server.mu is held.
func (s *Server) logFrame(f Frame) {
	if f.FromBot {
		f.Data = tokenField.ReplaceAllLiteral(f.Data, []byte(`"token":"`+hidden+`"`))
	}
	f.Time, f.Data = s.world.clock.Now(), s.asJSON(f.Data)
	s.world.wireLog.add(wireEntry{time: f.Time, frame: &f})
	s.world.notify()
}

// record keeps a call, and writes it to Options.Record.
func (s *Server) record(r *request, status int, response []byte, fault Fault) {
	call := &Call{
		Time: s.world.clock.Now(), Method: r.Method, Path: withoutToken(r.URL.Path),
		Query:   string(s.withoutTokens([]byte(r.URL.RawQuery))),
		Request: s.asJSON(r.raw), Status: status, Response: s.asJSON(response), Fault: fault,
	}
	s.mu.Lock()
	s.world.wireLog.add(wireEntry{time: call.Time, call: call})
	s.world.notify()
	s.mu.Unlock()
	s.recordMu.Lock()
	defer s.recordMu.Unlock()
	s.traffic = append(s.traffic, *call)
	if len(s.traffic) > maxTraffic {
		s.traffic = slices.Delete(s.traffic, 0, maxTraffic/10)
	}
	if s.options.Record == nil {
		return
	}
	line, err := json.Marshal(call)
	if err == nil {
		_, err = s.options.Record.Write(append(line, '\n'))
	}
	if err != nil {
		s.log.Error("record a call", "error", err)
	}
}

// asJSON is data as it may be kept: without tokens, and null if it is no JSON.
func (s *Server) asJSON(data []byte) json.RawMessage {
	if !json.Valid(data) {
		return json.RawMessage("null")
	}
	return s.withoutTokens(data)
}

// Traffic returns the last calls the bot made, oldest first.
func (s *Server) Traffic() []Call {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()
	return slices.Clone(s.traffic)
}

// What a token's place is taken by.
const hidden = "TOKEN"

// tokenOfInteraction finds the token of an interaction: Discord's are the Base64 of "interaction:", an id and more.
var tokenOfInteraction = regexp.MustCompile(`aW50ZXJhY3Rpb246[-_0-9A-Za-z]+`)

// interactionToken makes the token of an interaction, which nobody guesses and [Server.withoutTokens] finds.
func interactionToken(id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("interaction:" + id + ":" + rand.Text()))
}

// tokenField finds the token in what a client sends to the gateway; a wrong one may be right elsewhere.
var tokenField = regexp.MustCompile(`"token"\s*:\s*"(?:[^"\\]|\\.)*"`)

// withoutTokens returns a copy of data in which no token stands.
func (s *Server) withoutTokens(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte(s.options.Token), []byte(hidden))
	return tokenOfInteraction.ReplaceAllLiteral(data, []byte(hidden))
}

// tokenInPath finds the token of an interaction in a path.
var tokenInPath = regexp.MustCompile(`(/(?:interactions|webhooks)/[^/]+/)[^/]+`)

// withoutToken hides the token of an interaction in a path: with it, everybody could answer for the bot.
func withoutToken(path string) string { return tokenInPath.ReplaceAllString(path, "${1}"+hidden) }
