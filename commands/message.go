package commands

import (
	"context"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
)

// Message answers a message that is meant for Ibid: one that mentions it, a
// direct message, or a reply to one of its own messages. It returns nil for
// any other. SelfID is Ibid's own user id.
func (r *Router) Message(_ context.Context, selfID string, m *discordgo.Message) (*discordgo.MessageSend, error) {
	if m.Author == nil || m.Author.Bot || !isForUs(selfID, m) {
		return nil, nil
	}
	question := withoutMentions(m.Content)
	if question == "" && m.ReferencedMessage != nil && !isFrom(selfID, m.ReferencedMessage) {
		// "@Ibid" in reply to somebody: that message is the question.
		question = withoutMentions(m.ReferencedMessage.Content)
	}
	if question == "" {
		return reply.TopicList(r.library, 0).Reply(m), nil
	}
	return r.answer(question).Reply(m), nil
}

func isForUs(selfID string, m *discordgo.Message) bool {
	if m.GuildID == "" || isFrom(selfID, m.ReferencedMessage) {
		return true
	}
	for _, u := range m.Mentions {
		if u.ID == selfID {
			return true
		}
	}
	return false
}

func isFrom(selfID string, m *discordgo.Message) bool {
	return m != nil && m.Author != nil && m.Author.ID == selfID
}

// mention is how a user, role or channel stands in a message's text
// (docs.discord.com/developers/reference#message-formatting).
var mention = regexp.MustCompile(`<(?:@[!&]?|#)\d+>`)

// withoutMentions is what a message asks. Whom it mentions is no part of the
// question.
func withoutMentions(content string) string {
	return strings.TrimSpace(mention.ReplaceAllString(content, " "))
}
