package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"ibid/commands/reply"
	"ibid/internal/browser"
	"ibid/internal/embedded"
	"ibid/knowledge"
	"ibid/sandbox"
)

// screenshots writes the pictures of the README anew.
var screenshots = flag.Bool("screenshots", false, "write docs/*.png from the page as it is now")

// axe is the accessibility checker, as npm installs it for the sandbox.
const axe = "../../sandbox/testdata/npm/node_modules/axe-core/axe.min.js"

// visitor is somebody at the sandbox's page, with the whole program behind
// it.
type visitor struct {
	*browser.Page
	world *world
	axe   string
}

// visit opens the page as a first visitor sees it.
func visit(t *testing.T) *visitor {
	t.Helper()
	v := &visitor{Page: browser.Start(t)}
	checker, err := os.ReadFile(axe)
	if err != nil {
		browser.Missing(t, "there is no axe-core: run npm ci in sandbox/testdata/npm")
	}
	v.axe = string(checker)
	// The clock stands still, so that pictures differ only where the page does.
	clock := sandbox.NewManualClock(time.Date(2026, time.November, 23, 14, 30, 0, 0, time.UTC))
	server, err := sandbox.New(sandbox.Options{Clock: clock, Hints: hints(embedded.Library(t))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	v.world = connect(t, server)
	v.Size(1280, 800)
	v.Dark(false)
	v.Goto(server.URL())
	return v
}

// accessible looks at the page as it is now: axe-core finds nothing serious.
func (v *visitor) accessible(where string) {
	v.world.t.Helper()
	const run = `axe.run(document, { resultTypes: ["violations"] }).then((r) => JSON.stringify(r.violations))`
	var violations []struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML, FailureSummary string }
	}
	v.world.must(json.Unmarshal([]byte(browser.Evaluate[string](v.Page, v.axe+";"+run)), &violations))
	for _, found := range violations {
		if found.Impact == "serious" || found.Impact == "critical" {
			v.world.t.Errorf("%s, %s: %s (%s): %+v", where, found.Impact, found.Help, found.ID, found.Nodes)
		}
	}
}

// watchLayout adds up how far things move that nobody moved: the score of
// https://web.dev/articles/cls, in which what follows a press does not count.
const watchLayout = `window.moved = 0; new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
}).observe({ type: "layout-shift" })`

// pictured takes a picture for the README.
func (v *visitor) pictured(name string) {
	v.world.t.Helper()
	png := v.Screenshot()
	if *screenshots {
		v.world.must(os.WriteFile(filepath.Join("../../docs", name+".png"), png, 0o644))
	}
}

// say writes a message.
func (v *visitor) say(text string) {
	v.world.t.Helper()
	v.Find("textbox", "^Message").Focus()
	v.Type(text + kb.Enter)
}

// become acts as somebody else.
func (v *visitor) become(who string) {
	v.world.t.Helper()
	v.Find("combobox", "^Act as").Choose(who)
}

// TestVisitor walks the page as a first visitor does, and then as a
// moderator.
func TestVisitor(t *testing.T) {
	v := visit(t)
	v.Sees("is connected")
	v.Find("button", "^Why did ISIS")
	v.accessible("the invitation")
	browser.Evaluate[any](v.Page, watchLayout)

	// Asked by typing.
	v.say("@Ibid was ukrain behind it?")
	v.Sees(regexp.QuoteMeta(credible))
	v.Sees("sole responsibility")

	// Asked by autocomplete.
	v.Find("textbox", "^Message").Focus()
	v.Type("/as")
	v.Find("option", "/ask")
	v.Type(kb.Enter)
	v.Find("combobox", "question")
	v.Type("talib")
	v.Find("option", "How does the Moscow attack impact the Taliban")
	v.accessible("the list of suggestions")
	v.Type(kb.ArrowDown + kb.Enter + kb.Enter)
	v.Sees("For the Taliban, any publicity")
	v.pictured("sandbox-light")

	// The whole answer, in pages.
	v.Find("button", "^Whole answer").Click()
	v.Sees("Page 1 of 2")
	v.Sees("Only you can see this")
	v.Find("button", "^Next page").Click()
	v.Sees("Page 2 of 2")
	v.Find("button", "^Previous page")

	// Cited.
	v.Find("button", "^Cite$").Click()
	v.Sees("Watkins, A. \\(2024, March 27\\)")
	v.Find("button", "^CSL-JSON").Click()
	v.Sees("container-title")
	v.Find("button", "^Chicago, APA, MLA").Click()
	v.Sees("27 Mar. 2024")
	v.accessible("a citation")
	v.pictured("cite")

	// Asked about somebody's message, by its menu.
	if _, err := v.world.Person("bob").Posts("general", "did anyone warn the russians before?"); err != nil {
		t.Fatal(err)
	}
	v.Sees("did anyone warn the russians before")
	v.Find("button", "^Actions on this message").Focus()
	v.Type(kb.Enter)
	v.Find("menuitem", "Ask Ibid about this")
	v.accessible("a message's menu")
	v.Find("menuitem", "Ask Ibid about this").Click()
	v.Sees("Duty to Warn")
	v.accessible("answers")

	if moved := browser.Evaluate[float64](v.Page, "window.moved"); moved > 0.01 {
		t.Errorf("things have moved by themselves: a layout shift of %.3f", moved)
	}
	v.moderates(t)

	// What was there is there after loading the page anew.
	v.Reload()
	v.Sees("pinned a message")
	v.Sees("For the Taliban, any publicity")
	v.Find("combobox", "^Act as")
	if got := browser.Evaluate[string](v.Page, `document.querySelector("#as").selectedOptions[0].label`); !strings.HasPrefix(got, "Mod") {
		t.Errorf("after a reload %q acts", got)
	}
	v.Sees("(?s)Pinned messages.*Moscow Concert Hall Attack Will Have Far-Reaching Impact")

	v.Dark(true)
	v.accessible("the page in the dark")
	v.pictured("sandbox-dark")
	v.narrow(t)
}

