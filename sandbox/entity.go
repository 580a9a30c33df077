package sandbox

import "slices"

// An entity is somebody or something that can be picked in an option or a select: a user, a role or a channel.
type entity struct{ kind, id, name string }

// Kinds of entities, as default values name them,
// https://docs.discord.com/developers/components/reference#user-select-select-default-value-structure.
const (
	userEntity    = "user"
	roleEntity    = "role"
	channelEntity = "channel"
)

// entityKinds are what a select of a type lets be picked; nil if it has options of its own.
func entityKinds(componentType int) []string {
	switch componentType {
	case userSelectType:
		return []string{userEntity}
	case roleSelectType:
		return []string{roleEntity}
	case mentionableSelectType:
		return []string{userEntity, roleEntity}
	case channelSelectType:
		return []string{channelEntity}
	}
	return nil
}

// entityKinds are what the option lets be picked; nil if its value is something else.
func (o CommandOption) entityKinds() []string {
	switch o.Type {
	case userOption:
		return []string{userEntity}
	case roleOption:
		return []string{roleEntity}
	case mentionableOption:
		return []string{userEntity, roleEntity}
	case channelOption:
		return []string{channelEntity}
	}
	return nil
}

// entities are what a person can pick in a channel. Channels are those that the person sees, of some types or (nil)
// of all.
func (w *world) entities(kinds []string, channelTypes []int, in *channel, p *user) []entity {
	var out []entity
	if slices.Contains(kinds, userEntity) {
		for _, u := range w.usersIn(in) {
			out = append(out, entity{userEntity, u.id, u.displayName})
		}
	}
	if in.guild == nil {
		return out
	}
	if slices.Contains(kinds, roleEntity) {
		for _, r := range in.guild.roles {
			out = append(out, entity{roleEntity, r.id, r.name})
		}
	}
	if slices.Contains(kinds, channelEntity) {
		for _, c := range w.channels {
			if c.guild == in.guild && w.sees(p, c) && (channelTypes == nil || slices.Contains(channelTypes, c.kind)) {
				out = append(out, entity{channelEntity, c.id, c.name})
			}
		}
	}
	return out
}

// usersIn are those who can be picked in a channel: all members of its guild, or who talk with each other there.
func (w *world) usersIn(c *channel) []*user {
	switch c.context() {
	case privateContext:
		return []*user{c.recipient, c.other}
	case botDMContext:
		return []*user{c.recipient, w.bot}
	}
	var out []*user
	for _, m := range c.guild.members {
		out = append(out, m.user)
	}
	return out
}

// entitiesFor is what a select of users, roles or channels offers a person in a channel.
func (w *world) entitiesFor(c Component, in *channel, p *user) []SelectOption {
	var out []SelectOption
	for _, e := range w.entities(entityKinds(c.Type), c.ChannelTypes, in, p) {
		chosen := slices.Contains(c.DefaultValues, DefaultValue{ID: e.id, Type: e.kind})
		out = append(out, SelectOption{Label: e.name, Value: e.id, Default: chosen})
	}
	return out
}

// picked are those of the entities that have one of the ids.
func picked(from []entity, ids []string) []entity {
	var out []entity
	for _, e := range from {
		if slices.Contains(ids, e.id) {
			out = append(out, e)
		}
	}
	return out
}

// resolved is the data of what a person picked,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure.
func (w *world) resolved(list []entity, in *channel, p *user) object {
	out := object{}
	put := func(kind, id string, o object) {
		if out[kind] == nil {
			out[kind] = object{}
		}
		out[kind].(object)[id] = o
	}
	for _, e := range list {
		switch e.kind {
		case userEntity:
			u := w.userByID(e.id)
			put("users", e.id, u.wire())
			if m := w.partialMember(u, in); m != nil {
				put("members", e.id, m)
			}
		case roleEntity:
			at := slices.IndexFunc(in.guild.roles, func(r *role) bool { return r.id == e.id })
			put("roles", e.id, in.guild.roles[at].wire(at))
		case channelEntity:
			put("channels", e.id, w.resolvedChannel(w.channel(e.id), p))
		}
	}
	return out
}

// partialMember is a member without the user, deaf and mute; nil outside guilds and for who is no member.
func (w *world) partialMember(u *user, in *channel) object {
	if in.guild == nil {
		return nil
	}
	m := in.guild.member(u)
	if m == nil {
		return nil
	}
	o := m.wire(in.guild.created)
	delete(o, "deaf")
	delete(o, "mute")
	o["permissions"] = w.permissionsIn(in, u).String()
	return o
}

// resolvedChannel is a channel with the fields that resolved data has, and what the person and the application may
// do there.
func (w *world) resolvedChannel(c *channel, p *user) object {
	all := c.wire()
	o := object{
		"permissions": w.permissionsIn(c, p).String(), "app_permissions": w.permissionsIn(c, w.bot).String(),
	}
	for _, field := range []string{
		"id", "name", "type", "last_message_id", "last_pin_timestamp", "nsfw", "parent_id", "guild_id", "flags",
		"rate_limit_per_user", "topic", "position", "thread_metadata",
	} {
		if v, ok := all[field]; ok {
			o[field] = v
		}
	}
	return o
}
