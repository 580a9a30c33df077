package eval

import "math"

// Interval is where a share lies, were there ever so many questions, with 95 %
// confidence.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// wilson returns the interval of a share seen in n questions (Wilson 1927),
// which keeps to 0 to 1 and holds for few questions too.
func wilson(share, n float64) Interval {
	if n == 0 {
		return Interval{0, 1}
	}
	const z = 1.96 // of 95 %
	middle := (share + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return Interval{max(middle-half, 0), min(middle+half, 1)}
}
