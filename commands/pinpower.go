package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
)

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

// missingToPin says what the person or Ibid lacks to pin in a channel; empty
// if nothing. Of the channel that they are in, the interaction itself says
// what both may; that is channel if it is empty. Of another, Discord is asked.
func (r *Router) missingToPin(ctx context.Context, i *discordgo.Interaction, channel string, thread bool) (string, error) {
	if channel == "" || channel == i.ChannelID {
		if missing := missingOf(i, i.Member); missing != "" {
			return missing, nil
		}
		return lacking(writer(i), i.AppPermissions, thread), nil
	}
	theirs, err := r.board.Permissions(ctx, i.GuildID, channel, invoker(i))
	if isGone(err) {
		return writer(i).Say("pins.no_channel"), nil
	}
	if err != nil {
		return "", fmt.Errorf("ask who may pin: %w", err)
	}
	if theirs&pinMessages == 0 || theirs&discordgo.PermissionViewChannel == 0 {
		return writer(i).Say("said.not_yours"), nil
	}
	ours, err := r.board.Permissions(ctx, i.GuildID, channel, "")
	if err != nil {
		return "", fmt.Errorf("ask who may pin: %w", err)
	}
	return lacking(writer(i), ours, thread), nil
}

// missingOf says that a person lacks the permission to pin where they are;
// empty if they have it.
func missingOf(i *discordgo.Interaction, m *discordgo.Member) string {
	if i.GuildID == "" || m == nil || m.Permissions&pinMessages == 0 {
		return writer(i).Say("said.not_yours")
	}
	return ""
}

// lacking says what Ibid lacks to post and pin, and for a thread; empty if
// nothing.
func lacking(w reply.Writer, may int64, thread bool) string {
	type need struct {
		anyOf int64
		name  string
	}
	needs := []need{
		{discordgo.PermissionViewChannel, "View Channel"},
		// Threads have a permission of their own; which of the two this
		// channel asks for, the interaction does not say.
		{discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads, "Send Messages"},
		// To find again what it has posted.
		{discordgo.PermissionReadMessageHistory, "Read Message History"},
		{pinMessages, "Pin Messages"},
	}
	if thread {
		needs = append(needs, need{discordgo.PermissionCreatePublicThreads, "Create Public Threads"}, need{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"})
	}
	var lacks []string
	for _, n := range needs {
		if may&n.anyOf == 0 {
			lacks = append(lacks, "*"+n.name+"*")
		}
	}
	if len(lacks) == 0 {
		return ""
	}
	return w.Say("said.not_ours", "Permissions", strings.Join(lacks, ", "))
}

// mendOf is what a moderator can do about an error; empty if nothing.
func mendOf(w reply.Writer, err error) string {
	switch discordCode(err) {
	case codeMaxPins:
		return w.Say("said.pins_full")
	case codeMissingAccess, codeMissingPermissions:
		return w.Say("said.not_ours", "Permissions", "*View Channel*, *Send Messages*, *Read Message History*, *Pin Messages*")
	}
	return ""
}
