// Package embedserver is a small server of OpenAI's embeddings API on
// loopback, for tests: it gives texts that share words vectors that are
// close, and fails in every way that it is told to.
package embedserver

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Dimensions is how many numbers a vector has.
const Dimensions = 16

// Server answers until the test ends. It is made by [Start].
type Server struct {
	*httptest.Server

	mu       sync.Mutex
	requests []Request
	fault    Fault
	faulty   int // requests since the fault was set
}

// Request is what was asked.
type Request struct {
	Path          string
	Authorization string // the header
	Model         string
	Input         []string
	Format        string `json:"encoding_format"`
}

// Fault answers in the server's place, or returns false to let the server
// answer. n counts the requests from 1 since it was set.
type Fault func(w http.ResponseWriter, r *http.Request, n int, asked Request) bool

// Start runs a server.
func Start(t testing.TB) *Server {
	s := new(Server)
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// Fail lets a fault answer from now on; nil mends the server.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.faulty = f, 0
}

// Requests returns what was asked so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	asked := Request{Path: r.URL.Path, Authorization: r.Header.Get("Authorization")}
	if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/v1/embeddings") {
		http.NotFound(w, r)
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, asked)
	s.faulty++
	fault, n := s.fault, s.faulty
	s.mu.Unlock()
	if fault != nil && fault(w, r, n, asked) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(Answer(asked.Input))
}

// Answer is the body of a sound answer. The vectors stand in it last to
// first: the API says with each whose it is, and promises no order.
func Answer(input []string) []byte {
	type vector struct {
		Object    string    `json:"object"`
		Index     int       `json:"index"`
		Embedding []float64 `json:"embedding"`
	}
	data := make([]vector, len(input))
	for i, text := range input {
		data[len(input)-1-i] = vector{"embedding", i, Vector(text)}
	}
	body, err := json.Marshal(map[string]any{"object": "list", "data": data, "model": "words"})
	if err != nil {
		panic(err) // numbers and strings only
	}
	return body
}

// Vector counts the words of a text, each at a place that its letters give.
// Its length is not 1.
func Vector(text string) []float64 {
	v := make([]float64, Dimensions)
	for _, word := range strings.Fields(strings.ToLower(text)) {
		h := fnv.New32a()
		h.Write([]byte(word))
		v[h.Sum32()%(Dimensions-1)]++
	}
	v[Dimensions-1] = 0.5 // so that the empty text has a direction
	return v
}

// Hang is a fault: it answers nothing until the client gives up.
func Hang(_ http.ResponseWriter, r *http.Request, _ int, _ Request) bool {
	<-r.Context().Done()
	return true
}

// Status is a fault: it answers with a status and a body.
func Status(code int, body string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ int, _ Request) bool {
		w.WriteHeader(code)
		w.Write([]byte(body))
		return true
	}
}

// Dies is a fault: from the nth request on the connection is closed in the
// middle of the answer.
func Dies(nth int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, n int, asked Request) bool {
		if n < nth {
			return false
		}
		body := Answer(asked.Input)
		w.Write(body[:len(body)/2])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler) // closes the connection
	}
}
