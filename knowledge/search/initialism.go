package search

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// initialisms returns the names that a text explains by a short name in
// brackets, each the long form and the short one: "ISIS-Khorasan (ISIS-K)",
// "the National Security Council (NSC)".
func initialisms(text string) [][]string {
	var pairs [][]string
	for {
		before, rest, found := strings.Cut(text, " (")
		if !found {
			return pairs
		}
		if short, _, closed := strings.Cut(rest, ")"); closed && initialism.MatchString(short) {
			if long := longForm(lastWords(before), short); long != "" {
				pairs = append(pairs, []string{long, short})
			}
		}
		text = rest
	}
}

// initialism matches what may be a short name.
var initialism = regexp.MustCompile(`^[\p{Lu}\p{N}][\p{L}\p{N}.&-]{1,11}$`)

// maxLongForm is how many words a long form may have, and maxLongBytes how
// far back it is looked for.
const (
	maxLongForm  = 8
	maxLongBytes = 120
)

// lastWords returns the words at the end of a text.
func lastWords(text string) []string {
	text = text[max(0, len(text)-maxLongBytes):]
	return strings.Fields(text[strings.LastIndexAny(text, ".!?;:()“”\"\n")+1:])
}

// longForm returns the last of some words if the short name stands for them.
func longForm(words []string, short string) string {
	for n := 1; n <= len(words) && n <= maxLongForm; n++ {
		tail := strings.Trim(strings.Join(words[len(words)-n:], " "), ",— ")
		if tail != "" && capitalized(tail) && (shortens(tail, short) || initialsOf(tail) == initials(short)) {
			return tail
		}
	}
	return ""
}

func capitalized(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return strings.ToLower(string(r)) != string(r)
}

// shortens reports whether each word of a name is shortened to one of the
// short name, of more than one: ISIS Khorasan to ISIS K.
func shortens(long, short string) bool {
	a, b := tokenize(long, maxWords), tokenize(short, maxWords)
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	for i := range a {
		if !strings.HasPrefix(a[i].word, b[i].word) {
			return false
		}
	}
	return true
}

// initials are a short name's letters.
func initials(short string) string {
	return strings.ToLower(strings.NewReplacer(".", "", "-", "", "&", "").Replace(short))
}

// initialsOf are those of a name's words, the small ones left out; empty for
// a single word.
func initialsOf(name string) string {
	letters := ""
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		if capitalized(word) {
			r, _ := utf8.DecodeRuneInString(word)
			letters += strings.ToLower(string(r))
		}
	}
	if utf8.RuneCountInString(letters) < 2 {
		return ""
	}
	return letters
}
