package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInitialisms(t *testing.T) {
	for text, want := range map[string][][]string{
		"the affiliate, ISIS-Khorasan (ISIS-K), was behind it":          {{"ISIS-Khorasan", "ISIS-K"}},
		"She asked the National Security Council (NSC) for it.":         {{"National Security Council", "NSC"}},
		"the Organization of American States (OAS) and the UN (United)": {{"Organization of American States", "OAS"}},
		"Mir (no relation) spoke (IMF) of it":                           nil,
		"the emir (or supreme leader) and (NSC)":                        nil,
		"National. Security Council (NSC)":                              nil,
		"a bracket (NSC":                                                nil,
		"":                                                              nil,
	} {
		if diff := cmp.Diff(want, initialisms(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// FuzzInitialisms holds that what is found stands in the text, one before the
// other.
func FuzzInitialisms(f *testing.F) {
	f.Add("ISIS-Khorasan (ISIS-K) and the National Security Council (NSC)")
	f.Add("(((A) (B)) Ω (Ω) \xff (X1)")
	f.Fuzz(func(t *testing.T, text string) {
		for _, pair := range initialisms(text) {
			if len(pair) != 2 || !strings.Contains(text, "("+pair[1]+")") || pair[0] == "" {
				t.Errorf("%q explains %q", text, pair)
			}
		}
	})
}

func TestNamesOf(t *testing.T) {
	got := namesOf(Corpus{
		Aliases: [][]string{{"Kyiv", "the capital"}},
		Documents: []Document{{
			Question: "What does Tajikistan want from France?",
			Passages: []Passage{{Text: "The United Transport Company (UTC) runs 3 lines to Kyiv."}},
		}},
	})
	for _, want := range [][]string{
		{"Kyiv", "the capital", "Kiev", "Kyjiw"}, // ours first, and of the two groups one
		{"United Transport Company", "UTC"},
		{"3", "three"},
	} {
		if !slices.ContainsFunc(got, func(group []string) bool { return cmp.Equal(group, want) }) {
			t.Errorf("no group %q in %q", want, got)
		}
	}
	all := slices.Concat(got...)
	for _, want := range []string{"Tajiks", "French"} {
		if !slices.Contains(all, want) {
			t.Errorf("no %q, though its state is named", want)
		}
	}
	if slices.Contains(all, "Germans") {
		t.Error("Germans, though nothing names Germany")
	}
}

// TestGeneralNames: no name stands for two things, and every state has a
// name and a people.
func TestGeneralNames(t *testing.T) {
	states := 0
	for line := range strings.Lines(stateNames) {
		states++
		names, _, _ := strings.Cut(line, ";") // some are a city, and have no capital
		state, people, parted := strings.Cut(names, ":")
		if !parted || len(list(state)) == 0 || len(list(people)) == 0 {
			t.Errorf("states.txt: write State: people; capital, not %q", line)
		}
	}
	if states < 190 {
		t.Errorf("%d states, want all", states)
	}
	group := map[string]int{}
	for i, names := range generalNames() {
		for _, name := range names {
			if before, again := group[nameKey(name)]; again && before != i {
				t.Errorf("%q stands in two groups: %q and %q", name, generalNames()[before], names)
			}
			group[nameKey(name)] = i
		}
	}
}

func TestCapitalsStandForStates(t *testing.T) {
	ix := NewIndex(Corpus{Documents: []Document{
		{Question: "What does France want?", Passages: []Passage{{Text: "Peace.", Sentences: []string{"Peace."}}}},
		{Question: "What does Japan want?", Passages: []Passage{{Text: "Trade.", Sentences: []string{"Trade."}}}},
	}})
	for message, want := range map[string]int{"what does paris want": 0, "tokyo": 1, "the french": 0, "the japanese": 1} {
		if hits := ix.Search(message); len(hits) == 0 || hits[0].Document != want {
			t.Errorf("%q finds %v, want document %d", message, hits, want)
		}
	}
}
