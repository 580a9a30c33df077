package bot

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// CommandDiff is what registering would change. The zero value means that nothing differs.
type CommandDiff struct {
	Added   []string        // commands that are not registered yet, such as "/ask"
	Changed []CommandChange // commands that are registered otherwise
	Removed []string        // registered commands that the bot does not have
}

// CommandChange names a registered command and the fields of it that differ, such as "options[0].description".
type CommandChange struct {
	Command string
	Fields  []string
}

// Empty reports whether what is registered is what the bot has.
func (d CommandDiff) Empty() bool { return len(d.Added)+len(d.Changed)+len(d.Removed) == 0 }

// String is the difference as `--dry-run` prints it: a line a command, "+" for new, "~" for changed, "-" for removed; without a
// newline at its end.
func (d CommandDiff) String() string {
	var lines []string
	for _, c := range d.Added {
		lines = append(lines, "+ "+c)
	}
	for _, c := range d.Changed {
		lines = append(lines, "~ "+c.Command+": "+strings.Join(c.Fields, ", "))
	}
	for _, c := range d.Removed {
		lines = append(lines, "- "+c)
	}
	if lines == nil {
		return "the commands are registered as they are"
	}
	return strings.Join(lines, "\n")
}

// command is an application command as JSON. Not discordgo's type, which sends an unset list as null and cannot tell what Discord has
// added from what was asked for.
type command map[string]any

// The fields that make up a definition. Everything else in what Discord returns is its own: ids, versions, localised copies.
// Source: https://docs.discord.com/developers/interactions/application-commands#application-command-object
func commandFields() []string {
	return []string{"type", "name", "name_localizations", "description", "description_localizations", "options",
		"default_member_permissions", "dm_permission", "nsfw", "contexts", "integration_types"}
}

func optionFields() []string {
	return []string{"type", "name", "name_localizations", "description", "description_localizations", "required", "choices", "options",
		"channel_types", "min_value", "max_value", "min_length", "max_length", "autocomplete"}
}

func choiceFields() []string { return []string{"name", "name_localizations", "value"} }

// normaliseCommands brings definitions into the form in which they are compared and sent.
func normaliseCommands(definitions []*discordgo.ApplicationCommand) ([]command, error) {
	raw, err := json.Marshal(definitions)
	if err != nil {
		return nil, fmt.Errorf("commands: %w", err)
	}
	commands := []command{}
	if err := json.Unmarshal(raw, &commands); err != nil {
		return nil, fmt.Errorf("commands: %w", err)
	}
	if commands == nil {
		commands = []command{}
	}
	for _, c := range commands {
		c.normalise()
	}
	return commands, nil
}

// normalise leaves only what was asked for, or could have been: no field of Discord's own, and none that is as if it were absent.
func (c command) normalise() {
	prune(c, commandFields())
	if _, set := c["type"]; !set {
		c["type"] = float64(discordgo.ChatApplicationCommand)
	}
	for _, key := range []string{"contexts", "integration_types"} { // sets
		if list, ok := c[key].([]any); ok {
			slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
	}
	normaliseOptions(c["options"])
}

func normaliseOptions(options any) {
	for _, o := range objects(options) {
		prune(o, optionFields())
		for _, choice := range objects(o["choices"]) {
			prune(choice, choiceFields())
		}
		normaliseOptions(o["options"])
	}
}

// objects are the objects in a JSON list.
func objects(list any) []map[string]any {
	var all []map[string]any
	items, _ := list.([]any)
	for _, item := range items {
		if o, ok := item.(map[string]any); ok {
			all = append(all, o)
		}
	}
	return all
}

// prune removes the fields that are not named, and those that are null, false or empty. A choice's value stays what it is, and so does
// dm_permission, which is true when it is absent.
func prune(o map[string]any, fields []string) {
	for key, value := range o {
		asItIs := value != nil && (key == "value" || key == "dm_permission")
		if !slices.Contains(fields, key) || !asItIs && isUnset(value) {
			delete(o, key)
		}
	}
}

func isUnset(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// label is how a command is named: names are unique among commands of one type.
func (c command) label() string {
	name, _ := c["name"].(string)
	switch c["type"] {
	case float64(discordgo.ChatApplicationCommand):
		return "/" + name
	case float64(discordgo.UserApplicationCommand):
		return "user command " + name
	case float64(discordgo.MessageApplicationCommand):
		return "message command " + name
	}
	return fmt.Sprintf("command %s of type %v", name, c["type"])
}

// diffCommands compares normalised commands; their order does not matter.
func diffCommands(registered, wanted []command) CommandDiff {
	var diff CommandDiff
	known := map[string]command{}
	for _, c := range registered {
		known[c.label()] = c
	}
	for _, c := range wanted {
		old, ok := known[c.label()]
		delete(known, c.label())
		if !ok {
			diff.Added = append(diff.Added, c.label())
		} else if fields := differingFields(old, c); len(fields) > 0 {
			diff.Changed = append(diff.Changed, CommandChange{c.label(), fields})
		}
	}
	for label := range known {
		diff.Removed = append(diff.Removed, label)
	}
	slices.Sort(diff.Removed)
	return diff
}

// differingFields leaves out what we do not ask for and Discord then fills in by itself.
func differingFields(registered, wanted command) []string {
	for _, key := range []string{"contexts", "integration_types", "dm_permission"} {
		if _, asked := wanted[key]; !asked {
			delete(registered, key)
		}
	}
	return differing("", map[string]any(registered), map[string]any(wanted))
}

// differing lists the paths at which two JSON values differ.
func differing(path string, a, b any) []string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return differingObjects(path, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			return differingLists(path, a, b)
		}
	}
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return []string{path}
}

func differingObjects(path string, a, b map[string]any) []string {
	var keys, paths []string
	for key := range a {
		keys = append(keys, key)
	}
	for key := range b {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		paths = append(paths, differing(strings.TrimPrefix(path+"."+key, "."), a[key], b[key])...)
	}
	return paths
}

func differingLists(path string, a, b []any) []string {
	var paths []string
	for i := range a {
		paths = append(paths, differing(fmt.Sprintf("%s[%d]", path, i), a[i], b[i])...)
	}
	return paths
}
