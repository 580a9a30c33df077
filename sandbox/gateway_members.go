package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
)

// Most members that a request with a prefix or with ids gets.
const maxMembers = 100

// A membersRequest asks for members of a guild,
// https://docs.discord.com/developers/events/gateway-events#request-guild-members.
type membersRequest struct {
	GuildID ids     `json:"guild_id"`
	Query   *string `json:"query"`
	Limit   *int    `json:"limit"`
	UserIDs ids     `json:"user_ids"`
	Nonce   string  `json:"nonce"`
}

// ids are one id or a list of ids.
type ids []string

// UnmarshalJSON takes a string as a list of one.
func (l *ids) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*l = make(ids, 1)
		return json.Unmarshal(data, &(*l)[0])
	}
	return json.Unmarshal(data, (*[]string)(l))
}

// requestMembers answers a request for members with one chunk of them: no guild of the sandbox is large. A request for
// all of them is not answered without the intent for members, nor is one for a guild that the bot is not in.
func (s *Server) requestMembers(ses *session, data json.RawMessage) int {
	var in membersRequest
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	if len(in.GuildID) != 1 || in.UserIDs == nil && (in.Query == nil || in.Limit == nil) {
		return closeUnknownOpcode // "or an invalid payload for an opcode"
	}
	g := s.world.guildByID(in.GuildID[0])
	everybody := in.UserIDs == nil && *in.Query == ""
	if g == nil || everybody && ses.intents&intentGuildMembers == 0 {
		return 0
	}
	ses.add("GUILD_MEMBERS_CHUNK", in.chunk(g))
	s.world.notify()
	return 0
}

// chunk is the event that brings the members.
func (in membersRequest) chunk(g *guild) object {
	members, missing := []object{}, slices.Clone(in.UserIDs)
	for _, m := range g.members {
		if in.wants(m.user) && len(members) < in.most() {
			members = append(members, m.withUser(g.created))
			missing = slices.DeleteFunc(missing, func(id string) bool { return id == m.user.id })
		}
	}
	o := object{"guild_id": g.id, "members": members, "chunk_index": 0, "chunk_count": 1}
	if len(missing) > 0 {
		o["not_found"] = missing
	}
	if in.Nonce != "" && len(in.Nonce) <= 32 {
		o["nonce"] = in.Nonce
	}
	return o
}

func (in membersRequest) wants(u *user) bool {
	if in.UserIDs != nil {
		return slices.Contains(in.UserIDs, u.id)
	}
	return strings.HasPrefix(strings.ToLower(u.name), strings.ToLower(*in.Query))
}

func (in membersRequest) most() int {
	switch {
	case in.UserIDs != nil:
		return maxMembers
	case *in.Limit > 0:
		return min(*in.Limit, maxMembers)
	}
	return maxMembers * 10 // "up to 1000 members per chunk"
}
