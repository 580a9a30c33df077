package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/search"
)

// Set is a foreign set of questions with the documents they are about.
type Set struct {
	Name    string     `json:"name"`
	Docs    []Document `json:"docs"`
	Queries []Query    `json:"queries"`
}

// Document is a question with its answer.
type Document struct {
	ID         string   `json:"id"`
	Question   string   `json:"q"`
	Paragraphs []string `json:"paras"`
	Phrasings  []string `json:"alts"`
}

// Query is what somebody asked.
type Query struct {
	Text string `json:"q"`
	// Typos is the text misspelled; empty where there is no such version.
	Typos string `json:"t"`
	// Relevant are the ids of the documents that answer; empty where none
	// does.
	Relevant []string `json:"rel"`
}

// ReadSet reads a foreign set. What it returns for a bad file says where in
// the file the fault is and what to do, file being its name.
func ReadSet(r io.Reader, file string) (Set, error) {
	text, err := readAll(r, file)
	if err != nil {
		return Set{}, err
	}
	var s Set
	if err := decode(text, &s); err != nil {
		return Set{}, faultOf(file, text, err, `write {"name", "docs": [{"id", "q", "paras", "alts"}], "queries": [{"q", "t", "rel"}]}`)
	}
	return s, s.check(file)
}

// check finds what would make figures meaningless.
func (s Set) check(file string) error {
	if len(s.Docs) == 0 || len(s.Queries) == 0 {
		return fmt.Errorf("%s: no %s: a set needs docs and queries", file, missing(len(s.Docs) == 0))
	}
	ids := make(map[string]bool, len(s.Docs))
	for i, d := range s.Docs {
		if d.ID == "" || ids[d.ID] {
			return fmt.Errorf("%s: docs[%d]: the id %q is empty or taken: give every document an id of its own", file, i, d.ID)
		}
		ids[d.ID] = true
	}
	for i, q := range s.Queries {
		for _, id := range q.Relevant {
			if !ids[id] {
				return fmt.Errorf("%s: queries[%d]: no document has the id %q: correct rel", file, i, id)
			}
		}
	}
	return nil
}

func missing(docs bool) string {
	if docs {
		return "docs"
	}
	return "queries"
}

// corpus is what a library of the set's documents holds.
func (s Set) corpus() search.Corpus {
	var c search.Corpus
	for _, d := range s.Docs {
		doc := search.Document{ID: d.ID, Question: d.Question, Phrasings: d.Phrasings}
		for _, p := range d.Paragraphs {
			doc.Passages = append(doc.Passages, search.Passage{Text: p, Sentences: []string{p}})
		}
		c.Documents = append(c.Documents, doc)
	}
	return c
}

// MeasureSet builds an index of a set's documents, as the configuration says,
// and asks it every query. What was fitted on sets of the same origin, which
// the first word of a set's name tells, is not used. If results is not nil it gets a line a query as [Result], in order, and
// another for the misspelled version of it.
func MeasureSet(s Set, config search.Config, results io.Writer) (Report, error) {
	config.HeldOut, _, _ = strings.Cut(s.Name, "-")
	index := config.NewIndex(s.corpus())
	var plain, typos []judged
	for i, q := range s.Queries {
		j := s.judge(index, q, q.Text)
		plain = append(plain, j)
		if err := writeResult(results, s.result(i, false, j)); err != nil {
			return Report{}, err
		}
		if q.Typos == "" {
			continue
		}
		j = s.judge(index, q, q.Typos)
		typos = append(typos, j)
		if err := writeResult(results, s.result(i, true, j)); err != nil {
			return Report{}, err
		}
	}
	report := Report{Name: s.Name, Plain: figuresOf(plain), Bins: binsOf(plain)}
	if len(typos) > 0 {
		figures := figuresOf(typos)
		report.Typos = &figures
	}
	return report, nil
}

func (s Set) judge(index *search.Index, q Query, text string) judged {
	return judged{
		hits:       index.Search(text),
		good:       func(document int) bool { return slices.Contains(q.Relevant, s.Docs[document].ID) },
		answerable: len(q.Relevant) > 0,
	}
}

// Result is what was found for one query, at the balanced setting.
type Result struct {
	Query   int               `json:"i"` // index in [Set].Queries
	Typo    bool              `json:"typo"`
	Verdict knowledge.Verdict `json:"verdict"`
	// IDs are all that was found, best first, at most five: the first is the
	// answer if that is the verdict, the first two or three are the choices.
	IDs        []string  `json:"ids"`
	Confidence []float64 `json:"confidence"`
}

func (s Set) result(i int, typo bool, j judged) Result {
	verdict, _ := knowledge.Decide(j.hits, knowledge.Balanced)
	r := Result{Query: i, Typo: typo, Verdict: verdict, IDs: []string{}, Confidence: []float64{}}
	for _, h := range j.hits {
		r.IDs = append(r.IDs, s.Docs[h.Document].ID)
		r.Confidence = append(r.Confidence, h.Confidence)
	}
	return r
}

func writeResult(w io.Writer, r Result) error {
	if w == nil {
		return nil
	}
	if err := json.NewEncoder(w).Encode(r); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	return nil
}
