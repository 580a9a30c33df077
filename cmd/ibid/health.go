package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

type healthCmd struct {
	HTTPAddr string `name:"http-addr" env:"IBID_HTTP_ADDR" default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where Ibid serves /healthz."`
}

// Run asks /healthz, so that a container without any other program can check
// on itself.
func (h *healthCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.HTTPAddr+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("IBID_HTTP_ADDR %q: %w", h.HTTPAddr, err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("not healthy: %s", response.Status)
	}
	return nil
}
