package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func testAliases() *aliases {
	return newAliases([][]string{
		{"ISIS-K", "ISKP", "Islamic State Khorasan"},
		{"ISIS", "IS", "Islamic State", "Daesh"},
		{"U.S.", "United States"},
		{"emir", "Amir al-Mu'minin"},
	}, newBackground())
}

func TestAliasesFind(t *testing.T) {
	a := testAliases()
	for text, want := range map[string][]span{
		"isis-k and iskp":             {{0, 2, 0}, {3, 4, 0}},
		"islamic state khorasan here": {{0, 3, 0}},
		"the Islamic State":           {{1, 3, 1}},
		"crisis isiskp skip emirates": nil, // never inside another word
		"islamic, then state":         nil,
		"what is it":                  nil, // a common word
		"the IS group":                {{1, 2, 1}},
		"WHAT IS IT":                  nil, // shouted, so capitals tell nothing
		"tell us":                     nil,
		"what should the US do":       {{3, 4, 2}},
		"the u.s. and US":             {{3, 4, 2}},
		"united states":               {{0, 2, 2}},
		"Amir al-Mu’minin":            {{0, 4, 3}},
	} {
		got := a.find(tokenize(text, maxWords))
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(span{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestAliasesMerge(t *testing.T) {
	a := testAliases()
	got := a.merge(tokenize("why did Islamic State Khorasan strike the United States", maxWords))
	want := []string{"why", "did", a.keys[0], "strike", "the", a.keys[2]}
	if diff := cmp.Diff(want, words(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"islamic", "state", "khorasan"}, words(got[2].alias.parts)); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

func TestAliasesOfNothing(t *testing.T) {
	a := newAliases([][]string{nil, {"", "…"}}, newBackground())
	if got := a.find(tokenize("anything at all", maxWords)); got != nil {
		t.Errorf("found %v", got)
	}
}
