package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// browse turns a page of the topic list. The list is private, so a list is
// changed in place, while "All topics" under a public answer opens one.
func (r *Router) browse(ctx context.Context, i *discordgo.Interaction, action reply.Action) *discordgo.InteractionResponse {
	list := writer(i).TopicList(r.libraryOf(ctx, i.GuildID), action.Page)
	if isPrivate(i.Message) {
		return list.Update()
	}
	return list.Response()
}

// open shows the card of a question that was offered. It takes the offer's
// place where that hides nothing from anybody else: in private, or when the
// one who asked has chosen. Others get a card of their own.
func (r *Router) open(ctx context.Context, i *discordgo.Interaction, m knowledge.Match, isChanged bool) *discordgo.InteractionResponse {
	o, _ := r.occasion(ctx, i.GuildID, i.ChannelID)
	o.Private, o.Changed = isPrivate(i.Message), isChanged
	o.Plain = o.Plain || i.Message != nil && reply.IsPlain(i.Message.Components)
	if i.Context == discordgo.InteractionContextBotDM || o.Private {
		return writer(i).Card(m, o).Update()
	}
	if isAsker(i) {
		r.recent.stands(spotOf(i.ChannelID, m), i.Message.ID)
		return writer(i).Card(m, o).Update()
	}
	o.Private = true
	return writer(i).Card(m, o).Response()
}

func isPrivate(m *discordgo.Message) bool {
	return m != nil && m.Flags&discordgo.MessageFlagsEphemeral != 0
}

// isAsker reports whether the one who clicks is the one whom the message
// answers, by what Discord says of the message; nobody is remembered.
func isAsker(i *discordgo.Interaction) bool {
	m, who := i.Message, invoker(i)
	if m == nil || who == "" {
		return false
	}
	if m.InteractionMetadata != nil && m.InteractionMetadata.User != nil {
		return m.InteractionMetadata.User.ID == who
	}
	if m.ReferencedMessage != nil && m.ReferencedMessage.Author != nil {
		return m.ReferencedMessage.Author.ID == who
	}
	return false
}

// invoker is the id of whoever clicked or asked: Discord names them as a
// member in a server and as a user elsewhere.
func invoker(i *discordgo.Interaction) string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}
