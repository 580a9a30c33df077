package main

import (
	"encoding/json"
	"io"
	"testing"

	"ibid/internal/openapi"
)

// TestTrafficIsValidated says whether [validate] validates anything here.
func TestTrafficIsValidated(t *testing.T) {
	if _, ok := openapi.Open(t); !ok {
		t.Skip("SKIPPED: IBID_OPENAPI does not name Discord's openapi.json, so no request is validated")
	}
}

// validate holds every body that was sent to Discord's own description of
// its API, and wants none to have been refused.
func validate(t *testing.T, record io.Reader) {
	t.Helper()
	description, ok := openapi.Open(t)
	sent := 0
	for lines := json.NewDecoder(record); lines.More(); sent++ {
		var call struct {
			Method, Path string
			Request      json.RawMessage
			Status       int
		}
		if err := lines.Decode(&call); err != nil {
			t.Fatal(err)
		}
		if call.Status >= 400 {
			t.Errorf("%s %s was refused with %d:\n%s", call.Method, call.Path, call.Status, call.Request)
		}
		if !ok || string(call.Request) == "null" {
			continue
		}
		if err := description.Request(call.Method, call.Path, call.Request); err != nil {
			t.Errorf("%s %s: %v\n%s", call.Method, call.Path, err, call.Request)
		}
	}
	if sent == 0 {
		t.Error("nothing was recorded")
	}
}
