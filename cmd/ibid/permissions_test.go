package main

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/commands"
	"ibid/sandbox"
)

// Powers that commands ask for
// (docs.discord.com/developers/topics/permissions).
const (
	noPower        = 0
	manageMessages = discordgo.PermissionManageMessages
	manageServer   = discordgo.PermissionManageGuild
	administrator  = discordgo.PermissionAdministrator
	pinMessages    = 1 << 51
)

// needs is the power that each command asks for: a command that is missing
// here fails the test.
func needs() map[string]uint64 {
	return map[string]uint64{
		"ask": noPower, "topics": noPower, "verify": noPower, "cite": noPower, "about": noPower, "help": noPower,
		"Ask Ibid about this": noPower, "Check this quotation": noPower,
		"settings": manageServer, "privacy": manageServer, "insights": manageMessages,
		"pin": pinMessages, "Pin this answer": pinMessages,
	}
}

// TestWhoMayUseWhat is every command by every role: by who has the power in
// the server, by who is allowed or denied it in one channel alone, by
// administrators and the owner, whom no channel denies. Who may is answered;
// who may not is not offered it.
func TestWhoMayUseWhat(t *testing.T) {
	w := start(t)
	open, shut := w.channel("open"), w.channel("shut")
	people := map[string]uint64{"nobody": noPower, "keeper": manageMessages, "pinner": pinMessages, "manager": manageServer, "admin": administrator}
	for name, power := range people {
		w.AddRole(name, power)
		_, err := w.AddPerson(name, name)
		w.must(err)
	}
	people["owner"] = administrator
	// In one channel everybody has all powers, in the other nobody has any.
	const all = manageMessages | manageServer | pinMessages
	w.must(w.SetOverwrite(open, "@everyone", pinMessages|manageMessages, 0))
	for _, name := range slices.Sorted(maps.Keys(people)) {
		if name != "owner" {
			w.must(w.SetOverwrite(shut, name, 0, pinMessages|manageMessages))
		}
	}
	answers := make(map[string]sandbox.Message)
	for _, channel := range []string{"general", open, shut} {
		answers[channel] = w.got(w.Person("alice").Slash(w.ctx, channel, "ask", map[string]any{"question": "why did isis-k attack russia"})).Message
	}
	tried := 0
	for _, c := range commands.Definitions() {
		need, ok := needs()[c.Name]
		if !ok {
			t.Errorf("who may use %q is not said", c.Name)
		}
		for name, power := range people {
			for channel, has := range map[string]uint64{
				"general": power,
				open:      power | pinMessages | manageMessages,
				shut:      power &^ (pinMessages | manageMessages),
			} {
				may := need == noPower || has&need != 0 || power == administrator
				reply, err := w.uses(name, channel, c, answers[channel])
				if may && strings.Contains(reply.Text(), "You need the permission") {
					t.Errorf("%s uses %s in %s: %s", name, c.Name, channel, reply.Text())
				}
				if may && err != nil || !may && !errors.Is(err, sandbox.ErrNotOffered) {
					t.Errorf("%s, with %b of %b, uses %s in %s: %v", name, has&all, need, c.Name, channel, err)
				}
				tried++
			}
		}
	}
	t.Logf("%d uses", tried)
}

// channel adds a channel and returns its id.
func (w *world) channel(name string) string {
	w.t.Helper()
	id, err := w.AddChannel(sandbox.ChannelOptions{Name: name})
	w.must(err)
	return id
}

// uses has somebody use a command as anybody might.
func (w *world) uses(name, channel string, c *discordgo.ApplicationCommand, answer sandbox.Message) (sandbox.Reply, error) {
	person := w.Person(name)
	if c.Type == discordgo.MessageApplicationCommand {
		return person.MessageCommand(w.ctx, c.Name, answer)
	}
	options := map[string]map[string]any{
		"ask": {"question": "was ukraine behind it", "private": true}, "verify": {"quotation": "ISIS-K wants to outperform rivals"},
	}
	command := c.Name
	if command == "pin" {
		command = "pin list"
	}
	return person.Slash(w.ctx, channel, command, options[c.Name])
}
