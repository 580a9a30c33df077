package main

import (
	"context"
	"errors"
	"strings"

	"ibid/store"
	"ibid/store/memory"
	"ibid/store/postgres"
	"ibid/store/sqlite"
)

// defaultDatabase is IBID_DATABASE_URL where nobody sets it.
const defaultDatabase = "sqlite:ibid.db"

// openStore opens what IBID_DATABASE_URL names: a file, which is made if it
// is not there, a PostgreSQL database, which is connected to when it is used,
// or the memory of this process. The address is not repeated in an error, as
// it may hold a password.
func openStore(ctx context.Context, databaseURL string) (store.Store, error) {
	scheme, _, _ := strings.Cut(strings.TrimSpace(databaseURL), ":")
	path, isFile := sqlitePath(databaseURL)
	switch {
	case isFile:
		return sqlite.Open(ctx, path)
	case scheme == "memory":
		return memory.New(), nil
	case scheme == "postgres", scheme == "postgresql":
		return postgres.Open(strings.TrimSpace(databaseURL))
	}
	return nil, errors.New("write sqlite:PATH, such as sqlite:ibid.db, postgres://USER:PASSWORD@HOST/DATABASE, or memory: to keep nothing")
}

// sqlitePath is the file that a database URL names, if it names one.
func sqlitePath(databaseURL string) (path string, isFile bool) {
	scheme, path, _ := strings.Cut(strings.TrimSpace(databaseURL), ":")
	path = strings.TrimPrefix(path, "//") // sqlite:///var/lib/ibid.db, as some write it
	return path, scheme == "sqlite" && path != ""
}
