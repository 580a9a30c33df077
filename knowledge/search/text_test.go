package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func words(tokens []token) []string {
	var all []string
	for _, t := range tokens {
		all = append(all, t.word)
	}
	return all
}

func TestTokenize(t *testing.T) {
	for text, want := range map[string][]string{
		"":                           nil,
		"?!… 😂":                      nil,
		"Why Russia?":                {"why", "russia"},
		"ISIS-K's 30-page pamphlet":  {"isis", "k", "30", "page", "pamphlet"},
		"the Taliban’s failure":      {"the", "taliban", "failure"},
		"U.S.-Taliban, U.S.A. e.g.":  {"us", "taliban", "usa", "eg"},
		"It ended.A new one":         {"it", "ended", "a", "new", "one"},
		"1.3 million, 350,000 more.": {"1.3", "million", "350000", "more"},
		"don't they're isn’t":        {"dont", "theyre", "isnt"},
		"l'attentat d'hier":          {"l", "attentat", "d", "hier"},
		"Moskova'daki salon":         {"moskova", "daki", "salon"},
		"CAFÉ naïve Straße İstanbul": {"cafe", "naive", "strasse", "istanbul"},
		"Почему Ёлка":                {"почему", "елка"},
		"为什么":                        {"为", "什", "么"},
		"\x00\xff a\u200db":          {"a", "b"},
		"ﬁnd １２":                     {"find", "12"},
	} {
		if diff := cmp.Diff(want, words(tokenize(text, maxWords))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestTokenizeStops(t *testing.T) {
	if n := len(tokenize(strings.Repeat("why ", 5000), maxWords)); n != maxWords {
		t.Errorf("%d words, want %d", n, maxWords)
	}
	long := tokenize(strings.Repeat("é", 20000), maxWords)
	if len(long) != 1 || len(long[0].word) > maxLetters {
		t.Errorf("a word of 20,000 letters gives %d words", len(long))
	}
}

func TestCapitals(t *testing.T) {
	want := []token{{word: "the", caps: false}, {word: "us", caps: true}, {word: "is", caps: true}, {word: "a", caps: false}, {word: "isis", caps: true}, {word: "b2", caps: true}}
	if diff := cmp.Diff(want, tokenize("The U.S. IS A ISIS B2", maxWords), cmp.AllowUnexported(token{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStem(t *testing.T) {
	for _, group := range [][]string{
		{"attack", "attacks", "attacked", "attacking"},
		{"motivation", "motivations", "motivated"},
		{"террорист", "террористы", "террористов"},
	} {
		for _, word := range group[1:] {
			if stem(word) != stem(group[0]) {
				t.Errorf("%s is stemmed to %s, %s to %s", word, stem(word), group[0], stem(group[0]))
			}
		}
	}
	if stem("هجوم") != "هجوم" {
		t.Errorf("a word of an unknown script is changed to %s", stem("هجوم"))
	}
}
