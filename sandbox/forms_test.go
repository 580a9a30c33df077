package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ibid/internal/openapi"
)

// Every rule cites its source, and every form it points to is there.
func TestEveryRuleHasASource(t *testing.T) {
	for name, f := range forms {
		for field, r := range f {
			if r.source == "" {
				t.Errorf("%s.%s: no source", name, field)
			}
			if r.of != "" && forms[r.of] == nil {
				t.Errorf("%s.%s: no form %q", name, field, r.of)
			}
			if (r.kind == componentsValue || r.kind == componentValue) && len(r.oneOf) == 0 {
				t.Errorf("%s.%s: no components may stand there", name, field)
			}
			for _, kind := range r.oneOf {
				if r.kind == componentsValue && forms[componentForm(kind)] == nil {
					t.Errorf("%s.%s: no form for components of type %d", name, field, kind)
				}
			}
		}
	}
}

// TestEveryRuleHolds walks the table of limits: for each rule, what is just within it is taken, and what is just
// beyond is rejected at its path. What is tried comes from the table, so that a new rule is tried without more.
func TestEveryRuleHolds(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		for _, field := range slices.Sorted(maps.Keys(forms[name])) {
			r := forms[name][field]
			within, beyond := trials(r)
			if len(beyond) == 0 {
				t.Errorf("%s.%s: nothing is tried beyond it", name, field)
			}
			for _, v := range within {
				if got := tried(name, field, v); got != nil {
					t.Errorf("%s.%s: %.80s is rejected: %q", name, field, jsonOf(v), got)
				}
			}
			for _, v := range beyond {
				got := tried(name, field, v)
				for _, fault := range got {
					at, code, _ := strings.Cut(fault, ": ")
					if code == "" || at != field && !strings.HasPrefix(at, field+"/") {
						t.Errorf("%s.%s: %.80s is rejected at another place: %s", name, field, jsonOf(v), fault)
					}
				}
				if got == nil {
					t.Errorf("%s.%s: %.80s is taken", name, field, jsonOf(v))
				}
			}
		}
	}
}

// tried are the faults of a form's example in which one field has another value; nil for none at all.
func tried(name, field string, v any) []string {
	o := example(name)
	o[field] = v
	if v == nil {
		delete(o, field)
	}
	var f faults
	f.checkForm(nil, name, decoded(o))
	if err, ok := f.err().(*apiError); ok && (err.status != 400 || err.code != 50035) {
		return []string{err.Error()}
	}
	return flat(f.tree, "")
}

// decoded is a value as it comes out of a request's body.
func decoded(v any) any {
	dec := json.NewDecoder(strings.NewReader(jsonOf(v)))
	dec.UseNumber()
	var out any
	if err := dec.Decode(&out); err != nil {
		return err.Error()
	}
	return out
}

func jsonOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// example is the smallest object of a form.
func example(name string) object {
	o := object{}
	if kind, ok := strings.CutPrefix(name, "component "); ok {
		o["type"] = json.Number(kind)
	}
	if name == "modal row" {
		o["type"] = actionRowType
	}
	for field, r := range forms[name] {
		if r.need {
			o[field] = smallest(r)
		}
	}
	return o
}

// smallest is the smallest value that a rule takes.
func smallest(r rule) any {
	switch r.kind {
	case objectValue:
		return example(r.of)
	case componentValue:
		return example(formAt(r, r.oneOf[0]))
	case componentsValue:
		return slices.Repeat([]any{example(formAt(r, r.oneOf[0]))}, r.min)
	case listValue:
		item := smallest(rule{kind: r.elem, oneOf: r.oneOf})
		if r.of != "" {
			item = example(r.of)
		}
		return slices.Repeat([]any{item}, r.min)
	}
	within, _ := trialsOf(r)
	return within[0]
}

// trials are values just within a rule, the smallest first, and values just beyond it. A nil is an absent field.
func trials(r rule) (within, beyond []any) {
	if r.need {
		beyond = append(beyond, nil)
	} else {
		within = append(within, nil)
	}
	w, b := trialsOf(r)
	if r.need {
		return w, append(beyond, b...)
	}
	return append(within, w...), append(beyond, b...)
}

