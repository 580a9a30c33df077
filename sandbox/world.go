package sandbox

import (
	"slices"
	"strconv"
	"time"
)

// object is a JSON object on its way in or out.
type object = map[string]any

// A world is the state of the sandbox. Its methods are called with Server.mu held.
type world struct {
	clock    Clock
	base     string // address of the server, where files are
	lastID   uint64
	bot      *user
	guild    *guild // the first of guilds
	guilds   []*guild
	users    []*user
	channels []*channel
	messages map[string]*message
	commands []*command
	// commandSet counts the changes of commands.
	commandSet int
	creates    map[*guild]quota // of commands; nil stands for global ones
	nonces     map[string]*message
	audits     []AuditEntry

	interactions map[string]*interaction // by id; those whose tokens have not expired
	tokens       map[string]*interaction // the same by token
	recent       []*interaction          // the same, oldest first
	listeners    []*listener             // people who wait for an answer to what they said
	sessions     map[string]*session     // by id
	gateway      GatewayStats
	wireLog      wireLog

	journal journal
	// changed is closed, and replaced, whenever something happened that somebody may be waiting for.
	changed chan struct{}
}

type user struct {
	id, name, displayName string
	bot                   bool
	installed             bool     // has installed the application for themselves
	dm                    *channel // with the bot; nil for bots
	locale                string   // empty: that of everybody
}

// A guild is what people call a server.
type guild struct {
	id, name string
	owner    *user
	roles    []*role // the first is @everyone
	members  []*member
	created  time.Time
}

type role struct {
	id, name    string
	permissions permissions
	managed     bool
	mentionable bool
}

type member struct {
	user  *user
	roles []*role // without @everyone
}

// A channel is where messages are: of a guild, a thread in one, or a conversation of two.
type channel struct {
	id, name, topic string
	kind            int // see the constants below
	position        int
	created         time.Time
	guild           *guild // nil for a DM
	recipient       *user  // of a DM: the person who talks with the bot
	other           *user  // of a DM without the bot: with whom the recipient talks
	overwrites      []overwrite
	messages        []*message // in order, ephemeral ones included
	last            string     // id of the last message that everybody sees, which may be deleted since; "" if none
	typists         []typist
	slowmode        int // seconds, as a request set them; nobody is held back

	// The rest is of threads: where one is, who began it and from which message, who joined it, and whether it goes on.
	parent           *channel
	owner            *user
	starter          *message // nil if it began without one
	joined           []joiner
	archived, locked bool
	archiveSet       time.Time // when archived was last set
	autoArchive      int       // minutes
	sent             int       // messages ever sent
}

// Channel types, https://docs.discord.com/developers/resources/channel#channel-object-channel-types.
const (
	textChannel         = 0
	dmChannel           = 1
	announcementChannel = 5
	announcementThread  = 10
	publicThread        = 11
	privateThread       = 12
	forumChannel        = 15
)

// newWorld makes the guild with its channels and people.
func newWorld(clock Clock, botName string) *world {
	w := &world{
		clock:        clock,
		messages:     map[string]*message{},
		nonces:       map[string]*message{},
		interactions: map[string]*interaction{},
		tokens:       map[string]*interaction{},
		creates:      map[*guild]quota{},
		sessions:     map[string]*session{},
		changed:      make(chan struct{}),
	}
	w.bot = w.addUser(botName, botName, true)
	w.addFirstGuild()
	return w
}

// discordEpoch is the first second of 2015, from which snowflakes count,
// https://docs.discord.com/developers/reference#snowflakes.
const discordEpoch = 1420070400000

// newID returns the next snowflake: the time in milliseconds, and above all previous ones.
func (w *world) newID() string {
	id := uint64(w.clock.Now().UnixMilli()-discordEpoch) << 22
	w.lastID = max(id, w.lastID+1)
	return strconv.FormatUint(w.lastID, 10)
}

// snowflakeTime is when an id was made.
func snowflakeTime(id string) time.Time {
	n, _ := strconv.ParseUint(id, 10, 64)
	return time.UnixMilli(int64(n>>22) + discordEpoch)
}

// notify wakes whoever waits for something to happen.
func (w *world) notify() {
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *world) userByID(id string) *user {
	return find(w.users, func(u *user) bool { return u.id == id })
}

func (w *world) person(name string) *user {
	return find(w.users, func(u *user) bool { return !u.bot && u.name == name })
}

func (w *world) guildByID(id string) *guild {
	return find(w.guilds, func(g *guild) bool { return g.id == id })
}

// channel finds a channel by id, or by name the first that has it.
func (w *world) channel(nameOrID string) *channel {
	return find(w.channels, func(c *channel) bool {
		return c.id == nameOrID || c.name != "" && c.name == nameOrID
	})
}

// role finds a role of any guild.
func (w *world) role(id string) *role {
	for _, g := range w.guilds {
		if r := g.role(id); r != nil {
			return r
		}
	}
	return nil
}

// role finds a role of the channel's guild; a conversation has none.
func (c *channel) role(id string) *role {
	if c.guild == nil {
		return nil
	}
	return c.guild.role(id)
}

func (g *guild) role(id string) *role {
	return find(g.roles, func(r *role) bool { return r.id == id })
}

func (g *guild) member(u *user) *member {
	return find(g.members, func(m *member) bool { return m.user == u })
}

// channelsOf are the channels of a guild, without its threads.
func (w *world) channelsOf(g *guild) []*channel {
	return w.channelsThat(func(c *channel) bool { return c.guild == g && c.parent == nil })
}

// threadsOf are the threads of a guild that are not archived.
func (w *world) threadsOf(g *guild) []*channel {
	return w.channelsThat(func(c *channel) bool { return c.guild == g && c.parent != nil && !c.archived })
}

func (w *world) channelsThat(fit func(*channel) bool) []*channel {
	var out []*channel
	for _, c := range w.channels {
		if fit(c) {
			out = append(out, c)
		}
	}
	return out
}

// find returns the first element that fits, or nil.
func find[T any](list []*T, fits func(*T) bool) *T {
	if i := slices.IndexFunc(list, fits); i >= 0 {
		return list[i]
	}
	return nil
}
