package sandbox

import (
	"embed"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
)

// The page is plain files, without a build step: page.html, one style sheet, and small ES modules.
//
//go:embed page
var pageFiles embed.FS

// maxAct is the size of what the page may send.
const maxAct = 64 << 10

// maxDrawn is how many messages the page first gets of a channel; the rest when it asks.
const maxDrawn = 200

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
	for what, do := range actors {
		mux.HandleFunc("POST /page/"+what, s.acting(do))
	}
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
	Emoji    string              `json:"emoji"`
	Name     string              `json:"name"` // of a thread
	User     string              `json:"user"`
	Form     string              `json:"form"`   // the interaction that opened a modal
	Inputs   map[string][]string `json:"inputs"` // of a modal, by custom id
}

// actors are what can be done on the page.
var actors = map[string]actor{
	"say": actSay, "slash": actSlash, "complete": actComplete, "menu": actMenu, "user": actUser, "click": actClick,
	"select": actSelect, "submit": actSubmit, "pin": actPin, "unpin": actUnpin, "edit": actEdit,
	"delete": actDelete, "react": actReact, "dismiss": actDismiss, "thread": actThread, "typing": actTyping,
}

// An actor does an act and returns what the page is told of it.
type actor func(s *Server, r *http.Request, p *Person, a act) (object, error)

// acting reads an act, lets it happen and answers when it has been answered.
func (s *Server) acting(do actor) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var a act
		if !s.hear(w, r, &a) {
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

// hear reads what the page sends; if it cannot be read, the request is answered.
func (s *Server) hear(w http.ResponseWriter, r *http.Request, into any) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct))
	body.DisallowUnknownFields()
	if media != "application/json" || body.Decode(into) != nil {
		s.tell(w, http.StatusBadRequest, object{"error": "The page sent something that cannot be read."})
		return false
	}
	return true
}

func (s *Server) tell(w http.ResponseWriter, status int, o object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(o); err != nil {
		s.log.Debug("the page has gone", "error", err)
	}
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
