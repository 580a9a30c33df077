package knowledge

import (
	"net/url"
	"regexp"
	"strings"
)

// A text fragment that quotes a long sentence whole breaks as soon as the
// page differs by a character inside it, so longer ones are quoted by their
// first and last words, of which it takes at least fragmentWords to be
// unlikely elsewhere on the page; a sentence of fewer words gets some from
// before it. More than maxFragmentWords fit no link.
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
	if fragment := fragmentOf(before, sentence); fragment != "" && len(address+directive+fragment) <= limit {
		return address + directive + fragment
	}
	return address
}

// fragmentOf says where the sentence is in a way that a browser, which takes
// the first match, finds nowhere earlier; empty where it cannot be said.
func fragmentOf(before, sentence string) string {
	before, lines := visible(before), longest(blocks(visible(sentence)))
	words := strings.Fields(lines)
	switch {
	case len(words) == 0:
		return ""
	case len(words) > wholeWords:
		return fragmentEnds(fold(before), words)
	case len(words) >= fragmentWords && !strings.Contains(fold(before), fold(lines)):
		return encodeFragment(strings.Join(words, " "))
	}
	return fragmentAfter(before, words)
}

// fragmentEnds finds the fewest words from both ends of a sentence that stand
// nowhere earlier.
func fragmentEnds(before string, words []string) string {
	for n := fragmentWords; n <= min(len(words)/2, maxFragmentWords); n++ {
		start := strings.Join(words[:n], " ")
		end := strings.Join(words[len(words)-n:], " ")
		if strings.Contains(before, fold(start)) {
			continue
		}
		rest, last := fold(strings.Join(words[n:], " ")), fold(end)
		if strings.Index(rest, last) == len(rest)-len(last) {
			return encodeFragment(start) + "," + encodeFragment(end)
		}
	}
	return ""
}

// fragmentAfter finds the fewest words before a short sentence, in the line
// that ends where it begins, with which it stands nowhere earlier.
func fragmentAfter(before string, words []string) string {
	trimmed := strings.TrimSpace(before)
	line := strings.Fields(trimmed[strings.LastIndexByte(trimmed, '\n')+1:])
	sentence := strings.Join(words, " ")
	for n := 1; n <= min(len(line), maxFragmentWords); n++ {
		prefix := strings.Join(line[len(line)-n:], " ")
		earlier := strings.TrimSuffix(fold(before), fold(prefix))
		enough := len(words)+n >= fragmentWords || n == len(line)
		if enough && !strings.Contains(earlier, fold(prefix+" "+sentence)) {
			return encodeFragment(prefix) + "-," + encodeFragment(sentence)
		}
	}
	return ""
}

var (
	link     = regexp.MustCompile(`\[([^\]\n]*)\]\([^)\s]*\)`)
	emphasis = regexp.MustCompile("[*`]+(\\S)|(\\S)[*`]+|\\b_+|_+\\b")
	listMark = regexp.MustCompile(`^[ \t]*(?:[-*•>+]|#+|\d+[.)])[ \t]+`)
)

// visible is what a page shows of text: without the marks of Markdown, the
// lines as they are.
func visible(text string) string {
	text = link.ReplaceAllString(text, "$1")
	if !strings.ContainsAny(text, "*`_") { // most texts have none, and looking is slow
		return text
	}
	return emphasis.ReplaceAllString(text, "$1$2")
}

// blocks divides text where a line begins an item of a list or a quotation.
// A fragment may not reach from one block into the next.
func blocks(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		mark := listMark.FindString(line)
		if mark != "" || len(all) == 0 {
			all = append(all, "")
		}
		all[len(all)-1] += line[len(mark):]
	}
	return all
}

func longest(texts []string) string {
	best := ""
	for _, t := range texts {
		if len(t) > len(best) {
			best = t
		}
	}
	return best
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
