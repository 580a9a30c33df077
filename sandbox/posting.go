package sandbox

import (
	"slices"
	"strings"
	"time"
)

// This file is what happens to messages: they are made, changed, pinned and deleted, and the world hears of it.

// A draft is a message that is about to be posted.
type draft struct {
	author    *user
	content   string
	flags     int
	embeds    []object
	list      []object // components
	reference *message
	origin    *interaction
	onlyFor   *user
	nonce     any
	allowed   allowance
	kind      int
}

// nonceLife is how long a nonce is remembered: "the past few minutes",
// https://docs.discord.com/developers/resources/message#create-message.
const nonceLife = 5 * time.Minute

// post adds a message to a channel and tells everybody.
func (w *world) post(c *channel, d draft) *message {
	m := &message{
		id: w.newID(), kind: d.kind, channel: c, author: d.author, content: d.content, created: w.clock.Now(),
		flags: d.flags, components: d.list, embeds: d.embeds, reference: d.reference, origin: d.origin,
		onlyFor: d.onlyFor, nonce: d.nonce,
	}
	if m.components == nil {
		m.components = []object{}
	}
	if m.embeds == nil {
		m.embeds = []object{}
	}
	m.mentions = w.mentionsIn(m, d.allowed)
	c.messages = append(c.messages, m)
	w.messages[m.id] = m
	w.announce(m, "MESSAGE_CREATE")
	return m
}

// announce tells the gateway and the page of a new or changed message. The gateway hears nothing of ephemeral ones.
func (w *world) announce(m *message, event string) {
	if m.onlyFor == nil {
		w.dispatch(event, messageIntent(m.channel), m.channel.guild, func(s *session) object {
			o := m.wire(s.reader(w.bot))
			if g := m.channel.guild; g != nil {
				o["guild_id"], o["member"] = g.id, w.member(m.author).wire(g.created)
			}
			return o
		})
	}
	w.journal.addMessage(m)
	w.notify()
}

// An edit is a change of a message; nil fields stay as they are.
type edit struct {
	content *string
	embeds  []object
	list    []object
	flags   int // those it has afterwards
	allowed allowance
}

// change edits a message.
func (w *world) change(m *message, e edit) {
	if e.content != nil {
		m.content = *e.content
	}
	if e.embeds != nil {
		m.embeds = e.embeds
	}
	if e.list != nil {
		m.components = e.list
	}
	loading := m.flags&flagLoading != 0
	m.flags = e.flags &^ flagLoading
	if !loading {
		m.edited = w.clock.Now()
	}
	m.mentions = w.mentionsIn(m, e.allowed)
	w.announce(m, "MESSAGE_UPDATE")
}

// remove deletes a message.
func (w *world) remove(m *message) {
	m.deleted = true
	m.pinned = time.Time{}
	delete(w.messages, m.id)
	m.channel.messages = slices.DeleteFunc(m.channel.messages, func(o *message) bool { return o == m })
	if m.onlyFor == nil {
		w.dispatch("MESSAGE_DELETE", messageIntent(m.channel), m.channel.guild, func(*session) object {
			o := object{"id": m.id, "channel_id": m.channel.id}
			if g := m.channel.guild; g != nil {
				o["guild_id"] = g.id
			}
			return o
		})
	}
	w.journal.addMessage(m)
	w.notify()
}

// pin pins a message, or takes the pin away again.
func (w *world) pin(m *message, on bool) {
	m.pinned = time.Time{}
	if on {
		m.pinned = w.clock.Now()
	}
	intent := intentGuilds
	if m.channel.guild == nil {
		intent = intentDirectMessages
	}
	w.dispatch("CHANNEL_PINS_UPDATE", intent, m.channel.guild, func(*session) object {
		o := object{"channel_id": m.channel.id, "last_pin_timestamp": nil}
		if g := m.channel.guild; g != nil {
			o["guild_id"] = g.id
		}
		if pins := m.channel.pins(); len(pins) > 0 {
			o["last_pin_timestamp"] = stamp(pins[0].pinned)
		}
		return o
	})
	w.journal.addMessage(m)
	w.notify()
}

// pins are the pinned messages of a channel, the latest pinned first.
func (c *channel) pins() []*message {
	var out []*message
	for _, m := range c.messages {
		if !m.pinned.IsZero() {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b *message) int { return b.pinned.Compare(a.pinned) })
	return out
}

// isEmpty says whether a message would show nothing.
func (m *message) isEmpty() bool {
	return strings.TrimSpace(m.content) == "" && len(m.embeds) == 0 && len(m.components) == 0
}
