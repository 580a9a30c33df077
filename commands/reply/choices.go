package reply

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// Offer shows what the library said where that is no answer. Hoisted topics
// are shown where nothing is near.
func (w Writer) Offer(a knowledge.Answer, o Occasion, hoisted []knowledge.Topic) Message {
	m := w.NoAnswer(a.Matches, hoisted)
	if a.Verdict == knowledge.Choices {
		m = w.Choices(a.Matches)
	}
	m.Private = o.Private
	if buttons := w.offerButtons(a, o); len(buttons) > 0 {
		box := m.Components[0].(discordgo.Container)
		box.Components = append(box.Components, row(buttons...))
		m.Components = []discordgo.MessageComponent{box}
	}
	if o.Plain {
		return m.Plain()
	}
	return m
}

// offerButtons send an unanswered question to the editors, and take the offer
// away.
func (w Writer) offerButtons(a knowledge.Answer, o Occasion) []discordgo.MessageComponent {
	var wanted []questionButton
	if a.Verdict == knowledge.None && !o.NoEditors && strings.TrimSpace(a.Question) != "" {
		wanted = append(wanted, questionButton{w.Say("offer.editors"), Action{Verb: Send}})
	}
	if !o.Private {
		wanted = append(wanted, questionButton{w.Say("card.dismiss"), Action{Verb: Dismiss}})
	}
	return questionButtons(a.Question, wanted...)
}

// Above says to one person that an answer stands in the channel already, and
// where; the link may be empty.
func (w Writer) Above(m knowledge.Match, link string) Message {
	body := "**" + fitMarkdown(m.Topic.Question, maxHeading) + "**\n" + w.Say("offer.above")
	if link != "" {
		body += "\n" + link
	}
	buttons := append(linkButton(w.Say("offer.go_to"), link), button(w.Say("offer.show_here"), Action{
		Verb: Open, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID,
		Paragraph: m.Paragraph, Sentence: m.Sentence, Print: m.Topic.Print(),
	}))
	return Message{Private: true, Components: container(text(body), row(buttons...))}
}

// Choices asks which of two or three questions is meant, a button for each.
func (w Writer) Choices(matches []knowledge.Match) Message {
	return Message{Components: container(
		text("**"+w.Say("offer.did_you_mean")+"**\n"+matchList(matches)),
		row(openButtons(matches)...),
	)}
}

// NoAnswer says that nothing answers the question, and shows the nearest
// topics, or the first of the hoisted ones where none is near.
func (w Writer) NoAnswer(matches []knowledge.Match, hoisted []knowledge.Topic) Message {
	intro := w.Say("offer.nearest")
	if len(matches) == 0 {
		intro = w.Say("offer.answered")
		for _, t := range hoisted[:min(3, len(hoisted))] {
			matches = append(matches, knowledge.Match{Topic: t, Sentence: knowledge.NoSentence})
		}
	}
	buttons := append(openButtons(matches), button(w.Say("offer.all_topics"), Action{Verb: Browse}))
	return Message{Components: container(
		text("**"+w.Say("offer.not_answered")+"**\n"+intro+"\n"+matchList(matches)),
		row(buttons...),
	)}
}

// Others offers other answers than the one of an explanation, to one person.
func (w Writer) Others(e knowledge.Explanation, hoisted []knowledge.Topic) Message {
	var matches []knowledge.Match
	for i, m := range e.Matches {
		if i != e.Rank && len(matches) < 3 {
			matches = append(matches, m)
		}
	}
	intro := w.Say("offer.others")
	if len(matches) == 0 {
		intro = w.Say("offer.answered")
		for _, t := range hoisted {
			if len(matches) < 3 && (t.ID != e.Topic.ID || t.Analysis.ID != e.Topic.Analysis.ID) {
				matches = append(matches, knowledge.Match{Topic: t, Sentence: knowledge.NoSentence})
			}
		}
	}
	body := "**" + intro + "**"
	if len(matches) > 0 {
		body += "\n" + matchList(matches)
	}
	return Message{Private: true, Components: container(
		text(body), row(append(openButtons(matches), button(w.Say("offer.all_topics"), Action{Verb: Browse}))...),
	)}
}

// matchList names each question and who answers it.
func matchList(matches []knowledge.Match) string {
	var lines []string
	for i, m := range matches {
		lines = append(lines, fmt.Sprintf("%d. %s (%s)", i+1,
			fitMarkdown(m.Topic.Question, maxHeading), fitMarkdown(speakers(m.Topic), maxSpeaker)))
	}
	return strings.Join(lines, "\n")
}

func openButtons(matches []knowledge.Match) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	for _, m := range matches {
		buttons = append(buttons, button(choiceLabel(m.Topic), Action{
			Verb: Open, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID,
			Paragraph: m.Paragraph, Sentence: m.Sentence, Print: m.Topic.Print(),
		}))
	}
	return buttons
}

// choiceLabel is a question and who answers it, so much of it as a button has
// room for.
func choiceLabel(t knowledge.Topic) string {
	who := " (" + Fit(speakers(t), MaxButtonLabel/2) + ")"
	return Fit(t.Question, MaxButtonLabel-Size(who)) + who
}

func speakers(t knowledge.Topic) string { return strings.Join(t.Speakers(), ", ") }
