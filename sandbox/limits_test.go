package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A limit is a request within what Discord takes, one beyond it, and the faults of the latter.
type limit struct {
	name, within, beyond string
	want                 []string
}

func checkLimits(t *testing.T, limits []limit, check func(f *faults, body any)) {
	t.Helper()
	for _, l := range limits {
		var within, beyond faults
		check(&within, decode(t, l.within))
		check(&beyond, decode(t, l.beyond))
		if within.tree != nil {
			t.Errorf("%s: within the limit: %q", l.name, flat(within.tree, ""))
		}
		got := flat(beyond.tree, "")
		slices.Sort(got)
		slices.Sort(l.want)
		if diff := cmp.Diff(l.want, got); diff != "" {
			t.Errorf("%s: %s", l.name, diff)
		}
	}
}

// decode reads a request as the API does.
func decode(t testing.TB, text string) any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// flat writes faults as "path: CODE", sorted.
func flat(tree object, prefix string) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		switch v := tree[key].(type) {
		case object:
			out = append(out, flat(v, prefix+"/"+key)...)
		case []object:
			for _, e := range v {
				out = append(out, fmt.Sprintf("%s: %s", strings.TrimPrefix(prefix, "/"), e["code"]))
			}
		}
	}
	return out
}

// x is a text of n characters, each of two UTF-16 code units and four bytes: Discord counts it as n.
func x(n int) string { return strings.Repeat("𝕏", n) }

// times is n copies of a JSON value with # replaced by their number, in a list.
func times(n int, value string) string {
	var out []string
	for i := range n {
		out = append(out, strings.ReplaceAll(value, "#", fmt.Sprint(i)))
	}
	return "[" + strings.Join(out, ",") + "]"
}

const v2 = `"flags":32768,"components":`

func v2With(component string) string { return `{` + v2 + `[` + component + `]}` }

func rowOf(component string) string {
	return `{"components":[{"type":1,"components":[` + component + `]}]}`
}

func buttonWith(fields string) string { return rowOf(`{"type":2,"style":1,` + fields + `}`) }

func selectWith(fields string) string {
	return rowOf(`{"type":3,"custom_id":"s",` + fields + `}`)
}

func textDisplay(n int) string { return `{"type":10,"content":"` + x(n) + `"}` }

