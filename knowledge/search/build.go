package search

import (
	"bytes"
	"crypto/sha256"

	"slices"
	"sync"
)

// builder is what NewIndex needs while it reads.
type builder struct {
	ix *Index
	// lessons are, by entry, the texts of it to learn from: the question,
	// the phrasings, the sentences of the answer.
	lessons  [][][]token
	places   [][]line           // by entry: texts to learn which passage is meant
	analysis int                // of the entry being added
	learning map[int]bool       // by analysis: whether it has enough phrasings to learn from
	met      map[string]*vector // the vectors of words met so far
}

func (b *builder) addDocument(d Document) {
	e := entry{first: int32(len(b.ix.units)), analysis: d.Analysis, learner: None, key: d.Key}
	b.analysis = d.Analysis
	b.lessons = append(b.lessons, nil)
	b.addVariant(&e, questionField, d.Question)
	e.question = termSet(b.read(d.Question).terms)
	for _, p := range d.allPhrasings() {
		b.addVariant(&e, phrasingField, p)
	}
	e.speakers = int32(len(b.ix.units))
	for _, s := range d.Speakers {
		name := b.read(s)
		b.addUnit(&e, speakerField, name.terms)
		e.speakerTerms = append(e.speakerTerms, name.terms...)
		for _, id := range name.terms {
			b.ix.speakers[id] = true
		}
	}
	e.passages = int32(len(b.ix.units))
	for _, p := range d.Passages {
		b.addUnit(&e, passageField, b.addSentences(&e, p))
	}
	e.last = int32(len(b.ix.units))
	b.teachPlaces(d)
	b.ix.entries = append(b.ix.entries, e)
}

// teachPlaces takes what passages say and what phrasings they answer into the
// lessons of the entry being added. Where no phrasing says so there are none.
func (b *builder) teachPlaces(d Document) {
	var lines []line
	asked := 0
	for _, p := range d.Passages {
		asked += len(p.Phrasings)
	}
	if asked == 0 || len(d.Passages) < 2 {
		b.places = append(b.places, nil)
		return
	}
	for class, p := range d.Passages {
		for _, text := range append(slices.Clone(p.Sentences), p.Phrasings...) {
			lines = append(lines, line{b.ix.lexicon.aliases.merge(tokenize(text, maxWords)), class})
		}
	}
	b.places = append(b.places, lines)
}

// learnPlaces trains a classifier of passages for each entry that has
// lessons.
func (b *builder) learnPlaces() {
	for i, lines := range b.places {
		if len(lines) > 0 {
			e := &b.ix.entries[i]
			e.placer = train(lines, len(e.sentences), b.ix.meanings())
		}
	}
}

// addVariant files the question or a phrasing.
func (b *builder) addVariant(e *entry, f field, text string) {
	r := b.read(text)
	if len(r.tokens) == 0 {
		return
	}
	b.addUnit(e, f, r.terms)
	sense := b.ix.lexicon.senses.textFrom(b.met, r.merged)
	b.ix.askings[len(b.ix.askings)-1] = asking{grams(r.tokens), sense.small()}
	b.teach(r.merged)
}

// reading is a text of the library, read once.
type reading struct {
	tokens []token
	merged []token // with each alias as one
	terms  []int32 // of the words in order, and after them the aliases
}

func (b *builder) read(text string) reading {
	tokens := tokenize(text, maxWords)
	spans := b.ix.lexicon.aliases.find(tokens)
	return reading{tokens, b.ix.lexicon.aliases.mergeSpans(tokens, spans), b.ix.lexicon.addText(tokens, spans)}
}

// teach takes a text into the lessons of the entry being added.
func (b *builder) teach(merged []token) {
	if !b.learning[b.analysis] {
		return
	}
	last := &b.lessons[len(b.lessons)-1]
	*last = append(*last, merged)
}

