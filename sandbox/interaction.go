package sandbox

import "time"

// How long an application has, https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback.
const (
	firstResponse = 3 * time.Second
	tokenLife     = 15 * time.Minute
)

// Types of interactions, https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type.
const (
	commandInteraction      = 2
	componentInteraction    = 3
	autocompleteInteraction = 4
	modalInteraction        = 5
)

// Types of responses, https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object.
const (
	respondMessage        = 4
	respondDeferred       = 5
	respondDeferredUpdate = 6
	respondUpdate         = 7
	respondChoices        = 8
	respondModal          = 9
)

// An interaction is something a person asked the application to do.
type interaction struct {
	id, token string
	kind      int
	created   time.Time
	person    *user
	channel   *channel
	command   *command // of a command or autocomplete
	target    *message // of a message command; the message of a component or of the modal it opened
	source    *interaction
	data      object

	// response is the type of the first response, 0 while there is none.
	response int
	failed   bool
	cancel   func() // of the deadline
	// original is what @original is: the response, or the message that was updated; nil if there is none.
	original *message
	// settled is the message that answers the person, once there is one.
	settled *message
	choices []Choice
	modal   *Modal
}

// begin makes an interaction and sends it to the application.
func (s *Server) begin(i *interaction) *interaction {
	w := s.world
	i.id, i.created = w.newID(), w.clock.Now()
	i.token = interactionToken(i.id)
	w.forgetOld()
	w.interactions[i.id] = i
	w.dispatch("INTERACTION_CREATE", 0, i.channel.guild, func(*session) object { return w.interactionObject(i) })
	i.cancel = w.clock.AfterFunc(firstResponse, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		i.expire(w)
	})
	w.notify()
	return i
}

// expire is the end of the time for a first response.
func (i *interaction) expire(w *world) {
	if i.response == 0 {
		i.failed = true
		w.notify()
	}
}

// forgetOld drops interactions whose tokens have expired.
func (w *world) forgetOld() {
	for id, i := range w.interactions {
		if w.expired(i) {
			delete(w.interactions, id)
		}
	}
}

func (w *world) expired(i *interaction) bool { return w.clock.Now().Sub(i.created) > tokenLife }

// byToken finds the interaction that a token belongs to, if it has not expired.
func (w *world) byToken(token string) *interaction {
	for _, i := range w.interactions {
		if i.token == token && !w.expired(i) {
			return i
		}
	}
	return nil
}

// interactionObject is the interaction as the application gets it,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.
func (w *world) interactionObject(i *interaction) object {
	o := object{
		"id": i.id, "application_id": w.bot.id, "type": i.kind, "data": i.data, "token": i.token, "version": 1,
		"channel_id": i.channel.id, "channel": w.partialChannel(i), "locale": locale, "entitlements": []object{},
		"authorizing_integration_owners": i.owners(), "attachment_size_limit": 10485760,
		"app_permissions": w.appPermissions(i.channel).String(), "context": i.context(),
	}
	if g := i.channel.guild; g != nil {
		o["guild_id"], o["guild_locale"] = g.id, locale
		o["guild"] = object{"id": g.id, "locale": locale, "features": []string{}}
		m := g.member(i.person).withUser(g.created)
		m["permissions"] = w.permissionsIn(i.channel, i.person).String()
		o["member"] = m
	} else {
		o["user"] = i.person.wire()
	}
	if i.kind != commandInteraction && i.target != nil {
		o["message"] = i.target.wire(everything)
	}
	return o
}

func (w *world) partialChannel(i *interaction) object {
	c := i.channel.wire()
	delete(c, "permission_overwrites")
	c["permissions"] = w.permissionsIn(i.channel, i.person).String()
	return c
}

func (w *world) appPermissions(c *channel) permissions {
	if c.guild == nil {
		return dmPermissions
	}
	return w.permissionsIn(c, w.bot)
}

// owners are the authorizing_integration_owners: the application is installed in the guild, not by users.
func (i *interaction) owners() object {
	if i.channel.guild == nil {
		return object{"0": "0"}
	}
	return object{"0": i.channel.guild.id}
}

// context is 0 in a guild and 1 in a DM with the bot.
func (i *interaction) context() int {
	if i.channel.guild == nil {
		return 1
	}
	return 0
}

// addTo puts into a message what it answers.
func (i *interaction) addTo(o object) {
	appID := o["author"].(object)["id"]
	o["application_id"], o["webhook_id"] = appID, appID
	o["interaction_metadata"] = i.metadata()
	if i.kind == commandInteraction {
		o["interaction"] = object{"id": i.id, "type": i.kind, "name": i.command.name, "user": i.person.wire()}
	}
}

// metadata is the interaction as a message tells of it,
// https://docs.discord.com/developers/resources/message#message-interaction-metadata-object.
func (i *interaction) metadata() object {
	o := object{"id": i.id, "type": i.kind, "user": i.person.wire(), "authorizing_integration_owners": i.owners()}
	switch {
	case i.kind == componentInteraction:
		o["interacted_message_id"] = i.target.id
	case i.kind == modalInteraction:
		o["triggering_interaction_metadata"] = i.source.metadata()
	case i.target != nil:
		o["target_message_id"] = i.target.id
	}
	return o
}

// allows says whether a response of that type may be given to this interaction,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object.
func (i *interaction) allows(response int) bool {
	fromMessage := i.kind == componentInteraction || i.kind == modalInteraction && i.target != nil
	switch response {
	case respondMessage, respondDeferred:
		return i.kind != autocompleteInteraction
	case respondDeferredUpdate, respondUpdate:
		return fromMessage
	case respondChoices:
		return i.kind == autocompleteInteraction
	case respondModal:
		return i.kind == commandInteraction || i.kind == componentInteraction
	}
	return false
}

// messageKind is the type of the message that answers the interaction.
func (i *interaction) messageKind() int {
	switch {
	case i.kind == commandInteraction && i.target != nil:
		return menuCommandMessage
	case i.kind == commandInteraction:
		return slashMessage
	case i.target != nil:
		return replyMessage
	}
	return defaultMessage
}
