package sandbox

import (
	"strings"
	"testing"
)

func TestOptionsNest(t *testing.T) {
	command := func(options string) string {
		return `{"name":"pin","description":"Pin","options":[` + options + `]}`
	}
	nested := func(kind, name, options string) string {
		return `{"type":` + kind + `,"name":"` + name + `","description":"D","options":[` + options + `]}`
	}
	text := `{"type":3,"name":"text","description":"T"}`
	typed := func(kind, fields string) string {
		return command(`{"type":` + kind + `,"name":"o","description":"O",` + fields + `}`)
	}
	summary, group := nested("1", "summary", text), nested("2", "group", nested("1", "one", text))
	checkLimits(t, []limit{
		{"subcommands beside options", command(summary + "," + group), command(summary + "," + text),
			[]string{"options/1: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"}},
		{"subcommands after options", command(text), command(text + "," + group),
			[]string{"options/1: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"}},
		{"a group in a group", command(group), command(nested("2", "outer", group)),
			[]string{"options/0/options/0: UNION_TYPE_CHOICES"}},
		{"an option in a group", command(group), command(nested("2", "outer", text)),
			[]string{"options/0/options/0: UNION_TYPE_CHOICES"}},
		{"a subcommand in a subcommand", command(summary), command(nested("1", "outer", summary)),
			[]string{"options/0/options/0: UNION_TYPE_CHOICES"}},
		{"required after optional in a subcommand", command(summary),
			command(nested("1", "summary", text+`,{"type":3,"name":"more","description":"M","required":true}`)),
			[]string{"options/0/options/1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"}},
		{"subcommands of one name", command(summary), command(summary + "," + summary),
			[]string{"options/1: APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"}},
		{"subcommands in a group", command(nested("2", "group",
			strings.Trim(times(25, `{"type":1,"name":"s#","description":"S"}`), "[]"))),
			command(nested("2", "group", strings.Trim(times(26, `{"type":1,"name":"s#","description":"S"}`), "[]"))),
			[]string{"options/0/options: BASE_TYPE_MAX_LENGTH"}},
		{"autocomplete", typed("3", `"autocomplete":true`), typed("6", `"autocomplete":true`),
			[]string{"options/0/autocomplete: SANDBOX_AUTOCOMPLETE_TYPE"}},
		{"a subcommand that is required", command(summary), command(strings.Replace(summary, "{", `{"required":true,`, 1)),
			[]string{"options/0/required: SANDBOX_REQUIRED_TYPE"}},
		{"the least of an integer", typed("4", `"min_value":-3`), typed("4", `"min_value":0.5`),
			[]string{"options/0/min_value: NUMBER_TYPE_COERCE"}},
		{"a translated name of an option", typed("3", `"name_localizations":{"de":"wer"}`),
			typed("3", `"name_localizations":{"de":"Wer da"}`),
			[]string{"options/0/name_localizations/de: STRING_TYPE_REGEX",
				"options/0/name_localizations/de: APPLICATION_COMMAND_INVALID_NAME"}},
		{"an option that is a file", typed("7", `"channel_types":[0,5,15]`), typed("11", `"required":true`),
			[]string{"options/0/type: SANDBOX_UNSUPPORTED"}},
		{"types of channels", typed("7", `"channel_types":[15]`), typed("7", `"channel_types":[6]`),
			[]string{"options/0/channel_types/0: BASE_TYPE_CHOICES"}},
		{"least above most", typed("10", `"min_value":0.5,"max_value":0.5`), typed("10", `"min_value":0.6,"max_value":0.5`),
			[]string{"options/0/min_value: NUMBER_TYPE_MAX"}},
		{"shortest above longest", typed("3", `"min_length":3,"max_length":3`), typed("3", `"min_length":4,"max_length":3`),
			[]string{"options/0/min_length: NUMBER_TYPE_MAX"}},
		{"choice of an integer", typed("4", `"choices":[{"name":"a","value":9007199254740991}]`),
			typed("4", `"choices":[{"name":"a","value":1.5}]`),
			[]string{"options/0/choices/0/value: STRING_TYPE_CONVERT"}},
		{"choice of a number", typed("10", `"choices":[{"name":"a","value":1.5}]`),
			typed("10", `"choices":[{"name":"a","value":1e17}]`),
			[]string{"options/0/choices/0/value: STRING_TYPE_CONVERT"}},
		{"size with translations", command(text),
			command(strings.Trim(times(25,
				`{"type":3,"name":"o#","description":"O","choices":`+times(4,
					`{"name":"#","value":"`+x(40)+`","name_localizations":{"de":"`+x(60)+`"}}`)+`}`), "[]")),
			[]string{": APPLICATION_COMMAND_TOO_LARGE"}},
	}, func(f *faults, body any) { f.checkCommand(nil, body) })
}

