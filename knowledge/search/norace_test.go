//go:build !race

package search

import "testing"

// fits marks a test that fits a model; see race_test.go.
func fits(*testing.T) {}
