package sandbox

import (
	"encoding/json"
	"time"
)

// This file holds the objects of Discord's API that are not messages, as they go out.

// stamp formats a time as Discord does: ISO 8601 with microseconds, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }

// decodeAs reads objects as what tests and the page see of them. Fields that this has not are left out.
func decodeAs[T any](list []object) []T {
	data, err := json.Marshal(list)
	if err != nil {
		return nil // cannot happen: the list was made from JSON
	}
	var out []T
	if err := json.Unmarshal(data, &out); err != nil {
		return nil
	}
	return out
}

func (u *user) wire() object {
	o := object{
		"id": u.id, "username": u.name, "global_name": u.displayName, "discriminator": "0",
		"avatar": nil, "banner": nil, "accent_color": nil, "avatar_decoration_data": nil, "collectibles": nil,
		"primary_guild": nil, "public_flags": 0, "flags": 0,
	}
	if u.bot {
		o["bot"], o["global_name"], o["discriminator"] = true, nil, "0001"
	}
	return o
}

// me is the user as it sees itself.
func (u *user) me() object {
	o := u.wire()
	o["mfa_enabled"], o["verified"], o["email"], o["locale"] = true, true, nil, locale
	return o
}

// locale is the language of everybody here who speaks no other, https://docs.discord.com/developers/reference#locales.
const locale = "en-US"

func (m *member) wire(joined time.Time) object {
	roles := []string{}
	for _, r := range m.roles {
		roles = append(roles, r.id)
	}
	return object{
		"roles": roles, "nick": nil, "avatar": nil, "banner": nil, "joined_at": stamp(joined), "premium_since": nil,
		"deaf": false, "mute": false, "flags": 0, "pending": false, "communication_disabled_until": nil,
	}
}

// withUser is the member with the user inside, as in interactions.
func (m *member) withUser(joined time.Time) object {
	o := m.wire(joined)
	o["user"] = m.user.wire()
	return o
}

func (r *role) wire(position int) object {
	return object{
		"id": r.id, "name": r.name, "permissions": r.permissions.String(), "position": position, "color": 0,
		"colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist":  false, "managed": r.managed, "mentionable": r.mentionable, "icon": nil, "unicode_emoji": nil, "flags": 0,
	}
}

func (g *guild) rolesWire() []object {
	out := []object{}
	for i, r := range g.roles {
		out = append(out, r.wire(i))
	}
	return out
}

func (g *guild) wire() object {
	return object{
		"id": g.id, "name": g.name, "icon": nil, "description": nil, "home_header": nil, "splash": nil,
		"discovery_splash": nil, "features": []string{}, "banner": nil, "owner_id": g.owner.id, "application_id": nil,
		"region": "deprecated", "afk_channel_id": nil, "afk_timeout": 300, "system_channel_id": nil,
		"system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": nil, "verification_level": 0,
		"roles": g.rolesWire(), "default_message_notifications": 1, "mfa_level": 0, "explicit_content_filter": 0,
		"max_presences": nil, "max_members": 500000, "max_stage_video_channel_users": 50,
		"max_video_channel_users": 25, "vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0,
		"preferred_locale": locale, "rules_channel_id": nil, "safety_alerts_channel_id": nil,
		"public_updates_channel_id": nil, "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0,
		"emojis": []object{}, "stickers": []object{}, "incidents_data": nil,
	}
}

// guildCreate is the guild as the event GUILD_CREATE brings it. Without the members intent it lists the bot only.
func (w *world) guildCreate(g *guild) object {
	o := g.wire()
	channels, threads := []object{}, []object{}
	for _, c := range w.channelsOf(g) {
		channels = append(channels, w.channelForBot(c))
	}
	for _, c := range w.threadsOf(g) {
		if w.sees(w.bot, c) {
			threads = append(threads, w.withMembership(c))
		}
	}
	o["channels"], o["threads"], o["member_count"] = channels, threads, len(g.members)
	o["members"] = []object{g.member(w.bot).withUser(g.created)}
	o["joined_at"], o["large"], o["unavailable"] = stamp(g.created), false, false
	o["voice_states"], o["presences"], o["stage_instances"] = []object{}, []object{}, []object{}
	o["guild_scheduled_events"], o["soundboard_sounds"] = []object{}, []object{}
	return o
}

func (c *channel) wire() object {
	switch {
	case c.guild == nil:
		return object{
			"id": c.id, "type": c.kind, "flags": 0, "last_message_id": c.lastMessageID(),
			"recipients": []object{c.recipient.wire()},
		}
	case c.parent != nil:
		return c.threadWire()
	}
	overwrites := []object{}
	for _, o := range c.overwrites {
		kind := 0
		if o.user {
			kind = 1
		}
		overwrites = append(overwrites, object{
			"id": o.id, "type": kind, "allow": o.allow.String(), "deny": o.deny.String(),
		})
	}
	o := object{
		"id": c.id, "type": c.kind, "flags": 0, "last_message_id": c.lastMessageID(), "guild_id": c.guild.id,
		"name": c.name, "topic": c.topic, "position": c.position, "parent_id": nil, "nsfw": false,
		"rate_limit_per_user": c.slowmode, "permission_overwrites": overwrites,
	}
	if c.kind == forumChannel {
		o["available_tags"], o["default_reaction_emoji"], o["default_sort_order"] = []object{}, nil, nil
		o["default_forum_layout"] = 0
	}
	return o
}

// flagObfuscated is the flag of a channel of which an application learns only that it is there.
const flagObfuscated = 1 << 17

// channelForBot is a channel as the gateway brings it: of one that the bot does not see, it says little,
// https://docs.discord.com/developers/resources/channel#channel-object-obfuscated-channels.
func (w *world) channelForBot(c *channel) object {
	if w.sees(w.bot, c) {
		return c.wire()
	}
	hidden := channel{
		id: c.id, kind: c.kind, position: c.position, guild: c.guild, name: "___hidden___",
		overwrites: []overwrite{{id: c.guild.id, deny: viewChannel}},
	}
	o := hidden.wire()
	o["flags"], o["topic"] = flagObfuscated, nil
	return o
}

// lastMessageID "may or may not point to an existing or valid message",
// https://docs.discord.com/developers/resources/channel#channel-object.
func (c *channel) lastMessageID() any {
	if c.last == "" {
		return nil
	}
	return c.last
}

func (w *world) application() object {
	return object{
		"id": w.bot.id, "name": w.bot.name, "icon": nil, "description": "", "type": nil, "bot": w.bot.wire(),
		"bot_public": true, "bot_require_code_grant": false, "verify_key": verifyKey, "flags": 0, "flags_new": "0",
		"redirect_uris": []string{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": w.guild.owner.wire(), "approximate_guild_count": len(w.guilds), "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": nil,
		"eligible_oauth2_scopes": []string{},
		"integration_types_config": object{"0": object{
			"oauth2_install_params": object{
				"scopes": []string{"applications.commands", "bot"}, "permissions": appPermissions.String(),
			},
		}, "1": object{
			"oauth2_install_params": object{"scopes": []string{"applications.commands"}, "permissions": "0"},
		}},
	}
}

// verifyKey stands for the public key that signs interactions over HTTP; over the gateway nobody uses it.
const verifyKey = "0000000000000000000000000000000000000000000000000000000000000000"
