package postgres

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Vectors returns those of the vectors that are kept.
func (s *Store) Vectors(ctx context.Context, model string, hashes [][32]byte) (map[[32]byte][]float32, error) {
	type row struct {
		Hash   []byte
		Vector []float32
	}
	asked := make([][]byte, len(hashes))
	for i, h := range hashes {
		asked[i] = h[:]
	}
	rows, err := query(ctx, s, "vectors", pgx.RowToStructByName[row], "SELECT hash, vector FROM vectors WHERE model = $1 AND hash = ANY ($2)", model, asked)
	if err != nil {
		return nil, err
	}
	found := make(map[[32]byte][]float32, len(rows))
	for _, r := range rows {
		found[[32]byte(r.Hash)] = r.Vector
	}
	return found, nil
}

// PutVectors keeps the vectors, in one transaction. They are sent at once,
// and in order, so that two processes do not lock each other out.
func (s *Store) PutVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error {
	batch := new(pgx.Batch)
	for _, h := range slices.SortedFunc(maps.Keys(vectors), func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) }) {
		batch.Queue(`INSERT INTO vectors (model, hash, vector) VALUES ($1, $2, $3)
			ON CONFLICT (model, hash) DO UPDATE SET vector = excluded.vector`, model, h[:], vectors[h])
	}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() })
	if err != nil {
		return fmt.Errorf("keep vectors: %w", explain(err))
	}
	return nil
}
