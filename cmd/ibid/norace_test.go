//go:build !race

package main

import "testing"

// kills marks a test that starts the program dozens of times; see
// race_test.go.
func kills(t *testing.T) { t.Parallel() }
