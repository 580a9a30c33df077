package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// This file says which of the gateway's events are for us, and decodes them from the raw JSON. discordgo decodes every event too, but
// loses one that has a component of a type it does not know, which may well stand in the message a question is about.

// interactionHead is what must be known of an interaction to answer it, whatever else is in it.
type interactionHead struct {
	ID     string                    `json:"id"`
	Token  string                    `json:"token"`
	Type   discordgo.InteractionType `json:"type"`
	Locale string                    `json:"locale"`
	Data   struct {
		Name string `json:"name"` // of a command; the names are our own
	} `json:"data"`
}

// answerable: there is somebody who waits for an answer. A ping, or a type that is not known yet, comes without.
func (h interactionHead) answerable() bool {
	return h.ID != "" && h.Token != "" && h.Type >= discordgo.InteractionApplicationCommand && h.Type <= discordgo.InteractionModalSubmit
}

func (h interactionHead) kind() string {
	switch h.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		return "autocomplete"
	case discordgo.InteractionMessageComponent:
		return "click"
	case discordgo.InteractionModalSubmit:
		return "form"
	}
	return "command"
}

// messageHead is what must be known of a message to see whether it is for us.
type messageHead struct {
	ID        string                `json:"id"`
	ChannelID string                `json:"channel_id"`
	GuildID   string                `json:"guild_id"`
	WebhookID string                `json:"webhook_id"`
	Type      discordgo.MessageType `json:"type"`
	Author    person                `json:"author"`
	Mentions  []person              `json:"mentions"`
	Content   string                `json:"content"`
	Answered  *struct {
		Author person `json:"author"`
	} `json:"referenced_message"`
}

// named is anything that has an id.
type named struct {
	ID string `json:"id"`
}

type person struct {
	ID  string `json:"id"`
	Bot bool   `json:"bot"`
}

// forUs: a person wrote it, and it mentions us by name (not everyone, not a role), replies to a message of ours, or came directly. One
// that replies to a message of ours and mentions somebody else, but not us in its text, is people talking to each other.
func (h messageHead) forUs(selfID string) bool {
	written := h.Type == discordgo.MessageTypeDefault || h.Type == discordgo.MessageTypeReply
	if !written || h.Author.Bot || h.Author.ID == selfID || h.WebhookID != "" {
		return false
	}
	if h.GuildID == "" {
		return true
	}
	mentioned := slices.ContainsFunc(h.Mentions, func(p person) bool { return p.ID == selfID })
	others := slices.ContainsFunc(h.Mentions, func(p person) bool { return p.ID != selfID })
	if h.Answered == nil || h.Answered.Author.ID != selfID {
		return mentioned
	}
	return !others || strings.Contains(h.Content, "<@"+selfID+">") || strings.Contains(h.Content, "<@!"+selfID+">")
}

// decodeInteraction decodes an interaction without the components of the messages in it: the one a message command was used on, and
// the one that a button's message replies to. Those of our own stay, the button's and the command's, unless discordgo cannot read
// them. What a form was filled in with stays.
func decodeInteraction(raw []byte, selfID string) (*discordgo.Interaction, error) {
	tree, err := parse(raw)
	if err != nil {
		return nil, err
	}
	top, _ := tree.(map[string]any)
	if data, ok := top["data"].(map[string]any); ok {
		resolved, _ := data["resolved"].(map[string]any)
		messages, _ := resolved["messages"].(map[string]any)
		for _, m := range messages {
			if message, _ := m.(map[string]any); !isBy(message, selfID) {
				dropComponents(m)
			}
		}
	}
	clicked, _ := top["message"].(map[string]any)
	for name, part := range clicked {
		if name != "components" {
			dropComponents(part)
		}
	}
	i := new(discordgo.Interaction)
	if err := decodeTree(tree, i); err == nil {
		return i, nil
	}
	if data, ok := top["data"].(map[string]any); ok {
		dropComponents(data["resolved"])
	}
	dropComponents(top["message"])
	i = new(discordgo.Interaction)
	return i, decodeTree(tree, i)
}

func isBy(message map[string]any, userID string) bool {
	author, _ := message["author"].(map[string]any)
	return userID != "" && author["id"] == userID
}

// decodeMessage decodes a message without its components and those of the messages within it, save the one it replies to, which may
// be ours, unless discordgo cannot read them.
func decodeMessage(raw []byte) (*discordgo.Message, error) {
	tree, err := parse(raw)
	if err != nil {
		return nil, err
	}
	top, _ := tree.(map[string]any)
	delete(top, "components")
	for name, part := range top {
		if name != "referenced_message" {
			dropComponents(part)
		}
	}
	answered, _ := top["referenced_message"].(map[string]any)
	for name, part := range answered {
		if name != "components" {
			dropComponents(part)
		}
	}
	m := new(discordgo.Message)
	if err := decodeTree(tree, m); err == nil {
		return m, nil
	}
	dropComponents(tree)
	m = new(discordgo.Message)
	return m, decodeTree(tree, m)
}

// customIDs lists every "custom_id" at any depth of a message's components, in order.
func customIDs(components any) []string {
	var ids []string
	switch t := components.(type) {
	case map[string]any:
		if id, ok := t["custom_id"].(string); ok {
			ids = append(ids, id)
		}
		for _, name := range []string{"components", "component", "accessory"} {
			ids = append(ids, customIDs(t[name])...)
		}
	case []any:
		for _, part := range t {
			ids = append(ids, customIDs(part)...)
		}
	}
	return ids
}

func parse(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // a number keeps the digits it came with
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return tree, nil
}

func decodeTree(tree, into any) error {
	raw, err := json.Marshal(tree)
	if err != nil {
		return fmt.Errorf("without components: %w", err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}

// dropComponents removes every "components" at any depth.
func dropComponents(tree any) {
	switch t := tree.(type) {
	case map[string]any:
		delete(t, "components")
		for _, v := range t {
			dropComponents(v)
		}
	case []any:
		for _, v := range t {
			dropComponents(v)
		}
	}
}
