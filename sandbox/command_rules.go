package sandbox

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file checks commands that are to be registered; limits.go has the numbers and the sources.

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
	o, _ := v.(object)
	description := textOf(o["description"])
	options, _ := o["options"].([]any)
	if commandType(o) == slashCommand {
		f.checkName(p.to("name"), textOf(o["name"]))
		if strings.TrimSpace(description) == "" {
			f.add(p.to("description"), "BASE_TYPE_REQUIRED", "This field is required")
		}
	} else if description != "" {
		f.add(p.to("description"), "BASE_TYPE_MAX_LENGTH", "Must be 0 or fewer in length.")
	}
	f.checkOptions(p.to("options"), options)
	if commandSize(o) > maxCommandText {
		f.add(p, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandText)
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

// checkOptions checks the options of a command together.
func (f *faults) checkOptions(p path, list []any) {
	names := map[string]bool{}
	optional := false
	for i, v := range list {
		o, _ := v.(object)
		at, name := p.at(i), textOf(o["name"])
		f.checkName(at.to("name"), name)
		if name != "" && names[name] {
			f.add(at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		names[name] = true
		if o["required"] == true && optional {
			f.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
				"Required options must be placed before non-required options")
		}
		optional = optional || o["required"] != true
		f.checkOption(at, o)
	}
}

func (f *faults) checkOption(p path, o object) {
	kind, _ := intOf(o["type"])
	choices, _ := o["choices"].([]any)
	if o["autocomplete"] == true && len(choices) > 0 {
		f.add(p, "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_MUTUALLY_EXCLUSIVE",
			"Choices cannot be set when autocomplete is true")
	}
	f.checkChoices(p.to("choices"), o["choices"], kind)
	inner, _ := o["options"].([]any)
	f.checkOptions(p.to("options"), inner)
}

// commandSize is the length of all names, descriptions and values of a command.
func commandSize(o object) int {
	size := utf8.RuneCountInString(textOf(o["name"])) + utf8.RuneCountInString(textOf(o["description"])) +
		utf8.RuneCountInString(textOf(o["value"]))
	for _, field := range []string{"options", "choices"} {
		list, _ := o[field].([]any)
		for _, v := range list {
			inner, _ := v.(object)
			size += commandSize(inner)
		}
	}
	return size
}