// Each limit of a message: what is just within is taken, what is just beyond is not.
func TestMessageLimits(t *testing.T) {
	option := func(label, value, description int) string {
		return selectWith(fmt.Sprintf(`"options":[{"label":%q,"value":%q,"description":%q}]`, x(label), x(value),
			x(description)))
	}
	section := func(texts int, accessory string) string {
		return v2With(`{"type":9,"components":` + times(texts, `{"type":10,"content":"#"}`) + accessory + `}`)
	}
	const link = `,"accessory":{"type":2,"style":5,"label":"Read","url":"https://example.org"}`
	tests := []limit{
		{"content", `{"content":"` + x(2000) + `"}`, `{"content":"` + x(2001) + `"}`,
			[]string{"content: BASE_TYPE_MAX_LENGTH"}},
		{"content of another type", `{"content":null}`, `{"content":7}`, []string{"content: STRING_TYPE_CONVERT"}},
		{"embeds", `{"embeds":` + times(10, `{"title":"#"}`) + `}`, `{"embeds":` + times(11, `{"title":"#"}`) + `}`,
			[]string{"embeds: BASE_TYPE_MAX_LENGTH"}},
		{"embed title", `{"embeds":[{"title":"` + x(256) + `"}]}`, `{"embeds":[{"title":"` + x(257) + `"}]}`,
			[]string{"embeds/0/title: BASE_TYPE_MAX_LENGTH"}},
		{"embed description", `{"embeds":[{"description":"` + x(4096) + `"}]}`,
			`{"embeds":[{"description":"` + x(4097) + `"}]}`, []string{"embeds/0/description: BASE_TYPE_MAX_LENGTH"}},
		{"embed fields", `{"embeds":[{"fields":` + times(25, `{"name":"#","value":"#"}`) + `}]}`,
			`{"embeds":[{"fields":` + times(26, `{"name":"#","value":"#"}`) + `}]}`,
			[]string{"embeds/0/fields: BASE_TYPE_MAX_LENGTH"}},
		{"embed field value", `{"embeds":[{"fields":[{"name":"a","value":"` + x(1024) + `"}]}]}`,
			`{"embeds":[{"fields":[{"name":"a","value":" "}]}]}`, []string{"embeds/0/fields/0/value: BASE_TYPE_REQUIRED"}},
		{"embeds together", `{"embeds":` + times(2, `{"description":"`+x(3000)+`"}`) + `}`,
			`{"embeds":` + times(2, `{"description":"`+x(3001)+`"}`) + `}`, []string{"embeds: MAX_EMBED_SIZE_EXCEEDED"}},

		{"rows", `{"components":` + times(5,
			`{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"#"}]}`) + `}`,
			`{"components":` + times(6, `{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"#"}]}`) + `}`,
			[]string{"components: BASE_TYPE_BAD_LENGTH"}},
		{"empty row", rowOf(`{"type":2,"style":1,"label":"a","custom_id":"a"}`), rowOf(``),
			[]string{"components/0/components: BASE_TYPE_BAD_LENGTH"}},
		{"buttons in a row", rowOf(strings.Trim(times(5, `{"type":2,"style":1,"label":"a","custom_id":"#"}`), "[]")),
			rowOf(strings.Trim(times(6, `{"type":2,"style":1,"label":"a","custom_id":"#"}`), "[]")),
			[]string{"components/0/components: BASE_TYPE_BAD_LENGTH"}},
		{"a select beside a button", selectWith(`"options":[{"label":"a","value":"a"}]`),
			rowOf(`{"type":3,"custom_id":"s","options":[{"label":"a","value":"a"}]},{"type":2,"style":1,"label":"a",` +
				`"custom_id":"b"}`), []string{"components/0/components/1: COMPONENT_LAYOUT_WIDTH_EXCEEDED"}},
		{"button label", buttonWith(`"custom_id":"a","label":"` + x(80) + `"`),
			buttonWith(`"custom_id":"a","label":"` + x(81) + `"`),
			[]string{"components/0/components/0/label: BASE_TYPE_MAX_LENGTH"}},
		{"button without label", buttonWith(`"custom_id":"a","emoji":{"name":"ℹ"}`), buttonWith(`"custom_id":"a"`),
			[]string{"components/0/components/0: BUTTON_COMPONENT_INVALID_STATE"}},
		{"custom id", buttonWith(`"label":"a","custom_id":"` + x(100) + `"`),
			buttonWith(`"label":"a","custom_id":"` + x(101) + `"`),
			[]string{"components/0/components/0/custom_id: BASE_TYPE_BAD_LENGTH"}},
		{"no custom id", buttonWith(`"label":"a","custom_id":"a"`), buttonWith(`"label":"a"`),
			[]string{"components/0/components/0/custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"}},
		{"custom id twice", rowOf(`{"type":2,"style":1,"label":"a","custom_id":"a"},{"type":2,"style":1,"label":"b",` +
			`"custom_id":"b"}`),
			rowOf(`{"type":2,"style":1,"label":"a","custom_id":"a"},{"type":2,"style":1,"label":"b","custom_id":"a"}`),
			[]string{"components/0/components/1/custom_id: COMPONENT_CUSTOM_ID_DUPLICATED"}},
		{"link", rowOf(`{"type":2,"style":5,"label":"a","url":"https://e.org/` + strings.Repeat("a", 498) + `"}`),
			rowOf(`{"type":2,"style":5,"label":"a","url":"https://e.org/` + strings.Repeat("a", 499) + `"}`),
			[]string{"components/0/components/0/url: BASE_TYPE_MAX_LENGTH"}},
		{"link of another scheme", rowOf(`{"type":2,"style":5,"label":"a","url":"http://e.org"}`),
			rowOf(`{"type":2,"style":5,"label":"a","url":"javascript:alert(1)"}`),
			[]string{"components/0/components/0/url: URL_TYPE_INVALID_SCHEME"}},
		{"link that is none", rowOf(`{"type":2,"style":5,"label":"a","url":"http://e.org"}`),
			rowOf(`{"type":2,"style":5,"label":"a","url":"e.org"}`),
			[]string{"components/0/components/0/url: URL_TYPE_INVALID_URL"}},
		{"link with a custom id", rowOf(`{"type":2,"style":5,"label":"a","url":"http://e.org"}`),
			rowOf(`{"type":2,"style":5,"label":"a","url":"http://e.org","custom_id":"a"}`),
			[]string{"components/0/components/0/custom_id: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"}},
		{"button style", buttonWith(`"label":"a","custom_id":"a"`), rowOf(`{"type":2,"style":9,"label":"a","custom_id":"a"}`),
			[]string{"components/0/components/0/style: BASE_TYPE_CHOICES"}},
		{"select options", selectWith(`"options":` + times(25, `{"label":"a","value":"#"}`)),
			selectWith(`"options":` + times(26, `{"label":"a","value":"#"}`)),
			[]string{"components/0/components/0/options: BASE_TYPE_BAD_LENGTH"}},
		{"select without options", selectWith(`"options":[{"label":"a","value":"a"}]`), selectWith(`"options":[]`),
			[]string{"components/0/components/0/options: BASE_TYPE_BAD_LENGTH"}},
		{"select label", option(100, 1, 1), option(101, 1, 1),
			[]string{"components/0/components/0/options/0/label: BASE_TYPE_BAD_LENGTH"}},
		{"select value", option(1, 100, 1), option(1, 101, 1),
			[]string{"components/0/components/0/options/0/value: BASE_TYPE_BAD_LENGTH"}},
		{"select description", option(1, 1, 100), option(1, 1, 101),
			[]string{"components/0/components/0/options/0/description: BASE_TYPE_MAX_LENGTH"}},
		{"select value twice", selectWith(`"options":[{"label":"a","value":"a"},{"label":"a","value":"b"}]`),
			selectWith(`"options":[{"label":"a","value":"a"},{"label":"b","value":"a"}]`),
			[]string{"components/0/components/0/options/1: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"}},
		{"select max_values", selectWith(`"max_values":1,"options":[{"label":"a","value":"a"}]`),
			selectWith(`"max_values":2,"options":[{"label":"a","value":"a"}]`),
			[]string{"components/0/components/0/max_values: NUMBER_TYPE_MAX"}},
		{"select placeholder", selectWith(`"placeholder":"` + x(150) + `","options":[{"label":"a","value":"a"}]`),
			selectWith(`"placeholder":"` + x(151) + `","options":[{"label":"a","value":"a"}]`),
			[]string{"components/0/components/0/placeholder: BASE_TYPE_MAX_LENGTH"}},

		{"the flag", v2With(textDisplay(1)), `{"components":[` + textDisplay(1) + `]}`,
			[]string{"components/0: UNION_TYPE_CHOICES"}},
		{"content with the flag", `{"content":"",` + v2 + `[` + textDisplay(1) + `]}`,
			`{"content":"a",` + v2 + `[` + textDisplay(1) + `]}`,
			[]string{"content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"}},
		{"embeds with the flag", `{"embeds":[],` + v2 + `[` + textDisplay(1) + `]}`,
			`{"embeds":[{"title":"a"}],` + v2 + `[` + textDisplay(1) + `]}`,
			[]string{"embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"}},
		{"text display", v2With(textDisplay(4000)), v2With(textDisplay(4001)),
			[]string{"components/0/content: BASE_TYPE_BAD_LENGTH", "components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"}},
		{"empty text display", v2With(textDisplay(1)), v2With(`{"type":10,"content":" \n"}`),
			[]string{"components/0/content: BASE_TYPE_REQUIRED"}},
		{"text displays together", v2With(textDisplay(2000) + `,{"type":17,"components":[` + textDisplay(2000) + `]}`),
			v2With(textDisplay(2000) + `,{"type":17,"components":[` + textDisplay(2001) + `]}`),
			[]string{"components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"}},
		{"components", v2With(strings.Trim(times(40, `{"type":14}`), "[]")),
			v2With(strings.Trim(times(41, `{"type":14}`), "[]")),
			[]string{"components: BASE_TYPE_MAX_LENGTH", "components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"}},
		{"nested components", v2With(`{"type":17,"components":` + times(39, `{"type":14}`) + `}`),
			v2With(`{"type":17,"components":` + times(40, `{"type":14}`) + `}`),
			[]string{"components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"}},
		{"section texts", section(3, link), section(4, link), []string{"components/0/components: BASE_TYPE_BAD_LENGTH"}},
		{"section without texts", section(1, link), section(0, link),
			[]string{"components/0/components: BASE_TYPE_BAD_LENGTH"}},
		{"section without accessory", section(1, link), section(1, ""),
			[]string{"components/0/accessory: BASE_TYPE_REQUIRED"}},
		{"accessory of another type", section(1, link), section(1, `,"accessory":{"type":10,"content":"a"}`),
			[]string{"components/0/accessory: UNION_TYPE_CHOICES"}},
		{"a button outside a row", v2With(`{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"a"}]}`),
			v2With(`{"type":2,"style":1,"label":"a","custom_id":"a"}`), []string{"components/0: UNION_TYPE_CHOICES"}},
		{"a container in a container", v2With(`{"type":17,"components":[{"type":14}]}`),
			v2With(`{"type":17,"components":[{"type":17,"components":[{"type":14}]}]}`),
			[]string{"components/0/components/0: UNION_TYPE_CHOICES"}},
		{"accent colour", v2With(`{"type":17,"accent_color":16777215,"components":[{"type":14}]}`),
			v2With(`{"type":17,"accent_color":16777216,"components":[{"type":14}]}`),
			[]string{"components/0/accent_color: NUMBER_TYPE_MAX"}},

		{"nonce", `{"content":"a","nonce":"` + x(25) + `"}`, `{"content":"a","nonce":"` + x(26) + `"}`,
			[]string{"nonce: BASE_TYPE_MAX_LENGTH"}},
		{"allowed mentions", `{"content":"a","allowed_mentions":{"parse":["users"],"roles":["1"]}}`,
			`{"content":"a","allowed_mentions":{"parse":["users"],"users":["1"]}}`,
			[]string{"allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"}},
		{"allowed mentions of another kind", `{"content":"a","allowed_mentions":{"parse":["roles"]}}`,
			`{"content":"a","allowed_mentions":{"parse":["bots"]}}`, []string{"allowed_mentions/parse/0: BASE_TYPE_CHOICES"}},
		{"attachments", `{"content":"a","attachments":[{"id":0,"description":"` + strings.Repeat("a", 1024) + `"}]}`,
			`{"content":"a","attachments":[{"description":"` + strings.Repeat("a", 1025) + `"}]}`,
			[]string{"attachments/0/description: BASE_TYPE_MAX_LENGTH", "attachments/0/id: BASE_TYPE_REQUIRED"}},
		{"stickers", `{"content":"a","sticker_ids":[]}`, `{"content":"a","sticker_ids":["1"]}`,
			[]string{"sticker_ids: SANDBOX_UNSUPPORTED"}},
		{"an embed that is none", `{"embeds":[{"title":"a"}]}`, `{"embeds":[null]}`,
			[]string{"embeds/0: LIST_ITEM_VALUE_REQUIRED"}},
		{"mentions twice", `{"allowed_mentions":{"users":["1","2"]}}`, `{"allowed_mentions":{"users":["1",1]}}`,
			[]string{"allowed_mentions/users/1: SET_TYPE_ALREADY_CONTAINS_VALUE"}},
		{"mentions that are none", `{"allowed_mentions":{"users":[]}}`, `{"allowed_mentions":{"roles":[{},{}]}}`,
			[]string{"allowed_mentions/roles/0: NUMBER_TYPE_COERCE",
				"allowed_mentions/roles/1: SET_TYPE_ALREADY_CONTAINS_VALUE"}},
	}
	checkLimits(t, tests, func(f *faults, body any) {
		o := body.(object)
		flags, _ := intOf(o["flags"])
		f.checkMessage(nil, o, flags)
	})
}