func TestComponentRules(t *testing.T) {
	row := func(fields string) string { return `{"components":[{"type":1,"components":[` + fields + `]}]}` }
	pick := func(kind, fields string) string {
		return row(`{"type":` + kind + `,"custom_id":"s",` + fields + `}`)
	}
	button := func(fields string) string {
		return row(`{"type":2,"style":1,"custom_id":"b","label":"B",` + fields + `}`)
	}
	user, role := `{"id":"1","type":"user"}`, `{"id":"2","type":"role"}`
	checkLimits(t, []limit{
		{"ids twice", button(`"id":0`),
			`{"components":[{"type":1,"id":7,"components":[{"type":2,"id":7,"style":1,"custom_id":"b","label":"B"}]}]}`,
			[]string{"components/0/components/0/id: COMPONENT_ID_DUPLICATED"}},
		{"an id of more than 32 bits", button(`"id":2147483647`), button(`"id":2147483648`),
			[]string{"components/0/components/0/id: NUMBER_TYPE_MAX"}},
		{"selects in a row", pick("5", `"placeholder":"a"`), row(`{"type":6,"custom_id":"a"},{"type":8,"custom_id":"b"}`),
			[]string{"components/0/components/1: COMPONENT_LAYOUT_WIDTH_EXCEEDED"}},
		{"least above most", pick("5", `"min_values":2,"max_values":2`), pick("5", `"min_values":3,"max_values":2`),
			[]string{"components/0/components/0/min_values: NUMBER_TYPE_MAX"}},
		{"more default values than can be picked", pick("5", `"default_values":[`+user+`]`),
			pick("5", `"default_values":[`+user+`,{"id":"3","type":"user"}]`),
			[]string{"components/0/components/0/default_values: BASE_TYPE_BAD_LENGTH"}},
		{"fewer default values than must be picked",
			pick("7", `"min_values":2,"max_values":3,"default_values":[`+user+`,`+role+`]`),
			pick("7", `"min_values":2,"max_values":3,"default_values":[`+role+`]`),
			[]string{"components/0/components/0/default_values: BASE_TYPE_BAD_LENGTH"}},
		{"default value of another kind", pick("6", `"default_values":[`+role+`]`), pick("6", `"default_values":[`+user+`]`),
			[]string{"components/0/components/0/default_values/0/type: BASE_TYPE_CHOICES"}},
		{"types of channels", pick("8", `"channel_types":[0,15]`), pick("8", `"channel_types":[99]`),
			[]string{"components/0/components/0/channel_types/0: BASE_TYPE_CHOICES"}},
		{"options chosen beforehand",
			pick("3", `"options":[{"label":"a","value":"a","default":true},{"label":"b","value":"b"}]`),
			pick("3", `"options":[{"label":"a","value":"a","default":true},{"label":"b","value":"b","default":true}]`),
			[]string{"components/0/components/0/options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"}},
		{"an emoji that is none", button(`"emoji":{"name":"ℹ"}`), button(`"emoji":{"name":"é"}`),
			[]string{"components/0/components/0/emoji/name: BUTTON_COMPONENT_INVALID_EMOJI"}},
		{"an emoji of a guild", button(`"emoji":{"name":"ℹ","id":null}`), button(`"emoji":{"name":"info","id":"1"}`),
			[]string{"components/0/components/0/emoji/name: BUTTON_COMPONENT_INVALID_EMOJI"}},
		{"a premium button", button(`"sku_id":null`), row(`{"type":2,"style":6,"sku_id":"1"}`),
			[]string{"components/0/components/0/sku_id: SANDBOX_UNSUPPORTED",
				"components/0/components/0/style: SANDBOX_UNSUPPORTED"}},
	}, func(f *faults, body any) { f.checkMessage(nil, body.(object), 0) })
}

