package knowledge

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"ibid/knowledge/analyses"
	"ibid/knowledge/article"
)

const moscow = "moscow-concert-hall-attack"

// TestWithPhrasings: a question that a phrasing asks is answered with its
// topic from then on, one near it too; the library that it was derived from
// stays as it was, and so does what both answer otherwise.
func TestWithPhrasings(t *testing.T) {
	l := embedded(t, Balanced)
	const travel, near = "Is it safe to travel to Russia now?", "did kabul know of it"
	for _, question := range []string{travel, near} {
		if a := l.Ask(t.Context(), question); a.Verdict == Answered {
			t.Fatalf("%q is answered without a phrasing: %v", question, ids(a))
		}
	}
	derived := l.WithPhrasings([]Wording{
		{moscow, "q5", travel}, {moscow, "q4", "did kabul know"}, {moscow, "q5", travel},
		{moscow, "q99", "the price of tea, by q99"}, {"gone", "q1", "best pizza recipe"}, {moscow, "q1", " "}, {moscow, "q1", "?!"},
	})
	for question, want := range map[string]string{
		travel: "q5", "is it SAFE to travel to russia, now": "q5", near: "q4",
	} {
		a := derived.Ask(t.Context(), question)
		if a.Verdict != Answered || a.Matches[0].Topic.ID != want {
			t.Errorf("%q gives %s %v, want %s", question, a.Verdict, ids(a), want)
		}
	}
	for _, question := range []string{"the price of tea, by q99", "best pizza recipe", "!!!"} {
		if a := derived.Ask(t.Context(), question); a.Verdict == Answered {
			t.Errorf("%q is answered: %v", question, ids(a))
		}
	}
	if a := l.Ask(t.Context(), travel); a.Verdict == Answered {
		t.Errorf("the library itself has changed: %v", ids(a))
	}
	q5, _ := derived.Topic(moscow, "q5")
	e := derived.Explain(t.Context(), travel, q5)
	if e.Rank != 0 || e.Matches[0].Confidence != 1 || !derived.Concerns(travel, q5) {
		t.Errorf("the explanation has rank %d, %+v", e.Rank, e.Matches)
	}
	for _, topic := range l.Topics() {
		if a := derived.Ask(t.Context(), topic.Question); !topic.IsLead() && (a.Verdict != Answered || a.Matches[0].Topic.ID != topic.ID) {
			t.Errorf("%q gives %s %v", topic.Question, a.Verdict, ids(a))
		}
	}
	further := derived.WithPhrasings([]Wording{{moscow, "q1", "zarathustra"}})
	for question, want := range map[string]string{travel: "q5", "zarathustra?": "q1"} {
		if a := further.Ask(t.Context(), question); a.Verdict != Answered || a.Matches[0].Topic.ID != want {
			t.Errorf("derived twice: %q gives %s %v", question, a.Verdict, ids(a))
		}
	}
	knows := l.WithAsked([]Wording{{moscow, "q5", travel}})
	if a := knows.Ask(t.Context(), travel); a.Verdict != Answered || a.Matches[0].Topic.ID != "q5" || knows.index != l.index {
		t.Errorf("by the very words alone: %s %v", a.Verdict, ids(a))
	}
	if l.WithPhrasings(nil) != l || l.WithPhrasings([]Wording{{"gone", "q1", "x"}}) != l || l.WithAsked([]Wording{{"gone", "q1", "x"}}) != l {
		t.Error("a library without further phrasings is another library")
	}
}

// nearTo are eyes that find a question near to the texts that have a word.
type nearTo struct {
	texts []string
	text  string
}

func (n nearTo) Nearness(context.Context, string) []float32 {
	near := make([]float32, len(n.texts))
	if i := slices.Index(n.texts, n.text); i >= 0 {
		near[i] = 1
	}
	return near
}

// TestWithPhrasingsKeepsEyes: a derived library sees with the eyes that were
// made for the texts of the first.
func TestWithPhrasingsKeepsEyes(t *testing.T) {
	l := embedded(t, Balanced)
	q4, _ := l.Topic(moscow, "q4")
	seeing := l.WithEyes(nearTo{l.Texts(), q4.Question})
	derived := seeing.WithPhrasings([]Wording{{moscow, "q4", "zarathustra"}, {moscow, "lead", "superman"}})
	const question = "what will they do next"
	with, without := derived.Ask(t.Context(), question), derived.WithEyes(nil).Ask(t.Context(), question)
	confidence := func(a Answer) float64 {
		for _, m := range a.Matches {
			if m.Topic.ID == "q4" {
				return m.Confidence
			}
		}
		return 0
	}
	if confidence(with) <= confidence(without) {
		t.Errorf("with eyes q4 has %.3f, without %.3f", confidence(with), confidence(without))
	}
}

// thousand are sources with a thousand topics in fifty analyses.
func thousand(t testing.TB) []Source {
	t.Helper()
	var sources []Source
	for n := range 50 {
		text := fmt.Sprintf("---\ntitle: Big %d\npublisher: X\npublished: 2026-05-14\nurl: https://example.org/%d\nexperts:\n  - name: Jane Doe\n---\nBig %d\n\n", n, n, n)
		for q := range 20 {
			text += fmt.Sprintf("What changes in region %d and sector%dx%d?\n\nDoe: Checks number %d move inland to port%d. Everything else in sector%d stays as it was before the treaty%d.\n\n", n, q, n, q, q*n, q, n)
		}
		a, faults := article.Parse(fmt.Sprintf("big%d.md", n), []byte(text))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		sources = append(sources, Source{Analysis: a})
	}
	return sources
}

func BenchmarkWithPhrasings(b *testing.B) {
	built, err := Load(analyses.Files)
	if err != nil {
		b.Fatal(err)
	}
	for name, sources := range map[string][]Source{"embedded": built, "1000 topics": thousand(b), "both": slices.Concat(built, thousand(b))} {
		b.Run(name, func(b *testing.B) {
			l, err := NewLibrary(sources, Balanced)
			if err != nil {
				b.Fatal(err)
			}
			first := l.Topics()[1]
			for b.Loop() {
				l.WithPhrasings([]Wording{{first.Analysis.ID, first.ID, "what of it"}})
			}
		})
	}
}