// TestVisitorChecksAQuotation uses the message menu on what somebody quotes.
func TestVisitorChecksAQuotation(t *testing.T) {
	v := visit(t)
	v.Sees("is connected")
	if _, err := v.world.Person("bob").Posts("general", "Watkins: “ISIS-K … explicitly accepted full responsibility for the attack”"); err != nil {
		t.Fatal(err)
	}
	v.Sees("full responsibility")
	v.Find("button", "^Actions on this message").Focus()
	v.Type(kb.Enter)
	v.Find("menuitem", "Check this quotation").Click()
	v.Sees("Altered: 1 word differs")
	v.Sees("hides “hasn’t”")
	v.Sees("Not by Andrew Watkins")
	v.Sees("Only you can see this")
	v.accessible("a check")
	v.pictured("verify")
}

// slash uses a command by its name, with what is typed after it.
func (v *visitor) slash(name, then string) {
	v.world.t.Helper()
	v.Find("textbox", "^Message").Focus()
	v.Type("/" + name)
	v.Find("option", "^/"+name)
	v.Type(kb.Enter)
	if then != "" {
		v.Find("combobox", "question")
		v.Type(then + kb.Enter)
	}
	v.Find("button", "^Send").Click()
}

// TestVisitorQuestionsAnAnswer walks what one may do with an answer: ask why,
// ask for another, and have it taken away; then the settings, and what an
// answer looks like with them and in another language.
func TestVisitorQuestionsAnAnswer(t *testing.T) {
	v := visit(t)
	v.Sees("is connected")
	v.say("@Ibid why did iskp attack rusia")
	v.Sees("years ago")
	v.Find("button", "^Why this answer").Click()
	v.Sees("another name for “ISIS-K”")
	v.Sees("Confidence: very likely")
	v.accessible("why an answer was given")
	v.pictured("why")
	v.Find("button", "^Not what I asked").Click()
	v.Sees("one of these may be meant")
	v.accessible("other answers")
	v.Find("button", "^Dismiss answer").Click()
	v.Sees("The answer is taken away")

	v.slash("help", "")
	v.Sees("Three ways to ask")
	v.slash("about", "")
	v.Sees("92 labelled questions")
	v.accessible("about and help")
	v.pictured("about")

	v.become("Owner, the owner")
	v.Sees("You moderate here")
	v.slash("settings", "")
	v.Find("button", "^Plain mode: turn on").Click()
	v.Find("button", "^Plain mode: turn off")
	v.Find("button", "^Private by default: turn on").Click()
	v.Find("button", "^Private by default: turn off")
	v.accessible("the settings")
	v.pictured("settings")

	v.become("Alice, a member")
	v.Gone("button", "^moderators")
	v.world.Person("alice").Speaks("es-ES")
	v.slash("ask", "was ukraine behind it")
	v.Sees("En este orden:")
	v.Find("button", "^Publicar en el canal").Click()
	v.Sees("Descartar")
	v.accessible("a plain answer in Spanish")
	v.pictured("plain-spanish")
}

// choose picks from a menu under a message: by what stands on it, and what is
// to be picked.
func (v *visitor) choose(menu string, options ...string) {
	v.world.t.Helper()
	v.Find("DisclosureTriangle", menu).Click()
	for _, o := range options {
		v.Find("button", o).Click()
	}
}

