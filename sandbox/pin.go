package sandbox

import (
	"slices"
	"time"
)

// This file is the pins of a channel, https://docs.discord.com/developers/resources/message#pin-message.

// pin pins a message: a message of whoever pinned it tells of it.
func (w *world) pin(m *message, by *user, reason string) {
	m.pinned = w.clock.Now()
	w.pinsChanged(m)
	w.auditMessage(m, by, auditMessagePin, reason)
	w.post(m.channel, draft{author: by, kind: pinnedMessage, reference: m})
}

func (w *world) unpin(m *message, by *user, reason string) {
	m.pinned = time.Time{}
	w.pinsChanged(m)
	w.auditMessage(m, by, auditMessageUnpin, reason)
}

func (w *world) pinsChanged(m *message) {
	w.announce(m, "MESSAGE_UPDATE")
	w.dispatchTo(m.channel, "CHANNEL_PINS_UPDATE", intentGuilds, intentDirectMessages, func(*session) object {
		return m.channel.placed(object{"channel_id": m.channel.id, "last_pin_timestamp": m.channel.lastPin()})
	})
	w.journal.addChannel(m.channel)
	w.notify()
}

// lastPin is when a message was last pinned that still is, or nil.
func (c *channel) lastPin() any {
	if pins := c.pins(); len(pins) > 0 {
		return stamp(pins[0].pinned)
	}
	return nil
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
