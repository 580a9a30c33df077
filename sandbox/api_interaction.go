package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
)

// This file is the part of the API with which a bot answers:
// https://docs.discord.com/developers/interactions/receiving-and-responding.

// appFor checks that the application of a call is the bot's.
func (s *Server) appFor(r *request) error {
	if err := r.snowflakes("app"); err != nil {
		return err
	}
	if r.PathValue("app") != s.world.bot.id {
		return errOtherApplication
	}
	return nil
}

func getCommands(s *Server, r *request) (int, any, error) {
	g, err := s.commandScope(r)
	if err != nil {
		return 0, nil, err
	}
	localized := r.URL.Query().Get("with_localizations") == "true"
	return http.StatusOK, s.commandObjects(g, localized), nil
}

func (s *Server) commandScope(r *request) (*guild, error) {
	if err := s.appFor(r); err != nil {
		return nil, err
	}
	return s.guildFor(r)
}

func (s *Server) commandObjects(g *guild, localized bool) []object {
	out := []object{}
	for _, c := range s.world.commands {
		if c.guild == g {
			out = append(out, c.wire(s.world.bot.id, localized))
		}
	}
	return out
}

func putCommands(s *Server, r *request) (int, any, error) {
	g, err := s.commandScope(r)
	if err != nil {
		return 0, nil, err
	}
	list, ok := r.body.([]any)
	var f faults
	if !ok {
		f.add(nil, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
	}
	f.checkCommands(list)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	var made []*command
	for _, v := range list {
		made = append(made, s.world.newCommand(g, v.(object)))
	}
	s.world.overwriteCommands(g, made)
	return http.StatusOK, s.commandObjects(g, true), nil
}

func postCommand(s *Server, r *request) (int, any, error) {
	g, err := s.commandScope(r)
	if err != nil {
		return 0, nil, err
	}
	var f faults
	f.checkCommand(nil, r.body)
	count := map[int]int{commandType(r.object()): 1}
	for _, c := range s.world.commands {
		if c.guild == g && (c.name != textOf(r.object()["name"]) || c.kind != commandType(r.object())) {
			count[c.kind]++
		}
	}
	f.checkCommandCount(count)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	c := s.world.newCommand(g, r.object())
	status := http.StatusOK
	if s.world.register(c) {
		status = http.StatusCreated
	}
	return status, c.wire(s.world.bot.id, true), nil
}

func postCallback(s *Server, r *request) (int, any, error) {
	i := s.world.interactions[r.PathValue("interaction")]
	if i == nil || i.token != r.PathValue("token") || i.failed {
		return 0, nil, errUnknownInteraction
	}
	if i.response != 0 {
		return 0, nil, errAcknowledged
	}
	if err := s.respond(i, r.object()); err != nil {
		return 0, nil, err
	}
	i.cancel()
	s.world.notify()
	if r.URL.Query().Get("with_response") == "true" {
		return http.StatusOK, s.callbackObject(i), nil
	}
	return http.StatusNoContent, nil, nil
}

// respond takes the first response to an interaction.
func (s *Server) respond(i *interaction, body object) error {
	var f faults
	f.checkForm(nil, "callback", body)
	response, _ := intOf(body["type"])
	if f.tree == nil && !i.allows(response) {
		f.add(path{"type"}, "BASE_TYPE_CHOICES", "This type of response is not for this type of interaction.")
	}
	if err := f.err(); err != nil {
		return err
	}
	data, _ := body["data"].(object)
	var err error
	switch response {
	case respondMessage:
		err = s.respondWithMessage(i, data)
	case respondDeferred:
		flags, _ := intOf(data["flags"])
		i.original = s.world.post(i.channel, i.answering(draft{author: s.world.bot}, flags&flagEphemeral|flagLoading))
	case respondDeferredUpdate:
		i.original = i.target
	case respondUpdate:
		if err = within("data", s.world.edit(i.target, data, userMention)); err == nil {
			i.original, i.settled = i.target, i.target
		}
	case respondChoices:
		err = i.takeChoices(data)
	case respondModal:
		err = i.takeModal(data)
	}
	if err == nil {
		i.response = response
	}
	return err
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
	i.original = s.world.post(i.channel, i.answering(d, d.flags))
	i.settled = i.original
	return nil
}

// answering makes a draft the answer to an interaction.
func (i *interaction) answering(d draft, flags int) draft {
	d.origin, d.flags, d.kind = i, flags, i.messageKind()
	if d.kind == replyMessage {
		d.reference = i.target
	}
	if flags&flagEphemeral != 0 {
		d.onlyFor = i.person
	}
	return d
}

func (i *interaction) takeChoices(data object) error {
	var f faults
	f.checkForm(path{"data"}, "autocomplete", data)
	f.checkChoices(path{"data", "choices"}, data["choices"], i.focusedType())
	if err := f.err(); err != nil {
		return err
	}
	i.choices = []Choice{}
	for _, v := range data["choices"].([]any) {
		o := v.(object)
		i.choices = append(i.choices, Choice{Name: textOf(o["name"]), Value: plain(o["value"])})
	}
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

func (i *interaction) takeModal(data object) error {
	var f faults
	f.checkForm(path{"data"}, "modal", data)
	rows, _ := data["components"].([]any)
	seen := map[string]bool{}
	walk(path{"data", "components"}, rows, func(p path, c object) { f.checkCustomID(p, c, seen) })
	if err := f.err(); err != nil {
		return err
	}
	i.modal = &Modal{CustomID: textOf(data["custom_id"]), Title: textOf(data["title"]), opener: i}
	complete := newCompleter(func() string { return "0" }, rows)
	eachComponent(decodeComponents(complete.list(rows)), func(c Component) bool {
		if c.Type == textInputType {
			i.modal.Inputs = append(i.modal.Inputs, c)
		}
		return true
	})
	return nil
}

// callbackObject is the answer to a callback that asks for one,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback.
func (s *Server) callbackObject(i *interaction) object {
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
	i.settled = m
	s.world.notify()
	return http.StatusOK, m.wire(everything), nil
}

func deleteWebhookMessage(s *Server, r *request) (int, any, error) {
	_, m, err := s.webhookMessage(r)
	if err != nil {
		return 0, nil, err
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
	d, err := s.world.draftOf(r.object(), settable|flagEphemeral, userMention)
	if err != nil {
		return 0, nil, err
	}
	m := i.original
	if m != nil && m.flags&flagLoading != 0 {
		e := edit{content: &d.content, embeds: d.embeds, list: d.list, allowed: d.allowed}
		e.flags = d.flags&^flagEphemeral | m.flags&flagEphemeral
		s.world.change(m, e)
	} else {
		m = s.world.post(i.channel, i.answering(d, d.flags))
	}
	if i.settled == nil {
		i.settled = m
	}
	s.world.notify()
	return http.StatusOK, m.wire(everything), nil
}

// focusedType is the type of the option that is being typed into.
func (i *interaction) focusedType() int {
	name := ""
	for _, o := range i.data["options"].([]object) {
		if o["focused"] == true {
			name = textOf(o["name"])
		}
	}
	at := slices.IndexFunc(i.command.options, func(o CommandOption) bool { return o.Name == name })
	if at < 0 {
		return stringOption
	}
	return i.command.options[at].Type
}