// TestVisitorModerates does a moderator's whole round: has another sentence
// quoted and a question left out, pins that, looks at what is pinned, has it
// refreshed and takes it away; then chooses the channels, as who manages the
// server, sees what is kept, and deletes it.
func TestVisitorModerates(t *testing.T) {
	v := visit(t)
	v.Sees("is connected")
	v.become("Mod, a moderator")
	v.Find("button", "^moderators")
	v.slash("pin summary", "")
	v.Find("button", "^Pin here")
	v.choose("^Change what is quoted", "^Why did ISIS")
	const another = "hasn’t explicitly accepted responsibility for the attack as yet"
	v.choose("^For one, the statement", another)
	v.Sees(another)
	v.choose("^Why did ISIS", "Ukraine")
	v.choose("^Choose the sentence", "^Leave this question out")
	v.accessible("a preview")
	v.Find("button", "^Pin here").Click()
	v.Sees("It is posted and pinned")
	if pins := v.world.Pins("general"); len(pins) != 1 || !strings.Contains(pins[0].Text(), another) || strings.Contains(pins[0].Text(), credible) {
		t.Errorf("pinned: %+v", pins)
	}
	v.accessible("a summary")
	v.Size(1280, 1200)
	v.pictured("summary")
	v.Size(1280, 800)

	v.slash("pin refresh", "")
	v.Sees("0 pinned messages are refreshed")
	v.slash("pin list", "")
	v.Sees("Ibid has pinned 1 message in this server")
	v.Sees("As published now")
	v.accessible("the list of pins")
	v.Find("button", "^Remove").Click()
	v.Sees("The message is taken away|Ibid has pinned nothing")
	if pins := v.world.Pins("general"); len(pins) != 0 {
		t.Errorf("pinned, after it was removed: %+v", pins)
	}

	v.become("Owner, the owner")
	v.Sees("/privacy See what Ibid keeps") // moderators are not offered it: the page shows the owner's now
	v.slash("settings", "")
	v.choose("^Channels where everybody", "reading-room", "^Choose$")
	v.Sees("Answers everybody in: #reading-room")
	answer := v.world.got(v.world.Person("alice").Slash(v.world.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"}))
	if !answer.Ephemeral() {
		t.Error("in another channel the answer is for everybody")
	}
	v.slash("privacy", "")
	v.Sees("What Ibid keeps for this server")
	v.accessible("what is kept")
	v.Find("button", "^Delete$").Click()
	v.Find("button", "^Delete all of it").Click()
	v.Sees("All of it is deleted")
}

// TestVisitorSeesWhatIsAsked looks at the counts as a moderator, and settles a
// question that a member sent.
func TestVisitorSeesWhatIsAsked(t *testing.T) {
	v := visit(t)
	v.Sees("is connected")
	alice := v.world.Person("alice")
	for n, question := range []string{
		"was ukraine behind it", "why did isis k attack rusia", "did kyiv help", "what about the taliban", "will there be another one in europe",
		"who did it", "was ukraine behind it", "best pizza recipe", "what does it mean for the us",
	} {
		answer := v.world.got(alice.Slash(v.world.ctx, "reading-room", "ask", map[string]any{"question": question, "private": true}))
		if n == 7 {
			v.world.press(alice, answer, "Send to the editors")
		}
	}
	v.become("Mod, a moderator")
	v.Find("button", "^moderators")
	v.slash("insights", "")
	v.Sees("last 7 days")
	v.Sees("By day")
	v.Find("image", "^Bars for each day from 2026")
	v.accessible("the counts")
	v.pictured("insights")
	v.Find("button", "^Light picture").Click()
	v.Find("button", "^Dark picture")
	v.Find("button", "^Questions sent to the editors \\(1\\)").Click()
	v.Sees("best pizza recipe")
	v.accessible("the questions to settle")
	v.Find("button", "^Add as phrasing").Click()
	v.Sees("For which topic is this another way to ask")
	v.accessible("the menu of topics")
	v.Find("button", "^Back").Click()
	v.Find("button", "^Not answered by the analysis").Click()
	v.Sees("Settled: the analysis does not answer it")
}

// TestLinksOpenTheSentence follows the link to each sentence of the library,
// in a browser, on a page with the article's text: it scrolls to the sentence.
func TestLinksOpenTheSentence(t *testing.T) {
	library := embedded.Library(t)
	analysis := *library.Analyses()[0]
	page := browser.Start(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, articlePage(library))
	}))
	defer server.Close()
	page.Size(400, 800)
	n := 0
	for _, topic := range library.Topics() {
		topic.Analysis = &analysis
		for paragraph, p := range topic.Passages {
			for sentence := range p.Sentences {
				// A page of its own each time: a browser goes to a fragment when it loads one.
				analysis.URL = fmt.Sprintf("%s/%d", server.URL, n)
				m := knowledge.Match{Topic: topic, Paragraph: paragraph, Sentence: sentence}
				page.Goto(m.Link(reply.MaxButtonURL))
				seen := browser.Evaluate[bool](page, fmt.Sprintf(`new Promise((done) => setTimeout(() => {
					const box = document.getElementById("s%d").getBoundingClientRect();
					done(box.top < innerHeight && box.bottom > 0 && scrollY > 0);
				}, 50))`, n))
				if best, _ := m.Best(); !seen {
					t.Errorf("%s does not show %q", m.Link(reply.MaxButtonURL), topic.Analysis.Text(best))
				}
				n++
			}
		}
	}
	if n < 50 {
		t.Errorf("%d sentences were looked at", n)
	}
}

