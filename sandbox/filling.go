package sandbox

import (
	"fmt"
	"math"
	"slices"
	"unicode/utf8"
)

// This file is what Discord's client lets people fill in: the options of commands, and selects.

// A filling is what a person puts into the options of a command.
type filling struct {
	world   *world
	in      *channel
	person  *user
	command string
	values  map[string]any
	focused string // the option that is still being typed into, or ""

	picked []entity // the users, roles and channels among the values
}

// into puts the values into options as Discord's client would.
func (f *filling) into(options []CommandOption) ([]object, error) {
	for name := range f.values {
		if !slices.ContainsFunc(options, func(o CommandOption) bool { return o.Name == name }) {
			return nil, fmt.Errorf("option %q of /%s: %w", name, f.command, ErrNotOffered)
		}
	}
	out := []object{}
	for _, o := range options {
		v, given := f.values[o.Name]
		switch {
		case given && f.focused == o.Name:
			if !o.Autocomplete {
				return nil, fmt.Errorf("autocomplete of option %q of /%s: %w", o.Name, f.command, ErrNotOffered)
			}
			out = append(out, object{"name": o.Name, "type": o.Type, "value": v, "focused": true})
		case given:
			if !f.offers(o, v) {
				return nil, fmt.Errorf("value %v of option %q of /%s: %w", v, o.Name, f.command, ErrNotOffered)
			}
			out = append(out, object{"name": o.Name, "type": o.Type, "value": v})
		case o.Required && f.focused == "":
			return nil, fmt.Errorf("/%s without its option %q: %w", f.command, o.Name, ErrNotOffered)
		}
	}
	return out, nil
}

// offers says whether Discord's client lets a value be sent, and remembers what it picks.
func (f *filling) offers(o CommandOption, v any) bool {
	kinds := o.entityKinds()
	if kinds == nil {
		return o.accepts(v)
	}
	id, _ := v.(string)
	chosen := picked(f.world.entities(kinds, o.ChannelTypes, f.in, f.person), []string{id})
	f.picked = append(f.picked, chosen...)
	return len(chosen) == 1
}

// accepts says whether a value that is no user, role or channel fits the option.
func (o CommandOption) accepts(v any) bool {
	ok := false
	switch v := v.(type) {
	case string:
		n := utf8.RuneCountInString(v)
		ok = o.Type == stringOption && n >= o.MinLength && (o.MaxLength == 0 || n <= o.MaxLength) && n <= 6000
	case bool:
		ok = o.Type == booleanOption
	case int:
		ok = o.acceptsNumber(float64(v))
	case float64:
		ok = o.acceptsNumber(v)
	}
	if ok && len(o.Choices) > 0 {
		ok = slices.ContainsFunc(o.Choices, func(c Choice) bool { return fmt.Sprint(c.Value) == fmt.Sprint(v) })
	}
	return ok
}

// maxNumber bounds numbers, exclusively those of integer options: "between -2^53+1 and 2^53-1",
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type.
const maxNumber = 1 << 53

func (o CommandOption) acceptsNumber(v float64) bool {
	switch {
	case o.MinValue != nil && v < *o.MinValue, o.MaxValue != nil && v > *o.MaxValue:
		return false
	case o.Type == integerOption:
		return v == math.Trunc(v) && math.Abs(v) < maxNumber
	}
	return o.Type == numberOption && math.Abs(v) <= maxNumber
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

// isSelect says whether a component is a select menu.
func (c *Component) isSelect() bool { return c.Type == stringSelectType || entityKinds(c.Type) != nil }
