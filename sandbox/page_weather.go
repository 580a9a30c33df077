package sandbox

import (
	"errors"
	"net/http"
	"time"
)

// This file is the page's weather panel: what is to go wrong, and how the bot stands.

// Limits of what the panel may ask for.
const (
	maxOutage = 5 * time.Minute
	maxFailed = 100 // calls
	slowness  = 2 * time.Second
)

// pageFaults are the faults of calls that the panel offers.
var pageFaults = map[string]CallFault{
	"":     {},
	"429":  {Fault: FaultRateLimit},
	"500":  {Fault: FaultStatus, Status: http.StatusInternalServerError},
	"503":  {Fault: FaultStatus, Status: http.StatusServiceUnavailable},
	"slow": {Fault: FaultSlow, For: slowness},
	"half": {Fault: FaultHalf},
	"lost": {Fault: FaultLost},
}

// A forecast is what the panel asks for; the fields that are used depend on Do.
type forecast struct {
	Do string `json:"do"`
	// Of "set", what lasts.
	RateLimits       bool `json:"rate_limits"`
	SilentHeartbeats bool `json:"silent_heartbeats"`
	DuplicateEvents  bool `json:"duplicate_events"`

	Fault     string `json:"fault"`     // of "set" and "fail", one of pageFaults
	Calls     int    `json:"calls"`     // of "fail", how many
	Code      int    `json:"code"`      // of "drop", the close code
	Resumable bool   `json:"resumable"` // of "invalid"
	Seconds   int    `json:"seconds"`   // of "outage"
}

var errForecast = errors.New("there is no such weather")

// postWeather makes what the panel asks for.
func (s *Server) postWeather(w http.ResponseWriter, r *http.Request) {
	var f forecast
	if !s.hear(w, r, &f) {
		return
	}
	if err := s.make(f); err != nil {
		s.tell(w, http.StatusBadRequest, object{"error": err.Error()})
		return
	}
	s.tell(w, http.StatusOK, object{})
}

func (s *Server) make(f forecast) error {
	fault, known := pageFaults[f.Fault]
	outage := time.Duration(f.Seconds) * time.Second
	switch {
	case !known:
		return errForecast
	case f.Do == "set":
		s.SetWeather(Weather{
			RateLimits: f.RateLimits, SilentHeartbeats: f.SilentHeartbeats, DuplicateEvents: f.DuplicateEvents, Calls: fault,
		})
	case f.Do == "fail" && f.Fault != "" && f.Calls > 0 && f.Calls <= maxFailed:
		s.FailCalls(f.Calls, fault)
	case f.Do == "drop" && isCloseCode(f.Code):
		s.DropConnections(f.Code)
	case f.Do == "reconnect":
		s.RequestReconnect()
	case f.Do == "invalid":
		s.InvalidateSessions(f.Resumable)
	case f.Do == "outage" && f.Seconds > 0 && f.Seconds <= int(maxOutage/time.Second):
		s.Outage(outage)
	default:
		return errForecast
	}
	return nil
}

// isCloseCode says whether a gateway connection may be dropped with a code: one of Discord's own, or one of any
// WebSocket's, https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes.
func isCloseCode(code int) bool {
	switch code {
	case 1000, 1001, 1006:
		return true
	case 4006: // is no longer used
		return false
	}
	return code >= 4000 && code <= 4014
}

// weatherNow is what the panel shows. Server.mu is held.
func (s *Server) weatherNow() object {
	failing := 0
	for _, f := range s.failing {
		failing += f.left
	}
	return object{
		"connected": s.world.connected(), "sessions": len(s.world.sessions),
		"identifies": s.world.gateway.Identifies, "resumes": s.world.gateway.Resumes,
		"rate_limits": s.weather.RateLimits, "silent_heartbeats": s.weather.SilentHeartbeats,
		"duplicate_events": s.weather.DuplicateEvents, "fault": faultName(s.weather.Calls),
		"failing": failing, "outage": s.outageFor().Milliseconds(),
	}
}

// faultName is what the panel calls a fault, "other" if it does not offer it.
func faultName(f CallFault) string {
	for name, offered := range pageFaults {
		if offered == f {
			return name
		}
	}
	return "other"
}
