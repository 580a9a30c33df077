package commands

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store/memory"
)

// Router answers events from a library. It is safe for use by any number of
// goroutines.
type Router struct {
	library   *knowledge.Library
	board     Board
	notebook  Notebook
	facts     reply.Facts
	completer *completer
	recent    *recent
	keeper    *keeper
	shelf     *shelf
}

// Options are what a router works with beside its library. Each may be left
// out.
type Options struct {
	Board    Board    // where it posts; without one, what needs it panics
	Notebook Notebook // where it keeps what is to be remembered; without one, until the program ends
	Manners  Manners
	Facts    reply.Facts // what /about tells

	// PinGrace is how long a pin that was left halfway is left to whoever was
	// at it; 0 is a minute.
	PinGrace time.Duration
	Logger   *slog.Logger // default: nothing is logged
}

// NewRouter returns a router that answers from library.
func NewRouter(library *knowledge.Library, o Options) *Router {
	r := &Router{
		library: library, board: o.Board, notebook: o.Notebook, facts: o.Facts,
		completer: newCompleter(library), recent: newRecent(o.Manners), keeper: newKeeper(o.PinGrace, o.Logger),
	}
	if r.notebook == nil {
		r.notebook = memory.New()
	}
	r.shelf = newShelf(library, r.recent.Now)
	return r
}

// Interaction answers a slash command, its autocomplete, a message command,
// a click or a pick. It returns an error for an interaction that no command,
// button or menu of Ibid's could have made.
func (r *Router) Interaction(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		return r.command(ctx, i)
	case discordgo.InteractionApplicationCommandAutocomplete:
		return r.complete(ctx, i), nil
	case discordgo.InteractionMessageComponent:
		return r.component(ctx, i)
	default:
		return nil, fmt.Errorf("interaction of unknown type %d", i.Type)
	}
}

func (r *Router) command(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	switch data := i.ApplicationCommandData(); data.Name {
	case askName:
		return r.ask(ctx, i, data).Response(), nil
	case topicsName:
		return writer(i).TopicList(r.libraryOf(ctx, i.GuildID), 0).Response(), nil
	case askAboutName:
		return r.askAbout(ctx, i, data)
	case settingsName:
		return r.settings(ctx, i, reply.Action{}).Response(), nil
	case privacyName:
		return r.privacy(ctx, i)
	case insightsName:
		return r.insights(ctx, i, daysAsked(data.Options), reply.ThemeDark, reply.Message.Response)
	case aboutName:
		return writer(i).About(r.libraryOf(ctx, i.GuildID), r.facts).Response(), nil
	case helpName:
		return writer(i).Help(r.libraryOf(ctx, i.GuildID)).Response(), nil
	case citeName:
		return r.cite(ctx, i, data).Response(), nil
	case verifyName:
		return r.verify(ctx, i, textOption(data.Options, quotedOption), textOption(data.Options, expertOption)).Response(), nil
	case verifyAboutName:
		return r.verifyAbout(ctx, i, data)
	case pinName:
		return r.pinCommand(ctx, i, subcommand(data))
	case pinThisName:
		return r.pinThis(ctx, i, data)
	default:
		return nil, fmt.Errorf("unknown command %q", data.Name)
	}
}

// subcommand is the subcommand that a person used, nil if the command has
// none.
func subcommand(data discordgo.ApplicationCommandInteractionData) *discordgo.ApplicationCommandInteractionDataOption {
	if len(data.Options) == 1 && data.Options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
		return data.Options[0]
	}
	return nil
}

