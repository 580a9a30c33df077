package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// terms are the words that a text uses otherwise than as the names of persons.
type terms struct {
	small   map[string]bool // words with a small first letter, without the s of a plural
	phrases map[string]bool // capitalised words behind an article or a preposition of place
}

// beforeTerms stand before names of places, groups and things, and hardly ever
// before a person's.
var beforeTerms = set("the", "a", "an", "in", "across", "throughout", "within", "inside", "into",
	"die", "der", "das", "den", "dem", "im", "le", "la", "les", "el", "los", "las", "en", "в")

// maxTerm is how many words a term has at most, as a name has.
const maxTerm = 5

// newTerms reads the words of a text.
func newTerms(text string) *terms {
	t := &terms{map[string]bool{}, map[string]bool{}}
	words := strings.Fields(text)
	for i, word := range words {
		plain := trimWord(word)
		if first, _ := utf8.DecodeRuneInString(plain); unicode.IsLower(first) {
			t.small[singular(plain)] = true
		}
		if beforeTerms[strings.ToLower(trimWord(word))] {
			t.phrase(words[i+1:])
		}
	}
	return t
}

// phrase enters the capitalised words with which words begin.
func (t *terms) phrase(words []string) {
	var b strings.Builder
	for i, word := range words[:min(len(words), maxTerm)] {
		plain := trimWord(word)
		first, _ := utf8.DecodeRuneInString(plain)
		if !unicode.IsUpper(first) || strings.HasSuffix(word, ":") || len(plain) > maxLabel {
			return
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(fold(plain))
		t.phrases[b.String()] = true
		if !strings.HasSuffix(word, plain) {
			return // a comma or a stop ends it
		}
	}
}

// has reports whether a label's name is elsewhere a term of the text: behind an
// article, or with a small letter in each of its words.
func (t *terms) has(name string) bool {
	if t.phrases[fold(name)] {
		return true
	}
	words := strings.Fields(name)
	for i, w := range words {
		plain := strings.ToLower(trimWord(w))
		if !(t.small[singular(plain)] || i > 0 && nameParticles[plain]) {
			return false
		}
	}
	return len(words) > 0 && !surnameWords[strings.ToLower(words[len(words)-1])]
}

func trimWord(word string) string {
	return strings.TrimFunc(word, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
}

func singular(word string) string { return strings.TrimSuffix(word, "s") }

// surnameWords are words that are also among the common surnames, so that
// their standing in the text with a small letter says nothing (the most
// frequent of the United States Census of 2010).
var surnameWords = set("brown", "white", "green", "young", "king", "hill", "hall", "baker", "carter", "parker", "cook", "bell", "cooper",
	"ward", "wood", "woods", "gray", "grey", "price", "long", "foster", "powers", "fisher", "stone", "rice", "black", "hunt", "mason",
	"knight", "hunter", "love", "page", "wells", "bishop", "banks", "day", "fields", "little", "rose", "may", "strong", "sharp", "cross",
	"hope", "field", "lane", "bush", "west", "marsh", "fox", "wolf", "waters", "frost", "snow", "winters", "summers", "walker", "wright",
	"turner", "cole", "porter", "barber", "fuller", "miller", "taylor", "potter", "shepherd", "small", "swift", "wise", "church", "park",
	"parks", "brooks", "rivers", "lake", "moon", "ford", "fish", "bird", "best", "burns", "case", "chase", "flowers", "glass", "golden",
	"good", "head", "key", "law", "mills", "pope", "post", "power", "rich", "rush", "short", "singer", "street", "temple", "weeks", "will", "bond")
