package sandbox

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// A Modal is a form that the bot opened.
type Modal struct {
	CustomID, Title string
	// Inputs are its text inputs and selects, in order, with the label and description shown at them. The Options of
	// selects of users, roles and channels are what they offer the person who opened it.
	Inputs []Component
	// Parts are everything in it, in order: labels, rows and text displays.
	Parts []Component

	opener *interaction
}

// newModal makes the modal of a checked response.
func (w *world) newModal(opener *interaction, data object) *Modal {
	rows, _ := data["components"].([]any)
	m := &Modal{CustomID: textOf(data["custom_id"]), Title: textOf(data["title"]), opener: opener}
	parts := newCompleter(w.newID, rows).list(rows)
	requireSelects(parts)
	m.Parts = decodeAs[Component](parts)
	for _, part := range m.Parts {
		for _, in := range part.inputs() {
			if entityKinds(in.Type) != nil {
				in.Options = w.entitiesFor(in, opener.channel, opener.person)
			}
			m.Inputs = append(m.Inputs, in)
		}
	}
	return m
}

// requireSelects completes selects of a modal: unlike in a message, they have to be answered unless they say otherwise,
// https://docs.discord.com/developers/components/reference#string-select-string-select-structure.
func requireSelects(parts []object) {
	for _, part := range parts {
		if in, ok := part["component"].(object); ok && in["required"] == nil {
			in["required"] = true
		}
	}
}

// inputs are what is filled in of a part of a modal. A label says what the component in it is.
func (c Component) inputs() []Component {
	if c.Type != labelType {
		return slices.Clone(c.Components)
	}
	in := *c.Component
	in.Label, in.Description = c.Label, c.Description
	return []Component{in}
}

// fill puts values into a modal, by the custom ids of its inputs, and gives it the shape in which it is submitted,
// https://docs.discord.com/developers/components/reference#label-label-interaction-response-structure.
func (m *Modal) fill(values map[string][]string) ([]object, error) {
	for id := range values {
		if !slices.ContainsFunc(m.Inputs, func(in Component) bool { return in.CustomID == id }) {
			return nil, fmt.Errorf("input %q of modal %q: %w", id, m.CustomID, ErrNotOffered)
		}
	}
	filled := map[string]object{}
	for _, in := range m.Inputs {
		given, ok := values[in.CustomID]
		if !ok {
			given = in.preset()
		}
		answer, err := in.fill(given)
		if err != nil {
			return nil, err
		}
		filled[in.CustomID] = answer
	}
	parts := []object{}
	for _, part := range m.Parts {
		parts = append(parts, part.submitted(filled))
	}
	return parts, nil
}

// submitted is a part of a modal as it is submitted.
func (c Component) submitted(filled map[string]object) object {
	o := object{"type": c.Type, "id": c.ID}
	switch c.Type {
	case labelType:
		o["component"] = filled[c.Component.CustomID]
	case actionRowType:
		inner := []object{}
		for _, in := range c.Components {
			inner = append(inner, filled[in.CustomID])
		}
		o["components"] = inner
	}
	return o
}

// preset is what an input says before anybody fills it in.
func (c *Component) preset() []string {
	if !c.isSelect() {
		return []string{c.Value}
	}
	out := []string{}
	for _, o := range c.Options {
		if o.Default {
			out = append(out, o.Value)
		}
	}
	return out
}

// fill puts values into an input: one into a text input, any number into a select.
func (c *Component) fill(values []string) (object, error) {
	o := object{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	if c.isSelect() {
		if !c.takes(values) && (c.Required || len(values) > 0) {
			return nil, fmt.Errorf("values %q of %q: %w", values, c.CustomID, ErrNotOffered)
		}
		o["values"] = append([]string{}, values...)
		return o, nil
	}
	if len(values) != 1 || !c.holds(values[0]) {
		return nil, fmt.Errorf("value %q of %q: %w", values, c.CustomID, ErrNotOffered)
	}
	o["value"] = values[0]
	return o, nil
}

// holds says whether a text input takes a text.
func (c *Component) holds(text string) bool {
	n := utf8.RuneCountInString(text)
	if n == 0 {
		return !c.Required
	}
	return n >= c.MinLength && (c.MaxLength == 0 || n <= c.MaxLength) && n <= maxInputText
}

// chosen are the users, roles and channels that were picked in a modal.
func (m *Modal) chosen(w *world, values map[string][]string) []entity {
	var out []entity
	for _, in := range m.Inputs {
		from := w.entities(entityKinds(in.Type), in.ChannelTypes, m.opener.channel, m.opener.person)
		ids, given := values[in.CustomID]
		if !given {
			ids = in.preset()
		}
		out = append(out, picked(from, ids)...)
	}
	return out
}
