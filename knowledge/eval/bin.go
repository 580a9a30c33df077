package eval

// Bin is what became of the questions whose best hit had about one
// confidence. A matcher whose confidence means something is right as often as
// it is confident.
type Bin struct {
	Questions int `json:"questions"`
	// Confidence is the mean confidence of the best hit.
	Confidence float64 `json:"confidence"`
	// Right is the share whose best hit answers the question.
	Right float64 `json:"right"`
}

// bins is how many bins there are, of equal width.
const bins = 10

// binsOf sums up by confidence; a bin may be empty.
func binsOf(all []judged) []Bin {
	list := make([]Bin, bins)
	for _, j := range all {
		confidence := j.confidence()
		b := &list[min(int(confidence*bins), bins-1)]
		b.Questions++
		b.Confidence += confidence
		b.Right += share(j.answerable && j.rank(j.hits) == 1)
	}
	for i := range list {
		n := max(float64(list[i].Questions), 1)
		list[i].Confidence /= n
		list[i].Right /= n
	}
	return list
}

// Pool returns the bins of several reports as those of one, every report
// counting by its questions.
func Pool(reports []Report) []Bin {
	pooled := make([]Bin, bins)
	for _, r := range reports {
		for i, b := range r.Bins {
			n := float64(b.Questions)
			pooled[i].Questions += b.Questions
			pooled[i].Confidence += n * b.Confidence
			pooled[i].Right += n * b.Right
		}
	}
	for i := range pooled {
		n := max(float64(pooled[i].Questions), 1)
		pooled[i].Confidence /= n
		pooled[i].Right /= n
	}
	return pooled
}
