package search

import (
	"slices"
	"strings"
	"unicode"
)

// A deletion index (SymSpell, Garbe 2012): two words within n edits share a
// word that is left of either when up to n letters are deleted. Every such
// remainder of every word of the library is filed; a message's word is
// looked up by its own remainders, and what is found is measured.

// Words shorter than minRepair letters are left alone: almost anything is
// one edit away from them. From longWord letters on, two edits are allowed.
const (
	minRepair = 3
	longWord  = 6
)

// remainderPrefix is how many letters of a word are read to make its
// remainders: the rest is left to the measuring. It keeps a long word from
// having hundreds.
const remainderPrefix = 8

// speller repairs misspelled words to words of the library.
type speller struct {
	words   []string
	counts  []int32 // how often each occurs
	buckets []int32 // first entry of each bucket, or -1
	entries []remainder
}

// remainder files a word under the hash of what deletions leave of it.
type remainder struct {
	hash uint32
	word int32
	next int32 // next entry of the bucket, or -1
}

// newSpeller files words; counts says how often each occurs in the library.
func newSpeller(words []string, counts []int32) *speller {
	s := &speller{words: words, counts: counts}
	for i, w := range words {
		eachRemainder(w, func(hash uint32) {
			s.entries = append(s.entries, remainder{hash: hash, word: int32(i)})
		})
	}
	size := 1
	for size < len(s.entries) {
		size *= 2
	}
	s.buckets = make([]int32, size)
	for i := range s.buckets {
		s.buckets[i] = -1
	}
	for i := range s.entries {
		b := &s.buckets[s.entries[i].hash&uint32(size-1)]
		s.entries[i].next, *b = *b, int32(i)
	}
	return s
}

// edits is how many edits a word of this many letters may be away.
func edits(letters int) int {
	switch {
	case letters < minRepair:
		return 0
	case letters < longWord:
		return 1
	default:
		return 2
	}
}

// spelled reports whether a word is of letters only: numbers are not
// misspelled.
func spelled(letters []rune) bool {
	return !slices.ContainsFunc(letters, func(r rune) bool { return !unicode.IsLetter(r) })
}

// eachRemainder calls file with the hash of the word's prefix and of all
// that deletions leave of it. A hash may come twice.
func eachRemainder(word string, file func(hash uint32)) {
	letters := []rune(word)
	n := edits(len(letters))
	if n == 0 || !spelled(letters) {
		return
	}
	prefix := letters[:min(len(letters), remainderPrefix)]
	file(hashWithout(prefix, -1, -1))
	for i := range prefix {
		file(hashWithout(prefix, i, -1))
		for j := i + 1; n == 2 && j < len(prefix); j++ {
			file(hashWithout(prefix, i, j))
		}
	}
}

// hashWithout is the FNV-1a hash of letters without those at i and j.
func hashWithout(letters []rune, i, j int) uint32 {
	h := uint32(2166136261)
	for k, r := range letters {
		if k != i && k != j {
			h = (h ^ uint32(r)) * 16777619
		}
	}
	return h
}

// maxRepairCost is how far off a repair may be, in edits.
const maxRepairCost = 2.0

// repair returns the library's word that was most likely meant by a word
// that is not in it.
func (s *speller) repair(word string) (string, bool) {
	letters := []rune(word)
	if len(s.entries) == 0 {
		return "", false
	}
	best, bestCost := int32(-1), maxRepairCost+1e-9
	eachRemainder(word, func(hash uint32) {
		for e := s.buckets[hash&uint32(len(s.buckets)-1)]; e >= 0; e = s.entries[e].next {
			entry := &s.entries[e]
			if entry.hash != hash || entry.word == best {
				continue
			}
			cost := editCost(letters, []rune(s.words[entry.word]))
			if cost < bestCost || cost == bestCost && best >= 0 && s.before(entry.word, best) {
				best, bestCost = entry.word, cost
			}
		}
	})
	if best < 0 {
		return "", false
	}
	return s.words[best], true
}

// before orders words that are equally far off: the more frequent first,
// then by spelling, so that the order of the corpus does not matter.
func (s *speller) before(a, b int32) bool {
	if s.counts[a] != s.counts[b] {
		return s.counts[a] > s.counts[b]
	}
	return s.words[a] < s.words[b]
}

// Costs of single edits, against 1 for any other. Fingers slip to the next
// key, swap two keys or hit one twice far more often than they hit a key at
// random; the first letter is rarely wrong (Damerau 1964; Pollock and
// Zamora 1984 found 7.8 % of misspellings to start wrong).
const (
	swapCost      = 0.7
	neighbourCost = 0.8
	doubledCost   = 0.7
	firstCost     = 1.3
	tooFar        = 9.0
)

// editCost is the weighted Damerau-Levenshtein distance (adjacent swaps
// count once) of what was typed from a word, or tooFar if their lengths
// alone exclude it.
func editCost(typed, word []rune) float64 {
	allowed := edits(min(len(typed), len(word)))
	if max(len(typed), len(word))-min(len(typed), len(word)) > allowed || len(word) > 64 || len(typed) > 64 {
		return tooFar
	}
	var rows [3][65]float64
	for j := range word {
		rows[0][j+1] = rows[0][j] + gapCost(word, j)
	}
	for i := range typed {
		above, row, before := &rows[i%3], &rows[(i+1)%3], &rows[(i+2)%3]
		row[0] = above[0] + gapCost(typed, i)
		for j := range word {
			cost := min(above[j]+changeCost(typed, word, i, j),
				above[j+1]+gapCost(typed, i), row[j]+gapCost(word, j))
			if i > 0 && j > 0 && typed[i] == word[j-1] && typed[i-1] == word[j] && typed[i] != word[j] {
				cost = min(cost, before[j-1]+swapCost)
			}
			row[j+1] = cost
		}
	}
	if cost := rows[len(typed)%3][len(word)]; cost <= float64(allowed) {
		return cost
	}
	return tooFar
}

// gapCost is what it costs that the letter at i stands in one word only.
func gapCost(letters []rune, i int) float64 {
	switch {
	case i == 0:
		return firstCost
	case letters[i] == letters[i-1]:
		return doubledCost
	default:
		return 1
	}
}

func changeCost(typed, word []rune, i, j int) float64 {
	switch {
	case typed[i] == word[j]:
		return 0
	case i == 0 && j == 0:
		return firstCost
	case neighbours(typed[i], word[j]):
		return neighbourCost
	default:
		return 1
	}
}

// neighbours reports whether two letters lie side by side on a QWERTY
// keyboard, each row half a key to the right of the one above.
func neighbours(a, b rune) bool {
	rowA, colA := keyPosition(a)
	rowB, colB := keyPosition(b)
	if rowA < 0 || rowB < 0 {
		return false
	}
	if rowA > rowB {
		rowA, colA, rowB, colB = rowB, colB, rowA, colA
	}
	switch rowB - rowA {
	case 0:
		return colA-colB == 1 || colB-colA == 1
	case 1:
		return colA == colB || colA == colB+1
	default:
		return false
	}
}

// keyboard is the rows of letters, each in rowLength places.
const (
	keyboard  = "qwertyuiop asdfghjkl  zxcvbnm"
	rowLength = 11
)

func keyPosition(r rune) (row, col int) {
	if r < 'a' || r > 'z' {
		return -1, -1
	}
	at := strings.IndexByte(keyboard, byte(r))
	return at / rowLength, at % rowLength
}
