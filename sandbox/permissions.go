package sandbox

import "strconv"

// permissions is a set of what somebody may do, as Discord counts it,
// https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags.
type permissions uint64

const (
	kickMembers          permissions = 1 << 1
	banMembers           permissions = 1 << 2
	administrator        permissions = 1 << 3
	manageChannels       permissions = 1 << 4
	addReactions         permissions = 1 << 6
	viewAuditLog         permissions = 1 << 7
	viewChannel          permissions = 1 << 10
	sendMessages         permissions = 1 << 11
	sendTTS              permissions = 1 << 12
	manageMessages       permissions = 1 << 13
	embedLinks           permissions = 1 << 14
	attachFiles          permissions = 1 << 15
	readHistory          permissions = 1 << 16
	mentionEveryone      permissions = 1 << 17
	useExternalEmojis    permissions = 1 << 18
	changeNickname       permissions = 1 << 26
	manageRoles          permissions = 1 << 28
	applicationCommands  permissions = 1 << 31
	manageThreads        permissions = 1 << 34
	createPublicThreads  permissions = 1 << 35
	createPrivateThreads permissions = 1 << 36
	sendInThreads        permissions = 1 << 38
	moderateMembers      permissions = 1 << 40
	useExternalApps      permissions = 1 << 50
	pinMessages          permissions = 1 << 51
	allPermissions       permissions = 1<<53 - 1
)

const (
	everyonePermissions = addReactions | viewChannel | sendMessages | embedLinks | attachFiles | readHistory |
		useExternalEmojis | changeNickname | applicationCommands | createPublicThreads | createPrivateThreads |
		sendInThreads | useExternalApps
	moderatorPermissions = manageMessages | pinMessages | kickMembers | banMembers | moderateMembers |
		viewAuditLog | mentionEveryone | manageThreads
	appPermissions = viewChannel | sendMessages | embedLinks | attachFiles | readHistory | pinMessages | sendInThreads
	// dmPermissions are what app_permissions says in a DM with the app's bot,
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.
	dmPermissions = attachFiles | embedLinks | mentionEveryone | useExternalEmojis
	// talking is what nobody may do who may not send messages,
	// https://docs.discord.com/developers/topics/permissions#implicit-permissions.
	talking = mentionEveryone | sendTTS | attachFiles | embedLinks
)

// An overwrite changes, in one channel, what a role (or, with user set, a member) may do.
type overwrite struct {
	id          string
	user        bool
	allow, deny permissions
}

func (p permissions) has(q permissions) bool { return p&q == q }

func (p permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// permissionsIn computes what a user may do in a channel: what
// https://docs.discord.com/developers/topics/permissions#permission-overwrites prescribes, without what is denied
// implicitly.
func (w *world) permissionsIn(c *channel, u *user) permissions {
	if c.guild == nil {
		return w.permissionsInDM(c, u)
	}
	m := c.guild.member(u)
	if m == nil {
		return 0
	}
	base := c.guild.base(m)
	if base.has(administrator) {
		return allPermissions
	}
	p := c.overwritten(base, m)
	switch {
	case !p.has(viewChannel), c.kind == privateThread && !p.has(manageThreads) && !c.hasJoined(u):
		return 0
	case !p.has(c.needed(sendMessages)):
		return p &^ talking
	}
	return p
}

func (w *world) permissionsInDM(c *channel, u *user) permissions {
	partner := w.bot
	if c.other != nil {
		partner = c.other
	}
	if u != partner && u != c.recipient {
		return 0
	}
	return dmPermissions | viewChannel | sendMessages | readHistory | pinMessages | applicationCommands | addReactions
}

// needed is which permissions are needed in this channel for what p allows in others: in threads SEND_MESSAGES is
// replaced, https://docs.discord.com/developers/topics/permissions#inherited-permissions-threads.
func (c *channel) needed(p permissions) permissions {
	if c.parent != nil && p.has(sendMessages) {
		return p&^sendMessages | sendInThreads
	}
	return p
}

// may says whether a user may do something in a channel, and sees it.
func (w *world) may(u *user, c *channel, p permissions) bool {
	return w.permissionsIn(c, u).has(viewChannel | c.needed(p))
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

// overwritten applies the channel's overwrites: @everyone's, then the roles' together, then the member's own. A thread
// has those of the channel it is in.
func (c *channel) overwritten(p permissions, m *member) permissions {
	if c.parent != nil {
		return c.parent.overwritten(p, m)
	}
	var everyone, roles overwrite
	for _, o := range c.overwrites {
		switch {
		case !o.user && o.id == c.guild.id:
			everyone = o
		case !o.user && m.hasRole(o.id):
			roles.allow, roles.deny = roles.allow|o.allow, roles.deny|o.deny
		}
	}
	p = p&^everyone.deny | everyone.allow
	p = p&^roles.deny | roles.allow
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
