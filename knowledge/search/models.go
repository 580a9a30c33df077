package search

import "math"

// models are logistic models fitted on public sets of questions and on
// libraries of five documents cut from them. TestSetModels fits them anew and
// holds these constants to that.
type models struct {
	// lexical estimates the chance that the best candidate by score is
	// right; see candidate.lexicalFeatures.
	lexical [lexicalFeatures]float64
	// unrefused estimates it where a learner has seen no near misses, and so
	// cannot tell by itself that nothing answers; see unrefusedFeatures.
	unrefused [unrefusedCount]float64
}

// lexicalPrior supposes that three in four messages have an answer, where of
// those sets it is every second: ln 3.
const lexicalPrior = 1.1

const unrefusedCount = 3

// unrefusedFeatures are the logit of the chance that the words give, and the
// log of the share that the learner gives to the best document.
func unrefusedFeatures(lexical, share float64) [unrefusedCount]float64 {
	return [unrefusedCount]float64{1, math.Log(lexical / (1 - lexical)), math.Log(share)}
}

// fitted are the models in use.
func fitted() models { return fittedWithout("") }

// fittedWithout returns the models fitted without a group of sets, to measure
// that group by; those in use where there is no such group.
func fittedWithout(group string) models {
	var m models
	switch group {
	case "banking77":
		m = models{
			lexical:   [lexicalFeatures]float64{-2.79, 1.45, 2.07, 0.81, -0.92, -0.77, 1.25, 1.10, 1.52, -1.57},
			unrefused: [unrefusedCount]float64{-0.26, 0.90, 0.91},
		}
	case "clinc":
		m = models{
			lexical:   [lexicalFeatures]float64{-2.92, 1.86, 1.82, 0.61, -1.04, -0.50, 0.53, 1.66, 1.12, -1.17},
			unrefused: [unrefusedCount]float64{-0.59, 1.06, 0.62},
		}
	case "covid":
		m = models{
			lexical:   [lexicalFeatures]float64{-5.03, 0.75, 2.46, 0.81, -0.99, 0.08, 3.45, 1.52, 1.35, -1.07},
			unrefused: [unrefusedCount]float64{-0.40, 1.05, 0.65},
		}
	case "hint3":
		m = models{
			lexical:   [lexicalFeatures]float64{-1.72, 0.77, 2.67, 1.02, -1.49, -1.24, 0.81, 1.25, 2.34, -2.20},
			unrefused: [unrefusedCount]float64{1.21, 0.83, 1.20},
		}
	default:
		m = models{
			lexical:   [lexicalFeatures]float64{-3.20, 1.22, 2.18, 0.81, -1.05, -0.58, 1.50, 1.48, 1.61, -1.59},
			unrefused: [unrefusedCount]float64{-0.40, 1.05, 0.65},
		}
	}
	m.lexical[0] += lexicalPrior
	return m
}
