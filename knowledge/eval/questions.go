package eval

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"ibid/knowledge"
)

// Question is a labelled question about an analysis.
type Question struct {
	ID   string `json:"id"`
	Text string `json:"q"`
	// Gold are the ids of the topics that answer, best first; "none" where
	// the analysis does not.
	Gold []string `json:"gold"`
	Kind string   `json:"kind"` // such as paraphrase, typo, none-offtopic
	// Passage is some words of the one paragraph that answers; empty where
	// there is no such paragraph.
	Passage string `json:"passage"`
	Source  string `json:"source"`
}

// ReadQuestions reads labelled questions, one JSON object a line. What it
// returns for a bad file says which line the fault is in and what to do.
func ReadQuestions(r io.Reader, file string) ([]Question, error) {
	text, err := readAll(r, file)
	if err != nil {
		return nil, err
	}
	var questions []Question
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var q Question
		if err := decode(line, &q); err != nil {
			return nil, fmt.Errorf(`%s:%d: %w: write {"id", "q", "gold": [ids], "kind", "passage", "source"}`, file, number, err)
		}
		if len(q.Gold) == 0 || slices.Contains(q.Gold, knowledge.NoTopic) && len(q.Gold) > 1 {
			return nil, fmt.Errorf(`%s:%d: gold is %q: list the ids that answer, or ["none"] alone`, file, number, q.Gold)
		}
		questions = append(questions, q)
	}
	if len(questions) == 0 {
		return nil, fmt.Errorf("%s: no questions: write one JSON object a line", file)
	}
	return questions, nil
}

// MeasureQuestions asks a library labelled questions about one of its
// analyses, and once more with typos that are made up. It returns an error if a question names a topic that the
// analysis does not have.
func MeasureQuestions(l *knowledge.Library, analysis string, questions []Question) (Report, error) {
	var all, typos []judged
	for _, q := range questions {
		for _, id := range q.Gold {
			if _, known := l.Topic(analysis, id); !known && id != knowledge.NoTopic {
				return Report{}, fmt.Errorf("question %s: the analysis %s has no topic %q: correct gold", q.ID, analysis, id)
			}
		}
		all = append(all, q.judge(l, analysis, q.Text))
		if text := misspell(q.Text); text != "" {
			typos = append(typos, q.judge(l, analysis, text))
		}
	}
	misspelled := figuresOf(typos)
	return Report{
		Name:       analysis,
		Plain:      figuresOf(all),
		Typos:      &misspelled,
		Bins:       binsOf(all),
		Kinds:      kindsOf(all),
		Paragraphs: paragraphsOf(l, questions, all),
	}, nil
}

func (q Question) judge(l *knowledge.Library, analysis, text string) judged {
	return judged{
		kind: q.Kind,
		hits: l.Search(text),
		good: func(document int) bool {
			topic := l.Topics()[document]
			return topic.Analysis.ID == analysis && slices.Contains(q.Gold, topic.ID)
		},
		answerable: q.Gold[0] != knowledge.NoTopic,
	}
}

// kindsOf sums up by kind, in the order of their names.
func kindsOf(all []judged) []Kind {
	byName := make(map[string]*Kind)
	for _, j := range all {
		k := byName[j.kind]
		if k == nil {
			k = &Kind{Name: j.kind}
			byName[j.kind] = k
		}
		k.add(j)
	}
	var kinds []Kind
	for _, k := range byName {
		for _, sum := range []*float64{&k.P1, &k.Answered, &k.Choices, &k.None, &k.Good} {
			*sum /= float64(k.Questions)
		}
		kinds = append(kinds, *k)
	}
	slices.SortFunc(kinds, func(a, b Kind) int { return cmp.Compare(a.Name, b.Name) })
	return kinds
}

func (k *Kind) add(j judged) {
	verdict, hits := knowledge.Decide(j.hits, knowledge.Balanced)
	k.Questions++
	k.P1 += share(j.rank(j.hits) == 1)
	k.Answered += share(verdict == knowledge.Answered)
	k.Choices += share(verdict == knowledge.Choices)
	k.None += share(verdict == knowledge.None)
	rank := j.rank(hits)
	switch {
	case !j.answerable:
		k.Good += share(verdict != knowledge.Answered)
	case verdict == knowledge.Answered:
		k.Good += share(rank == 1)
	case verdict == knowledge.Choices:
		k.Good += share(rank > 0)
	}
}

// paragraphsOf looks for the words of the right paragraph in the one that
// was found.
func paragraphsOf(l *knowledge.Library, questions []Question, all []judged) *Paragraphs {
	var p Paragraphs
	for i, q := range questions {
		if q.Passage == "" || all[i].rank(all[i].hits) != 1 {
			continue
		}
		hit := all[i].hits[0]
		topic := l.Topics()[hit.Document]
		if topic.ID != q.Gold[0] {
			continue // the passage is of the best topic only
		}
		p.Questions++
		text := topic.Analysis.Text(topic.Passages[hit.Passage].Span)
		p.Right += share(strings.Contains(text, q.Passage))
	}
	if p.Questions == 0 {
		return nil
	}
	p.Right /= float64(p.Questions)
	return &p
}
