package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/knowledge/citation"
)

// cite answers /cite: for the answer to a question, or without one for an
// analysis.
func (r *Router) cite(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) reply.Message {
	question, library := textOption(data.Options, questionOption), r.libraryOf(ctx, i.GuildID)
	action := reply.Action{Verb: reply.CiteAll, Style: citation.Style(textOption(data.Options, styleOption))}
	if question == "" {
		action.Analysis = analysisNamed(library, textOption(data.Options, analysisOption))
		return cited(writer(i), library, action)
	}
	m, ok := chosenIn(library, question)
	if !ok {
		answer := library.Ask(ctx, question)
		if answer.Verdict != knowledge.Answered {
			o, _ := r.occasion(ctx, i.GuildID, i.ChannelID)
			o.Private = true
			return writer(i).Offer(answer, o, library.Topics())
		}
		m = answer.Matches[0]
	}
	action.Verb, action.Analysis, action.Topic = reply.Cite, m.Topic.Analysis.ID, m.Topic.ID
	action.Paragraph, action.Sentence = m.Paragraph, m.Sentence
	return writer(i).Cited(m, action)
}

// cited shows what an action of the verbs Cite and CiteAll names.
func cited(w reply.Writer, library *knowledge.Library, action reply.Action) reply.Message {
	if action.Topic != "" {
		if topic, ok := library.Topic(action.Analysis, action.Topic); ok {
			if !isChanged(topic, action) {
				return w.Cited(match(topic, action), action)
			}
			// Another expert may stand there now: the analysis is cited.
			action.Verb = reply.CiteAll
			return w.Changed(w.Cited(match(topic, action), action))
		}
	}
	for _, topic := range library.Topics() {
		if action.Topic == "" && topic.Analysis.ID == action.Analysis {
			return w.Cited(opened(topic, 0), action)
		}
	}
	if action.Analysis == "" {
		return reply.Notice(w.Say("said.no_analysis"))
	}
	return reply.Notice(w.Say("said.gone"))
}
