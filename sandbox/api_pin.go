package sandbox

import (
	"net/http"
	"slices"
	"time"
)

// This file is the pins' part of the API: https://docs.discord.com/developers/resources/message#pin-message.

// pinsFor finds the pins of a channel, the latest first: none for whoever may not read what was said.
func (s *Server) pinsFor(r *request) ([]*message, error) {
	c, err := s.channelFor(r, 0)
	if err != nil || !s.world.may(s.world.bot, c, readHistory) {
		return nil, err
	}
	return c.pins(), nil
}

func getPins(s *Server, r *request) (int, any, error) {
	pins, err := s.pinsFor(r)
	if err != nil {
		return 0, nil, err
	}
	limit, err := r.limit(1, 50, 50)
	if err != nil {
		return 0, nil, err
	}
	if before := r.URL.Query().Get("before"); before != "" {
		t, err := time.Parse(time.RFC3339, before)
		if err != nil {
			var f faults
			f.add(path{"before"}, "DATE_TIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", before)
			return 0, nil, f.err()
		}
		pins = slices.DeleteFunc(pins, func(m *message) bool { return !m.pinned.Truncate(time.Microsecond).Before(t) })
	}
	items := []object{}
	for _, m := range pins[:min(limit, len(pins))] {
		items = append(items, object{"pinned_at": stamp(m.pinned), "message": m.wire(s.reader())})
	}
	return http.StatusOK, object{"items": items, "has_more": len(pins) > limit}, nil
}

// getFirstPins is the deprecated list of pins: the first 50.
func getFirstPins(s *Server, r *request) (int, any, error) {
	pins, err := s.pinsFor(r)
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, m := range pins[:min(50, len(pins))] {
		out = append(out, m.wire(s.reader()))
	}
	return http.StatusOK, out, nil
}

// pinnableFor finds the message that a call pins or unpins, and why.
func (s *Server) pinnableFor(r *request) (*message, string, error) {
	c, err := s.channelFor(r, pinMessages)
	if err != nil {
		return nil, "", err
	}
	if m := s.world.messages[r.PathValue("message")]; m != nil && m.channel != c && m.onlyFor == nil {
		return nil, "", errPinnedElsewhere
	}
	m, err := s.activeMessageFor(r, pinMessages)
	if err != nil {
		return nil, "", err
	}
	if m.isSystem() {
		return nil, "", errSystemMessage
	}
	reason, err := r.reason()
	return m, reason, err
}

func putPin(s *Server, r *request) (int, any, error) {
	m, reason, err := s.pinnableFor(r)
	if err != nil {
		return 0, nil, err
	}
	if m.pinned.IsZero() {
		if len(m.channel.pins()) >= maxPins {
			return 0, nil, errMaxPins
		}
		s.world.pin(m, s.world.bot, reason)
	}
	return http.StatusNoContent, nil, nil
}

func deletePin(s *Server, r *request) (int, any, error) {
	m, reason, err := s.pinnableFor(r)
	if err != nil {
		return 0, nil, err
	}
	if !m.pinned.IsZero() {
		s.world.unpin(m, s.world.bot, reason)
	}
	return http.StatusNoContent, nil, nil
}
