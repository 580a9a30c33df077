package commands

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/internal/embedded"
)

const analysis = embedded.AnalysisID

func router(t testing.TB) *Router {
	t.Helper()
	return NewRouter(embedded.Library(t), Options{})
}

// interaction decodes an interaction as Discord sends it.
func interaction(t *testing.T, wire string) *discordgo.Interaction {
	t.Helper()
	var i discordgo.Interaction
	if err := json.Unmarshal([]byte(wire), &i); err != nil {
		t.Fatal(err)
	}
	return &i
}

// click is a click by who on a message in a server that answers asker.
func click(t *testing.T, customID, who, asker string, flags int) *discordgo.Interaction {
	t.Helper()
	return interaction(t, `{"type":3,"guild_id":"1","member":{"user":{"id":"`+who+`"}},
		"message":{"id":"2","flags":`+strconv.Itoa(flags)+`,"interaction_metadata":{"id":"3","type":2,"user":{"id":"`+asker+`"}}},
		"data":{"component_type":2,"custom_id":"`+customID+`"}}`)
}

func shown(t *testing.T, r *discordgo.InteractionResponse) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestForgedInteractions: what no command or button of Ibid's could have
// sent is an error or a notice, never a panic.
func TestForgedInteractions(t *testing.T) {
	r := router(t)
	for _, wire := range []string{
		`{"type":1}`,
		`{"type":2,"data":{"type":1,"name":"drop"}}`,
		`{"type":2,"data":{"type":3,"name":"Ask Ibid about this","target_id":"9"}}`,
		`{"type":2,"data":{"type":3,"name":"Ask Ibid about this","target_id":"9","resolved":{"messages":{}}}}`,
		`{"type":3,"data":{"component_type":2,"custom_id":"drop/table"}}`,
		`{"type":3,"data":{"component_type":2,"custom_id":"read/` + analysis + `/q1/x"}}`,
		`{"type":3,"data":{"component_type":3,"custom_id":"pick/` + analysis + `/0","values":[]}}`,
		`{"type":3,"data":{"component_type":3,"custom_id":"pick/` + analysis + `/0","values":["q1","q2"]}}`,
	} {
		if response, err := r.Interaction(context.Background(), interaction(t, wire)); err == nil {
			t.Errorf("%s\nis answered with %s", wire, shown(t, response))
		}
	}
	for _, customID := range []string{
		"open/" + analysis + "/q99/0/0", "open/gone/q1/0/0", "read/gone/lead/0", "turn/" + analysis + "/q0/0",
	} {
		response, err := r.Interaction(context.Background(), interaction(t, `{"type":3,"data":{"component_type":2,"custom_id":"`+customID+`"}}`))
		if err != nil || !strings.Contains(shown(t, response), "no longer in the library") {
			t.Errorf("%s: %s, %v", customID, shown(t, response), err)
		}
	}
}

// TestOldNumbers: a button made before the text changed leads to a place
// that there is.
func TestOldNumbers(t *testing.T) {
	r := router(t)
	for _, customID := range []string{
		"open/" + analysis + "/q3/99/99", "open/" + analysis + "/q3/-5/-5", "open/" + analysis + "/q3/0/99",
		"read/" + analysis + "/q3/99", "turn/" + analysis + "/q3/-1", "browse/99", "browse/-1",
	} {
		response, err := r.Interaction(context.Background(), interaction(t, `{"type":3,"data":{"component_type":2,"custom_id":"`+customID+`"}}`))
		if err != nil || !strings.Contains(shown(t, response), "Is that at all credible?") {
			t.Errorf("%s: %s, %v", customID, shown(t, response), err)
		}
	}
}

