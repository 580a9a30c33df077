package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// post is a message of its own, in reply to nothing.
type post struct {
	message
	Nonce        string `json:"nonce"`
	EnforceNonce bool   `json:"enforce_nonce"`
}

// Post sends a message to a channel and returns its id. Of the message, Components and Flags are the caller's, as for
// [Handler.Message]. The occasion names what it is sent for: within a few minutes, a second message for the same occasion in that
// channel is not posted, and the first one's id is returned. Errors are as for [Bot.Pin].
// Source: https://docs.discord.com/developers/resources/message#create-message (nonce, enforce_nonce)
func (b *Bot) Post(ctx context.Context, channelID, occasion string, m *discordgo.MessageSend) (string, error) {
	if err := onlyComponents(m); err != nil {
		return "", err
	}
	return b.create(ctx, channelID, post{
		message: newMessage(m.Components, m.Flags), Nonce: nonce(occasion), EnforceNonce: true,
	})
}

// Reply is [Bot.Post] in reply to a message of the channel. Should that be gone, it is posted without the reference.
func (b *Bot) Reply(ctx context.Context, channelID, messageID, occasion string, m *discordgo.MessageSend) (string, error) {
	if err := onlyComponents(m); err != nil {
		return "", err
	}
	return b.create(ctx, channelID, reply{
		message: newMessage(m.Components, m.Flags), Reference: reference{MessageID: messageID, ChannelID: channelID},
		Nonce: nonce(occasion), EnforceNonce: true,
	})
}

// codeUnknownMessage: there is no such message, or no longer.
// Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const codeUnknownMessage = 10008

// Delete takes a message away; the reason is for the server's audit log and may be empty. A message that is gone already is no
// error. Errors are as for [Bot.Pin].
// Source: https://docs.discord.com/developers/resources/message#delete-message
func (b *Bot) Delete(ctx context.Context, channelID, messageID, reason string) error {
	err := b.call(ctx, request{method: "DELETE", route: routeMessage, ids: []string{channelID, messageID}, reason: reason, keepsLimit: true, attempts: repeatable}, nil)
	var refused *RESTError
	if errors.As(err, &refused) && refused.Code == codeUnknownMessage {
		return nil
	}
	return err
}

// create posts a message that its nonce makes repeatable, and returns its id.
func (b *Bot) create(ctx context.Context, channelID string, message any) (string, error) {
	body, err := json.Marshal(message)
	if err != nil {
		return "", fmt.Errorf("encode a message: %w", err)
	}
	var sent struct{ ID string }
	err = b.call(ctx, request{
		method: "POST", route: routeMessages, ids: []string{channelID}, body: body, keepsLimit: true, attempts: repeatable,
	}, &sent)
	if err == nil && sent.ID == "" {
		err = errors.New("POST " + routeMessages + ": the answer names no message")
	}
	return sent.ID, err
}

// nonce is 25 characters, the most that Discord takes, that are the same for the same occasion.
func nonce(occasion string) string {
	sum := sha256.Sum256([]byte(occasion))
	return hex.EncodeToString(sum[:])[:25]
}
