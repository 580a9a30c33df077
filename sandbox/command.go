package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Command is a registered application command.
type Command struct {
	ID          string
	Type        int // 1 slash, 2 user menu, 3 message menu
	Name        string
	Description string
	Options     []CommandOption
	// Wire is the command object as a client of the API gets it.
	Wire json.RawMessage
}

// A CommandOption is an option of a slash command.
type CommandOption struct {
	Type         int      `json:"type"` // 3 text, 4 integer, 5 boolean, 10 number
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Required     bool     `json:"required"`
	Autocomplete bool     `json:"autocomplete"`
	Choices      []Choice `json:"choices"`
	MinLength    int      `json:"min_length"`
	MaxLength    int      `json:"max_length"`
}

// Types of commands and of the options that can be filled in here,
// https://docs.discord.com/developers/interactions/application-commands#application-command-object.
const (
	slashCommand   = 1
	userCommand    = 2
	messageCommand = 3

	stringOption  = 3
	integerOption = 4
	booleanOption = 5
	numberOption  = 10
)

// command is a command as the world keeps it.
type command struct {
	id, version string
	kind        int
	name        string
	guild       *guild // nil if it is global
	fields      object // as registered, completed
	options     []CommandOption
	needs       permissions // default_member_permissions
	adminOnly   bool        // default_member_permissions is "0"
	contexts    []int       // nil: everywhere
}

func (c *command) same(o *command) bool {
	return c.kind == o.kind && c.name == o.name && c.guild == o.guild
}

// snapshot copies the command for tests and the page.
func (c *command) snapshot(appID string) Command {
	out := Command{
		ID: c.id, Type: c.kind, Name: c.name, Description: textOf(c.fields["description"]),
		Options: slices.Clone(c.options),
	}
	out.Wire, _ = json.Marshal(c.wire(appID, true)) // made of JSON, cannot fail
	return out
}

// wire is the command object. Its translations are there if they are asked for.
func (c *command) wire(appID string, localized bool) object {
	o := maps.Clone(c.fields)
	o["id"], o["application_id"], o["version"] = c.id, appID, c.version
	if c.guild != nil {
		o["guild_id"] = c.guild.id
		delete(o, "dm_permission")
		delete(o, "contexts")
	}
	if !localized {
		o = withoutTranslations(o)
	}
	return o
}

func withoutTranslations(o object) object {
	out := object{}
	for k, v := range o {
		switch k {
		case "name_localizations", "description_localizations":
			continue
		case "options", "choices":
			list := []object{}
			for _, inner := range v.([]object) {
				list = append(list, withoutTranslations(inner))
			}
			v = list
		}
		out[k] = v
	}
	return out
}

// newCommand makes a command of a checked request.
func (w *world) newCommand(g *guild, in object) *command {
	c := &command{id: w.newID(), version: w.newID(), kind: commandType(in), guild: g}
	c.name = textOf(in["name"])
	c.fields = completeCommand(in, c.kind)
	if data, err := json.Marshal(c.fields["options"]); err == nil {
		_ = json.Unmarshal(data, &c.options) // what does not fit has been rejected before
	}
	if p := c.fields["default_member_permissions"]; p != nil {
		n, _ := strconv.ParseUint(p.(string), 10, 64)
		c.needs, c.adminOnly = permissions(n), n == 0
	}
	if list, ok := in["contexts"].([]any); ok {
		for _, v := range list {
			n, _ := intOf(v)
			c.contexts = append(c.contexts, n)
		}
	}
	return c
}

func commandType(in object) int {
	if kind, ok := intOf(in["type"]); ok {
		return kind
	}
	return slashCommand
}

// completeCommand gives a command the fields that Discord adds (openapi: ApplicationCommandResponse).
func completeCommand(in object, kind int) object {
	o := object{
		"type": kind, "name": in["name"], "description": textOf(in["description"]),
		"name_localizations": in["name_localizations"], "description_localizations": in["description_localizations"],
		"default_member_permissions": nil, "dm_permission": in["dm_permission"] != false, "nsfw": in["nsfw"] == true,
		"contexts": in["contexts"], "integration_types": in["integration_types"],
	}
	if p := in["default_member_permissions"]; p != nil {
		o["default_member_permissions"] = permissionText(p)
	}
	if in["integration_types"] == nil {
		o["integration_types"] = []int{0}
	}
	if options, ok := in["options"].([]any); ok && len(options) > 0 {
		o["options"] = completeOptions(options)
	}
	return o
}

// permissionText reads default_member_permissions, which may come as a text or as a number.
func permissionText(v any) string {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return textOf(v)
}

func completeOptions(in []any) []object {
	out := []object{}
	for _, v := range in {
		option, _ := v.(object)
		o := withoutEmpties(option)
		o["name_localizations"], o["description_localizations"] =
			option["name_localizations"], option["description_localizations"]
		if inner, ok := o["options"].([]any); ok {
			o["options"] = completeOptions(inner)
		}
		if list, ok := o["choices"].([]any); ok {
			o["choices"] = completeChoices(list)
		}
		out = append(out, o)
	}
	return out
}

func completeChoices(in []any) []object {
	out := []object{}
	for _, v := range in {
		choice, _ := v.(object)
		out = append(out, object{
			"name": choice["name"], "name_localizations": choice["name_localizations"], "value": choice["value"],
		})
	}
	return out
}

// withoutEmpties drops what an option is not told: nulls, false, and empty lists.
func withoutEmpties(in object) object {
	out := object{}
	for k := range forms["option"] {
		v := in[k]
		if list, ok := v.([]any); v == nil || v == false || ok && len(list) == 0 {
			continue
		}
		out[k] = v
	}
	return out
}

// register adds a command, or replaces the one of that name and type, which keeps its id. It says which it was.
func (w *world) register(c *command) (created bool) {
	i := slices.IndexFunc(w.commands, c.same)
	if i >= 0 {
		c.id = w.commands[i].id
		w.commands[i] = c
	} else {
		w.commands = append(w.commands, c)
	}
	w.commandSet++
	w.notify()
	return i < 0
}

// overwrite replaces all commands of a guild, or the global ones.
func (w *world) overwriteCommands(g *guild, list []*command) {
	for _, c := range list {
		if old := find(w.commands, c.same); old != nil {
			c.id = old.id
		}
	}
	w.commands = slices.DeleteFunc(w.commands, func(c *command) bool { return c.guild == g })
	w.commands = append(w.commands, list...)
	w.commandSet++
	w.notify()
}

// usable says whether a person is shown a command in a channel,
// https://docs.discord.com/developers/interactions/application-commands#permissions.
func (w *world) usable(c *command, u *user, in *channel) bool {
	p := w.permissionsIn(in, u)
	switch {
	case !p.has(viewChannel | applicationCommands):
		return false
	case in.guild == nil:
		return c.guild == nil && c.inDM()
	case c.contexts != nil && !slices.Contains(c.contexts, 0):
		return false
	case p == allPermissions:
		return true
	}
	return !c.adminOnly && p.has(c.needs)
}

// inDM: contexts say so, or, without them, the deprecated dm_permission.
func (c *command) inDM() bool {
	if c.contexts != nil {
		return slices.Contains(c.contexts, 1)
	}
	return c.fields["dm_permission"] != false
}

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
