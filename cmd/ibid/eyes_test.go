package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ibid/internal/embedserver"
)

const eyesKey = "sk-the-key-of-the-tests"

// sight is the wiring of the eyes, against a server on loopback and a
// database in a file.
type sight struct {
	*embedserver.Server
	t       *testing.T
	c       cli
	log     bytes.Buffer
	metrics *metrics
	eyes    *eyes
}

func newSight(t *testing.T) *sight {
	t.Helper()
	s := &sight{Server: embedserver.Start(t), t: t}
	s.c = cli{
		EmbeddingsURL: s.URL + "/v1/", EmbeddingsModel: "words", EmbeddingsKey: eyesKey,
		DatabaseURL: "sqlite:" + filepath.Join(t.TempDir(), "ibid.db"),
	}
	s.start()
	t.Cleanup(func() {
		s.stop()
		if strings.Contains(s.log.String(), eyesKey) {
			t.Errorf("the key is in the log: %s", &s.log)
		}
	})
	return s
}

// start is the start of the program, and stop its end.
func (s *sight) start() {
	s.t.Helper()
	s.metrics = newMetrics()
	e, err := openEyes(s.t.Context(), &s.c, slog.New(slog.NewTextHandler(&s.log, nil)), s.metrics)
	if err != nil {
		s.t.Fatal(err)
	}
	e.queryDeadline = time.Minute // so that a busy machine fails no test
	s.eyes = e
}

func (s *sight) stop() {
	s.t.Helper()
	if err := s.eyes.Close(); err != nil {
		s.t.Error(err)
	}
}

// counts wants lines of /metrics.
func (s *sight) counts(wanted ...string) {
	s.t.Helper()
	got := scrape(s.t, s.metrics.handler())
	for _, line := range wanted {
		if !strings.Contains(got, "\n"+line+"\n") {
			s.t.Errorf("the metrics lack %q:\n%s", line, got)
		}
	}
}

// asked is how many texts the server was asked for.
func (s *sight) asked() int {
	n := 0
	for _, r := range s.Requests() {
		n += len(r.Input)
	}
	return n
}

func libraryTexts(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("sentence %d of the library", i)
	}
	return all
}

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// TestEyes: texts that say the same are seen close to each other, and the
// library is asked for once, whatever starts and stops.
func TestEyes(t *testing.T) {
	s := newSight(t)
	library := []string{"the treaty moves border checks inland", "the taliban lose face"}
	vectors, err := s.eyes.Library(t.Context(), library)
	if err != nil {
		t.Fatal(err)
	}
	query, err := s.eyes.Query(t.Context(), "border checks")
	if err != nil {
		t.Fatal(err)
	}
	near, far := cosine(query, vectors[0]), cosine(query, vectors[1])
	if near <= far || near > 1.0001 || math.Abs(cosine(query, query)-1) > 1e-5 {
		t.Errorf("similarities %g and %g", near, far)
	}
	s.counts(`ibid_embeddings_queries_total{outcome="used"} 1`, `ibid_embeddings_queries_total{outcome="failed"} 0`,
		`ibid_embeddings_library_texts{state="embedded"} 2`, `ibid_embeddings_library_texts{state="wanted"} 2`)

	s.stop()
	s.start()
	again, err := s.eyes.Library(t.Context(), library)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(vectors) || s.asked() != 3 {
		t.Errorf("after a restart: %v (%v), with %d texts asked for in all, want the same and 3", again, err, s.asked())
	}
	for _, r := range s.Requests() {
		if r.Authorization != "Bearer "+eyesKey || r.Path != "/v1/embeddings" || r.Model != "words" {
			t.Errorf("asked as %+v", r)
		}
	}
}

// TestEyesGoOn: the server dies in the middle of the library; after a restart
// only what is missing is asked for.
func TestEyesGoOn(t *testing.T) {
	s := newSight(t)
	s.Fail(embedserver.Dies(3))
	if _, err := s.eyes.Library(t.Context(), libraryTexts(300)); err == nil {
		t.Error("a library was embedded by a dead server")
	}
	s.counts(`ibid_embeddings_library_texts{state="embedded"} 128`, `ibid_embeddings_library_texts{state="wanted"} 300`)
	s.stop()

	s.Fail(nil)
	before := s.asked()
	s.start()
	if _, err := s.eyes.Library(t.Context(), libraryTexts(300)); err != nil {
		t.Fatal(err)
	}
	if got := s.asked() - before; got != 172 {
		t.Errorf("%d texts were asked for after the restart, want 172", got)
	}
	s.counts(`ibid_embeddings_library_texts{state="embedded"} 300`)
}

