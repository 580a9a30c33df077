// Package browser drives a real browser in tests, as a person would: what is
// on a page is found by its role and its accessible name, so that a test does
// not know the page's markup, and fails where a screen reader would.
//
// Read [Start] first, then [Page.Find], which waits for the page to change.
package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience bounds each wait; it is reached only by a test that fails.
const patience = 30 * time.Second

// names are what the browser is called where it is installed.
var names = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// Page is one tab of a browser of its own. Its methods end the test when
// what they wait for never comes.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex
	faults []string
}

// Start opens an empty page that is closed with the test. Where no browser
// is installed the test is skipped as [Missing] does. In the end, the test
// fails for every error and warning that the page's console shows.
func Start(t testing.TB) *Page {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(executable(t)),
		// Tests run in containers, as root, and without a network.
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-US"), chromedp.Flag("force-color-profile", "srgb"))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	p := &Page{t: t, ctx: ctx}
	p.watchConsole()
	must(t, "begin")(chromedp.Call(ctx, accessibility.Enable, cdp.Empty{}))
	return p
}

func executable(t testing.TB) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "there is no browser: install Chromium to run this test")
	return ""
}

// Missing skips a test that needs what is not installed, saying what to do;
// with IBID_REQUIRE_TOOLS set it fails the test, for where skipping must not
// pass for a check.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("IBID_REQUIRE_TOOLS") != "" {
		t.Fatal(what)
	}
	t.Skip("SKIPPED: " + what)
}

// must returns what ends the test for an error.
func must(t testing.TB, what string) func(any, error) {
	t.Helper()
	return func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("the browser, %s: %v", what, err)
		}
	}
}

// watchConsole keeps what the console shows as an error or a warning, what
// no code caught included, until the test ends.
func (p *Page) watchConsole() {
	ctx, cancel := context.WithCancel(p.ctx)
	messages := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			switch m.Type {
			case chromedp.ConsoleError, chromedp.ConsoleWarning, chromedp.ConsoleException:
				p.mu.Lock()
				p.faults = append(p.faults, fmt.Sprintf("%s: %s %s", m.Type, m.Text, m.URL))
				p.mu.Unlock()
			}
		}
	}()
	p.t.Cleanup(func() {
		cancel()
		<-done
		for _, fault := range p.faults {
			p.t.Errorf("the browser's console: %s", fault)
		}
	})
}

// Expect takes the console's messages that fit a regular expression off the
// list of faults: those that the test caused on purpose.
func (p *Page) Expect(message string) {
	fits := regexp.MustCompile(message)
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := p.faults[:0]
	for _, fault := range p.faults {
		if !fits.MatchString(fault) {
			kept = append(kept, fault)
		}
	}
	p.faults = kept
}

// do runs actions.
func (p *Page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	must(p.t, what)(nil, chromedp.Do(ctx, actions...))
}

// Goto opens an address and waits until it is loaded.
func (p *Page) Goto(address string) {
	p.t.Helper()
	p.do("go to "+address, chromedp.Navigate(address))
}

// Reload loads the page anew.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// Size sets how large the window is, in CSS pixels.
func (p *Page) Size(width, height int) {
	p.t.Helper()
	p.do("resize", chromedp.EmulateViewport(int64(width), int64(height)))
	Evaluate[bool](p, drawn)
}

// Dark sets whether the system asks for a dark page. Motion is reduced, so
// that a screenshot does not show the middle of one.
func (p *Page) Dark(on bool) {
	p.t.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	must(p.t, "set the colours")(chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	}))
	Evaluate[bool](p, drawn)
}

// drawn is kept once the page has been drawn anew.
const drawn = `new Promise((kept) => requestAnimationFrame(() => requestAnimationFrame(() => kept(true))))`

// Screenshot is the window as PNG.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	must(p.t, "take a screenshot")(nil, err)
	return png
}

// Evaluate runs JavaScript and returns what it, or its promise, comes to.
func Evaluate[T any](p *Page, script string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	must(p.t, "evaluate a script")(nil, err)
	return v
}

// Type types where the focus is: text, and keys of chromedp's package kb.
// With modifiers it presses a shortcut.
//
// The character belongs to the press: chromedp's own KeyEvent sends it as an
// event beside that, so that a page could not keep a key from writing.
func (p *Page) Type(keys string, modifiers ...kb.Modifier) {
	p.t.Helper()
	var held int64
	for _, m := range modifiers {
		held |= int64(m)
	}
	for _, r := range keys {
		events := kb.Encode(r)
		down, up := events[0], events[len(events)-1]
		if len(events) == 3 && held == 0 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, e := range []*input.DispatchKeyEventParams{down, up} {
			e.Modifiers |= held
			must(p.t, "type")(chromedp.Call(p.ctx, input.DispatchKeyEvent, *e))
		}
	}
}

// Node is something on a page that a screen reader speaks of.
type Node struct {
	Name string // its accessible name

	page *Page
	id   cdp.BackendNodeID
}

