package reply

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// State is what a message of ours says of itself in the custom ids of its
// buttons: which place it shows, and what was asked. So that nothing needs to
// be kept elsewhere, the question is written into the ids part by part.
type State struct {
	Place     Action // its verb is Cite; zero where the message shows no answer
	Question  string // what was asked; empty where a topic was opened
	Shortened bool   // whether the question was too long to be written whole
	About     string // the message that was asked about; empty where none was
}

// questionVerbs are the buttons that have a part of the question, in order.
// A message has Why and NotAsked, or Send, and Dismiss or Post.
func questionVerbs() []Verb { return []Verb{Why, NotAsked, Send, Dismiss, Post} }

// space stands for blanks in a part, which Discord might take off its ends.
// more ends a question that is longer than its parts.
const (
	space = "␣"
	more  = "⋯"
)

// questionButton is a button that holds a part of the question.
type questionButton struct {
	label  string
	action Action
}

// questionButtons writes a question into the custom ids of buttons, which
// stand in the order of [questionVerbs]: as much in each as it has room for.
func questionButtons(question string, wanted ...questionButton) []discordgo.MessageComponent {
	var rooms []int
	for _, b := range wanted {
		rooms = append(rooms, MaxCustomID-Size(b.action.CustomID()))
	}
	var buttons []discordgo.MessageComponent
	for i, part := range questionParts(question, rooms...) {
		wanted[i].action.Part = part
		buttons = append(buttons, button(wanted[i].label, wanted[i].action))
	}
	return buttons
}

// questionParts writes a question as parts, each of so much at most; where it
// is longer than all, the last says so.
func questionParts(question string, rooms ...int) []string {
	question = strings.NewReplacer(space, "", more, "").Replace(strings.ToValidUTF8(question, ""))
	rest := strings.Join(strings.Fields(question), space)
	parts := make([]string, len(rooms))
	for i, room := range rooms {
		if rest == "" {
			break
		}
		if i == len(rooms)-1 {
			room -= Size(more)
		}
		n := len(rest)
		if Size(rest) > room {
			n = runePrefix(rest, room)
		}
		parts[i], rest = rest[:n], rest[n:]
	}
	if rest != "" && len(parts) > 0 {
		parts[len(parts)-1] += more
	}
	return parts
}

// StateOf reads the state of a message of ours from its custom ids.
func StateOf(ids []string) State {
	var s State
	var question strings.Builder
	byVerb := make(map[Verb]Action)
	for _, id := range ids {
		if a, err := ParseAction(id); err == nil {
			byVerb[a.Verb] = a
		}
	}
	if a := byVerb[Cite]; a.Style == "" {
		s.Place = a
	}
	s.About = byVerb[Post].Message
	for _, verb := range questionVerbs() {
		question.WriteString(byVerb[verb].Part)
	}
	s.Question, s.Shortened = strings.CutSuffix(question.String(), more)
	s.Question = strings.ReplaceAll(s.Question, space, " ")
	return s
}

// IsPlain reports whether a message of ours is text alone.
func IsPlain(components []discordgo.MessageComponent) bool {
	for _, c := range components {
		if _, boxed := c.(*discordgo.Container); boxed {
			return false
		}
	}
	return len(components) > 0
}

// CustomIDs are those of a message's buttons and menus, as discordgo decodes
// it.
func CustomIDs(components []discordgo.MessageComponent) []string {
	var ids []string
	for _, c := range components {
		switch c := c.(type) {
		case *discordgo.Container:
			ids = append(ids, CustomIDs(c.Components)...)
		case *discordgo.ActionsRow:
			ids = append(ids, CustomIDs(c.Components)...)
		case *discordgo.Button:
			ids = append(ids, c.CustomID)
		case *discordgo.SelectMenu:
			ids = append(ids, c.CustomID)
		}
	}
	return ids
}