func trialsOf(r rule) (within, beyond []any) {
	switch r.kind {
	case textValue, scalarValue:
		return bounded(r, func(n int) any { return x(n) }, object{})
	case linkValue:
		return links(r)
	case timeValue:
		return []any{"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678+09:00"}, []any{7, "yesterday", "2026-01-02"}
	case textsValue:
		within, beyond = bounded(r, func(n int) any { return object{locale: x(n)} }, "text")
		return within, append(beyond, object{locale: 7}, object{"en_US": "x"})
	case intValue:
		return integers(r)
	case numberValue:
		return []any{0.5, -3}, []any{"text"}
	case bitsValue:
		return []any{"0", "8", 8, r.max}, []any{"eight", "", -1, 0.5, r.max + 1, []any{}}
	case boolValue:
		return []any{true, false}, []any{"true", 1}
	case idValue:
		return []any{"1"}, []any{"one", "-1"}
	case objectValue:
		return []any{example(r.of)}, []any{"text", []any{}}
	case componentValue:
		return placed(r)
	case listValue, componentsValue:
		return lists(r)
	case noValue:
		return []any{[]any{}}, []any{"text", []any{1}}
	}
	return nil, nil
}

// bounded tries lengths at a rule's bounds and one beyond each, and a value of another type.
func bounded(r rule, of func(int) any, other any) (within, beyond []any) {
	within, beyond = []any{of(max(r.min, 1))}, []any{other}
	if r.min > 0 {
		beyond = append(beyond, of(r.min-1))
	}
	if r.max > 0 {
		within, beyond = append(within, of(r.max)), append(beyond, of(r.max+1))
	}
	return within, beyond
}

// links tries addresses: of every scheme that a rule takes, and of those that it does not.
func links(r rule) (within, beyond []any) {
	beyond = []any{7, "example.org", "javascript:alert(1)"}
	for _, scheme := range []string{"https", "http", "attachment"} {
		start := scheme + "://example.org/"
		if !slices.Contains(r.schemes, scheme) && (r.schemes != nil || scheme == "attachment") {
			beyond = append(beyond, start)
			continue
		}
		long := func(n int) string { return start + strings.Repeat("a", n-len(start)) }
		within, beyond = append(within, start, long(r.max)), append(beyond, long(r.max+1))
	}
	return within, beyond
}

func integers(r rule) (within, beyond []any) {
	beyond = []any{"text", 0.5}
	for _, n := range r.oneOf {
		within = append(within, n)
	}
	if len(r.oneOf) > 0 {
		return within, append(beyond, slices.Max(r.oneOf)+1000, -1)
	}
	within, beyond = append(within, r.min), append(beyond, r.min-1)
	if r.max > 0 {
		within, beyond = append(within, r.max), append(beyond, r.max+1)
	}
	return within, beyond
}

// lists tries lists with as many items as a rule lets be and one beyond.
func lists(r rule) (within, beyond []any) {
	item, wrong := items(r)
	list := func(n int) any { return slices.Repeat(item, n/len(item)+1)[:n] }
	beyond = []any{"text"}
	if r.unique {
		within, beyond = append(within, list(max(r.min, 1))), append(beyond, []any{item[0], item[0]})
	}
	for _, v := range item {
		if !r.unique || r.min < 2 {
			within = append(within, slices.Repeat([]any{v}, max(r.min, 1)))
		}
	}
	for _, v := range wrong {
		beyond = append(beyond, slices.Repeat([]any{v}, max(r.min, 1)))
	}
	if r.min > 0 {
		beyond = append(beyond, list(r.min-1))
	}
	if r.max > 0 {
		beyond = append(beyond, list(r.max+1))
	}
	if r.max > 0 && (!r.unique || len(item) >= r.max) {
		within = append(within, list(r.max))
	}
	return within, beyond
}

// items are what a list may hold, and what it may not.
func items(r rule) (within, beyond []any) {
	switch {
	case r.kind == componentsValue:
		return placed(r)
	case r.of != "":
		return []any{example(r.of)}, []any{"text"}
	}
	within, beyond = trialsOf(rule{kind: r.elem, oneOf: r.oneOf})
	if r.elem == idValue {
		for n := range r.max + 1 {
			within = append(within, strconv.Itoa(n+2)) // each once
		}
	}
	return within, beyond
}

