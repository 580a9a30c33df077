package search

import (
	"cmp"
	"math"
	"slices"
)

// builder is what NewIndex needs while it reads.
type builder struct {
	ix *Index
	// lessons are, by entry, the texts of it to learn from: the question,
	// the phrasings, the sentences of the answer.
	lessons [][][]token
	asked   []int // by entry: how many phrasings it has
}

func (b *builder) addDocument(d Document) {
	e := entry{first: int32(len(b.ix.units)), analysis: d.Analysis}
	b.lessons = append(b.lessons, nil)
	b.asked = append(b.asked, len(d.Phrasings))
	b.addVariant(&e, questionField, d.Question)
	e.question = b.termSet(tokenize(d.Question, maxWords))
	for _, p := range d.Phrasings {
		b.addVariant(&e, phrasingField, p)
	}
	e.speakers = int32(len(b.ix.units))
	for _, s := range d.Speakers {
		b.addUnit(&e, speakerField, tokenize(s, maxWords))
	}
	e.passages = int32(len(b.ix.units))
	for _, p := range d.Passages {
		b.addUnit(&e, passageField, tokenize(p.Text, math.MaxInt))
		e.sentences = append(e.sentences, b.addSentences(p))
	}
	e.last = int32(len(b.ix.units))
	b.ix.entries = append(b.ix.entries, e)
}

// addNearMisses files the near misses of each analysis as one more document,
// so that a message like one of them is seen to be.
func (b *builder) addNearMisses(misses []NearMiss) {
	sorted := slices.Clone(misses)
	slices.SortStableFunc(sorted, func(x, y NearMiss) int { return cmp.Compare(x.Analysis, y.Analysis) })
	for i := 0; i < len(sorted); {
		d := Document{Analysis: sorted[i].Analysis}
		for ; i < len(sorted) && sorted[i].Analysis == d.Analysis; i++ {
			d.Phrasings = append(d.Phrasings, sorted[i].Text)
		}
		b.addDocument(d)
	}
}

// addVariant files the question or a phrasing.
func (b *builder) addVariant(e *entry, f field, text string) {
	tokens := tokenize(text, maxWords)
	if len(tokens) == 0 {
		return
	}
	b.addUnit(e, f, tokens)
	b.ix.units[len(b.ix.units)-1].grams = grams(tokens)
	b.teach(tokens)
}

// teach takes a text into the lessons of the entry being added.
func (b *builder) teach(tokens []token) {
	last := &b.lessons[len(b.lessons)-1]
	*last = append(*last, b.ix.lexicon.aliases.merge(tokens))
}

// addSentences returns the terms of each sentence, each once.
func (b *builder) addSentences(p Passage) [][]int32 {
	all := make([][]int32, len(p.Sentences))
	for i, s := range p.Sentences {
		tokens := tokenize(s, maxWords)
		b.teach(tokens)
		all[i] = b.termSet(tokens)
	}
	return all
}

// termSet returns the terms of a text, sorted, each once.
func (b *builder) termSet(tokens []token) []int32 {
	terms := b.ix.lexicon.addText(tokens)
	slices.Sort(terms)
	return slices.Compact(terms)
}

// addUnit files a text of the entry that will be added next.
func (b *builder) addUnit(e *entry, f field, tokens []token) {
	ix := b.ix
	terms := ix.lexicon.addText(tokens)
	number := int32(len(ix.units))
	ix.units = append(ix.units, unit{
		document: int32(len(ix.entries)), field: f, length: int32(len(terms)),
	})
	e.lengths[f] += int32(len(terms))
	for len(ix.postings) < len(ix.lexicon.shares) {
		ix.postings = append(ix.postings, nil)
	}
	slices.Sort(terms)
	for i := 0; i < len(terms); {
		n := i + 1
		for n < len(terms) && terms[n] == terms[i] {
			n++
		}
		ix.postings[terms[i]] = append(ix.postings[terms[i]], posting{number, int32(n - i)})
		i = n
	}
}

