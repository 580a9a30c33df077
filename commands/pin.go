package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
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
	// Between lists Ibid's messages in a channel that were posted after a time
	// and before another, and perhaps later ones.
	Between(ctx context.Context, channelID string, since, until time.Time) ([]*discordgo.Message, error)
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
	// Parent is the channel that a thread is in, "" for a channel that is no
	// thread.
	Parent(ctx context.Context, channelID string) (string, error)
	// Permissions is what a member may do in a channel of a server; Ibid
	// itself where user is empty.
	Permissions(ctx context.Context, guildID, channelID, userID string) (int64, error)
}

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

// pinSummary answers the button of a preview: it posts the summary as it was
// shown and pins it. The preview names the pin, so that pressing twice, or
// again after an answer was lost, posts once.
func (r *Router) pinSummary(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	_, choice := previewed(i)
	keys := r.library.Summary(action.Analysis)
	if len(keys) == 0 || i.Message == nil {
		return reply.Notice(writer(i).Say("said.gone")).Response(), nil
	}
	if action.Print != "" && action.Print != printOf(keys) {
		m, err := r.preview(writer(i), action, "", "", 0)
		return writer(i).Changed(m).Update(), err
	}
	quoted, left := chosenBy(choice, topicsOf(keys))
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
	case place.Analysis == "": // of others' messages the door leaves the components out
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
	d, ok := r.sketch(c)
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
