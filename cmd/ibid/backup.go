package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"ibid/store/sqlite"
)

type storeCmd struct {
	Backup backupCmd `cmd:"" help:"Copy the database to a file, while Ibid is running or not."`
}

type backupCmd struct {
	File string `arg:"" help:"Where to write the copy; it must not be there yet."`
}

// Run copies the database that IBID_DATABASE_URL names. It never makes one.
func (b *backupCmd) Run(ctx context.Context, c *cli, std streams) (err error) {
	path, isFile := sqlitePath(c.DatabaseURL)
	if !isFile {
		return &exitError{exitUsage, errors.New("IBID_DATABASE_URL names no file: only sqlite:PATH is copied so; for PostgreSQL use pg_dump")}
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("IBID_DATABASE_URL: %w (nothing has been kept there; name the file that a running Ibid has)", err)
	}
	kept, err := sqlite.Open(ctx, path)
	if err != nil {
		return fmt.Errorf("IBID_DATABASE_URL: %w", err)
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	if err := kept.Backup(ctx, b.File); err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.out, b.File)
	return err
}
