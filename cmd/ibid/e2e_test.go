package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ibid/internal/embedded"
	"ibid/knowledge/analyses"
	"ibid/sandbox"
	"ibid/store"
	"ibid/store/sqlite"
)

// world is the whole program, connected to a sandbox by discordgo.
type world struct {
	*sandbox.Server
	t   *testing.T
	ctx context.Context
}

// newServer starts a sandbox that ends with the test.
func newServer(t *testing.T) *sandbox.Server {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// start runs the program against a sandbox of its own. All that it sends
// there is validated in the end; none of it may be refused but with the
// given error codes of Discord's.
func start(t *testing.T, refusals ...int) *world {
	t.Helper()
	t.Parallel() // most of a test is waiting
	record := new(bytes.Buffer)
	server, err := sandbox.New(sandbox.Options{Record: record})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		validate(t, record, refusals)
	})
	return connect(t, server)
}

// connect runs the program as the command line would until the test ends,
// with more arguments, and waits until it is ready and its commands stand.
func connect(t *testing.T, server *sandbox.Server, more ...string) *world {
	t.Helper()
	return connectLogging(t, server, new(logBuffer), more...)
}

// logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

func connectLogging(t *testing.T, server *sandbox.Server, log *logBuffer, more ...string) *world {
	t.Helper()
	return connectFor(t, time.Minute, server, log, more...)
}

// connectFor runs the program for so long at most.
func connectFor(t *testing.T, most time.Duration, server *sandbox.Server, log *logBuffer, more ...string) *world {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), most)
	done := make(chan error, 1)
	go func() {
		args := []string{"run", "--token", server.Token(), "--api-url", server.APIURL(), "--http-addr", "127.0.0.1:0", "--cooldown", "0s", "--database-url", "memory:"}
		args = append(args, more...)
		done <- parseAndRun(ctx, args, streams{in: strings.NewReader(""), out: io.Discard, err: log})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the program ended with: %v", err)
		}
		if strings.Contains(log.String(), server.Token()) {
			t.Errorf("the token is in the log:\n%s", log.String())
		}
	})
	w := &world{Server: server, t: t, ctx: ctx}
	w.must(server.WaitReady(ctx))
	w.must(server.WaitCommands(ctx))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// got passes on a reply, or ends the test.
func (w *world) got(r sandbox.Reply, err error) sandbox.Reply {
	w.t.Helper()
	w.must(err)
	for _, ping := range r.Pings {
		w.t.Errorf("the reply pings %s", ping)
	}
	return r
}

func (w *world) says(r sandbox.Reply, wanted ...string) {
	w.t.Helper()
	for _, text := range wanted {
		if !strings.Contains(r.Text(), text) {
			w.t.Errorf("the reply lacks %q:\n%s", text, r.Text())
		}
	}
}

const (
	motive   = "Why did ISIS, and ISIS-K in particular, strike Russia?"
	credible = "Putin has blamed the Moscow attack on Ukraine. Is that at all credible?"
)

func TestMemberAsks(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")

	answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "why did isis k attack rusia"}))
	w.says(answer, motive, "Asfandyar Mir", "United States Institute of Peace", "of 3", "Moscow Concert Hall Attack Will Have Far-Reaching Impact", "March 27, 2024")
	if answer.Ephemeral() {
		t.Error("the answer to /ask is private")
	}
	if !quotes(t, answer.Text()) {
		t.Errorf("no paragraph of the article is quoted whole:\n%s", answer.Text())
	}
	link, _ := answer.Button("Read it in the publication")
	if !strings.Contains(link.URL, "#:~:text=") || len(link.URL) > 512 {
		t.Errorf("link button: %q", link.URL)
	}

	mentioned := w.got(alice.Says(w.ctx, "general", w.Mention()+" was ukraine behind it?"))
	w.says(mentioned, credible, "Mary Glantz", "sole responsibility")
	dm := w.got(alice.DM(w.ctx, "what does it mean for the taliban"))
	w.says(dm, "How does the Moscow attack impact the Taliban?", "Andrew Watkins")
	if !quotes(t, dm.Text()) {
		t.Errorf("no paragraph of the article is quoted whole:\n%s", dm.Text())
	}
	w.says(w.got(alice.Replies(w.ctx, mentioned.Message, "and the taliban?")), "Andrew Watkins")
	// What a reply to an answer of /ask says, Discord does not tell bots.
	w.says(w.got(alice.Replies(w.ctx, answer.Message, "did putin blame ukraine")), "does not show me")
}

