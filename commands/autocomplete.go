package commands

import (
	"context"
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

// choicePrefix marks a choice's value as a place to open, written as a
// button's is. A question that a person types does not begin like this.
const choicePrefix = "topic:"

// completer suggests topics while a member types. It never changes.
type completer struct {
	library    *knowledge.Library
	candidates candidates
}

// candidate is a place that may be chosen, by the text that is typed for it.
type candidate struct {
	match knowledge.Match
	label string
	plain string
}

// candidates are a source for fuzzy.
type candidates []candidate

func (c candidates) String(i int) string { return c[i].plain }
func (c candidates) Len() int            { return len(c) }

// newCompleter makes every question, every expert's answer and every title
// a candidate.
func newCompleter(library *knowledge.Library) *completer {
	c := &completer{library: library.WithEyes(nil)} // eyes may be too slow for every key
	for _, t := range library.Topics() {
		c.add(opened(t, 0), t.Question)
		for i, name := range t.Speakers() {
			c.add(opened(t, t.FirstOf(i)), name+": "+t.Question)
		}
		c.add(opened(t, 0), t.Analysis.Title+": "+t.Question)
	}
	return c
}

func (c *completer) add(m knowledge.Match, label string) {
	c.candidates = append(c.candidates, candidate{m, label, plain(label)})
}

// plain is a text as it is typed in a hurry: small letters, straight quotes.
func plain(text string) string {
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(strings.ToLower(text))
}

// opened is a topic shown from a paragraph on, with no sentence better than
// another.
func opened(t knowledge.Topic, paragraph int) knowledge.Match {
	return knowledge.Match{Topic: t, Paragraph: paragraph, Sentence: knowledge.NoSentence}
}

// complete answers autocomplete of the option that is being typed.
func (r *Router) complete(ctx context.Context, i *discordgo.Interaction) *discordgo.InteractionResponse {
	data := i.ApplicationCommandData()
	library := r.libraryOf(ctx, i.GuildID)
	options := data.Options
	if sub := subcommand(data); sub != nil {
		options = sub.Options
	}
	var choices []*discordgo.ApplicationCommandOptionChoice
	switch name, typed := typing(options); name {
	case analysisOption:
		choices = completeAnalysis(library, typed)
	case expertOption:
		choices = completeExpert(library, typed)
	case pinOption:
		choices = r.completePin(ctx, i.GuildID, typed)
	default:
		choices = r.completerOf(library).choices(typed)
	}
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: choices},
	}
}

// typing is the option that a member is in, and what it holds so far.
func typing(options []*discordgo.ApplicationCommandInteractionDataOption) (name, typed string) {
	for _, o := range options {
		if o.Focused {
			typed, _ = o.Value.(string)
			return o.Name, typed
		}
	}
	return "", ""
}

// choices ranks candidates for what was typed: those that begin with it,
// then those with a word that does; where there is none, those that hold its
// letters in order; and where there is none of these, what the library
// finds. With nothing typed it hoists the questions in the order of the
// text.
func (c *completer) choices(typed string) []*discordgo.ApplicationCommandOptionChoice {
	typed = plain(strings.TrimSpace(typed))
	list := choiceList{taken: make(map[string]bool)}
	switch {
	case typed == "":
		for _, t := range c.library.Topics() {
			list.add(opened(t, 0), t.Question)
		}
	case utf8.RuneCountInString(typed) <= maxFragment:
		c.addPrefixed(&list, typed)
		c.addWithWord(&list, typed)
		if len(list.choices) == 0 {
			c.addScattered(&list, typed)
		}
	}
	if typed != "" && len(list.choices) == 0 {
		for _, m := range c.library.Ask(context.Background(), typed).Matches {
			list.add(opened(m.Topic, m.Paragraph), m.Topic.Question)
		}
	}
	return list.choices
}

func (c *completer) addPrefixed(list *choiceList, typed string) {
	for _, candidate := range c.candidates {
		if strings.HasPrefix(candidate.plain, typed) {
			list.add(candidate.match, candidate.label)
		}
	}
}

func (c *completer) addWithWord(list *choiceList, typed string) {
	for _, candidate := range c.candidates {
		if strings.Contains(candidate.plain, " "+typed) {
			list.add(candidate.match, candidate.label)
		}
	}
}

func (c *completer) addScattered(list *choiceList, typed string) {
	for _, found := range fuzzy.FindFrom(typed, c.candidates) {
		list.add(c.candidates[found.Index].match, c.candidates[found.Index].label)
	}
}

// choiceList holds each place once, and as many as Discord shows.
type choiceList struct {
	choices []*discordgo.ApplicationCommandOptionChoice
	taken   map[string]bool
}

func (l *choiceList) add(m knowledge.Match, label string) {
	value := choicePrefix + reply.Action{
		Verb: reply.Open, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID, Paragraph: m.Paragraph, Sentence: m.Sentence,
	}.CustomID()
	if l.taken[value] || len(l.choices) == reply.MaxChoices {
		return
	}
	l.taken[value] = true
	l.choices = append(l.choices, &discordgo.ApplicationCommandOptionChoice{
		Name: reply.Fit(label, reply.MaxChoiceName), Value: value,
	})
}

// chosenIn is the place of a library that a choice's value names.
func chosenIn(library *knowledge.Library, value string) (knowledge.Match, bool) {
	id, marked := strings.CutPrefix(value, choicePrefix)
	if !marked {
		return knowledge.Match{}, false
	}
	action, err := reply.ParseAction(id)
	if err != nil {
		return knowledge.Match{}, false
	}
	topic, ok := library.Topic(action.Analysis, action.Topic)
	if !ok {
		return knowledge.Match{}, false
	}
	return match(topic, action), true
}
