package sandbox

import (
	"net/http"
	"slices"
	"time"
)

// This file is the threads' part of the API:
// https://docs.discord.com/developers/resources/channel#start-thread-from-message.

// threadStartOf reads what a thread is to begin with from a checked body.
func threadStartOf(body object, kind int) threadStart {
	b := threadStart{name: textOf(body["name"]), kind: kind}
	b.autoArchive, _ = intOf(body["auto_archive_duration"])
	b.slowmode, _ = intOf(body["rate_limit_per_user"])
	return b
}

func postThreadFromMessage(s *Server, r *request) (int, any, error) {
	w := s.world
	m, err := s.messageFor(r, createPublicThreads)
	if err != nil {
		return 0, nil, err
	}
	reason, err := r.reason()
	if err != nil {
		return 0, nil, err
	}
	var f faults
	f.checkForm(nil, "thread", r.object())
	switch {
	case f.tree != nil:
		return 0, nil, f.err()
	case m.channel.kind != textChannel && m.channel.kind != announcementChannel:
		return 0, nil, errChannelType
	case m.isSystem():
		return 0, nil, errSystemMessage
	case m.thread != nil:
		return 0, nil, errThreadExists
	}
	b := threadStartOf(r.object(), m.channel.threadKind())
	b.starter = m
	c := w.startThread(m.channel, w.bot, b, reason)
	return http.StatusCreated, w.withMembership(c), nil
}

// postThread begins a thread without a message, or a post in a forum with one.
func postThread(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	reason, err := r.reason()
	if err != nil {
		return 0, nil, err
	}
	switch c.kind {
	case forumChannel:
		return s.postForum(c, r.object(), reason)
	case textChannel, announcementChannel:
		return s.postBareThread(c, r.object(), reason)
	}
	return 0, nil, errChannelType
}

