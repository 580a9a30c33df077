package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how a sandbox is to be. The zero value is ready for use in a test.
type Options struct {
	// Token is the bot's token, without the word "Bot"; empty: a fixed one, see [Server.Token].
	Token string
	// BotName is the bot's user and application name; empty: "Ibid".
	BotName string
	// Addr is the loopback address to listen on; empty: 127.0.0.1:0, a free port.
	Addr string
	// Clock is the time; nil: the machine's. It rules interaction deadlines and timestamps.
	Clock Clock
	// Logger receives what the sandbox has to say; nil: nothing is said. No token ever appears in it.
	Logger *slog.Logger
	// Record, if not nil, receives every REST call as one JSON object a line, see [Call].
	Record io.Writer
	// Hints are questions that the page offers to click on a first visit.
	Hints []string
	// HeartbeatInterval is what the gateway's hello asks for; zero: 41.25 s, as Discord does.
	HeartbeatInterval time.Duration
	// HeartbeatTimeout is how long the gateway waits for a heartbeat before it closes a connection with 4009. Zero is
	// one and a half intervals on the machine's clock, and for ever on another one: a clock that is moved by hand
	// leaves behind a client that beats in real time.
	HeartbeatTimeout time.Duration
	// GrantedIntents are the privileged intents (1<<1 members, 1<<8 presences, 1<<15 message content) that the
	// application may ask for; asking for another closes the gateway with 4014. Zero: none.
	GrantedIntents int
	// RateLimits says that a sandbox begins with [Weather.RateLimits].
	RateLimits bool
	// Shards is the number of shards that GET /gateway/bot recommends; zero: 1.
	Shards int
	// ShardingRequired closes a connection of fewer shards than that with 4011.
	ShardingRequired bool
	// SessionStarts is how many sessions a bot may start in 24 hours; zero: 1000. One more, and its token is revoked.
	SessionStarts int
	// MaxConcurrency is how many shards may identify within 5 seconds while there are rate limits; zero: 1.
	MaxConcurrency int
}

const (
	defaultToken     = "sandbox.token"
	defaultBotName   = "Ibid"
	defaultAddr      = "127.0.0.1:0"
	defaultHeartbeat = 41250 * time.Millisecond
	defaultStarts    = 1000
)

// A Server is a running sandbox. It is safe for use by any number of goroutines.
type Server struct {
	options  Options
	revoked  atomic.Bool // the token is no good any more
	log      *slog.Logger
	addr     string // host and port
	http     *http.Server
	served   chan struct{}      // closed when the HTTP server has stopped
	ctx      context.Context    // ends when the sandbox is closed
	stop     context.CancelFunc // ends ctx
	handling sync.WaitGroup     // requests, gateway connections among them
	drawing  *drawing

	mu     sync.Mutex // guards what follows
	world  *world
	conns  map[*conn]bool
	closed bool

	starts  starts
	limits  rateLimits
	weather Weather
	failing []*failing // the faults of the next calls
	outage  time.Time  // when the gateway's outage ends

	recordMu sync.Mutex // guards what follows, and Options.Record
	traffic  []Call
}

// New starts a sandbox and returns once it accepts connections. It fails if the address is taken or is not loopback.
func New(o Options) (*Server, error) {
	o = o.withDefaults()
	if !isLoopback(o.Addr) {
		return nil, fmt.Errorf("start the sandbox: %q is no loopback address; use 127.0.0.1:PORT", o.Addr)
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return nil, fmt.Errorf("start the sandbox: %w", err)
	}
	s := &Server{
		options: o, log: o.Logger,
		addr: listener.Addr().String(), served: make(chan struct{}),
		world: newWorld(o.Clock, o.BotName), conns: map[*conn]bool{},
		weather: Weather{RateLimits: o.RateLimits}, limits: newRateLimits(),
		starts: starts{total: o.SessionStarts, since: o.Clock.Now(), last: map[int]time.Time{}},
	}
	s.world.base = s.URL()
	if s.drawing, err = newDrawing(s.world); err != nil {
		return nil, errors.Join(fmt.Errorf("read the page's templates: %w", err), listener.Close())
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	go s.serve(listener)
	return s, nil
}

func (o Options) withDefaults() Options {
	o.Token, o.BotName = cmp.Or(o.Token, defaultToken), cmp.Or(o.BotName, defaultBotName)
	o.Addr = cmp.Or(o.Addr, defaultAddr)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.HeartbeatInterval = cmp.Or(o.HeartbeatInterval, defaultHeartbeat)
	if o.Clock == nil {
		o.Clock = systemClock{}
		o.HeartbeatTimeout = cmp.Or(o.HeartbeatTimeout, o.HeartbeatInterval*3/2)
	}
	o.Shards, o.MaxConcurrency = cmp.Or(o.Shards, 1), cmp.Or(o.MaxConcurrency, 1)
	o.SessionStarts = cmp.Or(o.SessionStarts, defaultStarts)
	return o
}

func (s *Server) serve(l net.Listener) {
	defer close(s.served)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.log.Error("the sandbox's HTTP server stopped", "error", err)
	}
}

// routes is everything the sandbox serves: the gateway, the API, and the page.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /gateway", s.serveGateway)
	mux.HandleFunc("GET /gateway/", s.serveGateway)
	mux.HandleFunc("GET /files/{id}/{name}", s.serveFile)
	mux.Handle("/api/", s.apiHandler())
	mux.Handle("/", s.pageHandler())
	return s.counted(onlyLoopback(mux))
}

