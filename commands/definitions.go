package commands

import (
	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
)

// Names by which Discord sends the commands back.
const (
	askName        = "ask"
	questionOption = "question"
	topicsName     = "topics"
	askAboutName   = "Ask Ibid about this"
)

// Definitions is every command as Discord registers it. All of them work in
// servers, in direct messages and, for who has installed Ibid for
// themselves, everywhere.
func Definitions() []*discordgo.ApplicationCommand {
	commands := []*discordgo.ApplicationCommand{
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        askName,
			Description: "Ask in your own words; the expert's published words answer",
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         questionOption,
				Description:  "Your question, or one of those offered",
				Required:     true,
				Autocomplete: true,
				MaxLength:    reply.MaxQuestion,
			}},
		},
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        topicsName,
			Description: "See which questions the experts answer, and open one",
		},
		{
			Type: discordgo.MessageApplicationCommand,
			Name: askAboutName,
		},
	}
	for _, c := range commands {
		c.Contexts = &[]discordgo.InteractionContextType{
			discordgo.InteractionContextGuild,
			discordgo.InteractionContextBotDM,
			discordgo.InteractionContextPrivateChannel,
		}
		c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{
			discordgo.ApplicationIntegrationGuildInstall,
			discordgo.ApplicationIntegrationUserInstall,
		}
	}
	return commands
}
