package eval

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"unicode"
)

// misspell returns a text with one or two typos in words of four letters or
// more: a letter left out, one beside it on the keyboard hit as well or
// instead, or two swapped. The same text always gets the same ones. It returns
// "" where no word is long enough.
func misspell(text string) string {
	h := fnv.New64a()
	h.Write([]byte(text))
	random := rand.New(rand.NewPCG(h.Sum64(), 0))
	words := strings.Fields(text)
	var long []int
	for i, w := range words {
		if len([]rune(w)) >= 4 && !strings.ContainsFunc(w, notLetter) {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return ""
	}
	for range 1 + random.IntN(2) {
		i := long[random.IntN(len(long))]
		words[i] = slip(words[i], random)
	}
	return strings.Join(words, " ")
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && r != '?' && r != ',' && r != '.' }

// slip makes one typo.
func slip(word string, random *rand.Rand) string {
	letters := []rune(word)
	at := random.IntN(len(letters) - 1)
	switch random.IntN(4) {
	case 0:
		return string(letters[:at]) + string(letters[at+1:])
	case 1:
		return string(letters[:at+1]) + string(beside(letters[at], random)) + string(letters[at+1:])
	case 2:
		letters[at] = beside(letters[at], random)
	default:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	}
	return string(letters)
}

// beside returns a letter that lies beside one in its row of a QWERTY
// keyboard; the letter itself where it lies on none.
func beside(letter rune, random *rand.Rand) rune {
	for _, row := range [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} {
		if at := strings.IndexRune(row, unicode.ToLower(letter)); at >= 0 {
			next := at + 2*random.IntN(2) - 1
			if next < 0 || next == len(row) {
				next = 2*at - next // inwards from the edge
			}
			return rune(row[next])
		}
	}
	return letter
}
