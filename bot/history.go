package bot

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/bwmarrin/discordgo"
)

// Own lists the bot's own messages among the last twenty before a message of a channel, the latest first. It needs the permission to
// read the channel's history; errors are as for [Bot.Pin].
// Source: https://docs.discord.com/developers/resources/message#get-channel-messages
func (b *Bot) Own(ctx context.Context, channelID, before string) ([]*discordgo.Message, error) {
	var all []json.RawMessage
	query := url.Values{"limit": {"20"}, "before": {before}}
	if err := b.call(ctx, request{method: "GET", route: routeMessages, ids: []string{channelID}, query: query.Encode(), keepsLimit: true, attempts: 1}, &all); err != nil {
		return nil, err
	}
	var own []*discordgo.Message
	for _, raw := range all {
		var head messageHead
		if json.Unmarshal(raw, &head) != nil || head.Author.ID != b.self.userID {
			continue
		}
		m := new(discordgo.Message)
		if json.Unmarshal(raw, m) == nil { // ours has no component that discordgo does not know
			own = append(own, m)
		}
	}
	return own, nil
}
