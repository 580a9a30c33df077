package knowledge

import (
	"net/url"
	"strings"
)

// A text fragment that quotes a long sentence whole breaks as soon as the
// page differs by a character inside it, so longer ones are quoted by their
// first and last words, of which it takes at least fragmentWords to be
// unlikely elsewhere on the page. More than maxFragmentWords at each end fit
// no link.
const (
	wholeWords       = 10
	fragmentWords    = 4
	maxFragmentWords = 20
)

// linkTo returns address with a text fragment that finds the sentence
// (https://wicg.github.io/scroll-to-text-fragment/), or address alone where
// no fragment within limit bytes would find it. Before is what is published
// before the sentence.
func linkTo(address, before, sentence string, limit int) string {
	directive := ":~:text="
	if !strings.Contains(address, "#") {
		directive = "#" + directive
	}
	for _, fragment := range fragments(before, sentence) {
		if link := address + directive + fragment; len(link) <= limit {
			return link
		}
	}
	return address
}

// fragments lists ways to say where the sentence is, best first.
func fragments(before, sentence string) []string {
	words := strings.Fields(sentence)
	if len(words) == 0 {
		return nil
	}
	whole := encodeFragment(strings.Join(words, " "))
	if len(words) <= wholeWords {
		return []string{whole}
	}
	if ends, ok := fragmentEnds(fold(before), words); ok {
		return []string{ends, whole}
	}
	return []string{whole}
}

// fragmentEnds finds the fewest words from both ends of the sentence that a
// browser, taking the first match of each, finds nowhere earlier.
func fragmentEnds(before string, words []string) (string, bool) {
	for n := fragmentWords; n <= min(len(words)/2, maxFragmentWords); n++ {
		start := strings.Join(words[:n], " ")
		end := strings.Join(words[len(words)-n:], " ")
		if strings.Contains(before, fold(start)) {
			continue
		}
		rest, last := fold(strings.Join(words[n:], " ")), fold(end)
		if strings.Index(rest, last) == len(rest)-len(last) {
			return encodeFragment(start) + "," + encodeFragment(end), true
		}
	}
	return "", false
}

// fold makes text comparable as a browser compares it: case and runs of
// white space do not count.
func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// encodeFragment percent-encodes all but letters, digits, dot, underscore
// and tilde: the specification reserves dash, comma and ampersand, and the
// rest would not be a valid URL.
func encodeFragment(s string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(s))
}