func TestCommandLimits(t *testing.T) {
	command := func(fields string) string { return `[{"name":"ask","description":"Ask",` + fields + `}]` }
	named := func(name string) string { return fmt.Sprintf(`[{"name":%q,"description":"Ask"}]`, name) }
	option := func(fields string) string {
		return command(`"options":[{"type":3,"name":"q","description":"Q",` + fields + `}]`)
	}
	options := func(n int) string {
		return command(`"options":` + times(n, `{"type":3,"name":"q#","description":"Q"}`))
	}
	choice := func(name, value string) string {
		return option(fmt.Sprintf(`"choices":[{"name":%q,"value":%q}]`, name, value))
	}
	tests := []limit{
		{"name", named(strings.Repeat("ä", 32)), named(strings.Repeat("ä", 33)),
			[]string{"0/name: BASE_TYPE_BAD_LENGTH", "0/name: STRING_TYPE_REGEX", "0/name: APPLICATION_COMMAND_INVALID_NAME"}},
		{"name in capitals", named("ask-us_2"), named("Ask"), []string{"0/name: APPLICATION_COMMAND_INVALID_NAME"}},
		{"name with a space", named("पूछो"), named("ask us"),
			[]string{"0/name: STRING_TYPE_REGEX", "0/name: APPLICATION_COMMAND_INVALID_NAME"}},
		{"menu name", `[{"type":3,"name":"Ask Ibid about this"}]`, `[{"type":3,"name":"` + x(33) + `"}]`,
			[]string{"0/name: BASE_TYPE_BAD_LENGTH"}},
		{"menu description", `[{"type":3,"name":"Ask","description":""}]`, `[{"type":3,"name":"Ask","description":"a"}]`,
			[]string{"0/description: APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID"}},
		{"description", `[{"name":"ask","description":"` + x(100) + `"}]`, `[{"name":"ask","description":"` + x(101) + `"}]`,
			[]string{"0/description: BASE_TYPE_MAX_LENGTH"}},
		{"no description", named("ask"), `[{"name":"ask","description":" "}]`, []string{"0/description: BASE_TYPE_REQUIRED"}},
		{"names twice", `[{"name":"ask","description":"a"},{"type":3,"name":"ask"}]`,
			`[{"name":"ask","description":"a"},{"name":"ask","description":"b"}]`,
			[]string{"1: APPLICATION_COMMANDS_DUPLICATE_NAME"}},
		{"options of a menu", `[{"type":3,"name":"Ask","options":[]}]`,
			`[{"type":2,"name":"Ask","options":[{"type":3,"name":"a","description":"A"}]}]`,
			[]string{"0/options: APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID"}},
		{"a command that is none", named("ask"), `[null]`, []string{"0: MODEL_TYPE_CONVERT"}},
		{"commands", times(100, `{"name":"ask#","description":"a"}`), times(101, `{"name":"ask#","description":"a"}`),
			[]string{": BASE_TYPE_MAX_LENGTH"}},
		{"menu commands", times(15, `{"type":3,"name":"Ask #"}`), times(16, `{"type":3,"name":"Ask #"}`),
			[]string{": BASE_TYPE_MAX_LENGTH"}},
		{"options", options(25), options(26), []string{"0/options: BASE_TYPE_MAX_LENGTH"}},
		{"option names twice", options(2), command(`"options":` + times(2, `{"type":3,"name":"q","description":"Q"}`)),
			[]string{"0/options/1: APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"}},
		{"required after optional", option(`"required":true`),
			command(`"options":[{"type":3,"name":"a","description":"A"},{"type":3,"name":"b","description":"B",` +
				`"required":true}]`), []string{"0/options/1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"}},
		{"choices", option(`"choices":` + times(25, `{"name":"#","value":"#"}`)),
			option(`"choices":` + times(26, `{"name":"#","value":"#"}`)), []string{"0/options/0/choices: BASE_TYPE_MAX_LENGTH"}},
		{"choice name", choice(x(100), "a"), choice(x(101), "a"),
			[]string{"0/options/0/choices/0/name: BASE_TYPE_BAD_LENGTH"}},
		{"choice value", choice("a", x(100)), choice("a", x(101)),
			[]string{"0/options/0/choices/0/value: BASE_TYPE_MAX_LENGTH"}},
		{"choice of another type", choice("a", "1"), option(`"choices":[{"name":"a","value":1}]`),
			[]string{"0/options/0/choices/0/value: STRING_TYPE_CONVERT"}},
		{"choices and autocomplete", option(`"autocomplete":true,"choices":[]`),
			option(`"autocomplete":true,"choices":[{"name":"a","value":"a"}]`),
			[]string{"0/options/0: APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_MUTUALLY_EXCLUSIVE"}},
		{"length", option(`"min_length":0,"max_length":6000`), option(`"max_length":6001`),
			[]string{"0/options/0/max_length: NUMBER_TYPE_MAX"}},
		{"contexts", command(`"contexts":[0,1,2]`), command(`"contexts":[3]`), []string{"0/contexts/0: BASE_TYPE_CHOICES"}},
	}
	checkLimits(t, tests, func(f *faults, body any) { f.checkCommands(body.([]any)) })
}

