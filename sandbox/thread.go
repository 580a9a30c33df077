package sandbox

import (
	"slices"
	"time"
)

// This file is threads, https://docs.discord.com/developers/topics/threads.

// A joiner is somebody who is in a thread, and since when.
type joiner struct {
	user  *user
	since time.Time
}

// defaultAutoArchive is the time in minutes after which a thread is said to be archived, unless a request says
// otherwise. The sandbox leaves it active.
const defaultAutoArchive = 4320

func (c *channel) hasJoined(u *user) bool {
	return slices.ContainsFunc(c.joined, func(j joiner) bool { return j.user == u })
}

// join makes somebody a member of a thread.
func (w *world) join(c *channel, u *user) {
	if c.hasJoined(u) {
		return
	}
	j := joiner{user: u, since: w.clock.Now()}
	c.joined = append(c.joined, j)
	added := c.joinerWire(j)
	added["member"], added["presence"] = c.guild.member(u).withUser(c.guild.created), nil
	w.membersChanged(c, u, object{"added_members": []object{added}})
}

func (w *world) leaveThread(c *channel, u *user) {
	if !c.hasJoined(u) {
		return
	}
	c.joined = slices.DeleteFunc(c.joined, func(j joiner) bool { return j.user == u })
	w.membersChanged(c, u, object{"removed_member_ids": []string{u.id}})
}

// membersChanged tells who joined a thread or left: of others, applications with the members intent only,
// https://docs.discord.com/developers/events/gateway-events#thread-members-update.
func (w *world) membersChanged(c *channel, u *user, change object) {
	intent := intentGuilds
	if u != w.bot {
		intent |= intentGuildMembers
	}
	change["id"], change["guild_id"], change["member_count"] = c.id, c.guild.id, min(len(c.joined), 50)
	w.dispatchTo(c, "THREAD_MEMBERS_UPDATE", intent, intent, func(*session) object { return change })
}

// A threadStart is what a thread is started with.
type threadStart struct {
	name        string
	kind        int
	autoArchive int
	slowmode    int
	starter     *message // nil if it does not grow from a message
}

// startThread makes a thread in a channel. One that grows from a message has its id. The channel is told of a thread
// that grows from none or from an older message, https://docs.discord.com/developers/topics/threads#new-message-types.
func (w *world) startThread(in *channel, by *user, b threadStart, reason string) *channel {
	now := w.clock.Now()
	c := &channel{
		name: b.name, kind: b.kind, guild: in.guild, parent: in, owner: by, starter: b.starter, created: now,
		archiveSet: now, autoArchive: b.autoArchive, slowmode: b.slowmode,
	}
	if c.autoArchive == 0 {
		c.autoArchive = defaultAutoArchive
	}
	if b.starter != nil {
		c.id, b.starter.thread = b.starter.id, c
	} else {
		c.id = w.newID()
	}
	w.channels = append(w.channels, c)
	c.joined = []joiner{{user: by, since: now}}
	w.announceThread(c, "THREAD_CREATE")
	w.audit(c, AuditEntry{UserID: by.id, Action: auditThreadCreate, TargetID: c.id, Reason: reason})
	if m := b.starter; m != nil {
		m.flags |= flagHasThread
		w.announce(m, "MESSAGE_UPDATE")
		w.post(c, draft{author: m.author, kind: threadStarterMessage, reference: m})
	}
	if in.kind == textChannel && b.kind == publicThread && (b.starter == nil || b.starter.id != in.lastMessageID()) {
		w.post(in, draft{author: by, kind: threadCreatedMessage, content: b.name, thread: c})
	}
	return c
}

// announceThread tells the gateway and the page that a thread is new or changed.
func (w *world) announceThread(c *channel, event string) {
	if w.sees(w.bot, c) {
		w.dispatch(event, intentGuilds, c.guild, func(*session) object {
			o := w.withMembership(c)
			if event == "THREAD_CREATE" {
				o["newly_created"] = true
			}
			return o
		})
	}
	w.journal.addChannel(c)
	w.notify()
}

// removeChannel deletes a channel with its threads, or a thread.
func (w *world) removeChannel(c *channel) {
	event, told := "CHANNEL_DELETE", c.wire()
	if c.parent != nil {
		event, told = "THREAD_DELETE", object{
			"id": c.id, "guild_id": c.guild.id, "parent_id": c.parent.id, "type": c.kind,
		}
	}
	w.channels = slices.DeleteFunc(w.channels, func(o *channel) bool { return o == c || o.parent == c })
	for id, m := range w.messages {
		if m.channel == c || m.channel.parent == c {
			m.deleted = true
			delete(w.messages, id)
		}
	}
	if c.starter != nil && c.starter.thread == c {
		c.starter.thread, c.starter.flags = nil, c.starter.flags&^flagHasThread
		w.journal.addMessage(c.starter)
	}
	w.dispatchTo(c, event, intentGuilds, intentGuilds, func(*session) object { return told })
	w.journal.addChannel(c)
	w.notify()
}

// enliven does to a thread what a new message does: it counts, its author joins, and an archived thread wakes up.
func (w *world) enliven(c *channel, d draft) {
	if c.parent == nil || d.onlyFor != nil {
		return
	}
	c.sent++
	if d.kind != threadStarterMessage && c.guild.member(d.author) != nil {
		w.join(c, d.author)
	}
	if c.archived {
		c.archived, c.archiveSet = false, w.clock.Now()
		w.announceThread(c, "THREAD_UPDATE")
	}
}

// threadWire is a thread as a channel object,
// https://docs.discord.com/developers/resources/channel#channel-object.
func (c *channel) threadWire() object {
	count := 0
	for _, m := range c.messages {
		if m.onlyFor == nil {
			count++
		}
	}
	return object{
		"id": c.id, "type": c.kind, "flags": 0, "last_message_id": c.lastMessageID(), "guild_id": c.guild.id,
		"name": c.name, "parent_id": c.parent.id, "owner_id": c.owner.id, "rate_limit_per_user": c.slowmode,
		"message_count": count, "total_message_sent": c.sent, "member_count": min(len(c.joined), 50),
		"thread_metadata": object{
			"archived": c.archived, "locked": c.locked, "auto_archive_duration": c.autoArchive,
			"archive_timestamp": stamp(c.archiveSet), "create_timestamp": stamp(c.created),
		},
	}
}

// withMembership is a channel on the wire; if it is a thread that the bot has joined, with the bot's membership.
func (w *world) withMembership(c *channel) object {
	o := c.wire()
	for _, j := range c.joined {
		if j.user == w.bot {
			o["member"] = c.joinerWire(j)
		}
	}
	return o
}

func (c *channel) joinerWire(j joiner) object {
	return object{"id": c.id, "user_id": j.user.id, "join_timestamp": stamp(j.since), "flags": 0}
}

// addThread puts into a message the thread that was started from it, or the reference of one that tells of a thread.
func (m *message) addThread(o object) {
	if m.kind == threadCreatedMessage {
		o["message_reference"] = object{"type": 0, "channel_id": m.thread.id, "guild_id": m.thread.guild.id}
		return
	}
	o["thread"] = m.thread.threadWire()
}

// threadKind is the type of the threads that anybody may see in a channel.
func (c *channel) threadKind() int {
	if c.kind == announcementChannel {
		return announcementThread
	}
	return publicThread
}
