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
	lastID   uint64
	bot      *user
	guild    *guild
	users    []*user
	channels []*channel
	messages map[string]*message
	commands []*command
	// commandSet counts the changes of commands.
	commandSet int
	nonces     map[string]*message

	interactions map[string]*interaction // by id
	sessions     map[string]*session     // by id
	gateway      GatewayStats

	journal journal
	// changed is closed, and replaced, whenever something happened that somebody may be waiting for.
	changed chan struct{}
}

type user struct {
	id, name, displayName string
	bot                   bool
	dm                    *channel // with the bot; nil for bots
}

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

type channel struct {
	id, name, topic string
	kind            int // 0 text, 1 DM
	position        int
	guild           *guild // nil for a DM
	recipient       *user  // of a DM: the person who talks with the bot
	overwrites      []overwrite
	messages        []*message // in order, ephemeral ones included
}

// Channel types, https://docs.discord.com/developers/resources/channel#channel-object-channel-types.
const (
	textChannel = 0
	dmChannel   = 1
)

// newWorld makes the guild with its channels and people.
func newWorld(clock Clock, botName string) *world {
	w := &world{
		clock:        clock,
		messages:     map[string]*message{},
		nonces:       map[string]*message{},
		interactions: map[string]*interaction{},
		sessions:     map[string]*session{},
		changed:      make(chan struct{}),
	}
	w.bot = w.addUser(botName, botName, true)
	w.addGuild()
	return w
}

func (w *world) addGuild() {
	alice, bob := w.addUser("alice", "Alice", false), w.addUser("bob", "Bob", false)
	mod, owner := w.addUser("mod", "Mod", false), w.addUser("owner", "Owner", false)
	herald := w.addUser("herald", "Herald", true)
	g := &guild{id: w.newID(), name: "Sandbox", owner: owner, created: w.clock.Now()}
	w.guild = g

	everyone := &role{id: g.id, name: "@everyone", permissions: everyonePermissions}
	moderators := &role{id: w.newID(), name: "Moderator", permissions: moderatorPermissions, mentionable: true}
	app := &role{id: w.newID(), name: w.bot.name, permissions: appPermissions, managed: true}
	g.roles = []*role{everyone, moderators, app}
	g.members = []*member{
		{user: alice}, {user: bob},
		{user: mod, roles: []*role{moderators}},
		{user: owner},
		{user: w.bot, roles: []*role{app}}, {user: herald},
	}
	w.addChannel("general", "Everything and anything")
	w.addChannel("reading-room", "What we are reading")
	w.addChannel("moderators", "For moderators only",
		overwrite{id: everyone.id, deny: viewChannel},
		overwrite{id: moderators.id, allow: viewChannel},
		overwrite{id: app.id, allow: viewChannel})
}

func (w *world) addUser(name, displayName string, bot bool) *user {
	u := &user{id: w.newID(), name: name, displayName: displayName, bot: bot}
	w.users = append(w.users, u)
	if !bot {
		u.dm = &channel{id: w.newID(), kind: dmChannel, recipient: u}
		w.channels = append(w.channels, u.dm)
	}
	return u
}

func (w *world) addChannel(name, topic string, overwrites ...overwrite) {
	w.channels = append(w.channels, &channel{
		id: w.newID(), name: name, topic: topic, kind: textChannel, guild: w.guild,
		position: len(w.guildChannels()), overwrites: overwrites,
	})
}

func (w *world) guildChannels() []*channel {
	var out []*channel
	for _, c := range w.channels {
		if c.guild != nil {
			out = append(out, c)
		}
	}
	return out
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

// channel finds a channel by id, or one of the guild by name.
func (w *world) channel(nameOrID string) *channel {
	return find(w.channels, func(c *channel) bool {
		return c.id == nameOrID || c.guild != nil && c.name == nameOrID
	})
}

func (w *world) member(u *user) *member {
	return find(w.guild.members, func(m *member) bool { return m.user == u })
}

func (w *world) role(id string) *role {
	return find(w.guild.roles, func(r *role) bool { return r.id == id })
}

// find returns the first element that fits, or nil.
func find[T any](list []*T, fits func(*T) bool) *T {
	if i := slices.IndexFunc(list, fits); i >= 0 {
		return list[i]
	}
	return nil
}