// addSentences notes the terms and the meaning of each sentence of a passage,
// and returns the terms of the whole.
func (b *builder) addSentences(e *entry, p Passage) []int32 {
	terms := make([][]int32, len(p.Sentences))
	likenesses := make([]smallVector, len(p.Sentences))
	numbers := make([]bool, len(p.Sentences))
	var all []int32
	for i, s := range p.Sentences {
		r := b.read(s)
		b.teach(r.merged)
		all = append(all, r.terms...)
		terms[i] = termSet(r.terms)
		sense := b.ix.lexicon.senses.textFrom(b.met, r.merged)
		likenesses[i], numbers[i] = sense.small(), hasNumber(r.tokens)
	}
	e.sentences = append(e.sentences, terms)
	e.likenesses = append(e.likenesses, likenesses)
	e.numbers = append(e.numbers, numbers)
	if len(p.Sentences) == 0 {
		return b.read(p.Text).terms
	}
	return all
}

// termSet returns terms sorted, each once.
func termSet(terms []int32) []int32 {
	set := slices.Clone(terms)
	slices.Sort(set)
	return slices.Compact(set)
}

// addUnit files a text of the entry that will be added next, and sorts its
// terms.
func (b *builder) addUnit(e *entry, f field, terms []int32) {
	ix := b.ix
	number := int32(len(ix.units))
	ix.units = append(ix.units, unit{
		document: int32(len(ix.entries)), field: f, length: int32(len(terms)),
	})
	ix.askings = append(ix.askings, asking{})
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

// finish does what needs all texts and weights, each part beside the others:
// none writes what another reads.
func (b *builder) finish(kept [][]byte) {
	var parts sync.WaitGroup
	parts.Go(b.setPriors)
	parts.Go(b.spell)
	if b.ix.config.has(Learning) {
		parts.Go(b.learnPlaces)
		parts.Go(func() { b.learn(kept) })
	}
	parts.Wait()
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

// learn gives each analysis whose documents have enough phrasings a
// classifier: one that was kept from the same texts, or a new one.
func (b *builder) learn(kept [][]byte) {
	for _, members := range b.analyses() {
		lines, ok := b.linesOf(members)
		if !ok {
			continue
		}
		for _, number := range members {
			b.ix.entries[number].learner = len(b.ix.learners)
		}
		print := fingerprint(lines, len(members), b.ix.meanings() != nil)
		b.ix.learners = append(b.ix.learners, learner{
			classifier: b.recallOrTrain(kept, print, lines, len(members)),
			print:      print,
			entries:    members,
			refuses:    int(members[len(members)-1]) >= b.ix.documents,
		})
	}
}

func (b *builder) recallOrTrain(kept [][]byte, print [sha256.Size]byte, lines []line, classes int) *classifier {
	for _, data := range kept {
		if !bytes.HasPrefix(data, print[:]) {
			continue
		}
		if c, err := recall(data, b.ix.meanings()); err == nil && c.classes == classes {
			return c
		}
	}
	return train(lines, classes, b.ix.meanings())
}

// analyses lists the entries of each analysis, its near misses last, in the
// order of the corpus.
func (b *builder) analyses() [][]int32 {
	var list [][]int32
	at := make(map[int]int)
	for i := range b.ix.entries {
		analysis := b.ix.entries[i].analysis
		n, ok := at[analysis]
		if !ok {
			n = len(list)
			at[analysis] = n
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
	for class, number := range members {
		for _, tokens := range b.lessons[number] {
			lines = append(lines, line{tokens, class})
		}
	}
	return lines, len(lines) > 0 && len(lines)*len(members) <= maxLearning
}

// enoughPhrasings says which analyses have two documents or more, with
// minLessons phrasings each on average.
func enoughPhrasings(documents []Document) map[int]bool {
	count, asked := make(map[int]int), make(map[int]int)
	for _, d := range documents {
		count[d.Analysis]++
		asked[d.Analysis] += len(d.allPhrasings())
	}
	enough := make(map[int]bool)
	for analysis, n := range count {
		enough[analysis] = n > 1 && asked[analysis] >= minLessons*n
	}
	return enough
}
