package search

import (
	"slices"
	"strings"
	"testing"
)

func testSpeller(words ...string) *speller {
	counts := make([]int32, len(words))
	for i := range counts {
		counts[i] = 1
	}
	return newSpeller(words, counts)
}

func TestRepair(t *testing.T) {
	sp := testSpeller("attack", "russia", "claim", "connection", "tajikistan", "migrants", "supreme", "leader", "audio",
		"city", "2021", "khorasan", "террорист", "responsibility")
	for typed, want := range map[string]string{
		"atack":          "attack",
		"attakc":         "attack", // swap
		"rusia":          "russia",
		"calim":          "claim",
		"conection":      "connection",
		"tajikstan":      "tajikistan",
		"migrents":       "migrants",
		"suprem":         "supreme",
		"leder":          "leader",
		"audoi":          "audio",
		"cty":            "city",
		"khorassan":      "khorasan", // doubled
		"responsability": "responsibility",
		"reponsibillity": "responsibility", // two edits
		"терорист":       "террорист",
		"2022":           "", // numbers are not misspelled
		"xy":             "",
		"cat":            "", // one edit from nothing
		"zebra":          "",
		"":               "",
	} {
		if got, _ := sp.repair(typed); got != want {
			t.Errorf("%q is repaired to %q, want %q", typed, got, want)
		}
	}
}

// TestRepairPrefers: keyboard slips before random letters, frequent words
// before rare ones, and the same whatever the order of the words.
func TestRepairPrefers(t *testing.T) {
	if got, _ := testSpeller("marker", "market").repair("markey"); got != "market" {
		t.Errorf("markey is repaired to %s: y is beside t", got)
	}
	for _, words := range [][]string{{"bandit", "bandix"}, {"bandix", "bandit"}} {
		counts := []int32{1, 1}
		counts[slices.Index(words, "bandix")] = 9
		if got, _ := newSpeller(words, counts).repair("bandi"); got != "bandix" {
			t.Errorf("%v: bandi is repaired to %s, not to the more frequent word", words, got)
		}
	}
}

// TestRepairOneEdit: any word of five letters or more that was changed once
// behind its first letter is repaired to a word no further off than that.
func TestRepairOneEdit(t *testing.T) {
	library := strings.Fields("attack russia suspect migrant taliban pamphlet motive evidence reputation counterterrorism")
	sp := testSpeller(library...)
	for _, word := range library {
		for i := 1; i < len(word); i++ {
			edited := []string{word[:i] + word[i+1:], word[:i] + "q" + word[i:], word[:i] + "q" + word[i+1:]}
			if i+1 < len(word) {
				edited = append(edited, word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:])
			}
			for _, typed := range edited {
				if got, _ := sp.repair(typed); got != word {
					t.Errorf("%s is repaired to %q, want %s", typed, got, word)
				}
			}
		}
	}
}

func TestRepairLeavesAlone(t *testing.T) {
	ix := NewIndex(Corpus{
		Documents: []Document{{Question: "Did the Taliban attack the hall?"}},
		Aliases:   [][]string{{"ISIS-K", "ISKP"}},
	})
	for _, typed := range []string{
		"taliban", // of the library
		"attacks", // an inflection of its words
		"ball",    // common English
		"iskp",    // an alias
		"what",    // grammar
		"1234567", // a number
	} {
		q := ix.lexicon.read(typed, ix.speller)
		if q.tokens[0].word != typed {
			t.Errorf("%s is repaired to %s", typed, q.tokens[0].word)
		}
	}
	if q := ix.lexicon.read("taliben", ix.speller); q.tokens[0].word != "taliban" {
		t.Errorf("taliben is repaired to %s", q.tokens[0].word)
	}
}

func TestNeighbours(t *testing.T) {
	for _, pair := range []string{"qw", "gh", "nm", "ty", "fr", "ft", "hb"} {
		a, b := rune(pair[0]), rune(pair[1])
		if !neighbours(a, b) || !neighbours(b, a) {
			t.Errorf("%c and %c are not neighbours", a, b)
		}
	}
	for _, pair := range []string{"qp", "qz", "aa", "a1"} {
		if neighbours(rune(pair[0]), rune(pair[1])) {
			t.Errorf("%c and %c are neighbours", pair[0], pair[1])
		}
	}
}

func FuzzRepair(f *testing.F) {
	sp := testSpeller("attack", "russia", "responsibility", "террорист", "为什么呢")
	f.Add("atack")
	f.Add("терорист")
	f.Add(strings.Repeat("x", 100))
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := sp.repair(typed)
		if !ok {
			return
		}
		cost := editCost([]rune(typed), []rune(got))
		if !slices.Contains(sp.words, got) || cost > maxRepairCost || cost < 0 {
			t.Errorf("%q is repaired to %q at a cost of %v", typed, got, cost)
		}
	})
}
