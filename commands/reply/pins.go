package reply

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// PinnedCard is an answer as it is pinned: without the buttons of who asked.
func (w Writer) PinnedCard(m knowledge.Match) Message {
	return Message{Components: container(w.cardParts(m, false)...)}
}

// AnswerPreview shows a moderator the answer that would be pinned, and the
// button that pins it.
func (w Writer) AnswerPreview(m knowledge.Match) Message {
	return w.preview(w.PinnedCard(m), Action{
		Verb: PinAnswer, Analysis: m.Topic.Analysis.ID, Topic: m.Topic.ID,
		Paragraph: m.Paragraph, Sentence: m.Sentence, Print: m.Topic.Print(),
	})
}

// preview puts the notice that it is one before a message, and menus and the
// button that pins it behind.
func (w Writer) preview(shown Message, pin Action, menus ...discordgo.SelectMenu) Message {
	parts := append([]discordgo.MessageComponent{text(w.previewNotice(pin.Channel))}, shown.Components...)
	for _, menu := range menus {
		parts = append(parts, row(menu))
	}
	b := button(w.Say("summary.pin"), pin)
	b.Style = discordgo.PrimaryButton
	return Message{Components: append(parts, row(b)), Private: true}
}

// previewNotice says where the button would pin; here if channel is empty.
func (w Writer) previewNotice(channel string) string {
	if channel == "" {
		return w.Say("summary.preview", "Button", w.Say("summary.pin"))
	}
	return w.Say("summary.preview_there", "Button", w.Say("summary.pin"), "Channel", "<#"+channel+">")
}

// Preview is a summary that a moderator is choosing the sentences of.
type Preview struct {
	Pin    Action            // of the verb Pin
	Choice string            // as who pins writes it
	Quotes []knowledge.Quote // one for each topic of the analysis, those left out too; never none
	Left   []string          // the ids of topics that are left out
	// Editing is the topic that a sentence is chosen for; none if empty. Page
	// is which of its sentences are shown, from 0.
	Editing string
	Page    int
}

// Values of a menu of the verb [Say] that are no sentence.
const (
	SayKey  = "key"
	SayLeft = "left"
	SayPage = "page:" // and a number
)

// PinPreview shows a moderator what would be pinned, menus to choose another
// sentence for a question or to leave it out, and the button that pins it.
func (w Writer) PinPreview(p Preview) Message {
	var shown []knowledge.Quote
	menus := []discordgo.SelectMenu{w.swapMenu(p)}
	for _, q := range p.Quotes {
		if !slices.Contains(p.Left, q.Topic.ID) {
			shown = append(shown, q)
		}
		if q.Topic.ID == p.Editing {
			menus = append(menus, w.sentenceMenu(q, p.Page))
		}
	}
	if len(shown) == 0 {
		m := w.preview(Message{Components: []discordgo.MessageComponent{text(w.Say("summary.all_left"))}}, p.Pin, menus...)
		m.Components = m.Components[:len(m.Components)-1] // nothing can be pinned
		return m
	}
	return w.preview(w.Summary(shown), p.Pin, menus...)
}

// swapMenu lists the questions of which the sentence can be chosen.
func (w Writer) swapMenu(p Preview) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: Action{Verb: Swap, Choice: p.Choice}.CustomID(),
		Placeholder: Fit(w.Say("summary.swap"), MaxPlaceholder),
	}
	for _, q := range p.Quotes[:min(len(p.Quotes), MaxSelectOptions, len(p.Choice)/2)] {
		said := w.questionName(q.Topic)
		about := q.Topic.Analysis.Text(q.Span)
		if slices.Contains(p.Left, q.Topic.ID) {
			about = w.Say("summary.left_out")
		}
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label: Fit(said, MaxOptionLabel), Value: q.Topic.ID, Description: Fit(oneLine(about), MaxOptionDescription),
			Default: q.Topic.ID == p.Editing,
		})
	}
	return menu
}

// sentencesPerPage leaves room in a menu for what else may be chosen.
const sentencesPerPage = MaxSelectOptions - 4

