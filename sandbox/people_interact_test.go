package sandbox_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"ibid/sandbox"
)

// pinning has a subcommand and a group of them.
var pinning = &discordgo.ApplicationCommand{Name: "pin", Description: "Pin",
	Options: []*discordgo.ApplicationCommandOption{
		{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: "summary", Description: "Pin a summary",
			Options: []*discordgo.ApplicationCommandOption{{
				Type: discordgo.ApplicationCommandOptionString, Name: "topic", Description: "Of what",
				Required: true, Autocomplete: true,
			}},
		},
		{
			Type: discordgo.ApplicationCommandOptionSubCommandGroup, Name: "list", Description: "Lists",
			Options: []*discordgo.ApplicationCommandOption{
				{Type: discordgo.ApplicationCommandOptionSubCommand, Name: "all", Description: "All pins"},
			},
		},
	}}

func TestSubcommands(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		data := i.ApplicationCommandData()
		sub := data.Options[0]
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			topic := sub.Options[0]
			if !topic.Focused || sub.Name != "summary" {
				t.Errorf("completed: %+v of %q", topic, sub.Name)
			}
			return &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult,
				Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{
					{Name: topic.StringValue() + "!", Value: "t1"},
				}},
			}
		}
		if sub.Name == "list" {
			return say("list " + sub.Options[0].Name)
		}
		return say(sub.Name + " of " + sub.Options[0].StringValue())
	})
	register(t, srv, dg, pinning)
	alice, ctx := srv.Person("alice"), patience(t)
	got, err := alice.Slash(ctx, "general", "pin summary", map[string]any{"topic": "chips"})
	if err != nil || got.Text() != "summary of chips" {
		t.Errorf("/pin summary: %q, %v", got.Text(), err)
	}
	var message struct{ Interaction struct{ Name string } }
	if err := json.Unmarshal(got.Wire, &message); err != nil || message.Interaction.Name != "pin summary" {
		t.Errorf("the message names %q, %v", message.Interaction.Name, err)
	}
	if got, err := alice.Slash(ctx, "general", "pin list all", nil); err != nil || got.Text() != "list all" {
		t.Errorf("/pin list all: %q, %v", got.Text(), err)
	}
	choices, err := alice.Autocomplete(ctx, "general", "pin summary", "topic", "chi")
	if diff := cmp.Diff([]sandbox.Choice{{Name: "chi!", Value: "t1"}}, choices); diff != "" || err != nil {
		t.Errorf("completed: %s, %v", diff, err)
	}
	for _, command := range []string{"", "pin", "pin list", "pin nothing", "pin summary topic", "pin all"} {
		if _, err := alice.Slash(ctx, "general", command, nil); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("/%s: %v", command, err)
		}
	}
	if options := srv.Commands()[0].Options; len(options) != 2 || options[1].Options[0].Name != "all" {
		t.Errorf("options = %+v", options)
	}
}

const everyOption = `[{"name":"show","description":"S","options":[` +
	`{"type":6,"name":"who","description":"W"},{"type":7,"name":"where","description":"W","channel_types":[0]},` +
	`{"type":8,"name":"role","description":"R"},{"type":9,"name":"whom","description":"W"},` +
	`{"type":4,"name":"count","description":"C","min_value":1,"max_value":3},` +
	`{"type":10,"name":"share","description":"S","min_value":0.25}]}]`

// keys are the ids in a part of resolved data.
func keys(resolved any, part string) []string {
	o, _ := resolved.(map[string]any)
	inner, _ := o[part].(map[string]any)
	return slices.Sorted(maps.Keys(inner))
}

