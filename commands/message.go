package commands

import (
	"context"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/commands/words"
)

// Message answers a message that the door has found to be meant for Ibid: a
// mention, a direct message, a reply. A mention alone gets the topics. Where
// the server has Ibid answer in other channels it says nothing: nothing it
// could say there is for one person alone.
func (r *Router) Message(ctx context.Context, m *discordgo.Message) (*discordgo.MessageSend, error) {
	isWithheld := m.Content == "" && m.GuildID != ""
	if isWithheld && !isMeant(m) {
		return nil, nil
	}
	o, elsewhere := r.occasion(ctx, m.GuildID, m.ChannelID)
	if len(elsewhere) > 0 {
		return nil, nil
	}
	o.Private = false
	w := reply.In(words.English) // of a message, Discord does not tell whose language
	if wait := r.wait(ctx, m.GuildID, author(m)); wait > 0 {
		if m.GuildID != "" {
			return nil, nil // nothing can be said there that only they see
		}
		return oneAtATime(w, wait).Send(), nil
	}
	if isWithheld {
		return reply.Notice(w.Say("said.withheld", "Command", w.Say("command.ask_about"))).Send(), nil
	}
	question := withoutMentions(m.Content)
	library := r.libraryOf(ctx, m.GuildID)
	if question == "" {
		return w.TopicList(library, 0).Send(), nil
	}
	where := channel{m.GuildID, m.ChannelID, w}
	return r.answer(ctx, where, library, r.converse(ctx, library, m, question), o).Send(), nil
}

func author(m *discordgo.Message) string {
	if m.Author == nil {
		return ""
	}
	return m.Author.ID
}

// isMeant reports whether a message in a server, whose text Discord keeps from
// bots, is meant for Ibid: one that mentions it, or replies to an answer of
// /ask; any other is a reply with the ping off, by which its writer wants
// none.
// (docs.discord.com/developers/gateway/you-might-not-need-a-privileged-intent)
func isMeant(m *discordgo.Message) bool {
	answered := m.ReferencedMessage
	return len(m.Mentions) > 0 || answered != nil && answered.InteractionMetadata != nil
}

// mention is how a user, role or channel stands in a message's text
// (docs.discord.com/developers/reference#message-formatting).
var mention = regexp.MustCompile(`<(?:@[!&]?|#)\d+>`)

// withoutMentions is what a message asks. Whom it mentions is no part of the
// question.
func withoutMentions(content string) string {
	return strings.TrimSpace(mention.ReplaceAllString(content, " "))
}
