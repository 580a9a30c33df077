package embeddings

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"ibid/internal/embedserver"
)

const testKey = "sk-the-key-of-the-tests"

func client(t *testing.T, o Options) *Client {
	t.Helper()
	if o.Model == "" {
		o.Model = "words"
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.http.CloseIdleConnections)
	return c
}

func texts(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("text number %d", i)
	}
	return all
}

// wantVectors wants the vector of each text, brought to the length 1.
func wantVectors(t *testing.T, texts []string, got [][]float32) {
	t.Helper()
	if len(got) != len(texts) {
		t.Fatalf("%d vectors, want %d", len(got), len(texts))
	}
	for i, text := range texts {
		want := embedserver.Vector(text)
		norm := 0.0
		for _, x := range want {
			norm += x * x
		}
		for d := range want {
			if len(got[i]) != len(want) || math.Abs(want[d]/math.Sqrt(norm)-float64(got[i][d])) > 1e-6 {
				t.Fatalf("text %q: vector %v, want %v, brought to the length 1", text, got[i], want)
			}
		}
	}
}

func TestEmbed(t *testing.T) {
	server := embedserver.Start(t)
	c := client(t, Options{URL: server.URL})
	asked := texts(150)
	got, err := c.Embed(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	wantVectors(t, asked, got)
	var sizes []int
	for _, r := range server.Requests() {
		sizes = append(sizes, len(r.Input))
		if r.Model != "words" || r.Format != "float" || r.Authorization != "" {
			t.Errorf("asked with model %q, format %q, authorization %q", r.Model, r.Format, r.Authorization)
		}
	}
	if fmt.Sprint(sizes) != "[64 64 22]" {
		t.Errorf("requests of %v texts, want 64, 64 and 22", sizes)
	}
}

func TestEmbedNothing(t *testing.T) {
	server := embedserver.Start(t)
	if got, err := client(t, Options{URL: server.URL}).Embed(t.Context(), nil); err != nil || len(got) != 0 || len(server.Requests()) != 0 {
		t.Errorf("%d vectors of no text, in %d requests (%v)", len(got), len(server.Requests()), err)
	}
}

// TestAddresses: however the base is written, the same place is asked.
func TestAddresses(t *testing.T) {
	server := embedserver.Start(t)
	for end, path := range map[string]string{
		"": "/v1/embeddings", "/": "/v1/embeddings", "/v1": "/v1/embeddings", "/v1/": "/v1/embeddings", " ": "/v1/embeddings",
		"/v1/embeddings": "/v1/embeddings", "/openai/v1/": "/openai/v1/embeddings", "/openai//": "/openai/v1/embeddings",
	} {
		if _, err := client(t, Options{URL: server.URL + end, Key: testKey}).Embed(t.Context(), texts(1)); err != nil {
			t.Errorf("%q: %v", end, err)
			continue
		}
		all := server.Requests()
		if last := all[len(all)-1]; last.Path != path || last.Authorization != "Bearer "+testKey {
			t.Errorf("%q: asked at %s with authorization %q", end, last.Path, last.Authorization)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	const sound = "http://127.0.0.1:11434"
	for _, test := range []struct {
		options Options
		says    string
	}{
		{Options{Model: "m"}, "IBID_EMBEDDINGS_URL: the address must begin with http:// or https://"},
		{Options{Model: "m", URL: "127.0.0.1:11434"}, "IBID_EMBEDDINGS_URL: this is no address"},
		{Options{Model: "m", URL: "localhost:11434"}, "must begin with http://"},
		{Options{Model: "m", URL: "ftp://127.0.0.1"}, "must begin with http://"},
		{Options{Model: "m", URL: "http://"}, "and a host"},
		{Options{Model: "m", URL: "http://:11434"}, "and a host"},
		{Options{Model: "m", URL: "http://me:" + testKey + "@127.0.0.1"}, "IBID_EMBEDDINGS_KEY"},
		{Options{Model: "m", URL: "http://127.0.0.1/%zz" + testKey}, "this is no address"},
		{Options{Model: "m", URL: sound + "?key=" + testKey}, "and nothing else"},
		{Options{Model: "m", URL: sound + "#" + testKey}, "and nothing else"},
		{Options{URL: sound, Key: testKey}, "IBID_EMBEDDINGS_MODEL"},
		{Options{URL: sound, Model: "m", Key: testKey + "\nmore"}, "IBID_EMBEDDINGS_KEY"},
	} {
		_, err := New(test.options)
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), testKey) {
			t.Errorf("%+v: error %v, want %q in it, and no secret", test.options, err, test.says)
		}
	}
}

// TestServersThatTakeFewer: as they do not say how many, halves are tried.
func TestServersThatTakeFewer(t *testing.T) {
	for _, code := range []int{400, 413, 422} {
		server := embedserver.Start(t)
		server.Fail(func(w http.ResponseWriter, r *http.Request, n int, asked embedserver.Request) bool {
			return len(asked.Input) > 10 && embedserver.Status(code, `{"message":"batch size > maximum allowed batch size 10"}`)(w, r, n, asked)
		})
		asked := texts(70)
		got, err := client(t, Options{URL: server.URL}).Embed(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		wantVectors(t, asked, got)
	}
}

// TestStatuses: what the server says against a request is passed on in
// short, and the key is not, even where the server repeats it.
func TestStatuses(t *testing.T) {
	for _, test := range []struct {
		code int
		body string
		want string
	}{
		{500, "", "the server answers 500 Internal Server Error"},
		{400, `{"error":{"message":"no input"}}`, "the server answers 400 Bad Request: no input"},
		{401, `{"error":{"message":"Incorrect API key provided: ` + testKey + `."}}`, "the server answers 401 Unauthorized: Incorrect API key provided: …. (is IBID_EMBEDDINGS_KEY right?)"},
		{404, `{"error":"model \"words\" not found"}`, `the server answers 404 Not Found: model "words" not found (are IBID_EMBEDDINGS_URL and IBID_EMBEDDINGS_MODEL right?)`},
		{413, `{"message":"too long","type":"Validation"}`, "the server answers 413 Request Entity Too Large: too long"},
		{422, `{"detail":"too\u001b[31m\n  long"}`, "the server answers 422 Unprocessable Entity: too [31m long"},
		{422, `{"detail":[{"input":"text number 0"}]}`, "the server answers 422 Unprocessable Entity"},
		{502, "<html>\r\n<b>Bad\tGateway</b> " + testKey, "the server answers 502 Bad Gateway: <html> <b>Bad Gateway</b> …"},
		{503, strings.Repeat("é", 150) + strings.Repeat(testKey, 1000), "the server answers 503 Service Unavailable: " + strings.Repeat("é", 150) + strings.Repeat("…", 50)},
		{503, strings.Repeat("é", 300), "the server answers 503 Service Unavailable: " + strings.Repeat("é", 199) + "…"},
		{204, "", "the server answers 204 No Content"},
	} {
		server := embedserver.Start(t)
		server.Fail(embedserver.Status(test.code, test.body))
		_, err := client(t, Options{URL: server.URL, Key: testKey}).Embed(t.Context(), texts(3))
		var status *StatusError
		if !errors.As(err, &status) || status.Code != test.code || status.Error() != test.want {
			t.Errorf("%d %q: error %v, want %q", test.code, test.body, err, test.want)
		}
	}
}

// TestFaultyAnswers: what is no sound answer is no answer.
func TestFaultyAnswers(t *testing.T) {
	for body, says := range map[string]string{
		"":                                   "none of the embeddings API",
		"<html></html>":                      "is a server of it at IBID_EMBEDDINGS_URL?",
		"[]":                                 "none of the embeddings API",
		"{}":                                 "0 vectors for 2 texts",
		string(embedserver.Answer(texts(1))): "1 vectors for 2 texts",
		string(embedserver.Answer(texts(3))): "3 vectors for 2 texts",
		`{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`:               "whose it is",
		`{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}`:               "whose it is",
		`{"data":[{"index":0,"embedding":[1]},{"index":-1,"embedding":[1]}]}`:              "whose it is",
		`{"data":[{"index":0,"embedding":[1]},{"embedding":[1]}]}`:                         "whose it is",
		`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}`:             "vectors of 1 and of 2 dimensions",
		`{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}`:                 "no direction",
		`{"data":[{"index":0},{"index":1}]}`:                                               "no direction",
		`{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1,2]}]}`:           "no direction",
		`{"data":[{"index":0,"embedding":[NaN,0]},{"index":1,"embedding":[1,2]}]}`:         "none of the embeddings API",
		`{"data":[{"index":0,"embedding":[null,1]},{"index":1,"embedding":[1,2]}]}`:        "no number",
		`{"data":[{"index":0,"embedding":[1e99,1]},{"index":1,"embedding":[1,2]}]}`:        "none of the embeddings API",
		`{"data":[{"index":0,"embedding":"AACAPw=="},{"index":1,"embedding":"AACAPw=="}]}`: "none of the embeddings API",
	} {
		server := embedserver.Start(t)
		server.Fail(embedserver.Status(http.StatusOK, body))
		got, err := client(t, Options{URL: server.URL}).Embed(t.Context(), texts(2))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: vectors %v, error %v, want %q in it", body, got, err, says)
		}
	}
}

// TestChangingDimensions: also between requests.
func TestChangingDimensions(t *testing.T) {
	server := embedserver.Start(t)
	server.Fail(func(w http.ResponseWriter, _ *http.Request, n int, _ embedserver.Request) bool {
		if n == 2 {
			w.Write([]byte(`{"data":[{"index":0,"embedding":[1]}]}`))
		}
		return n == 2
	})
	if _, err := client(t, Options{URL: server.URL}).Embed(t.Context(), texts(65)); err == nil || !strings.Contains(err.Error(), "of 16 and of 1 dimensions") {
		t.Errorf("error %v, want one about the dimensions", err)
	}
}

// TestLongAnswer: an answer without end is not read to the end.
func TestLongAnswer(t *testing.T) {
	server := embedserver.Start(t)
	server.Fail(func(w http.ResponseWriter, r *http.Request, _ int, _ embedserver.Request) bool {
		spaces := bytes.Repeat([]byte(" "), 1<<20)
		for r.Context().Err() == nil {
			w.Write(spaces)
		}
		return true
	})
	if _, err := client(t, Options{URL: server.URL}).Embed(t.Context(), texts(1)); err == nil || !strings.Contains(err.Error(), "longer than 16 MiB") {
		t.Errorf("error %v, want one about the length", err)
	}
}

// TestConnections: what can go wrong below HTTP.
func TestConnections(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	server := embedserver.Start(t)
	for name, test := range map[string]struct {
		url   string
		fault embedserver.Fault
	}{
		"nobody listens": {url: closed.URL},
		"closed at once": {url: server.URL, fault: func(http.ResponseWriter, *http.Request, int, embedserver.Request) bool { panic(http.ErrAbortHandler) }},
		"dies":           {url: server.URL, fault: embedserver.Dies(1)},
	} {
		server.Fail(test.fault)
		if got, err := client(t, Options{URL: test.url, Key: testKey}).Embed(t.Context(), texts(2)); err == nil || strings.Contains(err.Error(), testKey) {
			t.Errorf("%s: vectors %v, error %v", name, got, err)
		}
	}
}

// TestGivingUp: who no longer waits is not kept waiting.
func TestGivingUp(t *testing.T) {
	server := embedserver.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	server.Fail(func(w http.ResponseWriter, r *http.Request, n int, asked embedserver.Request) bool {
		cancel()
		return embedserver.Hang(w, r, n, asked)
	})
	if _, err := client(t, Options{URL: server.URL}).Embed(ctx, texts(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// TestRedirect: neither the key nor a text goes where the operator has not
// sent it.
func TestRedirect(t *testing.T) {
	var reached atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer elsewhere.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		server := embedserver.Start(t)
		server.Fail(func(w http.ResponseWriter, r *http.Request, _ int, _ embedserver.Request) bool {
			http.Redirect(w, r, elsewhere.URL+"/v1/embeddings", code)
			return true
		})
		_, err := client(t, Options{URL: server.URL, Key: testKey}).Embed(t.Context(), texts(1))
		if err == nil || !strings.Contains(err.Error(), "IBID_EMBEDDINGS_URL") || strings.Contains(err.Error(), testKey) {
			t.Errorf("%d: error %v", code, err)
		}
	}
	if reached.Load() != 0 {
		t.Errorf("%d redirects were followed", reached.Load())
	}
}

// FuzzAnswer: whatever a server answers, what is taken of it is one vector of
// length 1 for each text, all with the same number of dimensions.
func FuzzAnswer(f *testing.F) {
	f.Add(embedserver.Answer(texts(2)))
	f.Add([]byte(`{"data":[{"index":1,"embedding":[1e-45,3e38]},{"index":0,"embedding":[-1,null]}]}`))
	f.Add([]byte(`{"data":[{"index":1,"embedding":[1e-45]},{"index":0,"embedding":[-1.5]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		vectors, err := parseAnswer(body, 2)
		if err != nil {
			return
		}
		if len(vectors) != 2 || len(vectors[0]) == 0 || len(vectors[0]) != len(vectors[1]) {
			t.Fatalf("vectors %v", vectors)
		}
		for _, v := range vectors {
			sum := 0.0
			for _, x := range v {
				sum += float64(x) * float64(x)
			}
			if math.Abs(sum-1) > 1e-4 {
				t.Errorf("vector %v has the squared length %g", v, sum)
			}
		}
	})
}