// TestChangedText: a button made for another text than there is now says so,
// and shows the text that there is.
func TestChangedText(t *testing.T) {
	r := router(t)
	topic, _ := r.library.Topic(analysis, "q3")
	for _, customID := range []string{"open/" + analysis + "/q3/0/0/", "read/" + analysis + "/q3/0/", "turn/" + analysis + "/q3/0/"} {
		for print, want := range map[string]bool{"000000": true, topic.Print(): false, "": false} {
			response, err := r.Interaction(context.Background(), interaction(t, `{"type":3,"data":{"component_type":2,"custom_id":"`+customID+print+`"}}`))
			if err != nil || strings.Contains(shown(t, response), "has changed since") != want || !strings.Contains(shown(t, response), "sole responsibility") {
				t.Errorf("%s%s: %s, %v", customID, print, shown(t, response), err)
			}
		}
	}
}

// TestForgedQuestioning: buttons whose message does not say what they are
// about, or says it of a topic that there is not.
func TestForgedQuestioning(t *testing.T) {
	r := router(t)
	for _, verb := range []string{"why/", "not/", "post//", "post/9/x"} {
		for _, message := range []string{`"components":[]`, `"components":[{"type":1,"components":[{"type":2,"style":2,"label":"x","custom_id":"cite/gone/q1/0/0/"}]}]`} {
			response, err := r.Interaction(context.Background(), interaction(t, `{"type":3,"message":{"id":"2",`+message+`},"data":{"component_type":2,"custom_id":"`+verb+`"}}`))
			if err != nil || !strings.Contains(shown(t, response), "no longer in the library") {
				t.Errorf("%s on %s: %s, %v", verb, message, shown(t, response), err)
			}
		}
		if response, err := r.Interaction(context.Background(), interaction(t, `{"type":3,"data":{"component_type":2,"custom_id":"`+verb+`"}}`)); err == nil {
			t.Errorf("%s without a message: %s", verb, shown(t, response))
		}
	}
}

// TestWhoseOfferIsIt: a choice replaces the offer only for whom it was made,
// or where nobody else sees it.
func TestWhoseOfferIsIt(t *testing.T) {
	r := router(t)
	const customID = "open/" + analysis + "/q1/0/0"
	for name, test := range map[string]struct {
		click *discordgo.Interaction
		want  discordgo.InteractionResponseType
	}{
		"the asker":     {click(t, customID, "7", "7", 0), discordgo.InteractionResponseUpdateMessage},
		"somebody else": {click(t, customID, "8", "7", 0), discordgo.InteractionResponseChannelMessageWithSource},
		"nobody in metadata": {interaction(t, `{"type":3,"guild_id":"1","member":{"user":{"id":"7"}},"message":{"id":"2"},
			"data":{"component_type":2,"custom_id":"`+customID+`"}}`), discordgo.InteractionResponseChannelMessageWithSource},
		"answered message": {interaction(t, `{"type":3,"guild_id":"1","member":{"user":{"id":"7"}},
			"message":{"id":"2","referenced_message":{"id":"1","author":{"id":"7"}}},
			"data":{"component_type":2,"custom_id":"`+customID+`"}}`), discordgo.InteractionResponseUpdateMessage},
		"group of friends": {interaction(t, `{"type":3,"context":2,"user":{"id":"8"},
			"message":{"id":"2","interaction_metadata":{"id":"3","type":2,"user":{"id":"7"}}},
			"data":{"component_type":2,"custom_id":"`+customID+`"}}`), discordgo.InteractionResponseChannelMessageWithSource},
		"private": {click(t, customID, "8", "7", 64), discordgo.InteractionResponseUpdateMessage},
		"direct message": {interaction(t, `{"type":3,"context":1,"user":{"id":"7"},"message":{"id":"2"},
			"data":{"component_type":2,"custom_id":"`+customID+`"}}`), discordgo.InteractionResponseUpdateMessage},
	} {
		response, err := r.Interaction(context.Background(), test.click)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		private := response.Data.Flags&discordgo.MessageFlagsEphemeral != 0
		if response.Type != test.want || !private && test.want == discordgo.InteractionResponseChannelMessageWithSource {
			t.Errorf("%s: type %d, private %v; want type %d", name, response.Type, private, test.want)
		}
	}
}

