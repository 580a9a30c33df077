// Package store says what Ibid keeps from one start to the next, and nothing
// about how: package sqlite keeps it in a file, package memory until the
// program ends, and package storetest holds both to the same.
//
// There is nothing about a member in it.
package store

import (
	"context"
	"time"
)

// Settings are how Ibid answers in a server, as its moderators want it.
type Settings struct {
	Private bool `json:"private,omitempty"` // answers are private unless who asks says otherwise
	Plain   bool `json:"plain,omitempty"`   // text only
}

// Tally is how often something happened to a topic on a day.
type Tally struct {
	Guild           string // empty for what happened outside servers
	Day             string // such as 2026-05-14, UTC
	Analysis, Topic string
	Kind            string
	Count           int
}

// NotAsked is the kind of a [Tally] of readers who said that an answer was
// not what was asked.
const NotAsked = "not-asked"

// Question is what somebody sent to the editors; who, is not kept.
type Question struct {
	Guild string // empty for one sent from outside servers
	Day   string // such as 2026-05-14, UTC
	Text  string
}

// Day is a time as tallies and questions have it.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Store keeps what Ibid would otherwise forget or have to make again. It is
// safe for use by any number of goroutines. Nothing may be called after Close.
type Store interface {
	// Settings returns those of a server; the zero ones if none were put.
	Settings(ctx context.Context, guild string) (Settings, error)
	// ChangeSettings changes those of a server and returns what holds then.
	// Of two changes at once, neither is lost. The change may be called again
	// and must not use the store.
	ChangeSettings(ctx context.Context, guild string, change func(*Settings)) (Settings, error)
	// Count adds the count of a tally to what was counted of the same guild,
	// day, topic and kind.
	Count(ctx context.Context, t Tally) error
	// Tallies returns what was counted in a server from a day on, by day,
	// analysis, topic and kind.
	Tallies(ctx context.Context, guild, from string) ([]Tally, error)
	// PutQuestion keeps a question. One that is there from the same server
	// stays as it is.
	PutQuestion(ctx context.Context, q Question) error
	// Questions returns those from a server, by day and text.
	Questions(ctx context.Context, guild string) ([]Question, error)
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
