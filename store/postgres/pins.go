package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ibid/store"
)

const selectPins = "SELECT id, guild, channel, message, state, content, print, changed FROM pins "

func scanPin(row pgx.CollectableRow) (store.Pin, error) {
	p, err := pgx.RowToStructByName[store.Pin](row)
	p.Changed = p.Changed.UTC()
	return p, err
}

// lockPin reads a pin that nobody else changes until the transaction ends.
func lockPin(ctx context.Context, tx pgx.Tx, id string) (store.Pin, error) {
	rows, err := tx.Query(ctx, selectPins+"WHERE id = $1 FOR UPDATE", id)
	if err != nil {
		return store.Pin{}, err
	}
	p, err := pgx.CollectExactlyOneRow(rows, scanPin)
	if errors.Is(err, pgx.ErrNoRows) {
		err = store.ErrNoPin
	}
	return p, err
}

// BeginPin keeps a pin unless it is kept.
func (s *Store) BeginPin(ctx context.Context, p store.Pin) (store.Pin, bool, error) {
	for {
		kept, isNew, err := s.beginPin(ctx, p)
		switch {
		case errors.Is(err, store.ErrNoPin): // it was there, and was deleted before it was read
		case err != nil:
			return store.Pin{}, false, fmt.Errorf("keep a pin: %w", explain(err))
		default:
			return kept, isNew, nil
		}
	}
}

func (s *Store) beginPin(ctx context.Context, p store.Pin) (kept store.Pin, isNew bool, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		added, err := tx.Exec(ctx, `INSERT INTO pins (id, guild, channel, message, state, content, print, changed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
			p.ID, p.Guild, p.Channel, p.Message, p.State, p.Content, p.Print, p.Changed.UTC().Truncate(time.Second))
		if err != nil {
			return err
		}
		isNew = added.RowsAffected() > 0
		kept, err = lockPin(ctx, tx, p.ID)
		return err
	})
	return kept, isNew, err
}

// ChangePin changes a pin, in one transaction.
func (s *Store) ChangePin(ctx context.Context, id string, change func(*store.Pin)) (store.Pin, error) {
	var p store.Pin
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		if p, err = lockPin(ctx, tx, id); err != nil {
			return err
		}
		change(&p)
		p.ID, p.Changed = id, p.Changed.UTC().Truncate(time.Second)
		_, err = tx.Exec(ctx, `UPDATE pins SET guild = $2, channel = $3, message = $4, state = $5, content = $6, print = $7, changed = $8 WHERE id = $1`,
			p.ID, p.Guild, p.Channel, p.Message, p.State, p.Content, p.Print, p.Changed)
		return err
	})
	if err != nil {
		return store.Pin{}, fmt.Errorf("change a pin: %w", explain(err))
	}
	return p, nil
}

// DeletePin forgets a pin.
func (s *Store) DeletePin(ctx context.Context, id string) error {
	return s.keep(ctx, "no pin", "DELETE FROM pins WHERE id = $1", id)
}

// Pins returns those of a server, or of all.
func (s *Store) Pins(ctx context.Context, guild string) ([]store.Pin, error) {
	return query(ctx, s, "pins", scanPin, selectPins+"WHERE $1 IN ('', guild) ORDER BY changed, id", guild)
}
