package sandbox_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func TestWhoAndWhatThereIs(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	alice, carol := srv.Person("alice"), srv.Person("carol")
	if u, err := dg.User(alice.ID()); err != nil || u.Username != "alice" {
		t.Errorf("alice is %+v, %v", u, err)
	}
	if m, err := dg.GuildMember(srv.GuildID(), srv.Person("mod").ID()); err != nil || len(m.Roles) != 1 ||
		m.User.Username != "mod" {
		t.Errorf("mod is %+v, %v", m, err)
	}
	_, err := dg.User("1")
	wantCode(t, err, 404, discordgo.ErrCodeUnknownUser)
	_, err = dg.GuildMember(srv.GuildID(), "1")
	wantCode(t, err, 404, discordgo.ErrCodeUnknownUser)
	_, err = dg.GuildMember(srv.GuildID(), carol.ID())
	wantCode(t, err, 404, discordgo.ErrCodeUnknownMember)
	roles, err := dg.GuildRoles(srv.GuildID())
	if err != nil || len(roles) != 3 || roles[0].ID != srv.GuildID() {
		t.Errorf("roles %v, %v", roles, err)
	}
	list, err := dg.GuildChannels(srv.GuildID())
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	if diff := cmp.Diff([]string{"general", "reading-room", "moderators", "announcements", "questions"},
		names); diff != "" {
		t.Errorf("channels %s, %v", diff, err)
	}

	if _, err := carol.Posts("general", "hello"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("carol posts in a server she is not in: %v", err)
	}
	if _, err := carol.Posts("dm", "hello"); err != nil {
		t.Errorf("carol writes to the bot: %v", err)
	}
	if n := len(srv.Person("bob").Sees("alice-and-bob")) + len(carol.Sees("alice-and-bob")); n != 0 {
		t.Errorf("%d messages before there is any", n)
	}
	if _, err := alice.Posts("alice-and-bob", "between us"); err != nil {
		t.Fatal(err)
	}
	if len(srv.Person("bob").Sees("alice-and-bob")) != 1 || len(carol.Sees("alice-and-bob")) != 0 {
		t.Error("others see what alice wrote to bob, or bob does not")
	}
}

func TestServersAreKeptApart(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	guilds := make(chan *discordgo.GuildCreate, 4)
	dg.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildCreate) { guilds <- g })
	dg.Identify.Intents |= discordgo.IntentsGuilds | discordgo.IntentsGuildMessages
	created := eventNames(dg, "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE")
	connect(t, srv, dg)
	if g := <-guilds; g.ID != srv.GuildID() {
		t.Errorf("guild %s", g.ID)
	}
	second := srv.AddGuild("Second")
	if g := <-guilds; g.ID != second || g.Name != "Second" || len(g.Channels) != 0 {
		t.Errorf("guild %+v", g.Guild)
	}
	lobby, err := srv.AddChannel(sandbox.ChannelOptions{Name: "lobby", Guild: second, Topic: "Come in"})
	if err != nil {
		t.Fatal(err)
	}
	if e := next(t, created, "CHANNEL_CREATE"); e["id"] != lobby || e["guild_id"] != second {
		t.Errorf("event %v", e)
	}
	list, err := dg.UserGuilds(200, "", "", true)
	if err != nil || len(list) != 2 || list[1].ID != second || list[1].ApproximateMemberCount == 0 {
		t.Errorf("guilds %+v, %v", list, err)
	}
	if list, err = dg.UserGuilds(200, "", srv.GuildID(), false); err != nil || len(list) != 1 {
		t.Errorf("guilds after the first: %+v, %v", list, err)
	}
	m, err := srv.Person("alice").Posts(lobby, "hello")
	if err != nil || m.GuildID != second {
		t.Errorf("message %+v, %v", m, err)
	}
	if got, err := dg.ChannelMessageSend(lobby, "hello <@&"+roleOf(t, dg, srv.GuildID(), "Moderator")+">"); err != nil ||
		len(got.MentionRoles) != 0 {
		t.Errorf("a role of another server is mentioned: %+v, %v", got, err)
	}
	if got, err := dg.ChannelMessageSend(lobby, "hello <@&"+roleOf(t, dg, second, "Moderator")+">"); err != nil ||
		len(got.MentionRoles) != 1 {
		t.Errorf("a role of this server is not mentioned: %+v, %v", got, err)
	}

	allow(t, srv, lobby, manageChannels)
	next(t, created, "CHANNEL_UPDATE")
	if c, err := dg.ChannelEdit(lobby, &discordgo.ChannelEdit{Name: "foyer", Topic: "Welcome"}); err != nil ||
		c.Name != "foyer" || c.Topic != "Welcome" {
		t.Errorf("edited %+v, %v", c, err)
	}
	next(t, created, "CHANNEL_UPDATE")
	if _, err := dg.ChannelDelete(lobby); err != nil {
		t.Fatal(err)
	}
	if e := next(t, created, "CHANNEL_DELETE"); e["id"] != lobby {
		t.Errorf("event %v", e)
	}
	if _, ok := srv.Message(m.ID); ok {
		t.Error("a message outlives its channel")
	}
	_, err = dg.ChannelDelete(srv.ChannelID("general"))
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	for _, o := range []sandbox.ChannelOptions{{Name: "x", Type: 2}, {Name: "x", Guild: "1"}, {}} {
		if _, err := srv.AddChannel(o); err == nil {
			t.Errorf("%+v is added", o)
		}
	}
}