// postBareThread begins a thread without a message. "type currently defaults to PRIVATE_THREAD",
// https://docs.discord.com/developers/resources/channel#start-thread-without-message.
func (s *Server) postBareThread(c *channel, body object, reason string) (int, any, error) {
	var f faults
	f.checkForm(nil, "thread", body)
	kind, ok := intOf(body["type"])
	if !ok {
		kind = privateThread
	}
	fits := kind == c.threadKind() || kind == privateThread && c.kind == textChannel
	if f.tree == nil && !fits {
		f.add(path{"type"}, "BASE_TYPE_CHOICES", "Value must be one of %s.", choices([]int{c.threadKind(), privateThread}))
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	needs := createPublicThreads
	if kind == privateThread {
		needs = createPrivateThreads
	}
	if !s.world.may(s.world.bot, c, needs) {
		return 0, nil, errMissingPermissions
	}
	made := s.world.startThread(c, s.world.bot, threadStartOf(body, kind), reason)
	return http.StatusCreated, s.world.withMembership(made), nil
}

// postForum begins a post,
// https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel.
func (s *Server) postForum(c *channel, body object, reason string) (int, any, error) {
	w := s.world
	if !w.may(w.bot, c, sendMessages) {
		return 0, nil, errMissingPermissions
	}
	var f faults
	f.checkForm(nil, "forum post", body)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	message := body["message"].(object)
	d, err := w.draftOf(message, settable, anyMention)
	if err == nil {
		err = w.mayShow(w.bot, c, len(d.embeds), len(d.attachments))
	}
	if err != nil {
		return 0, nil, within("message", err)
	}
	made := w.startThread(c, w.bot, threadStartOf(body, publicThread), reason)
	d.id = made.id
	m := w.post(made, d)
	o := w.withMembership(made)
	o["message"] = m.wire(s.reader())
	return http.StatusCreated, o, nil
}

func getActiveThreads(s *Server, r *request) (int, any, error) {
	g, err := s.guildFor(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, s.world.threadList(s.world.threadsOf(g), false), nil
}

// getArchivedThreads lists the archived threads of a channel that anybody may see there, the latest archived first.
func getArchivedThreads(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, readHistory)
	if err != nil {
		return 0, nil, err
	}
	limit, err := r.limit(2, 100, 50)
	if err != nil {
		return 0, nil, err
	}
	before, err := time.Parse(time.RFC3339, r.URL.Query().Get("before"))
	all := err != nil
	list := s.world.channelsThat(func(t *channel) bool {
		return t.parent == c && t.archived && t.kind != privateThread && (all || t.archiveSet.Before(before))
	})
	slices.SortStableFunc(list, func(a, b *channel) int { return b.archiveSet.Compare(a.archiveSet) })
	more := len(list) > limit
	return http.StatusOK, s.world.threadList(list[:min(limit, len(list))], more), nil
}

// threadList is those of some threads that the bot sees, and its memberships.
func (w *world) threadList(list []*channel, more bool) object {
	threads, members := []object{}, []object{}
	for _, c := range list {
		if !w.sees(w.bot, c) {
			continue
		}
		o := w.withMembership(c)
		threads = append(threads, o)
		if m, ok := o["member"].(object); ok {
			members = append(members, m)
		}
	}
	return object{"threads": threads, "members": members, "has_more": more}
}

// threadFor finds the thread of a call, and the member it names ("@me" is the bot).
func (s *Server) threadFor(r *request) (*channel, *user, error) {
	c, err := s.channelFor(r, 0)
	switch {
	case err != nil:
		return nil, nil, err
	case c.parent == nil:
		return nil, nil, errChannelType
	case r.PathValue("user") == "@me":
		return c, s.world.bot, nil
	}
	if err := r.snowflakes("user"); err != nil {
		return nil, nil, err
	}
	m := find(c.guild.members, func(m *member) bool { return m.user.id == r.PathValue("user") })
	if m == nil {
		return nil, nil, errUnknownMember
	}
	return c, m.user, nil
}

// putThreadMember adds somebody to a thread: the bot itself, or anybody if it may write there.
func putThreadMember(s *Server, r *request) (int, any, error) {
	c, u, err := s.threadFor(r)
	switch {
	case err != nil:
		return 0, nil, err
	case c.archived:
		return 0, nil, errThreadArchived
	case u != s.world.bot && !s.world.may(s.world.bot, c, sendMessages):
		return 0, nil, errMissingPermissions
	}
	s.world.join(c, u)
	return http.StatusNoContent, nil, nil
}

// deleteThreadMember removes somebody from a thread: the bot itself, or anybody if it manages threads or, in a private
// one, began it.
func deleteThreadMember(s *Server, r *request) (int, any, error) {
	w := s.world
	c, u, err := s.threadFor(r)
	switch {
	case err != nil:
		return 0, nil, err
	case c.archived:
		return 0, nil, errThreadArchived
	case u != w.bot && !w.may(w.bot, c, manageThreads) && !(c.kind == privateThread && c.owner == w.bot):
		return 0, nil, errMissingPermissions
	}
	w.leaveThread(c, u)
	return http.StatusNoContent, nil, nil
}

func getThreadMember(s *Server, r *request) (int, any, error) {
	c, u, err := s.threadFor(r)
	if err != nil {
		return 0, nil, err
	}
	for _, j := range c.joined {
		if j.user == u {
			return http.StatusOK, c.joinerWire(j), nil
		}
	}
	return 0, nil, errUnknownMember
}

// getThreadMembers lists who is in a thread, for applications with the members intent.
func getThreadMembers(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, 0)
	switch {
	case err != nil:
		return 0, nil, err
	case c.parent == nil:
		return 0, nil, errChannelType
	case s.options.GrantedIntents&intentGuildMembers == 0:
		return 0, nil, errMissingAccess
	}
	out := []object{}
	for _, j := range c.joined {
		out = append(out, c.joinerWire(j))
	}
	return http.StatusOK, out, nil
}
