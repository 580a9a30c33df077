package bot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/bwmarrin/discordgo"
)

// What we say when there is no answer, unless told otherwise. The reason is in the log.
const (
	apology   = "Something went wrong here. Please try again."
	tooMuch   = "There are too many questions at once. Please try again in a moment."
	ephemeral = discordgo.MessageFlagsEphemeral
)

// event is something that somebody waits for an answer to.
type event interface {
	key() string                                        // the same each time the gateway sends the event
	kind() string                                       // for the log; one of a few words
	deadline() time.Time                                // when an answer would come too late
	answer(ctx context.Context, log *slog.Logger) error // asks the handler and sends what it says
	refuse(ctx context.Context, log *slog.Logger) error // says that there is too much to do
}

// accept starts on an event in a goroutine of its own, unless it was seen before. It never waits: the gateway is read here.
func (b *Bot) accept(work context.Context, e event) {
	switch {
	case !b.seen.add(e.key()):
		b.log.Debug("event came again", "kind", e.kind())
	case b.answers.take():
		go b.serve(work, e, b.answers, e.answer)
	case b.refusals.take():
		go b.serve(work, e, b.refusals, e.refuse)
	default:
		b.log.Warn("event dropped: too many at once", "kind", e.kind())
	}
}

// serve runs one way of dealing with an event under its deadline, and logs what came of it: no user's id and no text.
func (b *Bot) serve(work context.Context, e event, taken slots, do func(context.Context, *slog.Logger) error) {
	defer taken.give()
	log := b.log.With("event", rand.Text()[:10], "kind", e.kind())
	ctx, cancel := context.WithDeadline(work, e.deadline())
	defer cancel()
	began := time.Now()
	if err := do(ctx, log); err != nil {
		log.Warn("event not answered", "took", time.Since(began), "error", err)
		return
	}
	log.Info("event dealt with", "took", time.Since(began))
}

// errPanicked stands for a panic that has been logged.
var errPanicked = errors.New("a panic")

// guarded turns a panic into an error.
func guarded[T any](log *slog.Logger, do func() (T, error)) (value T, err error) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("panic", "value", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = errPanicked
		}
	}()
	return do()
}

// interaction is a slash command, autocomplete request, click or form.
type interaction struct {
	bot     *Bot
	head    interactionHead
	raw     json.RawMessage
	arrived time.Time
}

func (i interaction) key() string         { return "interaction " + i.head.ID }
func (i interaction) kind() string        { return i.head.kind() }
func (i interaction) deadline() time.Time { return i.arrived.Add(i.bot.options.LateTimeout) }

func (i interaction) answer(ctx context.Context, log *slog.Logger) error {
	inTime, cancel := context.WithDeadline(ctx, i.arrived.Add(i.bot.options.ResponseTimeout))
	defer cancel()
	decoded, err := decodeInteraction(i.raw, i.bot.self.userID)
	if err != nil {
		return i.respond(inTime, i.failed(log, err))
	}
	if l, ok := i.bot.handler.(Latecomer); !ok || !l.Late(decoded) {
		ctx, cancel := context.WithDeadline(inTime, i.arrived.Add(i.bot.options.ResponseTimeout/5*4))
		defer cancel()
		return i.respond(inTime, i.ask(ctx, log, decoded))
	}
	return i.answerLate(ctx, inTime, log, decoded)
}

// answerLate says that the answer is on its way, should it take longer than Discord waits, and sends it when it is there.
func (i interaction) answerLate(ctx, inTime context.Context, log *slog.Logger, decoded *discordgo.Interaction) error {
	asking, cancel := context.WithDeadline(ctx, i.arrived.Add(i.bot.options.LateTimeout/5*4))
	defer cancel()
	answered := make(chan response, 1)
	go func() { answered <- i.ask(asking, log, decoded) }()
	select {
	case r := <-answered:
		return i.respond(inTime, r)
	case <-time.After(time.Until(i.arrived.Add(i.bot.options.ResponseTimeout / 5 * 3))):
	}
	err := i.bot.call(inTime, i.request(i.wait()), nil)
	r := <-answered // what it does is done to the end, whoever is told of it
	if err != nil {
		return fmt.Errorf("defer the answer: %w", err)
	}
	return i.follow(ctx, r)
}

// ask asks the handler. What goes wrong is logged, and an apology.
func (i interaction) ask(ctx context.Context, log *slog.Logger, decoded *discordgo.Interaction) response {
	answer, err := guarded(log, func() (response, error) {
		said, err := i.bot.handler.Interaction(ctx, decoded)
		if err != nil {
			return response{}, fmt.Errorf("handler: %w", err)
		}
		return newResponse(said)
	})
	if err != nil {
		return i.failed(log, err)
	}
	return answer
}

