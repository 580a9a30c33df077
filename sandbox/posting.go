package sandbox

import (
	"slices"
	"strings"
	"time"
)

// This file is what happens to messages: they are made, changed, pinned and deleted, and the world hears of it.

// A draft is a message that is about to be posted.
type draft struct {
	id          string // empty: a new one
	author      *user
	content     string
	flags       int
	embeds      []object
	components  []object
	attachments []*attachment
	reference   *message
	thread      *channel // of a message that tells of a new thread
	origin      *interaction
	onlyFor     *user
	nonce       any
	allowed     allowance
	kind        int
}

// nonceLife is how long a nonce is remembered: "the past few minutes",
// https://docs.discord.com/developers/resources/message#create-message.
const nonceLife = 5 * time.Minute

// post adds a message to a channel and tells everybody. It wakes an archived thread.
func (w *world) post(c *channel, d draft) *message {
	m := &message{
		id: d.id, kind: d.kind, channel: c, author: d.author, content: d.content, created: w.clock.Now(),
		flags: d.flags, components: d.components, embeds: d.embeds, attachments: d.attachments, reference: d.reference,
		thread: d.thread, origin: d.origin, onlyFor: d.onlyFor, nonce: d.nonce,
	}
	if m.id == "" {
		m.id = w.newID()
	}
	if m.components == nil {
		m.components = []object{}
	}
	if m.embeds == nil {
		m.embeds = []object{}
	}
	m.mentions = w.mentionsIn(m, d.allowed)
	w.enliven(c, d)
	w.stopTyping(c, d.author)
	c.messages = append(c.messages, m)
	w.messages[m.id] = m
	if m.onlyFor == nil {
		c.last = m.id
	}
	w.announce(m, "MESSAGE_CREATE")
	w.tellListeners(m)
	return m
}

// announce tells the gateway and the page of a new or changed message. The gateway hears nothing of ephemeral ones.
func (w *world) announce(m *message, event string) {
	if m.onlyFor == nil {
		w.dispatchMessage(m, event, func(s *session) object {
			o := m.wire(s.reader(w.bot))
			if g := m.channel.guild; g != nil {
				o["guild_id"], o["member"] = g.id, g.member(m.author).wire(g.created)
			}
			return o
		})
	}
	w.journal.addMessage(m)
	w.notify()
}

func (w *world) dispatchMessage(m *message, event string, data func(*session) object) {
	w.dispatchTo(m.channel, event, intentGuildMessages, intentDirectMessages, data)
}

// An edit is a change of a message; nil fields stay as they are.
type edit struct {
	content     *string
	embeds      []object
	components  []object
	attachments []*attachment
	flags       int // those it has afterwards
	allowed     allowance
}

// change edits a message. Whom it mentions is found anew if what it says is edited,
// https://docs.discord.com/developers/resources/message#edit-message.
func (w *world) change(m *message, e edit) {
	if e.content != nil {
		m.content = *e.content
	}
	if e.embeds != nil {
		m.embeds = e.embeds
	}
	if e.components != nil {
		m.components = e.components
	}
	if e.attachments != nil {
		m.attachments = e.attachments
	}
	loading := m.flags&flagLoading != 0
	m.flags = e.flags &^ flagLoading
	if !loading {
		m.edited = w.clock.Now()
	}
	if e.content != nil || e.components != nil && m.flags&flagComponentsV2 != 0 {
		m.mentions = w.mentionsIn(m, e.allowed)
	}
	w.announce(m, "MESSAGE_UPDATE")
}

// remove deletes a message and tells everybody.
func (w *world) remove(m *message) {
	w.forget(m)
	if m.onlyFor == nil {
		w.dispatchMessage(m, "MESSAGE_DELETE", func(*session) object {
			return m.channel.placed(object{"id": m.id, "channel_id": m.channel.id})
		})
	}
	w.journal.addMessage(m)
	w.notify()
}

// forget takes a message out of the world.
func (w *world) forget(m *message) {
	m.deleted, m.pinned = true, time.Time{}
	delete(w.messages, m.id)
	m.channel.messages = slices.DeleteFunc(m.channel.messages, func(o *message) bool { return o == m })
}

// removeAs deletes a message as somebody does; the audit log keeps it if the message was another's.
func (w *world) removeAs(by *user, m *message, reason string) {
	w.remove(m)
	if m.author != by {
		w.auditMessage(m, by, auditMessageDelete, reason)
	}
}

// removeAll deletes those of some messages that are there, as the bot.
func (w *world) removeAll(c *channel, ids []string, reason string) {
	var gone []string
	for _, id := range ids {
		if m := w.messages[id]; m != nil && m.channel == c && m.onlyFor == nil {
			gone = append(gone, id)
			w.forget(m)
			w.journal.addMessage(m)
		}
	}
	if len(gone) == 0 {
		return
	}
	w.dispatchTo(c, "MESSAGE_DELETE_BULK", intentGuildMessages, intentDirectMessages, func(*session) object {
		return c.placed(object{"ids": gone, "channel_id": c.id})
	})
	w.audit(c, AuditEntry{UserID: w.bot.id, Action: auditBulkDelete, TargetID: c.id, Count: len(gone), Reason: reason})
	w.notify()
}

// placed adds to an event the guild of the channel it is about.
func (c *channel) placed(o object) object {
	if c.guild != nil {
		o["guild_id"] = c.guild.id
	}
	return o
}

// isEmpty says whether a message would show nothing.
func (m *message) isEmpty() bool {
	return strings.TrimSpace(m.content) == "" && len(m.embeds) == 0 && len(m.components) == 0 &&
		len(m.attachments) == 0
}
