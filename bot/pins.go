package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

// PermissionPinMessages lets its holder pin and unpin messages; MANAGE_MESSAGES alone no longer does. discordgo v0.29.0 has no constant for it.
// Source: https://docs.discord.com/developers/topics/permissions
const PermissionPinMessages = 1 << 51

// The pin routes of discordgo v0.29.0 are the deprecated ones, and its list ends after 50 pins; so these requests are our own.
// Source: https://docs.discord.com/developers/resources/message
const (
	routeMessages = "/channels/{channel.id}/messages"
	routeMessage  = "/channels/{channel.id}/messages/{message.id}"

	routePins = "/channels/{channel.id}/messages/pins"
	routePin  = "/channels/{channel.id}/messages/pins/{message.id}"
)

// PinnedMessage is a message that is pinned in its channel.
type PinnedMessage struct {
	PinnedAt time.Time
	Message  *discordgo.Message // without its components
}

// Pin pins a message of a channel; the reason is for the server's audit log and may be empty. It returns a [*RESTError] with code
// 30003 when the channel has its 250 pins, 50013 when the bot lacks [PermissionPinMessages] there.
func (b *Bot) Pin(ctx context.Context, channelID, messageID, reason string) error {
	return b.call(ctx, request{method: "PUT", route: routePin, ids: []string{channelID, messageID}, reason: reason, keepsLimit: true, attempts: repeatable}, nil)
}

// Unpin takes a pin away; the reason is for the server's audit log and may be empty. Errors are as for [Bot.Pin].
func (b *Bot) Unpin(ctx context.Context, channelID, messageID, reason string) error {
	return b.call(ctx, request{method: "DELETE", route: routePin, ids: []string{channelID, messageID}, reason: reason, keepsLimit: true, attempts: repeatable}, nil)
}

// pinPage is one answer to a request for a channel's pins.
type pinPage struct {
	Items []struct {
		PinnedAt string          `json:"pinned_at"`
		Message  json.RawMessage `json:"message"`
	} `json:"items"`
	HasMore bool `json:"has_more"`
}

// Pins lists all pins of a channel, the latest pinned first. Discord allows 250 in a channel and lists them by 50.
func (b *Bot) Pins(ctx context.Context, channelID string) ([]PinnedMessage, error) {
	var pins []PinnedMessage
	query := url.Values{"limit": {"50"}}
	for {
		var page pinPage
		if err := b.call(ctx, request{method: "GET", route: routePins, ids: []string{channelID}, query: query.Encode(), keepsLimit: true, attempts: repeatable}, &page); err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			pin, err := decodePin(item.PinnedAt, item.Message)
			if err != nil {
				return nil, err
			}
			pins = append(pins, pin)
		}
		if !page.HasMore || len(page.Items) == 0 {
			return pins, nil
		}
		before := page.Items[len(page.Items)-1].PinnedAt // as it came: parsing it could lose digits
		if before == query.Get("before") {
			return nil, fmt.Errorf("GET %s: the list does not go on after %s", routePins, before)
		}
		query.Set("before", before)
	}
}

func decodePin(at string, message json.RawMessage) (PinnedMessage, error) {
	pinnedAt, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return PinnedMessage{}, fmt.Errorf("a pin's time: %w", err)
	}
	m, err := decodeMessage(message)
	if err != nil {
		return PinnedMessage{}, fmt.Errorf("a pinned message: %w", err)
	}
	return PinnedMessage{PinnedAt: pinnedAt, Message: m}, nil
}