func roleOf(t testing.TB, dg *discordgo.Session, guild, name string) string {
	t.Helper()
	roles, err := dg.GuildRoles(guild)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range roles {
		if r.Name == name {
			return r.ID
		}
	}
	t.Fatalf("no role %s", name)
	return ""
}

func TestManyMessagesAreDeletedAtOnce(t *testing.T) {
	t.Parallel()
	clock := sandbox.NewManualClock(newYear)
	srv := start(t, sandbox.Options{Clock: clock})
	dg := client(t, srv)
	events := eventNames(dg, "MESSAGE_DELETE_BULK")
	connect(t, srv, dg)
	general, path := srv.ChannelID("general"), "/channels/"+srv.ChannelID("general")+"/messages/bulk-delete"
	var ids []string
	post := func() {
		m, err := srv.Person("alice").Posts("general", "note")
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	post()
	clock.Advance(14*24*time.Hour - time.Minute)
	post()
	post()
	err := dg.ChannelMessagesBulkDelete(general, ids[1:])
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	allow(t, srv, "general", manageMessages)
	many := strings.Repeat(`"`+ids[0]+`",`, 101)
	for _, body := range []string{
		`{}`, `{"messages":[]}`, `{"messages":["` + ids[0] + `"]}`, `{"messages":["` + ids[0] + `","` + ids[0] + `"]}`,
		`{"messages":["x","y"]}`, `{"messages":[` + many[:len(many)-1] + `]}`,
	} {
		if status, got := call(t, srv, "POST", path, body); status != 400 || got["code"] != 50035.0 {
			t.Errorf("%s: HTTP %d %v", body, status, got)
		}
	}
	if err := dg.ChannelMessagesBulkDelete(general, ids[:2]); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "MESSAGE_DELETE_BULK"); len(e["ids"].([]any)) != 2 {
		t.Errorf("event %v", e)
	}
	if list := srv.Messages("general"); len(list) != 1 || list[0].ID != ids[2] {
		t.Errorf("left %+v", list)
	}
	clock.Advance(14*24*time.Hour + time.Minute)
	post()
	wantCode(t, dg.ChannelMessagesBulkDelete(general, ids[2:]), 400, 50034)
	if n := len(srv.Messages("general")); n != 2 {
		t.Errorf("%d messages are left", n)
	}
}

func TestTyping(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	dg.Identify.Intents |= discordgo.IntentsGuildMessageTyping
	events := eventNames(dg, "TYPING_START")
	connect(t, srv, dg)
	alice := srv.Person("alice")
	if err := alice.Types("general"); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "TYPING_START"); e["user_id"] != alice.ID() || e["member"] == nil {
		t.Errorf("event %v", e)
	}
	if err := alice.Types("moderators"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("alice types where she may not write: %v", err)
	}
	if err := dg.ChannelTyping(srv.ChannelID("general")); err != nil {
		t.Error(err)
	}
	may(t, srv, "general", "Ibid", 0, sendMessages)
	wantCode(t, dg.ChannelTyping(srv.ChannelID("general")), 403, discordgo.ErrCodeMissingPermissions)
}
