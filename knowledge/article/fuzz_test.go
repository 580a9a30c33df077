package article

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse holds that an analysis keeps its promises whatever the file, that
// the same file gives the same analysis, and that faults say where.
func FuzzParse(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(string(data))
	}
	for _, text := range []string{
		header + "A Title\n\nWhy?\nSmith: Because.\nAnd now?\nOsman: Wait.\n",
		header + "A Title\n===\n\n**Why\nis it?**\n**Smith**\nBecause.\n***\n*a*\n__b__\n> c\n- d\n",
		soleHeader + "Q1. Why?\nA1. A. B. Smith.\nA2. No.\n\n_Q: Why?_\n\nA: **A:** b\n",
		fronted("aliases: [[a, b]]\nquestions:\n  q1: {key: It rained., also_asked: [why]}\ncorrections: [{date: 2024-01-02, now: It}]\n"),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data string) {
		a, faults := Parse("a-title.md", []byte(data))
		checkSpans(t, a)
		if a.Source != "" && a.Source != data {
			t.Error("the source is not the file")
		}
		lines := newSource(data).line(len(data))
		for _, fault := range faults {
			if fault.Line < 0 || fault.Line > lines || fault.What == "" || fault.Do == "" {
				t.Errorf("fault %+v in a file of %d lines", fault, lines)
			}
		}
		checkLabels(t, a)
		again, faultsAgain := Parse("a-title.md", []byte(data))
		if diff := cmp.Diff(a, again) + cmp.Diff(faults, faultsAgain); diff != "" {
			t.Errorf("the same file, another analysis:\n%s", diff)
		}
	})
}

// checkLabels checks that no paragraph begins with its own label, and that a
// label is of the expert who is said to speak.
func checkLabels(t *testing.T, a *Analysis) {
	t.Helper()
	for _, q := range a.Questions {
		for _, answer := range q.Answers {
			label := a.Text(answer.Label)
			if label == "" {
				if len(a.Experts) != 1 {
					t.Errorf("%s: one of %d experts answers without a label", q.ID, len(a.Experts))
				}
				continue
			}
			if first := answer.Paragraphs[0].Span; first.Start < answer.Label.End {
				t.Errorf("%s: the label %q is in the paragraph %q", q.ID, label, a.Text(first))
			}
			name := strings.Trim(strings.TrimRight(label, "0123456789:：. "), "*_ ")
			name = strings.Trim(name, "[]")
			if bare, _, noted := cutAffiliation(name); noted {
				name = bare
			}
			if name == "A" || fold(name) == "answer" {
				continue
			}
			words := nameWords(a.Experts[answer.Expert].Name)
			given := nameWords(name)
			if last := given[len(given)-1]; last != words[len(words)-1] && last != words[0] {
				t.Errorf("%s: the label %q is given to %s", q.ID, label, a.Experts[answer.Expert].Name)
			}
		}
	}
}

// FuzzSentences holds that sentences divide any text without loss.
func FuzzSentences(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(string(data))
	}
	f.Add("A. B. “[t]here.” 1. No. 5 … . . ?! 。」x «\u00a0a.\u00a0» »b")
	f.Fuzz(func(t *testing.T, text string) {
		sentences := Sentences(text)
		checkSentences(t, text, Span{0, len(text)}, sentences)
		end := len(strings.TrimRightFunc(text, unicode.IsSpace))
		items := map[int]bool{}
		for _, at := range listItems(text) {
			items[skipSpace(text, at)] = true
		}
		for i, s := range sentences {
			if i+1 < len(sentences) && items[sentences[i+1].Start] {
				continue
			}
			if s.End < end && !strings.ContainsFunc(text[s.Start:s.End], isStop) {
				t.Errorf("a sentence ends without a stop: %q", text[s.Start:s.End])
			}
		}
	})
}
