package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ibid/internal/postgrestest"
	"ibid/sandbox"
)

// child is the program as a process of its own, that can be killed.
type child struct {
	cmd *exec.Cmd
	log bytes.Buffer
}

// startChild starts the program on a database, and waits until it has
// connected.
func startChild(t *testing.T, server *sandbox.Server, database string, ready func() bool) *child {
	t.Helper()
	c := &child{cmd: exec.Command("ibid", "run", "--token", server.Token(), "--api-url", server.APIURL(), "--http-addr", "127.0.0.1:0",
		"--cooldown", "0s", "--database-url", "sqlite:"+database, "--pin-grace", "1s")}
	c.cmd.Stderr = &c.log
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.kill)
	for deadline := time.Now().Add(time.Minute); !ready(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the program does not connect:\n%s", c.log.String())
		}
	}
	return c
}

// kill kills the process with SIGKILL; twice does no more.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// TestPinsSurviveSIGKILL kills the program at each step of pinning in turn,
// with the step's request refused, without an answer, or hanging, and at
// moments in between. After the next start there is no summary that is not
// pinned, and none twice.
func TestPinsSurviveSIGKILL(t *testing.T) {
	kills(t)
	server := newServer(t)
	mod := server.Person("mod")
	database := filepath.Join(t.TempDir(), "ibid.db")
	list := func() (string, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		r, err := mod.Slash(ctx, "general", "pin list", nil)
		return r.Text(), err
	}
	connected := func() bool { _, err := list(); return err == nil }

	const post, pin, list100 = "POST /channels/{channel}/messages", "PUT /channels/{channel}/messages/pins/{message}", "GET /channels/{channel}/messages/pins"
	type step struct {
		name   string
		n      int
		fault  sandbox.CallFault
		killed time.Duration // after the press
	}
	var steps []step
	for _, route := range []string{list100, post, pin} {
		for name, fault := range map[string]sandbox.CallFault{
			"refused": {Fault: sandbox.FaultStatus, Status: 503}, "lost": {Fault: sandbox.FaultLost},
			"hanging": {Fault: sandbox.FaultSlow, For: time.Minute}, "cut": {Fault: sandbox.FaultCut},
		} {
			fault.Route = route
			steps = append(steps, step{name + " " + route, 1, fault, 300 * time.Millisecond})
		}
	}
	for at := range 6 {
		steps = append(steps, step{name: fmt.Sprint("at moment ", at), killed: time.Duration(2+4*at) * time.Millisecond})
	}
	pinned := 0
	for _, s := range steps {
		c := startChild(t, server, database, connected)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		preview, err := mod.Slash(ctx, "general", "pin summary", nil)
		if err != nil {
			t.Fatalf("%s: %v\n%s", s.name, err, c.log.String())
		}
		button, _ := preview.Button("Pin here")
		if s.n > 0 {
			server.FailCalls(s.n, s.fault)
		}
		pressed := make(chan struct{})
		go func() {
			_, _ = mod.Clicks(ctx, preview.Message, button.CustomID) // it may be killed before it answers
			close(pressed)
		}()
		time.Sleep(s.killed)
		c.kill()
		cancel()
		<-pressed

		c = startChild(t, server, database, connected)
		settled := func() bool {
			text, err := list()
			return err == nil && !strings.Contains(text, "Not finished yet")
		}
		for deadline := time.Now().Add(20 * time.Second); !settled() && time.Now().Before(deadline); {
			time.Sleep(100 * time.Millisecond)
		}
		pins, posted := len(server.Pins("general")), 0
		for _, m := range server.Messages("general") {
			if strings.Contains(m.Text(), motive) {
				posted++
			}
		}
		if pins != posted || pins > pinned+1 {
			t.Errorf("%s: %d pins, %d summaries, and %d pins before\n%s", s.name, pins, posted, pinned, c.log.String())
		}
		if text, _ := list(); !strings.Contains(text, fmt.Sprintf("pinned %d message", pins)) && pins > 0 {
			t.Errorf("%s: %d pins, and the list says: %s", s.name, pins, text)
		}
		pinned = pins
		c.kill()
	}
	t.Logf("%d kills, %d pins, no copy and no orphan", len(steps), pinned)
	if pinned == 0 {
		t.Error("nothing was ever pinned: the test tests nothing")
	}
}

