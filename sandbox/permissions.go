package sandbox

import "strconv"

// permissions is a set of what somebody may do, as Discord counts it,
// https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags.
type permissions uint64

const (
	kickMembers         permissions = 1 << 1
	banMembers          permissions = 1 << 2
	administrator       permissions = 1 << 3
	addReactions        permissions = 1 << 6
	viewAuditLog        permissions = 1 << 7
	viewChannel         permissions = 1 << 10
	sendMessages        permissions = 1 << 11
	manageMessages      permissions = 1 << 13
	embedLinks          permissions = 1 << 14
	attachFiles         permissions = 1 << 15
	readHistory         permissions = 1 << 16
	mentionEveryone     permissions = 1 << 17
	useExternalEmojis   permissions = 1 << 18
	changeNickname      permissions = 1 << 26
	applicationCommands permissions = 1 << 31
	moderateMembers     permissions = 1 << 40
	pinMessages         permissions = 1 << 51
	allPermissions      permissions = 1<<53 - 1
)

const (
	everyonePermissions = addReactions | viewChannel | sendMessages | embedLinks | attachFiles | readHistory |
		useExternalEmojis | changeNickname | applicationCommands
	moderatorPermissions = manageMessages | pinMessages | kickMembers | banMembers | moderateMembers |
		viewAuditLog | mentionEveryone
	appPermissions = viewChannel | sendMessages | embedLinks | attachFiles | readHistory | pinMessages
	// dmPermissions are what app_permissions says in a DM with the app's bot,
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.
	dmPermissions = attachFiles | embedLinks | mentionEveryone | useExternalEmojis
)

// An overwrite changes, in one channel, what a role (or, with user set, a member) may do.
type overwrite struct {
	id          string
	user        bool
	allow, deny permissions
}

func (p permissions) has(q permissions) bool { return p&q == q }

func (p permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// permissionsIn computes what a user may do in a channel, in the order that
// https://docs.discord.com/developers/topics/permissions#permission-overwrites prescribes.
func (w *world) permissionsIn(c *channel, u *user) permissions {
	if c.guild == nil {
		return w.permissionsInDM(c, u)
	}
	m := w.member(u)
	if m == nil {
		return 0
	}
	base := c.guild.base(m)
	if base.has(administrator) {
		return allPermissions
	}
	return c.overwritten(base, m)
}

func (w *world) permissionsInDM(c *channel, u *user) permissions {
	if u != w.bot && u != c.recipient {
		return 0
	}
	return dmPermissions | viewChannel | sendMessages | readHistory | pinMessages | applicationCommands
}

// base is what a member may do before any channel's overwrites.
func (g *guild) base(m *member) permissions {
	if m.user == g.owner {
		return allPermissions
	}
	p := g.roles[0].permissions
	for _, r := range m.roles {
		p |= r.permissions
	}
	return p
}

// overwritten applies the channel's overwrites: @everyone's, then the roles' together, then the member's own.
func (c *channel) overwritten(p permissions, m *member) permissions {
	var allow, deny permissions
	for _, o := range c.overwrites {
		switch {
		case !o.user && o.id == c.guild.id:
			p = p&^o.deny | o.allow
		case !o.user && m.hasRole(o.id):
			allow, deny = allow|o.allow, deny|o.deny
		}
	}
	p = p&^deny | allow
	for _, o := range c.overwrites {
		if o.user && o.id == m.user.id {
			p = p&^o.deny | o.allow
		}
	}
	return p
}

func (m *member) hasRole(id string) bool {
	return find(m.roles, func(r *role) bool { return r.id == id }) != nil
}

// sees says whether a user sees a channel.
func (w *world) sees(u *user, c *channel) bool { return w.permissionsIn(c, u).has(viewChannel) }
