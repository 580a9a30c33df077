package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// faults collects what is wrong with a request, at the path of each field, in the nested shape of Discord's errors:
// https://docs.discord.com/developers/reference#error-messages.
type faults struct{ tree object }

type path []string

func (p path) to(field string) path { return append(slices.Clip(p), field) }

func (p path) at(i int) path { return p.to(strconv.Itoa(i)) }

// add records a fault of the field at a path.
func (f *faults) add(p path, code, format string, args ...any) {
	if f.tree == nil {
		f.tree = object{}
	}
	node := f.tree
	for _, step := range p {
		next, ok := node[step].(object)
		if !ok {
			next = object{}
			node[step] = next
		}
		node = next
	}
	list, _ := node["_errors"].([]object)
	node["_errors"] = append(list, object{"code": code, "message": fmt.Sprintf(format, args...)})
}

// err is the answer to the request: nil, or 400 with code 50035.
func (f *faults) err() error {
	if f.tree == nil {
		return nil
	}
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", errors: pruned(f.tree)}
}

// pruned is a tree of faults in which a field has either errors of its own or those of its parts, as
// openapi:ErrorDetails has it: its own come first.
func pruned(tree object) object {
	if own, ok := tree["_errors"]; ok {
		return object{"_errors": own}
	}
	out := object{}
	for field, part := range tree {
		out[field] = pruned(part.(object))
	}
	return out
}

// checkForm checks an object field by field against the form of that name.
func (f *faults) checkForm(p path, name string, value any) {
	o, ok := value.(object)
	if !ok {
		f.add(p, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return
	}
	fields := forms[name]
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		r := fields[field]
		switch v := o[field]; {
		case v != nil:
			f.checkValue(p.to(field), r, v)
		case r.need:
			f.add(p.to(field), "BASE_TYPE_REQUIRED", "This field is required")
		}
	}
}

