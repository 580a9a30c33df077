package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ibid/store"
)

const pinColumns = "id, guild, channel, message, state, content, print, changed"

func pinValues(p store.Pin) []any {
	return []any{p.ID, p.Guild, p.Channel, p.Message, p.State, p.Content, p.Print, p.Changed.Unix()}
}

// scanner is a row, or rows.
type scanner interface{ Scan(into ...any) error }

func scanPin(row scanner) (p store.Pin, err error) {
	var changed int64
	err = row.Scan(&p.ID, &p.Guild, &p.Channel, &p.Message, &p.State, &p.Content, &p.Print, &changed)
	p.Changed = time.Unix(changed, 0).UTC()
	return p, err
}

func readPin(ctx context.Context, db rower, id string) (store.Pin, error) {
	p, err := scanPin(db.QueryRowContext(ctx, "SELECT "+pinColumns+" FROM pins WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNoPin
	}
	return p, err
}

// BeginPin keeps a pin unless it is kept.
func (s *Store) BeginPin(ctx context.Context, p store.Pin) (store.Pin, bool, error) {
	kept, isNew, err := s.beginPin(ctx, p)
	if err != nil {
		return store.Pin{}, false, fmt.Errorf("keep a pin: %w", explain(err))
	}
	return kept, isNew, nil
}

func (s *Store) beginPin(ctx context.Context, p store.Pin) (store.Pin, bool, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return store.Pin{}, false, err
	}
	defer tx.Rollback() // does nothing after the commit
	result, err := tx.ExecContext(ctx, "INSERT INTO pins ("+pinColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", pinValues(p)...)
	if err != nil {
		return store.Pin{}, false, err
	}
	added, err := result.RowsAffected()
	if err != nil {
		return store.Pin{}, false, err
	}
	kept, err := readPin(ctx, tx, p.ID)
	if err != nil {
		return store.Pin{}, false, err
	}
	return kept, added > 0, tx.Commit()
}

// ChangePin changes a pin, in one transaction.
func (s *Store) ChangePin(ctx context.Context, id string, change func(*store.Pin)) (store.Pin, error) {
	p, err := s.changePin(ctx, id, change)
	if err != nil {
		return store.Pin{}, fmt.Errorf("change a pin: %w", explain(err))
	}
	return p, nil
}

func (s *Store) changePin(ctx context.Context, id string, change func(*store.Pin)) (store.Pin, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return store.Pin{}, err
	}
	defer tx.Rollback() // does nothing after the commit
	p, err := readPin(ctx, tx, id)
	if err != nil {
		return store.Pin{}, err
	}
	change(&p)
	p.ID, p.Changed = id, p.Changed.UTC().Truncate(time.Second)
	if _, err := tx.ExecContext(ctx, "REPLACE INTO pins ("+pinColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", pinValues(p)...); err != nil {
		return store.Pin{}, err
	}
	return p, tx.Commit()
}

// DeletePin forgets a pin.
func (s *Store) DeletePin(ctx context.Context, id string) error {
	return s.keep(ctx, "no pin", "DELETE FROM pins WHERE id = ?", id)
}

// Pins returns those of a server, or of all.
func (s *Store) Pins(ctx context.Context, guild string) ([]store.Pin, error) {
	return query(ctx, s.db, "pins", func(rows *sql.Rows) (store.Pin, error) { return scanPin(rows) },
		"SELECT "+pinColumns+" FROM pins WHERE ? IN ('', guild) ORDER BY changed, id", guild)
}
