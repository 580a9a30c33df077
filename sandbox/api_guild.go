package sandbox

import "net/http"

// This file is the part of the API that users, applications and guilds have.

func getMe(s *Server, _ *request) (int, any, error) { return http.StatusOK, s.world.bot.me(), nil }

func getApplication(s *Server, _ *request) (int, any, error) {
	return http.StatusOK, s.world.application(), nil
}

func createDM(s *Server, r *request) (int, any, error) {
	var f faults
	f.checkForm(nil, "dm", object(r.object()))
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	u := s.world.userByID(idOf(r.object()["recipient_id"]))
	switch {
	case u == nil:
		return 0, nil, errUnknownUser
	case u.dm == nil:
		return 0, nil, errCannotDM
	}
	return http.StatusOK, u.dm.wire(), nil
}

func getGuild(s *Server, r *request) (int, any, error) {
	g, err := s.guildFor(r)
	if err != nil {
		return 0, nil, err
	}
	o := g.wire()
	if r.URL.Query().Get("with_counts") == "true" {
		o["approximate_member_count"], o["approximate_presence_count"] = len(g.members), len(g.members)
	}
	return http.StatusOK, o, nil
}

func getUser(s *Server, r *request) (int, any, error) {
	if err := r.snowflakes("user"); err != nil {
		return 0, nil, err
	}
	u := s.world.userByID(r.PathValue("user"))
	if u == nil {
		return 0, nil, errUnknownUser
	}
	return http.StatusOK, u.wire(), nil
}

// getMyGuilds lists the guilds the bot is in,
// https://docs.discord.com/developers/resources/user#get-current-user-guilds.
func getMyGuilds(s *Server, r *request) (int, any, error) {
	w, q := s.world, r.URL.Query()
	limit, err := r.limit(1, 200, 200)
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, g := range w.guilds {
		after := q.Get("after") == "" || earlier(q.Get("after"), g.id)
		before := q.Get("before") == "" || earlier(g.id, q.Get("before"))
		if !after || !before || len(out) == limit {
			continue
		}
		o := object{
			"id": g.id, "name": g.name, "icon": nil, "banner": nil, "owner": g.owner == w.bot, "features": []string{},
			"permissions": g.base(g.member(w.bot)).String(),
		}
		if q.Get("with_counts") == "true" {
			o["approximate_member_count"], o["approximate_presence_count"] = len(g.members), len(g.members)
		}
		out = append(out, o)
	}
	return http.StatusOK, out, nil
}

// getGuildChannels lists the channels that the bot sees, without threads.
func getGuildChannels(s *Server, r *request) (int, any, error) {
	g, err := s.guildFor(r)
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, c := range s.world.channelsOf(g) {
		if s.world.sees(s.world.bot, c) {
			out = append(out, c.wire())
		}
	}
	return http.StatusOK, out, nil
}

func getGuildRoles(s *Server, r *request) (int, any, error) {
	g, err := s.guildFor(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, g.rolesWire(), nil
}

func getMember(s *Server, r *request) (int, any, error) {
	g, err := s.guildFor(r)
	if err != nil {
		return 0, nil, err
	}
	if err := r.snowflakes("user"); err != nil {
		return 0, nil, err
	}
	u := s.world.userByID(r.PathValue("user"))
	if u == nil {
		return 0, nil, errUnknownUser
	}
	m := g.member(u)
	if m == nil {
		return 0, nil, errUnknownMember
	}
	return http.StatusOK, m.withUser(g.created), nil
}
