package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
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
	f := &feed{server: s, person: p, next: missed, commands: missed}
	if n, ours := s.continueFrom(r); ours {
		f.next = n
	}
	s.stream(w, r, f.batch)
}

// missed stands for what there never was: the page asks anew.
const missed = -1

// stream sends events as they come, until the page leaves. The last of each batch says where to continue.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, batch func() ([]object, int, <-chan struct{})) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		events, next, changed := batch()
		for i, e := range events {
			data, err := json.Marshal(e)
			if err != nil {
				s.log.Error("encode an event for the page", "error", err)
				continue
			}
			if i == len(events)-1 {
				data = append(data, "\nid: "+s.place(next)...)
			}
			if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
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

// place is a number in a stream as the page keeps it: it tells this sandbox's from those of one that ran before.
func (s *Server) place(n int) string { return s.world.bot.id + "-" + strconv.Itoa(n) }

// continueFrom is the place that a stream is to continue from, the browser's when it comes back or the page's, and
// whether it is this sandbox's.
func (s *Server) continueFrom(r *http.Request) (n int, ours bool) {
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = r.URL.Query().Get("from")
	}
	run, number, found := strings.Cut(from, "-")
	if !found {
		run, number = s.world.bot.id, from
	}
	n, _ = strconv.Atoi(number)
	return n, run == s.world.bot.id
}

// batch takes what the page has not been told yet, where to continue, and the channel that tells of more.
func (f *feed) batch() ([]object, int, <-chan struct{}) {
	w := f.server.world
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	entries, next, ok := w.journal.since(f.next)
	f.next = next
	if !ok {
		return []object{{"reload": true}}, next, w.changed
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
	return out, next, w.changed
}
