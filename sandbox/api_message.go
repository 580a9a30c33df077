package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
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

// reader is how the bot reads messages by REST: as its application is allowed to.
func (s *Server) reader() reader {
	return reader{app: s.world.bot, content: s.options.GrantedIntents&intentMessageContent != 0}
}

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
	c, err := s.channelFor(r, sendMessages)
	if err != nil {
		return 0, nil, err
	}
	body := r.object()
	if m := s.world.sentBefore(c, body); m != nil {
		return http.StatusOK, m.wire(s.reader()), nil
	}
	d, err := s.world.draftOf(body, settable, anyMention)
	if err != nil {
		return 0, nil, err
	}
	if ref, ok := body["message_reference"].(object); ok {
		d.reference, d.kind = s.world.messages[textOf(ref["message_id"])], replyMessage
		if (d.reference == nil || d.reference.channel != c) && ref["fail_if_not_exists"] != false {
			var f faults
			f.add(path{"message_reference"}, "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
			return 0, nil, f.err()
		}
	}
	m := s.world.post(c, d)
	if m.nonce != nil {
		s.world.nonces[nonceKey(c, m.nonce)] = m
	}
	return http.StatusOK, m.wire(s.reader()), nil
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
	if (&message{content: d.content, embeds: d.embeds, components: d.list}).isEmpty() {
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
	m, err := s.messageFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	if m.author != s.world.bot {
		return 0, nil, errNotAuthor
	}
	if err := s.world.edit(m, r.object(), anyMention); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.wire(s.reader()), nil
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
	if after.isEmpty() {
		return errEmptyMessage
	}
	w.change(m, e)
	return nil
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
	m, err := s.messageFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	if m.author != s.world.bot && !s.world.permissionsIn(m.channel, s.world.bot).has(manageMessages) {
		return 0, nil, errMissingPermissions
	}
	s.world.remove(m)
	return http.StatusNoContent, nil, nil
}

func getPins(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, readHistory)
	if err != nil {
		return 0, nil, err
	}
	limit, err := r.limit(1, 50, 50)
	if err != nil {
		return 0, nil, err
	}
	pins := c.pins()
	if before := r.URL.Query().Get("before"); before != "" {
		t, err := time.Parse(time.RFC3339, before)
		if err != nil {
			var f faults
			f.add(path{"before"}, "DATETIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", before)
			return 0, nil, f.err()
		}
		pins = slices.DeleteFunc(pins, func(m *message) bool { return !m.pinned.Truncate(time.Microsecond).Before(t) })
	}
	items := []object{}
	for _, m := range pins[:min(limit, len(pins))] {
		items = append(items, object{"pinned_at": stamp(m.pinned), "message": m.wire(s.reader())})
	}
	return http.StatusOK, object{"items": items, "has_more": len(pins) > limit}, nil
}

func putPin(s *Server, r *request) (int, any, error) {
	m, err := s.messageFor(r, pinMessages)
	if err != nil {
		return 0, nil, err
	}
	if m.pinned.IsZero() {
		if len(m.channel.pins()) >= maxPins {
			return 0, nil, errMaxPins
		}
		s.world.pin(m, s.world.bot)
	}
	return http.StatusNoContent, nil, nil
}

func deletePin(s *Server, r *request) (int, any, error) {
	m, err := s.messageFor(r, pinMessages)
	if err != nil {
		return 0, nil, err
	}
	if !m.pinned.IsZero() {
		s.world.unpin(m)
	}
	return http.StatusNoContent, nil, nil
}
