package commands

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// ask answers /ask. The question is free text, or the id of a topic where
// the member picked one that autocomplete offered.
func (r *Router) ask(data discordgo.ApplicationCommandInteractionData) reply.Message {
	question := textOption(data.Options, questionOption)
	if topic, ok := r.chosen(question); ok {
		return reply.Card(knowledge.Match{Topic: topic, Sentence: knowledge.NoSentence})
	}
	return r.answer(question)
}

// answer is the library's answer to free text.
func (r *Router) answer(question string) reply.Message {
	return reply.Answer(r.library.Ask(question), r.library.Topics())
}

// askAbout answers the message command: what does the library say to that
// message? Only the one who asked sees it.
func (r *Router) askAbout(data discordgo.ApplicationCommandInteractionData) (*discordgo.InteractionResponse, error) {
	if data.Resolved == nil || data.Resolved.Messages[data.TargetID] == nil {
		return nil, fmt.Errorf("message command without its message %q", data.TargetID)
	}
	content := strings.TrimSpace(data.Resolved.Messages[data.TargetID].Content)
	if content == "" {
		return reply.Notice("That message has no text to answer.").Response(), nil
	}
	answer := r.answer(content)
	answer.Private = true
	return answer.Response(), nil
}

func textOption(options []*discordgo.ApplicationCommandInteractionDataOption, name string) string {
	for _, o := range options {
		if value, ok := o.Value.(string); ok && o.Name == name {
			return value
		}
	}
	return ""
}
