package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// Board is where messages are posted, pinned and taken away; the door is one. Errors of
// Discord's have a method DiscordCode() int with its error code.
type Board interface {
	// Post sends a message to a channel and returns its id; a second one for
	// the same occasion is not posted, and the first one's id is returned.
	Post(ctx context.Context, channelID, occasion string, m *discordgo.MessageSend) (string, error)
	// Reply is Post in reply to a message of the channel.
	Reply(ctx context.Context, channelID, messageID, occasion string, m *discordgo.MessageSend) (string, error)
	// Own lists the messages of Ibid's among the last ones before a message of
	// the channel, the latest first.
	Own(ctx context.Context, channelID, before string) ([]*discordgo.Message, error)
	// Delete takes a message of Ibid's away.
	Delete(ctx context.Context, channelID, messageID, reason string) error
	// Pin pins a message; the reason is for the server's audit log.
	Pin(ctx context.Context, channelID, messageID, reason string) error
}

// pinMessages is the permission to pin; discordgo has no name for it yet
// (docs.discord.com/developers/topics/permissions).
const pinMessages = 1 << 51

// Discord's codes for what a moderator can mend
// (docs.discord.com/developers/topics/opcodes-and-status-codes#json).
const (
	codeMaxPins            = 30003
	codeMissingAccess      = 50001
	codeMissingPermissions = 50013
)

// previewSummary answers /pin summary with a private preview.
func (r *Router) previewSummary(ctx context.Context, i *discordgo.Interaction, options []*discordgo.ApplicationCommandInteractionDataOption) reply.Message {
	if missing := missingToPin(i); missing != "" {
		return reply.Notice(missing)
	}
	library := r.libraryOf(ctx, i.GuildID)
	analysis := analysisNamed(library, textOption(options, analysisOption))
	if analysis == "" {
		return reply.Notice(writer(i).Say("said.no_analysis"))
	}
	return writer(i).PinPreview(analysis, writer(i).Summary(library.Summary(analysis)))
}

// pinSummary answers the button of a preview: it posts the summary as it is
// now and pins it. The preview is the occasion, so that pressing twice, or
// again after an answer was lost, posts once.
func (r *Router) pinSummary(ctx context.Context, i *discordgo.Interaction, analysis string) (*discordgo.InteractionResponse, error) {
	if missing := missingToPin(i); missing != "" {
		return reply.Notice(missing).Response(), nil
	}
	quotes := r.libraryOf(ctx, i.GuildID).Summary(analysis)
	if len(quotes) == 0 || i.Message == nil {
		return reply.Notice(writer(i).Say("said.gone")).Response(), nil
	}
	id, err := r.board.Post(ctx, i.ChannelID, "pin "+i.Message.ID, writer(i).Summary(quotes).Send())
	if err == nil {
		err = r.board.Pin(ctx, i.ChannelID, id, "/pin summary, used by "+invoker(i))
	}
	if err == nil {
		return reply.Notice(writer(i).Say("said.pinned")).Update(), nil
	}
	if mend := mendOf(writer(i), err); mend != "" {
		return reply.Notice(mend).Response(), nil
	}
	return nil, fmt.Errorf("pin a summary: %w", err)
}

// missingToPin says what the person or Ibid lacks to pin in the channel, by
// what the interaction itself says of both; empty if nothing.
func missingToPin(i *discordgo.Interaction) string {
	if i.Member == nil || i.Member.Permissions&pinMessages == 0 {
		return writer(i).Say("said.not_yours")
	}
	var lacks []string
	for _, need := range []struct {
		anyOf int64
		name  string
	}{
		{discordgo.PermissionViewChannel, "View Channel"},
		// Threads have a permission of their own; which of the two this
		// channel asks for, the interaction does not say.
		{discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads, "Send Messages"},
		{pinMessages, "Pin Messages"},
	} {
		if i.AppPermissions&need.anyOf == 0 {
			lacks = append(lacks, "*"+need.name+"*")
		}
	}
	if len(lacks) == 0 {
		return ""
	}
	return writer(i).Say("said.not_ours", "Permissions", strings.Join(lacks, ", "))
}

// mendOf is what a moderator can do about an error; empty if nothing.
func mendOf(w reply.Writer, err error) string {
	var coded interface{ DiscordCode() int }
	if !errors.As(err, &coded) {
		return ""
	}
	switch coded.DiscordCode() {
	case codeMaxPins:
		return w.Say("said.pins_full")
	case codeMissingAccess, codeMissingPermissions:
		return w.Say("said.not_ours", "Permissions", "*View Channel*, *Send Messages*, *Pin Messages*")
	}
	return ""
}

// analysisNamed is the id of the analysis that has an id, or a title as one
// may type it; of the first one if nothing is named, "" if there is none.
func analysisNamed(library *knowledge.Library, name string) string {
	for _, a := range library.Analyses() {
		if name == "" || a.ID == name || plain(a.Title) == plain(name) {
			return a.ID
		}
	}
	return ""
}

// completeAnalysis suggests analyses whose title holds what was typed.
func completeAnalysis(library *knowledge.Library, typed string) []*discordgo.ApplicationCommandOptionChoice {
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, a := range library.Analyses() {
		if len(choices) < reply.MaxChoices && strings.Contains(plain(a.Title), plain(strings.TrimSpace(typed))) {
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{
				Name: reply.Fit(a.Title, reply.MaxChoiceName), Value: a.ID,
			})
		}
	}
	return choices
}
