package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store"
)

// Board is where messages are posted, pinned and taken away; the door is one. Errors of
// Discord's have a method DiscordCode() int with its error code.
type Board interface {
	// Post sends a message to a channel and returns its id; a second one for
	// the same occasion is not posted, and the first one's id is returned.
	Post(ctx context.Context, channelID, occasion string, m *discordgo.MessageSend) (string, error)
	// Reply is Post in reply to a message of the channel.
	Reply(ctx context.Context, channelID, messageID, occasion string, m *discordgo.MessageSend) (string, error)
	// Own lists the messages of Ibid's among the last ones before a message of
	// the channel, the latest first.
	Own(ctx context.Context, channelID, before string) ([]*discordgo.Message, error)
	// Since lists Ibid's messages in a channel that were posted after a time.
	Since(ctx context.Context, channelID string, since time.Time) ([]*discordgo.Message, error)
	// Edit puts another text into a message of Ibid's.
	Edit(ctx context.Context, channelID, messageID string, m *discordgo.MessageSend) error
	// Delete takes a message of Ibid's away.
	Delete(ctx context.Context, channelID, messageID, reason string) error
	// Pin pins a message; the reason is for the server's audit log.
	Pin(ctx context.Context, channelID, messageID, reason string) error
	// Unpin takes a pin away.
	Unpin(ctx context.Context, channelID, messageID, reason string) error
	// PinnedIDs lists the messages that are pinned in a channel, the latest
	// pinned first.
	PinnedIDs(ctx context.Context, channelID string) ([]string, error)
	// Thread opens a thread under a message, unless there is one, and returns
	// its id.
	Thread(ctx context.Context, channelID, messageID, name string) (string, error)
	// Permissions is what a member may do in a channel of a server; Ibid
	// itself where user is empty.
	Permissions(ctx context.Context, guildID, channelID, userID string) (int64, error)
}

// pinMessages is the permission to pin; discordgo has no name for it yet
// (docs.discord.com/developers/topics/permissions).
const pinMessages = 1 << 51

// Discord's codes for what a moderator can mend
// (docs.discord.com/developers/topics/opcodes-and-status-codes#json).
const (
	codeMaxPins            = 30003
	codeMissingAccess      = 50001
	codeMissingPermissions = 50013
)

// pinCommand answers the subcommands of /pin.
func (r *Router) pinCommand(ctx context.Context, i *discordgo.Interaction, sub *discordgo.ApplicationCommandInteractionDataOption) (*discordgo.InteractionResponse, error) {
	if sub == nil {
		return nil, fmt.Errorf("/%s without a subcommand", pinName)
	}
	if missing := missingOf(i, i.Member); missing != "" {
		return reply.Notice(missing).Response(), nil
	}
	var said reply.Message
	var err error
	switch sub.Name {
	case summaryName:
		said, err = r.previewSummary(ctx, i, sub.Options)
	case answerName:
		said = r.previewAnswer(ctx, i, textOption(sub.Options, questionOption))
	case listName:
		said, err = r.pinList(ctx, i, 0)
	case refreshName:
		said, err = r.refreshAll(ctx, i)
	case removeName:
		said, err = r.remove(ctx, i, textOption(sub.Options, pinOption))
	default:
		return nil, fmt.Errorf("/%s without a subcommand that there is", pinName)
	}
	if err != nil {
		return nil, err
	}
	return said.Response(), nil
}

// previewSummary answers /pin summary with a private preview.
func (r *Router) previewSummary(ctx context.Context, i *discordgo.Interaction, options []*discordgo.ApplicationCommandInteractionDataOption) (reply.Message, error) {
	pin := reply.Action{Verb: reply.Pin, Analysis: analysisNamed(r.library, textOption(options, analysisOption)), Full: textOption(options, styleOption) == fullStyle}
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
	var topics []knowledge.Topic
	for _, q := range keys {
		topics = append(topics, q.Topic)
	}
	p := reply.Preview{Pin: pin, Choice: choose(choice, topics, "", ""), Editing: editing, Page: page}
	quoted, left := chosenBy(p.Choice, topics)
	p.Left = left
	for _, t := range topics {
		p.Quotes = append(p.Quotes, sentenceOf(t, quoted[t.ID], r.library))
	}
	p.Pin.Print = printOf(keys...)
	return w.PinPreview(p), nil
}