// checkValue checks the value of one field against its rule.
func (f *faults) checkValue(p path, r rule, v any) {
	switch r.kind {
	case textValue:
		f.checkText(p, r, v)
	case intValue, numberValue:
		f.checkNumber(p, r, v)
	case boolValue:
		if _, ok := v.(bool); !ok {
			f.add(p, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
		}
	case idValue:
		f.checkSnowflake(p, v)
	case linkValue:
		f.checkLink(p, r, v)
	case timeValue:
		f.checkTime(p, r, v)
	case scalarValue:
		f.checkScalar(p, r, v)
	case bitsValue:
		f.checkBits(p, r, v)
	case textsValue:
		f.checkTexts(p, r, v)
	case objectValue:
		f.checkForm(p, r.of, v)
	case listValue, componentsValue:
		f.checkList(p, r, v)
	case componentValue:
		f.checkComponent(p, r.oneOf, v)
	case noValue:
		if items, ok := v.([]any); !ok || len(items) > 0 {
			f.add(p, "SANDBOX_UNSUPPORTED", "Discord takes this field, the sandbox does not")
		}
	}
}

func (f *faults) checkText(p path, r rule, v any) {
	s, ok := v.(string)
	if !ok {
		f.add(p, "STRING_TYPE_CONVERT", "Could not interpret \"%v\" as string.", v)
		return
	}
	// Discord strips white space before it looks for a text; what is too long with it is not let through either.
	if r.need && strings.TrimSpace(s) == "" {
		f.add(p, "BASE_TYPE_REQUIRED", "This field is required")
		return
	}
	f.checkSize(p, r, utf8.RuneCountInString(s))
}

// checkSize checks the length of a text or list.
func (f *faults) checkSize(p path, r rule, n int) {
	switch {
	case n >= r.min && (r.max == 0 || n <= r.max):
	case r.min > 0 && r.max > 0:
		f.add(p, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", r.min, r.max)
	case n > r.max:
		f.add(p, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", r.max)
	default:
		f.add(p, "BASE_TYPE_MIN_LENGTH", "Must be %d or more in length.", r.min)
	}
}

func (f *faults) checkNumber(p path, r rule, v any) {
	n, ok := v.(json.Number)
	if !ok {
		f.add(p, "NUMBER_TYPE_COERCE", "Value \"%v\" is not int.", v)
		return
	}
	if r.kind == numberValue {
		return
	}
	i, err := strconv.Atoi(n.String())
	switch {
	case err != nil:
		f.add(p, "NUMBER_TYPE_COERCE", "Value \"%v\" is not int.", v)
	case len(r.oneOf) > 0 && !slices.Contains(r.oneOf, i):
		f.add(p, "BASE_TYPE_CHOICES", "Value must be one of %s.", choices(r.oneOf))
	case i < r.min:
		f.add(p, "NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", r.min)
	case r.max > 0 && i > r.max:
		f.add(p, "NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", r.max)
	}
}

// choices writes allowed values as Discord does: (1, 2, 3), and one alone (1,).
func choices(values []int) string {
	if len(values) == 1 {
		return fmt.Sprintf("(%d,)", values[0])
	}
	var out []string
	for _, v := range values {
		out = append(out, strconv.Itoa(v))
	}
	return "(" + strings.Join(out, ", ") + ")"
}

func (f *faults) checkSnowflake(p path, v any) {
	if !isSnowflake(fmt.Sprint(v)) {
		f.add(p, "NUMBER_TYPE_COERCE", "Value \"%v\" is not snowflake.", v)
	}
}

func isSnowflake(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

func (f *faults) checkLink(p path, r rule, v any) {
	f.checkText(p, r, v)
	s, _ := v.(string)
	schemes := r.schemes
	if schemes == nil {
		schemes = []string{"http", "https"}
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "" && slices.Contains(schemes, u.Scheme):
		f.add(p, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
	case !slices.Contains(schemes, u.Scheme):
		f.add(p, "URL_TYPE_INVALID_SCHEME", "Scheme \"%s\" is not supported. Scheme must be one of ('%s').",
			u.Scheme, strings.Join(schemes, "', '"))
	}
}

func (f *faults) checkTime(p path, r rule, v any) {
	f.checkText(p, r, v)
	if s, ok := v.(string); ok {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			f.add(p, "DATE_TIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", s)
		}
	}
}

func (f *faults) checkScalar(p path, r rule, v any) {
	switch v := v.(type) {
	case json.Number:
	case string:
		f.checkText(p, r, v)
	default:
		f.add(p, "STRING_TYPE_CONVERT", "Could not interpret \"%v\" as string.", v)
	}
}

// checkBits checks a set of permissions, which comes as a text of digits or as a number.
func (f *faults) checkBits(p path, r rule, v any) {
	n, err := strconv.ParseInt(idOf(v), 10, 64)
	switch {
	case err != nil:
		f.add(p, "NUMBER_TYPE_COERCE", "Value \"%v\" is not int.", v)
	case n < 0:
		f.add(p, "NUMBER_TYPE_MIN", "int value should be greater than or equal to 0.")
	case n > int64(r.max):
		f.add(p, "NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", r.max)
	}
}

func (f *faults) checkTexts(p path, r rule, v any) {
	o, ok := v.(object)
	if !ok {
		f.add(p, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
		return
	}
	for key, value := range o {
		if !slices.Contains(locales, key) {
			f.add(p.to(key), "BASE_TYPE_CHOICES", "Value must be one of ('%s').", strings.Join(locales, "', '"))
			continue
		}
		f.checkText(p.to(key), r, value)
	}
}

func (f *faults) checkList(p path, r rule, v any) {
	items, ok := v.([]any)
	if !ok {
		f.add(p, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
		return
	}
	f.checkSize(p, r, len(items))
	for i, item := range items {
		switch {
		case item == nil && (r.kind == componentsValue || r.of != ""):
			f.add(p.at(i), "LIST_ITEM_VALUE_REQUIRED", "List item values of ModelType are required")
		case r.unique && slices.Contains(idList(items[:i]), idOf(item)):
			f.add(p.at(i), "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
		case r.kind == componentsValue:
			f.checkComponent(p.at(i), r.oneOf, item)
		case r.of != "":
			f.checkForm(p.at(i), r.of, item)
		default:
			f.checkValue(p.at(i), rule{kind: r.elem, oneOf: r.oneOf, source: r.source}, item)
		}
	}
}

// checkComponent checks a component, of one of the types that may stand where it stands.
func (f *faults) checkComponent(p path, allowed []int, v any) {
	o, ok := v.(object)
	if !ok {
		f.add(p, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return
	}
	kind, ok := intOf(o["type"])
	switch {
	case o["type"] == nil:
		f.add(p.to("type"), "BASE_TYPE_REQUIRED", "This field is required")
	case slices.Equal(allowed, inLabel) && slices.Contains(notInLabel, kind):
		f.add(p.to("type"), "SANDBOX_UNSUPPORTED", "Discord takes this component in a modal, the sandbox does not")
	case !ok || !slices.Contains(allowed, kind):
		f.add(p, "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %s.", choices(allowed))
	case kind == actionRowType && slices.Equal(allowed, inModal):
		f.checkForm(p, "modal row", o)
	default:
		f.checkForm(p, componentForm(kind), o)
	}
}

func componentForm(kind int) string { return "component " + strconv.Itoa(kind) }

// intOf is the integer that a JSON value is, if it is one.
func intOf(v any) (int, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(n.String())
	return i, err == nil
}

// idOf is the id, or another text, that a JSON value is: Discord takes ids as numbers, too.
func idOf(v any) string {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return textOf(v)
}

// idList reads a JSON list of ids or other texts.
func idList(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, item := range list {
		out = append(out, idOf(item))
	}
	return out
}

// textOf is the text that a JSON value is, or "".
func textOf(v any) string {
	s, _ := v.(string)
	return s
}
