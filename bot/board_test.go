package bot

import (
	"fmt"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// TestBoard: what stands in a channel is listed beyond one page, changed without losing its pin, and has one thread however often that is
// asked for.
func TestBoard(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	channel, alice := tr.ChannelID("general"), tr.Person("alice")
	began := time.Now().Add(-time.Second)
	post := func(occasion string) string {
		t.Helper()
		id, err := tr.bot.Post(patience(t), channel, occasion, &discordgo.MessageSend{Components: text(occasion)})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := post("first")
	for n := range 150 {
		if _, err := alice.Posts("general", fmt.Sprint("note ", n)); err != nil {
			t.Fatal(err)
		}
	}
	last := post("last")
	own, err := tr.bot.Between(patience(t), channel, began, time.Now().Add(time.Hour))
	ids := make(map[string]bool)
	for _, m := range own {
		ids[m.ID] = true
	}
	if err != nil || len(own) != 2 || !ids[first] || !ids[last] {
		t.Errorf("since then: %v, %v", ids, err)
	}
	if own, err := tr.bot.Between(patience(t), channel, time.Now().Add(time.Hour), time.Now().Add(2*time.Hour)); err != nil || len(own) != 0 {
		t.Errorf("since later: %d, %v", len(own), err)
	}

	own, err = tr.bot.Between(patience(t), channel, began, began)
	if err != nil || len(own) != 1 || own[0].ID != first {
		t.Errorf("it reads on after the time: %d, %v", len(own), err)
	}

	if err := tr.bot.Pin(patience(t), channel, first, "test"); err != nil {
		t.Fatal(err)
	}
	if err := tr.bot.Edit(patience(t), channel, first, &discordgo.MessageSend{Components: text("changed")}); err != nil {
		t.Fatal(err)
	}
	if pins := tr.Pins("general"); len(pins) != 1 || pins[0].ID != first || pins[0].Text() != "changed" {
		t.Errorf("pinned: %+v", pins)
	}
	if pinned, err := tr.bot.PinnedIDs(patience(t), channel); err != nil || len(pinned) != 1 || pinned[0] != first {
		t.Errorf("pinned: %v, %v", pinned, err)
	}
	for range 2 {
		if thread, err := tr.bot.Thread(patience(t), channel, first, "answers"); err != nil || thread != first {
			t.Errorf("thread %s under %s: %v", thread, first, err)
		}
	}
}

// TestPermissions are those that Discord itself would hold somebody to: by roles, by what the channel says of them, and in a thread by its
// channel.
func TestPermissions(t *testing.T) {
	t.Parallel()
	tr := start(t, startSandbox(t), newExaminer(), Options{})
	may := func(channel, person string) int64 {
		t.Helper()
		id := ""
		if person != "" {
			id = tr.Person(person).ID()
		}
		p, err := tr.bot.Permissions(patience(t), tr.GuildID(), channel, id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	general := tr.ChannelID("general")
	opened, err := tr.bot.Post(patience(t), general, "opened", &discordgo.MessageSend{Components: text("opened")})
	if err != nil {
		t.Fatal(err)
	}
	thread, err := tr.bot.Thread(patience(t), general, opened, "a thread")
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name          string
		who           string
		allow, deny   uint64
		alice, mod, b bool // may they pin in the channel and in its thread
	}{
		{"as it is", "", 0, 0, false, true, true},
		{"allowed to a member", "alice", PermissionPinMessages, 0, true, true, true},
		{"denied to the bot", "Ibid", 0, PermissionPinMessages, true, true, false},
		{"denied to a moderator", "mod", 0, PermissionPinMessages, true, false, false},
		{"nothing again for the member", "alice", 0, 0, false, false, false},
	} {
		if step.who != "" {
			if err := tr.SetOverwrite("general", step.who, step.allow, step.deny); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
		}
		for _, channel := range []string{general, thread} {
			for person, want := range map[string]bool{"alice": step.alice, "mod": step.mod, "owner": true, "": step.b} {
				if got := may(channel, person)&PermissionPinMessages != 0; got != want {
					t.Errorf("%s: %q may pin in %s: %v, want %v", step.name, person, channel, got, want)
				}
			}
		}
	}
	if _, err := tr.bot.Permissions(patience(t), tr.AddGuild("Elsewhere"), general, ""); err == nil {
		t.Error("a channel of another server has permissions in this one")
	}
}