// sentenceMenu lists the sentences of an answer, page by page, beside its key
// sentence and leaving it out.
func (w Writer) sentenceMenu(shown knowledge.Quote, page int) discordgo.SelectMenu {
	t := shown.Topic
	sentences := t.Sentences()
	pages := (len(sentences) + sentencesPerPage - 1) / sentencesPerPage
	page = max(0, min(page, pages-1))
	menu := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: Action{Verb: Say, Topic: t.ID, Page: page}.CustomID(),
		Placeholder: Fit(w.Say("summary.choose"), MaxPlaceholder),
	}
	add := func(label, value string, chosen bool) {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: Fit(oneLine(label), MaxOptionLabel), Value: value, Default: chosen})
	}
	first, last := page*sentencesPerPage, min((page+1)*sentencesPerPage, len(sentences))
	for n, q := range sentences[first:last] {
		add(t.Analysis.Text(q.Span), strconv.Itoa(first+n), q.Span == shown.Span)
	}
	add(w.Say("summary.key"), SayKey, false)
	add(w.Say("summary.leave_out"), SayLeft, false)
	if page > 0 {
		add(w.Say("summary.earlier"), SayPage+strconv.Itoa(page-1), false)
	}
	if page+1 < pages {
		add(w.Say("summary.later"), SayPage+strconv.Itoa(page+1), false)
	}
	return menu
}

// PinLine is a pin in the list of a server's.
type PinLine struct {
	ID, Link, Channel string
	Title             string // empty where it is no longer in the library
	Full              bool
	State             PinState
}

// PinState is how a pin stands.
type PinState string

// How a pin stands; each is a message of package words.
const (
	UpToDate  PinState = "pins.up_to_date"
	OutOfDate PinState = "pins.out_of_date"
	NotHere   PinState = "pins.not_here" // its analysis is gone
	Pending   PinState = "pins.pending"  // it is being posted, or taken away
)

// pinsPerPage is how many pins a page of the list has room for: each takes a
// text, a row and two buttons.
const pinsPerPage = 8

// PinList shows a moderator what Ibid has pinned in the server, with buttons
// to refresh and to remove each.
func (w Writer) PinList(pins []PinLine, page int) Message {
	if len(pins) == 0 {
		return Notice(w.Say("pins.none"))
	}
	pages := (len(pins) + pinsPerPage - 1) / pinsPerPage
	page = max(0, min(page, pages-1))
	parts := []discordgo.MessageComponent{text("**" + w.Count("pins.title", len(pins)) + "**")}
	for _, p := range pins[page*pinsPerPage : min((page+1)*pinsPerPage, len(pins))] {
		parts = append(parts, text(w.pinLine(p)))
		var buttons []discordgo.MessageComponent
		if p.State == OutOfDate {
			buttons = append(buttons, button(w.Say("pins.refresh"), Action{Verb: Refresh, PinID: p.ID}))
		}
		parts = append(parts, row(append(buttons, button(w.Say("pins.remove"), Action{Verb: Unpin, PinID: p.ID}))...))
	}
	if turns := w.turns(page, pages, Action{Verb: Pins}); len(turns) > 0 {
		parts = append(parts, row(turns...))
	}
	return Message{Private: true, Components: container(parts...)}
}

// pinLine is what is pinned, where, and whether it is as published.
func (w Writer) pinLine(p PinLine) string {
	title := w.Say("pins.unknown")
	if p.Title != "" {
		title = fitMarkdown(p.Title, maxHeading/2)
	}
	lines := []string{"**" + title + "**", fmt.Sprintf("<#%s>", p.Channel)}
	if p.Link != "" {
		lines[1] += " · " + p.Link
	}
	if p.Full {
		lines[1] += " · " + w.Say("pins.full")
	}
	return strings.Join(append(lines, w.Say(string(p.State))), "\n")
}

// Full says that a channel takes no more pins, and offers to remove the
// oldest of Ibid's own there, if there is one.
func (w Writer) Full(oldest *PinLine) Message {
	if oldest == nil {
		return Notice(w.Say("said.pins_full"))
	}
	return Message{Private: true, Components: container(
		text(w.Say("said.pins_full_own", "Button", w.Say("summary.pin"))+"\n"+w.pinLine(*oldest)),
		row(button(w.Say("pins.remove"), Action{Verb: Unpin, PinID: oldest.ID})),
	)}
}

// Outdated tells moderators that what is pinned is no longer as published.
func (w Writer) Outdated(p PinLine) Message {
	buttons := []discordgo.MessageComponent{button(w.Say("pins.remove"), Action{Verb: Unpin, PinID: p.ID})}
	if p.State == OutOfDate {
		buttons = slices.Insert(buttons, 0, discordgo.MessageComponent(button(w.Say("pins.refresh"), Action{Verb: Refresh, PinID: p.ID})))
	}
	return Message{Components: container(text("**"+w.Say("pins.changed")+"**\n"+w.pinLine(p)), row(buttons...))}
}
