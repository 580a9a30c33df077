package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
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

// A CommandOption is an option of a slash command, or a subcommand or a group of them.
type CommandOption struct {
	// Type is 1 subcommand, 2 group of subcommands, 3 text, 4 integer, 5 boolean, 6 user, 7 channel, 8 role, 9 user or
	// role, 10 number.
	Type         int             `json:"type"`
	Name         string          `json:"name"`
	Description  string          `json:"description"`
	Required     bool            `json:"required"`
	Autocomplete bool            `json:"autocomplete"`
	Choices      []Choice        `json:"choices"`
	Options      []CommandOption `json:"options"` // of a subcommand; of a group, its subcommands
	ChannelTypes []int           `json:"channel_types"`
	MinLength    int             `json:"min_length"`
	MaxLength    int             `json:"max_length"`
	MinValue     *float64        `json:"min_value"`
	MaxValue     *float64        `json:"max_value"`
}

// Types of commands and of their options,
// https://docs.discord.com/developers/interactions/application-commands#application-command-object.
const (
	slashCommand   = 1
	userCommand    = 2
	messageCommand = 3

	subcommandOption  = 1
	groupOption       = 2
	stringOption      = 3
	integerOption     = 4
	booleanOption     = 5
	userOption        = 6
	channelOption     = 7
	roleOption        = 8
	mentionableOption = 9
	numberOption      = 10
	attachmentOption  = 11
)

