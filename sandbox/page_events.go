package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// A feed is the stream of events to one open page: server-sent events, each with the number to continue from.
type feed struct {
	server   *Server
	person   *Person
	next     int  // number of the next entry of the journal
	online   bool // whether the bot was connected when last told
	commands int  // the set of commands when last told
}

// pageEvents streams to a page what happens, from the entry it asks for.
func (s *Server) pageEvents(w http.ResponseWriter, r *http.Request) {
	p := s.asPerson(w, r)
	if p == nil {
		return
	}
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = r.URL.Query().Get("from")
	}
	f := &feed{server: s, person: p}
	f.next, _ = strconv.Atoi(from)
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		batch, changed := f.batch()
		for _, e := range batch {
			data, err := json.Marshal(e)
			if err != nil {
				s.log.Error("encode an event for the page", "error", err)
				return
			}
			if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", f.next, data); err != nil {
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

// batch takes what the page has not been told yet, and the channel that tells of more.
func (f *feed) batch() ([]object, <-chan struct{}) {
	w := f.server.world
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	entries, next, ok := w.journal.since(f.next)
	f.next = next
	if !ok {
		return []object{{"reload": true}}, w.changed
	}
	var out []object
	for _, change := range entries {
		if !w.sees(f.person.user, change.channel) {
			if change.message == nil {
				out = append(out, object{"changed": "channels"}) // it may have been seen before
			}
			continue
		}
		if m := change.message; m != nil && (m.onlyFor == nil || m.onlyFor == f.person.user) {
			e := object{"channel": m.channel.id, "id": m.id}
			if !m.deleted {
				e["html"], e["pings"] = f.server.drawMessage(m, f.person.user), w.notifies(m, f.person.user)
			}
			out = append(out, e)
		} else if m == nil {
			out = append(out, object{
				"channel": change.channel.id, "changed": "channel", "typing": w.typingNames(change.channel, f.person.user),
			})
		}
	}
	if online := w.connected() > 0; online != f.online || w.commandSet != f.commands {
		f.online, f.commands = online, w.commandSet
		out = append(out, object{"changed": true, "online": online})
	}
	return out, w.changed
}
