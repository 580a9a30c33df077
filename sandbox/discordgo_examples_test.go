package sandbox_test

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ibid/sandbox"
)

// redirect is a second file beside an example's main.go. It sends what goes to discord.com to the sandbox, and
// changes nothing else: an example runs as discordgo ships it.
const redirect = `package main

import (
	"net/http"
	"os"
)

func init() { http.DefaultTransport = redirected{http.DefaultTransport} }

type redirected struct{ next http.RoundTripper }

func (r redirected) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	host := os.Getenv("SANDBOX_HOST")
	req.URL.Scheme, req.URL.Host, req.Host = "http", host, host
	return r.next.RoundTrip(req)
}
`

// example builds one of discordgo's own examples from its module's source, and runs it until the test ends: then it
// must leave in peace.
func example(t *testing.T, srv *sandbox.Server, name string, args ...string) {
	t.Helper()
	u, err := url.Parse(srv.URL())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(buildExample(t, name), args...)
	cmd.Env = append(os.Environ(), "SANDBOX_HOST="+u.Host)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		err := cmd.Wait()
		if state := cmd.ProcessState.String(); err != nil && state != "signal: interrupt" { // it may not listen yet
			t.Errorf("%s ended with %v and said:\n%s", name, err, said.String())
		}
	})
	if err := srv.WaitReady(patience(t)); err != nil {
		t.Fatalf("%v; %s has said:\n%s", err, name, said.String())
	}
}