// TestPinsUnderFaults pins from several hands at once while Discord refuses,
// loses and delays, with one process, and with two on one database who both
// are told of each press: in the end there is no summary that is not pinned,
// none twice, and none that the list does not know. IBID_PINS is how many
// previews are pressed, each twice. It is not run beside others: it leaves
// them no time.
func TestPinsUnderFaults(t *testing.T) {
	for name, database := range map[string]func(*testing.T) []string{
		"one process":   func(t *testing.T) []string { return []string{"sqlite:" + filepath.Join(t.TempDir(), "ibid.db")} },
		"two processes": func(t *testing.T) []string { address := postgrestest.Address(t); return []string{address, address} },
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t)
			var w *world
			for _, address := range database(t) {
				w = connectFor(t, 15*time.Minute, server, new(logBuffer), "--pin-grace", "10s", "--database-url", address)
			}
			pinsUnderFaults(t, w)
		})
	}
}

func pinsUnderFaults(t *testing.T, w *world) {
	previews := 40
	if asked := os.Getenv("IBID_PINS"); asked != "" {
		var err error
		if previews, err = strconv.Atoi(asked); err != nil {
			t.Fatalf("IBID_PINS: %v", err)
		}
	}
	const hands, perChannel = 8, 200 // and Discord's 250 are never reached
	mod := w.Person("mod")
	random := rand.New(rand.NewPCG(6, 1))
	faults := []sandbox.CallFault{
		{Fault: sandbox.FaultStatus, Status: 500}, {Fault: sandbox.FaultStatus, Status: 503}, {Fault: sandbox.FaultLost}, {Fault: sandbox.FaultHalf},
		{Fault: sandbox.FaultCut}, {Fault: sandbox.FaultSlow, For: 3 * time.Second},
	}
	routes := []string{"POST /channels/{channel}/messages", "PUT /channels/{channel}/messages/pins/{message}", "GET /channels/{channel}/messages"}
	var channels []string
	pressed := 0
	for pressed < previews {
		if pressed >= len(channels)*perChannel {
			id, err := w.AddChannel(sandbox.ChannelOptions{Name: fmt.Sprint("pins-", len(channels))})
			w.must(err)
			channels = append(channels, id)
		}
		channel := channels[len(channels)-1]
		for range 2 + random.IntN(5) {
			f := faults[random.IntN(len(faults))]
			f.Route = routes[random.IntN(len(routes))]
			w.FailCalls(1+random.IntN(3), f)
		}
		var all sync.WaitGroup
		for range min(hands, previews-pressed) {
			preview, err := mod.Slash(w.ctx, channel, "pin summary", nil)
			button, ok := preview.Button("Pin here")
			if err != nil || !ok {
				continue // the answer itself was hit
			}
			pressed++
			for range 2 {
				all.Go(func() { _, _ = mod.Clicks(w.ctx, preview.Message, button.CustomID) }) // what came of it is looked at below
			}
		}
		all.Wait()
	}
	w.eventually(func() bool {
		r, err := mod.Slash(w.ctx, "general", "pin list", nil)
		return err == nil && !strings.Contains(everyPage(w, mod, r), "Not finished yet")
	})
	pins, posted := 0, 0
	for _, channel := range channels {
		pins, posted = pins+len(w.Pins(channel)), posted+len(w.summaries(channel))
	}
	// A summary that was given up, as its moderator was told, is neither.
	if pins != posted || pins > pressed || pins < pressed/2 {
		t.Errorf("%d previews were pressed: %d pins, %d summaries", pressed, pins, posted)
	}
	w.says(w.got(mod.Slash(w.ctx, "general", "pin list", nil)), fmt.Sprintf("pinned %d message", pins))
	t.Logf("%d previews pressed twice each under faults: %d pins, %d summaries", pressed, pins, posted)
}

// everyPage is what all pages of a list of pins say.
func everyPage(w *world, who *sandbox.Person, r sandbox.Reply) string {
	said := r.Text()
	for {
		next, ok := r.Button("Next page")
		if !ok {
			return said
		}
		var err error
		if r, err = who.Clicks(w.ctx, r.Message, next.CustomID); err != nil {
			return said + "Not finished yet" // it is asked again
		}
		said += r.Text()
	}
}
