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
// mention, a direct message, a reply. A mention alone gets the topics.
func (r *Router) Message(ctx context.Context, m *discordgo.Message) (*discordgo.MessageSend, error) {
	if m.Content == "" && m.GuildID != "" {
		return aboutWithheld(m), nil
	}
	w := reply.In(words.English) // of a message, Discord does not tell whose language
	question := withoutMentions(m.Content)
	if question == "" {
		return w.TopicList(r.library, 0).Send(), nil
	}
	where := channel{m.GuildID, m.ChannelID, w}
	if wait := r.recent.wait(author(m)); wait > 0 {
		if m.GuildID != "" {
			return nil, nil // nothing can be said there that only they see
		}
		return oneAtATime(w, wait).Send(), nil
	}
	return r.answer(where, r.converse(ctx, m, question), reply.Occasion{Plain: r.settingsOf(ctx, m.GuildID).Plain}).Send(), nil
}

func author(m *discordgo.Message) string {
	if m.Author == nil {
		return ""
	}
	return m.Author.ID
}

// aboutWithheld answers a message in a server whose text Discord keeps from
// bots. To one that mentions us, or replies to an answer of /ask, it says so;
// any other is a reply with the ping off, by which its writer wants none.
// (docs.discord.com/developers/gateway/you-might-not-need-a-privileged-intent)
func aboutWithheld(m *discordgo.Message) *discordgo.MessageSend {
	answered := m.ReferencedMessage
	if len(m.Mentions) == 0 && (answered == nil || answered.InteractionMetadata == nil) {
		return nil
	}
	w := reply.In(words.English)
	return reply.Notice(w.Say("said.withheld", "Command", w.Say("command.ask_about"))).Send()
}

// mention is how a user, role or channel stands in a message's text
// (docs.discord.com/developers/reference#message-formatting).
var mention = regexp.MustCompile(`<(?:@[!&]?|#)\d+>`)

// withoutMentions is what a message asks. Whom it mentions is no part of the
// question.
func withoutMentions(content string) string {
	return strings.TrimSpace(mention.ReplaceAllString(content, " "))
}
