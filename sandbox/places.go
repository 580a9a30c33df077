package sandbox

import (
	"fmt"
	"slices"
)

// This file makes guilds, channels and people: those that are there from the start, and those that a test adds.

// addFirstGuild makes the guild with its channels and people.
func (w *world) addFirstGuild() {
	alice, bob := w.addUser("alice", "Alice", false), w.addUser("bob", "Bob", false)
	mod, owner := w.addUser("mod", "Mod", false), w.addUser("owner", "Owner", false)
	carol := w.addUser("carol", "Carol", false) // is in no guild
	alice.installed, carol.installed = true, true
	herald := w.addUser("herald", "Herald", true)
	g := w.addGuild("Sandbox", owner)
	w.guild = g

	everyone, moderators, app := g.roles[0], g.roles[1], g.roles[2]
	g.members = []*member{
		{user: alice}, {user: bob},
		{user: mod, roles: []*role{moderators}},
		{user: owner},
		{user: w.bot, roles: []*role{app}}, {user: herald},
	}
	w.addChannel(g, textChannel, "general", "Everything and anything")
	w.addChannel(g, textChannel, "reading-room", "What we are reading")
	w.addChannel(g, textChannel, "moderators", "For moderators only",
		overwrite{id: everyone.id, deny: viewChannel},
		overwrite{id: moderators.id, allow: viewChannel},
		overwrite{id: app.id, allow: viewChannel})
	w.addChannel(g, announcementChannel, "announcements", "News of the server",
		overwrite{id: everyone.id, deny: sendMessages},
		overwrite{id: moderators.id, allow: sendMessages},
		overwrite{id: app.id, allow: sendMessages})
	w.addChannel(g, forumChannel, "questions", "One post for each question")
	w.channels = append(w.channels, &channel{
		id: w.newID(), kind: dmChannel, name: "alice-and-bob", created: w.clock.Now(), recipient: alice, other: bob,
	})
}

// addGuild makes a guild with its roles: @everyone, the moderators' and the bot's own. It has no members yet.
func (w *world) addGuild(name string, owner *user) *guild {
	g := &guild{id: w.newID(), name: name, owner: owner, created: w.clock.Now()}
	g.roles = []*role{
		{id: g.id, name: "@everyone", permissions: everyonePermissions},
		{id: w.newID(), name: "Moderator", permissions: moderatorPermissions, mentionable: true},
		{id: w.newID(), name: w.bot.name, permissions: appPermissions, managed: true},
	}
	w.guilds = append(w.guilds, g)
	return g
}

func (w *world) addUser(name, displayName string, bot bool) *user {
	u := &user{id: w.newID(), name: name, displayName: displayName, bot: bot}
	w.users = append(w.users, u)
	if !bot {
		u.dm = &channel{id: w.newID(), kind: dmChannel, created: w.clock.Now(), recipient: u}
		w.channels = append(w.channels, u.dm)
	}
	return u
}

func (w *world) addChannel(g *guild, kind int, name, topic string, overwrites ...overwrite) *channel {
	c := &channel{
		id: w.newID(), name: name, topic: topic, kind: kind, guild: g, created: w.clock.Now(),
		position: len(w.channelsOf(g)), overwrites: overwrites,
	}
	w.channels = append(w.channels, c)
	return c
}

// AddGuild adds a guild to which the bot is invited, with the members and roles of the first and no channels,
// and returns its id.
func (s *Server) AddGuild(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	g := w.addGuild(name, w.guild.owner)
	for _, m := range w.guild.members {
		copied := &member{user: m.user}
		for _, r := range m.roles {
			copied.roles = append(copied.roles, g.roleNamed(r.name))
		}
		copied.roles = slices.DeleteFunc(copied.roles, func(r *role) bool { return r == nil })
		g.members = append(g.members, copied)
	}
	w.dispatch("GUILD_CREATE", intentGuilds, g, func(*session) object { return w.guildCreate(g) })
	w.notify()
	return g.id
}

// ChannelOptions say what channel to add.
type ChannelOptions struct {
	Name, Topic string
	// Type is Discord's type of channel: 0 text, 5 announcement, 15 forum.
	Type int
	// Guild is the id of the guild it belongs to; empty: the first.
	Guild string
}