// swap answers the menus of a preview: which topic a sentence is chosen for,
// and which sentence.
func (r *Router) swap(i *discordgo.Interaction, action reply.Action, value string) (*discordgo.InteractionResponse, error) {
	pin, choice := previewed(i)
	var topics []knowledge.Topic
	for _, q := range r.library.Summary(pin.Analysis) {
		topics = append(topics, q.Topic)
	}
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
		return w.Offer(answer, reply.Occasion{Private: true, NoEditors: true}, r.library.Topics())
	}
	return w.AnswerPreview(answer.Matches[0])
}

// pinSummary answers the button of a preview: it posts the summary as it was
// shown and pins it. The preview names the pin, so that pressing twice, or
// again after an answer was lost, posts once.
func (r *Router) pinSummary(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	_, choice := previewed(i)
	keys := r.library.Summary(action.Analysis)
	if len(keys) == 0 || i.Message == nil {
		return reply.Notice(writer(i).Say("said.gone")).Response(), nil
	}
	if action.Print != "" && action.Print != printOf(keys...) {
		m, err := r.preview(writer(i), action, "", "", 0)
		return writer(i).Changed(m).Update(), err
	}
	var topics []knowledge.Topic
	for _, q := range keys {
		topics = append(topics, q.Topic)
	}
	quoted, left := chosenBy(choice, topics)
	return r.putUp(ctx, i, i.Message.ID, action.Channel, pinned{
		Analysis: action.Analysis, Full: action.Full, Quoted: quoted, Left: left,
	}, "/pin summary")
}

// pinAnswer answers the button of an answer's preview.
func (r *Router) pinAnswer(ctx context.Context, i *discordgo.Interaction, action reply.Action, topic knowledge.Topic) (*discordgo.InteractionResponse, error) {
	m := match(topic, action)
	if isChanged(topic, action) {
		return writer(i).Changed(writer(i).AnswerPreview(m)).Update(), nil
	}
	return r.putUp(ctx, i, i.Message.ID, "", pinned{Analysis: action.Analysis, Topic: topic.ID, Quoted: quotedAt(m)}, "/pin answer")
}

func quotedAt(m knowledge.Match) map[string]string {
	best, ok := m.Best()
	if !ok {
		return nil
	}
	return map[string]string{m.Topic.ID: m.Topic.Analysis.Text(best)}
}

// pinThis answers the message command: it pins an answer of Ibid's that
// stands in the channel.
func (r *Router) pinThis(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) (*discordgo.InteractionResponse, error) {
	w := writer(i)
	var target *discordgo.Message
	if data.Resolved != nil {
		target = data.Resolved.Messages[data.TargetID]
	}
	if target == nil {
		return nil, errors.New("the message command names no message")
	}
	place := reply.StateOf(reply.CustomIDs(target.Components)).Place
	topic, ok := r.library.Topic(place.Analysis, place.Topic)
	switch {
	case place.Analysis == "" || target.Author == nil || target.Author.ID != i.AppID && !target.Author.Bot:
		return reply.Notice(w.Say("pins.not_answer", "Command", w.Say("command.pin")+" "+w.Say("command.answer"))).Response(), nil
	case !ok:
		return reply.Notice(w.Say("said.gone")).Response(), nil
	case target.Flags&discordgo.MessageFlagsEphemeral != 0:
		return w.AnswerPreview(match(topic, place)).Response(), nil
	}
	m := match(topic, place)
	return r.putUp(ctx, i, "answer-"+target.ID, "", pinned{
		Analysis: place.Analysis, Topic: topic.ID, Quoted: quotedAt(m), Standing: true,
	}, pinThisName)
}

