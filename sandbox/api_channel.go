package sandbox

import (
	"net/http"
	"strings"
)

// This file is the channels' part of the API: https://docs.discord.com/developers/resources/channel.

func getChannel(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, s.world.withMembership(c), nil
}

func postTyping(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, sendMessages)
	if err != nil {
		return 0, nil, err
	}
	s.types(c, s.world.bot)
	return http.StatusNoContent, nil, nil
}

func patchChannel(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	reason, err := r.reason()
	if err != nil {
		return 0, nil, err
	}
	form := "channel"
	switch {
	case c.guild == nil:
		return 0, nil, errOnDM
	case c.parent != nil:
		form = "thread edit"
	}
	var f faults
	f.checkForm(nil, form, r.object())
	if name, ok := r.object()["name"].(string); ok && f.tree == nil && strings.TrimSpace(name) == "" {
		f.add(path{"name"}, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	if c.parent != nil {
		err = s.world.editThread(c, r.object(), reason)
	} else {
		err = s.world.editChannel(c, r.object(), reason)
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, s.world.withMembership(c), nil
}

// editChannel changes a channel as the bot asks.
func (w *world) editChannel(c *channel, body object, reason string) error {
	if !w.may(w.bot, c, manageChannels) {
		return errMissingPermissions
	}
	if name, ok := body["name"].(string); ok {
		c.name = name
	}
	if topic, ok := body["topic"]; ok {
		c.topic = textOf(topic)
	}
	if seconds, ok := intOf(body["rate_limit_per_user"]); ok {
		c.slowmode = seconds
	}
	w.announceChannel(c, "CHANNEL_UPDATE")
	w.audit(c, AuditEntry{UserID: w.bot.id, Action: auditChannelUpdate, TargetID: c.id, Reason: reason})
	return nil
}

// editThread changes a thread as the bot asks, if it may,
// https://docs.discord.com/developers/topics/threads#editing-deleting-threads.
func (w *world) editThread(c *channel, body object, reason string) error {
	if err := w.threadEditable(c, body); err != nil {
		return err
	}
	if archived, ok := body["archived"].(bool); ok && archived != c.archived {
		c.archived, c.archiveSet = archived, w.clock.Now()
	}
	if locked, ok := body["locked"].(bool); ok {
		c.locked = locked
	}
	if minutes, ok := intOf(body["auto_archive_duration"]); ok && minutes != c.autoArchive {
		c.autoArchive, c.archiveSet = minutes, w.clock.Now()
	}
	if seconds, ok := intOf(body["rate_limit_per_user"]); ok {
		c.slowmode = seconds
	}
	name, ok := body["name"].(string)
	renamed := ok && name != c.name
	if renamed {
		c.name = name
	}
	w.announceThread(c, "THREAD_UPDATE")
	if renamed {
		w.post(c, draft{author: w.bot, kind: nameChangeMessage, content: name})
	}
	w.audit(c, AuditEntry{UserID: w.bot.id, Action: auditThreadUpdate, TargetID: c.id, Reason: reason})
	return nil
}

// threadEditable is nil if the bot may change a thread that way. An archived thread is only unarchived.
func (w *world) threadEditable(c *channel, body object) error {
	manages := w.may(w.bot, c, manageThreads)
	archived, sets := body["archived"].(bool)
	_, locks := body["locked"].(bool)
	_, names := body["name"].(string)
	_, times := intOf(body["auto_archive_duration"])
	_, slows := intOf(body["rate_limit_per_user"])
	switch {
	case (locks || slows) && !manages,
		(names || times || sets && archived) && !manages && c.owner != w.bot,
		c.locked && !manages && c.owner != w.bot,
		sets && !archived && !manages && !c.hasJoined(w.bot):
		return errMissingPermissions
	case c.archived && !(sets && !archived):
		return errThreadArchived
	}
	return nil
}

func deleteChannel(s *Server, r *request) (int, any, error) {
	w := s.world
	c, err := s.channelFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	reason, err := r.reason()
	if err != nil {
		return 0, nil, err
	}
	needs, action := manageChannels, auditChannelDelete
	switch {
	case c.guild == nil: // the conversation is closed, and there again with the next message
		return http.StatusOK, c.wire(), nil
	case c.parent != nil:
		needs, action = manageThreads, auditThreadDelete
	}
	if !w.may(w.bot, c, needs) {
		return 0, nil, errMissingPermissions
	}
	gone := w.withMembership(c)
	w.removeChannel(c)
	w.audit(c, AuditEntry{UserID: w.bot.id, Action: action, TargetID: c.id, Reason: reason})
	return http.StatusOK, gone, nil
}
