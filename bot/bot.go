package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Intents is everything Ibid asks the gateway for. None of them is privileged: without the message content intent, Discord gives the
// text of direct messages, of messages that mention the bot, and of replies with the ping on to the bot's normal messages. A reply to
// its response to an interaction, or one with the ping off, comes without text unless it mentions the bot by name.
// Source: https://docs.discord.com/developers/events/gateway#gateway-intents,
// https://docs.discord.com/developers/gateway/you-might-not-need-a-privileged-intent#message-content-intent
const Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// DefaultAPIURL is the REST base used when [Options.APIURL] is empty: version 9, which is what discordgo v0.29.0 speaks.
const DefaultAPIURL = "https://discord.com/api/v9"

// Handler is what the door asks for answers. Both methods are called from many goroutines at once; their context ends when an answer
// would come too late.
type Handler interface {
	// Interaction answers a slash command, an autocomplete request, a click or a message command. The interaction is as discordgo
	// decodes it, but without the components of the messages it carries, save those of ours: the one that was clicked, or that a command was used on. The response is a message, the update of one, or choices;
	// of a message, Components and Flags are the handler's, the door makes it one of Components V2 that mentions nobody. Anything
	// else is a fault of the handler, as is nil, nil: the door logs it and answers as it does for an error, with an apology.
	Interaction(ctx context.Context, i *discordgo.Interaction) (*discordgo.InteractionResponse, error)
	// Message answers a message that is meant for the bot. The door alone decides which are: a person wrote it, and it mentions the
	// bot, replies to one of its messages or is a direct message. No other is handed on, so there is nothing to check. Its text may
	// be empty ([Intents]).
	//
	// Components and Flags are the handler's. The door makes it a reply to m of Components V2, sets the mentions (nobody) and the
	// nonce; it ignores Reference and AllowedMentions, and anything else is a fault of the handler. For an error or a fault the door
	// replies with an apology. nil, nil means that there is nothing to say.
	Message(ctx context.Context, m *discordgo.Message) (*discordgo.MessageSend, error)
}

// Latecomer is a [Handler] whose answers may come later than Discord waits for them.
type Latecomer interface {
	// Late reports whether the answer to an interaction may come late: to a click, or to a command whose answer only the asking person
	// sees. After three fifths of [Options.ResponseTimeout] that person is shown that it is on its way, and the context lasts until
	// four fifths of [Options.LateTimeout].
	Late(i *discordgo.Interaction) bool
}

// Watcher is a [Handler] that is told what becomes of the messages in servers' channels. Its methods are called one after another,
// as the gateway tells it, and must not wait.
type Watcher interface {
	// Sent is told of each message of the bot's own in a server, with the custom ids of its components.
	Sent(channelID, messageID string, customIDs []string)
	// Gone is told of each message that was deleted, whoever wrote it.
	Gone(messageID string)
	// PinsChanged is told of each channel where a message was pinned or unpinned, by whomever.
	PinsChanged(channelID string)
}

// Apologies are what is said where there is no answer.
type Apologies struct {
	Wrong   string // something went wrong, and trying again may help
	TooMuch string // there is too much to do at once
}

// Options says who the bot is and where it connects to. Token is required.
type Options struct {
	Token    string                          // as Discord shows it, with or without "Bot " before it
	APIURL   string                          // REST base such as http://127.0.0.1:4000/api/v10; default [DefaultAPIURL]
	Commands []*discordgo.ApplicationCommand // the global commands that shall be registered
	Logger   *slog.Logger                    // default: nothing is logged
	Metrics  http.Handler                    // serves GET /metrics beside /healthz and /readyz; default: there is no such path

	// Parts are what else /readyz tells of, by name: how to reach it.
	Parts map[string]func(context.Context) error

	// Apologies returns what is said where there is no answer, in the language of a locale of Discord's; the locale is empty where
	// that is not known. Default: English.
	Apologies func(locale string) Apologies

	// Concurrency is how many events are answered at the same time; default 1,024: an answer takes milliseconds, a burst is over soon. Beyond it, new ones are refused politely.
	Concurrency int
	// ResponseTimeout runs from an interaction's arrival to the end of our first response; default 2.5 s, as Discord waits for 3 s.
	// The handler has four fifths of it, so that there is time left to say that something went wrong.
	// Source: https://docs.discord.com/developers/interactions/receiving-and-responding
	ResponseTimeout time.Duration
	// LateTimeout runs from an interaction's arrival to the end of an answer that comes late; see [Latecomer]. Default 30 s; Discord
	// takes it for 15 minutes.
	LateTimeout time.Duration
	// MessageTimeout runs from a message's arrival to the end of our reply; default 10 s.
	MessageTimeout time.Duration
	// DrainTimeout is how long Run may take to finish what it has begun once its context has ended; default 10 s.
	DrainTimeout time.Duration
	// OpenTimeout is how long an attempt to connect may take, from asking for the gateway's address to READY; default 30 s.
	OpenTimeout time.Duration
	// Backoff is the wait before connecting again, unless Discord asks for a longer one; attempt counts from 0 and starts anew once a
	// connection has lasted a minute.
	// Default: 1 s doubling to 60 s, of which a random half is taken off.
	Backoff func(attempt int) time.Duration
}

