package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Events of the audit log,
// https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events.
const (
	auditChannelUpdate = 11
	auditChannelDelete = 12
	auditMessageDelete = 72
	auditBulkDelete    = 73
	auditMessagePin    = 74
	auditMessageUnpin  = 75
	auditThreadCreate  = 110
	auditThreadUpdate  = 111
	auditThreadDelete  = 112
)

// An AuditEntry is a line of a guild's audit log: who did what, to whom or what, and why.
type AuditEntry struct {
	ID, GuildID string
	Time        time.Time
	UserID      string // who did it
	// Action is Discord's type of event: 72 a message deleted, 74 pinned, 75 unpinned, 110 a thread created …
	Action int
	// TargetID is the id of the author of the message, or of the channel or thread.
	TargetID string
	// ChannelID and MessageID are where, and which message; empty where it is no message, or several.
	ChannelID, MessageID string
	Count                int    // of messages deleted
	Reason               string // "" if none was given
}

// AuditLog returns what was done in all guilds that an audit log keeps, oldest first.
func (s *Server) AuditLog() []AuditEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]AuditEntry(nil), s.world.audits...)
}

// audit adds a line to the audit log of a channel's guild; conversations have none. An application that may read the
// log hears of it.
func (w *world) audit(c *channel, e AuditEntry) {
	g := c.guild
	if g == nil {
		return
	}
	e.ID, e.GuildID, e.Time = w.newID(), g.id, w.clock.Now()
	w.audits = append(w.audits, e)
	if g.base(g.member(w.bot)).has(viewAuditLog) {
		w.dispatch("GUILD_AUDIT_LOG_ENTRY_CREATE", intentGuildModeration, g, func(*session) object {
			o := e.wire()
			o["guild_id"] = g.id
			return o
		})
	}
}

// auditMessage adds what was done to a message.
func (w *world) auditMessage(m *message, by *user, action int, reason string) {
	e := AuditEntry{UserID: by.id, Action: action, TargetID: m.author.id, ChannelID: m.channel.id, Reason: reason}
	if action == auditMessageDelete {
		e.Count = 1
	} else {
		e.MessageID = m.id
	}
	w.audit(m.channel, e)
}

// wire is the line as a client of the API gets it,
// https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object.
func (e AuditEntry) wire() object {
	o := object{"id": e.ID, "user_id": e.UserID, "target_id": e.TargetID, "action_type": e.Action}
	options := object{}
	if e.ChannelID != "" {
		options["channel_id"] = e.ChannelID
	}
	if e.MessageID != "" {
		options["message_id"] = e.MessageID
	}
	if e.Count > 0 {
		options["count"] = strconv.Itoa(e.Count)
	}
	if len(options) > 0 {
		o["options"] = options
	}
	if e.Reason != "" {
		o["reason"] = e.Reason
	}
	return o
}

// getAuditLog lists the audit log, the latest line first.
func getAuditLog(s *Server, r *request) (int, any, error) {
	w := s.world
	g, err := s.guildFor(r)
	if err != nil {
		return 0, nil, err
	}
	if !g.base(g.member(w.bot)).has(viewAuditLog) && !g.base(g.member(w.bot)).has(administrator) {
		return 0, nil, errMissingPermissions
	}
	limit, err := r.limit(1, 100, 50)
	if err != nil {
		return 0, nil, err
	}
	entries, users := []object{}, []object{}
	listed := map[string]bool{}
	for i := len(w.audits) - 1; i >= 0 && len(entries) < limit; i-- {
		e := w.audits[i]
		if e.GuildID != g.id || !e.fits(r.URL.Query()) {
			continue
		}
		entries = append(entries, e.wire())
		if u := w.userByID(e.UserID); u != nil && !listed[u.id] {
			listed[u.id] = true
			users = append(users, u.wire())
		}
	}
	return http.StatusOK, object{
		"audit_log_entries": entries, "users": users, "integrations": []object{}, "webhooks": []object{},
		"guild_scheduled_events": []object{}, "threads": []object{}, "application_commands": []object{},
		"auto_moderation_rules": []object{},
	}, nil
}

// fits says whether a query asks for the line.
func (e AuditEntry) fits(q url.Values) bool {
	switch {
	case q.Get("user_id") != "" && q.Get("user_id") != e.UserID,
		q.Get("action_type") != "" && q.Get("action_type") != strconv.Itoa(e.Action),
		q.Get("before") != "" && !earlier(e.ID, q.Get("before")),
		q.Get("after") != "" && !earlier(q.Get("after"), e.ID):
		return false
	}
	return true
}