// component answers a click or a pick: what to do is in the custom id.
func (r *Router) component(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	data := i.MessageComponentData()
	action, err := reply.ParseAction(data.CustomID)
	if err != nil {
		return nil, err
	}
	if missing := missingOf(i, i.Member); missing != "" && slices.Contains(pinVerbs(), action.Verb) {
		return reply.Notice(missing).Response(), nil
	}
	switch action.Verb {
	case reply.Browse:
		return r.browse(ctx, i, action), nil
	case reply.Cite, reply.CiteAll:
		if action.Style == "" {
			return cited(writer(i), r.libraryOf(ctx, i.GuildID), action).Response(), nil
		}
		return cited(writer(i), r.libraryOf(ctx, i.GuildID), action).Update(), nil
	case reply.Set:
		return r.settings(ctx, i, action).Update(), nil
	case reply.Insight, reply.Export, reply.Questions, reply.Review, reply.Settle, reply.Phrase, reply.Assign:
		return r.moderate(ctx, i, action)
	case reply.Why, reply.NotAsked, reply.Dismiss, reply.Send, reply.Post:
		return r.question(ctx, i, action)
	case reply.Pin:
		return r.pinSummary(ctx, i, action)
	case reply.Swap, reply.Say:
		if len(data.Values) != 1 {
			return nil, fmt.Errorf("custom id %q: %d values picked", data.CustomID, len(data.Values))
		}
		return r.swap(i, action, data.Values[0])
	case reply.Erase:
		return r.erase(ctx, i, action)
	case reply.Refresh, reply.Unpin, reply.Pins:
		return r.pinAction(ctx, i, action)
	case reply.Pick:
		if len(data.Values) != 1 {
			return nil, fmt.Errorf("custom id %q: %d values picked", data.CustomID, len(data.Values))
		}
		action.Topic = data.Values[0]
	}
	topic, ok := r.libraryOf(ctx, i.GuildID).Topic(action.Analysis, action.Topic)
	if !ok {
		return reply.Notice(writer(i).Say("said.gone")).Response(), nil
	}
	if action.Verb == reply.PinAnswer && i.Message != nil {
		return r.pinAnswer(ctx, i, action, topic)
	}
	return r.topicAction(ctx, i, action, topic), nil
}

// pinVerbs are those of who may pin.
func pinVerbs() []reply.Verb {
	return []reply.Verb{reply.Pin, reply.PinAnswer, reply.Swap, reply.Say, reply.Refresh, reply.Unpin, reply.Pins}
}

// Sent is told of each message of Ibid's that stands in a server's channel,
// with the custom ids of its buttons, by which it is known what it says.
func (r *Router) Sent(channelID, messageID string, customIDs []string) {
	if place := reply.StateOf(customIDs).Place; place.Analysis != "" {
		r.recent.stands(spot{channelID, place.Analysis, place.Topic, place.Paragraph}, messageID)
	}
}

// Gone is told of each message that is deleted.
func (r *Router) Gone(messageID string) {
	r.recent.gone(messageID)
	r.keeper.notice(r.keeper.messages, r.keeper.gone, messageID)
}

// PinsChanged is told of each channel where a message was pinned or unpinned.
func (r *Router) PinsChanged(channelID string) {
	r.keeper.notice(r.keeper.channels, r.keeper.changed, channelID)
}

func (r *Router) topicAction(ctx context.Context, i *discordgo.Interaction, action reply.Action, topic knowledge.Topic) *discordgo.InteractionResponse {
	switch action.Verb {
	case reply.Read:
		return writer(i).Whole(topic, action.Page, isChanged(topic, action)).Response()
	case reply.Turn:
		return writer(i).Whole(topic, action.Page, isChanged(topic, action)).Update()
	case reply.Open:
		return r.open(ctx, i, match(topic, action), isChanged(topic, action))
	default:
		o, _ := r.occasion(ctx, i.GuildID, i.ChannelID)
		o.Private = true
		return writer(i).Card(opened(topic, 0), o).Response()
	}
}

// isChanged reports whether a topic's text is not that which the button was
// made for.
func isChanged(topic knowledge.Topic, action reply.Action) bool {
	return action.Print != "" && action.Print != topic.Print()
}

// match is the place that a button was made for. Numbers that the topic does
// not have any more lead to its beginning.
func match(topic knowledge.Topic, action reply.Action) knowledge.Match {
	m := opened(topic, 0)
	if action.Paragraph < 0 || action.Paragraph >= len(topic.Passages) {
		return m
	}
	m.Paragraph = action.Paragraph
	if action.Sentence < len(m.Passage().Sentences) {
		m.Sentence = action.Sentence
	}
	return m
}
