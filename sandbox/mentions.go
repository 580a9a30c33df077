package sandbox

import (
	"regexp"
	"slices"
	"strings"
)

// mentions are whom a message mentions, and whom it notifies.
type mentions struct {
	users    []*user
	roles    []*role
	everyone bool
	// pings are the ids of users and roles that are notified, and "everyone".
	pings []string
}

func (m mentions) addTo(o object) {
	users, roles := []object{}, []string{}
	for _, u := range m.users {
		users = append(users, u.wire())
	}
	for _, r := range m.roles {
		roles = append(roles, r.id)
	}
	o["mentions"], o["mention_roles"], o["mention_everyone"] = users, roles, m.everyone
}

// allowance is what allowed_mentions lets a message do,
// https://docs.discord.com/developers/resources/message#allowed-mentions-object.
type allowance struct {
	everyone, allUsers, allRoles, repliedUser bool
	users, roles                              []string
}

// What holds when a request says nothing: messages parse everything, interactions and webhooks only users.
var (
	anyMention  = allowance{everyone: true, allUsers: true, allRoles: true, repliedUser: true}
	userMention = allowance{allUsers: true, repliedUser: true}
)

// allowanceOf reads allowed_mentions; without it the default holds.
func allowanceOf(v any, otherwise allowance) allowance {
	o, ok := v.(object)
	if !ok {
		return otherwise
	}
	parse := idList(o["parse"])
	return allowance{
		everyone:    slices.Contains(parse, "everyone"),
		allUsers:    slices.Contains(parse, "users"),
		allRoles:    slices.Contains(parse, "roles"),
		repliedUser: o["replied_user"] == true,
		users:       idList(o["users"]),
		roles:       idList(o["roles"]),
	}
}

// How mentions are written, https://docs.discord.com/developers/reference#message-formatting.
var (
	userMentions     = regexp.MustCompile(`<@!?(\d+)>`)
	roleMentions     = regexp.MustCompile(`<@&(\d+)>`)
	everyoneMentions = regexp.MustCompile(`@(everyone|here)`)
)

// mentionsIn finds whom a message mentions, in its content and in its text displays.
func (w *world) mentionsIn(m *message, allowed allowance) mentions {
	var out mentions
	said := m.says()
	for _, match := range userMentions.FindAllStringSubmatch(said, -1) {
		u := w.userByID(match[1])
		if u != nil && (allowed.allUsers || slices.Contains(allowed.users, u.id)) {
			out.addUser(u, m.author)
		}
	}
	// A reply to an interaction's response does not mention the application: see
	// https://docs.discord.com/developers/gateway/you-might-not-need-a-privileged-intent (message content intent).
	replied := m.kind == replyMessage && m.origin == nil && allowed.repliedUser
	if r := m.reference; replied && r != nil && r.origin == nil && r.author != m.author {
		out.addUser(r.author, m.author)
	}
	may := w.permissionsIn(m.channel, m.author).has(mentionEveryone)
	for _, match := range roleMentions.FindAllStringSubmatch(said, -1) {
		r := m.channel.role(match[1])
		if r != nil && (r.mentionable || may) && (allowed.allRoles || slices.Contains(allowed.roles, r.id)) {
			out.addRole(r)
		}
	}
	if allowed.everyone && may && everyoneMentions.MatchString(said) {
		out.everyone = true
		out.pings = append(out.pings, "everyone")
	}
	return out
}

// addUser adds a user who is mentioned by another, or by himself: that notifies nobody.
func (m *mentions) addUser(u, by *user) {
	if slices.Contains(m.users, u) {
		return
	}
	m.users = append(m.users, u)
	if u != by {
		m.pings = append(m.pings, u.id)
	}
}

func (m *mentions) addRole(r *role) {
	if !slices.Contains(m.roles, r) {
		m.roles, m.pings = append(m.roles, r), append(m.pings, r.id)
	}
}

// says is all text in which mentions count.
func (m *message) says() string {
	parts := []string{m.content}
	eachComponent(decodeAs[Component](m.components), func(c Component) bool {
		parts = append(parts, c.Content)
		return true
	})
	return strings.Join(parts, "\n")
}
