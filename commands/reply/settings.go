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
func Settings(private, plain bool) Message {
	state := func(on bool) string {
		if on {
			return "on"
		}
		return "off"
	}
	lines := []string{
		"**How Ibid answers in this server**",
		"- Private by default: **" + state(private) + "**. An answer to */ask* is shown to who asks alone, unless they choose otherwise; they may post it.",
		"- Plain mode: **" + state(plain) + "**. Text without boxes and bold print, in an order that is stated, for screen readers.",
	}
	toggle := func(label, name string, on bool) discordgo.Button {
		return button(label+": turn "+state(!on), Action{Verb: Set, Name: name, On: !on})
	}
	return Message{Private: true, Components: container(
		text(strings.Join(lines, "\n")),
		row(toggle("Private by default", SettingPrivate, private), toggle("Plain mode", SettingPlain, plain)),
	)}
}

// Shown is a few of a member's words, safe to be shown to them.
func Shown(words string) string { return fitMarkdown(words, maxMemberWords) }
