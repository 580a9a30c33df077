package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"ibid/commands/reply"
)

// occasion is what an answer in a channel is shown for, as the server has it
// set. Where Ibid does not answer everybody, elsewhere are the channels in
// which it does, and the answer is private.
func (r *Router) occasion(ctx context.Context, guildID, channelID string) (o reply.Occasion, elsewhere []string) {
	s := r.settingsOf(ctx, guildID)
	o = reply.Occasion{Private: s.Private, Plain: s.Plain, NoEditors: s.NoEditors}
	if r.answersIn(ctx, channelID, s.Channels) {
		return o, nil
	}
	o.Private = true
	return o, s.Channels
}

// answersIn reports whether a channel, or the one that it is a thread of, is
// among those that a server has chosen; every one is where it chose none.
func (r *Router) answersIn(ctx context.Context, channelID string, chosen []string) bool {
	if len(chosen) == 0 || slices.Contains(chosen, channelID) {
		return true
	}
	return slices.Contains(chosen, r.parentOf(ctx, channelID))
}

// ofDiscord bounds how long an answer waits for what Discord has to tell first.
const ofDiscord = time.Second

// parentOf is the channel that a thread is in; "" for any other channel, and
// where Discord does not tell.
func (r *Router) parentOf(ctx context.Context, channelID string) string {
	if parent, known := r.recent.parent(channelID); known || r.board == nil {
		return parent
	}
	ctx, cancel := context.WithTimeout(ctx, ofDiscord)
	defer cancel()
	parent, err := r.board.Parent(ctx, channelID)
	if err != nil {
		r.keeper.log.Warn("whether a channel is a thread cannot be read: it counts as none", "error", err)
	}
	if err == nil || discordCode(err) != 0 { // a refusal is not asked for again and again
		r.recent.keepParent(channelID, parent)
	}
	return parent
}

// elsewhere says in which channels Ibid answers everybody.
func elsewhere(w reply.Writer, channels []string) reply.Message {
	const most = 5 // the others are to be found from these
	var named []string
	for _, id := range channels[:min(len(channels), most)] {
		named = append(named, "<#"+id+">")
	}
	return reply.Notice(w.Say("said.elsewhere", "Channels", strings.Join(named, ", ")))
}
