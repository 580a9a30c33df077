// Package store says what Ibid keeps from one start to the next, and nothing
// about how: package sqlite keeps it in a file, package memory until the
// program ends, and package storetest holds both to the same.
//
// There is nothing about a member in it.
package store

import "context"

// Store keeps what Ibid would otherwise have to make again. It is safe for
// use by any number of goroutines. Nothing may be called after Close.
type Store interface {
	// Vectors returns those of the vectors that are kept, by the hash of
	// their text. The map and the vectors in it are the caller's. Vectors of
	// different models have nothing to do with each other.
	Vectors(ctx context.Context, model string, hashes [][32]byte) (map[[32]byte][]float32, error)
	// PutVectors keeps all of the vectors, or none if it returns an error.
	// They take the place of those of the same model and hash. None may be
	// empty.
	PutVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error
	// Close gives back what the store holds. What was kept stays.
	Close() error
}