// Find waits for a node with an ARIA role whose accessible name fits a
// regular expression. Of several it returns the last, which in a chat is the
// latest.
func (p *Page) Find(role, name string) Node {
	p.t.Helper()
	var found []Node
	p.await(fmt.Sprintf("a %s %q", role, name), func(ctx context.Context) (ok bool, err error) {
		found, err = p.all(ctx, role, regexp.MustCompile(name))
		return len(found) > 0, err
	})
	return found[len(found)-1]
}

// Gone waits until there is no such node.
func (p *Page) Gone(role, name string) {
	p.t.Helper()
	p.await(fmt.Sprintf("the end of the %s %q", role, name), func(ctx context.Context) (bool, error) {
		found, err := p.all(ctx, role, regexp.MustCompile(name))
		return len(found) == 0, err
	})
}

// Sees waits until the text that is shown fits a regular expression.
func (p *Page) Sees(text string) {
	p.t.Helper()
	fits := regexp.MustCompile(text)
	p.await(fmt.Sprintf("the text %q", text), func(ctx context.Context) (bool, error) {
		all, err := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
		return fits.MatchString(all), err
	})
}

// Has reports whether there is such a node now.
func (p *Page) Has(role, name string) bool {
	p.t.Helper()
	found, err := p.all(p.ctx, role, regexp.MustCompile(name))
	must(p.t, "look")(nil, err)
	return len(found) > 0
}

// all finds the nodes that are there now. What is hidden is none.
func (p *Page) all(ctx context.Context, role string, name *regexp.Regexp) ([]Node, error) {
	document, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
	if err != nil {
		return nil, err
	}
	tree, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{NodeID: document.Root.NodeID, Role: role})
	if err != nil {
		return nil, err
	}
	var found []Node
	for _, n := range tree.Nodes {
		if said := nameOf(n); !n.Ignored && name.MatchString(said) {
			found = append(found, Node{Name: said, page: p, id: n.BackendDOMNodeID})
		}
	}
	return found, nil
}

func nameOf(n *accessibility.Node) string {
	var name string
	if n.Name != nil {
		_ = json.Unmarshal(n.Name.Value, &name) // a name that is no text is none
	}
	return name
}

// change is kept when the page next changes, or after a moment: it may have
// changed before this began to watch.
const change = `new Promise((kept) => {
  const done = () => { watch.disconnect(); kept(true); };
  const watch = new MutationObserver(done);
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  setTimeout(done, 100);
})`

// await looks again whenever the page has changed, until something holds.
// Errors of looking are those of a page that was just left.
func (p *Page) await(what string, holds func(context.Context) (bool, error)) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		ok, err := holds(ctx)
		if ok && err == nil {
			return
		}
		if _, waited := chromedp.Run(ctx, chromedp.Evaluate[bool](change, chromedp.EvalAwaitPromise)); waited != nil && ctx.Err() != nil {
			p.t.Fatalf("the page never showed %s (%v); it shows:\n%s", what, err, p.shown())
		}
	}
}

// shown is the page's text, for the message of a failed test.
func (p *Page) shown() string {
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	if err != nil {
		return err.Error()
	}
	return text
}

// Click presses the middle of a node with the mouse, once it is in view.
func (n Node) Click() {
	n.page.t.Helper()
	_, err := chromedp.Call(n.page.ctx, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{BackendNodeID: n.id})
	must(n.page.t, "scroll to "+n.Name)(nil, err)
	where, err := chromedp.Call(n.page.ctx, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: n.id})
	must(n.page.t, "find "+n.Name)(nil, err)
	if len(where.Quads) == 0 {
		n.page.t.Fatalf("%q is nowhere to be clicked", n.Name)
	}
	q := where.Quads[0]
	n.page.do("click "+n.Name, chromedp.MouseClickXY((q[0]+q[2]+q[4]+q[6])/4, (q[1]+q[3]+q[5]+q[7])/4))
}

// Focus puts the keyboard's focus on a node.
func (n Node) Focus() {
	n.page.t.Helper()
	must(n.page.t, "focus "+n.Name)(chromedp.Call(n.page.ctx, dom.Focus, dom.FocusParams{BackendNodeID: n.id}))
}

// choose picks an option of a native select by its label, as a person does:
// the browser's own list is outside of the page.
const choose = `function (label) {
  const option = [...this.options].find((o) => o.label === label);
  if (!option) throw new Error("no option " + label + " among " + [...this.options].map((o) => o.label));
  this.value = option.value;
  this.dispatchEvent(new Event("input", { bubbles: true }));
  this.dispatchEvent(new Event("change", { bubbles: true }));
}`

// Choose picks an option of a native select by its label.
func (n Node) Choose(label string) {
	n.page.t.Helper()
	object, err := chromedp.Call(n.page.ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: n.id})
	must(n.page.t, "find "+n.Name)(nil, err)
	n.page.do("choose "+label, chromedp.CallFunctionOn[chromedp.Void](choose, func(p *runtime.CallFunctionOnParams) {
		p.ObjectID = object.Object.ObjectID
	}, label))
}
