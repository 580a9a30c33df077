package main

import (
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/sahilm/fuzzy"

	"ibid/knowledge/search"
)

// document is a question with other ways to ask it and its answer.
type document struct {
	Question   string
	Phrasings  []string
	Paragraphs []string
}

// matcher finds documents. Best first, at most five.
type matcher interface {
	search(question string) []int
}

// contender is a matcher that can be built.
type contender struct {
	name  string
	build func(documents []document) (matcher, error)
}

// contenders are all that are measured; the others are held against bleve.
func contenders() []contender {
	return []contender{
		{"ibid", buildIbid},
		{"bleve", buildBleve},
		{"fuzzy", buildFuzzy},
	}
}

type ibidMatcher struct{ index *search.Index }

func buildIbid(documents []document) (matcher, error) {
	var c search.Corpus
	for _, d := range documents {
		doc := search.Document{Question: d.Question, Phrasings: d.Phrasings, Key: search.NoPlace()}
		for _, p := range d.Paragraphs {
			doc.Passages = append(doc.Passages, search.Passage{Text: p, Sentences: []string{p}})
		}
		c.Documents = append(c.Documents, doc)
	}
	return ibidMatcher{search.NewIndex(c)}, nil
}

func (m ibidMatcher) search(question string) []int {
	var found []int
	for _, hit := range m.index.Search(question) {
		found = append(found, hit.Document)
	}
	return found
}

type bleveMatcher struct{ index bleve.Index }

// buildBleve indexes as one would: English analysis, the question counting
// twice.
func buildBleve(documents []document) (matcher, error) {
	index, err := bleve.NewMemOnly(englishMapping())
	if err != nil {
		return nil, fmt.Errorf("make a bleve index: %w", err)
	}
	batch := index.NewBatch()
	for i, d := range documents {
		if err := batch.Index(strconv.Itoa(i), d); err != nil {
			return nil, fmt.Errorf("index document %d with bleve: %w", i, err)
		}
		if batch.Size() < 1000 && i+1 < len(documents) {
			continue
		}
		if err := index.Batch(batch); err != nil {
			return nil, fmt.Errorf("index with bleve: %w", err)
		}
		batch.Reset()
	}
	return bleveMatcher{index}, nil
}

func englishMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = en.AnalyzerName
	return m
}

func (m bleveMatcher) search(question string) []int {
	asked := bleve.NewMatchQuery(question)
	asked.SetField("Question")
	asked.SetBoost(2)
	phrased := bleve.NewMatchQuery(question)
	phrased.SetField("Phrasings")
	answered := bleve.NewMatchQuery(question)
	answered.SetField("Paragraphs")
	request := bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(asked, phrased, answered), 5, 0, false)
	result, err := m.index.Search(request)
	if err != nil {
		return nil // finding nothing counts against it
	}
	var found []int
	for _, hit := range result.Hits {
		if n, err := strconv.Atoi(hit.ID); err == nil {
			found = append(found, n)
		}
	}
	return found
}

type fuzzyMatcher struct{ questions []string }

func buildFuzzy(documents []document) (matcher, error) {
	m := fuzzyMatcher{}
	for _, d := range documents {
		m.questions = append(m.questions, d.Question)
	}
	return m, nil
}

func (m fuzzyMatcher) search(question string) []int {
	var found []int
	for _, match := range fuzzy.Find(question, m.questions) {
		if len(found) < 5 {
			found = append(found, match.Index)
		}
	}
	return found
}