// articlePage is the library's text as a page, with lines so far apart that
// a window shows one or two.
func articlePage(library *knowledge.Library) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><style>body { line-height: 400px; padding-top: 1000px }</style>`)
	n := 0
	for _, topic := range library.Topics() {
		fmt.Fprintf(&b, "<h2>%s</h2>", html.EscapeString(topic.Question))
		for _, p := range topic.Passages {
			line := topic.Analysis.Source[:p.Span.Start]
			label := line[strings.LastIndexByte(line, '\n')+1:]
			b.WriteString("<p>" + html.EscapeString(label))
			for _, s := range p.Sentences {
				fmt.Fprintf(&b, `<span id="s%d">%s</span> `, n, html.EscapeString(topic.Analysis.Text(s)))
				n++
			}
			b.WriteString("</p>")
		}
	}
	return b.String()
}

// TestDeveloper looks at the wire, and breaks the connection.
func TestDeveloper(t *testing.T) {
	v := visit(t)
	v.Sees("is connected")
	v.Find("button", "^On the wire").Click()
	v.say("@Ibid was ukraine behind it?")
	v.Sees("sole responsibility")
	v.Sees(`(?s)POST\s*/channels/\d+/messages`)
	v.Sees("MESSAGE_CREATE")
	v.accessible("the wire")

	before := v.world.Gateway()
	v.Find("button", "^Weather").Click()
	v.accessible("the weather")
	v.Find("button", "^Drop the connection").Click()
	v.Sees(`(?i)resumed\s*once`)
	v.say("@Ibid and the taliban?")
	v.Sees("Andrew Watkins")
	if after := v.world.Gateway(); after.Identifies != before.Identifies || after.Resumes != before.Resumes+1 {
		t.Errorf("before %+v, after %+v: the bot has not resumed", before, after)
	}
}

// moderates pins a summary, which members are not offered.
func (v *visitor) moderates(t *testing.T) {
	t.Helper()
	v.Find("textbox", "^Message").Focus()
	v.Type("/")
	v.Find("option", "/ask")
	if v.Has("option", "/pin") {
		t.Error("a member is offered /pin")
	}
	v.Type(kb.Backspace)
	v.become("Mod, a moderator")
	v.Find("button", "^moderators")
	v.Find("textbox", "^Message").Focus()
	v.Type("/pin")
	v.Find("option", "/pin summary")
	v.Type(kb.Enter)
	v.Find("button", "^Send").Click()
	v.Find("button", "^Pin here").Click()
	v.Sees("It is posted and pinned")
	v.Sees("Ibid pinned a message")
	v.Find("button", "^Pinned messages").Click()
	v.Sees("(?s)Pinned messages.*Moscow Concert Hall Attack Will Have Far-Reaching Impact")
	if pins := v.world.Pins("general"); len(pins) != 1 || !strings.Contains(pins[0].Text(), motive) {
		t.Errorf("pinned: %+v", pins)
	}
	v.accessible("the pins")
}

// narrow looks at the page on a phone.
func (v *visitor) narrow(t *testing.T) {
	t.Helper()
	v.Dark(false)
	v.Size(360, 740)
	v.Reload()
	v.Sees("Ibid pinned a message")
	v.say("@Ibid what does it mean for the us")
	v.Sees("The U.S. government has been worried")
	if wide := browser.Evaluate[int](v.Page, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("the page is %d pixels wide on a window of 360", wide)
	}
	v.accessible("the page on a phone")
	v.pictured("sandbox-phone")
	v.Find("button", "^Channels").Click()
	v.Find("combobox", "^Act as")
	v.accessible("the channels on a phone")
}
