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
	body, err := json.Marshal(post{
		message: newMessage(m.Components, m.Flags), Nonce: nonce(occasion), EnforceNonce: true,
	})
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
