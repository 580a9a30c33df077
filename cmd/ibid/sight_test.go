package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ibid/internal/embedded"
	"ibid/internal/embedserver"
	"ibid/sandbox"
)

// TestNearness: the eyes tell nothing before they know the library, then one
// number a text, and nothing again when the server is down; a library answers
// with them and without them.
func TestNearness(t *testing.T) {
	s := newSight(t)
	library := embedded.Library(t).WithEyes(s.eyes)
	const question = "why did isis k attack rusia"
	if s.eyes.Nearness(t.Context(), question) != nil {
		t.Error("the eyes tell something before they know the library")
	}
	s.eyes.Watch(t.Context(), library.Texts())
	nearness := s.eyes.Nearness(t.Context(), question)
	if len(nearness) != len(library.Texts()) {
		t.Fatalf("%d numbers for %d texts", len(nearness), len(library.Texts()))
	}
	for i, n := range nearness {
		if n < -1.001 || n > 1.001 {
			t.Fatalf("text %d is at %v, which is no cosine", i, n)
		}
	}
	seeing := library.Ask(t.Context(), question)
	s.counts(`ibid_embeddings_queries_total{outcome="used"} 2`, `ibid_embeddings_queries_total{outcome="failed"} 0`)

	s.Fail(embedserver.Dies(1))
	alone := library.Ask(t.Context(), question)
	s.counts(`ibid_embeddings_queries_total{outcome="used"} 2`, `ibid_embeddings_queries_total{outcome="failed"} 1`)
	for name, answer := range map[string]string{"seeing": seeing.Matches[0].Topic.ID, "alone": alone.Matches[0].Topic.ID} {
		if answer != "q1" {
			t.Errorf("%s: the answer is %s, want q1", name, answer)
		}
	}
	if seeing.Matches[0].Confidence == alone.Matches[0].Confidence {
		t.Error("what was seen made no difference")
	}
}

// TestWatchEnds: a server that is down keeps the eyes waiting, not the end of
// the program.
func TestWatchEnds(t *testing.T) {
	s := newSight(t)
	s.Fail(embedserver.Dies(0))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		s.eyes.Watch(ctx, libraryTexts(3))
		close(done)
	}()
	cancel()
	<-done
	if s.eyes.Nearness(t.Context(), "why") != nil {
		t.Error("the eyes tell something of a library they never saw")
	}
}

// TestEyesInTheSandbox: the program with eyes, over the wire: a member's
// question is sent to the server of embeddings, and /metrics counts it; when
// that server dies the member is answered all the same.
func TestEyesInTheSandbox(t *testing.T) {
	ownEnvironment(t)
	t.Chdir(t.TempDir())
	eyes := embedserver.Start(t)
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	log, stderr := io.Pipe()
	done := make(chan error, 1)
	go func() {
		args := []string{"run", "--token", server.Token(), "--api-url", server.APIURL(), "--http-addr", "127.0.0.1:0", "--cooldown", "0s",
			"--embeddings-url", eyes.URL, "--embeddings-model", "words", "--database-url", "sqlite:" + filepath.Join(t.TempDir(), "ibid.db")}
		done <- parseAndRun(ctx, args, streams{in: strings.NewReader(""), out: io.Discard, err: stderr})
		stderr.Close()
	}()
	base := "http://" + servedAt(t, log)
	w := &world{Server: server, t: t, ctx: ctx}
	w.must(server.WaitReady(ctx))
	w.must(server.WaitCommands(ctx))
	alice := w.Person("alice")
	ask := func() {
		w.says(w.got(alice.Slash(ctx, "general", "ask", map[string]any{"question": "why did isis k attack rusia"})), motive)
	}
	for !strings.Contains(fetch(t, base+"/metrics"), `ibid_embeddings_queries_total{outcome="used"} 1`) && ctx.Err() == nil {
		ask() // until the library has its embeddings
	}
	eyes.Close()
	ask()
	if got := fetch(t, base+"/metrics"); !strings.Contains(got, `ibid_embeddings_queries_total{outcome="failed"} 1`) {
		t.Errorf("the question that the dead server never saw is not counted:\n%s", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("the program ended with: %v", err)
	}
}
