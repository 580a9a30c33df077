package reply

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Names of settings in actions of the verb [Set].
const (
	SettingPrivate = "private"
	SettingPlain   = "plain"
)

// Settings shows a manager how Ibid answers in their server, with a button to
// change each.
func (w Writer) Settings(private, plain bool) Message {
	state := func(on bool) string {
		if on {
			return w.Say("settings.on")
		}
		return w.Say("settings.off")
	}
	toggle := func(name string, on bool) discordgo.Button {
		label := w.Say("settings." + name + "_on")
		if on {
			label = w.Say("settings." + name + "_off")
		}
		return button(label, Action{Verb: Set, Name: name, On: !on})
	}
	lines := []string{
		"**" + w.Say("settings.title") + "**",
		"- " + w.Say("settings.private", "State", state(private)),
		"- " + w.Say("settings.plain", "State", state(plain)),
	}
	return Message{Private: true, Components: container(
		text(strings.Join(lines, "\n")), row(toggle(SettingPrivate, private), toggle(SettingPlain, plain)),
	)}
}

// Sent says to one person that their question is kept for the editors.
func (w Writer) Sent(question string) Message {
	return Notice(w.Say("settings.sent", "Question", fitMarkdown(question, maxMemberWords)))
}
