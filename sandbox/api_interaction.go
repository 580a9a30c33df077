package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
)

// This file is the part of the API with which a bot answers:
// https://docs.discord.com/developers/interactions/receiving-and-responding.

func postCallback(s *Server, r *request) (int, any, error) {
	i := s.world.interactions[r.PathValue("interaction")]
	if i == nil || i.token != r.PathValue("token") || i.failed || s.world.expired(i) {
		return 0, nil, errUnknownInteraction
	}
	if i.response != 0 {
		return 0, nil, errAcknowledged
	}
	if err := s.respond(i, r.object()); err != nil {
		return 0, nil, err
	}
	s.world.notify()
	if r.URL.Query().Get("with_response") == "true" {
		return http.StatusOK, s.callbackWire(i), nil
	}
	return http.StatusNoContent, nil, nil
}

// respond takes the first response to an interaction.
func (s *Server) respond(i *interaction, body object) error {
	var f faults
	f.checkForm(nil, "callback", body)
	response, _ := intOf(body["type"])
	f.checkResponse(response, i)
	if err := f.err(); err != nil {
		return err
	}
	data, _ := body["data"].(object)
	if err := s.carryOut(i, response, data); err != nil {
		return err
	}
	i.response = response
	i.cancel()
	left := tokenLife - s.world.clock.Now().Sub(i.created)
	switch response {
	case respondDeferred:
		s.failAfter(i, left)
	case respondDeferredUpdate:
		s.later(i, left, func() { i.settle(i.target) }) // nothing was to be seen of it, and nothing has failed
	}
	return nil
}

// checkResponse: which response an interaction may have, and what the sandbox has none of.
func (f *faults) checkResponse(response int, i *interaction) {
	switch {
	case response == respondPremium || response == respondLaunch:
		f.add(path{"type"}, "SANDBOX_UNSUPPORTED", "Discord takes this type of response, the sandbox does not")
	case f.tree == nil && !i.allows(response):
		f.add(path{"type"}, "BASE_TYPE_CHOICES", "Value must be one of %s.", choices(i.responses()))
	}
}

// responses are the types of responses that an interaction may have.
func (i *interaction) responses() []int {
	return slices.DeleteFunc(slices.Clone(forms["callback"]["type"].oneOf), func(response int) bool {
		return !i.allows(response)
	})
}

// carryOut does what a response of a type says. Of a deferred message it takes nothing but who sees it,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages.
func (s *Server) carryOut(i *interaction, response int, data object) error {
	switch response {
	case respondMessage:
		return s.respondWithMessage(i, data)
	case respondDeferred:
		flags, _ := intOf(data["flags"])
		d := draft{author: s.world.bot, flags: flags&flagEphemeral | flagLoading}
		i.original = s.world.post(i.channel, s.world.answering(i, d))
	case respondDeferredUpdate:
		i.original = i.target
	case respondUpdate:
		if err := within("data", s.world.edit(i.target, data, userMention)); err != nil {
			return err
		}
		i.original = i.target
		i.settle(i.target)
	case respondChoices:
		return i.takeChoices(data)
	case respondModal:
		return s.takeModal(i, data)
	}
	return nil
}

// within puts the faults of a body's part at its place in the body.
func within(field string, err error) error {
	if e, ok := err.(*apiError); ok && e.errors != nil {
		nested := *e
		nested.errors = object{field: e.errors}
		return &nested
	}
	return err
}

func (s *Server) respondWithMessage(i *interaction, data object) error {
	d, err := s.world.draftOf(data, settable|flagEphemeral, userMention)
	if err != nil {
		return within("data", err)
	}
	i.original = s.world.post(i.channel, s.world.answering(i, d))
	i.settle(i.original)
	return nil
}

// answering makes a draft the answer to an interaction. Where only a user installed the application and may not use
// external apps, only that person sees it,
// https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags.
func (w *world) answering(i *interaction, d draft) draft {
	if i.byUserOnly() && i.channel.guild != nil && !w.permissionsIn(i.channel, i.person).has(useExternalApps) {
		d.flags |= flagEphemeral
	}
	d.origin, d.kind = i, i.messageKind()
	if d.kind == replyMessage {
		d.reference = i.target
	}
	if d.flags&flagEphemeral != 0 {
		d.onlyFor = i.person
	}
	return d
}

