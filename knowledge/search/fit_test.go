package search

import (
	"math"
)

// example is something to fit on: the features of what could be chosen, and
// which of it should be. A yes-or-no question has one alternative, all of
// whose features are 0.
type example struct {
	alternatives [][]float64
	right        int
	weight       float64
	answerable   bool
}

func (e example) chances(model []float64) []float64 {
	scores := make([]float64, len(e.alternatives))
	most := math.Inf(-1)
	for i, features := range e.alternatives {
		scores[i] = dot(features, model)
		most = max(most, scores[i])
	}
	sum := 0.0
	for i := range scores {
		scores[i] = math.Exp(scores[i] - most)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}

// fitModel maximises the likelihood of the right alternatives, by gradient
// descent with a step for each feature (RMSProp).
func fitModel(examples []example, size int) []float64 {
	model, speed := make([]float64, size), make([]float64, size)
	for step := range 800 {
		gradient, total := make([]float64, size), 0.0
		for _, e := range examples {
			chances := e.chances(model)
			chances[e.right]--
			for i, features := range e.alternatives {
				for f, x := range features {
					gradient[f] += e.weight * chances[i] * x
				}
			}
			total += e.weight
		}
		rate := 0.05 / (1 + float64(step)/100)
		for f := range model {
			g := gradient[f]/total + 1e-4*model[f]
			speed[f] = 0.95*speed[f] + 0.05*g*g
			model[f] -= rate * g / (math.Sqrt(speed[f]) + 1e-9)
		}
	}
	return model
}

// logLoss is the mean surprise at the right alternative, in nats.
func logLoss(examples []example, model []float64) float64 {
	loss, total := 0.0, 0.0
	for _, e := range examples {
		loss -= e.weight * math.Log(e.chances(model)[e.right]+1e-12)
		total += e.weight
	}
	return loss / total
}
