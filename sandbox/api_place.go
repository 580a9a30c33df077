package sandbox

import "net/http"

// This file is the API of users, applications, guilds and channels.

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
	u := s.world.userByID(textOf(r.object()["recipient_id"]))
	switch {
	case u == nil:
		return 0, nil, errUnknownUser
	case u.dm == nil:
		return 0, nil, errCannotDM
	}
	return http.StatusOK, u.dm.wire(), nil
}

// guildFor finds the guild of a call, if its path names one.
func (s *Server) guildFor(r *request) (*guild, error) {
	id := r.PathValue("guild")
	if id == "" {
		return nil, nil
	}
	if err := r.snowflakes("guild"); err != nil {
		return nil, err
	}
	g := find(s.world.guilds, func(g *guild) bool { return g.id == id })
	if g == nil {
		return nil, errUnknownGuild
	}
	return g, nil
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

func getChannel(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, s.world.threadForBot(c), nil
}

func postTyping(s *Server, r *request) (int, any, error) {
	c, err := s.channelFor(r, sendMessages)
	if err != nil {
		return 0, nil, err
	}
	s.types(c, s.world.bot)
	return http.StatusNoContent, nil, nil
}
