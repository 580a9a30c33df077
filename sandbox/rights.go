package sandbox

// This file is what people may do with messages: what their client offers them.

// Rights over a message, in the page's words.
const (
	replyRight   = "reply"
	reactRight   = "react"
	pinRight     = "pin"
	threadRight  = "thread"
	editRight    = "edit"
	deleteRight  = "delete"
	dismissRight = "dismiss"
)

// rightsOver lists somebody's rights over a message. Of an ephemeral one there is one: to dismiss it.
func (w *world) rightsOver(m *message, u *user) []string {
	c := m.channel
	switch {
	case m.deleted:
		return nil
	case m.onlyFor == u:
		return []string{dismissRight}
	case m.onlyFor != nil || !w.sees(u, c):
		return nil
	}
	said := !m.isSystem()
	own := said && m.author == u
	active := !c.archived && (!c.locked || w.may(u, c, manageThreads))
	var out []string
	for _, r := range []struct {
		right string
		has   bool
	}{
		{replyRight, said && w.mayPost(u, c) && w.may(u, c, readHistory)},
		{reactRight, active && w.may(u, c, readHistory|addReactions)},
		{pinRight, said && active && w.may(u, c, pinMessages)},
		{threadRight, said && m.thread == nil && c.kind != forumChannel && w.mayStartThread(u, c)},
		{editRight, own && active},
		{deleteRight, m.kind != threadStarterMessage && (own || c.guild != nil && w.may(u, c, manageMessages))},
	} {
		if r.has {
			out = append(out, r.right)
		}
	}
	return out
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
