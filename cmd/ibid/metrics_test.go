package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"ibid/sandbox"
)

// TestMetrics: a program that has done nothing shows all that it will count.
func TestMetrics(t *testing.T) {
	got := scrape(t, newMetrics().handler())
	for _, line := range []string{
		`ibid_embeddings_queries_total{outcome="used"} 0`,
		`ibid_embeddings_queries_total{outcome="late"} 0`,
		`ibid_embeddings_queries_total{outcome="failed"} 0`,
		`ibid_embeddings_library_texts{state="embedded"} 0`,
		`ibid_embeddings_library_texts{state="wanted"} 0`,
		`ibid_build_info{goversion="` + runtime.Version() + `",version="` + version() + `"} 1`,
		"# TYPE go_goroutines gauge",
	} {
		if !strings.Contains(got, "\n"+line+"\n") {
			t.Errorf("the metrics lack %q:\n%s", line, got)
		}
	}
	if runtime.GOOS == "linux" && !strings.Contains(got, "\nprocess_resident_memory_bytes ") {
		t.Errorf("the metrics lack those of the process:\n%s", got)
	}
	newMetrics() // has a registry of its own
}

// TestMetricsAreServed: by the program, beside its health, at the address
// that it logs.
func TestMetricsAreServed(t *testing.T) {
	ownEnvironment(t)
	t.Chdir(t.TempDir())
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
		args := []string{"run", "--token", server.Token(), "--api-url", server.APIURL(), "--http-addr", "127.0.0.1:0", "--cooldown", "0s", "--database-url", "memory:"}
		done <- parseAndRun(ctx, args, streams{in: strings.NewReader(""), out: io.Discard, err: stderr})
		stderr.Close()
	}()
	base := "http://" + servedAt(t, log)
	if got := fetch(t, base+"/healthz"); got != "\nok\n" {
		t.Errorf("/healthz says %q", got)
	}
	if got := fetch(t, base+"/metrics"); !strings.Contains(got, "\nibid_build_info{") {
		t.Errorf("/metrics says\n%s", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if left := databases(t); left != "" {
		t.Errorf("an ordinary run leaves %q behind", left)
	}
}

// servedAt reads in the log where health and metrics are served, and the
// rest of it so that nobody waits to write there.
func servedAt(t *testing.T, log io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var line struct{ Msg, Addr string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "health and metrics are served" {
			go io.Copy(io.Discard, log)
			return line.Addr
		}
	}
	t.Fatal("the log does not say where health and metrics are served")
	return ""
}