// TestMessages: what the door hands on is answered by what it says.
func TestMessages(t *testing.T) {
	r := router(t)
	for name, test := range map[string]struct {
		wire string
		want string // in the reply; empty for none
	}{
		"mention":         {`{"guild_id":"1","mentions":[{"id":"5"}],"content":"<@5> was it ukraine?"}`, "sole responsibility"},
		"mention by name": {`{"guild_id":"1","mentions":[{"id":"5"}],"content":"was it ukraine, <@!5>?"}`, "sole responsibility"},
		"direct":          {`{"content":"was it ukraine?"}`, "sole responsibility"},
		"mention alone":   {`{"guild_id":"1","mentions":[{"id":"5"}],"content":"<@5>"}`, "Open a topic"},
		"picture alone":   {`{"content":""}`, "Open a topic"},
		"text withheld":   {`{"guild_id":"1","mentions":[{"id":"5"}],"content":""}`, "does not show me"},
		"reply to /ask":   {`{"guild_id":"1","content":"","referenced_message":{"id":"4","interaction_metadata":{"id":"3","type":2}}}`, "does not show me"},
		"reply, no ping":  {`{"guild_id":"1","content":"","referenced_message":{"id":"4"}}`, ""},
	} {
		var m discordgo.Message
		if err := json.Unmarshal([]byte(test.wire), &m); err != nil {
			t.Fatal(err)
		}
		send, err := r.Message(context.Background(), &m)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		b, err := json.Marshal(send)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(b); (test.want == "") != (send == nil) || !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestAskAboutAnyMessage: the question may stand in what is forwarded, in a
// link's preview or in a poll.
func TestAskAboutAnyMessage(t *testing.T) {
	r := router(t)
	for name, message := range map[string]string{
		"text":    `{"id":"9","content":"was it ukraine?"}`,
		"forward": `{"id":"9","content":"","message_snapshots":[{"message":{"content":"was it ukraine?"}}]}`,
		"preview": `{"id":"9","content":"","embeds":[{"title":"was it ukraine?"}]}`,
		"poll":    `{"id":"9","content":"","poll":{"question":{"text":"was it ukraine?"}}}`,
	} {
		response, err := r.Interaction(context.Background(), interaction(t,
			`{"type":2,"data":{"type":3,"name":"Ask Ibid about this","target_id":"9","resolved":{"messages":{"9":`+message+`}}}}`))
		if err != nil || !strings.Contains(shown(t, response), "sole responsibility") {
			t.Errorf("%s: %s, %v", name, shown(t, response), err)
		}
	}
}

// TestWhoMayPin: the permissions of the person and of Ibid are read from the
// interaction itself, for the command and again for its button.
func TestWhoMayPin(t *testing.T) {
	const all = "2251799813753856" // view, send, read the history, pin
	r := router(t)
	for name, test := range map[string]struct{ member, app, options, want string }{
		"member":              {"3072", all, "", "You need the permission *Pin Messages*"},
		"moderator":           {all, all, "", "Pin here"},
		"Ibid may not pin":    {all, "68608", "", "I need these permissions in this channel: *Pin Messages*."},
		"Ibid may do nothing": {all, "0", "", "*View Channel*, *Send Messages*, *Read Message History*, *Pin Messages*"},
		"by title":            {all, all, "moscow concert hall attack will have far-reaching impact", "Pin here"},
		"by id":               {all, all, analysis, "Pin here"},
		"unknown analysis":    {all, all, "paris", "no analysis of that name"},
	} {
		who := `"guild_id":"1","app_permissions":"` + test.app + `","member":{"user":{"id":"7"},"permissions":"` + test.member + `"}`
		options := `[]`
		if test.options != "" {
			options = `[{"type":3,"name":"analysis","value":"` + test.options + `"}]`
		}
		response, err := r.Interaction(context.Background(), interaction(t, `{"type":2,`+who+`,
			"data":{"type":1,"name":"pin","options":[{"type":1,"name":"summary","options":`+options+`}]}}`))
		if err != nil || !strings.Contains(shown(t, response), test.want) || response.Data.Flags&discordgo.MessageFlagsEphemeral == 0 {
			t.Errorf("%s: %s, %v", name, shown(t, response), err)
		}
		if test.want == "Pin here" {
			continue
		}
		// The router has no board: a post would be seen as a panic.
		response, err = r.Interaction(context.Background(), interaction(t, `{"type":3,`+who+`,"message":{"id":"9"},
			"data":{"component_type":2,"custom_id":"pin/`+strings.ReplaceAll(test.options, "paris", "gone")+`"}}`))
		if err != nil || response.Type != discordgo.InteractionResponseChannelMessageWithSource {
			t.Errorf("%s, the button: %s, %v", name, shown(t, response), err)
		}
	}
}

// TestChoicesFit what Discord takes, for anything typed.
func TestChoicesFit(t *testing.T) {
	c := router(t).completer
	for _, typed := range []string{"", "w", "W", "why did", "watkins", "mir:", "moscow concert", "zzzz", strings.Repeat("why ", 2000), "\x00", "😀"} {
		choices := c.choices(typed)
		if len(choices) > reply.MaxChoices {
			t.Errorf("%.20q offers %d choices", typed, len(choices))
		}
		var values []any
		for _, choice := range choices {
			if slices.Contains(values, choice.Value) {
				t.Errorf("%.20q offers %v twice", typed, choice.Value)
			}
			values = append(values, choice.Value)
			if choice.Name == "" || reply.Size(choice.Name) > reply.MaxChoiceName || reply.Size(choice.Value.(string)) > reply.MaxChoiceValue {
				t.Errorf("%.20q offers %+v", typed, choice)
			}
		}
	}
}

// TestNearestComesFirst: what begins as typed, then what has a word that
// does, and scattered letters only where there is nothing better.
func TestNearestComesFirst(t *testing.T) {
	c := router(t).completer
	const motive, interests = "Why did ISIS, and ISIS-K in particular, strike Russia?", "What does the Moscow attack mean for U.S. interests?"
	for typed, want := range map[string][]string{
		"what does the m": {interests},
		"mir":             {"Asfandyar Mir: " + motive, "Asfandyar Mir: " + interests},
		"Helf":            {"Gavin Helf: Russian authorities"},
		"whyrussia":       {motive},
		"isis'":           {"Russian authorities"},
	} {
		choices := c.choices(typed)
		if len(choices) < len(want) {
			t.Errorf("%q offers %+v", typed, choices)
			continue
		}
		for i, name := range want {
			if !strings.HasPrefix(choices[i].Name, name) {
				t.Errorf("%q offers %q at %d, want %q", typed, choices[i].Name, i, name)
			}
		}
		if typed == "mir" && len(choices) != 2 {
			t.Errorf("%q offers %d choices", typed, len(choices))
		}
	}
}

// TestDefinitionsFit holds the commands to Discord's limits and to where
// they may be used.
func TestDefinitionsFit(t *testing.T) {
	for _, d := range Definitions() {
		if reply.Size(d.Name) > reply.MaxCommandName || reply.Size(d.Description) > reply.MaxDescription {
			t.Errorf("%s is over a limit", d.Name)
		}
		if d.Type == discordgo.ChatApplicationCommand && d.Description == "" {
			t.Errorf("/%s has no description", d.Name)
		}
		optionsFit(t, d.Name, d.Options)
		// Members' commands work everywhere, moderators' in servers.
		places, installs := 3, 2
		if d.DefaultMemberPermissions != nil {
			places, installs = 1, 1
		}
		if d.Contexts == nil || len(*d.Contexts) != places || d.IntegrationTypes == nil || len(*d.IntegrationTypes) != installs {
			t.Errorf("%s does not say where it works", d.Name)
		}
	}
}

func optionsFit(t *testing.T, command string, options []*discordgo.ApplicationCommandOption) {
	t.Helper()
	for _, o := range options {
		if reply.Size(o.Name) > reply.MaxCommandName || reply.Size(o.Description) > reply.MaxDescription || o.Description == "" {
			t.Errorf("/%s %s is over a limit", command, o.Name)
		}
		optionsFit(t, command+" "+o.Name, o.Options)
	}
}
