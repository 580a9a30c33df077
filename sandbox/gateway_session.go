package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Intents, https://docs.discord.com/developers/events/gateway#gateway-intents.
const (
	intentGuilds          = 1 << 0
	intentGuildMembers    = 1 << 1
	intentGuildModeration = 1 << 2
	intentPresences       = 1 << 8
	intentGuildMessages   = 1 << 9
	intentGuildReactions  = 1 << 10
	intentGuildTyping     = 1 << 11
	intentDirectMessages  = 1 << 12
	intentDirectReactions = 1 << 13
	intentDirectTyping    = 1 << 14
	intentMessageContent  = 1 << 15

	privilegedIntents = intentGuildMembers | intentPresences | intentMessageContent
	knownIntents      = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// sessionLife is how long a session waits for its client: "a few minutes",
// https://docs.discord.com/developers/events/gateway#disconnecting.
const sessionLife = 5 * time.Minute

// maxReplay is how many events a session keeps for a client that comes back.
const maxReplay = 5000

// A session is the stream of events that an application gets, over one connection after another.
type session struct {
	id       string
	intents  int
	shard    [2]int  // which, of how many
	compress bool    // the client wants payload compression
	events   []event // the last ones, in order
	last     int     // sequence number of the last event
	conn     *conn   // nil while the client is away
	left     time.Time
}

// An event is a dispatch of the gateway. It is encoded when it happens: whenever it is sent, and however often, it
// says what was so then.
type event struct {
	seq  int
	name string
	data json.RawMessage
}

// opens says whether an event begins a session or continues it.
func (e event) opens() bool { return e.name == "READY" || e.name == "RESUMED" }

// addSession begins a session and puts what a client gets first into its stream.
func (w *world) addSession(in identity, resumeURL string, version int) *session {
	maps.DeleteFunc(w.sessions, func(_ string, s *session) bool { return w.timedOut(s) })
	s := &session{id: strings.ToLower(rand.Text()), intents: *in.Intents, shard: in.shard(), compress: in.Compress}
	w.sessions[s.id] = s
	w.gateway.Identifies++
	guilds := []object{}
	for _, g := range w.guilds {
		if s.gets(g, 0) {
			guilds = append(guilds, object{"id": g.id, "unavailable": true})
		}
	}
	s.add("READY", object{
		"v": version, "user": w.bot.me(), "guilds": guilds, "session_id": s.id, "resume_gateway_url": resumeURL,
		"shard": s.shard[:], "application": object{"id": w.bot.id, "flags": 0}, "private_channels": []object{},
		"_trace": []string{"sandbox"},
	})
	for _, g := range w.guilds {
		if s.gets(g, intentGuilds) {
			s.add("GUILD_CREATE", w.guildCreate(g))
		}
	}
	return s
}

func (s *session) add(name string, data object) {
	encoded, _ := json.Marshal(data) // of text, numbers and the like, which can all be encoded
	s.last++
	s.events = append(s.events, event{seq: s.last, name: name, data: encoded})
	if len(s.events) > maxReplay {
		s.events = slices.Delete(s.events, 0, maxReplay/10)
	}
}

// after returns the events since a sequence number; false if they are not kept any more, or are yet to come.
func (s *session) after(seq int) ([]event, bool) {
	if seq > s.last || len(s.events) > 0 && seq < s.events[0].seq-1 {
		return nil, false
	}
	return s.events[len(s.events)-(s.last-seq):], true
}

// gets says whether a session gets an event: it has the intent (0: none is needed), and the shard is the guild's, or
// the first for what is in no guild, https://docs.discord.com/developers/events/gateway#sharding.
func (s *session) gets(g *guild, intent int) bool {
	shard := 0
	if g != nil {
		id, _ := strconv.ParseUint(g.id, 10, 64)
		shard = int(id >> 22 % uint64(s.shard[1]))
	}
	return shard == s.shard[0] && s.intents&intent == intent
}

// reader is what the session may read of messages.
func (s *session) reader(app *user) reader {
	return reader{app: app, content: s.intents&intentMessageContent != 0}
}

// dispatch sends an event to the sessions that get it. Each has its own object: they may read differently.
func (w *world) dispatch(name string, intent int, g *guild, data func(*session) object) {
	for _, s := range w.sessions {
		if s.gets(g, intent) {
			s.add(name, data(s))
		}
	}
}

// dispatchTo sends an event of a channel, if the bot sees it: its intent is another in guilds than in DMs.
func (w *world) dispatchTo(c *channel, name string, inGuild, inDM int, data func(*session) object) {
	intent := inGuild
	if c.guild == nil {
		intent = inDM
	}
	if w.sees(w.bot, c) {
		w.dispatch(name, intent, c.guild, data)
	}
}

// detach separates a session from a connection that ends with a code, and forgets it if that code ends it.
func (w *world) detach(c *conn, code int) {
	s := c.session
	if s == nil || s.conn != nil && s.conn != c {
		return
	}
	s.conn, s.left = nil, w.clock.Now()
	if endsSession(code) {
		delete(w.sessions, s.id)
	}
}

func (w *world) timedOut(s *session) bool {
	return s.conn == nil && w.clock.Now().Sub(s.left) > sessionLife
}

// connected counts the sessions that have a connection.
func (w *world) connected() int {
	n := 0
	for _, s := range w.sessions {
		if s.conn != nil {
			n++
		}
	}
	return n
}

// GatewayStats counts what happened at the gateway.
type GatewayStats struct {
	Connected          int         // sessions connected now
	Identifies         int         // identify accepted
	Resumes            int         // resume accepted
	ResumesAtResumeURL int         // of these, at the address that READY gives for resuming
	Heartbeats         int         // heartbeats received
	Closed             map[int]int // connections that ended, by close code, of whoever closed first; 1006 is none
}

// closed counts the end of a connection.
func (g *GatewayStats) closed(code int) {
	if g.Closed == nil {
		g.Closed = map[int]int{}
	}
	g.Closed[code]++
}

// Gateway returns what happened at the gateway so far.
func (s *Server) Gateway() GatewayStats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.world.gateway
	stats.Connected, stats.Closed = s.world.connected(), maps.Clone(stats.Closed)
	return stats
}
