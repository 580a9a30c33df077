package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// ask answers /ask. The question is free text, or the id of a topic where
// the member picked one that autocomplete offered.
func (r *Router) ask(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) reply.Message {
	if wait := r.wait(ctx, i.GuildID, invoker(i)); wait > 0 {
		return oneAtATime(writer(i), wait)
	}
	question := textOption(data.Options, questionOption)
	o, elsewhere := r.occasion(ctx, i.GuildID, i.ChannelID)
	if len(elsewhere) == 0 {
		o.Private = isChosen(data.Options, privateOption, o.Private)
	}
	o.Plain = isChosen(data.Options, plainOption, o.Plain)
	library := r.libraryOf(ctx, i.GuildID)
	if chosen, ok := chosenIn(library, question); ok {
		r.countAnswered(ctx, i.GuildID, chosen.Topic)
		return r.show(channelOf(i), chosen, o)
	}
	return r.answer(ctx, channelOf(i), library, library.Ask(ctx, question), o)
}

// channel is where an answer is given, and in whose language.
type channel struct {
	guildID, id string
	reply.Writer
}

func channelOf(i *discordgo.Interaction) channel {
	return channel{i.GuildID, i.ChannelID, writer(i)}
}

// writer writes in the language of whoever asks or presses.
func writer(i *discordgo.Interaction) reply.Writer { return reply.In(string(i.Locale)) }

// answer shows what a library said to a question, which counts.
func (r *Router) answer(ctx context.Context, where channel, library *knowledge.Library, a knowledge.Answer, o reply.Occasion) reply.Message {
	r.countAsked(ctx, where.guildID, a)
	if a.Verdict != knowledge.Answered {
		return where.Offer(a, o, library.Topics())
	}
	o.Question = a.Question
	return r.show(where, a.Matches[0], o)
}

// show shows a place of an analysis, unless everybody in a server's channel
// has it before their eyes: then it says where.
func (r *Router) show(where channel, m knowledge.Match, o reply.Occasion) reply.Message {
	if where.guildID == "" || o.Private {
		return where.Card(m, o)
	}
	message, given := r.recent.give(where.id, m)
	if !given {
		return where.Card(m, o)
	}
	link := ""
	if message != "" {
		link = fmt.Sprintf("https://discord.com/channels/%s/%s/%s", where.guildID, where.id, message)
	}
	return where.Above(m, link)
}

// askAbout answers the message command: what does the library say to that
// message? Only the one who asked sees it.
func (r *Router) askAbout(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) (*discordgo.InteractionResponse, error) {
	content, err := target(data)
	if err != nil {
		return nil, err
	}
	if content == "" {
		return reply.Notice(writer(i).Say("said.no_text_answer")).Response(), nil
	}
	if wait := r.wait(ctx, i.GuildID, invoker(i)); wait > 0 {
		return oneAtATime(writer(i), wait).Response(), nil
	}
	o, _ := r.occasion(ctx, i.GuildID, i.ChannelID)
	o.Private, o.About = true, data.TargetID
	library := r.libraryOf(ctx, i.GuildID)
	return r.answer(ctx, channelOf(i), library, library.Ask(ctx, content), o).Response(), nil
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

// isChosen reports whether an option that is on or off is on; where it is not
// given, what holds otherwise.
func isChosen(options []*discordgo.ApplicationCommandInteractionDataOption, name string, otherwise bool) bool {
	for _, o := range options {
		if value, ok := o.Value.(bool); ok && o.Name == name {
			return value
		}
	}
	return otherwise
}

func textOption(options []*discordgo.ApplicationCommandInteractionDataOption, name string) string {
	for _, o := range options {
		if value, ok := o.Value.(string); ok && o.Name == name {
			return value
		}
	}
	return ""
}
