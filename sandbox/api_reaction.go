package sandbox

import (
	"net/http"
	"slices"
)

// This file is the reactions' part of the API: https://docs.discord.com/developers/resources/message#create-reaction.

// reactionFor finds the message and the emoji of a call.
func (s *Server) reactionFor(r *request, needs permissions) (*message, string, error) {
	m, err := s.activeMessageFor(r, needs)
	if err != nil {
		return nil, "", err
	}
	if emoji := r.PathValue("emoji"); isEmoji(emoji) {
		return m, emoji, nil
	}
	return nil, "", errUnknownEmoji
}

func putReaction(s *Server, r *request) (int, any, error) {
	m, emoji, err := s.reactionFor(r, readHistory)
	w := s.world
	switch {
	case err != nil:
		return 0, nil, err
	case m.reaction(emoji) == nil && !w.may(w.bot, m.channel, addReactions):
		return 0, nil, errMissingPermissions
	case m.reaction(emoji) == nil && len(m.reactions) >= maxReactions:
		return 0, nil, errMaxReactions
	}
	w.react(m, emoji, w.bot)
	return http.StatusNoContent, nil, nil
}

func deleteOwnReaction(s *Server, r *request) (int, any, error) {
	m, emoji, err := s.reactionFor(r, 0)
	if err != nil {
		return 0, nil, err
	}
	s.world.unreact(m, emoji, s.world.bot)
	return http.StatusNoContent, nil, nil
}

func deleteUserReaction(s *Server, r *request) (int, any, error) {
	m, emoji, err := s.reactionFor(r, manageMessages)
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
	s.world.unreact(m, emoji, u)
	return http.StatusNoContent, nil, nil
}

// getReactions lists who reacted with an emoji, in the order of their ids. There are no super reactions (type 1).
func getReactions(s *Server, r *request) (int, any, error) {
	m, err := s.messageFor(r, readHistory)
	if err != nil {
		return 0, nil, err
	}
	limit, err := r.limit(1, 100, 25)
	if err != nil {
		return 0, nil, err
	}
	if !isEmoji(r.PathValue("emoji")) {
		return 0, nil, errUnknownEmoji
	}
	out := []object{}
	given := m.reaction(r.PathValue("emoji"))
	if given == nil || r.URL.Query().Get("type") == "1" {
		return http.StatusOK, out, nil
	}
	users := slices.SortedFunc(slices.Values(given.users), func(a, b *user) int {
		if earlier(a.id, b.id) {
			return -1
		}
		return 1
	})
	after := r.URL.Query().Get("after")
	for _, u := range users {
		if len(out) < limit && (after == "" || earlier(after, u.id)) {
			out = append(out, u.wire())
		}
	}
	return http.StatusOK, out, nil
}

// deleteReactions takes all reactions of a message away. Its pattern ends in a wildcard, since one that ends in
// "reactions" would be at odds with that of pins.
func deleteReactions(s *Server, r *request) (int, any, error) {
	if r.PathValue("part") != "reactions" {
		return 0, nil, errNotFound
	}
	m, err := s.activeMessageFor(r, manageMessages)
	if err != nil {
		return 0, nil, err
	}
	s.world.clearReactions(m, "")
	return http.StatusNoContent, nil, nil
}

func deleteEmojiReactions(s *Server, r *request) (int, any, error) {
	m, emoji, err := s.reactionFor(r, manageMessages)
	if err != nil {
		return 0, nil, err
	}
	s.world.clearReactions(m, emoji)
	return http.StatusNoContent, nil, nil
}
