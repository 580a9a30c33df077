//go:build race

package main

import "testing"

// kills marks a test that starts the program dozens of times as a process of
// its own: with the race detector in it that takes minutes, and a process
// that is killed reports no race. It runs without.
func kills(t *testing.T) {
	t.Helper()
	t.Skip("the program is killed without the race detector in it: go test ./cmd/ibid")
}
