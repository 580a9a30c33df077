package bot

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"sync"
	"time"
)

// The states of the parts of a bot, as /readyz names them.
const (
	connecting = "connecting"
	connected  = "ready"
	stopped    = "stopped"

	unregistered = "not registered"
	registered   = "registered"

	reached     = "ready"
	unreachable = "unreachable"
)

// asking bounds how long /readyz waits for the parts that are not its own.
const asking = time.Second

// status is what /readyz tells.
type status struct {
	mu                sync.Mutex
	gateway, commands string
}

func (s *status) setGateway(state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway = state
}

func (s *status) setCommands(state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = state
}

// readiness is the body of /readyz.
type readiness struct {
	Ready bool              `json:"ready"`
	Parts map[string]string `json:"parts"`
}

func (s *status) readiness() readiness {
	s.mu.Lock()
	defer s.mu.Unlock()
	return readiness{Ready: s.gateway == connected, Parts: map[string]string{"gateway": s.gateway, "commands": s.commands}}
}

// ask asks the parts of [Options.Parts], all at once.
func (b *Bot) ask(ctx context.Context) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	var mu sync.Mutex
	var all sync.WaitGroup
	states := make(map[string]string)
	for name, reach := range b.options.Parts {
		all.Go(func() {
			state := reached
			if reach(ctx) != nil {
				state = unreachable
			}
			mu.Lock()
			defer mu.Unlock()
			states[name] = state
		})
	}
	all.Wait()
	return states
}

// Health serves GET /healthz, 200 while the process is alive, and GET /readyz, 200 when the gateway is ready and else 503, with a JSON
// object that names the state of each part: {"ready":true,"parts":{"gateway":"ready","commands":"registered"}}. Those of
// [Options.Parts] are told too, but do not count: the bot answers without them. GET /metrics is
// [Options.Metrics], which its owner fills: this package counts nothing.
func (b *Bot) Health() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write([]byte("ok\n"))
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, request *http.Request) {
		r := b.status.readiness()
		maps.Copy(r.Parts, b.ask(request.Context()))
		w.Header().Set("Content-Type", "application/json")
		if !r.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		json.NewEncoder(w).Encode(r)
	})
	if b.options.Metrics != nil {
		mux.Handle("GET /metrics", b.options.Metrics)
	}
	return mux
}
