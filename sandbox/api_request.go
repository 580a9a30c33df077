package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"
)

// This file is what a call of the API says, and what it is about: its body, its query, its path.

// maxBody is the size of a request that is read: much more than any request that Discord would accept without files.
const maxBody = 4 << 20

// A request is one call of the API.
type request struct {
	*http.Request
	raw  []byte
	body any // decoded JSON, numbers as json.Number; nil without a body
}

// object is the body as an object; an empty one if there is no body.
func (r *request) object() object {
	o, _ := r.body.(object)
	return o
}

// decode reads the body: JSON, or a form with files.
func (r *request) decode(w http.ResponseWriter) error {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		return r.decodeForm(w, params["boundary"])
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return errTooLarge
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	if media != "application/json" {
		var f faults
		f.add(nil, "CONTENT_TYPE_INVALID",
			"Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.")
		return f.err()
	}
	return r.decodeJSON(raw)
}

// decodeJSON reads a body that is JSON.
func (r *request) decodeJSON(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if dec.Decode(&r.body) != nil || dec.More() {
		return errJSON
	}
	r.raw = raw
	return nil
}

// snowflakes checks that parts of the path are ids.
func (r *request) snowflakes(names ...string) error {
	var f faults
	for _, name := range names {
		f.checkSnowflake(path{name + "_id"}, r.PathValue(name))
	}
	return f.err()
}

// onePlace checks where a page of messages is to be: "The before, after, and around parameters are mutually exclusive",
// https://docs.discord.com/developers/resources/message#get-channel-messages.
func (r *request) onePlace() error {
	var f faults
	given := 0
	for _, name := range []string{"before", "after", "around"} {
		if id := r.URL.Query().Get(name); id != "" {
			given++
			f.checkSnowflake(path{name}, id)
		}
	}
	if given > 1 {
		f.add(nil, "SANDBOX_ONE_PLACE", "before, after and around are mutually exclusive")
	}
	return f.err()
}

// limit reads the query's limit.
func (r *request) limit(low, high, otherwise int) (int, error) {
	v := r.URL.Query().Get("limit")
	if v == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(v)
	if err == nil && n >= low && n <= high {
		return n, nil
	}
	var f faults
	f.add(path{"limit"}, "NUMBER_TYPE_MAX", "int value should be between %d and %d.", low, high)
	return 0, f.err()
}

// reason is why the caller says they act: "X-Audit-Log-Reason … supports 1-512 URL-encoded UTF-8 characters",
// https://docs.discord.com/developers/resources/audit-log.
func (r *request) reason() (string, error) {
	raw := r.Header.Get("X-Audit-Log-Reason")
	text, err := url.PathUnescape(raw)
	if err != nil {
		text = raw
	}
	if utf8.RuneCountInString(text) > maxReason {
		var f faults
		f.add(path{"reason"}, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxReason)
		return "", f.err()
	}
	return text, nil
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
	g := s.world.guildByID(id)
	if g == nil {
		return nil, errUnknownGuild
	}
	return g, nil
}

// channelFor finds the channel of a call, in which the bot needs to have permissions.
func (s *Server) channelFor(r *request, needs permissions) (*channel, error) {
	if err := r.snowflakes("channel"); err != nil {
		return nil, err
	}
	c := find(s.world.channels, func(c *channel) bool { return c.id == r.PathValue("channel") })
	if c == nil {
		return nil, errUnknownChannel
	}
	switch {
	case !s.world.sees(s.world.bot, c):
		return nil, errMissingAccess
	case c.guild == nil && needs.has(manageMessages):
		return nil, errOnDM
	case !s.world.may(s.world.bot, c, needs):
		return nil, errMissingPermissions
	}
	return c, nil
}

// messageFor finds the message of a call. Ephemeral messages are not found this way.
func (s *Server) messageFor(r *request, needs permissions) (*message, error) {
	c, err := s.channelFor(r, needs)
	if err != nil {
		return nil, err
	}
	if err := r.snowflakes("message"); err != nil {
		return nil, err
	}
	m := s.world.messages[r.PathValue("message")]
	if m == nil || m.channel != c || m.onlyFor != nil {
		return nil, errUnknownMessage
	}
	return m, nil
}

// activeMessageFor finds the message of a call that changes it: "The only operation that should happen within an
// archived thread is messages being deleted",
// https://docs.discord.com/developers/topics/threads#active-archived-threads.
func (s *Server) activeMessageFor(r *request, needs permissions) (*message, error) {
	m, err := s.messageFor(r, needs)
	if err == nil && m.channel.archived {
		return nil, errThreadArchived
	}
	return m, err
}