// counted counts the requests that are being handled, so that Close can wait for them, and lets none in after it.
func (s *Server) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		s.handling.Add(1)
		s.mu.Unlock()
		defer s.handling.Done()
		h.ServeHTTP(w, r)
	})
}

// onlyLoopback refuses requests that name another host: those of a web page whose address was made to point here
// (DNS rebinding).
func onlyLoopback(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) {
			http.Error(w, "The sandbox answers at its loopback address only.", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// isLoopback says whether an address (host, or host and port) is this machine's own.
func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	if ip == nil && len(host) > 2 && host[0] == '[' {
		ip = net.ParseIP(host[1 : len(host)-1])
	}
	return ip != nil && ip.IsLoopback()
}

// lastAnswers is how long Close waits for the calls under way, and for their clients to read the answers.
const lastAnswers = 400 * time.Millisecond

// Close ends every connection, after the calls under way have been answered, and waits until the server has stopped.
// It gives up on clients that take longer than a moment. Calling it again does nothing.
func (s *Server) Close() error {
	s.stop()
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		s.drop(c, closeAbnormal)
		_ = c.ws.Close() // a client that does not read would keep the writer
	}
	s.mu.Unlock()
	handled := make(chan struct{})
	go func() {
		s.handling.Wait()
		close(handled)
	}()
	select {
	case <-handled:
	case <-time.After(lastAnswers):
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastAnswers)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	<-s.served
	<-handled
	return err
}

// URL is the address of the web page, such as "http://127.0.0.1:40123".
func (s *Server) URL() string { return "http://" + s.addr }

// APIURL is the base of the REST API, such as "http://127.0.0.1:40123/api/v10"; /api/v9 answers too.
func (s *Server) APIURL() string { return s.URL() + "/api/v10" }

// Token is the bot's token, without the word "Bot".
func (s *Server) Token() string { return s.options.Token }

// ApplicationID is the id of the bot's application, and of its user.
func (s *Server) ApplicationID() string { return s.world.bot.id }

// GuildID is the id of the first guild.
func (s *Server) GuildID() string { return s.world.guild.id }

// ChannelID returns the id of the first channel or thread of that name, "" if there is none.
func (s *Server) ChannelID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.world.channel(name); c != nil {
		return c.id
	}
	return ""
}

// Mention is the text that mentions the bot, "<@id>".
func (s *Server) Mention() string { return "<@" + s.world.bot.id + ">" }

// Person returns one of "alice", "bob", "mod", "owner" and "carol", or somebody who was added. For any other name it
// returns nobody: a person whose every act fails with [ErrUnknownPerson].
func (s *Server) Person(name string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Person{server: s, name: name, user: s.world.person(name)}
}

// WaitReady waits until a gateway session of the bot is connected and ready (or resumed).
func (s *Server) WaitReady(ctx context.Context) error {
	return s.wait(ctx, "a gateway session", func() bool { return s.world.connected() > 0 })
}

// WaitCommands waits until the bot has registered at least one application command.
func (s *Server) WaitCommands(ctx context.Context) error {
	return s.wait(ctx, "the bot's commands", func() bool { return len(s.world.commands) > 0 })
}

// wait waits until something holds, which it looks at, with mu held, whenever anything has happened.
func (s *Server) wait(ctx context.Context, what string, holds func() bool) error {
	for {
		s.mu.Lock()
		done, changed := holds(), s.world.changed
		s.mu.Unlock()
		if done {
			return nil
		}
		if err := s.await(ctx, what, changed); err != nil {
			return err
		}
	}
}

// await waits until a channel is closed.
func (s *Server) await(ctx context.Context, what string, happens <-chan struct{}) error {
	select {
	case <-happens:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
	case <-s.ctx.Done():
		return fmt.Errorf("waiting for %s: the sandbox was closed", what)
	}
}

// Commands returns the registered application commands, in the order in which they were registered.
func (s *Server) Commands() []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Command
	for _, c := range s.world.commands {
		out = append(out, c.snapshot(s.world.bot.id))
	}
	return out
}

// Messages returns the messages of a channel (name or id) in order, without ephemeral ones; see [Person.Sees].
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	if c := s.world.channel(channel); c != nil {
		for _, m := range c.messages {
			if m.onlyFor == nil {
				out = append(out, m.snapshot())
			}
		}
	}
	return out
}

// Message returns a message by id as it stands now; false if there is none or it was deleted.
func (s *Server) Message(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.world.messages[id]
	if m == nil {
		return Message{}, false
	}
	return m.snapshot(), true
}

// Pins returns the pinned messages of a channel (name or id), the latest pinned first.
func (s *Server) Pins(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	if c := s.world.channel(channel); c != nil {
		for _, m := range c.pins() {
			out = append(out, m.snapshot())
		}
	}
	return out
}

// unknownComponent is of a type that no client library knows yet.
const unknownComponent = 99

// ForeignMessage posts a message of another bot in a channel (name or id), with a component of a type that no
// client library knows yet: what a message command may be used on, and what some libraries fail to decode.
func (s *Server) ForeignMessage(channel, text string) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channel(channel)
	if c == nil {
		return Message{}, fmt.Errorf("channel %q: %w", channel, ErrNotOffered)
	}
	herald := find(s.world.users, func(u *user) bool { return u.bot && u != s.world.bot })
	m := s.world.post(c, draft{
		author: herald, content: text, components: []object{{"type": unknownComponent, "id": 1}}, allowed: userMention,
	})
	return m.snapshot(), nil
}
