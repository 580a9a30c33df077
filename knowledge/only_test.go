package knowledge

import (
	"slices"
	"testing"

	"ibid/knowledge/analyses"
)

// TestOnly: of the analyses that are not chosen nothing is found, by any way
// in; the chosen one answers as a library that holds no other, save that
// words are as rare as in all of them.
func TestOnly(t *testing.T) {
	built, err := Load(analyses.Files)
	if err != nil {
		t.Fatal(err)
	}
	others := thousand(t)
	all, err := NewLibrary(slices.Concat(others[:25], built, others[25:]), Balanced)
	if err != nil {
		t.Fatal(err)
	}
	alone := embedded(t, Balanced)
	some := all.Only([]string{"gone", moscow})
	if len(some.Analyses()) != 1 || len(some.Topics()) != len(alone.Topics()) {
		t.Fatalf("%d analyses, %d topics", len(some.Analyses()), len(some.Topics()))
	}
	answered := func(topic Topic) bool {
		a := all.Ask(t.Context(), topic.Question)
		return topic.Analysis.ID != moscow && a.Verdict == Answered && a.Matches[0].Topic.ID == topic.ID
	}
	n := slices.IndexFunc(all.Topics(), answered)
	if n < 0 {
		t.Fatal("the other analyses answer nothing: the test tests nothing")
	}
	other := all.Topics()[n]
	if _, found := some.Topic(other.Analysis.ID, other.ID); found || len(some.Summary(other.Analysis.ID)) > 0 {
		t.Error("a topic of an analysis that is not chosen is found by its id")
	}
	seeing := some.WithEyes(nearTo{all.Texts(), other.Question})
	learnt := some.WithPhrasings([]Wording{{moscow, "q5", "zarathustra"}, {other.Analysis.ID, other.ID, "superman"}})
	asked := all.WithPhrasings([]Wording{{other.Analysis.ID, other.ID, "superman"}}).Only([]string{moscow})
	for name, l := range map[string]*Library{"some": some, "with eyes": seeing, "with phrasings": learnt, "of a library with phrasings": asked} {
		for _, question := range []string{other.Question, "superman", "Checks number 19 move inland to port19"} {
			a := l.Ask(t.Context(), question)
			if i := slices.IndexFunc(a.Matches, func(m Match) bool { return m.Topic.Analysis.ID != moscow }); i >= 0 || a.Verdict == Answered {
				t.Errorf("%s: %q gives %s %v", name, question, a.Verdict, ids(a))
			}
		}
		for _, topic := range alone.Topics() {
			if a := l.Ask(t.Context(), topic.Question); !topic.IsLead() && (a.Verdict != Answered || a.Matches[0].Topic.ID != topic.ID) {
				t.Errorf("%s: %q gives %s %v", name, topic.Question, a.Verdict, ids(a))
			}
		}
	}
	if a := learnt.Ask(t.Context(), "zarathustra"); a.Verdict != Answered || a.Matches[0].Topic.ID != "q5" {
		t.Errorf("a phrasing that was added gives %s %v", a.Verdict, ids(a))
	}
	quotation := "“" + other.Analysis.Text(other.Passages[0].Sentences[0]) + "”"
	if got := verdict(some.Verify(quotation, "")[0]); got == verdict(all.Verify(quotation, "")[0]) {
		t.Errorf("a quotation of an analysis that is not chosen is %s", got)
	}
}

// TestOnlyOfNothing: a choice that leaves nothing, or everything, is none.
func TestOnlyOfNothing(t *testing.T) {
	l, err := NewLibrary(thousand(t)[:2], Balanced)
	if err != nil {
		t.Fatal(err)
	}
	for _, chosen := range [][]string{nil, {"gone"}, {"big0", "big1"}} {
		if l.Only(chosen) != l {
			t.Errorf("%v is a choice", chosen)
		}
	}
	first := l.Only([]string{"big0"})
	if first == l || first.Only([]string{"big1"}) != first {
		t.Error("of a choice, what was not chosen can be")
	}
}
