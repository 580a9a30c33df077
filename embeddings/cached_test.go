package embeddings

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ibid/internal/embedserver"
	"ibid/store/memory"
	"ibid/store/sqlite"
)

// trial is a server with a cache before it.
type trial struct {
	*embedserver.Server
	t        *testing.T
	cache    Cache
	log      bytes.Buffer
	progress []string
}

func newTrial(t *testing.T) *trial {
	return &trial{Server: embedserver.Start(t), t: t, cache: memory.New()}
}

// embed asks as after a start: what is not in the cache is not known.
func (tr *trial) embed(texts []string, o Options) ([][]float32, error) {
	tr.t.Helper()
	o.URL, tr.progress = tr.URL, nil
	log := slog.New(slog.NewTextHandler(&tr.log, nil))
	return NewCached(client(tr.t, o), tr.cache, log, func(embedded, wanted int) {
		tr.progress = append(tr.progress, fmt.Sprintf("%d/%d", embedded, wanted))
	}).Embed(tr.t.Context(), texts)
}

// want embeds texts, wants their vectors, and that the server is asked just
// for these, in this order.
func (tr *trial) want(texts, asked []string) {
	tr.t.Helper()
	before := len(tr.asked())
	got, err := tr.embed(texts, Options{})
	if err != nil {
		tr.t.Fatal(err)
	}
	wantVectors(tr.t, texts, got)
	if now := tr.asked()[before:]; !slices.Equal(now, asked) {
		tr.t.Errorf("the server was asked for %q, want %q", now, asked)
	}
}

func (tr *trial) asked() []string {
	var all []string
	for _, r := range tr.Requests() {
		all = append(all, r.Input...)
	}
	return all
}

func TestCachedAsksOnce(t *testing.T) {
	tr := newTrial(t)
	all := texts(200)
	tr.want(all[:100], all[:100])
	tr.want(all[:100], nil)
	tr.want(all[50:], all[100:])
	if got := strings.Join(tr.progress, " "); got != "50/150 114/150 150/150" {
		t.Errorf("progress %s", got)
	}
	tr.want(nil, nil)
	if tr.log.Len() > 0 {
		t.Errorf("it is logged: %s", &tr.log)
	}
}

// TestCachedEqualTexts: the server is asked once for equal texts.
func TestCachedEqualTexts(t *testing.T) {
	tr := newTrial(t)
	tr.want([]string{"a", "b", "a", "", "b", "a"}, []string{"a", "b", ""})
	if got := strings.Join(tr.progress, " "); got != "0/3 3/3" {
		t.Errorf("progress %s", got)
	}
}

// TestCachedGoesOn: what the server gave before it died is not asked for
// again.
func TestCachedGoesOn(t *testing.T) {
	tr := newTrial(t)
	all := texts(200)
	tr.Fail(embedserver.Dies(3))
	if got, err := tr.embed(all, Options{}); err == nil || !strings.Contains(err.Error(), "128 of 200 texts") {
		t.Errorf("%d vectors, error %v", len(got), err)
	}
	tr.Fail(nil)
	tr.want(all, all[128:])
}

// TestCachedSpaces: the vectors of another model, or of another server, are
// no help.
func TestCachedSpaces(t *testing.T) {
	tr := newTrial(t)
	tr.want([]string{"a"}, []string{"a"})
	if _, err := tr.embed([]string{"a"}, Options{Model: "others"}); err != nil {
		t.Fatal(err)
	}
	if len(tr.asked()) != 2 {
		t.Errorf("asked for %q, want the text twice, once for each model", tr.asked())
	}
	tr.Server = embedserver.Start(t)
	tr.want([]string{"a"}, []string{"a"})
}

// TestCachedKeyIsNotKept: neither in the cache nor in the log.
func TestCachedKeyIsNotKept(t *testing.T) {
	c := client(t, Options{URL: "http://127.0.0.1:1", Key: testKey})
	if strings.Contains(c.Space(), testKey) {
		t.Errorf("the space %q names the key", c.Space())
	}
}

// TestCachedModelChanged: an operator may let the server serve another model
// under the same name; then all is asked for anew.
func TestCachedModelChanged(t *testing.T) {
	tr := newTrial(t)
	all := texts(100)
	put := func(texts []string, v []float32) {
		t.Helper()
		kept := make(map[[32]byte][]float32)
		for _, text := range texts {
			kept[sha256.Sum256([]byte(text))] = v
		}
		if err := tr.cache.PutVectors(t.Context(), client(t, Options{URL: tr.URL}).Space(), kept); err != nil {
			t.Fatal(err)
		}
	}
	put(all[:90], []float32{1, 0})
	tr.want(all, slices.Concat(all[90:], all[:64], all[64:90]))
	if !strings.Contains(tr.log.String(), "changed the model") {
		t.Errorf("log: %s", &tr.log)
	}
	put(all[:10], []float32{1, 0}) // as if the change had been stopped half way
	tr.want(all, all)
	tr.want(all, nil)
}

// TestCachedModelChanging: between two requests.
func TestCachedModelChanging(t *testing.T) {
	tr := newTrial(t)
	tr.Fail(func(w http.ResponseWriter, _ *http.Request, n int, _ embedserver.Request) bool {
		if n%2 == 0 {
			w.Write([]byte(`{"data":[{"index":0,"embedding":[1]}]}`))
		}
		return n%2 == 0
	})
	if _, err := tr.embed(texts(65), Options{}); err == nil || !strings.Contains(err.Error(), "let it serve one model") {
		t.Errorf("error %v, want one about the model", err)
	}
}

// TestCacheFails: then the server is asked, and the log says why.
func TestCacheFails(t *testing.T) {
	tr := newTrial(t)
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ibid.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	tr.cache = db
	all := texts(70)
	tr.want(all, all)
	for _, said := range []string{"kept vectors cannot be read", "vectors cannot be kept", "database is closed"} {
		if !strings.Contains(tr.log.String(), said) {
			t.Errorf("the log lacks %q: %s", said, &tr.log)
		}
	}
	if strings.Contains(tr.log.String(), all[0]) {
		t.Errorf("the log shows a text: %s", &tr.log)
	}
}

// TestCachedEnds: who no longer waits is told so, not that the cache fails.
func TestCachedEnds(t *testing.T) {
	tr := newTrial(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := NewCached(client(t, Options{URL: tr.URL}), tr.cache, slog.New(slog.NewTextHandler(&tr.log, nil)), nil)
	if _, err := c.Embed(ctx, texts(1)); !errors.Is(err, context.Canceled) || tr.log.Len() > 0 {
		t.Errorf("error %v, log %s", err, &tr.log)
	}
}