// putUp pins what was previewed, or a standing answer, and says what came of
// it.
func (r *Router) putUp(ctx context.Context, i *discordgo.Interaction, id, channel string, c pinned, command string) (*discordgo.InteractionResponse, error) {
	w := writer(i)
	if missing, err := r.missingToPin(ctx, i, channel, c.Full); missing != "" || err != nil {
		return reply.Notice(missing).Response(), err
	}
	c.Locale = string(i.Locale)
	d, ok := r.draw(c)
	if !ok {
		return reply.Notice(w.Say("said.gone")).Response(), nil
	}
	p := store.Pin{ID: id, Guild: i.GuildID, Channel: cmp.Or(channel, i.ChannelID), State: store.Intended, Content: c.write(), Print: d.print}
	if c.Standing {
		p.Message, p.State = strings.TrimPrefix(id, "answer-"), store.Posted
	}
	if full, err := r.full(ctx, p, w); full != nil || err != nil {
		return full, err
	}
	p, err := r.begin(ctx, p, command+", used by "+invoker(i))
	switch {
	case err == nil && c.Standing:
		return reply.Notice(w.Say("pins.pinned_answer")).Response(), nil
	case err == nil:
		return reply.Notice(w.Say("said.pinned", "Link", messageLink(p))).Update(), nil
	case errors.Is(err, errLater), ctx.Err() != nil: // there was no time for more
		r.keeper.log.Warn("a pin is gone on with later", "error", err)
		return reply.Notice(w.Say("pins.later")).Response(), nil
	case discordCode(err) == codeMaxPins:
		if full, err := r.replaceOldest(ctx, p, nil, w); full != nil {
			return full, err
		}
	}
	if mend := mendOf(w, err); mend != "" {
		return reply.Notice(mend).Response(), nil
	}
	return nil, fmt.Errorf("pin: %w", err)
}

// maxPins is how many a channel takes
// (docs.discord.com/developers/topics/opcodes-and-status-codes#json, 30003).
const maxPins = 250

// full says that a channel has all the pins that it takes, before anything is
// posted; nil where there is room.
func (r *Router) full(ctx context.Context, p store.Pin, w reply.Writer) (*discordgo.InteractionResponse, error) {
	ids, err := r.board.PinnedIDs(ctx, p.Channel)
	if err != nil || len(ids) < maxPins || slices.Contains(ids, p.Message) {
		return nil, nil // whether it can be pinned, pinning tells
	}
	return r.replaceOldest(ctx, p, ids, w)
}

// replaceOldest offers to remove the oldest of Ibid's pins in a channel.
func (r *Router) replaceOldest(ctx context.Context, p store.Pin, ids []string, w reply.Writer) (*discordgo.InteractionResponse, error) {
	pins, err := r.notebook.Pins(ctx, p.Guild)
	if err != nil {
		return nil, fmt.Errorf("read pins: %w", err)
	}
	for _, old := range pins { // by when they changed: the oldest first
		if old.Channel == p.Channel && old.State == store.Pinned && (ids == nil || slices.Contains(ids, old.Message)) {
			line := r.lineOf(old)
			return w.Full(&line).Response(), nil
		}
	}
	return w.Full(nil).Response(), nil
}

func messageLink(p store.Pin) string {
	if p.Message == "" {
		return ""
	}
	return fmt.Sprintf("https://discord.com/channels/%s/%s/%s", p.Guild, p.Channel, p.Message)
}

// lineOf is a pin as it is listed.
func (r *Router) lineOf(p store.Pin) reply.PinLine {
	c := readPinned(p)
	line := reply.PinLine{ID: p.ID, Link: messageLink(p), Channel: p.Channel, Full: c.Full, State: reply.Pending}
	d, ok := r.draw(c)
	line.Title = d.title
	switch {
	case p.State != store.Pinned:
	case !ok:
		line.State = reply.NotHere
	case d.print != p.Print:
		line.State = reply.OutOfDate
	default:
		line.State = reply.UpToDate
	}
	return line
}

// pinList lists the pins of a server.
func (r *Router) pinList(ctx context.Context, i *discordgo.Interaction, page int) (reply.Message, error) {
	pins, err := r.notebook.Pins(ctx, i.GuildID)
	if err != nil {
		return r.unkept(i, "settings.not_kept", err), nil // it is said
	}
	var lines []reply.PinLine
	for _, p := range pins {
		lines = append(lines, r.lineOf(p))
	}
	return writer(i).PinList(lines, page), nil
}