func TestOptionsOfUsersRolesAndChannels(t *testing.T) {
	t.Parallel()
	got := make(chan map[string]any, 1)
	srv := rawly(t, sandbox.Options{}, everyOption, func(i rawInteraction) string {
		got <- i.decodedData(t)
		return `{"type":4,"data":{"content":"shown"}}`
	})
	alice, bob, ctx := srv.Person("alice"), srv.Person("bob"), patience(t)
	general, everyone := srv.ChannelID("general"), srv.GuildID()
	_, err := alice.Slash(ctx, "general", "show", map[string]any{
		"who": bob.ID(), "where": general, "role": everyone, "whom": alice.ID(), "count": 3, "share": 0.25,
	})
	if err != nil {
		t.Fatal(err)
	}
	data := <-got
	resolved := data["resolved"].(map[string]any)
	people := []string{alice.ID(), bob.ID()}
	slices.Sort(people)
	for part, want := range map[string][]string{"users": people, "members": people, "roles": {everyone},
		"channels": {general}} {
		if diff := cmp.Diff(want, keys(resolved, part)); diff != "" {
			t.Errorf("%s: %s", part, diff)
		}
	}
	member := resolved["members"].(map[string]any)[bob.ID()].(map[string]any)
	if member["permissions"] == nil || member["user"] != nil || member["deaf"] != nil || member["mute"] != nil {
		t.Errorf("partial member = %v", member)
	}
	channel := resolved["channels"].(map[string]any)[general].(map[string]any)
	if channel["permissions"] == nil || channel["name"] != "general" || channel["permission_overwrites"] != nil {
		t.Errorf("partial channel = %v", channel)
	}
	if v := data["options"].([]any)[0].(map[string]any)["value"]; v != bob.ID() {
		t.Errorf("value of who = %v", v)
	}
	for name, v := range map[string]any{
		"who": general, "role": bob.ID(), "whom": general, "count": 4, "share": 0.2, "where": srv.ChannelID("announcements"),
	} {
		if _, err := alice.Slash(ctx, "general", "show", map[string]any{name: v}); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("%s %v: %v", name, v, err)
		}
	}
	hidden := map[string]any{"where": srv.ChannelID("moderators")}
	if _, err := alice.Slash(ctx, "general", "show", hidden); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("a channel alice does not see: %v", err)
	}
	if _, err := srv.Person("mod").Slash(ctx, "general", "show", hidden); err != nil {
		t.Errorf("a channel mod sees: %v", err)
	}
}

func TestSelectsOfUsersRolesAndChannels(t *testing.T) {
	t.Parallel()
	picks := make(chan discordgo.MessageComponentInteractionData, 1)
	var boss string
	srv, _ := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		if i.Type == discordgo.InteractionMessageComponent {
			picks <- i.MessageComponentData()
			return say("picked")
		}
		return say("pick",
			row(discordgo.SelectMenu{MenuType: discordgo.UserSelectMenu, CustomID: "users", MaxValues: 2,
				DefaultValues: []discordgo.SelectMenuDefaultValue{{ID: boss, Type: discordgo.SelectMenuDefaultValueUser}}}),
			row(discordgo.SelectMenu{MenuType: discordgo.RoleSelectMenu, CustomID: "roles"}),
			row(discordgo.SelectMenu{MenuType: discordgo.MentionableSelectMenu, CustomID: "both", MaxValues: 2}),
			row(discordgo.SelectMenu{MenuType: discordgo.ChannelSelectMenu, CustomID: "channels",
				ChannelTypes: []discordgo.ChannelType{discordgo.ChannelTypeGuildForum}}))
	})
	alice, bob, ctx := srv.Person("alice"), srv.Person("bob"), patience(t)
	boss = bob.ID()
	m, err := alice.Slash(ctx, "general", "ask", map[string]any{"question": "who"})
	if err != nil {
		t.Fatal(err)
	}
	if all := m.Selects(); len(all) != 4 || all[0].MinValues != 1 || all[0].DefaultValues[0].ID != boss ||
		all[3].ChannelTypes[0] != 15 {
		t.Errorf("selects = %+v", all)
	}
	everyone, forum := srv.GuildID(), srv.ChannelID("questions")
	for _, values := range [][]string{nil, {everyone}, {boss, boss}} {
		if _, err := alice.Selects(ctx, m.Message, "users", values...); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("selecting %q: %v", values, err)
		}
	}
	_, err = alice.Selects(ctx, m.Message, "channels", srv.ChannelID("general"))
	refused(t, "selecting a channel of another type", err)
	tests := []struct {
		id                              string
		values                          []string
		users, members, roles, channels int
	}{
		{"users", []string{boss, alice.ID()}, 2, 2, 0, 0},
		{"roles", []string{everyone}, 0, 0, 1, 0},
		{"both", []string{everyone, boss}, 1, 1, 1, 0},
		{"channels", []string{forum}, 0, 0, 0, 1},
	}
	for _, test := range tests {
		if _, err := alice.Selects(ctx, m.Message, test.id, test.values...); err != nil {
			t.Errorf("%s: %v", test.id, err)
			continue
		}
		got := <-picks
		r := got.Resolved
		counts := []int{len(r.Users), len(r.Members), len(r.Roles), len(r.Channels)}
		want := []int{test.users, test.members, test.roles, test.channels}
		if !cmp.Equal(test.values, got.Values) || !cmp.Equal(want, counts) {
			t.Errorf("%s: values %q, resolved %v, want %v", test.id, got.Values, counts, want)
		}
	}
}

const labelled = `{"type":9,"data":{"custom_id":"form","title":"Report","components":[` +
	`{"type":10,"content":"Tell us."},` +
	`{"type":18,"label":"What","description":"In a word","component":{"type":4,"custom_id":"what","style":1,` +
	`"min_length":2}},` +
	`{"type":18,"label":"Kind","component":{"type":3,"custom_id":"kind","options":[{"label":"A","value":"a"},` +
	`{"label":"B","value":"b","default":true}]}},` +
	`{"type":18,"label":"Who","id":40,"component":{"type":5,"custom_id":"who","required":false}},` +
	`{"type":1,"components":[{"type":4,"custom_id":"old","style":2,"label":"Old","required":false}]}]}}`

