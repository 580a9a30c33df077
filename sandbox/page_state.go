package sandbox

import (
	"net/http"
	"slices"
)

// This file is what the page is told when it asks: who and what there is for a person, and what a channel holds.

// pageState tells who there is, and which guilds, channels, members and roles a person sees.
func (s *Server) pageState(w http.ResponseWriter, r *http.Request) {
	p := s.asPerson(w, r)
	if p == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.world.seenBy(p.user)
	s.tell(w, http.StatusOK, object{
		"guild": s.world.guild.name, "bot": s.world.bot.name, "bot_id": s.world.bot.id, "me": p.user.id,
		"people": s.world.cast(), "guilds": seen.guilds, "channels": seen.channels, "members": seen.members,
		"roles": seen.roles, "hints": append([]string{}, s.options.Hints[:min(len(s.options.Hints), maxHints)]...),
	})
}

// cast are the people one can act as.
func (w *world) cast() []object {
	out := []object{}
	for _, u := range w.users {
		if !u.bot {
			o := w.userObject(u)
			o["about"] = w.partOf(u)
			out = append(out, o)
		}
	}
	return out
}

// partOf says in a word or two what somebody may do here.
func (w *world) partOf(u *user) string {
	for _, g := range w.guilds {
		if m := g.member(u); m != nil {
			return g.group(m).one
		}
	}
	return "not a member"
}

// A group is a part of the list of members.
type group struct{ name, one string }

var (
	ownerGroup     = group{"Owner", "the owner"}
	moderatorGroup = group{"Moderators", "a moderator"}
	memberGroup    = group{"Members", "a member"}
	appGroup       = group{"Apps", "an app"}
)

// group says under which heading a member is listed. Whoever may delete others' messages is a moderator.
func (g *guild) group(m *member) group {
	switch {
	case m.user.bot:
		return appGroup
	case m.user == g.owner:
		return ownerGroup
	case g.base(m).has(manageMessages):
		return moderatorGroup
	}
	return memberGroup
}

// A scene is what somebody sees of the world.
type scene struct{ guilds, channels, members, roles []object }

func (w *world) seenBy(u *user) scene {
	seen := scene{[]object{}, []object{}, []object{}, []object{}}
	for _, g := range w.guilds {
		if g.member(u) == nil {
			continue
		}
		seen.guilds = append(seen.guilds, object{"id": g.id, "name": g.name})
		seen.members = append(seen.members, w.memberObjects(g)...)
		for _, r := range g.roles[1:] {
			seen.roles = append(seen.roles, object{
				"id": r.id, "guild": g.id, "name": r.name, "mentionable": r.mentionable, "managed": r.managed,
			})
		}
	}
	for _, c := range w.channels {
		if w.sees(u, c) {
			seen.channels = append(seen.channels, w.channelObject(c, u))
		}
	}
	slices.SortStableFunc(seen.channels, func(a, b object) int { return compareBool(a["dm"] == true, b["dm"] == true) })
	return seen
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func (w *world) memberObjects(g *guild) []object {
	out := []object{}
	for _, m := range g.members {
		roles := []string{}
		for _, r := range m.roles {
			roles = append(roles, r.id)
		}
		o := w.userObject(m.user)
		o["guild"], o["roles"], o["group"] = g.id, roles, g.group(m).name
		out = append(out, o)
	}
	return out
}

func (w *world) channelObject(c *channel, u *user) object {
	o := object{"id": c.id, "name": w.nameFor(c, u), "topic": c.topic, "kind": c.kind, "dm": c.guild == nil}
	if c.guild != nil {
		o["guild"] = c.guild.id
	}
	if c.parent != nil {
		o["parent"], o["archived"], o["locked"] = c.parent.id, c.archived, c.locked
		o["count"], o["by"] = c.sent, c.owner.displayName
	}
	if c.guild == nil {
		o["members"] = []object{w.userObject(c.recipient), w.userObject(w.partner(c))}
	}
	return o
}

// nameFor is what a channel is called; a conversation is called after the other one in it.
func (w *world) nameFor(c *channel, u *user) string {
	switch {
	case c.guild != nil:
		return c.name
	case w.partner(c) == u:
		return c.recipient.displayName
	}
	return w.partner(c).displayName
}

// partner is with whom the recipient of a conversation talks.
func (w *world) partner(c *channel) *user {
	if c.other != nil {
		return c.other
	}
	return w.bot
}

func (w *world) userObject(u *user) object {
	return object{"id": u.id, "name": u.name, "shown": u.displayName, "bot": u.bot, "hue": w.hue(u), "roles": []string{}}
}

// pageChannel tells what a person sees in a channel, and what may be done there.
func (s *Server) pageChannel(w http.ResponseWriter, r *http.Request) {
	p := s.asPerson(w, r)
	if p == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := p.channel(r.URL.Query().Get("channel"), 0)
	if err != nil {
		s.tell(w, http.StatusBadRequest, object{"error": err.Error()})
		return
	}
	offered := s.world.offered(p.user, c)
	earlier := max(0, len(c.messages)-maxDrawn)
	if r.URL.Query().Get("all") != "" {
		earlier = 0
	}
	s.tell(w, http.StatusOK, object{
		"messages": s.drawAll(c.messages[earlier:], p.user), "earlier": earlier,
		"pins": s.drawAll(c.pins(), p.user), "typing": s.world.typingNames(c, p.user),
		"commands": offered.slash, "menu": offered.message, "userMenu": offered.user,
		"online": s.world.connected() > 0, "may": s.world.mayIn(p.user, c), "readers": s.world.readers(c),
		"next": s.place(s.world.journal.next),
	})
}

// readers are the ids of those who see a channel.
func (w *world) readers(c *channel) []string {
	out := []string{}
	for _, u := range w.users {
		if w.sees(u, c) {
			out = append(out, u.id)
		}
	}
	return out
}

// drawAll draws those of the messages that somebody sees.
func (s *Server) drawAll(list []*message, u *user) []object {
	out := []object{}
	for _, m := range list {
		if m.onlyFor == nil || m.onlyFor == u {
			out = append(out, object{"id": m.id, "html": s.drawMessage(m, u)})
		}
	}
	return out
}

// offers are the commands that somebody is shown in a channel: slash commands, and those of the menus.
type offers struct {
	slash         []object
	message, user []string
}

func (w *world) offered(u *user, c *channel) offers {
	o := offers{[]object{}, []string{}, []string{}}
	for _, cmd := range w.commands {
		switch {
		case !w.usable(cmd, u, c):
		case cmd.kind == slashCommand:
			o.slash = append(o.slash, object{
				"name": cmd.name, "description": cmd.fields["description"], "options": cmd.options,
				"restricted": cmd.adminOnly || cmd.needs != 0,
			})
		case cmd.kind == messageCommand:
			o.message = append(o.message, cmd.name)
		case cmd.kind == userCommand:
			o.user = append(o.user, cmd.name)
		}
	}
	return o
}

// typingNames are those who are typing in a channel, but for the one who is told.
func (w *world) typingNames(c *channel, to *user) []string {
	out := []string{}
	for _, u := range w.typing(c) {
		if u != to {
			out = append(out, u.displayName)
		}
	}
	return out
}

// mayIn says what somebody may do in a channel, besides reading it.
func (w *world) mayIn(u *user, c *channel) object {
	return object{"send": w.mayPost(u, c), "post": w.mayStartThread(u, c)}
}
