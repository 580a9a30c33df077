package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
)

// question answers the buttons by which an answer is questioned, passed on
// and taken away. What they are about is in the message that they stand
// under.
func (r *Router) question(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	if i.Message == nil {
		return nil, fmt.Errorf("%s without a message", action.Verb)
	}
	if action.Verb == reply.Dismiss {
		return r.dismiss(ctx, i)
	}
	w := writer(i)
	state := reply.StateOf(reply.CustomIDs(i.Message.Components))
	if action.Verb == reply.Send {
		return r.send(ctx, i, state).Response(), nil
	}
	topic, ok := r.library.Topic(state.Place.Analysis, state.Place.Topic)
	if !ok {
		return reply.Notice(w.Say("said.gone")).Response(), nil
	}
	switch action.Verb {
	case reply.Why:
		return w.Because(r.library.Explain(ctx, state.Question, topic), state).Response(), nil
	case reply.NotAsked:
		r.countNotAsked(ctx, i, state.Place)
		return w.Others(r.library.Explain(ctx, state.Question, topic), r.library.Topics()).Response(), nil
	}
	o := reply.Occasion{
		Question: state.Question, Changed: isChanged(topic, state.Place), Plain: r.settingsOf(ctx, i.GuildID).Plain,
	}
	if state.About != "" {
		return r.postReply(ctx, i, state.About, w.Card(match(topic, state.Place), o))
	}
	return r.show(channelOf(i), match(topic, state.Place), o).Response(), nil
}

// postReply shows a private answer to everybody, in reply to the message that
// it is about. Pressed twice, it posts once. Where Ibid may not write, as
// where only the person has installed it, the answer is shown without being a
// reply.
func (r *Router) postReply(ctx context.Context, i *discordgo.Interaction, about string, answer reply.Message) (*discordgo.InteractionResponse, error) {
	const anywhere = discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads
	if i.Member != nil && i.Member.Permissions&anywhere == 0 {
		return reply.Notice(writer(i).Say("said.may_not_send")).Response(), nil
	}
	_, err := r.board.Reply(ctx, i.ChannelID, about, "post "+i.Message.ID, answer.Send())
	var coded interface{ DiscordCode() int }
	switch {
	case err == nil:
		return reply.Notice(writer(i).Say("said.posted")).Update(), nil
	case errors.As(err, &coded):
		return answer.Response(), nil
	}
	return nil, fmt.Errorf("post a reply: %w", err)
}

// dismiss takes an answer away, for who asked and for moderators.
func (r *Router) dismiss(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	moderator := i.Member != nil && i.Member.Permissions&discordgo.PermissionManageMessages != 0
	if !moderator && !isAsker(i) && i.Context != discordgo.InteractionContextBotDM {
		return reply.Notice(writer(i).Say("said.not_dismisser")).Response(), nil
	}
	r.recent.gone(i.Message.ID)
	err := r.board.Delete(ctx, i.ChannelID, i.Message.ID, "dismissed by "+invoker(i))
	var coded interface{ DiscordCode() int }
	switch {
	case err == nil:
		return reply.Notice(writer(i).Say("said.dismissed")).Response(), nil
	case errors.As(err, &coded):
		// Not ours to delete here, as where only the person has installed
		// Ibid: the words go, the message stays.
		return reply.Notice(writer(i).Say("said.dismissed")).Update(), nil
	}
	return nil, fmt.Errorf("dismiss an answer: %w", err)
}
