package sandbox

import "net/http"

// This file is the part of the API that registers commands:
// https://docs.discord.com/developers/interactions/application-commands#endpoints.

// appFor checks that the application of a call is the bot's.
func (s *Server) appFor(r *request) error {
	if err := r.snowflakes("app"); err != nil {
		return err
	}
	if r.PathValue("app") != s.world.bot.id {
		return errOtherApplication
	}
	return nil
}

func getCommands(s *Server, r *request) (int, any, error) {
	g, err := s.commandScope(r)
	if err != nil {
		return 0, nil, err
	}
	localized := r.URL.Query().Get("with_localizations") == "true"
	return http.StatusOK, s.commandsWire(g, localized), nil
}

func (s *Server) commandScope(r *request) (*guild, error) {
	if err := s.appFor(r); err != nil {
		return nil, err
	}
	return s.guildFor(r)
}

func (s *Server) commandsWire(g *guild, localized bool) []object {
	out := []object{}
	for _, c := range s.world.commands {
		if c.guild == g {
			out = append(out, c.wire(s.world.bot.id, localized))
		}
	}
	return out
}

func putCommands(s *Server, r *request) (int, any, error) {
	g, err := s.commandScope(r)
	if err != nil {
		return 0, nil, err
	}
	list, ok := r.body.([]any)
	var f faults
	if !ok {
		f.add(nil, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
	}
	f.checkCommands(list)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	made, created := []*command{}, 0
	for _, v := range list {
		old, err := s.world.predecessor(g, v.(object))
		if err != nil {
			return 0, nil, err
		}
		if old == nil {
			created++
		}
		made = append(made, s.world.newCommand(g, v.(object), old))
	}
	if err := s.world.countCreates(g, created); err != nil {
		return 0, nil, err
	}
	s.world.overwriteCommands(g, made)
	return http.StatusOK, s.commandsWire(g, true), nil
}

// postCommand makes a command, or changes the one of that name and type, which keeps its id.
func postCommand(s *Server, r *request) (int, any, error) {
	g, err := s.commandScope(r)
	if err != nil {
		return 0, nil, err
	}
	var f faults
	f.checkCommand(nil, r.body)
	old := s.world.commandNamed(g, commandType(r.object()), textOf(r.object()["name"]))
	if old == nil {
		count := map[int]int{commandType(r.object()): 1}
		for _, c := range s.world.commands {
			if c.guild == g {
				count[c.kind]++
			}
		}
		f.checkCommandCount(count)
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	c := s.world.newCommand(g, r.object(), old)
	if old != nil {
		s.world.replaceCommand(old, c)
		return http.StatusOK, c.wire(s.world.bot.id, true), nil
	}
	if err := s.world.countCreates(g, 1); err != nil {
		return 0, nil, err
	}
	s.world.addCommand(c)
	return http.StatusCreated, c.wire(s.world.bot.id, true), nil
}

// commandFor finds the command of a call, in the guild or among the global ones, as its path says.
func (s *Server) commandFor(r *request) (*command, error) {
	g, err := s.commandScope(r)
	if err == nil {
		err = r.snowflakes("command")
	}
	if err != nil {
		return nil, err
	}
	c := s.world.commandByID(g, r.PathValue("command"))
	if c == nil {
		return nil, errUnknownCommand
	}
	return c, nil
}

func getCommand(s *Server, r *request) (int, any, error) {
	c, err := s.commandFor(r)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.wire(s.world.bot.id, true), nil
}

// getCommandPermissions: there are none, for only people can set them, in the settings of a guild,
// https://docs.discord.com/developers/interactions/application-commands#permissions.
func getCommandPermissions(s *Server, r *request) (int, any, error) {
	if _, err := s.commandScope(r); err != nil {
		return 0, nil, err
	}
	if err := r.snowflakes("command"); err != nil {
		return 0, nil, err
	}
	return 0, nil, errNoCommandRights
}

// patchCommand changes the fields that are given. The type stays.
func patchCommand(s *Server, r *request) (int, any, error) {
	c, err := s.commandFor(r)
	if err != nil {
		return 0, nil, err
	}
	after := c.patched(r.object())
	var f faults
	f.checkCommand(nil, after)
	if twin := s.world.commandNamed(c.guild, c.kind, textOf(after["name"])); twin != nil && twin != c {
		f.add(path{"name"}, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	changed := s.world.newCommand(c.guild, after, c)
	s.world.replaceCommand(c, changed)
	return http.StatusOK, changed.wire(s.world.bot.id, true), nil
}

func deleteCommand(s *Server, r *request) (int, any, error) {
	c, err := s.commandFor(r)
	if err != nil {
		return 0, nil, err
	}
	s.world.removeCommand(c)
	return http.StatusNoContent, nil, nil
}