func TestAutocompleteAndModalLimits(t *testing.T) {
	modal := func(title, inputs string) string {
		return `{"custom_id":"m","title":"` + title + `","components":` + inputs + `}`
	}
	input := func(n int) string {
		return times(n, `{"type":1,"components":[{"type":4,"custom_id":"i#","style":1,`+
			`"label":"`+x(45)+`","max_length":4000}]}`)
	}
	tests := []struct {
		form, within, beyond string
		want                 []string
	}{
		{"autocomplete", `{"choices":` + times(25, `{"name":"#","value":"#"}`) + `}`,
			`{"choices":` + times(26, `{"name":"#","value":"#"}`) + `}`, []string{"choices: BASE_TYPE_MAX_LENGTH"}},
		{"autocomplete", `{"choices":[]}`, `{}`, []string{"choices: BASE_TYPE_REQUIRED"}},
		{"autocomplete", `{"choices":[{"name":"` + x(100) + `","value":"a"}]}`, `{"choices":[{"name":"","value":"a"}]}`,
			[]string{"choices/0/name: BASE_TYPE_REQUIRED"}},
		{"modal", modal(x(45), input(1)), modal(x(46), input(1)), []string{"title: BASE_TYPE_BAD_LENGTH"}},
		{"modal", modal("a", input(5)), modal("a", input(6)), []string{"components: BASE_TYPE_BAD_LENGTH"}},
		{"modal", modal("a", `[{"type":10,"content":"a"},`+input(1)[1:]),
			modal("a", `[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"a"}]}]`),
			[]string{"components/0/components/0: UNION_TYPE_CHOICES"}},
	}
	for _, test := range tests {
		var within, beyond faults
		within.checkForm(nil, test.form, decode(t, test.within))
		beyond.checkForm(nil, test.form, decode(t, test.beyond))
		if within.tree != nil {
			t.Errorf("%s: within the limit: %q", test.within, flat(within.tree, ""))
		}
		if diff := cmp.Diff(test.want, flat(beyond.tree, "")); diff != "" {
			t.Errorf("%s: %s", test.beyond, diff)
		}
	}
}

