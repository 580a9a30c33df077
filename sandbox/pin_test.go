package sandbox_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

// discordgo pins by the deprecated routes.
func TestPinningIsTold(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	dg.Identify.Intents |= discordgo.IntentsGuilds
	events := eventNames(dg, "CHANNEL_PINS_UPDATE")
	connect(t, srv, dg)
	mod, general := srv.Person("mod"), srv.ChannelID("general")
	note, err := srv.Person("alice").Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	reason := discordgo.WithAuditLogReason(url.PathEscape("what matters – für später"))
	if err := dg.ChannelMessagePin(general, note.ID, reason); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "CHANNEL_PINS_UPDATE"); e["last_pin_timestamp"] == nil {
		t.Errorf("event %v", e)
	}
	if err := dg.ChannelMessagePin(general, note.ID); err != nil { // again: nothing happens
		t.Fatal(err)
	}
	list := srv.Messages("general")
	told := list[len(list)-1]
	if diff := cmp.Diff([]int{0, 6}, kinds(list)); diff != "" || told.AuthorID != srv.ApplicationID() ||
		told.ReplyTo != note.ID || len(told.Pings) != 0 {
		t.Errorf("the channel is told %+v %s", told, diff)
	}
	if wire := string(told.Wire); strings.Contains(wire, "referenced_message") ||
		!strings.Contains(wire, `"message_id":"`+note.ID) {
		t.Errorf("on the wire: %s", wire)
	}
	if pins, err := dg.ChannelMessagesPinned(general); err != nil || len(pins) != 1 || pins[0].ID != note.ID {
		t.Errorf("pins %v, %v", pins, err)
	}
	if err := dg.ChannelMessageUnpin(general, note.ID); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "CHANNEL_PINS_UPDATE"); e["last_pin_timestamp"] != nil {
		t.Errorf("event %v", e)
	}
	if err := mod.Pins(note); err != nil {
		t.Fatal(err)
	}
	if pins := srv.Pins("general"); len(pins) != 1 {
		t.Errorf("pins %v", pins)
	}

	var got []sandbox.AuditEntry
	for _, e := range srv.AuditLog() {
		got = append(got, sandbox.AuditEntry{UserID: e.UserID, Action: e.Action, TargetID: e.TargetID, ChannelID: e.ChannelID,
			MessageID: e.MessageID, Reason: e.Reason})
	}
	pinned := sandbox.AuditEntry{UserID: srv.ApplicationID(), Action: 74, TargetID: srv.Person("alice").ID(),
		ChannelID: general, MessageID: note.ID}
	unpinned, byMod := pinned, pinned
	pinned.Reason, unpinned.Action, byMod.UserID = "what matters – für später", 75, mod.ID()
	if diff := cmp.Diff([]sandbox.AuditEntry{pinned, unpinned, byMod}, got); diff != "" {
		t.Errorf("audit log: %s", diff)
	}
}

func TestPinsThatAreRefused(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	alice, mod, general := srv.Person("alice"), srv.Person("mod"), srv.ChannelID("general")
	note, err := alice.Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	if err := mod.Pins(note); err != nil {
		t.Fatal(err)
	}
	told := srv.Messages("general")[1]
	wantCode(t, dg.ChannelMessagePin(general, told.ID), 403, 50021)
	wantCode(t, dg.ChannelMessagePin(srv.ChannelID("reading-room"), note.ID), 400, 50019)
	wantCode(t, dg.ChannelMessagePin(general, "1"), 404, discordgo.ErrCodeUnknownMessage)
	long := discordgo.WithAuditLogReason(strings.Repeat("a", 513))
	wantCode(t, dg.ChannelMessagePin(general, note.ID, long), 400, 50035)
	_, err = dg.ChannelMessageSendReply(general, "reply", &discordgo.MessageReference{MessageID: told.ID})
	wantCode(t, err, 400, 50035)
	for what, err := range map[string]error{
		"alice pins":            alice.Pins(note),
		"mod pins what is":      mod.Pins(note),
		"mod pins a pin's note": mod.Pins(told),
	} {
		if !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("%s: %v", what, err)
		}
	}

	may(t, srv, "general", "Ibid", manageMessages, pinMessages) // managing messages is not enough any more
	wantCode(t, dg.ChannelMessageUnpin(general, note.ID), 403, discordgo.ErrCodeMissingPermissions)
	may(t, srv, "general", "Ibid", 0, readHistory)
	if pins, err := dg.ChannelMessagesPinned(general); err != nil || len(pins) != 0 {
		t.Errorf("without the history: %v, %v", pins, err)
	}
}

func TestTheAuditLogIsForWhoMayReadIt(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	_, err := dg.GuildAuditLog(srv.GuildID(), "", "", 0, 50)
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	dg.Identify.Intents |= 1 << 2
	events := eventNames(dg, "GUILD_AUDIT_LOG_ENTRY_CREATE")
	connect(t, srv, dg)
	srv.AddRole("Auditor", viewAuditLog)
	if _, err := srv.AddPerson("Ibid", "Auditor"); err != nil {
		t.Fatal(err)
	}
	note, err := srv.Person("alice").Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Person("mod").Deletes(note); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "GUILD_AUDIT_LOG_ENTRY_CREATE"); e["action_type"] != 72.0 || e["guild_id"] != srv.GuildID() {
		t.Errorf("event %v", e)
	}
	if _, err := srv.Person("mod").StartsThreadIn("general", "Talk", "text"); err != nil {
		t.Fatal(err)
	}
	log, err := dg.GuildAuditLog(srv.GuildID(), srv.Person("mod").ID(), "", 72, 50)
	if err != nil || len(log.AuditLogEntries) != 1 || log.AuditLogEntries[0].TargetID != srv.Person("alice").ID() {
		t.Errorf("audit log %+v, %v", log, err)
	}
	if log, err = dg.GuildAuditLog(srv.GuildID(), "", "", 0, 50); err != nil || len(log.AuditLogEntries) != 2 ||
		len(log.Users) != 1 {
		t.Errorf("audit log %+v, %v", log, err)
	}
}
