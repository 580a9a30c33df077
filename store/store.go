// Package store says what Ibid keeps from one start to the next, and nothing
// about how: package sqlite keeps it in a file, package postgres in a
// database, package memory until the program ends, and package storetest holds
// them to the same.
//
// There is nothing about a member in it.
package store

import (
	"context"
	"errors"
	"time"
)

// Settings are how Ibid answers in a server, as its moderators want it.
type Settings struct {
	Private bool `json:"private,omitempty"` // answers are private unless who asks says otherwise
	Plain   bool `json:"plain,omitempty"`   // text only

	Channels   []string `json:"channels,omitempty"`   // where Ibid answers everybody; everywhere if there are none
	Analyses   []string `json:"analyses,omitempty"`   // the ids of those that it answers from; all if there are none
	Cooldown   Cooldown `json:"cooldown,omitempty"`   // how long a member waits for the next answer
	NoEditors  bool     `json:"noEditors,omitempty"`  // unanswered questions cannot be sent to the editors
	Moderators string   `json:"moderators,omitempty"` // the channel where moderators are told; nowhere if empty
	Refresh    bool     `json:"refresh,omitempty"`    // pinned messages are refreshed when their analysis changes
}

// Cooldown is a time in seconds; 0 is what the operator has set, and
// [NoCooldown] none.
type Cooldown int

// NoCooldown lets a member ask again at once.
const NoCooldown Cooldown = -1

// Tally is how often something happened to a topic on a day.
type Tally struct {
	Guild           string // empty for what happened outside servers
	Day             string // such as 2026-05-14, UTC
	Analysis, Topic string
	Kind            string
	Count           int
}

// Kinds of a [Tally]. What was offered or unanswered is of no topic.
const (
	Answered   = "answered"   // questions that were answered with a topic
	Offered    = "offered"    // questions for which two or three topics were offered
	Unanswered = "unanswered" // questions that nothing answers
	NotAsked   = "not-asked"  // readers who said that an answer was not what was asked
)

// Question is what somebody sent to the editors; who, is not kept.
type Question struct {
	Guild   string // empty for one sent from outside servers
	Day     string // such as 2026-05-14, UTC
	Text    string
	Settled Settled
}

// Settled is what the editors made of a question.
type Settled string

// What editors make of a question.
const (
	Open      Settled = ""           // nothing yet
	Phrased   Settled = "phrased"    // it is a phrasing of a topic now
	NoneHere  Settled = "unanswered" // the analysis does not answer it
	IsNothing Settled = "spam"
)

// Phrasing is another way to ask for a topic that a server's editors added.
type Phrasing struct {
	Guild           string
	Analysis, Topic string
	Text            string
	Day             string // such as 2026-05-14, UTC
}

// Pin is a message that Ibid has pinned, or is about to: it is kept before
// the message is posted, so that a program that ends halfway can be gone on
// from.
type Pin struct {
	ID             string // made by who pins; the same for the same message
	Guild, Channel string
	Message        string // empty until it is posted
	State          PinState
	Content        string    // what the message shows, in the words of who pins
	Print          string    // of what it shows: another one makes it out of date
	Changed        time.Time // when the state changed last, to the second, UTC
}

// PinState is how far a pin has come.
type PinState string

// The states of a pin, in order.
const (
	Intended PinState = "intended" // it is about to be posted, or may have been
	Posted   PinState = "posted"   // it is to be pinned, or may have been
	Pinned   PinState = "pinned"
	Removing PinState = "removing" // it is to be unpinned and deleted, or may have been
)

// ErrNoPin is returned for a pin that is not kept, or no longer.
var ErrNoPin = errors.New("no such pin is kept")

// ErrNewer is returned for a store that a newer Ibid has written: an older
// one would not know all that is in it.
var ErrNewer = errors.New("its schema is newer")

// Day is a time as tallies and questions have it.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Store keeps what Ibid would otherwise forget or have to make again. It is
// safe for use by any number of goroutines. Texts are UTF-8 without the zero
// byte; a store may refuse others. Nothing may be called after Close.
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
	// stays as it is, settled or not.
	PutQuestion(ctx context.Context, q Question) error
	// Questions returns those from a server, by day and text, the settled
	// ones too.
	Questions(ctx context.Context, guild string) ([]Question, error)
	// SettleQuestion says what the editors made of a question that is kept;
	// of one that is not, nothing.
	SettleQuestion(ctx context.Context, guild, text string, as Settled) error
	// PutPhrasing keeps a phrasing. One that is there stays as it is.
	PutPhrasing(ctx context.Context, p Phrasing) error
	// DeletePhrasing forgets a phrasing, whatever its day.
	DeletePhrasing(ctx context.Context, p Phrasing) error
	// Phrasings returns those of a server, or of all if guild is empty, by
	// analysis, topic, text and server.
	Phrasings(ctx context.Context, guild string) ([]Phrasing, error)
	// BeginPin keeps a pin unless one of the same id is kept, and returns
	// what is kept then, and whether it was new.
	BeginPin(ctx context.Context, p Pin) (Pin, bool, error)
	// ChangePin changes a pin and returns what holds then. Of two changes at
	// once, neither is lost. The change may be called again and must not use
	// the store. It returns [ErrNoPin] where none is kept.
	ChangePin(ctx context.Context, id string, change func(*Pin)) (Pin, error)
	// DeletePin forgets a pin.
	DeletePin(ctx context.Context, id string) error
	// Pins returns those of a server, or of all if guild is empty, by when
	// they changed and by id.
	Pins(ctx context.Context, guild string) ([]Pin, error)
	// Forget deletes all that is kept of a server: settings, tallies,
	// questions, phrasings and pins.
	Forget(ctx context.Context, guild string) error
	// Ping returns an error if the store cannot be reached.
	Ping(ctx context.Context) error
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
