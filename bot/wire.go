package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// This file is the one place where something we say becomes JSON. discordgo's own structs would send "content":"" and
// "embeds":null, which Discord refuses beside Components V2, and leave out an empty list of choices.

// noMentions is the allowed_mentions of everything we send: nobody is ever pinged.
// Source: https://docs.discord.com/developers/resources/message#allowed-mentions-object
type noMentions struct {
	Parse       []string `json:"parse"`
	RepliedUser bool     `json:"replied_user"`
}

// message is a message as it is sent: a new one, a response, or the update of one. Components that are nil leave an updated message's
// components as they are; an empty list takes them away.
type message struct {
	Content         string                       `json:"content,omitempty"`
	Embeds          []*discordgo.MessageEmbed    `json:"embeds,omitempty"`
	Components      []discordgo.MessageComponent `json:"components,omitzero"`
	Flags           discordgo.MessageFlags       `json:"flags,omitempty"`
	AllowedMentions noMentions                   `json:"allowed_mentions"`
}

// newMessage refuses what Discord does not take and what we do not send, instead of leaving it out silently.
func newMessage(content string, embeds []*discordgo.MessageEmbed, components []discordgo.MessageComponent, flags discordgo.MessageFlags) (message, error) {
	if flags&discordgo.MessageFlagsIsComponentsV2 != 0 && (content != "" || len(embeds) > 0) {
		return message{}, errors.New("a message of Components V2 has neither content nor embeds")
	}
	return message{Content: content, Embeds: embeds, Components: components, Flags: flags, AllowedMentions: noMentions{Parse: []string{}}}, nil
}

// sentence is a message of one sentence of our own, such as an apology.
func sentence(text string, flags discordgo.MessageFlags) message {
	return message{
		Components:      []discordgo.MessageComponent{discordgo.TextDisplay{Content: text}},
		Flags:           flags | discordgo.MessageFlagsIsComponentsV2,
		AllowedMentions: noMentions{Parse: []string{}},
	}
}

// callback is the answer to an interaction. Data is a message, deferral, choices, modal or nil.
// Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

type deferral struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

type choices struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

type modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// encodeResponse is the JSON of a handler's response to an interaction.
func encodeResponse(r *discordgo.InteractionResponse) ([]byte, error) {
	if r == nil {
		return nil, errors.New("the handler gave no response")
	}
	data := discordgo.InteractionResponseData{}
	if r.Data != nil {
		data = *r.Data
	}
	if data.TTS || len(data.Files) > 0 || data.Attachments != nil || data.Poll != nil {
		return nil, errors.New("the response has speech, files or a poll, which are not sent")
	}
	answer, err := callbackOf(r.Type, data)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

func callbackOf(kind discordgo.InteractionResponseType, data discordgo.InteractionResponseData) (callback, error) {
	switch kind {
	case discordgo.InteractionResponseChannelMessageWithSource, discordgo.InteractionResponseUpdateMessage:
		m, err := newMessage(data.Content, data.Embeds, data.Components, data.Flags)
		return callback{kind, m}, err
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		return callback{kind, deferral{data.Flags}}, nil
	case discordgo.InteractionResponseDeferredMessageUpdate:
		return callback{Type: kind}, nil
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		return suggestions(data.Choices), nil
	case discordgo.InteractionResponseModal:
		return callback{kind, modal{data.CustomID, data.Title, data.Components}}, nil
	}
	return callback{}, fmt.Errorf("response of unknown type %d", kind)
}

// suggestions answers autocomplete; the list is sent also when it is empty.
func suggestions(list []*discordgo.ApplicationCommandOptionChoice) callback {
	if list == nil {
		list = []*discordgo.ApplicationCommandOptionChoice{}
	}
	return callback{discordgo.InteractionApplicationCommandAutocompleteResult, choices{list}}
}

// reply is a message in reply to another one.
type reply struct {
	message
	Reference    reference `json:"message_reference"`
	Nonce        string    `json:"nonce"`
	EnforceNonce bool      `json:"enforce_nonce"`
}

type reference struct {
	MessageID       string `json:"message_id"`
	ChannelID       string `json:"channel_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"` // false: should the question be gone, the answer is sent without the reference
}

// newReply makes a message a reply to another. Its nonce is derived from that one: sent again, whether by us after a lost connection
// or by a second process, Discord returns the first one instead of posting a second.
// Source: https://docs.discord.com/developers/resources/message#create-message (nonce, at most 25 characters; enforce_nonce)
func newReply(to *discordgo.Message, m message) reply {
	sum := sha256.Sum256([]byte("reply to " + to.ID))
	return reply{
		message:   m,
		Reference: reference{MessageID: to.ID, ChannelID: to.ChannelID},
		Nonce:     hex.EncodeToString(sum[:])[:25], EnforceNonce: true,
	}
}

// encodeReply is the JSON of a handler's answer to a message.
func encodeReply(to *discordgo.Message, s *discordgo.MessageSend) ([]byte, error) {
	if s.TTS || len(s.Files) > 0 || s.File != nil || len(s.StickerIDs) > 0 || s.Poll != nil || s.Embed != nil {
		return nil, errors.New("the answer has speech, files, stickers, a poll or a single embed, which are not sent")
	}
	m, err := newMessage(s.Content, s.Embeds, s.Components, s.Flags)
	if err != nil {
		return nil, err
	}
	return json.Marshal(newReply(to, m))
}
