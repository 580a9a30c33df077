package search

// Central returns the index of the text that is nearest to what all of them
// mean together, the first where several are; 0 where nothing is known of
// their words. There must be one at least.
func (ix *Index) Central(texts []string) int {
	meanings := ix.meanings()
	var sum vector
	each := make([]vector, len(texts))
	for i, text := range texts {
		each[i] = meanings.text(tokenize(text, maxWords))
		sum.add(&each[i], 1)
	}
	best, most := 0, float32(0)
	for i := range each {
		near := float32(0)
		for d, x := range each[i] {
			near += x * sum[d]
		}
		if near > most {
			best, most = i, near
		}
	}
	return best
}
