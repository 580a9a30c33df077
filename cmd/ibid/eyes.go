package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"ibid/embeddings"
	"ibid/store"
)

const (
	// queryDeadline is how long a member waits for a vector. A server near by
	// takes 10 to 100 ms; Discord waits 3 s for the whole answer, and without
	// the vector there is an answer too.
	queryDeadline = 400 * time.Millisecond
	// libraryDeadline is how long a library may take. Nobody waits for it; it
	// ends what would otherwise go on for ever.
	libraryDeadline = 2 * time.Hour
)

// eyes give the matcher vectors of what it reads, from the server at
// IBID_EMBEDDINGS_URL. They are made by [openEyes] and safe for use by any
// number of goroutines.
type eyes struct {
	client        *embeddings.Client
	library       *embeddings.Cached
	store         store.Store
	metrics       *metrics
	queryDeadline time.Duration
	log           *slog.Logger
	dimensions    atomic.Int64                // of the library's vectors, once there are any
	seen          atomic.Pointer[[][]float32] // the library's vectors, once all are there
}

// openEyes opens what vectors are kept in, and connects to nothing yet. It
// returns nil when IBID_EMBEDDINGS_URL is not set, and then makes no file.
func openEyes(ctx context.Context, c *cli, log *slog.Logger, m *metrics) (*eyes, error) {
	if c.EmbeddingsURL == "" {
		return nil, nil
	}
	client, err := embeddings.New(embeddings.Options{URL: c.EmbeddingsURL, Model: c.EmbeddingsModel, Key: c.EmbeddingsKey})
	if err != nil {
		return nil, err
	}
	kept, err := openStore(ctx, c.DatabaseURL)
	if err != nil {
		return nil, fmt.Errorf("IBID_DATABASE_URL: %w", err)
	}
	return &eyes{
		client: client, library: embeddings.NewCached(client, kept, log, m.libraryTexts),
		store: kept, metrics: m, queryDeadline: queryDeadline, log: log,
	}, nil
}

// Library returns the vectors of a library's texts, in order, which must not
// be written to. With thousands of texts it takes minutes, but for those that
// are kept from before; after an error it goes on where it stopped.
func (e *eyes) Library(ctx context.Context, texts []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, libraryDeadline)
	defer cancel()
	vectors, err := e.library.Embed(ctx, texts)
	if err != nil {
		return nil, fmt.Errorf("embed the library: %w", err)
	}
	if len(vectors) > 0 {
		e.dimensions.Store(int64(len(vectors[0])))
	}
	return vectors, nil
}

// retryAfter is how long to wait before the library is asked for again: the
// server may still be starting, or loading its model.
const retryAfter = 30 * time.Second

// Watch gets the vectors of a library's texts, and tries until it has them or
// ctx ends. From then on Nearness tells something.
func (e *eyes) Watch(ctx context.Context, texts []string) {
	for {
		vectors, err := e.Library(ctx, texts)
		if err == nil {
			e.seen.Store(&vectors)
			e.log.Info("the library has its embeddings", "texts", len(texts))
			return
		}
		if ctx.Err() != nil {
			return
		}
		e.log.Warn("the library has no embeddings yet; the built-in matcher answers alone", "error", err, "again in", retryAfter)
		select {
		case <-ctx.Done():
			return
		case <-time.After(retryAfter):
		}
	}
}

// Nearness is how near a question is to each of the texts that Watch was
// given; nil as long as they have no vectors, or when the question gets none
// in time.
func (e *eyes) Nearness(ctx context.Context, question string) []float32 {
	library := e.seen.Load()
	if library == nil {
		return nil
	}
	vector, err := e.Query(ctx, question)
	if err != nil {
		e.log.Debug("a question was answered without its embedding", "error", err)
		return nil
	}
	nearness := make([]float32, len(*library))
	for i, v := range *library {
		for j, x := range v {
			nearness[i] += x * vector[j]
		}
	}
	return nearness
}

// Query returns the vector of a member's question, within 400 ms or not at
// all. It is kept nowhere, and no error repeats it.
func (e *eyes) Query(ctx context.Context, text string) ([]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, e.queryDeadline)
	defer cancel()
	vector, err := e.embed(ctx, text)
	switch {
	case err == nil:
		e.metrics.query(outcomeUsed)
	case ctx.Err() != nil:
		e.metrics.query(outcomeLate)
	default:
		e.metrics.query(outcomeFailed)
	}
	if err != nil {
		return nil, fmt.Errorf("embed a question: %w", err)
	}
	return vector, nil
}

func (e *eyes) embed(ctx context.Context, text string) ([]float32, error) {
	vectors, err := e.client.Embed(ctx, []string{text})
	var refused *embeddings.StatusError
	if errors.As(err, &refused) {
		return nil, &embeddings.StatusError{Code: refused.Code} // its message may quote the question
	}
	if err != nil {
		return nil, err
	}
	if want := e.dimensions.Load(); want != 0 && want != int64(len(vectors[0])) {
		return nil, fmt.Errorf("the server has changed the model: its vectors have %d dimensions, and the library's %d; "+
			"set IBID_EMBEDDINGS_MODEL to another name, or IBID_DATABASE_URL to another file, and start again", len(vectors[0]), want)
	}
	return vectors[0], nil
}

// Close closes what vectors are kept in. Library and Watch must have returned.
func (e *eyes) Close() error { return e.store.Close() }