func (i *interaction) takeChoices(data object) error {
	var f faults
	f.checkForm(path{"data"}, "autocomplete", data)
	f.checkChoices(path{"data", "choices"}, data["choices"], i.focused.Type)
	if err := f.err(); err != nil {
		return err
	}
	i.choices = []Choice{}
	for _, v := range data["choices"].([]any) {
		o := v.(object)
		i.choices = append(i.choices, Choice{Name: textOf(o["name"]), Value: plain(o["value"])})
	}
	i.finish()
	return nil
}

// plain is a JSON scalar as a string or a float64.
func plain(v any) any {
	if n, ok := v.(json.Number); ok {
		x, _ := n.Float64()
		return x
	}
	return v
}

func (s *Server) takeModal(i *interaction, data object) error {
	var f faults
	f.checkModal(path{"data"}, data)
	if err := f.err(); err != nil {
		return err
	}
	i.modal = s.world.newModal(i, data)
	i.finish()
	return nil
}

// callbackWire is the answer to a callback that asks for one,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback.
func (s *Server) callbackWire(i *interaction) object {
	about := object{"id": i.id, "type": i.kind}
	o := object{"interaction": about}
	if m := i.original; m != nil && i.response != respondDeferredUpdate {
		about["response_message_id"] = m.id
		about["response_message_loading"] = m.flags&flagLoading != 0
		about["response_message_ephemeral"] = m.onlyFor != nil
	}
	if i.response == respondMessage || i.response == respondUpdate {
		o["resource"] = object{"type": i.response, "message": i.original.wire(s.reader())}
	}
	return o
}

// webhookFor finds the interaction whose token is used as a webhook. It must have been responded to.
func (s *Server) webhookFor(r *request) (*interaction, error) {
	if r.PathValue("app") != s.world.bot.id {
		return nil, errUnknownWebhook
	}
	i := s.world.byToken(r.PathValue("token"))
	switch {
	case i == nil:
		return nil, errWebhookToken
	case i.response == 0:
		return nil, errUnknownWebhook
	}
	return i, nil
}

// webhookMessage finds @original or a follow-up of an interaction.
func (s *Server) webhookMessage(r *request) (*interaction, *message, error) {
	i, err := s.webhookFor(r)
	if err != nil {
		return nil, nil, err
	}
	id := r.PathValue("message")
	m := i.original
	if id != "@original" {
		m = s.world.messages[id]
	}
	if m == nil || m.deleted || m != i.original && m.origin != i {
		return nil, nil, errUnknownMessage
	}
	return i, m, nil
}

func getWebhookMessage(s *Server, r *request) (int, any, error) {
	_, m, err := s.webhookMessage(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.wire(everything), nil
}

func patchWebhookMessage(s *Server, r *request) (int, any, error) {
	i, m, err := s.webhookMessage(r)
	if err != nil {
		return 0, nil, err
	}
	if err := s.world.edit(m, r.object(), userMention); err != nil {
		return 0, nil, err
	}
	i.settle(m)
	return http.StatusOK, m.wire(everything), nil
}

// deleteWebhookMessage deletes @original or a follow-up. Whoever waited for a deferred answer waits no more.
func deleteWebhookMessage(s *Server, r *request) (int, any, error) {
	i, m, err := s.webhookMessage(r)
	if err != nil {
		return 0, nil, err
	}
	if m == i.original && !i.finished {
		i.withdrawn = true
		i.finish()
	}
	s.world.remove(m)
	return http.StatusNoContent, nil, nil
}

// postFollowUp sends a further message. The first one after a deferred response is that response: it fills the
// message that says the bot is thinking, and cannot change who sees it.
func postFollowUp(s *Server, r *request) (int, any, error) {
	i, err := s.webhookFor(r)
	if err != nil {
		return 0, nil, err
	}
	if i.byUserOnly() && i.followUps >= maxFollowUps {
		return 0, nil, errMaxFollowUps
	}
	d, err := s.world.draftOf(r.object(), settable|flagEphemeral, userMention)
	if err != nil {
		return 0, nil, err
	}
	m := i.original
	if m != nil && !m.deleted && m.flags&flagLoading != 0 {
		e := edit{
			content: &d.content, embeds: d.embeds, components: d.components, attachments: d.attachments, allowed: d.allowed,
		}
		e.flags = d.flags&^flagEphemeral | m.flags&flagEphemeral
		s.world.change(m, e)
	} else {
		m = s.world.post(i.channel, s.world.answering(i, d))
		i.followUps++
	}
	i.settle(m)
	return http.StatusOK, m.wire(everything), nil
}
