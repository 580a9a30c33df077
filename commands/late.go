package commands

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Late reports whether an answer may come late: one to a click, or to a
// command that asks Discord or the store, draws, and answers privately.
// Members' questions are answered at once or not at all.
func (r *Router) Late(i *discordgo.Interaction) bool {
	switch i.Type {
	case discordgo.InteractionMessageComponent:
		return true
	case discordgo.InteractionApplicationCommand:
		return slices.Contains([]string{settingsName, privacyName, insightsName, pinName, pinThisName}, i.ApplicationCommandData().Name)
	}
	return false
}
