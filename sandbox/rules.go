package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// This file checks what concerns several fields at once; limits.go has the numbers.

// checkMessage checks a message to be created or edited. flags are those it will have. An edit that says flags is
// held to them: without IS_COMPONENTS_V2 among them it brings action rows only, though the message keeps the flag
// (github.com/discord-net/Discord.Net issue 3132).
func (f *faults) checkMessage(p path, body object, flags int) {
	f.checkForm(p, "message", body)
	v2 := flags&flagComponentsV2 != 0
	if v2 {
		f.checkNoLegacyFields(p, body)
	}
	said, says := intOf(body["flags"])
	f.checkComponents(p.to("components"), body["components"], v2 && (!says || said&flagComponentsV2 != 0))
	f.checkEmbeds(p.to("embeds"), body["embeds"])
	f.checkMentions(p.to("allowed_mentions"), body["allowed_mentions"])
}

// checkNoLegacyFields: with IS_COMPONENTS_V2, content, embeds, poll and stickers are disabled,
// resources/message#message-object-message-flags.
func (f *faults) checkNoLegacyFields(p path, body object) {
	for _, field := range []string{"content", "embeds", "poll", "sticker_ids"} {
		v := body[field]
		if items, ok := v.([]any); v == nil || v == "" || ok && len(items) == 0 {
			continue
		}
		f.add(p.to(field), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
			"The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", field)
	}
}

// checkComponents checks the components of a message together.
func (f *faults) checkComponents(p path, v any, v2 bool) {
	top, _ := v.([]any)
	if !v2 {
		f.checkLegacyComponents(p, top)
	}
	total, size := 0, 0
	ids, customIDs := map[int]bool{}, map[string]bool{}
	walk(p, top, func(p path, c object) {
		total++
		size += utf8.RuneCountInString(displayText(c))
		f.checkID(p, c, ids)
		f.checkCustomID(p, c, customIDs)
		f.checkRow(p, c)
		f.checkButton(p, c)
		f.checkSelect(p, c)
	})
	if v2 && total > maxComponents {
		f.add(p, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "Total number of components cannot exceed %d", maxComponents)
	}
	if size > maxDisplayText {
		f.add(p, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
			"Components displayable text size exceeds maximum size of %d", maxDisplayText)
	}
}

