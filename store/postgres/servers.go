package postgres

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ibid/store"
)

// Settings returns those of a server.
func (s *Store) Settings(ctx context.Context, guild string) (store.Settings, error) {
	all, err := query(ctx, s, "settings", pgx.RowTo[store.Settings], "SELECT settings FROM settings WHERE guild = $1", guild)
	if err != nil || len(all) == 0 {
		return store.Settings{}, err
	}
	return all[0], nil
}

// ChangeSettings changes those of a server, in one transaction. Its first
// statement locks their row, and makes it if need be.
func (s *Store) ChangeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error) {
	var settings store.Settings
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `INSERT INTO settings (guild, settings) VALUES ($1, '{}')
			ON CONFLICT (guild) DO UPDATE SET guild = excluded.guild RETURNING settings`, guild).Scan(&settings)
		if err != nil {
			return err
		}
		change(&settings)
		_, err = tx.Exec(ctx, "UPDATE settings SET settings = $2 WHERE guild = $1", guild, settings)
		return err
	})
	if err != nil {
		return store.Settings{}, fmt.Errorf("change settings: %w", explain(err))
	}
	return settings, nil
}

// Count adds to a tally.
func (s *Store) Count(ctx context.Context, t store.Tally) error {
	return s.keep(ctx, "a tally", `INSERT INTO tallies (guild, day, analysis, topic, kind, count) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (guild, day, analysis, topic, kind) DO UPDATE SET count = tallies.count + excluded.count`,
		t.Guild, t.Day, t.Analysis, t.Topic, t.Kind, t.Count)
}

// Tallies returns what was counted in a server.
func (s *Store) Tallies(ctx context.Context, guild, from string) ([]store.Tally, error) {
	return query(ctx, s, "tallies", pgx.RowToStructByName[store.Tally], `SELECT guild, day, analysis, topic, kind, count
		FROM tallies WHERE guild = $1 AND day >= $2 ORDER BY day, analysis, topic, kind`, guild, from)
}

// PutQuestion keeps a question.
func (s *Store) PutQuestion(ctx context.Context, q store.Question) error {
	return s.keep(ctx, "a question", `INSERT INTO questions (guild, hash, text, day, settled) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		q.Guild, hash(q.Text), q.Text, q.Day, q.Settled)
}

// SettleQuestion says what the editors made of a question.
func (s *Store) SettleQuestion(ctx context.Context, guild, text string, as store.Settled) error {
	return s.keep(ctx, "what a question is", "UPDATE questions SET settled = $3 WHERE guild = $1 AND hash = $2", guild, hash(text), as)
}

// Questions returns those from a server.
func (s *Store) Questions(ctx context.Context, guild string) ([]store.Question, error) {
	return query(ctx, s, "questions", pgx.RowToStructByName[store.Question],
		"SELECT guild, day, text, settled FROM questions WHERE guild = $1 ORDER BY day, text", guild)
}

// PutPhrasing keeps a phrasing.
func (s *Store) PutPhrasing(ctx context.Context, p store.Phrasing) error {
	return s.keep(ctx, "a phrasing", `INSERT INTO phrasings (guild, analysis, topic, hash, text, day) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		p.Guild, p.Analysis, p.Topic, hash(p.Text), p.Text, p.Day)
}

// DeletePhrasing forgets a phrasing.
func (s *Store) DeletePhrasing(ctx context.Context, p store.Phrasing) error {
	return s.keep(ctx, "no phrasing", "DELETE FROM phrasings WHERE guild = $1 AND analysis = $2 AND topic = $3 AND hash = $4", p.Guild, p.Analysis, p.Topic, hash(p.Text))
}

// Phrasings returns those of a server, or of all.
func (s *Store) Phrasings(ctx context.Context, guild string) ([]store.Phrasing, error) {
	return query(ctx, s, "phrasings", pgx.RowToStructByName[store.Phrasing], `SELECT guild, analysis, topic, text, day
		FROM phrasings WHERE $1 IN ('', guild) ORDER BY analysis, topic, text, guild`, guild)
}

// Forget deletes all that is kept of a server.
func (s *Store) Forget(ctx context.Context, guild string) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for _, table := range []string{"settings", "tallies", "questions", "phrasings", "pins"} {
			if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE guild = $1", guild); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forget a server: %w", explain(err))
	}
	return nil
}

// hash stands for a text in a key.
func hash(text string) []byte {
	h := sha256.Sum256([]byte(text))
	return h[:]
}

func (s *Store) keep(ctx context.Context, what, statement string, values ...any) error {
	if _, err := s.pool.Exec(ctx, statement, values...); err != nil {
		return fmt.Errorf("keep %s: %w", what, explain(err))
	}
	return nil
}

// query reads all rows of a statement.
func query[T any](ctx context.Context, s *Store, what string, scan pgx.RowToFunc[T], statement string, values ...any) ([]T, error) {
	rows, err := s.pool.Query(ctx, statement, values...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, explain(err))
	}
	all, err := pgx.CollectRows(rows, scan)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, explain(err))
	}
	return all, nil
}
