package sandbox

import (
	"encoding/json"
	"slices"
	"time"
)

// maxTraffic is how many calls are kept in memory.
const maxTraffic = 2000

// A Call is one REST call of the bot.
type Call struct {
	Time     time.Time       `json:"-"`
	Method   string          `json:"method"`
	Path     string          `json:"path"`            // relative to the API's base; interaction tokens are replaced by "TOKEN"
	Query    string          `json:"query,omitempty"` // without the question mark
	Request  json.RawMessage `json:"request"`         // null if there was no body, or none that is JSON
	Status   int             `json:"status"`
	Response json.RawMessage `json:"response"` // null if there was no body
}

// record keeps a call, and writes it to Options.Record.
func (s *Server) record(r *request, status int, response []byte) {
	call := Call{
		Time: s.world.clock.Now(), Method: r.Method, Path: withoutToken(r.URL.Path), Query: r.URL.RawQuery,
		Request: orNull(r.raw), Status: status, Response: orNull(response),
	}
	s.recordMu.Lock()
	defer s.recordMu.Unlock()
	s.traffic = append(s.traffic, call)
	if len(s.traffic) > maxTraffic {
		s.traffic = slices.Delete(s.traffic, 0, maxTraffic/10)
	}
	if s.recorder == nil {
		return
	}
	line, err := json.Marshal(call)
	if err == nil {
		_, err = s.recorder.Write(append(line, '\n'))
	}
	if err != nil {
		s.log.Error("record a call", "error", err)
	}
}

func orNull(data []byte) json.RawMessage {
	if len(data) == 0 {
		return json.RawMessage("null")
	}
	return slices.Clone(data)
}

// Traffic returns the last calls the bot made, oldest first.
func (s *Server) Traffic() []Call {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()
	return slices.Clone(s.traffic)
}
