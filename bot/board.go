package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// What a moderator's pins need beside posting and pinning: see what stands in a channel, change it, open a thread under it, and know
// who may do what in a channel that an interaction tells nothing of.

const (
	routeChannel = "/channels/{channel.id}"
	routeThread  = "/channels/{channel.id}/messages/{message.id}/threads"
	routeGuild   = "/guilds/{guild.id}"
	routeMember  = "/guilds/{guild.id}/members/{user.id}"
)

// discordEpoch is the first millisecond of an id.
// Source: https://docs.discord.com/developers/reference#snowflakes
const discordEpoch = 1420070400000

// maxListed is how many pages of a hundred messages [Bot.Between] reads.
const maxListed = 100

// Between lists the bot's own messages in a channel that were posted after a time and before another, in no order, and perhaps some
// that were posted later. Errors are as for [Bot.Own]; more than ten thousand messages of anybody's in that time are one too.
func (b *Bot) Between(ctx context.Context, channelID string, since, until time.Time) ([]*discordgo.Message, error) {
	after, last := idAt(since), idAt(until)
	var own []*discordgo.Message
	select {
	case <-b.self.known: // whose messages are the bot's own
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for range maxListed {
		var page []json.RawMessage
		query := url.Values{"limit": {"100"}, "after": {after}}
		if err := b.call(ctx, request{method: "GET", route: routeMessages, ids: []string{channelID}, query: query.Encode(), keepsLimit: true, attempts: repeatable}, &page); err != nil {
			return nil, err
		}
		for _, raw := range page {
			var head messageHead
			if err := json.Unmarshal(raw, &head); err != nil {
				return nil, err
			}
			if isLater(head.ID, after) {
				after = head.ID
			}
			if head.Author.ID != b.self.userID {
				continue
			}
			m := new(discordgo.Message)
			if json.Unmarshal(raw, m) == nil { // ours has no component that discordgo does not know
				own = append(own, m)
			}
		}
		if len(page) < 100 || isLater(after, last) {
			return own, nil
		}
	}
	return nil, fmt.Errorf("more than %d messages stand in the channel from %s to %s", 100*maxListed, since.Format(time.DateTime), until.Format(time.DateTime))
}

// idAt is an id as one made at a time would be.
func idAt(t time.Time) string {
	return strconv.FormatInt(max(0, t.UnixMilli()-discordEpoch)<<22, 10)
}

// isLater reports whether an id is greater than another: it was made later.
func isLater(id, than string) bool {
	return len(id) > len(than) || len(id) == len(than) && id > than
}

// Edit puts another text into a message of the bot's; a pin stays. Of the message, Components and Flags are the caller's. Errors are
// as for [Bot.Pin].
// Source: https://docs.discord.com/developers/resources/message#edit-message
func (b *Bot) Edit(ctx context.Context, channelID, messageID string, m *discordgo.MessageSend) error {
	if err := onlyComponents(m); err != nil {
		return err
	}
	body, err := json.Marshal(newMessage(m.Components, m.Flags))
	if err != nil {
		return err
	}
	return b.call(ctx, request{method: "PATCH", route: routeMessage, ids: []string{channelID, messageID}, body: body, keepsLimit: true, attempts: repeatable}, nil)
}

// codeThreadExists: a message has one thread at most.
const codeThreadExists = 160004

// Thread opens a thread under a message, unless there is one, and returns its id, which is that of the message. Errors are as for
// [Bot.Pin].
// Source: https://docs.discord.com/developers/resources/channel#start-thread-from-message
func (b *Bot) Thread(ctx context.Context, channelID, messageID, name string) (string, error) {
	body, err := json.Marshal(map[string]string{"name": name})
	if err != nil {
		return "", err
	}
	err = b.call(ctx, request{method: "POST", route: routeThread, ids: []string{channelID, messageID}, body: body, keepsLimit: true, attempts: repeatable}, nil)
	var refused *RESTError
	if errors.As(err, &refused) && refused.Code == codeThreadExists {
		err = nil
	}
	return messageID, err
}

// PinnedIDs lists the ids of a channel's pinned messages, the latest pinned first. Errors are as for [Bot.Pin].
func (b *Bot) PinnedIDs(ctx context.Context, channelID string) ([]string, error) {
	pins, err := b.Pins(ctx, channelID)
	var ids []string
	for _, p := range pins {
		ids = append(ids, p.Message.ID)
	}
	return ids, err
}

// Parent returns the id of the channel that a thread is in, "" for a channel that is no thread. Errors are as for [Bot.Pin].
func (b *Bot) Parent(ctx context.Context, channelID string) (string, error) {
	var channel discordgo.Channel
	err := b.call(ctx, request{method: "GET", route: routeChannel, ids: []string{channelID}, keepsLimit: true, attempts: repeatable}, &channel)
	if err != nil || !channel.IsThread() {
		return "", err
	}
	return channel.ParentID, nil
}

// Permissions returns what a member of a server may do in a channel of it, or in a thread of that channel; the bot itself where user is
// empty. A channel of another server is an error.
// Source: https://docs.discord.com/developers/topics/permissions#permission-overwrites
func (b *Bot) Permissions(ctx context.Context, guildID, channelID, userID string) (int64, error) {
	if userID == "" {
		userID = b.self.userID
	}
	var guild discordgo.Guild
	var channel discordgo.Channel
	var member discordgo.Member
	for _, get := range []struct {
		route string
		ids   []string
		into  any
	}{
		{routeGuild, []string{guildID}, &guild},
		{routeChannel, []string{channelID}, &channel},
		{routeMember, []string{guildID, userID}, &member},
	} {
		if err := b.call(ctx, request{method: "GET", route: get.route, ids: get.ids, keepsLimit: true, attempts: repeatable}, get.into); err != nil {
			return 0, err
		}
	}
	if channel.GuildID != guildID {
		return 0, errors.New("the channel is of another server")
	}
	if channel.IsThread() {
		return b.Permissions(ctx, guildID, channel.ParentID, userID)
	}
	return permissions(guild, channel, userID, member.Roles), nil
}

// permissions computes what a member may do: the roles' permissions, then what the channel denies and allows, first everyone, then
// their roles, then themselves.
func permissions(guild discordgo.Guild, channel discordgo.Channel, userID string, roles []string) int64 {
	const all = int64(^uint64(0) >> 1)
	if guild.OwnerID == userID {
		return all
	}
	may := int64(0)
	for _, role := range guild.Roles {
		if role.ID == guild.ID || slices.Contains(roles, role.ID) {
			may |= role.Permissions
		}
	}
	if may&discordgo.PermissionAdministrator != 0 {
		return all
	}
	apply := func(of func(*discordgo.PermissionOverwrite) bool) {
		var deny, allow int64
		for _, o := range channel.PermissionOverwrites {
			if of(o) {
				deny, allow = deny|o.Deny, allow|o.Allow
			}
		}
		may = may&^deny | allow
	}
	apply(func(o *discordgo.PermissionOverwrite) bool { return o.ID == guild.ID })
	apply(func(o *discordgo.PermissionOverwrite) bool { return o.ID != guild.ID && slices.Contains(roles, o.ID) })
	apply(func(o *discordgo.PermissionOverwrite) bool { return o.ID == userID })
	return may
}