// placed are components that may stand at a place, and what may not.
func placed(r rule) (within, beyond []any) {
	for _, kind := range r.oneOf {
		within = append(within, example(formAt(r, kind)))
	}
	for name := range forms {
		var kind int
		if n, _ := fmt.Sscanf(name, "component %d", &kind); n == 1 && !slices.Contains(r.oneOf, kind) {
			beyond = append(beyond, example(name))
		}
	}
	return within, append(beyond, object{"type": 99}, object{}, "text")
}

// formAt is the form of a component of a type where a rule lets it stand.
func formAt(r rule, kind int) string {
	if kind == actionRowType && slices.Equal(r.oneOf, inModal) {
		return "modal row"
	}
	return componentForm(kind)
}

// described are the schemas of forms, in Discord's own description.
var described = map[string]string{
	"message":       "MessageCreateRequest",
	"embed":         "RichEmbed",
	"embed field":   "RichEmbedField",
	"embed footer":  "RichEmbedFooter",
	"embed author":  "RichEmbedAuthor",
	"component 1":   "ActionRowComponentForMessageRequest",
	"component 2":   "ButtonComponentForMessageRequest",
	"component 3":   "StringSelectComponentForMessageRequest",
	"select option": "StringSelectOptionForRequest",
	"component 4":   "TextInputComponentForModalRequest",
	"component 5":   "UserSelectComponentForMessageRequest",
	"component 6":   "RoleSelectComponentForMessageRequest",
	"component 7":   "MentionableSelectComponentForMessageRequest",
	"component 8":   "ChannelSelectComponentForMessageRequest",
	"component 9":   "SectionComponentForMessageRequest",
	"component 10":  "TextDisplayComponentForMessageRequest",
	"component 11":  "ThumbnailComponentForMessageRequest",
	"component 12":  "MediaGalleryComponentForMessageRequest",
	"component 13":  "FileComponentForMessageRequest",
	"component 14":  "SeparatorComponentForMessageRequest",
	"component 17":  "ContainerComponentForMessageRequest",
	"component 18":  "LabelComponentForModalRequest",
	"command":       "ApplicationCommandCreateRequest",
	"attachment":    "MessageAttachmentRequest",
	"mentions":      "MessageAllowedMentionsRequest",
	"reference":     "MessageReferenceRequest",
	"emoji":         "ComponentEmojiForRequest",
	"modal":         "ModalInteractionCallbackRequestData",
	"thread":        "CreateTextThreadWithoutMessageRequest",
	"forum post":    "CreateForumThreadRequest",
	"thread edit":   "UpdateThreadRequestPartial",
	"channel":       "UpdateGuildChannelRequestPartial",
	"dm":            "CreatePrivateChannelRequest",
}

// looser is where the table rightly takes what the description does not.
var looser = map[string]string{
	"callback.data":                      "the forms of choices and modals want it",
	"command.default_member_permissions": "the description has an integer, the documentation a text of digits",
	"mentions.parse":                     "rules.go has the three words",
	"component 5.default_values":         "rules.go holds their types to the select",
	"component 6.default_values":         "rules.go holds their types to the select",
	"component 7.default_values":         "rules.go holds their types to the select",
	"component 8.default_values":         "rules.go holds their types to the select",
}

// What the table takes, Discord's description takes, too: a limit that is too generous would let a bot pass here that
// Discord refuses.
func TestNoRuleIsTooGenerous(t *testing.T) {
	t.Parallel()
	d, ok := openapi.Open(t)
	if !ok {
		t.Skip("SKIPPED: IBID_OPENAPI does not name Discord's openapi.json, so the limits are not compared to it")
	}
	for name, schema := range described {
		for field, r := range forms[name] {
			within, _ := trials(r)
			if r.kind == noValue || looser[name+"."+field] != "" {
				continue
			}
			for _, v := range within {
				o := example(name)
				o[field] = v
				if v == nil {
					delete(o, field)
				}
				if err := d.Object(schema, []byte(jsonOf(o))); err != nil {
					t.Errorf("%s.%s: %.80s is taken here, but not by Discord: %v", name, field, jsonOf(v), err)
				}
			}
		}
	}
}
