package sandbox

// This file is what people may do with messages: what their client offers them.

// rights are what somebody may do with a message.
type rights struct{ reply, react, pin, edit, delete, dismiss, thread bool }

// mayDo computes somebody's rights over a message. Of an ephemeral one there is one: to dismiss it.
func (w *world) mayDo(u *user, m *message) rights {
	c := m.channel
	if m.onlyFor != nil || m.deleted {
		return rights{dismiss: m.onlyFor == u && !m.deleted}
	}
	if !w.sees(u, c) {
		return rights{}
	}
	own := m.author == u && !m.isSystem()
	active := !c.archived && (!c.locked || w.may(u, c, manageThreads))
	return rights{
		reply:  w.mayPost(u, c) && w.may(u, c, readHistory) && !m.isSystem(),
		react:  active && w.may(u, c, readHistory|addReactions),
		pin:    active && w.may(u, c, pinMessages) && !m.isSystem(),
		edit:   active && own,
		delete: m.kind != threadStarterMessage && (own || c.guild != nil && w.may(u, c, manageMessages)),
		thread: w.mayStartThread(u, c) && c.kind != forumChannel && m.thread == nil && !m.isSystem(),
	}
}

// mayPost says whether somebody may write in a channel: a forum takes posts, which are threads, and a locked thread
// takes messages of its moderators only.
func (w *world) mayPost(u *user, c *channel) bool {
	return c.kind != forumChannel && w.may(u, c, sendMessages) && w.lockedFor(u, c) == nil
}

// lockedFor is the error that somebody gets who writes in a locked thread, or nil,
// https://docs.discord.com/developers/topics/threads#locked-threads.
func (w *world) lockedFor(u *user, c *channel) error {
	switch {
	case !c.locked || w.may(u, c, manageThreads):
		return nil
	case c.archived:
		return errThreadArchived
	}
	return errThreadLocked
}

// mayStartThread says whether somebody may begin a thread in a channel: a post, if it is a forum.
func (w *world) mayStartThread(u *user, c *channel) bool {
	switch c.kind {
	case forumChannel:
		return w.may(u, c, sendMessages)
	case textChannel, announcementChannel:
		return w.may(u, c, createPublicThreads)
	}
	return false
}
