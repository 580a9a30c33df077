package search

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ibid/knowledge/article"
)

// embeddedCorpus is the corpus of the embedded analysis without the
// phrasings for which out holds.
func embeddedCorpus(t testing.TB, out func(number int) bool) (Corpus, []labelled) {
	t.Helper()
	name := "../analyses/moscow-concert-hall-attack"
	analysis, faults := article.ReadFS(os.DirFS(filepath.Dir(name)), filepath.Base(name)+".md")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	text, err := os.ReadFile(name + ".phrasings.txt")
	if err != nil {
		t.Fatal(err)
	}
	phrasings, faults := article.ParsePhrasings(name, text)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	c := Corpus{Documents: documentsOf(analysis), Aliases: analysis.Aliases}
	var held []labelled
	number := 0
	for class := range len(c.Documents) + 1 {
		id := article.NearMisses
		if class < len(c.Documents) {
			id = c.Documents[class].ID
		}
		for _, p := range phrasingsOf(phrasings, id) {
			number++
			switch {
			case out(number):
				held = append(held, labelled{p, class})
			case id == article.NearMisses:
				c.NearMisses = append(c.NearMisses, NearMiss{Text: p})
			default:
				c.Documents[class].Phrasings = append(c.Documents[class].Phrasings, p)
			}
		}
	}
	return c, held
}

// labelled is a phrasing and which document it is of; the number after the
// last means none.
type labelled struct {
	text  string
	class int
}

func documentsOf(a *article.Analysis) []Document {
	passages := func(paragraphs []article.Paragraph) (all []Passage) {
		for _, p := range paragraphs {
			passage := Passage{Text: a.Text(p.Span)}
			for _, s := range p.Sentences {
				passage.Sentences = append(passage.Sentences, a.Text(s))
			}
			all = append(all, passage)
		}
		return all
	}
	documents := []Document{{ID: "lead", Question: a.Title, Phrasings: a.Lead.AlsoAsked, Passages: passages(a.Lead.Paragraphs)}}
	for _, q := range a.Questions {
		d := Document{ID: q.ID, Question: a.Text(q.Span), Phrasings: q.AlsoAsked}
		for _, answer := range q.Answers {
			d.Passages = append(d.Passages, passages(answer.Paragraphs)...)
			d.Speakers = append(d.Speakers, a.Experts[answer.Expert].Name)
		}
		documents = append(documents, d)
	}
	return documents
}

// foreignSet is a set as package eval reads it.
type foreignSet struct {
	Name string
	Docs []struct {
		ID    string
		Q     string
		Paras []string
		Alts  []string
	}
	Queries []struct {
		Q   string
		Rel []string
	}
}

func readSet(t *testing.T, path string) foreignSet {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s foreignSet
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return s
}

// five cuts a library of five documents without phrasings out of a set.
// About 150 of the questions that it does not answer stay, as foreign.
func (s foreignSet) five(random *rand.Rand) foreignSet {
	five := foreignSet{Name: s.Name}
	kept := map[string]bool{}
	for _, i := range random.Perm(len(s.Docs))[:5] {
		d := s.Docs[i]
		d.Alts = nil
		five.Docs = append(five.Docs, d)
		kept[d.ID] = true
	}
	for _, q := range s.Queries {
		answered := false
		for _, id := range q.Rel {
			answered = answered || kept[id]
		}
		if !answered {
			q.Rel = nil
		}
		if answered || random.IntN(len(s.Queries)) < 150 {
			five.Queries = append(five.Queries, q)
		}
	}
	return five
}

func (s foreignSet) corpus() Corpus {
	var c Corpus
	for _, d := range s.Docs {
		doc := Document{ID: d.ID, Question: d.Q, Phrasings: d.Alts}
		for _, p := range d.Paras {
			doc.Passages = append(doc.Passages, Passage{Text: p, Sentences: []string{p}})
		}
		c.Documents = append(c.Documents, doc)
	}
	return c
}

// phrasingsOf returns the phrasings of a question in all its sections.
func phrasingsOf(p article.Phrasings, id string) []string {
	var all []string
	for _, section := range slices.Sorted(maps.Keys(p.Texts)) {
		if article.TopicOf(section) == id {
			all = append(all, p.Texts[section]...)
		}
	}
	return all
}
