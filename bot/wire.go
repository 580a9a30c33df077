package bot

import (
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

// message is a message as it is sent: a new one, a response, or the update of one.
type message struct {
	Components      []discordgo.MessageComponent `json:"components"`
	Flags           discordgo.MessageFlags       `json:"flags"`
	AllowedMentions noMentions                   `json:"allowed_mentions"`
	Attachments     []attachment                 `json:"attachments,omitempty"`
}

// newMessage is a message of Components V2, as everything we send.
func newMessage(components []discordgo.MessageComponent, flags discordgo.MessageFlags) message {
	return message{Components: components, Flags: flags | discordgo.MessageFlagsIsComponentsV2, AllowedMentions: noMentions{Parse: []string{}}}
}

// sentence is a message of one sentence of our own, such as an apology.
func sentence(text string, flags discordgo.MessageFlags) message {
	return newMessage([]discordgo.MessageComponent{discordgo.TextDisplay{Content: text}}, flags)
}

// Faults of a handler: what would be left out, and what Discord would refuse.
var (
	errOnlyComponents = errors.New("only components are sent, and the handler gave content, embeds, speech, stickers, a poll, or files where none are sent")
	errNoComponents   = errors.New("the handler gave a message without components")
)

// callback is the answer to an interaction. Data is a message or choices.
// Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data"`
}

type choices struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

// response is what a handler answers to an interaction.
type response struct {
	kind  discordgo.InteractionResponseType // 4 (message), 7 (update) or 8 (choices)
	data  any                               // a message, or the choices of callback
	files []*discordgo.File
}

// newResponse checks a handler's response.
func newResponse(r *discordgo.InteractionResponse) (response, error) {
	if r == nil {
		return response{}, errors.New("the handler gave no response")
	}
	var data discordgo.InteractionResponseData
	if r.Data != nil {
		data = *r.Data
	}
	if data.Content != "" || len(data.Embeds) > 0 || data.TTS || data.Attachments != nil || data.Poll != nil {
		return response{}, errOnlyComponents
	}
	switch r.Type {
	case discordgo.InteractionResponseChannelMessageWithSource, discordgo.InteractionResponseUpdateMessage:
		if len(data.Components) == 0 {
			return response{}, errNoComponents
		}
		m := newMessage(data.Components, data.Flags)
		m.Attachments = attachments(data)
		return response{r.Type, m, data.Files}, nil
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		if len(data.Files) > 0 {
			return response{}, errOnlyComponents
		}
		return response{kind: r.Type, data: suggestions(data.Choices).Data}, nil
	}
	return response{}, fmt.Errorf("the handler gave a response of type %d, and only 4 (message), 7 (update) and 8 (choices) are sent", r.Type)
}

// privately is a sentence of our own that only the asking person sees.
func privately(text string) response {
	return response{kind: discordgo.InteractionResponseChannelMessageWithSource, data: sentence(text, ephemeral)}
}

// callback is the response as the first one: JSON, or where it has files a form and its content type.
func (r response) callback() (body []byte, form string, err error) {
	return packed(callback{r.kind, r.data}, r.files)
}

// message is the response as one that comes later: its message alone.
func (r response) message() (body []byte, form string, err error) { return packed(r.data, r.files) }

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
func newReply(to messageHead, m message) reply {
	return reply{
		message:   m,
		Reference: reference{MessageID: to.ID, ChannelID: to.ChannelID},
		Nonce:     nonce("reply to " + to.ID), EnforceNonce: true,
	}
}

// encodeReply is the JSON of a handler's answer to a message.
func encodeReply(to messageHead, s *discordgo.MessageSend) ([]byte, error) {
	if err := onlyComponents(s); err != nil {
		return nil, err
	}
	return json.Marshal(newReply(to, newMessage(s.Components, s.Flags)))
}

// onlyComponents returns a fault where a message has no components, or anything else that would be left out.
func onlyComponents(s *discordgo.MessageSend) error {
	if s.Content != "" || s.Embed != nil || len(s.Embeds) > 0 || s.TTS || s.File != nil || len(s.Files) > 0 || len(s.StickerIDs) > 0 || s.Poll != nil {
		return errOnlyComponents
	}
	if len(s.Components) == 0 {
		return errNoComponents
	}
	return nil
}
