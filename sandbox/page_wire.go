package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// This file is the stream of the developers' panels: what goes over the wire, and the weather.

// maxWire is how many of the last entries a panel gets when it has none.
const maxWire = 300

// A tap is the stream to one open panel.
type tap struct {
	server  *Server
	next    int    // number of the next entry of the wire log
	weather string // as last told
}

// pageWire streams what goes over the wire, from the entry that is asked for, and the weather whenever it changes.
// It is for the page alone: another site's script could not read it, and is refused.
func (s *Server) pageWire(w http.ResponseWriter, r *http.Request) {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		s.tell(w, http.StatusForbidden, object{"error": "This is for the sandbox's own page."})
		return
	}
	t := &tap{server: s, next: continueFrom(r)}
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		batch, changed := t.batch()
		for _, e := range batch {
			if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", t.next, e); err != nil {
				return
			}
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// continueFrom is the number that a stream is to continue from: the browser's, when it comes back, or the page's.
func continueFrom(r *http.Request) int {
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = r.URL.Query().Get("from")
	}
	n, _ := strconv.Atoi(from)
	return n
}

// batch takes what the panel has not been told yet, as JSON, and the channel that tells of more.
func (t *tap) batch() ([]string, <-chan struct{}) {
	s := t.server
	s.mu.Lock()
	changed, weather := s.world.changed, s.weatherNow()
	s.mu.Unlock()
	var entries []wireEntry
	entries, t.next = s.wireSince(t.next)
	var out []string
	for _, e := range entries[max(0, len(entries)-maxWire):] {
		out = s.appendJSON(out, e.object())
	}
	if told := s.appendJSON(nil, object{"weather": weather}); told[0] != t.weather {
		t.weather = told[0]
		out = append(out, told...)
	}
	return out, changed
}

func (s *Server) appendJSON(list []string, o object) []string {
	data, err := json.Marshal(o)
	if err != nil {
		s.log.Error("encode an entry of the wire log", "error", err)
		data = []byte(`{}`)
	}
	return append(list, string(data))
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
