package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// ErrExists is returned for a file that a copy would overwrite.
var ErrExists = errors.New("that file is there already; name another")

// Backup writes a copy of the database to a file that is not there yet. It is
// of one moment, and others may write meanwhile.
// (sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause)
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		if err == nil {
			err = ErrExists
		}
		return fmt.Errorf("copy the database to %s: %w", path, err)
	}
	if _, err := s.db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("copy the database to %s: %w", path, explain(err))
	}
	return nil
}
