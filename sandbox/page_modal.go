package sandbox

import (
	"fmt"
	"html/template"
	"net/http"
)

// This file is the modals that the bot opens, as the page gets and sends them.

func actSubmit(s *Server, r *http.Request, p *Person, a act) (object, error) {
	modal := s.modalOf(a.Form)
	if modal == nil {
		return nil, fmt.Errorf("the modal: %w", ErrNotOffered)
	}
	return s.answered(p.Submits(r.Context(), modal, a.Inputs))
}

// modalOf is the modal that an interaction opened, nil if it opened none.
func (s *Server) modalOf(interaction string) *Modal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.world.interactions[interaction]; i != nil {
		return i.modal
	}
	return nil
}

// answered is what the page is told of an answer: messages reach it as events, modals do not.
func (s *Server) answered(r Reply, err error) (object, error) {
	if err != nil || r.Modal == nil {
		return object{}, err
	}
	parts, inputs := []object{}, r.Modal.Inputs
	for _, part := range r.Modal.Parts {
		if part.Type == textDisplayType {
			parts = append(parts, object{"kind": "text", "html": s.drawText(part.Content)})
			continue
		}
		n := len(part.inputs()) // the modal's Inputs say what selects offer
		for _, in := range inputs[:n] {
			parts = append(parts, drawInput(in))
		}
		inputs = inputs[n:]
	}
	return object{"modal": object{
		"form": r.Modal.opener.id, "title": r.Modal.Title, "app": s.world.bot.name, "parts": parts,
	}}, nil
}

// drawInput is a text input or a select menu of a modal.
func drawInput(c Component) object {
	o := object{
		"custom_id": c.CustomID, "label": c.Label, "description": c.Description, "placeholder": c.Placeholder,
		"required": c.Required,
	}
	if c.isSelect() {
		o["kind"], o["options"], o["min_values"], o["max_values"] = "select", c.Options, c.MinValues, c.MaxValues
		return o
	}
	o["kind"], o["value"], o["paragraph"] = "input", c.Value, c.Style == 2
	o["min_length"], o["max_length"] = c.MinLength, c.MaxLength
	return o
}

// drawText draws Markdown as HTML.
func (s *Server) drawText(text string) template.HTML {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drawing.markdown.render(text, s.world.nameOf)
}
