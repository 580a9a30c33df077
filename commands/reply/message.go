package reply

import (
	"bytes"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Message is a Discord message made of components (Components V2, which is
// seen with link previews off). Whom it may ping and what it replies to is
// for the door that sends it to say.
type Message struct {
	Components []discordgo.MessageComponent
	// Private shows it only to the person who pressed or asked.
	Private bool
	// Files are what components show by the address of [File.address]. They
	// go with responses only.
	Files []File
}

// File is a file of a message.
type File struct {
	Name, Type string // such as text/csv
	Data       []byte
}

// address is how components of the same message name a file.
// (docs.discord.com/developers/reference#uploading-files)
func (f File) address() string { return "attachment://" + f.Name }

// Response answers an interaction with a new message.
func (m Message) Response() *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: m.data(),
	}
}

// Update answers a click by changing the message that was clicked.
func (m Message) Update() *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseUpdateMessage,
		Data: m.data(),
	}
}

func (m Message) data() *discordgo.InteractionResponseData {
	data := &discordgo.InteractionResponseData{Components: m.Components, Flags: m.flags()}
	for _, f := range m.Files {
		data.Files = append(data.Files, &discordgo.File{Name: f.Name, ContentType: f.Type, Reader: bytes.NewReader(f.Data)})
	}
	return data
}

// Send is the message as an answer to another one, in its channel; nothing
// is private there.
func (m Message) Send() *discordgo.MessageSend {
	m.Private = false
	return &discordgo.MessageSend{Components: m.Components, Flags: m.flags()}
}

func (m Message) flags() discordgo.MessageFlags {
	if m.Private {
		return discordgo.MessageFlagsIsComponentsV2 | discordgo.MessageFlagsEphemeral
	}
	return discordgo.MessageFlagsIsComponentsV2
}

// Marked numbers the first container of a message, so that the message can be
// known again. The number is from 1 to 2³¹-1.
// (docs.discord.com/developers/components/reference#anatomy-of-a-component)
func (m Message) Marked(mark int) Message {
	parts := slices.Clone(m.Components)
	for i, part := range parts {
		if c, ok := part.(discordgo.Container); ok {
			c.ID = mark
			parts[i] = c
			break
		}
	}
	m.Components = parts
	return m
}

// Changed says before a message that the text is not that which its button was
// made for.
func (w Writer) Changed(m Message) Message {
	m.Components = append([]discordgo.MessageComponent{text(w.Say("card.changed"))}, m.Components...)
	return m
}

// Notice is a short private sentence of Ibid's own.
func Notice(sentence string) Message {
	return Message{Components: []discordgo.MessageComponent{text(sentence)}, Private: true}
}

func text(markdown string) discordgo.TextDisplay {
	return discordgo.TextDisplay{Content: markdown}
}

func container(parts ...discordgo.MessageComponent) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.Container{Components: parts}}
}

func row(parts ...discordgo.MessageComponent) discordgo.ActionsRow {
	return discordgo.ActionsRow{Components: parts}
}

func button(label string, action Action) discordgo.Button {
	return discordgo.Button{
		Label: Fit(label, MaxButtonLabel), Style: discordgo.SecondaryButton, CustomID: action.CustomID(),
	}
}

// linkButton returns a button that opens address; none where Discord would
// not take the address.
func linkButton(label, address string) []discordgo.MessageComponent {
	if address == "" || Size(address) > MaxButtonURL {
		return nil
	}
	return []discordgo.MessageComponent{
		discordgo.Button{Label: label, Style: discordgo.LinkButton, URL: address},
	}
}