// checkLegacyComponents: without IS_COMPONENTS_V2 there are action rows only.
func (f *faults) checkLegacyComponents(p path, top []any) {
	if len(top) > maxLegacyRows {
		f.add(p, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxLegacyRows)
	}
	for i, c := range top {
		o, _ := c.(object)
		if kind, ok := intOf(o["type"]); ok && kind != actionRowType {
			f.add(p.at(i), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
		}
	}
}

// walk visits components and what they contain, in reading order.
func walk(p path, list []any, visit func(p path, c object)) {
	for i, v := range list {
		c, ok := v.(object)
		if !ok {
			continue
		}
		at := p.at(i)
		visit(at, c)
		inner, _ := c["components"].([]any)
		walk(at.to("components"), inner, visit)
		for _, field := range []string{"accessory", "component"} {
			if inner, ok := c[field].(object); ok {
				visit(at.to(field), inner)
			}
		}
	}
}

// displayText is what a text display says; nothing for other components.
func displayText(c object) string {
	if kind, _ := intOf(c["type"]); kind != textDisplayType {
		return ""
	}
	return textOf(c["content"])
}

// checkCustomID: custom ids are unique in a message, components/reference#anatomy-of-a-component-custom-id.
func (f *faults) checkCustomID(p path, c object, seen map[string]bool) {
	id := textOf(c["custom_id"])
	if id == "" {
		return
	}
	if seen[id] {
		f.add(p.to("custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	seen[id] = true
}

// checkRow: an action row holds up to five buttons or one select, components/reference#action-row.
func (f *faults) checkRow(p path, c object) {
	if kind, _ := intOf(c["type"]); kind != actionRowType {
		return
	}
	width := 0
	inner, _ := c["components"].([]any)
	for i, v := range inner {
		o, _ := v.(object)
		width++
		if kind, _ := intOf(o["type"]); kind != buttonType {
			width += 4
		}
		if width > 5 && i < 5 {
			f.add(p.to("components").at(i), "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
				"The specified component exceeds the maximum width")
		}
	}
}

// Styles of buttons with rules of their own, components/reference#button-button-styles.
const (
	linkStyle    = 5
	premiumStyle = 6
)

// checkButton: a link button has a url, any other a custom id, and each says something, components/reference#button.
func (f *faults) checkButton(p path, c object) {
	if kind, _ := intOf(c["type"]); kind != buttonType {
		return
	}
	style, _ := intOf(c["style"])
	id, address := textOf(c["custom_id"]) != "", textOf(c["url"]) != ""
	switch {
	case style == premiumStyle:
		f.add(p.to("style"), "SANDBOX_UNSUPPORTED", "Discord takes premium buttons, the sandbox does not")
		return
	case id && address:
		f.add(p.to("custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
			"A custom id and url cannot both be specified")
	case style == linkStyle && !address:
		f.add(p.to("url"), "BUTTON_COMPONENT_URL_REQUIRED", "A url is required")
	case style != linkStyle && !id:
		f.add(p.to("custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
	}
	f.checkEmoji(p.to("emoji"), c["emoji"])
	if strings.TrimSpace(textOf(c["label"])) == "" && c["emoji"] == nil {
		f.add(p, "BUTTON_COMPONENT_INVALID_STATE", "A button must have a label or an emoji")
	}
}

// checkID: ids are unique in a message or modal; 0 is as good as none, components/reference#anatomy-of-a-component.
func (f *faults) checkID(p path, c object, seen map[int]bool) {
	id, _ := intOf(c["id"])
	if id == 0 {
		return
	}
	if seen[id] {
		f.add(p.to("id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
	}
	seen[id] = true
}

// checkSelect: values are unique, as many as are asked for can be chosen, and what is chosen beforehand could have
// been, components/reference#string-select and #user-select.
func (f *faults) checkSelect(p path, c object) {
	kind, _ := intOf(c["type"])
	f.checkBounds(p, c, "min_values", "max_values")
	switch {
	case kind == stringSelectType:
		f.checkSelectOptions(p, c)
	case entityKinds(kind) != nil:
		f.checkDefaultValues(p.to("default_values"), c, entityKinds(kind))
	}
}

func (f *faults) checkSelectOptions(p path, c object) {
	options, _ := c["options"].([]any)
	seen := map[string]bool{}
	chosen := 0
	for i, v := range options {
		o, _ := v.(object)
		value := textOf(o["value"])
		if seen[value] {
			f.add(p.to("options").at(i), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
				"The specified option value is already used")
		}
		seen[value] = true
		if o["default"] == true {
			chosen++
		}
		f.checkEmoji(p.to("options").at(i).to("emoji"), o["emoji"])
	}
	for _, field := range []string{"min_values", "max_values"} {
		if n, ok := intOf(c[field]); ok && n > len(options) {
			f.add(p.to(field), "NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", len(options))
		}
	}
	if chosen > maxValues(c) {
		f.add(p.to("options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many default values")
	}
}

// maxValues is how many values of a select can be chosen.
func maxValues(c object) int {
	if n, ok := intOf(c["max_values"]); ok {
		return n
	}
	return 1
}

// checkDefaultValues: their number is between min_values and max_values, and each is of a kind the select has.
func (f *faults) checkDefaultValues(p path, c object, kinds []string) {
	list, _ := c["default_values"].([]any)
	if len(list) == 0 {
		return
	}
	least, given := intOf(c["min_values"])
	if !given {
		least = 1
	}
	if len(list) < least || len(list) > maxValues(c) {
		f.add(p, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, maxValues(c))
	}
	for i, v := range list {
		o, _ := v.(object)
		if kind := textOf(o["type"]); kind != "" && !slices.Contains(kinds, kind) {
			f.add(p.at(i).to("type"), "BASE_TYPE_CHOICES", "Value must be one of ('%s').", strings.Join(kinds, "', '"))
		}
	}
}

// checkEmoji: an emoji is a character, or one of a guild; guilds of the sandbox have none of their own.
func (f *faults) checkEmoji(p path, v any) {
	o, ok := v.(object)
	if ok && (o["id"] != nil || !isEmoji(textOf(o["name"]))) {
		f.add(p.to("name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
	}
}

// checkModal checks a modal and all in it.
func (f *faults) checkModal(p path, data object) {
	f.checkForm(p, "modal", data)
	top, _ := data["components"].([]any)
	ids, customIDs := map[int]bool{}, map[string]bool{}
	walk(p.to("components"), top, func(p path, c object) {
		f.checkID(p, c, ids)
		f.checkCustomID(p, c, customIDs)
		f.checkSelect(p, c)
		f.checkInput(p, c)
	})
}

// checkInput: in a label, the label says what a text input is, in an action row the input does itself; nothing in a
// modal is disabled, and what must be filled in needs a value, components/reference#label and #string-select.
func (f *faults) checkInput(p path, c object) {
	kind, _ := intOf(c["type"])
	labelled := p[len(p)-1] == "component"
	switch {
	case kind == textInputType && labelled && c["label"] != nil:
		f.add(p.to("label"), "SANDBOX_LABEL_TWICE", "A text input in a label has no label of its own")
	case kind == textInputType && !labelled && c["label"] == nil:
		f.add(p.to("label"), "BASE_TYPE_REQUIRED", "This field is required")
	}
	if c["disabled"] == true {
		f.add(p.to("disabled"), "SANDBOX_DISABLED_IN_MODAL", "Components of a modal cannot be disabled")
	}
	if least, given := intOf(c["min_values"]); given && least == 0 && c["required"] != false {
		f.add(p.to("min_values"), "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")
	}
	f.checkBounds(p, c, "min_length", "max_length")
}

// checkBounds: the least is not above the most.
func (f *faults) checkBounds(p path, o object, least, most string) {
	low, ok := o[least].(json.Number)
	high, too := o[most].(json.Number)
	a, _ := low.Float64()
	b, _ := high.Float64()
	if ok && too && a > b {
		f.add(p.to(least), "NUMBER_TYPE_MAX", "value should be less than or equal to %s.", high)
	}
}

// checkEmbeds checks the length of all embeds together.
func (f *faults) checkEmbeds(p path, v any) {
	embeds, _ := v.([]any)
	size := 0
	for _, e := range embeds {
		o, _ := e.(object)
		size += embedSize(o)
	}
	if size > maxEmbedText {
		f.add(p, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
}

func embedSize(e object) int {
	size := utf8.RuneCountInString(textOf(e["title"])) + utf8.RuneCountInString(textOf(e["description"]))
	footer, _ := e["footer"].(object)
	author, _ := e["author"].(object)
	size += utf8.RuneCountInString(textOf(footer["text"])) + utf8.RuneCountInString(textOf(author["name"]))
	fields, _ := e["fields"].([]any)
	for _, v := range fields {
		field, _ := v.(object)
		size += utf8.RuneCountInString(textOf(field["name"])) + utf8.RuneCountInString(textOf(field["value"]))
	}
	return size
}

// checkMentions: a type is either parsed or listed, resources/message#allowed-mentions-object.
func (f *faults) checkMentions(p path, v any) {
	o, _ := v.(object)
	parse, _ := o["parse"].([]any)
	for i, kind := range parse {
		switch kind {
		case "everyone":
		case "users", "roles":
			if listed, _ := o[textOf(kind)].([]any); len(listed) > 0 {
				f.add(p, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
					"parse:[\"%s\"] and %s: [ids...] are mutually exclusive.", kind, kind)
			}
		default:
			f.add(p.to("parse").at(i), "BASE_TYPE_CHOICES", "Value must be one of ('everyone', 'users', 'roles').")
		}
	}
}

// checkChoices: the value of a choice fits the type of its option.
func (f *faults) checkChoices(p path, v any, optionType int) {
	list, _ := v.([]any)
	for i, c := range list {
		o, _ := c.(object)
		value := o["value"]
		n, isNumber := value.(json.Number)
		_, isText := value.(string)
		fits := true
		switch optionType {
		case stringOption:
			fits = isText
		case integerOption:
			fits = isNumber && fitsNumber(n, integerOption)
		case numberOption:
			fits = isNumber && fitsNumber(n, numberOption)
		}
		if value != nil && !fits {
			f.add(p.at(i).to("value"), "STRING_TYPE_CONVERT", "Could not interpret \"%v\" as the option's type.", value)
		}
	}
}
