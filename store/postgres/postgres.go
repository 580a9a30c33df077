// Package postgres keeps a store in a PostgreSQL database, for where several
// processes share one.
//
// [Open] connects to nothing. The first connection brings the schema up to
// date, under a lock that other processes wait for, so that a database that
// is not there at the start may come later. migrations/ has one file for each
// step of the schema; steps are only ever added, and none goes back.
package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"golang.org/x/sync/singleflight"

	"ibid/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	// connecting bounds an attempt to connect where the address has no
	// connect_timeout.
	connecting = 5 * time.Second
	// migrating bounds the way from the first connection to a schema that is
	// up to date, another process's turn included.
	migrating = 2 * time.Minute
)

// Store implements [ibid/store.Store]. It is made by [Open].
type Store struct {
	pool     *pgxpool.Pool
	upToDate atomic.Bool
	once     singleflight.Group
}

// errAddress does not say what is wrong: that would repeat parts of the
// address, which may be those of a password.
var errAddress = errors.New("it is no address of a PostgreSQL database: write postgres://USER:PASSWORD@HOST:PORT/DATABASE, " +
	"with %40 for an @ in the password, and so on (postgresql.org/docs/current/libpq-connect.html)")

// Open prepares to use the database at a postgres:// address, and connects to
// nothing yet: [Store.Ping] tells whether it can be reached.
func Open(address string) (*Store, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil || passwordAstray(address) {
		return nil, errAddress
	}
	if !strings.Contains(address, "connect_timeout=") {
		config.ConnConfig.ConnectTimeout = connecting
	}
	s := new(Store)
	config.BeforeConnect = s.prepare
	s.pool, err = pgxpool.NewWithConfig(context.Background(), config) // which it uses for no more than this call
	if err != nil {
		return nil, fmt.Errorf("use PostgreSQL: %w", err)
	}
	return s, nil
}

// passwordAstray reports whether a password with a / or ? in it may be read
// as the name of a database, which errors do tell.
func passwordAstray(address string) bool {
	u, err := url.Parse(address)
	return err != nil || u.User == nil && strings.Contains(address, "@")
}

// prepare brings the schema up to date before the first connection is used.
// Those that come at the same time wait for it together.
func (s *Store) prepare(ctx context.Context, config *pgx.ConnConfig) error {
	if s.upToDate.Load() {
		return nil
	}
	_, err, _ := s.once.Do("", func() (any, error) {
		ctx, cancel := context.WithTimeout(ctx, migrating)
		defer cancel()
		err := migrate(ctx, config.Copy())
		s.upToDate.Store(err == nil)
		return nil, err
	})
	return err
}

// migrate takes the steps that the database has not taken yet, in a session
// that holds PostgreSQL's lock for it.
func migrate(ctx context.Context, config *pgx.ConnConfig) (err error) {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	turn, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, uint64(migrating/time.Second)))
	if err != nil {
		return fmt.Errorf("prepare to lock the schema: %w", err)
	}
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, steps, goose.WithSessionLocker(turn),
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil { // which leaves a newer schema as it is
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	has, known, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if has > known {
		return fmt.Errorf("%w: its version is %d, and this Ibid knows up to %d: run the newer Ibid that wrote it, or name another database", store.ErrNewer, has, known)
	}
	return nil
}

// explain says of the usual failures what to do.
// (postgresql.org/docs/current/errcodes-appendix.html)
func explain(err error) error {
	var failure *pgconn.PgError
	var unconnected *pgconn.ConnectError
	do := ""
	if errors.As(err, &failure) {
		switch failure.Code {
		case "28P01", "28000":
			do = "user and password must be those of the database"
		case "3D000":
			do = "make that database, or name another"
		case "42501":
			do = "the user must be allowed to make tables and to write: change that, or name another"
		case "25006":
			do = "it must be writable: name the primary server"
		case "53100":
			do = "the disk is full: make room"
		case "53300":
			do = "it has no connection left: allow more, or lower pool_max_conns in the address"
		}
	} else if errors.As(err, &unconnected) {
		do = "it must be running and be reachable from here"
	}
	if do == "" {
		return err
	}
	return fmt.Errorf("%w; %s", err, do)
}

// Ping reads from the database.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, "SELECT 1 FROM pins LIMIT 1"); err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", explain(err))
	}
	return nil
}

// Close closes the connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}
