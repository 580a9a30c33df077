// Package eval measures how well questions are matched: labelled questions
// in, figures out.
//
// There are two kinds of material. A foreign set ([ReadSet], [MeasureSet])
// brings its own documents and queries; a library of its documents is built
// for it. Labelled questions ([ReadQuestions], [MeasureQuestions]) are about
// an analysis of a library that is there already. Both give a [Report],
// which [Report.WriteText] prints and encoding/json encodes.
package eval

import (
	"cmp"
	"slices"

	"ibid/knowledge"
	"ibid/knowledge/search"
)

// Report is what was measured on one set.
type Report struct {
	Name  string  `json:"name"`
	Plain Figures `json:"plain"`
	// Typos are the figures for the same questions misspelled; nil where the
	// set has none.
	Typos *Figures `json:"typos,omitempty"`
	// Kinds and Paragraphs are given for labelled questions only.
	Kinds      []Kind      `json:"kinds,omitempty"`
	Paragraphs *Paragraphs `json:"paragraphs,omitempty"`
	// Bins say whether the confidence is what it claims to be, from low to
	// high.
	Bins []Bin `json:"bins"`
}

// Figures are shares, 0 to 1. Those of the ranking are of the answerable
// questions, whatever the verdict on them.
type Figures struct {
	Answerable   int      `json:"answerable"` // how many questions
	Unanswerable int      `json:"unanswerable"`
	P1           float64  `json:"p_at_1"` // right document first
	P1Interval   Interval `json:"p_at_1_95"`
	MRR5         float64  `json:"mrr_at_5"` // mean of 1/rank of the first right one in five
	Hit3         float64  `json:"hit_at_3"` // right document among the first three
	// AUROC is the chance that an answerable question gets more confidence
	// than an unanswerable one, ties counting half; 0 where either kind is
	// missing.
	AUROC    float64   `json:"auroc"`
	Settings []Outcome `json:"settings"` // strict, balanced, eager
}

// Outcome is what is done with questions at one setting. Right, Wrong,
// Offered and Withheld are shares of the answerable and add up to 1.
type Outcome struct {
	Setting  string  `json:"setting"`
	Right    float64 `json:"right"`    // answered right
	Wrong    float64 `json:"wrong"`    // answered wrong
	Offered  float64 `json:"offered"`  // the right one is among the choices
	Withheld float64 `json:"withheld"` // no answer, and no choice that is right
	// First is the share whose first match is right, be it answer or choice.
	First float64 `json:"first"`
	// FalseAnswers is the share of the unanswerable that are answered.
	FalseAnswers float64 `json:"false_answers"`
}

// Kind is what becomes of one kind of question at the balanced setting.
type Kind struct {
	Name      string  `json:"kind"`
	Questions int     `json:"questions"`
	P1        float64 `json:"p_at_1"`
	Answered  float64 `json:"answered"` // verdict answer, right or wrong
	Choices   float64 `json:"choices"`
	None      float64 `json:"none"`
	// Good is the share that gets what it should: the right answer or choice
	// or, where nothing answers, no answer.
	Good float64 `json:"good"`
}

// Paragraphs says how often the paragraph is right, of the questions whose
// document is right and whose paragraph is known.
type Paragraphs struct {
	Questions int     `json:"questions"`
	Right     float64 `json:"right"`
}

// judged is a question with what was found for it.
type judged struct {
	kind string
	hits []search.Hit
	// good says of each document whether it answers; answerable is false
	// where none does.
	good       func(document int) bool
	answerable bool
}

// rank returns the place of the first right hit, from 1; 0 if there is none.
func (j judged) rank(hits []search.Hit) int {
	return 1 + slices.IndexFunc(hits, func(h search.Hit) bool { return j.good(h.Document) })
}

// confidence returns that of the best hit.
func (j judged) confidence() float64 {
	if len(j.hits) == 0 {
		return 0
	}
	return j.hits[0].Confidence
}

// figuresOf sums up what was found.
func figuresOf(all []judged) Figures {
	var f Figures
	for _, j := range all {
		if !j.answerable {
			f.Unanswerable++
			continue
		}
		f.Answerable++
		switch rank := j.rank(j.hits); {
		case rank == 1:
			f.P1++
			fallthrough
		case rank > 0 && rank <= 3:
			f.Hit3++
			fallthrough
		case rank > 0:
			f.MRR5 += 1 / float64(rank)
		}
	}
	n := max(float64(f.Answerable), 1)
	f.P1, f.Hit3, f.MRR5 = f.P1/n, f.Hit3/n, f.MRR5/n
	f.P1Interval = wilson(f.P1, float64(f.Answerable))
	f.AUROC = auroc(all)
	for _, s := range knowledge.Settings() {
		f.Settings = append(f.Settings, outcomeOf(all, s))
	}
	return f
}

// outcomeOf decides every question at a setting.
func outcomeOf(all []judged, s knowledge.Setting) Outcome {
	o := Outcome{Setting: s.String()}
	answerable, unanswerable := 0.0, 0.0
	for _, j := range all {
		verdict, hits := knowledge.Decide(j.hits, s)
		if !j.answerable {
			unanswerable++
			o.FalseAnswers += share(verdict == knowledge.Answered)
			continue
		}
		answerable++
		first := j.rank(hits) == 1
		o.First += share(first && verdict != knowledge.None)
		o.Right += share(first && verdict == knowledge.Answered)
		o.Wrong += share(!first && verdict == knowledge.Answered)
		o.Offered += share(verdict == knowledge.Choices && j.rank(hits) > 0)
	}
	for _, sum := range []*float64{&o.First, &o.Right, &o.Wrong, &o.Offered} {
		*sum /= max(answerable, 1)
	}
	o.Withheld = max(min(answerable, 1)-o.Right-o.Wrong-o.Offered, 0)
	o.FalseAnswers /= max(unanswerable, 1)
	return o
}

func share(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// auroc is the area under the receiver operating characteristic of the
// confidence, by ranks (Mann and Whitney 1947).
func auroc(all []judged) float64 {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b judged) int { return cmp.Compare(a.confidence(), b.confidence()) })
	var below, won, answerable float64
	for i := 0; i < len(sorted); {
		var yes, no float64
		at := sorted[i].confidence()
		for ; i < len(sorted) && sorted[i].confidence() == at; i++ {
			if sorted[i].answerable {
				yes++
			} else {
				no++
			}
		}
		won += yes * (below + no/2)
		below += no
		answerable += yes
	}
	if answerable == 0 || below == 0 {
		return 0
	}
	return won / (answerable * below)
}
