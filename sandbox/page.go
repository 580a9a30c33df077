package sandbox

import (
	"embed"
	"encoding/json"
	"errors"
	"maps"
	"mime"
	"net/http"
	"slices"
)

// The page is plain files, without a build step: page.html, one style sheet, and small ES modules.
//
//go:embed page
var pageFiles embed.FS

// maxAct is the size of what the page may send.
const maxAct = 64 << 10

// maxHints is how many questions a first visit is offered.
const maxHints = 3

// pageHandler serves the page and what it asks for. Requests of other sites that would act are refused.
func (s *Server) pageHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pageFiles, "page/page.html")
	})
	mux.Handle("GET /page/", http.FileServerFS(pageFiles))
	mux.HandleFunc("GET /page/state", s.pageState)
	mux.HandleFunc("GET /page/channel", s.pageChannel)
	mux.HandleFunc("GET /page/events", s.pageEvents)
	mux.HandleFunc("GET /page/wire", s.pageWire)
	mux.HandleFunc("POST /page/weather", s.postWeather)
	mux.HandleFunc("POST /page/say", s.acting(actSay))
	mux.HandleFunc("POST /page/slash", s.acting(actSlash))
	mux.HandleFunc("POST /page/complete", s.acting(actComplete))
	mux.HandleFunc("POST /page/menu", s.acting(actMenu))
	mux.HandleFunc("POST /page/click", s.acting(actClick))
	mux.HandleFunc("POST /page/select", s.acting(actSelect))
	mux.HandleFunc("POST /page/submit", s.acting(actSubmit))
	return guarded(http.NewCrossOriginProtection().Handler(mux))
}

// guarded tells the browser that the page needs nothing from elsewhere and nobody else needs it.
func guarded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "+
			"connect-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Cache-Control", "no-store")
		h.ServeHTTP(w, r)
	})
}

// An act is something a person does on the page; the fields that are used depend on what.
type act struct {
	As       string              `json:"as"`
	Channel  string              `json:"channel"`
	Text     string              `json:"text"`
	Command  string              `json:"command"`
	Option   string              `json:"option"`
	Options  map[string]any      `json:"options"`
	Message  string              `json:"message"`
	CustomID string              `json:"custom_id"`
	Values   []string            `json:"values"`
	Form     string              `json:"form"`
	Inputs   map[string][]string `json:"inputs"` // of a form, by custom id
}

// An actor does an act and returns what the page is told of it.
type actor func(s *Server, r *http.Request, p *Person, a act) (object, error)

// acting reads an act, lets it happen and answers when it has been answered.
func (s *Server) acting(do actor) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var a act
		media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct))
		if media != "application/json" || body.Decode(&a) != nil {
			s.tell(w, http.StatusBadRequest, object{"error": "The page sent something that cannot be read."})
			return
		}
		out, err := do(s, r, s.Person(a.As), a)
		switch {
		case err == nil:
			s.tell(w, http.StatusOK, out)
		case errors.Is(err, ErrInteractionFailed):
			var f failure
			errors.As(err, &f)
			s.tell(w, http.StatusOK, object{"failed": string(f)})
		default:
			s.tell(w, http.StatusBadRequest, object{"error": err.Error()})
		}
	}
}

func (s *Server) tell(w http.ResponseWriter, status int, o object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(o); err != nil {
		s.log.Debug("the page has gone", "error", err)
	}
}

// actSay writes a message, in reply to another if one is named.
func actSay(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var to *message
	if a.Message != "" {
		var err error
		if to, err = p.message(a.Message); err != nil {
			return nil, err
		}
	}
	_, err := p.posts(a.Channel, a.Text, to)
	return object{}, err
}

func actSlash(s *Server, r *http.Request, p *Person, a act) (object, error) {
	return s.answered(p.Slash(r.Context(), a.Channel, a.Command, a.Options))
}