// quotes reports whether a paragraph of the embedded article stands in a
// reply word for word.
func quotes(t *testing.T, text string) bool {
	t.Helper()
	unmarked := strings.NewReplacer("**", "", `\`, "").Replace(text)
	for _, topic := range embedded.Library(t).Topics() {
		for _, p := range topic.Passages {
			if strings.Contains(unmarked, topic.Analysis.Text(p.Span)) {
				return true
			}
		}
	}
	return false
}

func TestMemberReadsWholeAnswer(t *testing.T) {
	w := start(t)
	alice, bob := w.Person("alice"), w.Person("bob")
	answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "how does the attack impact the taliban"}))
	page := w.got(bob.Clicks(w.ctx, answer.Message, answer.Buttons()[0].CustomID))
	if !page.Ephemeral() {
		t.Error("the whole answer is shown to everybody")
	}
	var all strings.Builder
	all.WriteString(page.Text())
	for {
		next, ok := page.Button("Next page")
		if !ok {
			break
		}
		page = w.got(bob.Clicks(w.ctx, page.Message, next.CustomID))
		if !page.Updated {
			t.Fatal("turning a page made a new message")
		}
		all.WriteString(page.Text())
	}
	back, ok := page.Button("Previous page")
	if !ok {
		t.Fatal("there is no way back from the last page")
	}
	w.got(bob.Clicks(w.ctx, page.Message, back.CustomID))
	for _, sentence := range []string{
		"any publicity that involves ISIS-K is bad publicity",
		"Since their 2021 takeover",
		"Ironically, the greater a global threat",
		"in a moment when ISIS-K seeks to claim the same.",
	} {
		if !strings.Contains(all.String(), sentence) {
			t.Errorf("the pages lack %q:\n%s", sentence, all.String())
		}
	}
}

func TestMemberBrowsesTopics(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	list := w.got(alice.Slash(w.ctx, "general", "topics", nil))
	w.says(list, motive, credible, "Mary Glantz", "min")
	menus := list.Selects()
	if len(menus) != 1 {
		t.Fatalf("%d menus, want 1", len(menus))
	}
	w.says(w.got(alice.Selects(w.ctx, list.Message, menus[0].CustomID, "q3")), credible, "sole responsibility")
}

func TestAutocomplete(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	complete := func(typed string) []sandbox.Choice {
		t.Helper()
		choices, err := alice.Autocomplete(w.ctx, "general", "ask", "question", typed)
		w.must(err)
		return choices
	}
	for typed, want := range map[string]string{
		"why did":              motive,
		"watkins":              "How does the Moscow attack impact the Taliban?",
		"crdible":              credible,
		"was ukrain behind it": credible,
	} {
		choices := complete(typed)
		if !slices.ContainsFunc(choices, func(c sandbox.Choice) bool { return strings.Contains(c.Name, want) }) {
			t.Errorf("typing %q offers %v, not %q", typed, choices, want)
		}
	}
	hoisted := complete("")
	if len(hoisted) != 6 {
		t.Fatalf("typing nothing offers %d choices, want the lead and five questions", len(hoisted))
	}
	chosen := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": hoisted[1].Value}))
	w.says(chosen, motive, "explicitly accepted responsibility")
}

func TestAskAboutMessage(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	note, err := w.Person("bob").Posts("general", "putin says ukraine did it, is there anything to that?")
	w.must(err)
	answer := w.got(alice.MessageCommand(w.ctx, "Ask Ibid about this", note))
	w.says(answer, credible, "sole responsibility")
	if !answer.Ephemeral() {
		t.Error("the answer about somebody's message is not private")
	}
	foreign, err := w.ForeignMessage("general", "is ukraine to blame?")
	w.must(err)
	w.says(w.got(alice.MessageCommand(w.ctx, "Ask Ibid about this", foreign)), "sole responsibility")
}

func TestUnansweredIsSaid(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	none := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "best pizza recipe"}))
	w.says(none, "does not answer that")
	opened := w.got(alice.Clicks(w.ctx, none.Message, none.Buttons()[0].CustomID))
	if !opened.Updated {
		t.Error("the asker's choice did not take the offer's place")
	}
	none = w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "!!!"}))
	opened = w.got(w.Person("bob").Clicks(w.ctx, none.Message, none.Buttons()[0].CustomID))
	if opened.Updated || !opened.Ephemeral() {
		t.Error("somebody else's choice changed the asker's message")
	}
	all, ok := none.Button("All topics")
	if !ok {
		t.Fatal("there is no way to all topics")
	}
	w.says(w.got(alice.Clicks(w.ctx, none.Message, all.CustomID)), motive, credible)
}

// TestQuotationIsChecked: by command and on somebody's message, in a server,
// in a direct message and where only the member has installed Ibid.
func TestQuotationIsChecked(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	const altered = "ISIS-K wants to destroy rivals and show them in a poor light"
	check := w.got(alice.Slash(w.ctx, "general", "verify", map[string]any{"quotation": altered, "expert": "Andrew Watkins"}))
	w.says(check, "Altered: 1 word differs. Not by Andrew Watkins.", "“destroy” instead of “outperform”", "ISIS-K wants to **outperform** rivals", "Asfandyar Mir", "Paragraph 2 of 3")
	if !check.Ephemeral() {
		t.Error("the check, which repeats a member's words, is shown to everybody")
	}
	whole, ok := check.Button("Whole answer (3 paragraphs)")
	if !ok {
		t.Fatal("there is no way to the whole answer")
	}
	w.says(w.got(alice.Clicks(w.ctx, check.Message, whole.CustomID)), "explicitly accepted responsibility")

	note, err := w.Person("bob").Posts("general", "> ISIS-K wants to outperform rivals and show them in a poor light\nsays Mir @everyone")
	w.must(err)
	about := w.got(alice.MessageCommand(w.ctx, "Check this quotation", note))
	w.says(about, "Word for word.", "Asfandyar Mir")
	if !about.Ephemeral() {
		t.Error("the check of somebody's message is not private")
	}
	foreign, err := w.ForeignMessage("general", "“the moon is made of green cheese” — Asfandyar Mir")
	w.must(err)
	none := w.got(alice.MessageCommand(w.ctx, "Check this quotation", foreign))
	w.says(none, "not in the analyses held here", "Moscow Concert Hall Attack")
	all, ok := none.Button("All topics")
	if !ok {
		t.Fatal("there is no way to all topics")
	}
	w.says(w.got(alice.Clicks(w.ctx, none.Message, all.CustomID)), motive)

	experts, err := alice.Autocomplete(w.ctx, "general", "verify", "expert", "wat")
	w.must(err)
	if len(experts) != 1 || experts[0].Name != "Andrew Watkins" {
		t.Errorf("typing wat offers %v", experts)
	}
}

// press clicks the button with a label.
func (w *world) press(who *sandbox.Person, at sandbox.Reply, label string) sandbox.Reply {
	w.t.Helper()
	b, ok := at.Button(label)
	if !ok {
		w.t.Fatalf("there is no button %q in:\n%s", label, at.Text())
	}
	return w.got(who.Clicks(w.ctx, at.Message, b.CustomID))
}

// TestAnswerIsQuestioned: why it was given, and what else may be meant, for
// who presses alone.
func TestAnswerIsQuestioned(t *testing.T) {
	w := start(t)
	alice, bob := w.Person("alice"), w.Person("bob")
	for where, answer := range map[string]sandbox.Reply{
		"command": w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "why did iskp attack rusia"})),
		"mention": w.got(alice.Says(w.ctx, "reading-room", w.Mention()+" why did iskp attack rusia")),
		"direct":  w.got(alice.DM(w.ctx, "why did iskp attack rusia")),
	} {
		who := bob
		if where == "direct" {
			who = alice
		}
		why := w.press(who, answer, "Why this answer")
		w.says(why, "“iskp” is another name for “ISIS-K”", "Confidence: very likely, 0.9", "Runner-up: “")
		others := w.press(who, answer, "Not what I asked")
		w.says(others, "one of these may be meant")
		if !why.Ephemeral() || !others.Ephemeral() {
			t.Errorf("%s: what somebody else asked to know is shown to everybody", where)
		}
		opened := w.got(who.Clicks(w.ctx, others.Message, others.Buttons()[0].CustomID))
		if !opened.Updated {
			t.Errorf("%s: the other answer does not take the offer's place", where)
		}
	}
}

// TestPrivateIsPosted: an answer that one person sees is shown to everybody
// when they say so, as a reply where it is about a message, and once however
// often the button is pressed.
func TestPrivateIsPosted(t *testing.T) {
	w := start(t)
	alice, bob := w.Person("alice"), w.Person("bob")
	private := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it", "private": true}))
	w.says(private, credible)
	if !private.Ephemeral() {
		t.Fatal("the private answer is shown to everybody")
	}
	posted := w.press(alice, private, "Post in channel")
	w.says(posted, credible, "sole responsibility")
	if posted.Ephemeral() || posted.Updated {
		t.Error("the answer is not posted in the channel")
	}
	w.says(w.press(bob, posted, "Why this answer"), "Confidence: ")

	note, err := bob.Posts("general", "putin says ukraine did it, is there anything to that?")
	w.must(err)
	before := len(w.Messages("general"))
	about := w.got(alice.MessageCommand(w.ctx, "Ask Ibid about this", note))
	button, ok := about.Button("Post as reply")
	if !ok {
		t.Fatal("there is no way to post the answer as a reply")
	}
	twice := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := alice.Clicks(w.ctx, about.Message, button.CustomID)
			twice <- err
		}()
	}
	first, second := <-twice, <-twice
	if first != nil && second != nil {
		t.Errorf("both presses failed: %v, %v", first, second)
	}
	messages := w.Messages("general")
	if len(messages) != before+1 {
		t.Fatalf("%d messages were posted, want one", len(messages)-before)
	}
	if last := messages[len(messages)-1]; !strings.Contains(last.Text(), credible) || !strings.Contains(string(last.Wire), note.ID) {
		t.Errorf("posted: %s", last.Wire)
	}
}

// TestAnswerIsDismissed by who asked and by a moderator, and by nobody else.
func TestAnswerIsDismissed(t *testing.T) {
	w := start(t)
	alice, bob, mod := w.Person("alice"), w.Person("bob"), w.Person("mod")
	for name, answer := range map[string]func() sandbox.Reply{
		"command": func() sandbox.Reply {
			return w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"}))
		},
		"mention": func() sandbox.Reply { return w.got(alice.Says(w.ctx, "general", w.Mention()+" was ukraine behind it")) },
	} {
		for _, who := range []*sandbox.Person{alice, mod} {
			shown := answer()
			refused := w.press(bob, shown, "Dismiss answer")
			w.says(refused, "Only who asked, or a moderator")
			if _, there := w.Message(shown.Message.ID); !there {
				t.Fatalf("%s: somebody else has dismissed the answer", name)
			}
			w.says(w.press(who, shown, "Dismiss answer"), "taken away")
			if _, there := w.Message(shown.Message.ID); there {
				t.Errorf("%s: the answer is still there", name)
			}
		}
	}
	dm := w.got(alice.DM(w.ctx, "was ukraine behind it"))
	w.says(w.press(alice, dm, "Dismiss answer"), "taken away")
}

// TestManners: one answer to a member at a time, and the same answer once in
// a channel while it stands there.
func TestManners(t *testing.T) {
	server := newServer(t)
	w := connect(t, server, "--cooldown", "1h")
	ask := func(who string, question string) sandbox.Reply {
		t.Helper()
		return w.got(w.Person(who).Slash(w.ctx, "general", "ask", map[string]any{"question": question}))
	}
	first := ask("alice", "was ukraine behind it")
	w.says(first, "sole responsibility")
	refused := ask("alice", "why did isis attack")
	w.says(refused, "One answer at a time, please.")
	again := ask("bob", "did ukraine do it")
	w.says(again, "was answered in this channel", w.GuildID()+"/"+w.ChannelID("general")+"/"+first.Message.ID)
	if !refused.Ephemeral() || !again.Ephemeral() {
		t.Error("what is said to one person is shown to everybody")
	}
	w.says(w.press(w.Person("bob"), again, "Show it to me here"), "sole responsibility")
	w.must(w.Person("mod").Deletes(first.Message))
	w.says(ask("mod", "was ukraine behind it"), "sole responsibility")
}

// TestConversation: a reply goes on from the answer, a mention from the last
// answer above it; and where people talk to each other, Ibid says nothing.
func TestConversation(t *testing.T) {
	w := start(t)
	alice, bob := w.Person("alice"), w.Person("bob")
	first := w.got(alice.Says(w.ctx, "general", w.Mention()+" what does the attack mean for the taliban?"))
	w.says(first, "Andrew Watkins")
	w.says(w.got(bob.Replies(w.ctx, first.Message, "and for the us?")), "What does the Moscow attack mean for U.S. interests?")
	w.says(w.got(alice.Says(w.ctx, "reading-room", w.Mention()+" which interests of the US are at risk?")), "U.S. interests")

	before := len(w.Messages("general"))
	atOnce, cancel := context.WithCancel(w.ctx)
	cancel()
	if _, err := bob.Replies(atOnce, first.Message, "<@"+alice.ID()+"> have you seen this?"); err == nil {
		t.Error("Ibid has joined in where people talk to each other")
	}
	w.says(w.got(alice.Says(w.ctx, "general", w.Mention()+" was ukraine behind it?")), credible)
	if n := len(w.Messages("general")); n != before+3 {
		t.Errorf("%d messages were written, want bob's, alice's and the answer to hers", n-before)
	}
}

// TestServerSettings: a manager makes answers private and plain; they are so
// from then on, after a restart too, and a question sent to the editors is
// kept without who asked.
func TestServerSettings(t *testing.T) {
	server := newServer(t)
	file := filepath.Join(t.TempDir(), "ibid.db")
	keeping := []string{"--database-url", "sqlite:" + file}
	t.Run("before", func(t *testing.T) {
		w := connect(t, server, keeping...)
		owner, alice := w.Person("owner"), w.Person("alice")
		settings := w.got(owner.Slash(w.ctx, "general", "settings", nil))
		w.says(settings, "Plain mode: **off**")
		settings = w.press(owner, settings, "Plain mode: turn on")
		settings = w.press(owner, settings, "Private by default: turn on")
		w.says(settings, "Plain mode: **on**", "Private by default: **on**")
		if _, err := alice.Slash(w.ctx, "general", "settings", nil); !errors.Is(err, sandbox.ErrNotOffered) {
			t.Errorf("a member is offered /settings: %v", err)
		}
	})
	w := connect(t, server, keeping...)
	alice := w.Person("alice")
	answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"}))
	w.says(answer, "In this order:", "Answered by: Mary Glantz", "sole responsibility")
	if !answer.Ephemeral() {
		t.Error("the answer is not private")
	}
	public := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "best pizza recipe", "private": false, "plain": false}))
	w.says(w.press(w.Person("bob"), public, "Send to the editors"), "Sent to the editors: “best pizza recipe”")
	w.says(w.press(alice, answer, "Not what I asked"), "one of these may be meant")

	kept, err := sqlite.Open(w.ctx, file)
	w.must(err)
	defer kept.Close()
	questions, err := kept.Questions(w.ctx, w.GuildID())
	if err != nil || len(questions) != 1 || questions[0].Text != "best pizza recipe" {
		t.Errorf("questions to the editors: %+v, %v", questions, err)
	}
	tallies, err := kept.Tallies(w.ctx, w.GuildID(), "")
	notAsked := func(t store.Tally) bool { return t.Kind == store.NotAsked && t.Topic == "q3" && t.Count == 1 }
	if err != nil || !slices.ContainsFunc(tallies, notAsked) {
		t.Errorf("tallies: %+v, %v", tallies, err)
	}
}

// TestAboutAndHelp say what Ibid is and how to ask it.
func TestAboutAndHelp(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	w.says(w.got(alice.Slash(w.ctx, "general", "about", nil)), "Moscow Concert Hall Attack", "5 questions, 4 experts", "92 labelled questions", "98.9 %", "Nothing about who asks")
	help := w.got(alice.Slash(w.ctx, "general", "help", nil))
	w.says(help, "Three ways to ask", motive)
	w.says(w.got(alice.Clicks(w.ctx, help.Message, help.Buttons()[0].CustomID)), motive, "Asfandyar Mir")
}

// TestLanguages: who asks is answered in their language, with the expert's
// words as published, marked with theirs.
func TestLanguages(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	for locale, want := range map[string][]string{
		"es-419": {"Párrafo", "en inglés"},
		"de":     {"Absatz", "Englisch"},
		"ru":     {"Абзац", "английский"},
		"ar":     {"فقرة", "الإنجليزية"},
		"ja":     {"Paragraph"},
	} {
		alice.Speaks(locale)
		answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "why did isis k attack rusia", "private": true}))
		w.says(answer, append(want, motive)...)
		if !quotes(t, answer.Text()) {
			t.Errorf("%s: no paragraph of the article is quoted whole:\n%s", locale, answer.Text())
		}
	}
	alice.Speaks("fr")
	answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"}))
	w.says(w.press(alice, answer, "Pourquoi cette réponse"), "Confiance : très probable")
	w.says(w.press(alice, answer, "Citer"), "Glantz, Mary.", "Cette réponse, de Mary Glantz")
}

// TestInstalledByOnePerson: where only one of those who talk has installed
// Ibid, and it is no member, all of it works: an answer and its buttons,
// posting and dismissing, a check, a citation.
func TestInstalledByOnePerson(t *testing.T) {
	w := start(t, 50001) // Ibid may not delete there, and takes the words away instead
	alice := w.Person("alice")
	const friends = "alice-and-bob"
	answer := w.got(alice.Slash(w.ctx, friends, "ask", map[string]any{"question": "was ukraine behind it"}))
	w.says(answer, credible, "sole responsibility")
	w.says(w.press(alice, answer, "Why this answer"), "Confidence: ")
	w.says(w.press(alice, answer, "Cite"), "Glantz, Mary.")
	w.says(w.press(alice, answer, "Dismiss answer"), "taken away")
	private := w.got(alice.Slash(w.ctx, friends, "ask", map[string]any{"question": "was ukraine behind it", "private": true}))
	if posted := w.press(alice, private, "Post in channel"); posted.Ephemeral() {
		t.Error("the answer is not posted")
	}
	w.says(w.got(alice.Slash(w.ctx, friends, "verify", map[string]any{"quotation": "ISIS-K wants to outperform rivals"})), "Word for word.")
	w.says(w.got(alice.Slash(w.ctx, friends, "help", nil)), "Three ways to ask")
	note, err := w.Person("bob").Posts(friends, "is ukraine to blame?")
	w.must(err)
	about := w.got(alice.MessageCommand(w.ctx, "Ask Ibid about this", note))
	w.says(w.press(alice, about, "Post as reply"), "sole responsibility")
}

// TestOldButtons: after a restart the buttons of an answer work, and where the
// analysis has changed since, they say so and show what there is now.
func TestOldButtons(t *testing.T) {
	server := newServer(t)
	var answer, offer sandbox.Reply
	t.Run("before", func(t *testing.T) {
		w := connect(t, server)
		alice := w.Person("alice")
		answer = w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "what does it mean for the taliban"}))
		offer = w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "best pizza recipe"}))
	})
	t.Run("after a restart", func(t *testing.T) {
		w := connect(t, server)
		alice := w.Person("alice")
		whole := w.press(alice, answer, "Whole answer (4 paragraphs)")
		w.says(whole, "bad publicity")
		w.says(w.press(alice, answer, "Why this answer"), "Confidence: very likely")
		w.says(w.press(alice, answer, "Not what I asked"), "one of these may be meant")
		w.says(w.press(alice, answer, "Cite"), "Watkins, Andrew.")
		w.says(w.press(alice, offer, "Send to the editors"), "best pizza recipe")
		if strings.Contains(whole.Text(), "has changed since") {
			t.Errorf("an unchanged text is said to have changed:\n%s", whole.Text())
		}
	})
	t.Run("after a change", func(t *testing.T) {
		text, err := analyses.Files.ReadFile(embedded.AnalysisID + ".md")
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		changed := strings.Replace(string(text), "is bad publicity", "is, as corrected, bad publicity", 1)
		if err := os.WriteFile(filepath.Join(folder, embedded.AnalysisID+".md"), []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		w := connect(t, server, "--library", folder)
		w.says(w.press(w.Person("alice"), answer, "Whole answer (4 paragraphs)"), "has changed since", "is, as corrected, bad publicity")
	})
	t.Run("after it is gone", func(t *testing.T) {
		folder := t.TempDir()
		other := "---\ntitle: Another\npublisher: Example\npublished: 2026-05-14\nurl: https://example.org/x\nexperts:\n  - name: Jane Doe\n---\nAnother\n\nWhat is new?\n\nDoe: Nothing is new here, as far as one can see.\n"
		if err := os.WriteFile(filepath.Join(folder, "another.md"), []byte(other), 0o644); err != nil {
			t.Fatal(err)
		}
		w := connect(t, server, "--library", folder)
		for _, label := range []string{"Whole answer (4 paragraphs)", "Why this answer", "Not what I asked", "Cite"} {
			w.says(w.press(w.Person("alice"), answer, label), "no longer in the library")
		}
	})
}

// TestThread: in a thread, a mention goes on from the last answer there.
func TestThread(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	thread, err := alice.StartsThreadIn("general", "the attack", "Let us talk about it here.")
	w.must(err)
	w.says(w.got(alice.Says(w.ctx, thread, w.Mention()+" what does it mean for the taliban?")), "Andrew Watkins")
	again := w.got(alice.Says(w.ctx, thread, w.Mention()+" why?"))
	w.says(again, "How does the Moscow attack impact the Taliban?")
}

// TestMemberCites by the button under an answer, and by command.
func TestMemberCites(t *testing.T) {
	w := start(t)
	alice, bob := w.Person("alice"), w.Person("bob")
	answer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "why did isis k attack rusia"}))
	cited := w.press(bob, answer, "Cite")
	w.says(cited, "Mir, Asfandyar. “"+motive+"”", "Mir, A. (2024, March 27).", "27 Mar. 2024")
	if !cited.Ephemeral() || cited.Updated {
		t.Error("the citation is not a private message of its own")
	}
	bibtex := w.press(bob, cited, "BibTeX")
	w.says(bibtex, "@incollection{mir2024isis,", "booktitle = {{Moscow Concert Hall Attack Will Have Far-Reaching Impact}}")
	if !bibtex.Updated {
		t.Error("another style is another message")
	}
	w.says(w.press(bob, bibtex, "The whole analysis"), "Glantz, Mary and Helf, Gavin and Mir, Asfandyar and Watkins, Andrew")

	whole := w.got(alice.Slash(w.ctx, "general", "cite", nil))
	w.says(whole, "Glantz, M., Helf, G., Mir, A., & Watkins, A. (2024, March 27).")
	w.says(w.got(alice.Slash(w.ctx, "general", "cite", map[string]any{"question": "was ukraine behind it", "style": "ris"})), "AU  - Glantz, Mary", "ER  -")
	w.says(w.got(alice.Slash(w.ctx, "general", "cite", map[string]any{"question": "best pizza recipe"})), "does not answer that")
	w.says(w.got(alice.Slash(w.ctx, "general", "cite", map[string]any{"analysis": "another"})), "no analysis of that name")
}

// TestNothingIsSaidUnasked: a message that does not concern Ibid is left
// alone, and what a hostile member writes pings nobody.
func TestNothingIsSaidUnasked(t *testing.T) {
	w := start(t)
	bob := w.Person("bob")
	_, err := bob.Posts("general", "why did isis attack russia")
	w.must(err)
	w.got(bob.Says(w.ctx, "general", w.Mention()+" @everyone <@&1> `why` [x](https://evil.example) did isis attack moscow @here"))
	messages := w.Messages("general")
	if len(messages) != 3 {
		t.Errorf("%d messages in the channel, want the two of bob and one answer", len(messages))
	}
	for _, m := range messages {
		if m.AuthorID == w.ApplicationID() && strings.Contains(m.Text(), "evil.example") {
			t.Errorf("the reply repeats what the member wrote:\n%s", m.Text())
		}
	}
}

// TestCommandsAreRegisteredOnce: a dry run prints what differs and changes
// nothing, the first start registers, the second finds nothing to do.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	dryRun := func() string {
		t.Helper()
		var out, log bytes.Buffer
		code := run([]string{"run", "--dry-run", "--token", server.Token(), "--api-url", server.APIURL()}, streams{out: &out, err: &log})
		if code != exitDone {
			t.Fatalf("dry run: exit code %d: %s", code, log.String())
		}
		return out.String()
	}
	if diff := dryRun(); !strings.Contains(diff, "/ask") || !strings.Contains(diff, "/topics") || !strings.Contains(diff, "Ask Ibid about this") {
		t.Errorf("before the first start the dry run prints:\n%s", diff)
	}
	if len(server.Commands()) != 0 {
		t.Error("the dry run registered commands")
	}
	t.Run("first start", func(t *testing.T) { connect(t, server) })
	t.Run("second start", func(t *testing.T) { connect(t, server) })
	overwrites := 0
	for _, call := range server.Traffic() {
		if call.Method == "PUT" && strings.HasSuffix(call.Path, "/commands") {
			overwrites++
		}
	}
	if overwrites != 1 {
		t.Errorf("commands were overwritten %d times in two starts", overwrites)
	}
	if diff := dryRun(); strings.Contains(diff, "/ask") {
		t.Errorf("after the start the dry run prints:\n%s", diff)
	}
}

// TestCloseCallIsOffered: what may mean two questions is not guessed.
func TestCloseCallIsOffered(t *testing.T) {
	w := start(t)
	alice := w.Person("alice")
	offer := w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "what does Mir say"}))
	w.says(offer, "Did you mean", motive)
	if n := len(offer.Buttons()); n < 2 || n > 3 {
		t.Fatalf("%d questions are offered, want two or three", n)
	}
	at := slices.IndexFunc(offer.Buttons(), func(b sandbox.Component) bool {
		return strings.HasPrefix(b.Label, motive) && strings.HasSuffix(b.Label, "(Asfandyar Mir)")
	})
	if at < 0 {
		t.Fatalf("there is no button with %q and who answers it: %+v", motive, offer.Buttons())
	}
	button := offer.Buttons()[at]
	answer := w.got(alice.Clicks(w.ctx, offer.Message, button.CustomID))
	w.says(answer, motive, "Asfandyar Mir")
	if !answer.Updated || !quotes(t, answer.Text()) {
		t.Errorf("the choice did not become the answer:\n%s", answer.Text())
	}
}