// refreshAll writes all pinned messages of a server as they are now that are
// out of date.
func (r *Router) refreshAll(ctx context.Context, i *discordgo.Interaction) (reply.Message, error) {
	w := writer(i)
	pins, err := r.notebook.Pins(ctx, i.GuildID)
	if err != nil {
		return r.unkept(i, "settings.not_kept", err), nil // it is said
	}
	refreshed := 0
	for _, p := range pins {
		if r.lineOf(p).State != reply.OutOfDate {
			continue
		}
		if missing, err := r.missingToPin(ctx, i, p.Channel, false); missing != "" || err != nil {
			continue // it stays in the list
		}
		if err := r.refresh(ctx, p); err != nil {
			r.keeper.log.Warn("a pin is not refreshed", "error", err)
			continue
		}
		refreshed++
	}
	return reply.Notice(w.Count("pins.refreshed", refreshed)), nil
}

// pinAction answers the buttons of the list of pins.
func (r *Router) pinAction(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	w := writer(i)
	if action.Verb == reply.Pins {
		m, err := r.pinList(ctx, i, action.Page)
		return m.Update(), err
	}
	if action.Verb == reply.Unpin {
		m, err := r.remove(ctx, i, action.PinID)
		return m.Response(), err
	}
	p, ok := r.pinOf(ctx, i.GuildID, action.PinID)
	if !ok {
		return reply.Notice(w.Say("pins.no_such")).Response(), nil
	}
	if missing, err := r.missingToPin(ctx, i, p.Channel, false); missing != "" || err != nil {
		return reply.Notice(missing).Response(), err
	}
	if err := r.refresh(ctx, p); err != nil {
		if mend := mendOf(w, err); mend != "" {
			return reply.Notice(mend).Response(), nil
		}
		return nil, fmt.Errorf("refresh a pin: %w", err)
	}
	return reply.Notice(w.Count("pins.refreshed", 1)).Response(), nil
}

// pinOf is a pin of that server.
func (r *Router) pinOf(ctx context.Context, guild, id string) (store.Pin, bool) {
	pins, err := r.notebook.Pins(ctx, guild)
	n := slices.IndexFunc(pins, func(p store.Pin) bool { return p.ID == id })
	if err != nil || n < 0 || guild == "" {
		return store.Pin{}, false
	}
	return pins[n], true
}

// remove takes a pinned message away. What cannot be done now is done later.
func (r *Router) remove(ctx context.Context, i *discordgo.Interaction, id string) (reply.Message, error) {
	w := writer(i)
	p, ok := r.pinOf(ctx, i.GuildID, id)
	if !ok {
		return reply.Notice(w.Say("pins.no_such")), nil
	}
	if missing, err := r.missingToPin(ctx, i, p.Channel, false); missing != "" || err != nil {
		return reply.Notice(missing), err
	}
	p, err := r.notebook.ChangePin(ctx, id, func(p *store.Pin) { p.State, p.Changed = store.Removing, r.recent.Now() })
	if errors.Is(err, store.ErrNoPin) {
		return reply.Notice(w.Say("pins.no_such")), nil
	}
	if err == nil {
		err = r.takeAway(ctx, p, "/pin remove, used by "+invoker(i))
	}
	switch {
	case err == nil:
		return reply.Notice(w.Say("pins.removed")), nil
	case p.State == store.Removing:
		r.keeper.log.Warn("a pin is taken away later", "error", err)
		return reply.Notice(w.Say("pins.later")), nil
	}
	return reply.Message{}, fmt.Errorf("remove a pin: %w", err)
}

