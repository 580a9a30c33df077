package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// This file is the messages' part of the API: https://docs.discord.com/developers/resources/message.

// settable are the flags that the creator of a message may set; others are dropped.
const settable = flagSuppressEmbeds | flagSuppressNotifications | flagComponentsV2

// channelFor finds the channel of a call, in which the bot needs to have permissions.
func (s *Server) channelFor(r *request, needs permissions) (*channel, error) {
	if err := r.snowflakes("channel"); err != nil {
		return nil, err
	}
	c := find(s.world.channels, func(c *channel) bool { return c.id == r.PathValue("channel") })
	if c == nil {
		return nil, errUnknownChannel
	}
	switch {
	case !s.world.sees(s.world.bot, c):
		return nil, errMissingAccess
	case !s.world.may(s.world.bot, c, needs):
		return nil, errMissingPermissions
	}
	return c, nil
}

// messageFor finds the message of a call. Ephemeral messages are not found this way.
func (s *Server) messageFor(r *request, needs permissions) (*message, error) {
	c, err := s.channelFor(r, needs)
	if err != nil {
		return nil, err
	}
	if err := r.snowflakes("message"); err != nil {
		return nil, err
	}
	m := s.world.messages[r.PathValue("message")]
	if m == nil || m.channel != c || m.onlyFor != nil {
		return nil, errUnknownMessage
	}
	return m, nil
}

// activeMessageFor finds the message of a call that changes it: "The only operation that should happen within an
// archived thread is messages being deleted",
// https://docs.discord.com/developers/topics/threads#active-archived-threads.
func (s *Server) activeMessageFor(r *request, needs permissions) (*message, error) {
	m, err := s.messageFor(r, needs)
	if err == nil && m.channel.archived {
		return nil, errThreadArchived
	}
	return m, err
}

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

// limit reads the query's limit.
func (r *request) limit(low, high, otherwise int) (int, error) {
	v := r.URL.Query().Get("limit")
	if v == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(v)
	if err == nil && n >= low && n <= high {
		return n, nil
	}
	var f faults
	f.add(path{"limit"}, "NUMBER_TYPE_MAX", "int value should be between %d and %d.", low, high)
	return 0, f.err()
}

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
		err = w.mayShow(w.bot, c, d)
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

// mayShow says whether somebody may send what a draft has besides text.
func (w *world) mayShow(u *user, c *channel, d draft) error {
	if len(d.embeds) > 0 && !w.may(u, c, embedLinks) || len(d.files) > 0 && !w.may(u, c, attachFiles) {
		return errMissingPermissions
	}
	return nil
}

