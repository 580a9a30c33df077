package citation

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Work is what is cited: a publication, or a part of one.
type Work struct {
	Authors   []Name // those who wrote or said it; empty where the publisher did
	Title     string
	Container string // what it is a part of; may be empty
	Publisher string
	Published time.Time // the day
	URL       string
	Language  string // BCP 47
}

// Name is a person's name in its parts, or where Given is empty, a name that
// has none. Particle are the small words before the family's name.
type Name struct{ Given, Particle, Family, Suffix string }

// ParseName parts a person's name, written as it is spoken. The last word is
// the family's, the small words before it are its particle, as in "van der
// Berg", and a suffix such as "Jr." is neither. What is written otherwise, as in Chinese,
// cannot be told apart and should be one word.
func ParseName(name string) Name {
	words := strings.Fields(strings.ReplaceAll(name, ",", " "))
	var n Name
	if last := len(words) - 1; last > 1 && isSuffix(words[last]) {
		n.Suffix, words = words[last], words[:last]
	}
	last := len(words) - 1
	if last < 1 {
		n.Family = strings.Join(words, " ")
		return n
	}
	particle := last
	for particle > 1 && isParticle(words[particle-1]) {
		particle--
	}
	n.Given, n.Particle, n.Family = strings.Join(words[:particle], " "), strings.Join(words[particle:last], " "), words[last]
	return n
}

func isSuffix(word string) bool {
	return slices.Contains([]string{"jr", "sr", "ii", "iii", "iv"}, strings.ToLower(strings.TrimSuffix(word, ".")))
}

func isParticle(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(first)
}

// whole is the family's name with its particle.
func (n Name) whole() string { return joined(" ", n.Particle, n.Family) }

// inverted is the name as lists sort it: "van der Berg, Jane".
func (n Name) inverted() string { return joined(", ", n.whole(), n.Given, n.Suffix) }

// spoken is the name as it is spoken: "Jane van der Berg Jr.".
func (n Name) spoken() string { return joined(" ", n.Given, n.whole(), n.Suffix) }

// initials is the name as APA has it: "Doe, J.-P. K.".
func (n Name) initials() string {
	var all []string
	for _, word := range strings.Fields(n.Given) {
		var parts []string
		for _, part := range strings.Split(word, "-") {
			if first, _ := utf8.DecodeRuneInString(part); part != "" {
				parts = append(parts, string(first)+".")
			}
		}
		all = append(all, strings.Join(parts, "-"))
	}
	return joined(", ", n.whole(), strings.Join(all, " "), n.Suffix)
}

func joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), with)
}

// bare is the work with every text on one line, and without the publisher
// where the publisher is the author too.
func (w Work) bare() Work {
	for _, text := range []*string{&w.Title, &w.Container, &w.Publisher, &w.URL} {
		*text = strings.Join(strings.Fields(strings.ToValidUTF8(*text, "�")), " ")
	}
	if len(w.Authors) == 0 {
		w.Authors, w.Publisher = []Name{{Family: w.Publisher}}, ""
	}
	return w
}
