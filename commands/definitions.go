package commands

import (
	"strconv"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/commands/words"
	"ibid/knowledge/citation"
)

// Names by which Discord sends the commands and their options back: the
// English ones, in whatever language they are shown.
const (
	askName         = "ask"
	topicsName      = "topics"
	verifyName      = "verify"
	citeName        = "cite"
	aboutName       = "about"
	helpName        = "help"
	settingsName    = "settings"
	insightsName    = "insights"
	privacyName     = "privacy"
	pinName         = "pin"
	summaryName     = "summary"
	answerName      = "answer"
	listName        = "list"
	refreshName     = "refresh"
	removeName      = "remove"
	pinThisName     = "Pin this answer"
	askAboutName    = "Ask Ibid about this"
	verifyAboutName = "Check this quotation"

	questionOption = "question"
	privateOption  = "private"
	plainOption    = "plain"
	quotedOption   = "quotation"
	expertOption   = "expert"
	styleOption    = "style"
	analysisOption = "analysis"
	daysOption     = "days"
	channelOption  = "channel"
	pinOption      = "pin"

	fullStyle = "full" // of a summary
)

// Definitions is every command as Discord registers it.
func Definitions() []*discordgo.ApplicationCommand {
	return append(everywhere(), inServers()...)
}

// everywhere are the members' commands: they work in servers, in direct
// messages and, for who has installed Ibid for themselves, everywhere.
func everywhere() []*discordgo.ApplicationCommand {
	style := option("style", discordgo.ApplicationCommandOptionString)
	for _, s := range citation.Styles() {
		style.Choices = append(style.Choices, &discordgo.ApplicationCommandOptionChoice{Name: s.Name(), Value: string(s)})
	}
	commands := []*discordgo.ApplicationCommand{
		slash("ask", required(suggested("question", reply.MaxQuestion)), onOff("private"), onOff("plain")),
		slash("topics"),
		slash("verify", required(typed("quotation", reply.MaxQuestion)), suggested("expert", reply.MaxChoiceValue)),
		slash("cite", suggested("cited", reply.MaxQuestion), style, suggested("analysis", reply.MaxChoiceValue)),
		slash("about"),
		slash("help"),
		onMessage("ask_about"),
		onMessage("verify_about"),
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

// inServers are the commands of moderators and managers. Discord shows them
// to those who hold the permission, unless the server's owner decides
// otherwise; it is looked at again when a command runs.
func inServers() []*discordgo.ApplicationCommand {
	extent := option("extent", discordgo.ApplicationCommandOptionString)
	for _, style := range []string{"brief", fullStyle} {
		name, names := named("option.extent_" + style)
		extent.Choices = append(extent.Choices, &discordgo.ApplicationCommandOptionChoice{Name: name, NameLocalizations: names, Value: style})
	}
	channel := option("channel", discordgo.ApplicationCommandOptionChannel)
	channel.ChannelTypes = []discordgo.ChannelType{
		discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews,
		discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread, discordgo.ChannelTypeGuildNewsThread,
	}
	pinThis := onMessage("pin_about")
	commands := []*discordgo.ApplicationCommand{
		needing(discordgo.PermissionManageGuild, slash("settings")),
		needing(discordgo.PermissionManageGuild, slash("privacy")),
		needing(pinMessages, slash("pin",
			sub("summary", suggested("analysis", reply.MaxChoiceValue), extent, channel),
			sub("answer", required(suggested("question", reply.MaxQuestion))),
			sub("list"), sub("refresh"),
			sub("remove", required(suggested("pin", reply.MaxChoiceValue))),
		)),
		needing(pinMessages, pinThis),
		needing(discordgo.PermissionManageMessages, slash("insights", daysChoice())),
	}
	for _, c := range commands {
		c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
		c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	}
	return commands
}

// sub is a subcommand, named by messages of package words.
func sub(id string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	o := option("", discordgo.ApplicationCommandOptionSubCommand, options...)
	o.Name, o.NameLocalizations = named("command." + id)
	o.Description, o.DescriptionLocalizations = named("command." + id + "_does")
	return o
}

// daysChoice is for how many days counts are shown.
func daysChoice() *discordgo.ApplicationCommandOption {
	days := option("days", discordgo.ApplicationCommandOptionInteger)
	for _, n := range reply.Periods() {
		days.Choices = append(days.Choices, &discordgo.ApplicationCommandOptionChoice{Name: strconv.Itoa(n), Value: n})
	}
	return days
}

func needing(permission int64, c *discordgo.ApplicationCommand) *discordgo.ApplicationCommand {
	c.DefaultMemberPermissions = &permission
	return c
}

// slash is a command whose name and description are messages of package
// words.
func slash(id string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	c := &discordgo.ApplicationCommand{Type: discordgo.ChatApplicationCommand, Options: options}
	name, names := named("command." + id)
	description, descriptions := named("command." + id + "_does")
	c.Name, c.NameLocalizations = name, &names
	c.Description, c.DescriptionLocalizations = description, &descriptions
	return c
}

// onMessage is a command in the menu of a message.
func onMessage(id string) *discordgo.ApplicationCommand {
	name, names := named("command." + id)
	return &discordgo.ApplicationCommand{Type: discordgo.MessageApplicationCommand, Name: name, NameLocalizations: &names}
}

// option is one of a command's, named by messages of package words unless
// the id is empty.
func option(id string, kind discordgo.ApplicationCommandOptionType, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	o := &discordgo.ApplicationCommandOption{Type: kind, Options: options}
	if id != "" {
		o.Name, o.NameLocalizations = named("option." + id)
		o.Description, o.DescriptionLocalizations = named("option." + id + "_is")
	}
	return o
}

func typed(id string, longest int) *discordgo.ApplicationCommandOption {
	o := option(id, discordgo.ApplicationCommandOptionString)
	o.MaxLength = longest
	return o
}

// suggested is typed, with suggestions.
func suggested(id string, longest int) *discordgo.ApplicationCommandOption {
	o := typed(id, longest)
	o.Autocomplete = true
	return o
}

func onOff(id string) *discordgo.ApplicationCommandOption {
	return option(id, discordgo.ApplicationCommandOptionBoolean)
}

func required(o *discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	o.Required = true
	return o
}

// named is a message in English, and in the other languages by Discord's
// names for them: what Ibid has in Spanish, it has for Spain and for Latin
// America.
// (docs.discord.com/developers/reference#locales)
func named(id string) (string, map[discordgo.Locale]string) {
	all := make(map[discordgo.Locale]string)
	for _, l := range words.Locales()[1:] {
		said := words.In(l).Say(id)
		if l == "es" {
			all[discordgo.SpanishES], all["es-419"] = said, said
			continue
		}
		all[discordgo.Locale(l)] = said
	}
	return words.In(words.English).Say(id), all
}