// missingToPin says what the person or Ibid lacks to pin in a channel; empty
// if nothing. Of the channel that they are in, the interaction itself says
// what both may; that is channel if it is empty. Of another, Discord is asked.
func (r *Router) missingToPin(ctx context.Context, i *discordgo.Interaction, channel string, thread bool) (string, error) {
	if channel == "" || channel == i.ChannelID {
		if missing := missingOf(i, i.Member); missing != "" {
			return missing, nil
		}
		return lacking(writer(i), i.AppPermissions, thread), nil
	}
	theirs, err := r.board.Permissions(ctx, i.GuildID, channel, invoker(i))
	if isGone(err) {
		return writer(i).Say("pins.no_channel"), nil
	}
	if err != nil {
		return "", fmt.Errorf("ask who may pin: %w", err)
	}
	if theirs&pinMessages == 0 || theirs&discordgo.PermissionViewChannel == 0 {
		return writer(i).Say("said.not_yours"), nil
	}
	ours, err := r.board.Permissions(ctx, i.GuildID, channel, "")
	if err != nil {
		return "", fmt.Errorf("ask who may pin: %w", err)
	}
	return lacking(writer(i), ours, thread), nil
}

// missingOf says that a person lacks the permission to pin where they are;
// empty if they have it.
func missingOf(i *discordgo.Interaction, m *discordgo.Member) string {
	if i.GuildID == "" || m == nil || m.Permissions&pinMessages == 0 {
		return writer(i).Say("said.not_yours")
	}
	return ""
}

// lacking says what Ibid lacks to post and pin, and for a thread; empty if
// nothing.
func lacking(w reply.Writer, may int64, thread bool) string {
	type need struct {
		anyOf int64
		name  string
	}
	needs := []need{
		{discordgo.PermissionViewChannel, "View Channel"},
		// Threads have a permission of their own; which of the two this
		// channel asks for, the interaction does not say.
		{discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads, "Send Messages"},
		// To find again what it has posted.
		{discordgo.PermissionReadMessageHistory, "Read Message History"},
		{pinMessages, "Pin Messages"},
	}
	if thread {
		needs = append(needs, need{discordgo.PermissionCreatePublicThreads, "Create Public Threads"}, need{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"})
	}
	var lacks []string
	for _, n := range needs {
		if may&n.anyOf == 0 {
			lacks = append(lacks, "*"+n.name+"*")
		}
	}
	if len(lacks) == 0 {
		return ""
	}
	return w.Say("said.not_ours", "Permissions", strings.Join(lacks, ", "))
}

// completePin suggests the server's pins whose title holds what was typed.
func (r *Router) completePin(ctx context.Context, guild, typed string) []*discordgo.ApplicationCommandOptionChoice {
	pins, _ := r.notebook.Pins(ctx, guild) // without them nothing is suggested
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, p := range pins {
		title := cmp.Or(r.lineOf(p).Title, readPinned(p).Analysis, p.ID)
		if guild != "" && len(choices) < reply.MaxChoices && strings.Contains(plain(title), plain(strings.TrimSpace(typed))) {
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{
				Name: reply.Fit(title+", "+p.Changed.Format(time.DateOnly), reply.MaxChoiceName), Value: p.ID,
			})
		}
	}
	return choices
}

// mendOf is what a moderator can do about an error; empty if nothing.
func mendOf(w reply.Writer, err error) string {
	switch discordCode(err) {
	case codeMaxPins:
		return w.Say("said.pins_full")
	case codeMissingAccess, codeMissingPermissions:
		return w.Say("said.not_ours", "Permissions", "*View Channel*, *Send Messages*, *Pin Messages*")
	}
	return ""
}

// analysisNamed is the id of the analysis that has an id, or a title as one
// may type it; of the first one if nothing is named, "" if there is none.
func analysisNamed(library *knowledge.Library, name string) string {
	for _, a := range library.Analyses() {
		if name == "" || a.ID == name || plain(a.Title) == plain(name) {
			return a.ID
		}
	}
	return ""
}

// completeAnalysis suggests analyses whose title holds what was typed.
func completeAnalysis(library *knowledge.Library, typed string) []*discordgo.ApplicationCommandOptionChoice {
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, a := range library.Analyses() {
		if len(choices) < reply.MaxChoices && strings.Contains(plain(a.Title), plain(strings.TrimSpace(typed))) {
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{
				Name: reply.Fit(a.Title, reply.MaxChoiceName), Value: a.ID,
			})
		}
	}
	return choices
}
