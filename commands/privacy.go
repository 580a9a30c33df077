package commands

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/store"
)

// held is all that is kept for a server, as its managers get it.
type held struct {
	Settings  store.Settings   `json:"settings"`
	Counts    []store.Tally    `json:"counts"`
	Questions []store.Question `json:"questionsSentToTheEditors"`
	Phrasings []store.Phrasing `json:"phrasings"`
	Pins      []store.Pin      `json:"pins"`
}

// privacy answers /privacy: what is kept for the server, whole, in a file.
func (r *Router) privacy(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error) {
	w := writer(i)
	if refused := refuseManaging(i); refused != "" {
		return reply.Notice(refused).Response(), nil
	}
	h, err := r.held(ctx, i.GuildID)
	if err != nil {
		r.keeper.log.Warn("what is kept cannot be read", "error", err)
		return reply.Notice(w.Say("settings.not_kept")).Response(), nil
	}
	file, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write what is kept: %w", err)
	}
	return w.Privacy(reply.Kept{
		Counts: len(h.Counts), Questions: len(h.Questions), Phrasings: len(h.Phrasings), Pins: len(h.Pins), Whole: file,
	}).Response(), nil
}

// refuseManaging says why somebody may not see or change what is a server's;
// empty if they may.
func refuseManaging(i *discordgo.Interaction) string {
	switch {
	case i.GuildID == "":
		return writer(i).Say("privacy.only_server")
	case i.Member == nil || i.Member.Permissions&discordgo.PermissionManageGuild == 0:
		return writer(i).Say("privacy.not_manager")
	}
	return ""
}

func (r *Router) held(ctx context.Context, guild string) (h held, err error) {
	if h.Settings, err = r.notebook.Settings(ctx, guild); err != nil {
		return h, err
	}
	if h.Counts, err = r.notebook.Tallies(ctx, guild, ""); err != nil {
		return h, err
	}
	if h.Questions, err = r.notebook.Questions(ctx, guild); err != nil {
		return h, err
	}
	if h.Phrasings, err = r.notebook.Phrasings(ctx, guild); err != nil {
		return h, err
	}
	h.Pins, err = r.notebook.Pins(ctx, guild)
	return h, err
}

// erase answers the buttons of /privacy: it asks whether all shall be
// deleted, and deletes it.
func (r *Router) erase(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	w := writer(i)
	if refused := refuseManaging(i); refused != "" {
		return reply.Notice(refused).Response(), nil
	}
	if action.Page == 0 {
		return w.ConfirmErase().Response(), nil
	}
	if err := r.notebook.Forget(ctx, i.GuildID); err != nil {
		r.keeper.log.Warn("what is kept cannot be deleted", "error", err)
		return reply.Notice(w.Say("settings.not_kept")).Response(), nil
	}
	r.recent.keep(i.GuildID, store.Settings{})
	r.shelf.changed(i.GuildID)
	return reply.Notice(w.Say("privacy.erased")).Update(), nil
}
