package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"ibid/store"
)

// Settings returns those of a server.
func (s *Store) Settings(ctx context.Context, guild string) (store.Settings, error) {
	settings, err := readSettings(ctx, s.db, guild)
	if err != nil {
		return store.Settings{}, fmt.Errorf("read settings: %w", explain(err))
	}
	return settings, nil
}

// ChangeSettings changes those of a server, in one transaction.
func (s *Store) ChangeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error) {
	settings, err := s.changeSettings(ctx, guild, change)
	if err != nil {
		return store.Settings{}, fmt.Errorf("change settings: %w", explain(err))
	}
	return settings, nil
}

func (s *Store) changeSettings(ctx context.Context, guild string, change func(*store.Settings)) (store.Settings, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return store.Settings{}, err
	}
	defer tx.Rollback() // does nothing after the commit
	settings, err := readSettings(ctx, tx, guild)
	if err != nil {
		return store.Settings{}, err
	}
	change(&settings)
	text, err := json.Marshal(settings)
	if err != nil {
		return store.Settings{}, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO settings (guild, settings) VALUES (?, ?)
		ON CONFLICT (guild) DO UPDATE SET settings = excluded.settings`, guild, string(text)); err != nil {
		return store.Settings{}, err
	}
	return settings, tx.Commit()
}

// rower is a database or a transaction.
type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readSettings(ctx context.Context, db rower, guild string) (store.Settings, error) {
	var settings store.Settings
	var text string
	err := db.QueryRowContext(ctx, "SELECT settings FROM settings WHERE guild = ?", guild).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return settings, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &settings)
	}
	return settings, err
}

// Count adds to a tally.
func (s *Store) Count(ctx context.Context, t store.Tally) error {
	return s.keep(ctx, "a tally", `INSERT INTO tallies (guild, day, analysis, topic, kind, count) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET count = count + excluded.count`, t.Guild, t.Day, t.Analysis, t.Topic, t.Kind, t.Count)
}

// Tallies returns what was counted in a server.
func (s *Store) Tallies(ctx context.Context, guild, from string) ([]store.Tally, error) {
	return query(ctx, s.db, "tallies", func(rows *sql.Rows) (t store.Tally, err error) {
		return t, rows.Scan(&t.Guild, &t.Day, &t.Analysis, &t.Topic, &t.Kind, &t.Count)
	}, `SELECT guild, day, analysis, topic, kind, count FROM tallies WHERE guild = ? AND day >= ?
		ORDER BY day, analysis, topic, kind`, guild, from)
}

// PutQuestion keeps a question.
func (s *Store) PutQuestion(ctx context.Context, q store.Question) error {
	return s.keep(ctx, "a question", `INSERT INTO questions (guild, text, day, settled) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, q.Guild, q.Text, q.Day, q.Settled)
}

// SettleQuestion says what the editors made of a question.
func (s *Store) SettleQuestion(ctx context.Context, guild, text string, as store.Settled) error {
	return s.keep(ctx, "what a question is", "UPDATE questions SET settled = ? WHERE guild = ? AND text = ?", as, guild, text)
}

// PutPhrasing keeps a phrasing.
func (s *Store) PutPhrasing(ctx context.Context, p store.Phrasing) error {
	return s.keep(ctx, "a phrasing", `INSERT INTO phrasings (guild, analysis, topic, text, day) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.Guild, p.Analysis, p.Topic, p.Text, p.Day)
}

// DeletePhrasing forgets a phrasing.
func (s *Store) DeletePhrasing(ctx context.Context, p store.Phrasing) error {
	return s.keep(ctx, "no phrasing", "DELETE FROM phrasings WHERE guild = ? AND analysis = ? AND topic = ? AND text = ?", p.Guild, p.Analysis, p.Topic, p.Text)
}

// Phrasings returns those of a server, or of all.
func (s *Store) Phrasings(ctx context.Context, guild string) ([]store.Phrasing, error) {
	of := "guild = ?" // which the table is sorted by: each question of a member may read it
	if guild == "" {
		of = "? = ''"
	}
	return query(ctx, s.db, "phrasings", func(rows *sql.Rows) (p store.Phrasing, err error) {
		return p, rows.Scan(&p.Guild, &p.Analysis, &p.Topic, &p.Text, &p.Day)
	}, "SELECT guild, analysis, topic, text, day FROM phrasings WHERE "+of+" ORDER BY analysis, topic, text, guild", guild)
}

// Forget deletes all that is kept of a server.
func (s *Store) Forget(ctx context.Context, guild string) error {
	if err := s.forget(ctx, guild); err != nil {
		return fmt.Errorf("forget a server: %w", explain(err))
	}
	return nil
}

func (s *Store) forget(ctx context.Context, guild string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after the commit
	for _, table := range []string{"settings", "tallies", "questions", "phrasings", "pins"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE guild = ?", guild); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Ping reads from the file.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, "SELECT 1 FROM pins LIMIT 1"); err != nil {
		return fmt.Errorf("read the database: %w", explain(err))
	}
	return nil
}

// Questions returns those from a server.
func (s *Store) Questions(ctx context.Context, guild string) ([]store.Question, error) {
	return query(ctx, s.db, "questions", func(rows *sql.Rows) (q store.Question, err error) {
		return q, rows.Scan(&q.Guild, &q.Day, &q.Text, &q.Settled)
	}, "SELECT guild, day, text, settled FROM questions WHERE guild = ? ORDER BY day, text", guild)
}

func (s *Store) keep(ctx context.Context, what, statement string, values ...any) error {
	if _, err := s.db.ExecContext(ctx, statement, values...); err != nil {
		return fmt.Errorf("keep %s: %w", what, explain(err))
	}
	return nil
}

// query reads all rows of a statement.
func query[T any](ctx context.Context, db *sql.DB, what string, scan func(*sql.Rows) (T, error), statement string, values ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, statement, values...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, explain(err))
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", what, explain(err))
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", what, explain(err))
	}
	return all, nil
}
