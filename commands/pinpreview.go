package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// previewSummary answers /pin summary with a private preview.
func (r *Router) previewSummary(ctx context.Context, i *discordgo.Interaction, options []*discordgo.ApplicationCommandInteractionDataOption) (reply.Message, error) {
	pin := reply.Action{Verb: reply.Pin, Analysis: analysisNamed(r.libraryOf(ctx, i.GuildID), textOption(options, analysisOption)), Full: textOption(options, styleOption) == fullStyle}
	if channel := textOption(options, channelOption); channel != i.ChannelID {
		pin.Channel = channel
	}
	if pin.Analysis == "" {
		return reply.Notice(writer(i).Say("said.no_analysis")), nil
	}
	if missing, err := r.missingToPin(ctx, i, pin.Channel, pin.Full); missing != "" || err != nil {
		return reply.Notice(missing), err
	}
	return r.preview(writer(i), pin, "", "", 0)
}

// preview is the preview of a summary with a choice of sentences.
func (r *Router) preview(w reply.Writer, pin reply.Action, choice, editing string, page int) (reply.Message, error) {
	keys := r.library.Summary(pin.Analysis)
	if len(keys) == 0 {
		return reply.Notice(w.Say("said.gone")), nil
	}
	topics := topicsOf(keys)
	p := reply.Preview{Pin: pin, Choice: choose(choice, topics, "", ""), Editing: editing, Page: page}
	quoted, left := chosenBy(p.Choice, topics)
	p.Left = left
	for _, t := range topics {
		p.Quotes = append(p.Quotes, sentenceOf(t, quoted[t.ID], r.library))
	}
	p.Pin.Print = printOf(keys)
	return w.PinPreview(p), nil
}

// swap answers the menus of a preview: which topic a sentence is chosen for,
// and which sentence.
func (r *Router) swap(i *discordgo.Interaction, action reply.Action, value string) (*discordgo.InteractionResponse, error) {
	pin, choice := previewed(i)
	topics := topicsOf(r.library.Summary(pin.Analysis))
	editing, page := value, 0
	if action.Verb == reply.Say {
		editing, page = action.Topic, action.Page
		n, err := strconv.Atoi(value)
		to, isPage := strings.CutPrefix(value, reply.SayPage)
		switch {
		case isPage:
			page, err = strconv.Atoi(to)
		case value == reply.SayLeft:
			choice, err = choose(choice, topics, editing, choiceLeft), nil
		case value == reply.SayKey:
			choice, err = choose(choice, topics, editing, choiceKey), nil
		default:
			choice = choose(choice, topics, editing, choiceOf(n))
		}
		if err != nil {
			return nil, fmt.Errorf("value %q picked: %w", value, err)
		}
	}
	m, err := r.preview(writer(i), pin, choice, editing, page)
	return m.Update(), err
}

// previewed is what the preview says that was pressed upon.
func previewed(i *discordgo.Interaction) (pin reply.Action, choice string) {
	if i.Message == nil {
		return pin, ""
	}
	for _, id := range reply.CustomIDs(i.Message.Components) {
		switch a, _ := reply.ParseAction(id); a.Verb {
		case reply.Pin:
			pin = a
		case reply.Swap:
			choice = a.Choice
		}
	}
	return pin, choice
}

// previewAnswer answers /pin answer with a private preview.
func (r *Router) previewAnswer(ctx context.Context, i *discordgo.Interaction, question string) reply.Message {
	w := writer(i)
	if missing, _ := r.missingToPin(ctx, i, "", false); missing != "" {
		return reply.Notice(missing)
	}
	if m, ok := chosenIn(r.libraryOf(ctx, i.GuildID), question); ok {
		return w.AnswerPreview(m)
	}
	answer := r.libraryOf(ctx, i.GuildID).Ask(ctx, question)
	if answer.Verdict != knowledge.Answered {
		return w.Offer(answer, reply.Occasion{Private: true, NoEditors: true}, r.libraryOf(ctx, i.GuildID).Topics())
	}
	return w.AnswerPreview(answer.Matches[0])
}
