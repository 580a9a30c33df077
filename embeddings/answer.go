package embeddings

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// parseAnswer reads the answer to a request for the vectors of n texts.
func parseAnswer(body []byte, n int) ([][]float32, error) {
	var answer struct {
		Data []struct {
			Index *int `json:"index"`
			// JSON knows no NaN and no infinity, so where a model gives one,
			// servers write null, or what is no JSON.
			Embedding []*float32 `json:"embedding"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("the answer is none of the embeddings API: %w; is a server of it at IBID_EMBEDDINGS_URL?", err)
	}
	if len(answer.Data) != n {
		return nil, fmt.Errorf("the answer has %d vectors for %d texts", len(answer.Data), n)
	}
	vectors := make([][]float32, n)
	for _, d := range answer.Data {
		if d.Index == nil || *d.Index < 0 || *d.Index >= n || vectors[*d.Index] != nil {
			return nil, errors.New("the answer does not say once for each vector whose it is")
		}
		vector, err := unit(d.Embedding)
		if err != nil {
			return nil, fmt.Errorf("vector %d: %w", *d.Index, err)
		}
		vectors[*d.Index] = vector
	}
	return vectors, sameLength(vectors)
}

// unit brings a vector to the length 1.
func unit(numbers []*float32) ([]float32, error) {
	sum := 0.0
	for _, x := range numbers {
		if x == nil {
			return nil, errors.New("the model gives what is no number; another model may do better")
		}
		sum += float64(*x) * float64(*x)
	}
	if sum == 0 {
		return nil, errors.New("it has no direction, being empty or zero throughout: is the model one for embeddings?")
	}
	norm := math.Sqrt(sum)
	vector := make([]float32, len(numbers))
	for i, x := range numbers {
		vector[i] = float32(float64(*x) / norm)
	}
	return vector, nil
}

// sameLength wants one number of dimensions throughout.
func sameLength(vectors [][]float32) error {
	for _, v := range vectors {
		if len(v) != len(vectors[0]) {
			return fmt.Errorf("the server gives vectors of %d and of %d dimensions", len(vectors[0]), len(v))
		}
	}
	return nil
}