func TestModalRules(t *testing.T) {
	modal := func(parts string) string { return `{"custom_id":"m","title":"M","components":[` + parts + `]}` }
	label := func(inner string) string { return modal(`{"type":18,"label":"L","component":` + inner + `}`) }
	input := func(fields string) string { return `{"type":4,"custom_id":"i","style":1` + fields + `}` }
	inRow := func(inner string) string { return modal(`{"type":1,"components":[` + inner + `]}`) }
	pick := func(fields string) string { return label(`{"type":5,"custom_id":"s"` + fields + `}`) }
	checkLimits(t, []limit{
		{"label of an input in a label", label(input("")), label(input(`,"label":"I"`)),
			[]string{"components/0/component/label: SANDBOX_LABEL_TWICE"}},
		{"label of an input in a row", inRow(input(`,"label":"I"`)), inRow(input("")),
			[]string{"components/0/components/0/label: BASE_TYPE_REQUIRED"}},
		{"a select in a row", pick(""), inRow(`{"type":5,"custom_id":"s"}`),
			[]string{"components/0/components/0: UNION_TYPE_CHOICES"}},
		{"an input without anything", label(input("")), modal(input(`,"label":"I"`)),
			[]string{"components/0: UNION_TYPE_CHOICES"}},
		{"a text display in a label", modal(`{"type":10,"content":"a"}`), label(`{"type":10,"content":"a"}`),
			[]string{"components/0/component: UNION_TYPE_CHOICES"}},
		{"label", modal(`{"type":18,"label":"` + x(45) + `","description":"` + x(100) + `","component":` + input("") + `}`),
			modal(`{"type":18,"label":"` + x(46) + `","description":"` + x(101) + `","component":` + input("") + `}`),
			[]string{"components/0/label: BASE_TYPE_BAD_LENGTH", "components/0/description: BASE_TYPE_BAD_LENGTH"}},
		{"disabled", pick(`,"disabled":false`), pick(`,"disabled":true`),
			[]string{"components/0/component/disabled: SANDBOX_DISABLED_IN_MODAL"}},
		{"nothing required of what is required", pick(`,"min_values":0,"required":false`), pick(`,"min_values":0`),
			[]string{"components/0/component/min_values: NUMBER_TYPE_MIN"}},
		{"shortest above longest", label(input(`,"min_length":2,"max_length":2`)),
			label(input(`,"min_length":3,"max_length":2`)),
			[]string{"components/0/component/min_length: NUMBER_TYPE_MAX"}},
		{"custom ids twice", label(input("")),
			modal(`{"type":18,"label":"L","component":` + input("") + `},{"type":18,"label":"L","component":` + input("") + `}`),
			[]string{"components/1/component/custom_id: COMPONENT_CUSTOM_ID_DUPLICATED"}},
		{"a file", label(input("")), label(`{"type":19,"custom_id":"f"}`),
			[]string{"components/0/component/type: SANDBOX_UNSUPPORTED"}},
		{"a checkbox", label(input("")), label(`{"type":23,"custom_id":"c"}`),
			[]string{"components/0/component/type: SANDBOX_UNSUPPORTED"}},
	}, func(f *faults, body any) { f.checkModal(nil, body.(object)) })
}
