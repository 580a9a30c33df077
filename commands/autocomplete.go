package commands

import (
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"github.com/sahilm/fuzzy"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// maxFragment is the longest text, in characters, that is matched letter by
// letter. sahilm/fuzzy finds letters in their order and scores runs of them
// exponentially, so it ranks short fragments well and overflows on long
// ones; what is longer is a question, and goes to the library.
const maxFragment = 24

// choicePrefix marks a choice's value as the id of a topic. A question that
// a person types does not begin like this.
const choicePrefix = "topic:"

// completer suggests topics while a member types. It never changes.
type completer struct {
	library *knowledge.Library
	topics  []knowledge.Topic // the candidate's topic
	lowered []string          // the candidate's text, in lower case
	labels  []string          // how the candidate is shown
}

// newCompleter makes every question, every expert's question and every title
// a candidate.
func newCompleter(library *knowledge.Library) *completer {
	c := &completer{library: library}
	for _, t := range library.Topics() {
		c.add(t, t.Question)
		for _, name := range t.Speakers() {
			c.add(t, name+": "+t.Question)
		}
		c.add(t, t.Analysis.Title+": "+t.Question)
	}
	return c
}

func (c *completer) add(t knowledge.Topic, label string) {
	c.topics = append(c.topics, t)
	c.labels = append(c.labels, label)
	c.lowered = append(c.lowered, strings.ToLower(label))
}

// complete answers autocomplete of /ask.
func (r *Router) complete(data discordgo.ApplicationCommandInteractionData) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{
			Choices: r.completer.choices(textOption(data.Options, questionOption)),
		},
	}
}

// choices ranks candidates for what was typed: first those that begin with
// it, then those that hold its letters in order, and where there is none,
// what the library finds. With nothing typed it hoists the questions in the
// order of the text.
func (c *completer) choices(typed string) []*discordgo.ApplicationCommandOptionChoice {
	typed = strings.ToLower(strings.TrimSpace(typed))
	list := choiceList{taken: make(map[string]bool)}
	switch {
	case typed == "":
		for _, t := range c.library.Topics() {
			list.add(t, t.Question)
		}
	case utf8.RuneCountInString(typed) <= maxFragment:
		c.addPrefixed(&list, typed)
		for _, m := range fuzzy.FindFrom(typed, lowered(c.lowered)) {
			list.add(c.topics[m.Index], c.labels[m.Index])
		}
	}
	if typed != "" && len(list.choices) == 0 {
		for _, m := range c.library.Ask(typed).Matches {
			list.add(m.Topic, m.Topic.Question)
		}
	}
	return list.choices
}

func (c *completer) addPrefixed(list *choiceList, typed string) {
	for i, text := range c.lowered {
		if strings.HasPrefix(text, typed) {
			list.add(c.topics[i], c.labels[i])
		}
	}
}

// lowered makes candidates a source for fuzzy.
type lowered []string

func (l lowered) String(i int) string { return l[i] }
func (l lowered) Len() int            { return len(l) }

// choiceList holds each topic once, and as many as Discord shows.
type choiceList struct {
	choices []*discordgo.ApplicationCommandOptionChoice
	taken   map[string]bool
}

func (l *choiceList) add(t knowledge.Topic, label string) {
	value := choicePrefix + t.Analysis.ID + "/" + t.ID
	if l.taken[value] || len(l.choices) == reply.MaxChoices {
		return
	}
	l.taken[value] = true
	l.choices = append(l.choices, &discordgo.ApplicationCommandOptionChoice{
		Name: reply.Fit(label, reply.MaxChoiceName), Value: value,
	})
}

// chosen is the topic that a choice's value names.
func (r *Router) chosen(value string) (knowledge.Topic, bool) {
	id, marked := strings.CutPrefix(value, choicePrefix)
	if !marked {
		return knowledge.Topic{}, false
	}
	analysis, topic, _ := strings.Cut(id, "/")
	return r.library.Topic(analysis, topic)
}
