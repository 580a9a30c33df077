package sandbox

import (
	"maps"
	"net/http"
	"slices"
)

// This file is what people do on the page; each act is one of the Go API of people (people.go) besides.

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
	choices, err := p.Completes(r.Context(), a.Channel, a.Command, a.Option, values)
	return object{"choices": choices}, err
}

func actMenu(s *Server, r *http.Request, p *Person, a act) (object, error) {
	m, err := s.seenBy(p, a.Message)
	if err != nil {
		return nil, err
	}
	return s.answered(p.MessageCommand(r.Context(), a.Command, m))
}

func actUser(s *Server, r *http.Request, p *Person, a act) (object, error) {
	return s.answered(p.UserCommand(r.Context(), a.Channel, a.Command, a.User))
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

// actPin pins a message.
func actPin(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	return s.doing(p, a, p.Pins)
}

func actUnpin(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	return s.doing(p, a, p.Unpins)
}

func actDelete(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	return s.doing(p, a, p.Deletes)
}

func actDismiss(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	return s.doing(p, a, p.Dismisses)
}

func actEdit(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	return s.doing(p, a, func(m Message) error { return p.Edits(m, a.Text) })
}

// actReact gives a reaction, or takes it back.
func actReact(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	return s.doing(p, a, func(m Message) error {
		for _, r := range m.Reactions {
			if r.Emoji == a.Emoji && slices.Contains(r.UserIDs, p.ID()) {
				return p.Unreacts(m, a.Emoji)
			}
		}
		return p.Reacts(m, a.Emoji)
	})
}

// actThread starts a thread from a message, or without one in a channel.
func actThread(s *Server, _ *http.Request, p *Person, a act) (object, error) {
	id := ""
	var err error
	if a.Message == "" {
		id, err = p.StartsThreadIn(a.Channel, a.Name, a.Text)
	} else {
		_, err = s.doing(p, a, func(m Message) (err error) { id, err = p.StartsThread(m, a.Name); return err })
	}
	return object{"channel": id}, err
}

func actTyping(_ *Server, _ *http.Request, p *Person, a act) (object, error) {
	return object{}, p.Types(a.Channel)
}

// doing does something with the message of an act.
func (s *Server) doing(p *Person, a act, do func(Message) error) (object, error) {
	m, err := s.seenBy(p, a.Message)
	if err != nil {
		return nil, err
	}
	return object{}, do(m)
}
