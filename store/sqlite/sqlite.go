// Package sqlite keeps a store in one file, which SQLite, translated to Go,
// reads and writes: no server and no C compiler are needed.
//
// [Open] makes the file when there is none and brings its schema up to date.
// migrations/ has one file for each step of the schema; steps are only ever
// added, and none goes back.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"ibid/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store implements [ibid/store.Store]. It is made by [Open].
type Store struct{ db *sql.DB }

// Open opens the database at path, or makes it there, and brings its schema
// up to date. It refuses a file that a newer Ibid has written, one that
// cannot be written, and one that is no database.
func Open(ctx context.Context, path string) (*Store, error) {
	connector, err := sqlite.NewConnector(dataSource(path))
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	db := sql.OpenDB(connector)
	if err := prepareInTurn(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, explain(err)), db.Close())
	}
	return &Store{db: db}, nil
}

// dataSource names the file and how each connection to it is to be. Readers
// and a writer do not wait for each other (WAL); two writers wait up to five
// seconds, from the beginning of a transaction, so that none fails in the
// middle of one.
func dataSource(path string) string {
	path = filepath.ToSlash(filepath.Clean(path))
	if !strings.HasPrefix(path, "/") {
		path = "./" + path // so that ":memory:" is a file too
	}
	name := url.URL{Path: path}
	return "file:" + name.EscapedPath() + "?" + url.Values{
		"_busy_timeout": {"5000"}, // ms
		"_foreign_keys": {"on"},
		"_journal_mode": {"WAL"},
		"_txlock":       {"immediate"},
		"_error_rc":     {"1"}, // errors without what an earlier call said
	}.Encode()
}

// patience is how long to wait for another program that holds the file.
const patience = 5 * time.Second

// prepareInTurn prepares the file, and tries again while another program that
// has just made it, or is closing it, holds it: then SQLite does not wait.
func prepareInTurn(ctx context.Context, db *sql.DB) error {
	for began := time.Now(); ; {
		err := prepare(ctx, db)
		var failure *sqlite.Error
		held := errors.As(err, &failure) && failure.Code()&0xff == lib.SQLITE_BUSY
		if !held || time.Since(began) > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// prepare brings the schema up to date and makes sure that the file is sound
// and can be written, which would otherwise show later and in worse words.
func prepare(ctx context.Context, db *sql.DB) error {
	if err := check(ctx, db); err != nil {
		return err
	}
	if err := migrate(ctx, db); err != nil {
		return err
	}
	// Names every column, as the table may be another program's, and writes
	// nothing, but only where something could be written.
	if _, err := db.ExecContext(ctx, "UPDATE vectors SET model = model, hash = hash, vector = vector WHERE false"); err != nil {
		return fmt.Errorf("use its table of vectors: %w", err)
	}
	return nil
}

// mendUnsound is what to do about a file that is no database, or no longer.
const mendUnsound = "this is no sound database: move it away, and a new one is made"

// check looks through the file, which takes a second for some hundred
// megabytes.
func check(ctx context.Context, db *sql.DB) error {
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return fmt.Errorf("check it: %w", err)
	}
	if found != "ok" {
		return fmt.Errorf("check it: %s; %s", strings.Join(strings.Fields(found), " "), mendUnsound)
	}
	return nil
}

// migrate takes the steps that the database has not taken yet.
func migrate(ctx context.Context, db *sql.DB) error {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, steps,
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	has, known, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the schema's version: %w", err)
	case has > known:
		return fmt.Errorf("%w: its version is %d, and this Ibid knows up to %d: run the newer Ibid that wrote it, or name another file", store.ErrNewer, has, known)
	}
	return climb(ctx, provider, has, known)
}

// climb takes the steps from one version to another. Each is a transaction
// that holds the file's write lock from its beginning. Where two programs
// start at once, the one that comes second fails at the step that the first
// has taken, finds itself higher, and goes on from there.
func climb(ctx context.Context, provider *goose.Provider, has, known int64) error {
	for {
		_, err := provider.Up(ctx)
		if err == nil {
			return nil
		}
		now, versionErr := provider.GetDBVersion(ctx)
		if versionErr != nil || now <= has {
			return fmt.Errorf("bring the schema from version %d to %d: %w", has, known, err)
		}
		has = now
	}
}

// explain says of the usual failures what to do.
func explain(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return err
	}
	do := ""
	switch failure.Code() & 0xff { // without the extended part
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		do = "it must be writable, and so must its folder: change their permissions, or name another file"
	case lib.SQLITE_CANTOPEN:
		do = "its folder must be there and be writable: make it, or name another file"
	case lib.SQLITE_NOTADB, lib.SQLITE_CORRUPT:
		do = mendUnsound
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		do = "another program holds it: stop that, or name another file"
	case lib.SQLITE_FULL:
		do = "the disk is full: make room"
	default:
		return err
	}
	return fmt.Errorf("%w; %s", err, do)
}

// Close closes the file.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}
