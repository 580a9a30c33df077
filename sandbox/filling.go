package sandbox

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// This file is what Discord's client lets people fill in: options, selects and forms.

// fill puts values into the options of a command as Discord's client would. focused is the option that is still
// being typed into, or "".
func (c *command) fill(values map[string]any, focused string) ([]object, error) {
	for name := range values {
		if !slices.ContainsFunc(c.options, func(o CommandOption) bool { return o.Name == name }) {
			return nil, fmt.Errorf("option %q of /%s: %w", name, c.name, ErrNotOffered)
		}
	}
	out := []object{}
	for _, o := range c.options {
		v, given := values[o.Name]
		switch {
		case given && focused == o.Name:
			if !o.Autocomplete {
				return nil, fmt.Errorf("autocomplete of option %q of /%s: %w", o.Name, c.name, ErrNotOffered)
			}
			out = append(out, object{"name": o.Name, "type": o.Type, "value": v, "focused": true})
		case given:
			if err := o.accepts(v); err != nil {
				return nil, fmt.Errorf("/%s: %w", c.name, err)
			}
			out = append(out, object{"name": o.Name, "type": o.Type, "value": v})
		case o.Required && focused == "":
			return nil, fmt.Errorf("/%s without its option %q: %w", c.name, o.Name, ErrNotOffered)
		}
	}
	return out, nil
}

// accepts says whether Discord's client lets a value be sent.
func (o CommandOption) accepts(v any) error {
	ok := false
	switch v := v.(type) {
	case string:
		n := utf8.RuneCountInString(v)
		ok = o.Type == stringOption && n >= o.MinLength && (o.MaxLength == 0 || n <= o.MaxLength) && n <= 6000
	case bool:
		ok = o.Type == booleanOption
	case int:
		ok = o.Type == integerOption || o.Type == numberOption
	case float64:
		ok = o.Type == numberOption || o.Type == integerOption && v == float64(int(v))
	}
	if ok && len(o.Choices) > 0 {
		ok = slices.ContainsFunc(o.Choices, func(c Choice) bool { return fmt.Sprint(c.Value) == fmt.Sprint(v) })
	}
	if !ok {
		return fmt.Errorf("value %v of option %q: %w", v, o.Name, ErrNotOffered)
	}
	return nil
}

// takes says whether a select menu lets these values be picked.
func (c *Component) takes(values []string) bool {
	for i, v := range values {
		if slices.Contains(values[:i], v) ||
			!slices.ContainsFunc(c.Options, func(o SelectOption) bool { return o.Value == v }) {
			return false
		}
	}
	return len(values) >= c.MinValues && len(values) <= c.MaxValues
}

func (m *Modal) fill(values map[string]string) ([]object, error) {
	rows := []object{}
	for _, in := range m.Inputs {
		v, ok := values[in.CustomID]
		if !ok {
			v = in.Value
		}
		n := utf8.RuneCountInString(v)
		tooShort := n < in.MinLength && (n > 0 || in.Required) || n == 0 && in.Required
		if tooShort || in.MaxLength > 0 && n > in.MaxLength {
			return nil, fmt.Errorf("value of %q with %d characters: %w", in.CustomID, n, ErrNotOffered)
		}
		rows = append(rows, object{"type": actionRowType, "id": len(rows) + 1, "components": []object{
			{"type": textInputType, "id": in.ID, "custom_id": in.CustomID, "value": v},
		}})
	}
	return rows, nil
}