// refer makes a draft a reply. "The referenced message must exist and cannot be a system message",
// https://docs.discord.com/developers/resources/message#create-message.
func (w *world) refer(d *draft, c *channel, ref object) error {
	m := w.messages[textOf(ref["message_id"])]
	var f faults
	switch {
	case !w.may(d.author, c, readHistory):
		return errReplyUnread
	case m == nil || m.channel != c || m.onlyFor != nil:
		if ref["fail_if_not_exists"] != false {
			f.add(path{"message_reference"}, "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
		}
	case m.isSystem():
		f.add(path{"message_reference"}, "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message")
	default:
		d.reference, d.kind = m, replyMessage
	}
	return f.err()
}

// sentBefore is the message that was sent with the same nonce a moment ago, if the request says enforce_nonce.
func (w *world) sentBefore(c *channel, body object) *message {
	maps.DeleteFunc(w.nonces, func(_ string, m *message) bool { return w.clock.Now().Sub(m.created) > nonceLife })
	if body["enforce_nonce"] != true || body["nonce"] == nil {
		return nil
	}
	return w.nonces[nonceKey(c, body["nonce"])]
}

func nonceKey(c *channel, nonce any) string {
	if s, ok := nonce.(string); ok {
		return c.id + "/" + s
	}
	return c.id + "#" + permissionText(nonce)
}

// draftOf checks the body of a new message and makes a draft of it. may are the flags it may set.
func (w *world) draftOf(body object, may int, otherwise allowance) (draft, error) {
	flags, _ := intOf(body["flags"])
	flags &= may
	var f faults
	f.checkMessage(nil, body, flags)
	if err := f.err(); err != nil {
		return draft{}, err
	}
	d := draft{
		author: w.bot, content: textOf(body["content"]), flags: flags, nonce: body["nonce"],
		allowed: allowanceOf(body["allowed_mentions"], otherwise),
	}
	d.list, _ = w.componentsOf(body)
	if list, ok := body["embeds"].([]any); ok {
		d.embeds = completeEmbeds(list)
	}
	var err error
	if d.files, err = w.attachmentsOf(body, nil); err != nil {
		return draft{}, err
	}
	f.link(path{"components"}, d.list, d.files)
	f.link(path{"embeds"}, d.embeds, d.files)
	if err := f.err(); err != nil {
		return draft{}, err
	}
	if (&message{content: d.content, embeds: d.embeds, components: d.list, attachments: d.files}).isEmpty() {
		return draft{}, errEmptyMessage
	}
	return d, nil
}

// componentsOf completes the components of a checked body, if it has any.
func (w *world) componentsOf(body object) ([]object, bool) {
	list, ok := body["components"].([]any)
	if !ok {
		return nil, false
	}
	return newCompleter(w.newID, list).list(list), true
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
		err = w.edit(m, r.object(), anyMention)
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.wire(s.reader()), nil
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

// edit checks the body of an edit and changes the message. IS_COMPONENTS_V2 can be set but not taken back.
func (w *world) edit(m *message, body object, otherwise allowance) error {
	flags := m.flags
	if n, ok := intOf(body["flags"]); ok {
		flags = flags&^flagSuppressEmbeds | n&(flagSuppressEmbeds|flagComponentsV2)
	}
	var f faults
	f.checkMessage(nil, body, flags)
	e := edit{flags: flags, allowed: allowanceOf(body["allowed_mentions"], otherwise)}
	after := *m
	if v, ok := body["content"]; ok {
		after.content = textOf(v)
		e.content = &after.content
	}
	if v, ok := body["embeds"]; ok {
		list, _ := v.([]any)
		after.embeds = completeEmbeds(list)
		e.embeds = after.embeds
	}
	if flags&flagComponentsV2 != 0 {
		f.checkNoLegacyFields(nil, after.legacy(body))
	}
	if err := f.err(); err != nil {
		return err
	}
	if _, ok := body["components"]; ok {
		after.components, _ = w.componentsOf(body)
		e.list = append([]object{}, after.components...)
	}
	if err := w.editFiles(&after, &e, body); err != nil {
		return err
	}
	if after.isEmpty() {
		return errEmptyMessage
	}
	w.change(m, e)
	return nil
}

// editFiles changes the files of a message and links what refers to them.
func (w *world) editFiles(after *message, e *edit, body object) error {
	var err error
	if after.attachments, err = w.attachmentsOf(body, append([]*attachment{}, after.attachments...)); err != nil {
		return err
	}
	e.files = append([]*attachment{}, after.attachments...)
	var f faults
	f.link(path{"components"}, e.list, e.files)
	f.link(path{"embeds"}, e.embeds, e.files)
	return f.err()
}

// legacy is what a message keeps of the fields that IS_COMPONENTS_V2 forbids and that the edit does not clear.
func (m *message) legacy(body object) object {
	o := object{}
	if _, ok := body["content"]; !ok {
		o["content"] = m.content
	}
	if _, ok := body["embeds"]; !ok && len(m.embeds) > 0 {
		o["embeds"] = []any{m.embeds}
	}
	return o
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
	case m.author != w.bot && !w.may(w.bot, m.channel, manageMessages):
		return 0, nil, errMissingPermissions
	}
	w.removeAs(w.bot, m, reason)
	return http.StatusNoContent, nil, nil
}