// command is a command as the world keeps it.
type command struct {
	id, version string
	kind        int
	name        string
	guild       *guild // nil if it is global
	asked       object // as registered
	fields      object // as registered, completed
	options     []CommandOption
	needs       permissions // default_member_permissions
	adminOnly   bool        // default_member_permissions is "0"
	contexts    []int       // where it can be used; nil: wherever the application is installed
	installs    []int       // by whose installation it can be used, see guildInstall
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

// newCommand makes a command of a checked request, with the id of the one it is to replace, if any.
func (w *world) newCommand(g *guild, in object, old *command) *command {
	c := &command{id: w.newID(), version: w.newID(), kind: commandType(in), guild: g, asked: in}
	if old != nil {
		c.id = old.id
	}
	c.name = textOf(in["name"])
	c.fields = completeCommand(in, c.kind)
	if data, err := json.Marshal(c.fields["options"]); err == nil {
		_ = json.Unmarshal(data, &c.options) // what does not fit has been rejected before
	}
	if p := c.fields["default_member_permissions"]; p != nil {
		n, _ := strconv.ParseUint(p.(string), 10, 64)
		c.needs, c.adminOnly = permissions(n), n == 0
	}
	if g == nil {
		c.contexts, c.installs = intsOf(in["contexts"]), intsOf(in["integration_types"])
	}
	if g == nil && c.installs == nil {
		c.installs = installTypes
	} else if g != nil {
		c.installs = []int{guildInstall}
	}
	c.fields["integration_types"] = c.installs
	return c
}

// installTypes are the ways in which the application can be installed. Commands that do not say how they are to be
// used can be used by all of them,
// https://docs.discord.com/developers/interactions/application-commands#application-command-object.
var installTypes = []int{guildInstall, userInstall}

// intsOf reads a list of integers; nil if there is none.
func intsOf(v any) []int {
	list, _ := v.([]any)
	var out []int
	for _, v := range list {
		n, _ := intOf(v)
		out = append(out, n)
	}
	return out
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
		"contexts": in["contexts"],
	}
	if p := in["default_member_permissions"]; p != nil {
		o["default_member_permissions"] = idOf(p)
	}
	if options, ok := in["options"].([]any); ok && len(options) > 0 {
		o["options"] = completeOptions(options)
	}
	return o
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

// withoutEmpties drops what an option is not told, nulls, false, and empty lists, and what its type has not.
func withoutEmpties(in object) object {
	kind, _ := intOf(in["type"])
	out := object{}
	for k := range forms["option"] {
		v := in[k]
		list, ok := v.([]any)
		kinds, some := optionFields[k]
		if v == nil || v == false || ok && len(list) == 0 || some && !slices.Contains(kinds, kind) {
			continue
		}
		out[k] = v
	}
	return out
}

// optionFields are the fields that only options of some types have,
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure.
var optionFields = map[string][]int{
	"required":      inSubcommand,
	"choices":       {stringOption, integerOption, numberOption},
	"autocomplete":  {stringOption, integerOption, numberOption},
	"options":       {subcommandOption, groupOption},
	"channel_types": {channelOption},
	"min_value":     {integerOption, numberOption},
	"max_value":     {integerOption, numberOption},
	"min_length":    {stringOption},
	"max_length":    {stringOption},
}

// patched is what was asked for, with the fields of another request in place of its own.
func (c *command) patched(by object) object {
	out := maps.Clone(c.asked)
	for field := range forms["command"] {
		if v, ok := by[field]; ok && field != "type" && field != "id" {
			out[field] = v
		}
	}
	return out
}

// commandNamed is the command of a name and type in a guild, or (nil) among the global ones.
func (w *world) commandNamed(g *guild, kind int, name string) *command {
	return find(w.commands, func(c *command) bool { return c.guild == g && c.kind == kind && c.name == name })
}

// commandByID is the command of an id in a guild, or (nil) among the global ones.
func (w *world) commandByID(g *guild, id string) *command {
	return find(w.commands, func(c *command) bool { return c.guild == g && c.id == id })
}

// predecessor is the command that one of an overwrite replaces: that of the id it gives, or that of its name. It is
// nil if the command is new.
func (w *world) predecessor(g *guild, in object) (*command, error) {
	if in["id"] == nil {
		return w.commandNamed(g, commandType(in), textOf(in["name"])), nil
	}
	old := w.commandByID(g, idOf(in["id"]))
	if old == nil {
		return nil, errUnknownCommand
	}
	return old, nil
}

// A quota counts what may be done so often in a day.
type quota struct {
	since time.Time
	used  int
}

// countCreates counts commands that are made, in a guild or globally, and refuses too many in a day.
func (w *world) countCreates(g *guild, n int) error {
	q := w.creates[g]
	if w.clock.Now().Sub(q.since) >= 24*time.Hour {
		q = quota{since: w.clock.Now()}
	}
	if q.used += n; q.used > maxDailyCreates {
		return errMaxCreates
	}
	w.creates[g] = q
	return nil
}

func (w *world) addCommand(c *command) {
	w.commands = append(w.commands, c)
	w.commandsChanged()
}

func (w *world) replaceCommand(old, by *command) {
	w.commands[slices.Index(w.commands, old)] = by
	w.commandsChanged()
}

func (w *world) removeCommand(c *command) {
	w.commands = slices.DeleteFunc(w.commands, func(o *command) bool { return o == c })
	w.commandsChanged()
}

// overwriteCommands replaces all commands of a guild, or the global ones.
func (w *world) overwriteCommands(g *guild, list []*command) {
	w.commands = slices.DeleteFunc(w.commands, func(c *command) bool { return c.guild == g })
	w.commands = append(w.commands, list...)
	w.commandsChanged()
}

func (w *world) commandsChanged() {
	w.commandSet++
	w.notify()
}

// usable says whether a person is shown a command in a channel,
// https://docs.discord.com/developers/interactions/application-commands#permissions and #contexts.
func (w *world) usable(c *command, u *user, in *channel) bool {
	p := w.permissionsIn(in, u)
	owners := w.installs(c, u, in)
	_, byGuild := owners[strconv.Itoa(guildInstall)]
	switch {
	case !p.has(viewChannel | applicationCommands), len(owners) == 0, c.guild != nil && c.guild != in.guild:
		return false
	case !c.inContext(in.context()):
		return false
	case in.guild == nil || !byGuild || p == allPermissions:
		return true // default_member_permissions are the guild's
	}
	return !c.adminOnly && p.has(c.needs)
}

// inContext: contexts say so, or, without them, the deprecated dm_permission.
func (c *command) inContext(context int) bool {
	if c.contexts != nil {
		return slices.Contains(c.contexts, context)
	}
	return context == guildContext || c.fields["dm_permission"] != false
}

// leaf follows the words of a command's name ("pin summary") to what they name. On the way it passes groups and
// subcommands; the options are those of the last. A command that has subcommands cannot be used without one,
// https://docs.discord.com/developers/interactions/application-commands#subcommands-and-subcommand-groups.
func (c *command) leaf(words []string) (passed, options []CommandOption, found bool) {
	options = c.options
	for _, word := range words {
		i := slices.IndexFunc(options, func(o CommandOption) bool { return o.Name == word && o.nests() })
		if i < 0 {
			return nil, nil, false
		}
		passed, options = append(passed, options[i]), options[i].Options
	}
	return passed, options, !slices.ContainsFunc(options, CommandOption.nests)
}

// nests says whether an option is a subcommand or a group of them.
func (o CommandOption) nests() bool { return o.Type == subcommandOption || o.Type == groupOption }
