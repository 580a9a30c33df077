package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold returns s in the form in which two names, titles or phrasings are
// compared: without case, width, kind of apostrophe and amount of white space.
func fold(s string) string {
	if isASCII(s) {
		return strings.Join(strings.Fields(strings.ToLower(s)), " ")
	}
	s = cases.Fold().String(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '’' || r == '‘':
			return '\''
		case r == '“' || r == '”':
			return '"'
		case isBlank(r) && !unicode.IsSpace(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nameTitles stand before a name and nameSuffixes after it, without being part
// of it. They are folded and have no stops.
var (
	nameTitles = set("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "rev", "hon",
		"amb", "ambassador", "sen", "senator", "rep", "representative", "gov", "governor", "gen", "general",
		"col", "colonel", "lt", "maj", "major", "capt", "captain", "adm", "admiral", "sgt",
		"judge", "justice", "president", "minister", "secretary", "herr", "frau", "m", "mme", "sr", "sra", "dra")
	nameSuffixes = set("phd", "md", "jd", "jr", "sr", "ii", "iii", "iv", "esq", "mba", "mph", "ret")
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// nameWords returns the words of a name, folded, without titles and suffixes.
// Initials have lost their stop.
func nameWords(name string) []string {
	words := strings.FieldsFunc(strings.ReplaceAll(fold(name), ".", ""), func(r rune) bool { return r == ' ' || r == ',' })
	for len(words) > 1 && nameTitles[words[0]] {
		words = words[1:]
	}
	for len(words) > 1 && nameSuffixes[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return words
}

// ambiguous is the roster's answer where a name fits several experts.
const ambiguous = -1

// roster finds experts by the names that labels give them.
type roster struct {
	full  map[string]int // words of a full name
	short map[string]int // surname, given name, or the last words of a name
	names [][]string     // words of each expert's name
}

func newRoster(experts []Expert) roster {
	r := roster{map[string]int{}, map[string]int{}, make([][]string, len(experts))}
	for i, e := range experts {
		words := nameWords(e.Name)
		r.names[i] = words
		enter(r.full, strings.Join(words, " "), i)
		for from := 1; from < len(words); from++ {
			if last := from == len(words)-1; last || !isInitial(words[from]) { // "A. Smith" may be Ann, not Jane A.
				enter(r.short, strings.Join(words[from:], " "), i)
			}
		}
		if len(words) > 1 && words[0] != words[len(words)-1] {
			enter(r.short, words[0], i)
		}
	}
	return r
}

func enter(names map[string]int, name string, expert int) {
	if other, taken := names[name]; taken && other != expert {
		expert = ambiguous
	}
	names[name] = expert
}

// find returns the expert whom a label names, or ambiguous. It knows full
// names, surnames, given names, and full names with other initials in them.
func (r roster) find(name string) (expert int, ok bool) {
	words := nameWords(name)
	if len(words) == 0 {
		return 0, false
	}
	joined := strings.Join(words, " ")
	if i, ok := r.full[joined]; ok {
		return i, true
	}
	if i, ok := r.short[joined]; ok {
		return i, true
	}
	// "Jane told Smith" is no other form of Jane Smith, nor is "J., Smith".
	if len(words) < 2 || !looksNamed(strings.ReplaceAll(name, ",", " ")) || !onlySuffixes(name) {
		return 0, false
	}
	found := ambiguous
	for i, full := range r.names {
		if !sameName(words, full) {
			continue
		}
		if found != ambiguous {
			return ambiguous, true
		}
		found = i
	}
	return found, found != ambiguous
}

// onlySuffixes reports whether nothing but suffixes stands behind a comma in
// name, as in "Jane Smith, PhD".
func onlySuffixes(name string) bool {
	_, behind, _ := strings.Cut(name, ",")
	for _, word := range strings.FieldsFunc(fold(strings.ReplaceAll(behind, ".", "")), func(r rune) bool { return r == ' ' || r == ',' }) {
		if !nameSuffixes[word] {
			return false
		}
	}
	return true
}

// sameName reports whether two names differ in initials only: "J. Smith",
// "John Smith" and "John A. Smith" are the same.
func sameName(a, b []string) bool {
	if len(b) < 2 || a[len(a)-1] != b[len(b)-1] || !sameGiven(a[0], b[0]) {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	middle := b[1 : len(b)-1]
	for _, w := range a[1 : len(a)-1] {
		for len(middle) > 0 && !sameGiven(w, middle[0]) {
			middle = middle[1:]
		}
		if len(middle) == 0 {
			return false
		}
		middle = middle[1:]
	}
	return true
}

// sameGiven reports whether two given names are the same or one is the other's
// initial.
func sameGiven(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	initial := utf8.RuneCountInString(a) == 1 || utf8.RuneCountInString(b) == 1
	return a == b || initial && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// mentions reports whether a folded text has an expert's full name in it.
func (r roster) mentions(folded string) bool {
	for name := range r.full {
		if strings.Contains(name, " ") && containsWords(folded, name) {
			return true
		}
	}
	return false
}

// containsWords reports whether s has words in it as whole words.
func containsWords(s, words string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], words)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(s[:at+i])
		after, _ := utf8.DecodeRuneInString(s[at+i+len(words):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at += i + len(words)
	}
}

// nearest returns the name of the expert to which name comes nearest, if it
// comes near to any.
func (r roster) nearest(experts []Expert, name string) string {
	nearest, best := "", 1<<30
	for i, full := range r.names {
		for _, w := range nameWords(name) {
			for _, f := range full {
				if d := editDistance(w, f); d < best && d <= utf8.RuneCountInString(f)/3 {
					nearest, best = experts[i].Name, d
				}
			}
		}
	}
	return nearest
}

// misspells reports whether a folded word is an expert's surname but for one
// letter.
func (r roster) misspells(word string) bool {
	const shortest = 4 // bytes; below it, many words differ in one letter only
	for _, full := range r.names {
		if surname := full[len(full)-1]; len(surname) >= shortest && differsInOne(word, surname) {
			return true
		}
	}
	return false
}

// differsInOne reports whether one letter, changed, added or left out, makes
// the difference between a and b.
func differsInOne(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return max(len(x), len(y)) == 1
}

// editDistance is the number of letters to insert, delete or replace to make a
// into b (Levenshtein 1966).
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
