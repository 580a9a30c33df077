package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
)

// ask answers /ask. The question is free text, or the id of a topic where
// the member picked one that autocomplete offered.
func (r *Router) ask(ctx context.Context, data discordgo.ApplicationCommandInteractionData) reply.Message {
	question := textOption(data.Options, questionOption)
	o := reply.Occasion{Private: isChosen(data.Options, privateOption)}
	if chosen, ok := r.chosen(question); ok {
		return reply.Card(chosen, o)
	}
	return r.answer(ctx, question, o)
}

// answer is the library's answer to free text.
func (r *Router) answer(ctx context.Context, question string, o reply.Occasion) reply.Message {
	return reply.Answer(r.library.Ask(ctx, question), o, r.library.Topics())
}

// askAbout answers the message command: what does the library say to that
// message? Only the one who asked sees it.
func (r *Router) askAbout(ctx context.Context, data discordgo.ApplicationCommandInteractionData) (*discordgo.InteractionResponse, error) {
	content, err := target(data)
	if err != nil {
		return nil, err
	}
	if content == "" {
		return reply.Notice("That message has no text to answer.").Response(), nil
	}
	return r.answer(ctx, content, reply.Occasion{Private: true, About: data.TargetID}).Response(), nil
}

// target is what the message says that a message command was used on.
func target(data discordgo.ApplicationCommandInteractionData) (string, error) {
	if data.Resolved == nil || data.Resolved.Messages[data.TargetID] == nil {
		return "", fmt.Errorf("message command without its message %q", data.TargetID)
	}
	return said(data.Resolved.Messages[data.TargetID]), nil
}

// said is what a message says, wherever it says it: in its text, in what it
// forwards, in a link's preview, in a poll's question.
func said(m *discordgo.Message) string {
	texts := []string{m.Content}
	for _, s := range m.MessageSnapshots {
		if s.Message != nil {
			texts = append(texts, s.Message.Content)
		}
	}
	for _, e := range m.Embeds {
		texts = append(texts, e.Title, e.Description)
	}
	if m.Poll != nil {
		texts = append(texts, m.Poll.Question.Text)
	}
	return withoutMentions(strings.Join(texts, "\n"))
}

// isChosen reports whether an option that is on or off is on.
func isChosen(options []*discordgo.ApplicationCommandInteractionDataOption, name string) bool {
	for _, o := range options {
		if value, ok := o.Value.(bool); ok && o.Name == name {
			return value
		}
	}
	return false
}

func textOption(options []*discordgo.ApplicationCommandInteractionDataOption, name string) string {
	for _, o := range options {
		if value, ok := o.Value.(string); ok && o.Name == name {
			return value
		}
	}
	return ""
}
