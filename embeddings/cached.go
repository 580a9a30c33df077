package embeddings

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"maps"
)

// Cache keeps vectors from one start to the next.
type Cache interface {
	// Vectors returns those of the vectors that are kept, by the hash of
	// their text. Vectors of different spaces have nothing to do with each
	// other.
	Vectors(ctx context.Context, space string, hashes [][32]byte) (map[[32]byte][]float32, error)
	// PutVectors keeps vectors, in place of those of the same hashes.
	PutVectors(ctx context.Context, space string, vectors map[[32]byte][]float32) error
}

// Cached is a [Client] that asks for no vector which its cache has. It is
// made by [NewCached].
type Cached struct {
	client   *Client
	cache    Cache
	log      *slog.Logger
	progress func(embedded, wanted int)
}

// NewCached puts a cache before a client. A cache that fails is logged, and
// the client asked instead. Embed calls progress, unless it is nil, with how
// many of the different texts that are wanted have their vectors: at its
// beginning, and when there are more.
func NewCached(client *Client, cache Cache, log *slog.Logger, progress func(embedded, wanted int)) *Cached {
	if progress == nil {
		progress = func(int, int) {}
	}
	return &Cached{client: client, cache: cache, log: log, progress: progress}
}

// Embed returns the vector of each text, in order. It keeps every batch of
// vectors as soon as it has it, so that after an error, or a restart, it
// goes on where it stopped. Equal texts share a vector, so it must not be
// written to.
func (c *Cached) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	wanted := newWanted(texts)
	known := c.lookUp(ctx, wanted.hashes)
	c.progress(len(known), len(wanted.hashes))
	dimensions := 0 // of what the server gives
	for {
		batch := wanted.missing(known)
		if len(batch) == 0 {
			return wanted.all(known), nil
		}
		fresh, err := c.fetch(ctx, batch, wanted.texts)
		if err != nil {
			return nil, fmt.Errorf("%d of %d texts have their vectors: %w", len(known), len(wanted.hashes), err)
		}
		length := len(fresh[batch[0]])
		if dimensions != 0 && dimensions != length {
			return nil, fmt.Errorf("the server gave vectors of %d dimensions, and now of %d: let it serve one model under the name", dimensions, length)
		}
		dimensions = length
		c.dropUnless(known, dimensions)
		maps.Copy(known, fresh)
		c.progress(len(known), len(wanted.hashes))
	}
}

// lookUp returns what the cache has, or nothing where it fails.
func (c *Cached) lookUp(ctx context.Context, hashes [][32]byte) map[[32]byte][]float32 {
	known, err := c.cache.Vectors(ctx, c.client.Space(), hashes)
	if err != nil && ctx.Err() == nil {
		c.log.Error("kept vectors cannot be read, and are asked for again", "error", err)
	}
	if err != nil || known == nil {
		return make(map[[32]byte][]float32)
	}
	c.dropUnless(known, dimensionsOf(known))
	return known
}

// dropUnless forgets what is known unless all of it has the given number of
// dimensions. If it has not, the server has changed the model, and nobody
// knows which vectors are of which.
func (c *Cached) dropUnless(known map[[32]byte][]float32, dimensions int) {
	if len(known) > 0 && (dimensions == mixed || dimensionsOf(known) != dimensions) {
		c.log.Warn("the server has changed the model, so the vectors that were kept are asked for again", "vectors", len(known))
		clear(known)
	}
}

// mixed stands for vectors of different numbers of dimensions.
const mixed = -1

// dimensionsOf is the number of dimensions that all the vectors have, 0
// without vectors.
func dimensionsOf(vectors map[[32]byte][]float32) int {
	dimensions := 0
	for _, v := range vectors {
		if dimensions != 0 && dimensions != len(v) {
			return mixed
		}
		dimensions = len(v)
	}
	return dimensions
}

// fetch asks the server for the vectors of a batch and keeps them.
func (c *Cached) fetch(ctx context.Context, batch [][32]byte, texts map[[32]byte]string) (map[[32]byte][]float32, error) {
	asked := make([]string, len(batch))
	for i, hash := range batch {
		asked[i] = texts[hash]
	}
	vectors, err := c.client.Embed(ctx, asked)
	if err != nil {
		return nil, err
	}
	fresh := make(map[[32]byte][]float32, len(batch))
	for i, hash := range batch {
		fresh[hash] = vectors[i]
	}
	if err := c.cache.PutVectors(ctx, c.client.Space(), fresh); err != nil && ctx.Err() == nil {
		c.log.Error("vectors cannot be kept, and will be asked for again at the next start", "error", err)
	}
	return fresh, nil
}

// wanted is a list of texts by their hashes.
type wanted struct {
	order  [][32]byte          // of all texts
	hashes [][32]byte          // each once
	texts  map[[32]byte]string // by hash
}

func newWanted(texts []string) wanted {
	w := wanted{texts: make(map[[32]byte]string, len(texts))}
	for _, text := range texts {
		hash := sha256.Sum256([]byte(text))
		w.order = append(w.order, hash)
		if _, again := w.texts[hash]; !again {
			w.texts[hash] = text
			w.hashes = append(w.hashes, hash)
		}
	}
	return w
}

// missing returns the first of the hashes that are not known, as many as one
// request takes.
func (w wanted) missing(known map[[32]byte][]float32) [][32]byte {
	var batch [][32]byte
	for _, hash := range w.hashes {
		if _, ok := known[hash]; !ok {
			batch = append(batch, hash)
		}
		if len(batch) == BatchSize {
			break
		}
	}
	return batch
}

func (w wanted) all(known map[[32]byte][]float32) [][]float32 {
	vectors := make([][]float32, len(w.order))
	for i, hash := range w.order {
		vectors[i] = known[hash]
	}
	return vectors
}
