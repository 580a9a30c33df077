package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file checks commands that are to be registered; limits.go has the numbers.

// checkCommands checks commands to be registered; siblings are those already there beside them.
func (f *faults) checkCommands(list []any) {
	count := map[int]int{}
	names := map[string]bool{}
	for i, v := range list {
		p := path{}.at(i)
		f.checkCommand(p, v)
		o, _ := v.(object)
		kind := commandType(o)
		count[kind]++
		key := strconv.Itoa(kind) + textOf(o["name"])
		if names[key] {
			f.add(p, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		names[key] = true
	}
	f.checkCommandCount(count)
}

func (f *faults) checkCommandCount(count map[int]int) {
	if count[slashCommand] > maxSlashCommands {
		f.add(nil, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxSlashCommands)
	}
	for _, kind := range []int{userCommand, messageCommand} {
		if count[kind] > maxMenuCommands {
			f.add(nil, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxMenuCommands)
		}
	}
}

// checkCommand checks one command.
func (f *faults) checkCommand(p path, v any) {
	f.checkForm(p, "command", v)
	o, ok := v.(object)
	if !ok {
		return
	}
	description := textOf(o["description"])
	options, _ := o["options"].([]any)
	if commandType(o) == slashCommand {
		f.checkNames(p, o)
		if strings.TrimSpace(description) == "" {
			f.add(p.to("description"), "BASE_TYPE_REQUIRED", "This field is required")
		}
	} else {
		f.checkMenu(p, description, options)
	}
	f.checkOptions(p.to("options"), options, inCommand)
	if commandSize(o) > maxCommandText {
		f.add(p, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandText)
	}
}

// checkMenu: commands of menus have a name only, interactions/application-commands#user-commands.
func (f *faults) checkMenu(p path, description string, options []any) {
	if description != "" {
		f.add(p.to("description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID",
			"Context menu commands cannot have description")
	}
	if len(options) > 0 {
		f.add(p.to("options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID",
			"Context menu commands cannot have options")
	}
}

// checkNames checks the name of a slash command or option, and its translations, which follow the same pattern.
func (f *faults) checkNames(p path, o object) {
	f.checkName(p.to("name"), textOf(o["name"]))
	translations, _ := o["name_localizations"].(object)
	for locale, name := range translations {
		f.checkName(p.to("name_localizations").to(locale), textOf(name))
	}
}

// checkName: the pattern, and lower case wherever there is one.
func (f *faults) checkName(p path, name string) {
	if name == "" {
		return
	}
	if !commandName.MatchString(name) {
		f.add(p, "STRING_TYPE_REGEX", "String value did not match validation regex.")
	}
	if !commandName.MatchString(name) || name != strings.ToLower(name) {
		f.add(p, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

// Types of options by where they stand: commands hold subcommands and groups, or other options; groups hold
// subcommands, and those hold other options,
// https://docs.discord.com/developers/interactions/application-commands#subcommands-and-subcommand-groups.
var (
	inCommand    = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	inGroup      = []int{subcommandOption}
	inSubcommand = []int{3, 4, 5, 6, 7, 8, 9, 10, 11}
)

// checkOptions checks the options of a command, group or subcommand together. allowed are types that may stand there.
func (f *faults) checkOptions(p path, list []any, allowed []int) {
	names := map[string]bool{}
	optional := false
	for i, v := range list {
		o, _ := v.(object)
		at, name := p.at(i), textOf(o["name"])
		f.checkNames(at, o)
		if name != "" && names[name] {
			f.add(at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		names[name] = true
		if o["required"] == true && optional {
			f.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
				"Required options must be placed before non-required options")
		}
		optional = optional || o["required"] != true
		if nests(o) != nests(list[0]) {
			f.add(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
				"Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		f.checkOption(at, o, allowed)
	}
}

// nests says whether an option of a request is a subcommand or a group of them.
func nests(v any) bool {
	o, _ := v.(object)
	kind, _ := intOf(o["type"])
	return kind == subcommandOption || kind == groupOption
}

func (f *faults) checkOption(p path, o object, allowed []int) {
	kind, known := intOf(o["type"])
	inner, _ := o["options"].([]any)
	switch {
	case known && slices.Contains(inCommand, kind) && !slices.Contains(allowed, kind):
		f.add(p, "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %s.", choices(allowed))
	case kind == groupOption:
		f.checkOptions(p.to("options"), inner, inGroup)
	case kind == subcommandOption:
		f.checkOptions(p.to("options"), inner, inSubcommand)
	case kind == attachmentOption:
		f.add(p.to("type"), "SANDBOX_UNSUPPORTED", "Discord takes options that are files, the sandbox does not")
	}
	choices, _ := o["choices"].([]any)
	if o["autocomplete"] == true && len(choices) > 0 {
		f.add(p, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_MUTUALLY_EXCLUSIVE",
			"Choices cannot be set when autocomplete is true")
	}
	f.checkOfKind(p, o, kind)
	f.checkChoices(p.to("choices"), o["choices"], kind)
	f.checkBounds(p, o, "min_length", "max_length")
	f.checkBounds(p, o, "min_value", "max_value")
}

// checkOfKind: which options complete themselves or are required, and that the bounds of an integer are integers,
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure.
func (f *faults) checkOfKind(p path, o object, kind int) {
	if o["autocomplete"] == true && !slices.Contains(optionFields["autocomplete"], kind) {
		f.add(p.to("autocomplete"), "SANDBOX_AUTOCOMPLETE_TYPE", "Autocomplete is for texts and numbers")
	}
	if o["required"] == true && nests(o) {
		f.add(p.to("required"), "SANDBOX_REQUIRED_TYPE", "Required cannot be configured for this type of option")
	}
	for _, field := range []string{"min_value", "max_value"} {
		if n, ok := o[field].(json.Number); ok && kind == integerOption && !fitsNumber(n, kind) {
			f.add(p.to(field), "NUMBER_TYPE_COERCE", "Value \"%v\" is not int.", n)
		}
	}
}

// fitsNumber says whether a number may be the value of an option of a type.
func fitsNumber(n json.Number, optionType int) bool {
	x, err := n.Float64()
	return err == nil && CommandOption{Type: optionType}.acceptsNumber(x)
}

// commandSize is the length of all names, descriptions and values of a command, each in its longest translation.
func commandSize(o object) int {
	size := longest(o, "name") + longest(o, "description") + utf8.RuneCountInString(textOf(o["value"]))
	for _, field := range []string{"options", "choices"} {
		list, _ := o[field].([]any)
		for _, v := range list {
			inner, _ := v.(object)
			size += commandSize(inner)
		}
	}
	return size
}

// longest is the length of the longest of a text and its translations.
func longest(o object, field string) int {
	size := utf8.RuneCountInString(textOf(o[field]))
	translations, _ := o[field+"_localizations"].(object)
	for _, text := range translations {
		size = max(size, utf8.RuneCountInString(textOf(text)))
	}
	return size
}
