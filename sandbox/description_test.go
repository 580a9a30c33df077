package sandbox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ibid/internal/openapi"
	"ibid/sandbox"
)

// holdToDescription validates every answer that a sandbox has given, and every event that it has sent, against
// Discord's description of its API. What it does not validate, it says in one line.
func holdToDescription(t testing.TB, srv *sandbox.Server) {
	t.Helper()
	description, ok := openapi.Open(t)
	if !ok {
		t.Log("NOT validated: IBID_OPENAPI does not name Discord's openapi.json, so neither answers nor events are")
		return
	}
	holdAnswers(t, description, srv.Traffic())
	frames, lost := sandbox.Dispatched(srv)
	holdEvents(t, description, frames)
	if lost > 0 {
		t.Logf("NOT validated: %d calls and frames that the sandbox has forgotten", lost)
	}
}

// holdAnswers validates what was answered to calls.
func holdAnswers(t testing.TB, d *openapi.Description, calls []sandbox.Call) {
	t.Helper()
	for _, c := range calls {
		body := withoutForeign(t, c.Response)
		if string(body) == "null" { // as Call says that there is none
			body = nil
		}
		switch {
		case c.Status == 0:
			t.Logf("NOT validated: %s %s was cut off without an answer", c.Method, c.Path)
			continue
		case c.Status == 429 && body == nil:
			t.Logf("NOT validated: %s %s: HTTP 429 that is no JSON, as while a bot is banned", c.Method, c.Path)
			continue
		case c.Status >= 500:
			t.Logf("NOT validated: %s %s: HTTP %d, of which the description does not speak", c.Method, c.Path, c.Status)
			continue
		}
		if err := d.Response(c.Method, c.Path, c.Status, body); err != nil {
			t.Errorf("%s %s: HTTP %d: %v\n%s", c.Method, c.Path, c.Status, err, c.Response)
		}
	}
}

// foreign is what [sandbox.Server.ForeignMessage] puts into a message, so that it has what no description describes.
const foreign = `{"id":1,"type":99}`

// withoutForeign takes the component out that no description describes.
func withoutForeign(t testing.TB, data []byte) []byte {
	t.Helper()
	if !bytes.Contains(data, []byte(foreign)) {
		return data
	}
	t.Logf("NOT validated: a component that is foreign on purpose, %s", foreign)
	return bytes.ReplaceAll(data, []byte(foreign), nil)
}

// holdEvents validates events of the gateway, of which the description knows the objects.
func holdEvents(t testing.TB, d *openapi.Description, frames []sandbox.Dispatch) {
	t.Helper()
	unknown := map[string]bool{}
	for _, f := range frames {
		about, ok := events[f.Type]
		if !ok {
			unknown[f.Type] = true
			continue
		}
		if err := about.hold(d, withoutForeign(t, f.Data)); err != nil {
			t.Errorf("%s: %v\n%s", f.Type, err, f.Data)
		}
	}
	if len(unknown) > 0 {
		t.Logf("NOT validated: events %q, of which the test has no table", slices.Sorted(maps.Keys(unknown)))
	}
}

// An eventForm says what an event holds: fields that https://docs.discord.com/developers/events/gateway-events always
// has, and objects that the description knows.
type eventForm struct {
	needs string // names of fields
	parts []part
}

// A part is an object in an event: where it stands ("" is the whole, "[]" each of a list, "{}" each of a map), its
// schema, and the fields that the gateway leaves out there and the description wants, as the page says.
type part struct {
	at, schema string
	lacks      object
}

type object = map[string]any

// noUser is what the members of messages lack: "The member field exists in MESSAGE_CREATE [...] a partial member";
// and those of resolved data: "Partial Member objects are missing user, deaf and mute fields",
// interactions/receiving-and-responding#interaction-object-resolved-data-structure.
var noUser = object{"deaf": false, "mute": false, "user": object{
	"id": "1", "username": "x", "avatar": nil, "discriminator": "0", "public_flags": 0, "flags": 0,
	"global_name": nil, "primary_guild": nil,
}}

