package sandbox_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// Discord's bits, as discordgo names them or, where it does not know them, as
// https://docs.discord.com/developers/topics/permissions lists them.
const (
	viewChannel    = discordgo.PermissionViewChannel
	sendMessages   = discordgo.PermissionSendMessages
	embedLinks     = discordgo.PermissionEmbedLinks
	attachFiles    = discordgo.PermissionAttachFiles
	readHistory    = discordgo.PermissionReadMessageHistory
	manageMessages = discordgo.PermissionManageMessages
	addReactions   = discordgo.PermissionAddReactions
	manageChannels = discordgo.PermissionManageChannels
	manageThreads  = discordgo.PermissionManageThreads
	publicThreads  = discordgo.PermissionCreatePublicThreads
	privateThreads = discordgo.PermissionCreatePrivateThreads
	sendInThreads  = discordgo.PermissionSendMessagesInThreads
	administrator  = discordgo.PermissionAdministrator
	viewAuditLog   = discordgo.PermissionViewAuditLogs
	pinMessages    = 1 << 51
)

// allowedIn is what an interaction says of the permissions of the person and of the bot.
func allowedIn(t testing.TB, srv *sandbox.Server, seen <-chan *discordgo.InteractionCreate, who,
	channel string) (person, app int64) {
	t.Helper()
	if _, err := srv.Person(who).Slash(patience(t), channel, "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatalf("%s in %s: %v", who, channel, err)
	}
	i := <-seen
	return i.Member.Permissions, i.AppPermissions
}

// Overwrites apply in Discord's order: @everyone's, then the roles' together, then the member's own.
func TestPermissionsAreComputedAsDiscordDoes(t *testing.T) {
	t.Parallel()
	seen := make(chan *discordgo.InteractionCreate, 16)
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		seen <- i
		return say("answer")
	})
	srv.AddRole("Helper", addReactions)
	srv.AddRole("Muted", 0)
	if _, err := srv.AddPerson("dora", "Helper", "Muted"); err != nil {
		t.Fatal(err)
	}
	may(t, srv, "general", "Muted", 0, sendMessages|readHistory)
	may(t, srv, "general", "Helper", sendMessages|manageMessages, addReactions) // allowed by one role, denied by another
	may(t, srv, "general", "bob", pinMessages, sendMessages)
	may(t, srv, "general", "@everyone", manageThreads, addReactions|attachFiles) // set last, applied first
	tests := []struct {
		who        string
		has, lacks int64
		why        string
	}{
		{"alice", manageThreads | sendMessages | embedLinks, addReactions | attachFiles, "@everyone's overwrite"},
		{"dora", sendMessages | manageMessages, addReactions | attachFiles | readHistory, "the roles' overwrites"},
		{"bob", pinMessages, sendMessages | embedLinks, "the member's own, and what is denied implicitly"},
		{"mod", manageMessages | pinMessages, attachFiles, "the role's base"},
		{"owner", administrator | attachFiles | addReactions | pinMessages, 0, "the owner may do everything"},
	}
	for _, test := range tests {
		got, app := allowedIn(t, srv, seen, test.who, "general")
		if got&test.has != test.has || got&test.lacks != 0 {
			t.Errorf("%s (%s): %b", test.who, test.why, got)
		}
		if app&(sendMessages|embedLinks) != sendMessages|embedLinks || app&addReactions != 0 {
			t.Errorf("the bot: %b", app)
		}
	}
	srv.AddRole("Admin", administrator)
	if _, err := srv.AddPerson("dora", "Admin"); err != nil {
		t.Fatal(err)
	}
	may(t, srv, "general", "dora", 0, viewChannel|sendMessages)
	if got, _ := allowedIn(t, srv, seen, "dora",
		"general"); got&(addReactions|sendMessages|viewChannel) != addReactions|sendMessages|viewChannel {
		t.Errorf("an administrator is bound by overwrites: %b", got)
	}
}

