package commands

import (
	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge/citation"
)

// Names by which Discord sends the commands back.
const (
	askName         = "ask"
	questionOption  = "question"
	privateOption   = "private"
	plainOption     = "plain"
	settingsName    = "settings"
	aboutName       = "about"
	helpName        = "help"
	topicsName      = "topics"
	askAboutName    = "Ask Ibid about this"
	verifyName      = "verify"
	quotedOption    = "quotation"
	expertOption    = "expert"
	verifyAboutName = "Check this quotation"
	citeName        = "cite"
	styleOption     = "style"
	pinName         = "pin"
	summaryName     = "summary"
	analysisOption  = "analysis"
)

// Definitions is every command as Discord registers it.
func Definitions() []*discordgo.ApplicationCommand {
	return append(everywhere(), inServers()...)
}

// everywhere are the members' commands: they work in servers, in direct
// messages and, for who has installed Ibid for themselves, everywhere.
func everywhere() []*discordgo.ApplicationCommand {
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
			}, {
				Type:        discordgo.ApplicationCommandOptionBoolean,
				Name:        privateOption,
				Description: "Show the answer to you alone; you may post it afterwards",
			}, {
				Type:        discordgo.ApplicationCommandOptionBoolean,
				Name:        plainOption,
				Description: "Text alone, in a stated order, for screen readers",
			}},
		},
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        topicsName,
			Description: "See which questions the experts answer, and open one",
		},
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        verifyName,
			Description: "Check whether a quotation is word for word what an expert said",
			Options: []*discordgo.ApplicationCommandOption{{
				Type:        discordgo.ApplicationCommandOptionString,
				Name:        quotedOption,
				Description: "The quotation, as you found it",
				Required:    true,
				MaxLength:   reply.MaxQuestion,
			}, {
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         expertOption,
				Description:  "Who is said to have said it",
				Autocomplete: true,
				MaxLength:    reply.MaxChoiceValue,
			}},
		},
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        citeName,
			Description: "Cite an analysis, or one expert's answer",
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         questionOption,
				Description:  "Whose answer; the analysis as a whole if you leave it out",
				Autocomplete: true,
				MaxLength:    reply.MaxQuestion,
			}, {
				Type:        discordgo.ApplicationCommandOptionString,
				Name:        styleOption,
				Description: "Chicago, APA and MLA if you leave it out",
				Choices:     styleChoices(),
			}, {
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         analysisOption,
				Description:  "Which analysis; the first one if you leave it out",
				Autocomplete: true,
				MaxLength:    reply.MaxChoiceValue,
			}},
		},
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        aboutName,
			Description: "See what Ibid holds, how accurate it is, and what it keeps",
		},
		{
			Type:        discordgo.ChatApplicationCommand,
			Name:        helpName,
			Description: "See the ways to ask, with examples",
		},
		{
			Type: discordgo.MessageApplicationCommand,
			Name: askAboutName,
		},
		{
			Type: discordgo.MessageApplicationCommand,
			Name: verifyAboutName,
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

func styleChoices() []*discordgo.ApplicationCommandOptionChoice {
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, s := range citation.Styles() {
		choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: s.Name(), Value: string(s)})
	}
	return choices
}

// inServers are the moderators' commands. Discord shows them to those who
// hold the permission, unless the server's owner decides otherwise; it is
// looked at again when a command runs.
func inServers() []*discordgo.ApplicationCommand {
	needs, manages := int64(pinMessages), int64(discordgo.PermissionManageGuild)
	return []*discordgo.ApplicationCommand{{
		Type:                     discordgo.ChatApplicationCommand,
		Name:                     settingsName,
		Description:              "See and change how Ibid answers in this server",
		DefaultMemberPermissions: &manages,
		Contexts:                 &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild},
		IntegrationTypes:         &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall},
	}, {
		Type:                     discordgo.ChatApplicationCommand,
		Name:                     pinName,
		Description:              "Keep the experts' answers in sight",
		DefaultMemberPermissions: &needs,
		Contexts:                 &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild},
		IntegrationTypes:         &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall},
		Options: []*discordgo.ApplicationCommandOption{{
			Type:        discordgo.ApplicationCommandOptionSubCommand,
			Name:        summaryName,
			Description: "Pin each question with its expert's key sentence in this channel",
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         analysisOption,
				Description:  "Which analysis; the first one if you leave it out",
				Autocomplete: true,
				MaxLength:    reply.MaxChoiceValue,
			}},
		}},
	}}
}
