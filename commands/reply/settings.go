package reply

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge/article"
)

// Names of settings in actions of the verb [Set].
const (
	SettingPrivate    = "private"
	SettingPlain      = "plain"
	SettingEditors    = "editors"    // whether unanswered questions can be sent to the editors
	SettingRefresh    = "refresh"    // whether pins are refreshed by themselves
	SettingModerators = "moderators" // the channel where moderators are told; a menu
	SettingCooldown   = "cooldown"   // how long a member waits; a menu
	SettingChannels   = "channels"   // where Ibid answers everybody; a menu
	SettingAnalyses   = "analyses"   // what it answers from; a menu with pages
	SettingPage       = "page"       // no setting: turns that menu's page
)

func settings() []string {
	return []string{SettingPrivate, SettingPlain, SettingEditors, SettingRefresh, SettingModerators, SettingCooldown, SettingChannels, SettingAnalyses, SettingPage}
}

// SettingsShown are a server's settings as they are shown.
type SettingsShown struct {
	Private, Plain, Refresh, Editors bool
	Moderators                       string              // a channel's id, or empty
	Cooldown                         int                 // seconds; 0 as the operator has set it, -1 for none
	Channels                         []string            // ids of those where everybody is answered; every one if there are none
	Analyses                         []*article.Analysis // all that there are
	Chosen                           []string            // ids of those that are answered from; all if there are none
	Page                             int                 // of the menu of analyses, from 0
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
	everybody := "- " + w.Say("settings.channels", "Channels", w.channels(s.Channels))
	if len(s.Channels) > 0 {
		everybody += ". " + w.Say("settings.elsewhere")
	}
	lines = append(lines, everybody)
	var moderators []string
	if s.Moderators != "" {
		moderators = []string{s.Moderators}
	}
	rows := []discordgo.MessageComponent{
		row(buttons[:2]...), row(buttons[2:]...), row(w.cooldownMenu(s.Cooldown)),
		row(w.channelMenu(SettingModerators, "settings.moderators_choose", moderators, 1)),
		row(w.channelMenu(SettingChannels, "settings.channels_choose", s.Channels, MaxSelectOptions)),
	}
	if len(s.Analyses) > 1 {
		lines = append(lines, "- "+w.Say("settings.analyses", "Analyses", w.analyses(s)))
		rows = append(rows, row(w.analysesMenu(s)))
	}
	if pages := (len(s.Analyses) + MaxSelectOptions - 1) / MaxSelectOptions; pages > 1 {
		next := Action{Verb: Set, Name: SettingPage, On: true, Page: (s.Page + 1) % pages}
		rows = append(rows, row(button(w.Say("settings.analyses_more"), next)))
	}
	return Message{Private: true, Components: container(append([]discordgo.MessageComponent{text(strings.Join(lines, "\n"))}, rows...)...)}
}

// maxNamed is how many channels or analyses are named; how many more there
// are, a number tells.
const maxNamed = 5

func listed(names []string) string {
	if more := len(names) - maxNamed; more > 0 {
		names = append(slices.Clone(names[:maxNamed]), "+"+strconv.Itoa(more))
	}
	return strings.Join(names, ", ")
}

func (w Writer) channels(ids []string) string {
	if len(ids) == 0 {
		return w.Say("settings.every_channel")
	}
	var names []string
	for _, id := range ids {
		names = append(names, "<#"+id+">")
	}
	return listed(names)
}

// analyses names those that are answered from. A choice of which nothing is
// left is none, as knowledge.Library.Only has it.
func (w Writer) analyses(s SettingsShown) string {
	const maxName = 150
	var names []string
	for _, a := range s.Analyses {
		if slices.Contains(s.Chosen, a.ID) {
			names = append(names, "*"+fitMarkdown(a.Title, maxName)+"*")
		}
	}
	if len(names) == 0 {
		return w.Say("settings.every_analysis")
	}
	return listed(names)
}

// AnalysesOn are the analyses on a page of the menu of [SettingAnalyses]; none
// where there is no such page.
func AnalysesOn(page int, all []*article.Analysis) []*article.Analysis {
	if page < 0 || page > len(all)/MaxSelectOptions {
		return nil
	}
	return all[page*MaxSelectOptions : min(len(all), (page+1)*MaxSelectOptions)]
}

// ChosenFrom is a choice of analyses after some were picked from a page of
// them: what is on other pages stays as it is, and so does what is gone, as it
// may come back.
func ChosenFrom(before, picked []string, page []*article.Analysis) []string {
	isOnPage := func(id string) bool {
		return slices.ContainsFunc(page, func(a *article.Analysis) bool { return a.ID == id })
	}
	chosen := slices.DeleteFunc(slices.Clone(before), isOnPage)
	for _, id := range picked {
		if isOnPage(id) {
			chosen = append(chosen, id)
		}
	}
	return chosen
}

func (w Writer) analysesMenu(s SettingsShown) discordgo.SelectMenu {
	if len(AnalysesOn(s.Page, s.Analyses)) == 0 {
		s.Page = 0 // there are fewer than when the button was made
	}
	none := 0
	menu := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: Action{Verb: Set, Name: SettingAnalyses, On: true, Page: s.Page}.CustomID(),
		Placeholder: Fit(w.Say("settings.analyses_choose"), MaxPlaceholder), MinValues: &none,
	}
	for _, a := range AnalysesOn(s.Page, s.Analyses) {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label: Fit(a.Title, MaxOptionLabel), Description: Fit(a.Publisher+", "+day(a), MaxOptionDescription),
			Value: a.ID, Default: slices.Contains(s.Chosen, a.ID),
		})
	}
	menu.MaxValues = len(menu.Options)
	return menu
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

// channelMenu chooses the channels of a setting, or none.
func (w Writer) channelMenu(setting, placeholder string, chosen []string, most int) discordgo.SelectMenu {
	none := 0
	menu := discordgo.SelectMenu{
		MenuType: discordgo.ChannelSelectMenu, CustomID: Action{Verb: Set, Name: setting, On: true}.CustomID(),
		Placeholder: Fit(w.Say(placeholder), MaxPlaceholder), MinValues: &none, MaxValues: most,
		ChannelTypes: []discordgo.ChannelType{discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews},
	}
	for _, id := range chosen {
		menu.DefaultValues = append(menu.DefaultValues, discordgo.SelectMenuDefaultValue{ID: id, Type: discordgo.SelectMenuDefaultValueChannel})
	}
	return menu
}

// Sent says to one person that their question is kept for the editors.
func (w Writer) Sent(question string) Message {
	return Notice(w.Say("settings.sent", "Question", fitMarkdown(question, maxMemberWords)))
}