func (i interaction) failed(log *slog.Logger, err error) response {
	log.Error("no answer to an interaction", "command", i.head.Data.Name, "error", err)
	return i.say(i.apologies().Wrong)
}

func (i interaction) refuse(ctx context.Context, _ *slog.Logger) error {
	ctx, cancel := context.WithDeadline(ctx, i.arrived.Add(i.bot.options.ResponseTimeout))
	defer cancel()
	return i.respond(ctx, i.say(i.apologies().TooMuch))
}

func (i interaction) apologies() Apologies { return i.bot.options.Apologies(i.head.Locale) }

// say is a response that only the asking person sees. Autocomplete cannot show a sentence; it gets an empty list.
func (i interaction) say(text string) response {
	if i.head.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return response{kind: discordgo.InteractionApplicationCommandAutocompleteResult, data: suggestions(nil).Data}
	}
	return privately(text)
}

// respond sends the first response.
func (i interaction) respond(ctx context.Context, r response) error {
	body, form, err := r.callback()
	if err != nil {
		return err
	}
	request := i.request(body)
	request.form = form
	return i.bot.call(ctx, request, nil)
}

// request is the first response. It may be sent once more: Discord takes one only, and says so should the first have arrived.
func (i interaction) request(body []byte) request {
	return request{
		method: "POST", route: "/interactions/{interaction.id}/{interaction.token}/callback",
		ids: []string{i.head.ID, i.head.Token}, body: body, attempts: 2,
	}
}

// wait is the first response where the answer comes later. Of a click Discord shows nothing; of a command, that the bot is thinking, to
// the asking person alone.
// Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
func (i interaction) wait() []byte {
	if i.head.Type == discordgo.InteractionMessageComponent {
		return []byte(`{"type":6}`)
	}
	return []byte(`{"type":5,"data":{"flags":64}}`)
}

// follow sends the answer after [interaction.wait]. That of a command takes the place of what the person sees, and so does the update of
// the message that was clicked. A new message after a click is posted, and that only once: it has no nonce.
// Source: https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
func (i interaction) follow(ctx context.Context, r response) error {
	body, form, err := r.message()
	if err != nil {
		return err
	}
	later := request{
		method: "PATCH", route: "/webhooks/{application.id}/{interaction.token}/messages/@original",
		ids: []string{i.bot.self.appID, i.head.Token}, body: body, form: form, attempts: repeatable,
	}
	if i.head.Type == discordgo.InteractionMessageComponent && r.kind != discordgo.InteractionResponseUpdateMessage {
		later.method, later.route, later.attempts = "POST", "/webhooks/{application.id}/{interaction.token}", 1
	}
	return i.bot.call(ctx, later, nil)
}

// incoming is a message that is for us.
type incoming struct {
	bot     *Bot
	head    messageHead
	raw     json.RawMessage
	arrived time.Time
}

func (m incoming) key() string         { return "message " + m.head.ID }
func (m incoming) kind() string        { return "message" }
func (m incoming) deadline() time.Time { return m.arrived.Add(m.bot.options.MessageTimeout) }

func (m incoming) answer(ctx context.Context, log *slog.Logger) error {
	body, err := guarded(log, func() ([]byte, error) { return m.ask(ctx) })
	if err != nil {
		log.Error("no answer to a message", "error", err)
		return m.say(ctx, m.bot.options.Apologies("").Wrong)
	}
	if body == nil {
		return nil
	}
	return m.post(ctx, body)
}

// ask returns the JSON of the handler's reply, nil if it has nothing to say.
func (m incoming) ask(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithDeadline(ctx, m.arrived.Add(m.bot.options.MessageTimeout/5*4))
	defer cancel()
	decoded, err := decodeMessage(m.raw)
	if err != nil {
		return nil, err
	}
	send, err := m.bot.handler.Message(ctx, decoded)
	if err != nil {
		return nil, fmt.Errorf("handler: %w", err)
	}
	if send == nil {
		return nil, nil
	}
	return encodeReply(m.head, send)
}

func (m incoming) refuse(ctx context.Context, _ *slog.Logger) error {
	return m.say(ctx, m.bot.options.Apologies("").TooMuch)
}

// say replies with a sentence of our own.
func (m incoming) say(ctx context.Context, text string) error {
	body, err := json.Marshal(newReply(m.head, sentence(text, 0)))
	if err != nil {
		return err
	}
	return m.post(ctx, body)
}

// post sends a reply; its nonce makes it repeatable.
func (m incoming) post(ctx context.Context, body []byte) error {
	return m.bot.call(ctx, request{
		method: "POST", route: routeMessages, ids: []string{m.head.ChannelID},
		body: body, keepsLimit: true, attempts: repeatable,
	}, nil)
}
