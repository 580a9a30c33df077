package main

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// centre gives every vector unit length and takes their mean off.
func (t *table) centre() {
	mean := make([]float64, given)
	for _, v := range t.vectors {
		length := math.Sqrt(dot(v, v))
		for i := range v {
			v[i] /= length
			mean[i] += v[i] / float64(len(t.vectors))
		}
	}
	for _, v := range t.vectors {
		for i := range v {
			v[i] -= mean[i]
		}
	}
}

// project turns the vectors so that the first dimensions tell most, and keeps
// these: the eigenvectors of their covariance with the largest eigenvalues.
func (t *table) project() error {
	covariance := mat.NewSymDense(given, nil)
	for _, v := range t.vectors {
		covariance.SymRankOne(covariance, 1, mat.NewVecDense(given, v))
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(covariance, true) {
		return errors.New("the covariance of the vectors has no eigenvectors")
	}
	var directions mat.Dense
	eigen.VectorsTo(&directions) // by rising eigenvalue
	for n, v := range t.vectors {
		t.vectors[n] = make([]float64, kept)
		for i := range t.vectors[n] {
			t.vectors[n][i] = mat.Dot(directions.ColView(given-1-i), mat.NewVecDense(given, v))
		}
	}
	return nil
}

// quantize scales every vector so that its largest number is 127 or -127.
func (t *table) quantize() [][]int8 {
	all := make([][]int8, len(t.vectors))
	for n, v := range t.vectors {
		largest := 0.0
		for _, x := range v {
			largest = max(largest, math.Abs(x))
		}
		all[n] = make([]int8, kept)
		for i, x := range v {
			all[n][i] = int8(math.Round(x * 127 / largest))
		}
	}
	return all
}

func lengthsOf(vectors [][]int8) []float64 {
	lengths := make([]float64, len(vectors))
	for i, v := range vectors {
		lengths[i] = math.Sqrt(float64(product(v, v)))
	}
	return lengths
}

// nearest returns the words whose vectors lie nearest to that of a word by
// cosine, itself left out.
func nearest(vectors [][]int8, lengths []float64, word int) []int {
	var words []int
	var cosines []float64
	for i, v := range vectors {
		cosine := float64(product(vectors[word], v)) / (lengths[word] * lengths[i])
		if i == word || len(words) == neighbours && cosine <= cosines[neighbours-1] {
			continue
		}
		at := 0
		for at < len(words) && cosines[at] >= cosine {
			at++
		}
		words = slices.Insert(words, at, i)[:min(len(words)+1, neighbours)]
		cosines = slices.Insert(cosines, at, cosine)[:len(words)]
	}
	return words
}

func product(a, b []int8) int32 {
	sum := int32(0)
	for i, x := range a {
		sum += int32(x) * int32(b[i])
	}
	return sum
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