var (
	wholeMessage = eventForm{parts: []part{
		{at: "", schema: "MessageResponse"},
		{at: "member", schema: "GuildMemberResponse", lacks: noUser},
	}}
	wholeChannel = eventForm{needs: "guild_id", parts: []part{{at: "", schema: "GuildChannelResponse"}}}
	wholeThread  = eventForm{needs: "parent_id", parts: []part{{at: "", schema: "ThreadResponse"}}}
	wholeMember  = eventForm{needs: "guild_id", parts: []part{{at: "", schema: "GuildMemberResponse"}}}
	wholeRole    = eventForm{needs: "guild_id", parts: []part{{at: "role", schema: "GuildRoleResponse"}}}
	reaction     = eventForm{needs: "user_id channel_id message_id emoji burst type", parts: []part{
		{at: "emoji", schema: "MessageReactionEmojiResponse"},
		{at: "member", schema: "GuildMemberResponse"},
	}}
)

var events = map[string]eventForm{
	"READY": {needs: "v guilds session_id resume_gateway_url application", parts: []part{
		{at: "user", schema: "UserPIIResponse"},
	}},
	"RESUMED": {},
	"GUILD_CREATE": {
		needs: "joined_at large member_count voice_states members channels threads presences stage_instances " +
			"guild_scheduled_events soundboard_sounds",
		parts: []part{
			{at: "", schema: "GuildResponse"},
			{at: "members[]", schema: "GuildMemberResponse"},
			{at: "channels[]", schema: "GuildChannelResponse"},
			{at: "threads[]", schema: "ThreadResponse"},
		},
	},
	"GUILD_DELETE":        {needs: "id"},
	"GUILD_MEMBER_ADD":    wholeMember,
	"GUILD_MEMBER_UPDATE": wholeMember,
	"GUILD_MEMBER_REMOVE": {needs: "guild_id", parts: []part{{at: "user", schema: "UserResponse"}}},
	"GUILD_MEMBERS_CHUNK": {needs: "guild_id chunk_index chunk_count",
		parts: []part{{at: "members[]", schema: "GuildMemberResponse"}}},
	"GUILD_ROLE_CREATE":    wholeRole,
	"GUILD_ROLE_UPDATE":    wholeRole,
	"CHANNEL_CREATE":       wholeChannel,
	"CHANNEL_UPDATE":       wholeChannel,
	"CHANNEL_DELETE":       wholeChannel,
	"CHANNEL_PINS_UPDATE":  {needs: "channel_id"},
	"THREAD_CREATE":        wholeThread,
	"THREAD_UPDATE":        wholeThread,
	"THREAD_DELETE":        {needs: "id guild_id parent_id type"},
	"THREAD_MEMBER_UPDATE": {needs: "guild_id", parts: []part{{at: "", schema: "ThreadMemberResponse"}}},
	"THREAD_MEMBERS_UPDATE": {needs: "id guild_id member_count", parts: []part{
		{at: "added_members[]", schema: "ThreadMemberResponse"},
	}},
	"THREAD_LIST_SYNC": {needs: "guild_id", parts: []part{
		{at: "threads[]", schema: "ThreadResponse"}, {at: "members[]", schema: "ThreadMemberResponse"},
	}},
	"MESSAGE_CREATE":                wholeMessage,
	"MESSAGE_UPDATE":                wholeMessage,
	"MESSAGE_DELETE":                {needs: "id channel_id"},
	"MESSAGE_DELETE_BULK":           {needs: "ids channel_id"},
	"MESSAGE_REACTION_ADD":          reaction,
	"MESSAGE_REACTION_REMOVE":       reaction,
	"MESSAGE_REACTION_REMOVE_ALL":   {needs: "channel_id message_id"},
	"MESSAGE_REACTION_REMOVE_EMOJI": {needs: "channel_id message_id emoji"},
	"TYPING_START": {needs: "channel_id user_id timestamp",
		parts: []part{{at: "member", schema: "GuildMemberResponse"}}},
	"INTERACTION_CREATE": {
		needs: "id application_id type token version channel channel_id app_permissions entitlements " +
			"authorizing_integration_owners context attachment_size_limit",
		parts: []part{
			{at: "member", schema: "GuildMemberResponse"},
			{at: "user", schema: "UserResponse"},
			{at: "message", schema: "MessageResponse"},
			{at: "entitlements[]", schema: "EntitlementResponse"},
			{at: "data.resolved.users{}", schema: "UserResponse"},
			{at: "data.resolved.members{}", schema: "GuildMemberResponse", lacks: noUser},
			{at: "data.resolved.roles{}", schema: "GuildRoleResponse"},
			{at: "data.resolved.messages{}", schema: "MessageResponse"},
			{at: "data.resolved.attachments{}", schema: "MessageAttachmentResponse"},
		},
	},
}