func actComplete(_ *Server, r *http.Request, p *Person, a act) (object, error) {
	values := map[string]any{}
	maps.Copy(values, a.Options)
	values[a.Option] = a.Text
	choices, err := p.completes(r.Context(), a.Channel, a.Command, a.Option, values)
	return object{"choices": choices}, err
}

func actMenu(s *Server, r *http.Request, p *Person, a act) (object, error) {
	m, err := s.seenBy(p, a.Message)
	if err != nil {
		return nil, err
	}
	return s.answered(p.MessageCommand(r.Context(), a.Command, m))
}

func actClick(s *Server, r *http.Request, p *Person, a act) (object, error) {
	m, err := s.seenBy(p, a.Message)
	if err != nil {
		return nil, err
	}
	return s.answered(p.Clicks(r.Context(), m, a.CustomID))
}

func actSelect(s *Server, r *http.Request, p *Person, a act) (object, error) {
	m, err := s.seenBy(p, a.Message)
	if err != nil {
		return nil, err
	}
	return s.answered(p.Selects(r.Context(), m, a.CustomID, a.Values...))
}

// seenBy finds a message that a person sees.
func (s *Server) seenBy(p *Person, id string) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := p.message(id)
	if err != nil {
		return Message{}, err
	}
	return m.snapshot(), nil
}

// asPerson is the person that a GET request speaks for; nil, and the request answered, if there is none.
func (s *Server) asPerson(w http.ResponseWriter, r *http.Request) *Person {
	p := s.Person(r.URL.Query().Get("as"))
	if p.user == nil {
		s.tell(w, http.StatusBadRequest, object{"error": ErrUnknownPerson.Error()})
		return nil
	}
	return p
}

// pageState tells who there is and which channels a person sees.
func (s *Server) pageState(w http.ResponseWriter, r *http.Request) {
	p := s.asPerson(w, r)
	if p == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	people, channels := []object{}, []object{}
	for _, u := range s.world.users {
		if !u.bot {
			people = append(people, object{"name": u.name, "shown": u.displayName})
		}
	}
	for _, c := range s.world.channels {
		if s.world.sees(p.user, c) {
			channels = append(channels, object{"id": c.id, "name": c.shownName(s.world.bot), "topic": c.topic, "dm": c.guild == nil})
		}
	}
	slices.SortStableFunc(channels, func(a, b object) int {
		switch {
		case a["dm"] == b["dm"]:
			return 0
		case a["dm"] == true:
			return 1
		}
		return -1
	})
	hints := append([]string{}, s.hints[:min(len(s.hints), maxHints)]...)
	s.tell(w, http.StatusOK, object{
		"guild": s.world.guild.name, "bot": s.world.bot.name, "people": people, "channels": channels, "hints": hints,
	})
}

func (c *channel) shownName(bot *user) string {
	if c.guild == nil && c.other == nil {
		return bot.name
	}
	return c.name
}

// pageChannel tells what a person sees in a channel, and what may be done there.
func (s *Server) pageChannel(w http.ResponseWriter, r *http.Request) {
	p := s.asPerson(w, r)
	if p == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := p.channel(r.URL.Query().Get("channel"), 0)
	if err != nil {
		s.tell(w, http.StatusBadRequest, object{"error": err.Error()})
		return
	}
	commands, menu := []object{}, []string{}
	for _, cmd := range s.world.commands {
		switch {
		case !s.world.usable(cmd, p.user, c):
		case cmd.kind == slashCommand:
			commands = append(commands, object{
				"name": cmd.name, "description": cmd.fields["description"], "options": cmd.options,
			})
		case cmd.kind == messageCommand:
			menu = append(menu, cmd.name)
		}
	}
	messages := []object{}
	for _, m := range c.messages {
		if m.onlyFor == nil || m.onlyFor == p.user {
			messages = append(messages, object{"id": m.id, "html": s.drawMessage(m)})
		}
	}
	s.tell(w, http.StatusOK, object{
		"messages": messages, "commands": commands, "menu": menu, "online": s.world.connected() > 0,
		"next": s.world.journal.next,
	})
}
