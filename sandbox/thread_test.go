package sandbox_test

import (
	"errors"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

func kinds(list []sandbox.Message) []int {
	var out []int
	for _, m := range list {
		out = append(out, m.Type)
	}
	return out
}

func TestAThreadGrowsFromAMessage(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	dg.Identify.Intents |= discordgo.IntentsGuilds | discordgo.IntentsGuildMessages
	events := eventNames(dg, "THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE")
	connect(t, srv, dg)
	alice, general := srv.Person("alice"), srv.ChannelID("general")
	note, err := alice.Posts("general", "a long story")
	if err != nil {
		t.Fatal(err)
	}
	thread, err := dg.MessageThreadStart(general, note.ID, "The story", 60)
	if err != nil {
		t.Fatal(err)
	}
	if thread.ID != note.ID || thread.ParentID != general || thread.Type != discordgo.ChannelTypeGuildPublicThread ||
		thread.ThreadMetadata.AutoArchiveDuration != 60 || thread.OwnerID != srv.ApplicationID() {
		t.Errorf("thread %+v", thread)
	}
	if e := next(t, events, "THREAD_CREATE"); e["id"] != note.ID || e["newly_created"] != true || e["member"] == nil {
		t.Errorf("event %v", e)
	}
	if diff := cmp.Diff([]int{21}, kinds(srv.Messages(thread.ID))); diff != "" {
		t.Error("the thread begins with", diff)
	}
	if m, _ := srv.Message(note.ID); m.Type == 0 && m.ThreadID != thread.ID || m.Flags&(1<<5) == 0 {
		t.Errorf("the message does not tell of its thread: %+v", m)
	}
	_, err = dg.MessageThreadStart(general, note.ID, "Again", 60)
	wantCode(t, err, 400, 160004)

	if reply, err := alice.Posts(thread.ID, "it goes on"); err != nil || reply.ChannelID != thread.ID {
		t.Fatalf("alice posts in the thread: %v", err)
	}
	if m, err := dg.ChannelMessageSend(thread.ID, "does it?"); err != nil || m.ChannelID != thread.ID {
		t.Fatalf("the bot posts in the thread: %v", err)
	}
	got, err := dg.Channel(thread.ID)
	if err != nil || got.MessageCount != 3 || got.MemberCount != 2 {
		t.Errorf("%d messages of %d members, %v", got.MessageCount, got.MemberCount, err)
	}
	active, err := dg.GuildThreadsActive(srv.GuildID())
	if err != nil || len(active.Threads) != 1 || len(active.Members) != 1 {
		t.Errorf("active threads %+v, %v", active, err)
	}
	if err := dg.ThreadLeave(thread.ID); err != nil {
		t.Error(err)
	}
	if _, err := dg.ThreadMember(thread.ID, srv.ApplicationID(), false); err == nil {
		t.Error("who left is a member")
	}

	_, err = dg.ChannelDelete(thread.ID)
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	allow(t, srv, "general", manageThreads)
	if _, err := dg.ChannelDelete(thread.ID); err != nil {
		t.Fatal(err)
	}
	if e := next(t, events, "THREAD_DELETE"); e["id"] != thread.ID || e["parent_id"] != general {
		t.Errorf("event %v", e)
	}
	_, err = dg.Channel(thread.ID)
	wantCode(t, err, 404, discordgo.ErrCodeUnknownChannel)
}

func TestAThreadWithoutAMessage(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	general := srv.ChannelID("general")
	public, err := dg.ThreadStart(general, "Open", discordgo.ChannelTypeGuildPublicThread, 1440)
	if err != nil {
		t.Fatal(err)
	}
	if last := srv.Messages("general"); len(last) != 1 || last[0].Type != 18 || last[0].Content != "Open" ||
		last[0].ThreadID != public.ID {
		t.Errorf("the channel is told %+v", last)
	}
	if status, got := call(t, srv, "PATCH", "/channels/"+public.ID, `{"name":"Wide open"}`); status != 200 ||
		got["name"] != "Wide open" {
		t.Errorf("who began a thread renames it: HTTP %d %v", status, got)
	}
	for _, body := range []string{`{"rate_limit_per_user":5}`, `{"locked":true}`} {
		if status, got := call(t, srv, "PATCH", "/channels/"+public.ID, body); status != 403 || got["code"] != 50013.0 {
			t.Errorf("%s by who only began the thread: HTTP %d %v", body, status, got)
		}
	}
	status, private := call(t, srv, "POST", "/channels/"+general+"/threads", `{"name":"Closed"}`)
	if status != 201 || private["type"] != 12.0 {
		t.Fatalf("without a type: HTTP %d %v", status, private)
	}
	id := private["id"].(string)
	if _, err := srv.Person("alice").Posts(id, "hello"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("alice posts in a private thread: %v", err)
	}
	if err := dg.ThreadMemberAdd(id, srv.Person("alice").ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := srv.Person("alice").Posts(id, "hello"); err != nil {
		t.Errorf("a member does not post in a private thread: %v", err)
	}
	if _, err := srv.Person("mod").Posts(id, "hello"); err != nil {
		t.Errorf("a moderator does not post in a private thread: %v", err)
	}
	may(t, srv, "general", "@everyone", 0, publicThreads|privateThreads)
	_, err = dg.ThreadStart(general, "Open", discordgo.ChannelTypeGuildPublicThread, 1440)
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	for _, body := range []string{`{"name":""}`, `{"name":"a","type":10}`, `{"name":"a","auto_archive_duration":61}`,
		`{"name":"a","rate_limit_per_user":21601}`} {
		if status, got := call(t, srv, "POST", "/channels/"+general+"/threads", body); status != 400 ||
			got["code"] != 50035.0 {
			t.Errorf("%s: HTTP %d %v", body, status, got)
		}
	}
}

func TestArchivedAndLockedThreads(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	alice, mod := srv.Person("alice"), srv.Person("mod")
	id, err := alice.StartsThreadIn("general", "Talk", "first")
	if err != nil {
		t.Fatal(err)
	}
	mine, err := dg.ChannelMessageSend(id, "second")
	if err != nil {
		t.Fatal(err)
	}
	set := func(body string, want, code int) {
		t.Helper()
		status, got := call(t, srv, "PATCH", "/channels/"+id, body)
		if status != want || code != 0 && got["code"] != float64(code) {
			t.Errorf("%s: HTTP %d %v, want %d %d", body, status, got, want, code)
		}
	}
	set(`{"archived":true}`, 403, 50013) // it is alice's thread
	set(`{"locked":true}`, 403, 50013)
	allow(t, srv, "general", manageThreads)
	set(`{"archived":true}`, 200, 0)
	set(`{"name":"Other"}`, 400, 50083)
	_, err = dg.ChannelMessageEdit(id, mine.ID, "changed")
	wantCode(t, err, 400, 50083)
	wantCode(t, dg.MessageReactionAdd(id, mine.ID, "👍"), 400, 50083)
	wantCode(t, dg.ChannelMessagePin(id, mine.ID), 400, 50083)
	wantCode(t, dg.ThreadMemberAdd(id, mod.ID()), 400, 50083)
	if err := alice.Reacts(sandbox.Message{ID: mine.ID}, "👍"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("alice reacts in an archived thread: %v", err)
	}
	if list, err := dg.ThreadsArchived(srv.ChannelID("general"), nil, 10); err != nil || len(list.Threads) != 1 {
		t.Errorf("archived threads %+v, %v", list, err)
	}

	if _, err := alice.Posts(id, "wake up"); err != nil {
		t.Fatal(err)
	}
	if c, err := dg.Channel(id); err != nil || c.ThreadMetadata.Archived {
		t.Errorf("a message leaves the thread archived, %v", err)
	}

	set(`{"locked":true}`, 200, 0)
	if _, err := alice.Posts(id, "hello"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("alice posts in a locked thread: %v", err)
	}
	if _, err := mod.Posts(id, "hello"); err != nil {
		t.Errorf("a moderator does not post in a locked thread: %v", err)
	}
	may(t, srv, "general", "Ibid", 0, manageThreads)
	_, err = dg.ChannelMessageSend(id, "hello")
	wantCode(t, err, 403, 160005)
	_, err = dg.ChannelMessageEdit(id, mine.ID, "changed")
	wantCode(t, err, 403, 160005)
	allow(t, srv, "general", manageThreads)
	set(`{"archived":true}`, 200, 0)
	may(t, srv, "general", "Ibid", 0, manageThreads)
	_, err = dg.ChannelMessageSend(id, "hello")
	wantCode(t, err, 400, 50083)
	set(`{"archived":false}`, 403, 50013)
	allow(t, srv, "general", manageThreads)
	set(`{"archived":false,"name":"Renamed"}`, 200, 0)
	list := srv.Messages(id)
	if last := list[len(list)-1]; last.Type != 4 || last.Content != "Renamed" {
		t.Errorf("the thread is told %+v", last)
	}
}

func TestSendingInThreadsHasItsOwnPermission(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	id, err := srv.Person("alice").StartsThreadIn("general", "Talk", "first")
	if err != nil {
		t.Fatal(err)
	}
	may(t, srv, "general", "@everyone", 0, sendMessages)
	may(t, srv, "general", "Ibid", 0, sendMessages)
	if _, err := dg.ChannelMessageSend(id, "in the thread"); err != nil {
		t.Errorf("without SEND_MESSAGES in a thread: %v", err)
	}
	may(t, srv, "general", "Ibid", sendMessages, sendInThreads)
	_, err = dg.ChannelMessageSend(id, "in the thread")
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	if _, err := dg.ChannelMessageSend(srv.ChannelID("general"), "in the channel"); err != nil {
		t.Error(err)
	}
	if _, err := srv.Person("bob").Posts(id, "hello"); err != nil {
		t.Errorf("bob in the thread: %v", err)
	}
}

func TestAForumHasPosts(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	questions := srv.ChannelID("questions")
	_, err := dg.ChannelMessageSend(questions, "hello")
	wantCode(t, err, 400, 50008)
	if _, err := srv.Person("alice").Posts("questions", "hello"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("alice posts in the forum itself: %v", err)
	}
	post, err := dg.ForumThreadStart(questions, "On sources", 1440, "Where does it say so?")
	if err != nil {
		t.Fatal(err)
	}
	first, err := dg.ChannelMessage(post.ID, post.ID) // a post's first message has its id
	if err != nil || first.Content != "Where does it say so?" || post.ParentID != questions {
		t.Errorf("first message %+v, %v", first, err)
	}
	id, err := srv.Person("bob").StartsThreadIn("questions", "On dates", "When was it?")
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := srv.Message(id); !ok || m.Content != "When was it?" || m.AuthorID != srv.Person("bob").ID() {
		t.Errorf("bob's post %+v", m)
	}
	for body, code := range map[string]float64{
		`{"name":"x"}`:                          50035,
		`{"name":"x","message":{"content":""}}`: 50006,
		`{"name":"x","message":{"components":[{"type":10,"content":"no flag"}]}}`: 50035,
		`{"name":"x","message":{"content":"y"},"applied_tags":["1"]}`:             50035,
	} {
		if status, got := call(t, srv, "POST", "/channels/"+questions+"/threads", body); status != 400 ||
			got["code"] != code {
			t.Errorf("%s: HTTP %d %v", body, status, got)
		}
	}
	may(t, srv, "questions", "@everyone", 0, sendMessages)
	may(t, srv, "questions", "Ibid", 0, sendMessages)
	_, err = dg.ForumThreadStart(questions, "Another", 1440, "text")
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	if _, err := srv.Person("bob").StartsThreadIn("questions", "Another", "text"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("bob posts without the permission: %v", err)
	}
}

func TestAnnouncementsArePublishedOnce(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	news := srv.ChannelID("announcements")
	if _, err := srv.Person("alice").Posts("announcements", "hello"); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("alice announces: %v", err)
	}
	m, err := dg.ChannelMessageSend(news, "the book is out")
	if err != nil {
		t.Fatal(err)
	}
	if m, err = dg.ChannelMessageCrosspost(news, m.ID); err != nil || m.Flags&discordgo.MessageFlagsCrossPosted == 0 {
		t.Errorf("published: %+v, %v", m, err)
	}
	_, err = dg.ChannelMessageCrosspost(news, m.ID)
	wantCode(t, err, 400, 40033)
	thread, err := dg.MessageThreadStart(news, m.ID, "Comments", 60)
	if err != nil || thread.Type != discordgo.ChannelTypeGuildNewsThread {
		t.Errorf("thread %+v, %v", thread, err)
	}
	if _, err := srv.Person("alice").Posts(thread.ID, "thanks"); err != nil {
		t.Errorf("alice comments: %v", err)
	}
	theirs, err := srv.Person("mod").Posts("announcements", "more news")
	if err != nil {
		t.Fatal(err)
	}
	_, err = dg.ChannelMessageCrosspost(news, theirs.ID)
	wantCode(t, err, 403, discordgo.ErrCodeMissingPermissions)
	plain, err := dg.ChannelMessageSend(srv.ChannelID("general"), "not news")
	if err != nil {
		t.Fatal(err)
	}
	_, err = dg.ChannelMessageCrosspost(plain.ChannelID, plain.ID)
	wantCode(t, err, 400, 50024)
}

// A client that connects later gets the guilds with their channels and active threads.
func TestGuildCreateListsThreads(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	open, err := srv.Person("alice").StartsThreadIn("general", "Open", "text")
	if err != nil {
		t.Fatal(err)
	}
	closed, err := srv.Person("alice").StartsThreadIn("general", "Closed", "text")
	if err != nil {
		t.Fatal(err)
	}
	allow(t, srv, "general", manageThreads)
	if status, got := call(t, srv, "PATCH", "/channels/"+closed, `{"archived":true}`); status != 200 {
		t.Fatalf("HTTP %d %v", status, got)
	}
	dg := client(t, srv)
	guilds := make(chan *discordgo.GuildCreate, 4)
	dg.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildCreate) { guilds <- g })
	connect(t, srv, dg)
	g := <-guilds
	if len(g.Threads) != 1 || g.Threads[0].ID != open || len(g.Channels) != 5 {
		t.Errorf("%d threads and %d channels", len(g.Threads), len(g.Channels))
	}
}