// hold checks an event's data.
func (e eventForm) hold(d *openapi.Description, data json.RawMessage) error {
	var whole object
	if err := json.Unmarshal(data, &whole); err != nil {
		return err
	}
	for name := range strings.FieldsSeq(e.needs) {
		if _, ok := whole[name]; !ok {
			return fmt.Errorf("there is no %s", name)
		}
	}
	for _, p := range e.parts {
		for _, o := range found(whole, p.at) {
			completed := maps.Clone(p.lacks)
			if completed == nil {
				completed = object{}
			}
			maps.Copy(completed, o)
			body, err := json.Marshal(completed)
			if err == nil {
				err = d.Object(p.schema, body)
			}
			if err != nil {
				return fmt.Errorf("at %q: %w", p.at, err)
			}
		}
	}
	return nil
}

// found are the objects at a place in a value; none if it is absent or null.
func found(v any, at string) []object {
	step, rest, _ := strings.Cut(at, ".")
	name := strings.TrimRight(step, "[]{}")
	if name != "" {
		o, _ := v.(object)
		v = o[name]
	}
	values := []any{v}
	switch all := v.(type) {
	case []any:
		values = all
	case object:
		if strings.HasSuffix(step, "{}") {
			values = slices.Collect(maps.Values(all))
		}
	}
	var out []object
	for _, v := range values {
		if rest != "" {
			out = append(out, found(v, rest)...)
		} else if o, ok := v.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

// What holds events to the description notices a fault at each kind of place.
func TestFaultyEventsAreNoticed(t *testing.T) {
	t.Parallel()
	d, ok := openapi.Open(t)
	if !ok {
		t.Skip("SKIPPED: IBID_OPENAPI does not name Discord's openapi.json, so no event is validated")
	}
	srv := start(t, sandbox.Options{})
	l := dial(t, srv, "?v=10")
	l.send("%s", identify(srv, `,"intents":4609`))
	l.types(2)
	if _, err := srv.Person("alice").Posts("general", "hello"); err != nil {
		t.Fatal(err)
	}
	l.types(1)
	faulty := map[string]string{ // what stands in the event, and what it becomes
		`"resume_gateway_url"`: `"resume"`,
		`"premium_tier"`:       `"tier"`,
		`"nick":null`:          `"nick":7`,
		`"flags":0,"guild_id"`: `"flags":null,"guild_id"`,
		`"edited_timestamp"`:   `"edited"`,
		`"joined_at":"2`:       `"joined_at":"x2`,
		`"channel_id":"`:       `"channel_id":"#`,
	}
	sent, _ := sandbox.Dispatched(srv)
	for was, is := range faulty {
		noticed := false
		for _, e := range sent {
			data := strings.ReplaceAll(string(e.Data), was, is)
			noticed = noticed || data != string(e.Data) && events[e.Type].hold(d, json.RawMessage(data)) != nil
		}
		if !noticed {
			t.Errorf("%s in place of %s is not noticed", is, was)
		}
	}
}