func TestWhatIsDeniedImplicitly(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	general := srv.ChannelID("general")
	note, err := srv.Person("alice").Posts("general", "note")
	if err != nil {
		t.Fatal(err)
	}

	may(t, srv, "general", "Ibid", 0, readHistory)
	_, err = dg.ChannelMessage(general, note.ID)
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	if list, err := dg.ChannelMessages(general, 10, "", "", ""); err != nil || len(list) != 0 {
		t.Errorf("without the history %d messages are listed, %v", len(list), err)
	}
	_, err = dg.ChannelMessageSendReply(general, "reply", &discordgo.MessageReference{MessageID: note.ID})
	wantCode(t, err, 400, 160002)

	may(t, srv, "general", "Ibid", 0, embedLinks|attachFiles)
	_, err = dg.ChannelMessageSendEmbed(general, &discordgo.MessageEmbed{Title: "title"})
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)

	may(t, srv, "general", "Ibid", 0, sendMessages)
	_, err = dg.ChannelMessageSend(general, "hello")
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)

	may(t, srv, "general", "Ibid", sendMessages|pinMessages, viewChannel)
	_, err = dg.ChannelMessageSend(general, "hello")
	wantCode(t, err, 403, discordgo.ErrCodeMissingAccess)
	err = dg.ChannelMessagePin(general, note.ID)
	wantCode(t, err, 403, discordgo.ErrCodeMissingAccess)

	may(t, srv, "general", "alice", 0, viewChannel)
	if _, err := srv.Person("alice").Posts("general", "hello"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("who does not see a channel posts in it: %v", err)
	}
}

// A channel that the bot does not see does not reach it: not by events, and not by lists.
func TestWhatTheBotDoesNotSee(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	may(t, srv, "reading-room", "Ibid", 0, viewChannel)
	dg := client(t, srv)
	heard := make(chan string, 16)
	dg.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m.ChannelID })
	dg.Identify.Intents |= discordgo.IntentsGuilds | discordgo.IntentsGuildMessages
	events := eventNames(dg, "GUILD_CREATE", "CHANNEL_UPDATE")
	connect(t, srv, dg)
	hidden := 0
	for _, v := range next(t, events, "GUILD_CREATE")["channels"].([]any) {
		if c := v.(map[string]any); c["flags"] == float64(1<<17) {
			hidden++
			obfuscated(t, srv, c)
		}
	}
	if hidden != 1 {
		t.Errorf("%d channels are obfuscated", hidden)
	}
	for _, channel := range []string{"reading-room", "alice-and-bob", "general"} {
		if _, err := srv.Person("alice").Posts(channel, "note"); err != nil {
			t.Fatal(err)
		}
	}
	if got := <-heard; got != srv.ChannelID("general") {
		t.Errorf("the bot hears of channel %s", got)
	}
	list, err := dg.GuildChannels(srv.GuildID())
	if err != nil || len(list) != 4 {
		t.Errorf("%d channels are listed, %v", len(list), err)
	}
	for _, c := range list {
		if c.Name == "reading-room" {
			t.Error("a channel that the bot does not see is listed")
		}
	}
	for _, channel := range []string{"reading-room", "alice-and-bob"} {
		_, err := dg.ChannelMessageSend(srv.ChannelID(channel), "hello")
		wantCode(t, err, 403, discordgo.ErrCodeMissingAccess)
	}
	may(t, srv, "reading-room", "Ibid", 0, 0)
	if c := next(t, events, "CHANNEL_UPDATE"); c["name"] != "reading-room" || c["flags"] != 0.0 {
		t.Errorf("a channel that the bot may see now: %v", c)
	}
	may(t, srv, "reading-room", "Ibid", 0, viewChannel)
	obfuscated(t, srv, next(t, events, "CHANNEL_UPDATE"))
}

// obfuscated checks that the reading room says no more than that it is there.
func obfuscated(t testing.TB, srv *sandbox.Server, c map[string]any) {
	t.Helper()
	overwrites, _ := c["permission_overwrites"].([]any)
	if c["id"] != srv.ChannelID("reading-room") || c["name"] != "___hidden___" || c["topic"] != nil ||
		c["flags"] != float64(1<<17) || len(overwrites) != 1 {
		t.Errorf("obfuscated channel %v", c)
	}
}

// discordgo computes permissions itself: it comes to the same result.
func TestDiscordgoAgreesOnPermissions(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	may(t, srv, "general", "@everyone", manageMessages, addReactions)
	may(t, srv, "general", "Moderator", addReactions, manageMessages)
	may(t, srv, "general", "mod", privateThreads, pinMessages)
	dg := client(t, srv)
	dg.State = nil // ask by REST
	for who, want := range map[string]int64{"mod": addReactions, "alice": manageMessages, "owner": administrator} {
		got, err := dg.UserChannelPermissions(srv.Person(who).ID(), srv.ChannelID("general"))
		if err != nil {
			t.Fatal(err)
		}
		if all := int64(addReactions | manageMessages); who != "owner" && got&all != want || got&want == 0 {
			t.Errorf("%s: %s", who, strconv.FormatInt(got, 2))
		}
	}
}
