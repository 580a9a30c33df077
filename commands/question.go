package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// question answers the buttons by which an answer is questioned, passed on
// and taken away. What they are about is in the message that they stand
// under.
func (r *Router) question(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	if i.Message == nil {
		return nil, fmt.Errorf("%s without a message", action.Verb)
	}
	if action.Verb == reply.Dismiss {
		return r.dismiss(ctx, i, action)
	}
	w := writer(i)
	state := reply.StateOf(reply.CustomIDs(i.Message.Components))
	if action.Verb == reply.Send {
		return r.send(ctx, i, state).Response(), nil
	}
	library := r.libraryOf(ctx, i.GuildID)
	topic, ok := library.Topic(state.Place.Analysis, state.Place.Topic)
	if !ok {
		return reply.Notice(w.Say("said.gone")).Response(), nil
	}
	var said reply.Message
	switch action.Verb {
	case reply.Why:
		said = w.Because(library.Explain(ctx, state.Question, topic), state)
	case reply.NotAsked:
		r.countNotAsked(ctx, i.GuildID, state.Place.Analysis, state.Place.Topic)
		said = w.Others(library.Explain(ctx, state.Question, topic), library.Topics())
	default:
		return r.post(ctx, i, topic, state)
	}
	if isChanged(topic, state.Place) {
		said = w.Changed(said)
	}
	return said.Response(), nil
}

// post shows a private answer to everybody, once however often the button is
// pressed.
func (r *Router) post(ctx context.Context, i *discordgo.Interaction, topic knowledge.Topic, state reply.State) (*discordgo.InteractionResponse, error) {
	w := writer(i)
	if i.Member != nil && i.Member.Permissions&discordgo.PermissionSendMessages == 0 {
		return reply.Notice(w.Say("said.may_not_send")).Response(), nil
	}
	if _, channels := r.occasion(ctx, i.GuildID, i.ChannelID); len(channels) > 0 {
		return elsewhere(w, channels).Response(), nil
	}
	o := reply.Occasion{
		Question: state.Question, Changed: isChanged(topic, state.Place), Asker: invoker(i),
		Plain: reply.IsPlain(i.Message.Components),
	}
	if state.About != "" {
		return r.postReply(ctx, i, state.About, w.Card(match(topic, state.Place), o))
	}
	if !r.recent.first("post " + i.Message.ID) {
		return reply.Notice(w.Say("said.posted")).Response(), nil
	}
	return r.show(channelOf(i), match(topic, state.Place), o).Response(), nil
}

// postReply shows a private answer to everybody, in reply to the message that
// it is about. Where Ibid may not write, as where only the person has
// installed it, the answer is shown without being a reply.
func (r *Router) postReply(ctx context.Context, i *discordgo.Interaction, about string, answer reply.Message) (*discordgo.InteractionResponse, error) {
	_, err := r.board.Reply(ctx, i.ChannelID, about, "post "+i.Message.ID, answer.Send())
	switch {
	case err == nil:
		return reply.Notice(writer(i).Say("said.posted")).Update(), nil
	case !isForbidden(err):
		return nil, fmt.Errorf("post a reply: %w", err)
	case !r.recent.first("post " + i.Message.ID):
		return reply.Notice(writer(i).Say("said.posted")).Response(), nil
	}
	return answer.Response(), nil
}

// dismiss takes an answer away, for who asked and for moderators.
func (r *Router) dismiss(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	moderator := i.Member != nil && i.Member.Permissions&discordgo.PermissionManageMessages != 0
	asker := isAsker(i)
	if action.Who != "" {
		asker = action.Who == invoker(i)
	}
	if !moderator && !asker && i.Context != discordgo.InteractionContextBotDM {
		return reply.Notice(writer(i).Say("said.not_dismisser")).Response(), nil
	}
	r.recent.gone(i.Message.ID)
	err := r.board.Delete(ctx, i.ChannelID, i.Message.ID, "dismissed by "+invoker(i))
	switch {
	case err == nil:
		return reply.Notice(writer(i).Say("said.dismissed")).Response(), nil
	case isForbidden(err):
		// Not ours to delete here, as where only the person has installed
		// Ibid: the words go, the message stays.
		return reply.Notice(writer(i).Say("said.dismissed")).Update(), nil
	}
	return nil, fmt.Errorf("dismiss an answer: %w", err)
}

// isForbidden reports whether Discord does not let Ibid act in a channel, as
// where only a person has installed it.
func isForbidden(err error) bool {
	var coded interface{ DiscordCode() int }
	return errors.As(err, &coded) && (coded.DiscordCode() == codeMissingAccess || coded.DiscordCode() == codeMissingPermissions)
}
