package commands

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/store"
)

// Notebook is where what is to be remembered is kept; a store is one.
type Notebook interface {
	Settings(ctx context.Context, guild string) (store.Settings, error)
	ChangeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error)
	Count(ctx context.Context, t store.Tally) error
	PutQuestion(ctx context.Context, q store.Question) error
}

// lookup bounds how long an answer waits for a server's settings.
const lookup = 300 * time.Millisecond

var errNoNotebook = errors.New("nothing is kept: the database could not be opened")

// absent is the notebook where there is none.
type absent struct{}

func (absent) Settings(context.Context, string) (store.Settings, error) {
	return store.Settings{}, errNoNotebook
}
func (absent) ChangeSettings(context.Context, string, func(*store.Settings)) (store.Settings, error) {
	return store.Settings{}, errNoNotebook
}
func (absent) Count(context.Context, store.Tally) error          { return errNoNotebook }
func (absent) PutQuestion(context.Context, store.Question) error { return errNoNotebook }

// settingsOf are those of a server; the zero ones elsewhere, and where they
// cannot be read: that is no reason not to answer.
func (r *Router) settingsOf(ctx context.Context, guild string) store.Settings {
	if guild == "" {
		return store.Settings{}
	}
	ctx, cancel := context.WithTimeout(ctx, lookup)
	defer cancel()
	settings, err := r.notebook.Settings(ctx, guild)
	if err != nil {
		return store.Settings{}
	}
	return settings
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
	switch change.Name {
	case reply.SettingPrivate:
		settings, err = r.notebook.ChangeSettings(ctx, i.GuildID, func(s *store.Settings) { s.Private = change.On })
	case reply.SettingPlain:
		settings, err = r.notebook.ChangeSettings(ctx, i.GuildID, func(s *store.Settings) { s.Plain = change.On })
	default:
		settings, err = r.notebook.Settings(ctx, i.GuildID)
	}
	if err != nil {
		return reply.Notice(w.Say("settings.not_kept"))
	}
	return w.Settings(settings.Private, settings.Plain)
}

// send keeps a question for the editors, without who asked.
func (r *Router) send(ctx context.Context, i *discordgo.Interaction, state reply.State) reply.Message {
	if state.Question == "" {
		return reply.Notice(writer(i).Say("said.gone"))
	}
	text := state.Question
	if state.Shortened {
		text += " …"
	}
	err := r.notebook.PutQuestion(ctx, store.Question{Guild: i.GuildID, Day: store.Day(r.recent.Now()), Text: text})
	if err != nil {
		return reply.Notice(writer(i).Say("settings.not_kept"))
	}
	return writer(i).Sent(text)
}

// countNotAsked counts that an answer was not what was asked; if it cannot,
// nothing is lost but the count.
func (r *Router) countNotAsked(ctx context.Context, i *discordgo.Interaction, place reply.Action) {
	ctx, cancel := context.WithTimeout(ctx, lookup)
	defer cancel()
	_ = r.notebook.Count(ctx, store.Tally{
		Guild: i.GuildID, Day: store.Day(r.recent.Now()), Analysis: place.Analysis, Topic: place.Topic,
		Kind: store.NotAsked, Count: 1,
	})
}
