package commands

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store"
)

// Notebook is where what is to be remembered is kept; a store is one.
type Notebook interface {
	Settings(ctx context.Context, guild string) (store.Settings, error)
	ChangeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error)
	Count(ctx context.Context, t store.Tally) error
	Tallies(ctx context.Context, guild, from string) ([]store.Tally, error)
	PutQuestion(ctx context.Context, q store.Question) error
	BeginPin(ctx context.Context, p store.Pin) (store.Pin, bool, error)
	ChangePin(ctx context.Context, id string, change func(*store.Pin)) (store.Pin, error)
	DeletePin(ctx context.Context, id string) error
	Pins(ctx context.Context, guild string) ([]store.Pin, error)
	Forget(ctx context.Context, guild string) error
	Questions(ctx context.Context, guild string) ([]store.Question, error)
	SettleQuestion(ctx context.Context, guild, text string, as store.Settled) error
	PutPhrasing(ctx context.Context, p store.Phrasing) error
	Phrasings(ctx context.Context, guild string) ([]store.Phrasing, error)
}

// lookup bounds how long an answer waits for a server's settings.
const lookup = 300 * time.Millisecond

var errNoNotebook = errors.New("nothing is kept: the database could not be opened")

// Absent is the notebook of who has none: nothing can be kept, and every
// method says so.
type Absent struct{}

// Settings and all that follows return an error.
func (Absent) Settings(context.Context, string) (store.Settings, error) {
	return store.Settings{}, errNoNotebook
}
func (Absent) ChangeSettings(context.Context, string, func(*store.Settings)) (store.Settings, error) {
	return store.Settings{}, errNoNotebook
}
func (Absent) Count(context.Context, store.Tally) error          { return errNoNotebook }
func (Absent) PutQuestion(context.Context, store.Question) error { return errNoNotebook }
func (Absent) PutPhrasing(context.Context, store.Phrasing) error { return errNoNotebook }
func (Absent) Tallies(context.Context, string, string) ([]store.Tally, error) {
	return nil, errNoNotebook
}
func (Absent) Questions(context.Context, string) ([]store.Question, error) {
	return nil, errNoNotebook
}
func (Absent) SettleQuestion(context.Context, string, string, store.Settled) error {
	return errNoNotebook
}
func (Absent) Phrasings(context.Context, string) ([]store.Phrasing, error) {
	return nil, errNoNotebook
}

// BeginPin, ChangePin, DeletePin, Pins, Forget and Ping return an error too;
// there is nothing to close.
func (Absent) BeginPin(context.Context, store.Pin) (store.Pin, bool, error) {
	return store.Pin{}, false, errNoNotebook
}
func (Absent) ChangePin(context.Context, string, func(*store.Pin)) (store.Pin, error) {
	return store.Pin{}, errNoNotebook
}
func (Absent) Forget(context.Context, string) error              { return errNoNotebook }
func (Absent) DeletePin(context.Context, string) error           { return errNoNotebook }
func (Absent) Ping(context.Context) error                        { return errNoNotebook }
func (Absent) Close() error                                      { return nil }
func (Absent) Pins(context.Context, string) ([]store.Pin, error) { return nil, errNoNotebook }

// settingsOf are those of a server, or the zero ones elsewhere. Where they
// cannot be read they are those read last: that is no reason not to answer.
func (r *Router) settingsOf(ctx context.Context, guild string) store.Settings {
	if guild == "" {
		return store.Settings{}
	}
	ctx, cancel := context.WithTimeout(ctx, lookup)
	defer cancel()
	settings, err := r.notebook.Settings(ctx, guild)
	if err == nil {
		r.recent.keep(guild, settings)
		return settings
	}
	if last, ok := r.recent.last(guild); ok {
		return last
	}
	// What a server wants to be private must not become public for want of
	// a database; what is private can be posted.
	return store.Settings{Private: true}
}

// settings answers /settings and its buttons: what holds in the server, after
// what the action changes.
func (r *Router) settings(ctx context.Context, i *discordgo.Interaction, change reply.Action) reply.Message {
	w := writer(i)
	switch {
	case i.GuildID == "":
		return reply.Notice(w.Say("settings.only_server"))
	case i.Member == nil || i.Member.Permissions&discordgo.PermissionManageGuild == 0:
		return reply.Notice(w.Say("settings.not_manager"))
	}
	var settings store.Settings
	var err error
	if change.Name == "" || change.Name == reply.SettingPage {
		settings, err = r.notebook.Settings(ctx, i.GuildID)
	} else {
		settings, err = r.notebook.ChangeSettings(ctx, i.GuildID, func(s *store.Settings) { set(s, change, picked(i), r.library) })
	}
	if err != nil {
		return r.unkept(i, "settings.not_kept", err)
	}
	return w.Settings(reply.SettingsShown{
		Channels: settings.Channels, Analyses: r.library.Analyses(), Chosen: settings.Analyses, Page: change.Page,
		Private: settings.Private, Plain: settings.Plain, Refresh: settings.Refresh,
		Editors: !settings.NoEditors, Moderators: settings.Moderators, Cooldown: int(settings.Cooldown),
	})
}

// unkept says that something cannot be kept, or read, and tells the log why.
func (r *Router) unkept(i *discordgo.Interaction, says string, err error) reply.Message {
	r.keeper.log.Warn("what is kept cannot be read or changed", "error", err)
	return reply.Notice(writer(i).Say(says))
}

// set changes the setting that an action names; picked are the values of a
// menu, and the library has what analyses there are.
func set(s *store.Settings, change reply.Action, picked []string, library *knowledge.Library) {
	switch change.Name {
	case reply.SettingChannels:
		s.Channels = picked
	case reply.SettingAnalyses:
		s.Analyses = reply.ChosenFrom(s.Analyses, picked, reply.AnalysesOn(change.Page, library.Analyses()))
	case reply.SettingPrivate:
		s.Private = change.On
	case reply.SettingPlain:
		s.Plain = change.On
	case reply.SettingEditors:
		s.NoEditors = !change.On
	case reply.SettingRefresh:
		s.Refresh = change.On
	case reply.SettingCooldown:
		if len(picked) > 0 && slices.Contains(reply.Cooldowns(), picked[0]) {
			n, _ := strconv.Atoi(picked[0]) // they are numbers
			s.Cooldown = store.Cooldown(n)
		}
	case reply.SettingModerators:
		s.Moderators = ""
		if len(picked) > 0 {
			s.Moderators = picked[0]
		}
	}
}

// picked are the values of the menu that was picked from.
func picked(i *discordgo.Interaction) []string {
	if i.Type != discordgo.InteractionMessageComponent {
		return nil
	}
	return i.MessageComponentData().Values
}

// send keeps a question for the editors, without who asked.
func (r *Router) send(ctx context.Context, i *discordgo.Interaction, state reply.State) reply.Message {
	if state.Question == "" {
		return reply.Notice(writer(i).Say("said.gone"))
	}
	if r.settingsOf(ctx, i.GuildID).NoEditors {
		return reply.Notice(writer(i).Say("settings.no_editors"))
	}
	text := state.Question
	if state.Shortened {
		text += cutOff
	}
	err := r.notebook.PutQuestion(ctx, store.Question{Guild: i.GuildID, Day: store.Day(r.recent.Now()), Text: text})
	if err != nil {
		return r.unkept(i, "settings.not_kept", err)
	}
	return writer(i).Sent(text)
}