func TestFormOfLabels(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	srv := rawly(t, sandbox.Options{}, `[{"name":"report","description":"R"}]`, func(i rawInteraction) string {
		if i.Type == 2 {
			return labelled
		}
		got <- string(i.Data)
		return `{"type":4,"data":{"content":"noted"}}`
	})
	alice, bob, ctx := srv.Person("alice"), srv.Person("bob"), patience(t)
	opened, err := alice.Slash(ctx, "general", "report", nil)
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, in := range opened.Modal.Inputs {
		labels = append(labels, in.Label+"/"+in.Description)
	}
	if diff := cmp.Diff([]string{"What/In a word", "Kind/", "Who/", "Old/"}, labels); diff != "" {
		t.Error(diff)
	}
	if who := opened.Modal.Inputs[2]; !slices.ContainsFunc(who.Options,
		func(o sandbox.SelectOption) bool { return o.Value == bob.ID() }) {
		t.Errorf("bob is not among %+v", who.Options)
	}
	if parts := opened.Modal.Parts; len(parts) != 5 || parts[0].Content != "Tell us." {
		t.Errorf("parts = %+v", parts)
	}
	for _, values := range []map[string][]string{
		nil, {"what": {"x"}}, {"what": {"xx", "yy"}}, {"what": {"xx"}, "kind": {}}, {"what": {"xx"}, "kind": {"c"}},
		{"what": {"xx"}, "who": {srv.GuildID()}}, {"what": {"xx"}, "nothing": {"x"}},
	} {
		if _, err := alice.Submits(ctx, opened.Modal, values); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("submitting %v: %v", values, err)
		}
	}
	_, err = bob.Submits(ctx, opened.Modal, map[string][]string{"what": {"xx"}})
	refused(t, "bob submits alice's form", err)
	reply, err := alice.Submits(ctx, opened.Modal, map[string][]string{"what": {"fire"}, "who": {bob.ID()}})
	if err != nil || reply.Text() != "noted" {
		t.Fatalf("submit: %q, %v", reply.Text(), err)
	}
	data := decoded(t, []byte(<-got))
	if !cmp.Equal([]string{bob.ID()}, keys(data["resolved"], "members")) {
		t.Errorf("resolved = %v", data["resolved"])
	}
	want := decoded(t, []byte(`{"all":[{"type":10,"id":1},`+
		`{"type":18,"id":2,"component":{"type":4,"id":3,"custom_id":"what","value":"fire"}},`+
		`{"type":18,"id":4,"component":{"type":3,"id":5,"custom_id":"kind","values":["b"]}},`+
		`{"type":18,"id":40,"component":{"type":5,"id":6,"custom_id":"who","values":["`+bob.ID()+`"]}},`+
		`{"type":1,"id":7,"components":[{"type":4,"id":8,"custom_id":"old","value":""}]}]}`))
	if diff := cmp.Diff(want["all"], data["components"]); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(string(reply.Wire), `"triggering_interaction_metadata"`) {
		t.Errorf("message of a form = %s", reply.Wire)
	}
}

func TestUserCommand(t *testing.T) {
	t.Parallel()
	srv, dg := answering(t, sandbox.Options{}, func(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
		data := i.ApplicationCommandData()
		if data.Resolved.Members[data.TargetID] == nil {
			t.Errorf("no member %s in %+v", data.TargetID, data.Resolved)
		}
		return say("about " + data.Resolved.Users[data.TargetID].Username)
	})
	register(t, srv, dg, &discordgo.ApplicationCommand{Name: "Look up", Type: discordgo.UserApplicationCommand})
	alice, ctx := srv.Person("alice"), patience(t)
	got, err := alice.UserCommand(ctx, "general", "Look up", srv.Person("bob").ID())
	if err != nil || got.Text() != "about bob" {
		t.Fatalf("%q, %v", got.Text(), err)
	}
	var m struct {
		Type     int
		Metadata struct {
			Target struct{ Username string } `json:"target_user"`
		} `json:"interaction_metadata"`
	}
	if err := json.Unmarshal(got.Wire, &m); err != nil || m.Type != 23 || m.Metadata.Target.Username != "bob" {
		t.Errorf("message = %+v, %v", m, err)
	}
	for _, target := range []string{srv.GuildID(), srv.Person("carol").ID()} {
		if _, err := alice.UserCommand(ctx, "general", "Look up", target); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("on %s: %v", target, err)
		}
	}
	if _, err := alice.MessageCommand(ctx, "Look up", got.Message); !errors.Is(err, sandbox.ErrNotOffered) {
		t.Errorf("on a message: %v", err)
	}
}