// Bot is Ibid's connection to Discord. It is made by [New] and safe for use by any number of goroutines.
type Bot struct {
	options   Options
	handler   Handler // from Run on
	watcher   Watcher // the same, if it watches
	log       *slog.Logger
	transport *transport
	rest      *discordgo.Session // never opened; it keeps the rate limits of what we send
	seen      *recent
	answers   slots
	refusals  slots
	status    status
	self      self
}

// New checks the options and makes a bot of them. It does not connect.
func New(o Options) (*Bot, error) {
	o.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(o.Token)+" ", "Bot "))
	switch {
	case o.Token == "":
		return nil, errors.New("bot: there is no token: set DISCORD_TOKEN")
	case strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("bot: the token has characters in it that no token has: copy it again into DISCORD_TOKEN")
	}
	o = withDefaults(o)
	t, err := newTransport(o.APIURL, o.Token)
	if err != nil {
		return nil, fmt.Errorf("bot: DISCORD_API_URL: %w", err)
	}
	b := &Bot{
		options: o, log: o.Logger, transport: t, seen: newRecent(4096),
		answers: make(slots, o.Concurrency), refusals: make(slots, o.Concurrency),
		status: status{gateway: connecting, commands: unregistered}, self: self{known: make(chan struct{})},
	}
	b.rest = newSession("") // the transport adds the token
	b.rest.Client = &http.Client{Transport: t, CheckRedirect: refuseRedirect, Timeout: 15 * time.Second}
	return b, nil
}

func withDefaults(o Options) Options {
	o.APIURL = cmp.Or(o.APIURL, DefaultAPIURL)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Backoff == nil {
		o.Backoff = jitteredBackoff
	}
	if o.Apologies == nil {
		o.Apologies = func(string) Apologies { return Apologies{apology, tooMuch} }
	}
	o.Concurrency = cmp.Or(o.Concurrency, 1024)
	o.ResponseTimeout = cmp.Or(o.ResponseTimeout, 2500*time.Millisecond)
	o.LateTimeout = cmp.Or(o.LateTimeout, 30*time.Second)
	o.MessageTimeout = cmp.Or(o.MessageTimeout, 10*time.Second)
	o.DrainTimeout = cmp.Or(o.DrainTimeout, 10*time.Second)
	o.OpenTimeout = cmp.Or(o.OpenTimeout, 30*time.Second)
	return o
}

// newSession is a discordgo session that keeps no state, says nothing and repeats nothing by itself. It logs nothing because
// discordgo can only log through the process's standard logger; what matters reaches us as an error or an event.
func newSession(token string) *discordgo.Session {
	s, _ := discordgo.New(token) // the error is always nil
	s.LogLevel = discordgo.LogError - 1
	s.StateEnabled = false
	s.SyncEvents = true
	s.ShouldReconnectOnError = false
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.Identify.Intents = Intents
	return s
}

// Run connects to the gateway, registers the commands when they differ from what is registered, and asks the handler for answers until
// ctx ends; it then finishes what it has begun, closes and returns nil. It reconnects by itself. It returns a [*RefusedError] when
// trying again cannot help, and no other error. It is called once.
func (b *Bot) Run(ctx context.Context, handler Handler) error {
	b.handler = handler
	b.watcher, _ = handler.(Watcher)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// What has begun may outlive ctx, but not for long.
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	context.AfterFunc(ctx, func() { time.AfterFunc(b.options.DrainTimeout, stop) })

	var registering sync.WaitGroup
	registering.Go(func() { b.registerCommands(ctx) })
	err := b.stayConnected(ctx, work)
	cancel()
	b.answers.drain(work)
	b.refusals.drain(work)
	registering.Wait()
	return err
}

// self is who we are, known from the first READY on.
type self struct {
	known         chan struct{} // closed once the ids stand
	once          sync.Once
	userID, appID string
}

// learn keeps the ids of the first READY; they do not change while a token is valid.
func (s *self) learn(userID, appID string) {
	s.once.Do(func() {
		s.userID, s.appID = userID, cmp.Or(appID, userID)
		close(s.known)
	})
}