func buildExample(t *testing.T, name string) string {
	t.Helper()
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/bwmarrin/discordgo").Output()
	if err != nil {
		t.Fatalf("find discordgo's source: %v", err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(module)), "examples", name, "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := []string{filepath.Join(dir, "main.go"), filepath.Join(dir, "redirect.go")}
	for i, data := range [][]byte{source, []byte(redirect)} {
		if err := os.WriteFile(files[i], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(dir, name)
	if out, err := exec.Command("go", append([]string{"build", "-o", program}, files...)...).CombinedOutput(); err != nil {
		t.Fatalf("build the example %s: %v\n%s", name, err, out)
	}
	return program
}

// A flow is one of discordgo's examples in use.
type flow struct {
	t    *testing.T
	srv  *sandbox.Server
	mod  *sandbox.Person
	last sandbox.Reply
}

// startFlow runs an example and waits until its commands stand. Its arguments may name the guild, the application and a
// channel.
func startFlow(t *testing.T, name string, commands int, args string) *flow {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	fill := strings.NewReplacer("TOKEN", srv.Token(), "GUILD", srv.GuildID(), "APP", srv.ApplicationID(), "GENERAL",
		srv.ChannelID("general"))
	example(t, srv, name, strings.Fields(fill.Replace(args))...)
	if err := sandbox.WaitUntil(srv, patience(t), func() bool { return len(srv.Commands()) == commands }); err != nil {
		t.Fatalf("%d of %d commands are registered: %v", len(srv.Commands()), commands, err)
	}
	return &flow{t: t, srv: srv, mod: srv.Person("mod")}
}

// says wants a reply to say something.
func (f *flow) says(want string) func(sandbox.Reply, error) {
	return func(r sandbox.Reply, err error) {
		f.t.Helper()
		if err != nil || !strings.Contains(r.Text(), want) {
			f.t.Fatalf("the reply is %q, %v; want %q", r.Text(), err, want)
		}
		f.last = r
	}
}

// becomes waits until something in a channel is as a test wants it.
func (f *flow) becomes(what string, holds func() bool) {
	f.t.Helper()
	if err := sandbox.WaitUntil(f.srv, patience(f.t), holds); err != nil {
		f.t.Fatalf("%s: %v", what, err)
	}
}

// posted waits until the bot has posted a text in a channel.
func (f *flow) posted(channel, text string) {
	f.t.Helper()
	f.becomes(fmt.Sprintf("%q in %s", text, channel), func() bool {
		return slices.ContainsFunc(f.mod.Sees(channel), func(m sandbox.Message) bool {
			return strings.Contains(m.Text(), text)
		})
	})
}

func TestExampleEcho(t *testing.T) {
	f := startFlow(t, "echo", 1, "-token TOKEN -app APP -guild GUILD")
	ctx := patience(t)
	f.says("hello")(f.mod.Slash(ctx, "general", "echo", map[string]any{"message": "hello"}))
	f.says("**mod** says: hello")(f.mod.Slash(ctx, "general", "echo", map[string]any{"message": "hello", "author": true}))
}

func TestExampleAutocomplete(t *testing.T) {
	f := startFlow(t, "autocomplete", 2, "-token TOKEN -guild GUILD")
	ctx := patience(t)
	choices, err := f.mod.Autocomplete(ctx, "general", "single-autocomplete", "autocomplete-option", "abc")
	if err != nil || len(choices) != 6 || choices[5].Name != "abc" {
		t.Errorf("suggestions %v, %v", choices, err)
	}
	choices, err = f.mod.Autocomplete(ctx, "general", "multi-autocomplete", "autocomplete-option-1", "")
	if err != nil || len(choices) != 4 || choices[0].Value != "autocomplete_default" {
		t.Errorf("suggestions for the first option: %v, %v", choices, err)
	}
	choices, err = f.mod.Completes(ctx, "general", "multi-autocomplete", "autocomplete-option-2",
		map[string]any{"autocomplete-option-1": "choice3", "autocomplete-option-2": "x"})
	if err != nil || len(choices) != 5 || choices[4].Name != "x" {
		t.Errorf("suggestions for the second option: %v, %v", choices, err)
	}
	f.says("You picked \"choice3\"")(f.mod.Slash(ctx, "general", "single-autocomplete",
		map[string]any{"autocomplete-option": "choice3"}))
	f.says("Option 1: choice3\nOption 2: choice3_1")(f.mod.Slash(ctx, "general", "multi-autocomplete",
		map[string]any{"autocomplete-option-1": "choice3", "autocomplete-option-2": "choice3_1"}))
}

func TestExampleModals(t *testing.T) {
	f := startFlow(t, "modals", 1, "-token TOKEN -app APP -guild GUILD -results GENERAL")
	ctx := patience(t)
	opened, err := f.mod.Slash(ctx, "general", "modals-survey", nil)
	if err != nil || opened.Modal == nil {
		t.Fatalf("no form was opened: %+v, %v", opened, err)
	}
	f.says("Thank you")(f.mod.Submits(ctx, opened.Modal,
		map[string][]string{"opinion": {"They are useful"}, "suggestions": {"none"}}))
	f.posted("general", "They are useful")
}

func TestExampleComponents(t *testing.T) {
	f := startFlow(t, "components", 2, "-token TOKEN -app APP -guild GUILD")
	ctx := patience(t)
	f.says("Are you comfortable")(f.mod.Slash(ctx, "general", "buttons", nil))
	asked := f.last.Message
	f.says("maybe some of these resources")(f.mod.Clicks(ctx, asked, "fd_no"))
	f.says("let's move onto select menus")(f.mod.Clicks(ctx, asked, "fd_yes"))
	f.says("single item select menu")(f.mod.Slash(ctx, "general", "selects single", nil))
	f.says("This is the way.")(f.mod.Selects(ctx, f.last.Message, "select", "go"))
	f.posted("general", "Try calling `/selects multi` command.")
	f.says("multi-item select menu")(f.mod.Slash(ctx, "general", "selects multi", nil))
	f.says("tagged/go+web")(f.mod.Selects(ctx, f.last.Message, "stackoverflow_tags", "go", "web"))
	f.posted("general", "auto populate the select menu")
	f.says("auto populated select menus")(f.mod.Slash(ctx, "general", "selects auto-populated", nil))
	room := f.srv.ChannelID("reading-room")
	f.says("Your choice was <#" + room + ">")(f.mod.Selects(ctx, f.last.Message, "channel_select", room))
}

func TestExampleContextMenus(t *testing.T) {
	f := startFlow(t, "context_menus", 6, "-token TOKEN -app APP -guild GUILD")
	ctx := patience(t)
	note, err := f.mod.Posts("general", "how to test")
	if err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string]string{
		"google-it": "q=how+to+test", "stackoverflow-it": "q=how+to+test", "godoc-it": "q=how+to+test",
		"discordjs-it": "query=how+to+test", "discordpy-it": "q=how+to+test",
	} {
		f.says(want)(f.mod.MessageCommand(ctx, command, note))
	}
	alice := f.srv.Person("alice")
	f.says("has begun")(f.mod.UserCommand(ctx, "general", "rickroll-em", alice.ID()))
	f.becomes("a message to alice", func() bool {
		return slices.ContainsFunc(alice.Sees("dm"), func(m sandbox.Message) bool {
			return strings.HasPrefix(m.Text(), "<@!"+f.mod.ID()+"> sent you this")
		})
	})
}

func TestExampleSlashCommands(t *testing.T) {
	f := startFlow(t, "slash_commands", 8, "-token TOKEN -guild GUILD")
	ctx, owner := patience(t), f.srv.Person("owner")
	f.says("your first slash command")(f.mod.Slash(ctx, "general", "basic-command", nil))
	f.says("This is a localized message")(f.mod.Slash(ctx, "general", "localized-command",
		map[string]any{"localized-option": 2}))
	general := f.srv.ChannelID("general")
	f.says("> integer-option: 7\n> number-option: 2.500000\n> bool-option: true\n> channel-option: <#" + general +
		">\n> user-option: <@" + f.mod.ID() + ">\n> role-option: <@&" + f.srv.GuildID() + ">")(
		f.mod.Slash(ctx, "general", "options", map[string]any{
			"string-option": "x", "integer-option": 7, "number-option": 2.5, "bool-option": true,
			"channel-option": general, "user-option": f.mod.ID(), "role-option": f.srv.GuildID(),
		}))
	f.says("top-level subcommand")(f.mod.Slash(ctx, "general", "subcommands subcommand", nil))
	f.says("nested commands too")(f.mod.Slash(ctx, "general", "subcommands subcommand-group nested-subcommand", nil))
	f.says("No permission overwrites")(owner.Slash(ctx, "general", "permission-overview", nil))
	f.says("with a file")(f.mod.Slash(ctx, "general", "basic-command-with-files", nil))
	if len(f.last.Attachments) != 1 || f.last.Attachments[0].Name != "test.txt" {
		t.Errorf("the answer has the files %+v", f.last.Attachments)
	}
}

// What answers and follow-ups become in the course of time: this example takes 15 seconds for it.
func TestExampleSlashCommandsGoOn(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the example takes 15 seconds, and -short says not to wait")
	}
	f := startFlow(t, "slash_commands", 8, "-token TOKEN -guild GUILD")
	ctx := patience(t)
	f.says("your first slash command")(f.mod.Slash(ctx, "general", "basic-command", nil))
	f.says("you can edit your response")(f.mod.Slash(ctx, "general", "responses", map[string]any{"resp-type": 4}))
	f.says("Surprise!")(f.srv.Person("bob").Slash(ctx, "general", "followups", nil))
	f.posted("general", "after 5 seconds it will be edited")
	f.posted("general", "how to create and edit responses")
	f.posted("general", "the original message is gone")
	f.posted("general", "take a unicorn")
	f.becomes("what was to be deleted is", func() bool {
		return !slices.ContainsFunc(f.mod.Sees("general"), func(m sandbox.Message) bool {
			return strings.Contains(m.Text(), "self-destruct") || strings.Contains(m.Text(), "You just responded")
		})
	})
}

// threads runs the example of threads until it has begun one, and returns its id. It sees what mentions it.
func threads(t *testing.T) (*flow, string) {
	f := startFlow(t, "threads", 0, "-token TOKEN")
	f.srv.AddRole("Thread manager", 1<<34) // the example locks threads
	if _, err := f.srv.AddPerson("Ibid", "Thread manager"); err != nil {
		t.Fatal(err)
	}
	note, err := f.mod.Posts("general", f.srv.Mention()+" ping")
	if err != nil {
		t.Fatal(err)
	}
	f.posted("Pong game with mod", "pong")
	return f, note.ID // as the thread's
}

func TestExampleThreadsGoOn(t *testing.T) {
	f, thread := threads(t)
	if _, err := f.mod.Posts(thread, f.srv.Mention()+" ping again"); err != nil {
		t.Fatal(err)
	}
	f.becomes("a reply in the thread", func() bool {
		pongs := 0
		for _, m := range f.mod.Sees(thread) {
			if m.Text() == "pong" {
				pongs++
			}
		}
		return pongs == 2
	})
}

// After ten seconds of silence the example closes its thread.
func TestExampleThreadsClose(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: the example takes 10 seconds, and -short says not to wait")
	}
	f, thread := threads(t)
	f.becomes("the thread is archived and locked", func() bool {
		return slices.ContainsFunc(f.srv.Traffic(), func(c sandbox.Call) bool {
			return c.Method == "PATCH" && c.Path == "/channels/"+thread && c.Status == 200 &&
				bytes.Contains(c.Response, []byte(`"archived":true`)) && bytes.Contains(c.Response, []byte(`"locked":true`))
		})
	})
}

// What these two examples wait for, "ping" and nothing else, Discord has shown to bots only with the message content
// intent since 2022, and they do not ask for it: they come up, and stay silent.
func TestExamplesWithoutMessageContentStaySilent(t *testing.T) {
	for _, name := range []string{"pingpong", "dm_pingpong"} {
		t.Run(name, func(t *testing.T) {
			f := startFlow(t, name, 0, "-t TOKEN")
			if _, err := f.mod.Posts("general", "ping"); err != nil {
				t.Fatal(err)
			}
			f.becomes("the message is sent without content", func() bool {
				sent, _ := sandbox.Dispatched(f.srv)
				return slices.ContainsFunc(sent, func(d sandbox.Dispatch) bool {
					return d.Type == "MESSAGE_CREATE" && bytes.Contains(d.Data, []byte(`"content":""`))
				})
			})
		})
	}
}
