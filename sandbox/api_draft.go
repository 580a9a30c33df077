package sandbox

import "maps"

// This file reads messages, and changes of messages, from the bodies of requests:
// https://docs.discord.com/developers/resources/message#create-message.

// settable are the flags that the creator of a message may set; others are dropped.
const settable = flagSuppressEmbeds | flagSuppressNotifications | flagComponentsV2

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
	d.components, _ = w.componentsOf(body)
	if list, ok := body["embeds"].([]any); ok {
		d.embeds = completeEmbeds(list)
	}
	var err error
	if d.attachments, err = w.attachmentsOf(body, nil); err != nil {
		return draft{}, err
	}
	f.link(path{"components"}, d.components, d.attachments)
	f.link(path{"embeds"}, d.embeds, d.attachments)
	if err := f.err(); err != nil {
		return draft{}, err
	}
	if (&message{content: d.content, embeds: d.embeds, components: d.components, attachments: d.attachments}).isEmpty() {
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

// refer makes a draft a reply. "The referenced message must exist and cannot be a system message",
// https://docs.discord.com/developers/resources/message#create-message.
func (w *world) refer(d *draft, c *channel, ref object) error {
	m := w.messages[idOf(ref["message_id"])]
	var f faults
	switch {
	case !w.may(d.author, c, readHistory):
		return errReplyUnread
	case m != nil && m.channel != c && m.onlyFor == nil:
		f.add(path{"message_reference"}, "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL",
			"Cannot reply to a message in a different channel")
	case m == nil || m.onlyFor != nil:
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

// mayShow says whether somebody may send embeds and files.
func (w *world) mayShow(u *user, c *channel, embeds, files int) error {
	if embeds > 0 && !w.may(u, c, embedLinks) || files > 0 && !w.may(u, c, attachFiles) {
		return errMissingPermissions
	}
	return nil
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
	return c.id + "#" + idOf(nonce)
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
		e.components = append([]object{}, after.components...)
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
	e.attachments = append([]*attachment{}, after.attachments...)
	var f faults
	f.link(path{"components"}, e.components, e.attachments)
	f.link(path{"embeds"}, e.embeds, e.attachments)
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
