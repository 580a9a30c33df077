package embeddings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	// BatchSize is how many texts are sent in one request: enough that the
	// round trip does not count, few enough that a request of paragraphs
	// takes seconds on a CPU. A server that takes fewer gets fewer.
	BatchSize = 64
	// maxAnswer is the longest answer read, in bytes. 64 vectors of 8,192
	// numbers, at 24 characters each, take less.
	maxAnswer = 16 << 20
	// requestTimeout is how long one request may take when its context
	// allows more. The first one may have to wait until the model is loaded.
	requestTimeout = 2 * time.Minute
)

// Options says which server and which model to ask. URL and Model are
// required.
type Options struct {
	URL   string // base of the server, such as http://127.0.0.1:11434; a /v1 or a slash at its end makes no difference
	Model string // the model's name, as the server knows it
	Key   string // sent as a bearer token; if empty, none is sent
}

// Client asks one server for the vectors of one model. It is made by [New]
// and safe for use by any number of goroutines.
type Client struct {
	endpoint   string
	model, key string
	http       *http.Client
}

// New checks the options and makes a client of them. It does not connect.
func New(o Options) (*Client, error) {
	endpoint, err := endpoint(o.URL)
	if err != nil {
		return nil, fmt.Errorf("embeddings: IBID_EMBEDDINGS_URL: %w", err)
	}
	o.Model, o.Key = strings.TrimSpace(o.Model), strings.TrimSpace(o.Key)
	switch {
	case o.Model == "":
		return nil, errors.New("embeddings: there is no model: set IBID_EMBEDDINGS_MODEL to the name that the server knows it by")
	case strings.ContainsFunc(o.Key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("embeddings: the key has characters in it that no key has: copy it again into IBID_EMBEDDINGS_KEY")
	}
	return &Client{endpoint: endpoint, model: o.Model, key: o.Key, http: &http.Client{
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: 10 * time.Second,
			IdleConnTimeout:     90 * time.Second,
			// Members ask at the same time, and to connect costs as much as to
			// ask.
			MaxIdleConnsPerHost: 32,
		},
		CheckRedirect: refuseRedirect,
	}}, nil
}

// endpoint is where to ask, from the base that an operator gives. The base
// is not repeated in an error, as it may hold a password.
func endpoint(base string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(base))
	switch {
	case err != nil:
		return "", errors.New("this is no address: write one such as http://127.0.0.1:11434")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return "", errors.New("the address must begin with http:// or https:// and a host, such as http://127.0.0.1:11434")
	case u.User != nil:
		return "", errors.New("the address may hold no user and no password: set IBID_EMBEDDINGS_KEY to the key")
	case u.RawQuery != "", u.Fragment != "":
		return "", errors.New("the address may have a scheme, a host and a path, and nothing else")
	}
	path := strings.TrimRight(u.Path, "/")
	path = strings.TrimSuffix(path, "/v1/embeddings") // the whole address, as some manuals give it
	u.Path = strings.TrimRight(strings.TrimSuffix(path, "/v1"), "/") + "/v1/embeddings"
	u.RawPath = ""
	return u.String(), nil
}

// refuseRedirect keeps the key from being carried elsewhere; a server of
// this API has no reason to redirect, and a POST would not survive it.
func refuseRedirect(to *http.Request, _ []*http.Request) error {
	return fmt.Errorf("the server redirects to %s, which is not followed: set IBID_EMBEDDINGS_URL to the right address", to.URL.Host)
}

// Space names what the client's vectors may be compared with: those of the
// same model at the same address. It holds no secret.
func (c *Client) Space() string { return c.model + " at " + c.endpoint }

// Embed returns the vector of each text, in order. It asks for [BatchSize]
// texts at a time and gives up at the first request that fails, with a
// [*StatusError] if the server has refused it.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, 0, len(texts))
	for batch := range slices.Chunk(texts, BatchSize) {
		more, err := c.embedBatch(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("ask for embeddings: %w", err)
		}
		vectors = append(vectors, more...)
	}
	if err := sameLength(vectors); err != nil {
		return nil, fmt.Errorf("ask for embeddings: %w", err)
	}
	return vectors, nil
}

// embedBatch asks for texts in one request, or, where they may be too many
// for the server, in halves: Text Embeddings Inference, for one, takes 32
// unless told otherwise.
func (c *Client) embedBatch(ctx context.Context, texts []string) ([][]float32, error) {
	vectors, err := c.request(ctx, texts)
	var refused *StatusError
	if len(texts) == 1 || !errors.As(err, &refused) || !refused.maybeTooMuch() {
		return vectors, err
	}
	half := len(texts) / 2
	first, err := c.embedBatch(ctx, texts[:half])
	if err != nil {
		return nil, err
	}
	second, err := c.embedBatch(ctx, texts[half:])
	return append(first, second...), err
}

// request is one call of the API.
func (c *Client) request(ctx context.Context, texts []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	asked, err := c.newRequest(ctx, texts)
	if err != nil {
		return nil, err
	}
	answered, err := c.http.Do(asked)
	if err != nil {
		return nil, err
	}
	defer answered.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answered.Body, maxAnswer+1))
	switch {
	case answered.StatusCode != http.StatusOK:
		return nil, newStatusError(answered.StatusCode, body, c.key)
	case err != nil:
		return nil, fmt.Errorf("read the answer: %w", err)
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("the answer is longer than %d MiB: is a server of embeddings at IBID_EMBEDDINGS_URL?", maxAnswer>>20)
	}
	return parseAnswer(body, len(texts))
}

func (c *Client) newRequest(ctx context.Context, texts []string) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"model": c.model, "input": texts, "encoding_format": "float"})
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	return request, nil
}
