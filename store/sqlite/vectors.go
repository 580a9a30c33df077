package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Vectors returns those of the vectors that are kept.
func (s *Store) Vectors(ctx context.Context, model string, hashes [][32]byte) (map[[32]byte][]float32, error) {
	query, err := s.db.PrepareContext(ctx, "SELECT vector FROM vectors WHERE model = ? AND hash = ?")
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", explain(err))
	}
	defer query.Close()
	found := make(map[[32]byte][]float32)
	for _, hash := range hashes {
		var blob []byte
		err := query.QueryRowContext(ctx, model, hash[:]).Scan(&blob)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return nil, fmt.Errorf("read vectors: %w", explain(err))
		default:
			found[hash] = decode(blob)
		}
	}
	return found, nil
}

// PutVectors keeps the vectors, in one transaction.
func (s *Store) PutVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("keep vectors: %w", explain(err))
	}
	defer tx.Rollback() // does nothing after the commit
	insert, err := tx.PrepareContext(ctx, `INSERT INTO vectors (model, hash, vector) VALUES (?, ?, ?)
		ON CONFLICT (model, hash) DO UPDATE SET vector = excluded.vector`)
	if err != nil {
		return fmt.Errorf("keep vectors: %w", explain(err))
	}
	defer insert.Close()
	for hash, vector := range vectors {
		if _, err := insert.ExecContext(ctx, model, hash[:], encode(vector)); err != nil {
			return fmt.Errorf("keep vectors: %w", explain(err))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("keep vectors: %w", explain(err))
	}
	return nil
}

// encode writes a vector as little-endian float32.
func encode(vector []float32) []byte {
	blob := make([]byte, 0, 4*len(vector))
	for _, x := range vector {
		blob = binary.LittleEndian.AppendUint32(blob, math.Float32bits(x))
	}
	return blob
}

// decode is the inverse of encode. The schema takes no blob of another
// length.
func decode(blob []byte) []float32 {
	vector := make([]float32, len(blob)/4)
	for i := range vector {
		vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(blob[4*i:]))
	}
	return vector
}
