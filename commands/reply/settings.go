package reply

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Names of settings in actions of the verb [Set].
const (
	SettingPrivate    = "private"
	SettingPlain      = "plain"
	SettingEditors    = "editors"    // whether unanswered questions can be sent to the editors
	SettingRefresh    = "refresh"    // whether pins are refreshed by themselves
	SettingModerators = "moderators" // the channel where moderators are told; a menu
	SettingCooldown   = "cooldown"   // how long a member waits; a menu
)

// SettingsShown are a server's settings as they are shown.
type SettingsShown struct {
	Private, Plain, Refresh, Editors bool
	Moderators                       string // a channel's id, or empty
	Cooldown                         int    // seconds; 0 as the operator has set it, -1 for none
}

// Settings shows a manager how Ibid answers in their server, with a button or
// a menu to change each.
func (w Writer) Settings(s SettingsShown) Message {
	toggles := []struct {
		name string
		on   bool
	}{{SettingPrivate, s.Private}, {SettingPlain, s.Plain}, {SettingEditors, s.Editors}, {SettingRefresh, s.Refresh}}
	lines := []string{"**" + w.Say("settings.title") + "**"}
	var buttons []discordgo.MessageComponent
	for _, t := range toggles {
		state, label := w.Say("settings.off"), w.Say("settings."+t.name+"_on")
		if t.on {
			state, label = w.Say("settings.on"), w.Say("settings."+t.name+"_off")
		}
		lines = append(lines, "- "+w.Say("settings."+t.name, "State", state))
		buttons = append(buttons, button(label, Action{Verb: Set, Name: t.name, On: !t.on}))
	}
	channel := w.Say("settings.nowhere")
	if s.Moderators != "" {
		channel = "<#" + s.Moderators + ">"
	}
	lines = append(lines, "- "+w.Say("settings.cooldown", "Time", w.cooldown(s.Cooldown)))
	lines = append(lines, "- "+w.Say("settings.moderators", "Channel", channel))
	return Message{Private: true, Components: container(
		text(strings.Join(lines, "\n")), row(buttons[:2]...), row(buttons[2:]...), row(w.cooldownMenu(s.Cooldown)), row(w.moderatorsMenu(s.Moderators)),
	)}
}

// Cooldowns are the values of the menu of [SettingCooldown]: seconds, 0 for
// what the operator has set, -1 for none.
func Cooldowns() []string { return []string{"0", "-1", "3", "10", "30", "60", "300"} }

func (w Writer) cooldown(seconds int) string {
	switch {
	case seconds < 0:
		return w.Say("settings.cooldown_none")
	case seconds == 0:
		return w.Say("settings.cooldown_operator")
	}
	return strconv.Itoa(seconds) + " s"
}

func (w Writer) cooldownMenu(chosen int) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: Action{Verb: Set, Name: SettingCooldown, On: true}.CustomID(),
		Placeholder: Fit(w.Say("settings.cooldown_choose"), MaxPlaceholder),
	}
	for _, value := range Cooldowns() {
		seconds, _ := strconv.Atoi(value) // they are numbers
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label: Fit(w.cooldown(seconds), MaxOptionLabel), Value: value, Default: seconds == chosen,
		})
	}
	return menu
}

// moderatorsMenu chooses the channel where moderators are told; none at all
// for nowhere.
func (w Writer) moderatorsMenu(chosen string) discordgo.SelectMenu {
	none := 0
	menu := discordgo.SelectMenu{
		MenuType: discordgo.ChannelSelectMenu, CustomID: Action{Verb: Set, Name: SettingModerators, On: true}.CustomID(),
		Placeholder: Fit(w.Say("settings.moderators_choose"), MaxPlaceholder), MinValues: &none, MaxValues: 1,
		ChannelTypes: []discordgo.ChannelType{discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews},
	}
	if chosen != "" {
		menu.DefaultValues = []discordgo.SelectMenuDefaultValue{{ID: chosen, Type: discordgo.SelectMenuDefaultValueChannel}}
	}
	return menu
}

// Sent says to one person that their question is kept for the editors.
func (w Writer) Sent(question string) Message {
	return Notice(w.Say("settings.sent", "Question", fitMarkdown(question, maxMemberWords)))
}
