package reply

import "github.com/bwmarrin/discordgo"

// Message is a Discord message made of components (Components V2, which is
// seen with link previews off), before a door sends it.
type Message struct {
	Components []discordgo.MessageComponent
	// Private shows it only to the person who pressed or asked.
	Private bool
}

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
	flags := discordgo.MessageFlagsIsComponentsV2
	if m.Private {
		flags |= discordgo.MessageFlagsEphemeral
	}
	return &discordgo.InteractionResponseData{
		Components: m.Components, Flags: flags, AllowedMentions: noMentions(),
	}
}

// Reply answers a message in its channel. Nobody is pinged by it.
func (m Message) Reply(to *discordgo.Message) *discordgo.MessageSend {
	missing := false
	return &discordgo.MessageSend{
		Components:      m.Components,
		Flags:           discordgo.MessageFlagsIsComponentsV2,
		AllowedMentions: noMentions(),
		Reference: &discordgo.MessageReference{
			MessageID: to.ID, ChannelID: to.ChannelID, GuildID: to.GuildID, FailIfNotExists: &missing,
		},
	}
}

// noMentions has an empty list, not none: Discord reads "none" as "all".
func noMentions() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
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
	if Size(address) > MaxButtonURL {
		return nil
	}
	return []discordgo.MessageComponent{
		discordgo.Button{Label: label, Style: discordgo.LinkButton, URL: address},
	}
}
