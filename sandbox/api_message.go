package sandbox

import (
	"net/http"
	"slices"
)

// This file is the messages' part of the API: https://docs.discord.com/developers/resources/message.

// reader is how the bot reads messages by REST: as its application is allowed to.
func (s *Server) reader() reader {
	return reader{app: s.world.bot, content: s.options.GrantedIntents&intentMessageContent != 0}
}

// getMessages lists messages: "If the current user is missing the READ_MESSAGE_HISTORY permission in the channel, then
// no messages will be returned", https://docs.discord.com/developers/resources/message#get-channel-messages.
func getMessages(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	limit, err := r.limit(1, 100, 50)
	if err != nil {
		return 0, nil, err
	}
	if err := r.onePlace(); err != nil {
		return 0, nil, err
	}
	out := []object{}
	if !s.world.may(s.world.bot, c, readHistory) {
		return http.StatusOK, out, nil
	}
	for _, m := range c.page(r, limit) {
		out = append(out, m.wire(s.reader()))
	}
	return http.StatusOK, out, nil
}

// page selects the messages of a channel, newest first, by before, after or around.
func (c *channel) page(r *request, limit int) []*message {
	var list []*message
	for _, m := range c.messages {
		if m.onlyFor == nil {
			list = append(list, m)
		}
	}
	q := r.URL.Query()
	lo, hi := 0, len(list)
	position := func(id string) int {
		return slices.IndexFunc(append(list, &message{id: "99999999999999999999"}), func(m *message) bool {
			return !earlier(m.id, id)
		})
	}
	switch {
	case q.Has("before"):
		hi = position(q.Get("before"))
	case q.Has("after"):
		lo = position(q.Get("after"))
		if lo < len(list) && list[lo].id == q.Get("after") {
			lo++
		}
		hi = min(hi, lo+limit)
	case q.Has("around"):
		hi = min(hi, position(q.Get("around"))+limit/2+1)
	}
	lo = max(lo, hi-limit)
	out := slices.Clone(list[lo:hi])
	slices.Reverse(out)
	return out
}

// earlier compares two snowflakes.
func earlier(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func getMessage(s *Server, r *request) (int, any, error) {
	m, err := s.messageFor(r, readHistory)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.wire(s.reader()), nil
}

func postMessage(s *Server, r *request) (int, any, error) {
	w := s.world
	c, err := s.writableFor(r)
	if err != nil {
		return 0, nil, err
	}
	body := r.object()
	if m := w.sentBefore(c, body); m != nil {
		return http.StatusOK, m.wire(s.reader()), nil
	}
	d, err := w.draftOf(body, settable, anyMention)
	if err == nil {
		err = w.mayShow(w.bot, c, len(d.embeds), len(d.attachments))
	}
	if body["tts"] == true && err == nil && c.guild != nil && !w.may(w.bot, c, sendTTS) {
		err = errMissingPermissions
	}
	if ref, ok := body["message_reference"].(object); ok && err == nil {
		err = w.refer(&d, c, ref)
	}
	if err != nil {
		return 0, nil, err
	}
	m := w.post(c, d)
	if m.nonce != nil {
		w.nonces[nonceKey(c, m.nonce)] = m
	}
	return http.StatusOK, m.wire(s.reader()), nil
}

// writableFor finds the channel of a call that writes a message.
func (s *Server) writableFor(r *request) (*channel, error) {
	c, err := s.channelFor(r, sendMessages)
	switch {
	case err != nil:
		return nil, err
	case c.kind == forumChannel:
		return nil, errNotText
	}
	return c, s.world.lockedFor(s.world.bot, c)
}

func patchMessage(s *Server, r *request) (int, any, error) {
	w := s.world
	m, err := s.activeMessageFor(r, 0)
	if err == nil {
		err = w.lockedFor(w.bot, m.channel)
	}
	switch {
	case err != nil:
		return 0, nil, err
	case m.isSystem():
		return 0, nil, errSystemMessage
	case m.author != w.bot:
		err = w.suppress(m, r.object())
	default:
		err = w.editAsBot(m, r.object())
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.wire(s.reader()), nil
}

// editAsBot edits a message of the bot, which needs the permissions for what the edit shows.
func (w *world) editAsBot(m *message, body object) error {
	embeds, _ := body["embeds"].([]any)
	files, _ := body[uploadsField].([]upload)
	if err := w.mayShow(w.bot, m.channel, len(embeds), len(files)); err != nil {
		return err
	}
	return w.edit(m, body, anyMention)
}

// suppress edits a message of another: "Other users can only edit flags and only if they have the MANAGE_MESSAGES
// permission", https://docs.discord.com/developers/resources/message#edit-message.
func (w *world) suppress(m *message, body object) error {
	flags, ok := intOf(body["flags"])
	if !ok || len(body) > 1 {
		return errNotAuthor
	}
	if !w.may(w.bot, m.channel, manageMessages) {
		return errMissingPermissions
	}
	m.flags = m.flags&^flagSuppressEmbeds | flags&flagSuppressEmbeds
	w.announce(m, "MESSAGE_UPDATE")
	return nil
}

func deleteMessage(s *Server, r *request) (int, any, error) {
	w := s.world
	m, err := s.messageFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	reason, err := r.reason()
	switch {
	case err != nil:
		return 0, nil, err
	case m.kind == threadStarterMessage:
		return 0, nil, errSystemMessage
	case m.author != w.bot && m.channel.guild == nil:
		return 0, nil, errOnDM
	case m.author != w.bot && !w.may(w.bot, m.channel, manageMessages):
		return 0, nil, errMissingPermissions
	}
	w.removeAs(w.bot, m, reason)
	return http.StatusNoContent, nil, nil
}

func postBulkDelete(s *Server, r *request) (int, any, error) {
	w := s.world
	c, err := s.channelFor(r, manageMessages)
	if err != nil {
		return 0, nil, err
	}
	reason, err := r.reason()
	if err != nil {
		return 0, nil, err
	}
	ids, err := w.bulk(r.object())
	if err != nil {
		return 0, nil, err
	}
	w.removeAll(c, ids, reason)
	return http.StatusNoContent, nil, nil
}

// bulk checks and reads which messages are to be deleted together: none of them older than two weeks, none twice,
// https://docs.discord.com/developers/resources/message#bulk-delete-messages.
func (w *world) bulk(body object) ([]string, error) {
	var f faults
	f.checkForm(nil, "bulk delete", body)
	if err := f.err(); err != nil {
		return nil, err
	}
	ids := idList(body["messages"])
	for _, id := range ids {
		if w.clock.Now().Sub(snowflakeTime(id)) > bulkDeleteAge {
			return nil, errTooOld
		}
	}
	return ids, nil
}

// postCrosspost publishes a message of an announcement channel. No other channel follows it here.
func postCrosspost(s *Server, r *request) (int, any, error) {
	w := s.world
	m, err := s.messageFor(r, sendMessages)
	switch {
	case err != nil:
		return 0, nil, err
	case m.channel.kind != announcementChannel:
		return 0, nil, errChannelType
	case m.author != w.bot && !w.may(w.bot, m.channel, manageMessages):
		return 0, nil, errMissingPermissions
	case m.flags&flagCrossposted != 0:
		return 0, nil, errCrossposted
	}
	m.flags |= flagCrossposted
	w.announce(m, "MESSAGE_UPDATE")
	return http.StatusOK, m.wire(s.reader()), nil
}
