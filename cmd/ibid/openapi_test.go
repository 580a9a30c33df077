package main

import (
	"encoding/json"
	"io"
	"slices"
	"testing"

	"ibid/internal/openapi"
)

// TestTrafficIsValidated says whether [validate] validates anything here.
func TestTrafficIsValidated(t *testing.T) {
	if _, ok := openapi.Open(t); !ok {
		t.Skip("SKIPPED: IBID_OPENAPI does not name Discord's openapi.json, so neither requests nor answers are validated")
	}
}

// validate holds every body that was sent, and every answer to it, to
// Discord's own description of its API, and wants none to have been refused
// but with the error codes that the test brings about.
func validate(t *testing.T, record io.Reader, refusals []int) {
	t.Helper()
	description, ok := openapi.Open(t)
	sent := 0
	for lines := json.NewDecoder(record); lines.More(); sent++ {
		var call struct {
			Method, Path      string
			Request, Response json.RawMessage
			Status            int
		}
		if err := lines.Decode(&call); err != nil {
			t.Fatal(err)
		}
		if call.Status >= 400 && !slices.Contains(refusals, codeOf(call.Response)) {
			t.Errorf("%s %s was refused with %d:\n%s", call.Method, call.Path, call.Status, call.Request)
		}
		if !ok {
			continue
		}
		if err := description.Response(call.Method, call.Path, call.Status, orNone(call.Response)); err != nil {
			t.Errorf("%s %s: HTTP %d: %v\n%s", call.Method, call.Path, call.Status, err, call.Response)
		}
		if body := orNone(call.Request); body != nil {
			if err := description.Request(call.Method, call.Path, body); err != nil {
				t.Errorf("%s %s: %v\n%s", call.Method, call.Path, err, body)
			}
		}
	}
	if sent == 0 {
		t.Error("nothing was recorded")
	}
}

// codeOf is the error code in an answer, 0 if there is none.
func codeOf(response json.RawMessage) int {
	var refusal struct{ Code int }
	_ = json.Unmarshal(response, &refusal) // what is no error has no code
	return refusal.Code
}

// orNone is a body of a recorded call: null says that there was none.
func orNone(body json.RawMessage) []byte {
	if string(body) == "null" {
		return nil
	}
	return body
}
