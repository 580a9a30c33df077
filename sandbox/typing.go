package sandbox

import (
	"slices"
	"time"
)

// typingLife is how long somebody counts as typing,
// https://docs.discord.com/developers/resources/channel#trigger-typing-indicator.
const typingLife = 10 * time.Second

// A typist is who is typing in a channel, and until when.
type typist struct {
	user  *user
	until time.Time
}

// typing says who is typing in a channel now.
func (w *world) typing(c *channel) []*user {
	var out []*user
	for _, t := range c.typists {
		if w.clock.Now().Before(t.until) {
			out = append(out, t.user)
		}
	}
	return out
}

// types begins, or prolongs, somebody's typing in a channel. Server.mu is held.
func (s *Server) types(c *channel, u *user) {
	w := s.world
	w.stopTyping(c, u)
	c.typists = append(c.typists, typist{user: u, until: w.clock.Now().Add(typingLife)})
	w.clock.AfterFunc(typingLife, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.journal.addChannel(c)
		w.notify()
	})
	w.dispatchTo(c, "TYPING_START", intentGuildTyping, intentDirectTyping, func(*session) object {
		o := object{"channel_id": c.id, "user_id": u.id, "timestamp": w.clock.Now().Unix()}
		if g := c.guild; g != nil {
			o["guild_id"], o["member"] = g.id, g.member(u).withUser(g.created)
		}
		return o
	})
	w.journal.addChannel(c)
	w.notify()
}

// stopTyping ends somebody's typing in a channel: they posted.
func (w *world) stopTyping(c *channel, u *user) {
	n := len(c.typists)
	c.typists = slices.DeleteFunc(c.typists, func(t typist) bool {
		return t.user == u || !w.clock.Now().Before(t.until)
	})
	if len(c.typists) != n {
		w.journal.addChannel(c)
	}
}
