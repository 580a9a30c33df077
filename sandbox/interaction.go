package sandbox

import "time"

// How long an application has,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback.
const (
	firstResponse = 3 * time.Second
	tokenLife     = 15 * time.Minute
)

// Types of interactions,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type.
const (
	commandInteraction      = 2
	componentInteraction    = 3
	autocompleteInteraction = 4
	modalInteraction        = 5
)

// Types of responses,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object.
const (
	respondMessage        = 4
	respondDeferred       = 5
	respondDeferredUpdate = 6
	respondUpdate         = 7
	respondChoices        = 8
	respondModal          = 9
	respondPremium        = 10
	respondLaunch         = 12
)

// An interaction is something a person asked the application to do.
type interaction struct {
	id, token string
	kind      int
	created   time.Time
	person    *user
	channel   *channel
	command   *command        // of a command or autocomplete
	name      string          // of the command as it was used, with its subcommands: "pin summary"
	passed    []CommandOption // the group and subcommand on the way
	focused   CommandOption   // the option that is being typed into
	target    *message        // of a message command; the message of a component or of the modal it opened
	aim       *user           // of a user command
	source    *interaction    // of a modal: what opened it
	owners    object          // its authorizing_integration_owners
	data      object

	// response is the type of the first response, 0 while there is none.
	response  int
	followUps int
	cancel    func() // of the deadline
	// original is what @original is: the response, or the message that was updated; nil if there is none.
	original *message

	// done is closed when there is something that the person has waited for, or there never will be.
	done      chan struct{}
	finished  bool
	failed    bool
	settled   *message // the message that answers the person
	withdrawn bool     // the bot deleted what was to be the answer
	choices   []Choice
	modal     *Modal
}

// begin makes an interaction and sends it to the application.
func (s *Server) begin(i *interaction) {
	w := s.world
	i.id, i.created = w.newID(), w.clock.Now()
	i.token = interactionToken(i.id)
	i.done, i.owners = make(chan struct{}), w.ownersOf(i)
	w.forgetOld()
	w.interactions[i.id], w.tokens[i.token] = i, i
	w.recent = append(w.recent, i)
	w.dispatch("INTERACTION_CREATE", 0, i.channel.guild, func(*session) object { return w.interactionWire(i) })
	s.failAfter(i, firstResponse)
	w.notify()
}

// failAfter lets an interaction fail if, after some time, nothing more has come of it.
func (s *Server) failAfter(i *interaction, d time.Duration) {
	response := i.response
	s.later(i, d, func() {
		if i.response == response {
			i.failed = true
			i.finish()
			if i.original != nil {
				s.world.journal.addMessage(i.original) // it no longer says that the bot is thinking
			}
		}
	})
}

// later does something about an interaction after some time, unless the person has got an answer by then.
func (s *Server) later(i *interaction, d time.Duration, f func()) {
	i.cancel = s.world.clock.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !i.finished {
			f()
			s.world.notify()
		}
	})
}

// finish tells the person who waits that the wait is over.
func (i *interaction) finish() {
	if i.finished {
		return
	}
	i.finished = true
	close(i.done)
	if i.cancel != nil {
		i.cancel()
	}
}

// settle gives the person a message as the answer, unless there is one already.
func (i *interaction) settle(m *message) {
	if !i.finished {
		i.settled = m
		i.finish()
	}
}

// failureText is what Discord's client shows of an interaction that failed.
func failureText(i *interaction) string {
	switch i.kind {
	case componentInteraction:
		return "This interaction failed"
	case autocompleteInteraction:
		return "Loading options failed"
	case modalInteraction:
		return "Something went wrong. Try again."
	}
	return "The application did not respond"
}

// forgetOld drops interactions whose tokens have expired. Messages keep theirs, without what it brought along.
func (w *world) forgetOld() {
	n := 0
	for n < len(w.recent) && w.expired(w.recent[n]) {
		i := w.recent[n]
		delete(w.interactions, i.id)
		delete(w.tokens, i.token)
		i.data, i.cancel, w.recent[n] = nil, nil, nil
		n++
	}
	w.recent = w.recent[n:]
}

func (w *world) expired(i *interaction) bool { return w.clock.Now().Sub(i.created) > tokenLife }

// byToken finds the interaction that a token belongs to, if it has not expired.
func (w *world) byToken(token string) *interaction {
	if i := w.tokens[token]; i != nil && !w.expired(i) {
		return i
	}
	return nil
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
	case i.kind == commandInteraction && i.command.kind != slashCommand:
		return menuCommandMessage
	case i.kind == commandInteraction:
		return slashMessage
	case i.target != nil:
		return replyMessage
	}
	return defaultMessage
}
