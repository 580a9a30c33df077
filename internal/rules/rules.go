// Package rules holds the tests of how the project is put together: which
// package may import which, what may appear only where. It has no code of
// its own; read rules_test.go when one of its tests sends you here.
package rules