// weigh sets the weights of terms and the masses of units, which need the
// whole library.
func (b *builder) weigh() {
	ix := b.ix
	counts := make([]int32, len(ix.lexicon.shares))
	for id, list := range ix.postings {
		counts[id] = b.documentsIn(list)
	}
	ix.lexicon.weigh(counts, len(ix.entries))
	stops := b.stopTerms()
	for id, list := range ix.postings {
		mass := ix.lexicon.idf[id]
		if stops[id] {
			mass *= stopWeight
		}
		for _, p := range list {
			ix.units[p.unit].mass += mass
		}
	}
}

// documentsIn counts the documents of a term's postings.
func (b *builder) documentsIn(list []posting) int32 {
	n, last := int32(0), int32(-1)
	for _, p := range list {
		if d := b.ix.units[p.unit].document; d != last {
			n++
			last = d
		}
	}
	return n
}

// stopTerms marks the terms of stop words.
func (b *builder) stopTerms() []bool {
	stops := make([]bool, len(b.ix.postings))
	for word := range b.ix.lexicon.background.stop {
		if id, ok := b.ix.lexicon.byWord[word]; ok {
			stops[id] = true
		}
	}
	return stops
}

// measure sets the average lengths of fields and of single passages.
func (b *builder) measure() {
	ix := b.ix
	var filled [fields]float32
	for _, e := range ix.entries {
		for f, n := range e.lengths {
			if n > 0 {
				filled[f]++
				ix.average[f] += float32(n)
			}
		}
	}
	passages := float32(0)
	for _, u := range ix.units {
		if u.field == passageField {
			passages++
		}
	}
	ix.passage = ix.average[passageField] / max(passages, 1)
	for f := range ix.average {
		ix.average[f] /= max(filled[f], 1)
	}
}

// setPriors notes which passages speak of what was asked.
func (b *builder) setPriors() {
	for i := range b.ix.entries {
		e := &b.ix.entries[i]
		e.prior = make([]float32, len(e.sentences))
		for p, sentences := range e.sentences {
			all := slices.Concat(sentences...)
			slices.Sort(all)
			e.prior[p] = b.ix.shareOf(e.question, all)
		}
	}
}

// spell files the library's words for repairs, in an order that does not
// depend on a map's.
func (b *builder) spell() {
	lx := b.ix.lexicon
	words := make([]string, 0, len(lx.byWord))
	for word := range lx.byWord {
		words = append(words, word)
	}
	slices.Sort(words)
	counts := make([]int32, len(words))
	for i, word := range words {
		for _, p := range b.ix.postings[lx.byWord[word]] {
			counts[i] += p.count
		}
	}
	b.ix.speller = newSpeller(words, counts)
}

// learn trains a classifier for each analysis whose documents all have
// enough phrasings.
func (b *builder) learn() {
	for _, members := range b.analyses() {
		if lines, ok := b.linesOf(members); ok {
			b.ix.learners = append(b.ix.learners, learner{
				classifier: train(lines, len(members)),
				entries:    members,
				refuses:    int(members[len(members)-1]) >= b.ix.documents,
			})
		}
	}
}

// analyses lists the entries of each analysis, its near misses last, in the
// order of the corpus.
func (b *builder) analyses() [][]int32 {
	var list [][]int32
	at := make(map[int]int)
	for i, e := range b.ix.entries {
		n, ok := at[e.analysis]
		if !ok {
			n = len(list)
			at[e.analysis] = n
			list = append(list, nil)
		}
		list[n] = append(list[n], int32(i))
	}
	return list
}

// linesOf returns what there is to learn about an analysis, and whether to
// learn it.
func (b *builder) linesOf(members []int32) ([]line, bool) {
	var lines []line
	documents, asked := 0, 0
	for class, number := range members {
		if int(number) < b.ix.documents {
			documents++
			asked += b.asked[number]
		}
		for _, tokens := range b.lessons[number] {
			lines = append(lines, line{tokens, class})
		}
	}
	enough := asked >= minLessons*documents
	return lines, documents > 1 && enough && len(lines)*len(members) <= maxLearning
}
