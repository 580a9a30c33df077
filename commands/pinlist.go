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
	"ibid/store"
)

// lineOf is a pin as it is listed.
func (r *Router) lineOf(p store.Pin) reply.PinLine {
	c := readPinned(p)
	line := reply.PinLine{ID: p.ID, Link: messageLink(p), Channel: p.Channel, Full: c.Full, State: reply.Pending}
	d, ok := r.sketch(c)
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
