package search

import "math"

// lexicon numbers the terms of a library and weighs them. A term is what
// inflections of a word share, or a group of aliases.
type lexicon struct {
	config     Config
	background *background
	aliases    *aliases
	senses     *senses
	byWord     map[string]int32 // folded word -> term
	byStem     map[string]int32 // stem or alias key -> term
	stateOf    map[string]int32 // capital -> term of its state's group
	capitals   map[int32]string // and back; of several, the last
	idf        []float32        // by term, set by weigh
	shares     []float64        // by term: background share
	documents  int
}

// pseudoDocuments is how many documents' worth of plain English is mixed
// into the counts of a library: with five documents English at large decides
// what is rare, with a thousand the library does.
const pseudoDocuments = 50

func newLexicon(config Config, groups [][]string) *lexicon {
	bg := newBackground()
	lx := &lexicon{
		config:     config,
		background: bg,
		aliases:    newAliases(groups, bg),
		senses:     newSenses(bg, groups),
		byWord:     make(map[string]int32),
		byStem:     make(map[string]int32),
	}
	for i, group := range groups {
		lx.shares[lx.addTerm(lx.aliases.keys[i])] = lx.groupShare(group)
		for _, name := range group {
			for _, t := range tokenize(name, maxWords) {
				lx.addWord(t.word) // so that it is not taken for a misspelling
			}
		}
	}
	lx.addCapitals()
	return lx
}

// addCapitals notes which capital goes with which group of aliases. One that
// is an alias itself needs no more.
func (lx *lexicon) addCapitals() {
	lx.stateOf, lx.capitals = make(map[string]int32), make(map[int32]string)
	eachCapital(func(capital, state string) {
		spans := lx.aliases.find(tokenize(state, maxWords))
		if len(spans) == 1 && lx.aliases.find([]token{{word: capital}}) == nil {
			group := lx.byStem[lx.aliases.keys[spans[0].group]]
			lx.stateOf[capital] = group
			lx.capitals[group] = capital
		}
	})
}

// groupShare estimates how common a group is by its most common name, and a
// name by its rarest word.
func (lx *lexicon) groupShare(group []string) float64 {
	most := 0.0
	for _, name := range group {
		least := 1.0
		for _, t := range tokenize(name, maxWords) {
			least = min(least, lx.background.share(t.word))
		}
		most = max(most, least)
	}
	return most
}

func (lx *lexicon) addTerm(key string) int32 {
	id, ok := lx.byStem[key]
	if !ok {
		id = int32(len(lx.shares))
		lx.byStem[key] = id
		lx.shares = append(lx.shares, 0)
	}
	return id
}

// addWord returns the term of a word of the library.
func (lx *lexicon) addWord(word string) int32 {
	id, ok := lx.byWord[word]
	if !ok {
		id = lx.addTerm(stem(word))
		lx.byWord[word] = id
		lx.shares[id] = max(lx.shares[id], lx.background.share(word))
	}
	return id
}

// addText returns the terms of a text of the library, in order: its words,
// and after them the aliases found in it.
func (lx *lexicon) addText(tokens []token, spans []span) []int32 {
	terms := make([]int32, 0, len(tokens)+2)
	for _, t := range tokens {
		terms = append(terms, lx.addWord(t.word))
	}
	for _, s := range spans {
		terms = append(terms, lx.byStem[lx.aliases.keys[s.group]])
	}
	return terms
}

// weigh sets the weight of every term from how many documents hold it.
func (lx *lexicon) weigh(counts []int32, documents int) {
	lx.documents = documents
	lx.idf = make([]float32, len(lx.shares))
	for id, share := range lx.shares {
		lx.idf[id] = lx.rarity(float64(counts[id]), share)
	}
}

// commonest keeps the weight of the most common term above zero.
const commonest = 0.95

// rarity is the inverse document frequency of a term that count documents
// hold and a share of plain English: -ln of its chance to be in a document.
func (lx *lexicon) rarity(count, share float64) float32 {
	chance := (count + pseudoDocuments*share) / (float64(lx.documents) + pseudoDocuments)
	rarest := 0.5 / (float64(lx.documents) + pseudoDocuments)
	return float32(-math.Log(min(max(chance, rarest), commonest)))
}

// weightOf returns the weight of a word, whether the library has it or not.
func (lx *lexicon) weightOf(word string) float32 {
	if id, ok := lx.term(word); ok {
		return lx.idf[id]
	}
	return lx.rarity(0, lx.background.share(word))
}