// No request of any shape makes the checks panic, and what they let pass can be completed and drawn.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		`{"content":"hello"}`, v2With(textDisplay(3)), buttonWith(`"label":"a","custom_id":"a"`),
		selectWith(`"options":[{"label":"a","value":"a"}]`), `{"embeds":[{"fields":[{"name":"a","value":"b"}]}]}`,
		v2With(`{"type":9,"components":[{"type":10,"content":"a"}],"accessory":{"type":11,` +
			`"media":{"url":"https://e.org/a.png"}}}`),
		v2With(`{"type":12,"items":[{"media":{"url":"https://e.org/a.png"},"description":"a"}]}`),
	} {
		f.Add(seed)
	}
	w := newWorld(systemClock{}, "Ibid")
	drawing, err := newDrawing(w)
	if err != nil {
		f.Fatal(err)
	}
	s := &Server{world: w, drawing: drawing}
	f.Fuzz(func(t *testing.T, body string) {
		var v any
		dec := json.NewDecoder(strings.NewReader(body))
		dec.UseNumber()
		if dec.Decode(&v) != nil {
			return
		}
		o, _ := v.(object)
		d, err := w.draftOf(o, settable, anyMention)
		if err != nil {
			return
		}
		m := w.post(w.channel("general"), d)
		snapshot := m.snapshot()
		if n := len([]rune(snapshot.Content)); n > 2000 {
			t.Errorf("content of %d characters", n)
		}
		if len(snapshot.Wire) == 0 || len(m.components) != len(snapshot.Components) {
			t.Errorf("%s: %d components of %d", body, len(snapshot.Components), len(m.components))
		}
		if html := s.drawMessage(m, m.author); !strings.Contains(html, "</article>") ||
			strings.Contains(html, "cannot be drawn") {
			t.Errorf("%s is drawn as %s", body, html)
		}
	})
}