// AddChannel adds a channel to a guild and returns its id. It fails if there is no such guild or type.
func (s *Server) AddChannel(o ChannelOptions) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	g := w.guild
	if o.Guild != "" {
		g = w.guildByID(o.Guild)
	}
	kinds := []int{textChannel, announcementChannel, forumChannel}
	if g == nil || !slices.Contains(kinds, o.Type) || o.Name == "" {
		return "", fmt.Errorf("add channel %q of type %d to guild %q: no such guild or type", o.Name, o.Type, o.Guild)
	}
	c := w.addChannel(g, o.Type, o.Name, o.Topic)
	w.announceChannel(c, "CHANNEL_CREATE")
	return c.id, nil
}

// AddPerson adds somebody to the first guild, with roles (by name). Whoever goes by that name already, the bot among
// them, gets the roles as well, and becomes a member if they were none.
func (s *Server) AddPerson(name string, roles ...string) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	u := find(w.users, func(u *user) bool { return u.name == name })
	if u == nil {
		u = w.addUser(name, name, false)
	}
	m, event := w.guild.member(u), "GUILD_MEMBER_UPDATE"
	if m == nil {
		m, event = &member{user: u}, "GUILD_MEMBER_ADD"
		w.guild.members = append(w.guild.members, m)
	}
	for _, name := range roles {
		r := w.guild.roleNamed(name)
		if r == nil {
			return nil, fmt.Errorf("add %s: there is no role %q", u.name, name)
		}
		if !m.hasRole(r.id) {
			m.roles = append(m.roles, r)
		}
	}
	w.announceMember(w.guild, m, event)
	return &Person{server: s, name: name, user: w.person(name)}, nil
}

// AddRole adds a role with permissions, Discord's bits, to the first guild and returns its id.
func (s *Server) AddRole(name string, allowed uint64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.world.guild
	r := &role{id: s.world.newID(), name: name, permissions: permissions(allowed)}
	g.roles = append(g.roles, r)
	s.world.dispatch("GUILD_ROLE_CREATE", intentGuilds, g, func(*session) object {
		return object{"guild_id": g.id, "role": r.wire(len(g.roles) - 1)}
	})
	s.world.notify()
	return r.id
}

// announceMember tells that somebody is new or has other roles: the bot of itself, and of others with their intent.
func (w *world) announceMember(g *guild, m *member, event string) {
	intent := intentGuildMembers
	if m.user == w.bot {
		intent = 0
	}
	w.dispatch(event, intent, g, func(*session) object {
		o := m.withUser(g.created)
		o["guild_id"] = g.id
		return o
	})
	w.notify()
}

// SetOverwrite sets what somebody may and may not do in a channel (name or id), beside what they may everywhere. who is
// a role's name ("@everyone" among them), a person's or the bot's; allow and deny are Discord's bits.
func (s *Server) SetOverwrite(channel, who string, allow, deny uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.world
	c := w.channel(channel)
	if c == nil || c.guild == nil || c.parent != nil {
		return fmt.Errorf("channel %q: %w", channel, ErrNotOffered)
	}
	o := overwrite{allow: permissions(allow), deny: permissions(deny)}
	if r := c.guild.roleNamed(who); r != nil {
		o.id = r.id
	} else if u := find(w.users, func(u *user) bool { return u.name == who }); u != nil {
		o.id, o.user = u.id, true
	} else {
		return fmt.Errorf("%q: %w", who, ErrUnknownPerson)
	}
	c.overwrites = slices.DeleteFunc(c.overwrites, func(old overwrite) bool { return old.id == o.id })
	c.overwrites = append(c.overwrites, o)
	w.announceChannel(c, "CHANNEL_UPDATE")
	return nil
}

func (g *guild) roleNamed(name string) *role {
	return find(g.roles, func(r *role) bool { return r.name == name })
}

// announceChannel tells the gateway and the page that a channel is new or changed.
func (w *world) announceChannel(c *channel, event string) {
	w.dispatch(event, intentGuilds, c.guild, func(*session) object { return w.channelForBot(c) })
	w.journal.addChannel(c)
	w.notify()
}