// TestEyesThatFail: whatever the server does, a question comes back with an
// error that tells neither the question nor the key.
func TestEyesThatFail(t *testing.T) {
	const question = "a secret question"
	closes := func(http.ResponseWriter, *http.Request, int, embedserver.Request) bool { panic(http.ErrAbortHandler) }
	for name, fault := range map[string]embedserver.Fault{
		"500":           embedserver.Status(500, `{"error":{"message":"cannot read `+question+` with `+eyesKey+`"}}`),
		"garbage":       embedserver.Status(200, "<html>"+question+"</html>"),
		"too few":       embedserver.Status(200, `{"data":[]}`),
		"too many":      embedserver.Status(200, string(embedserver.Answer([]string{question, question}))),
		"not a number":  embedserver.Status(200, `{"data":[{"index":0,"embedding":[NaN,1]}]}`),
		"null":          embedserver.Status(200, `{"data":[{"index":0,"embedding":[null,1]}]}`),
		"closes":        closes,
		"dies":          embedserver.Dies(1),
		"another model": embedserver.Status(200, `{"data":[{"index":0,"embedding":[1]}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSight(t)
			if _, err := s.eyes.Library(t.Context(), libraryTexts(1)); err != nil {
				t.Fatal(err)
			}
			s.Fail(fault)
			got, err := s.eyes.Query(t.Context(), question)
			if err == nil {
				t.Fatalf("vector %v", got)
			}
			if strings.Contains(err.Error(), question) || strings.Contains(err.Error(), eyesKey) {
				t.Errorf("the error tells too much: %v", err)
			}
			s.counts(`ibid_embeddings_queries_total{outcome="failed"} 1`, `ibid_embeddings_queries_total{outcome="used"} 0`)
			s.Fail(nil)
			if _, err := s.eyes.Query(t.Context(), question); err != nil {
				t.Errorf("the server is well again, and yet: %v", err)
			}
		})
	}
}

// TestSlowEyes: a member does not wait for them longer than the program says,
// nor longer than the member's own time.
func TestSlowEyes(t *testing.T) {
	s := newSight(t)
	s.Fail(embedserver.Hang)
	s.eyes.queryDeadline = queryDeadline
	if _, err := s.eyes.Query(t.Context(), "why"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of the deadline", err)
	}
	s.counts(`ibid_embeddings_queries_total{outcome="late"} 1`)

	s.eyes.queryDeadline = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	s.Fail(func(w http.ResponseWriter, r *http.Request, n int, asked embedserver.Request) bool {
		cancel()
		return embedserver.Hang(w, r, n, asked)
	})
	if _, err := s.eyes.Query(ctx, "why"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	s.counts(`ibid_embeddings_queries_total{outcome="late"} 2`, `ibid_embeddings_queries_total{outcome="failed"} 0`)
}

// TestOpenEyes: what is set wrong is told of at the start, by the name of the
// variable, and what is not set leaves nothing behind.
func TestOpenEyes(t *testing.T) {
	t.Chdir(t.TempDir())
	const password = "hunter2"
	sound := cli{EmbeddingsURL: "http://127.0.0.1:11434", EmbeddingsModel: "words", DatabaseURL: "sqlite:ibid.db"}
	if err := os.WriteFile("broken.db", []byte(strings.Repeat("no database ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		change func(c *cli)
		says   string
	}{
		{func(c *cli) { c.EmbeddingsURL = "127.0.0.1" }, "IBID_EMBEDDINGS_URL: "},
		{func(c *cli) { c.EmbeddingsURL = "http://me:" + password + "@127.0.0.1" }, "IBID_EMBEDDINGS_URL: "},
		{func(c *cli) { c.EmbeddingsModel = "" }, "IBID_EMBEDDINGS_MODEL"},
		{func(c *cli) { c.DatabaseURL = "postgres://me:" + password + "@127.0.0.1:port/ibid" }, "IBID_DATABASE_URL: it is no address of a PostgreSQL database"},
		{func(c *cli) { c.DatabaseURL = "postgresql://me:1/" + password + "@127.0.0.1/ibid" }, "no address"},
		{func(c *cli) { c.DatabaseURL = "mysql://me:" + password + "@127.0.0.1/ibid" }, "IBID_DATABASE_URL: write sqlite:PATH"},
		{func(c *cli) { c.DatabaseURL = "ibid.db" }, "IBID_DATABASE_URL: write sqlite:PATH"},
		{func(c *cli) { c.DatabaseURL = "sqlite:" }, "IBID_DATABASE_URL: write sqlite:PATH"},
		{func(c *cli) { c.DatabaseURL = "sqlite:broken.db" }, "IBID_DATABASE_URL: open database broken.db: "},
		{func(c *cli) { c.DatabaseURL = "sqlite:none/ibid.db" }, "IBID_DATABASE_URL: open database none/ibid.db: "},
	} {
		c := sound
		test.change(&c)
		e, err := openEyes(t.Context(), &c, slog.New(slog.DiscardHandler), newMetrics())
		if err == nil || e != nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), password) {
			t.Errorf("%+v: error %v, want %q in it, and no password", c, err, test.says)
		}
	}
	for url, file := range map[string]string{"": "", "memory:": "", "sqlite:ibid.db": "ibid.db", "sqlite://a.db": "a.db"} {
		c := sound
		if c.DatabaseURL = url; url == "" {
			c.EmbeddingsURL = ""
		}
		e, err := openEyes(t.Context(), &c, slog.New(slog.DiscardHandler), newMetrics())
		if err != nil || (e == nil) != (url == "") {
			t.Fatalf("%q: eyes %v, error %v", url, e, err)
		}
		if e != nil {
			e.Close()
		}
		if left := databases(t); left != file {
			t.Errorf("%q leaves %q behind, want %q", url, left, file)
		}
		os.Remove(file)
	}
}

// databases lists the files of this folder that were not there before.
func databases(t *testing.T) string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		if f.Name() != "broken.db" {
			names = append(names, f.Name())
		}
	}
	return strings.Join(names, " ")
}

// scrape asks a handler for metrics as Prometheus does.
func scrape(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	return fetch(t, server.URL)
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s (%v)\n%s", url, response.Status, err, body)
	}
	return "\n" + string(body)
}
