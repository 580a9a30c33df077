package sandbox

import (
	"maps"
	"net/http"
	"time"
)

// This file is the stream of the developers' panels: what goes over the wire, and the weather.

// maxWire is how many of the last entries a panel gets when it has none.
const maxWire = 300

// A tap is the stream to one open panel.
type tap struct {
	server  *Server
	next    int      // number of the next entry of the wire log
	late    []object // what is told before the next entry: that the panel knew another sandbox
	weather object   // as last told
}

// pageWire streams what goes over the wire, from the entry that is asked for, and the weather whenever it changes.
// It is for the page alone: another site's script could not read it, and is refused.
func (s *Server) pageWire(w http.ResponseWriter, r *http.Request) {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		s.tell(w, http.StatusForbidden, object{"error": "This is for the sandbox's own page."})
		return
	}
	t := &tap{server: s}
	if n, ours := s.continueFrom(r); ours {
		t.next = n
	} else {
		t.late = append(t.late, object{"anew": true})
	}
	s.stream(w, r, t.batch)
}

// batch takes what the panel has not been told yet, where to continue, and the channel that tells of more.
func (t *tap) batch() ([]object, int, <-chan struct{}) {
	s := t.server
	s.mu.Lock()
	changed, weather := s.world.changed, s.weatherNow()
	s.mu.Unlock()
	out := t.late
	t.late = nil
	var entries []wireEntry
	entries, t.next = s.wireSince(t.next)
	for _, e := range entries[max(0, len(entries)-maxWire):] {
		out = append(out, e.object())
	}
	if !maps.Equal(weather, t.weather) {
		t.weather = weather
		out = append(out, object{"weather": weather})
	}
	return out, t.next, changed
}

// object is the entry as the page gets it.
func (e wireEntry) object() object {
	at := e.time.Format(time.RFC3339Nano)
	if c := e.call; c != nil {
		return object{"n": e.n, "time": at, "rest": object{
			"method": c.Method, "path": c.Path, "query": c.Query, "status": c.Status, "fault": c.Fault,
			"request": c.Request, "response": c.Response,
		}}
	}
	f := e.frame
	return object{"n": e.n, "time": at, "frame": object{
		"from_bot": f.FromBot, "op": f.Op, "type": f.Type, "seq": f.Seq, "close": f.Close, "data": f.Data,
	}}
}
