package search

// Weights of a message's terms.
const (
	stopWeight      = 0.3 // grammar: "why" and "who" tell questions apart, but less than a subject does
	componentWeight = 0.3 // words of an alias, beside the alias itself
	repairedWeight  = 0.9 // a misspelled word may have been another
)

// queryTerm is a term of a message.
type queryTerm struct {
	id   int32   // -1 where the library has no such term
	mass float32 // its weight times its rarity
}

// query is what the index looks for.
type query struct {
	tokens []token // repaired
	merged []token // the same with each alias as one
	terms  []queryTerm
	own    int // how many of the terms are the message's own; neighbours follow
	sense  vector
	counts bool    // it asks how many
	mass   float32 // of all terms but neighbours
	known  float32 // mass of the terms that the library has
}

// read takes a message apart, repairing words that are neither the
// library's nor common English.
func (lx *lexicon) read(text string, sp *speller) query {
	q := query{tokens: tokenize(text, maxWords)}
	weights := make([]float32, len(q.tokens))
	for i := range q.tokens {
		weights[i] = lx.repairToken(&q.tokens[i], sp)
	}
	r := reader{lexicon: lx, query: &q, seen: make(map[int32]bool, len(q.tokens))}
	spans := lx.aliases.find(q.tokens)
	for _, s := range spans {
		r.addTerm(lx.byStem[lx.aliases.keys[s.group]], 1)
		for i := s.start; i < s.end; i++ {
			weights[i] = min(weights[i], componentWeight)
		}
	}
	for i, t := range q.tokens {
		r.addWord(t.word, weights[i])
	}
	q.own = len(q.terms)
	if lx.config.has(Neighbours) {
		r.addNeighbours()
	}
	q.merged = lx.aliases.mergeSpans(q.tokens, spans)
	q.sense = lx.senses.text(q.merged)
	q.counts = asksForNumber(q.tokens)
	return q
}

// repairToken mends a misspelled word and returns its weight. Words of the
// library, their inflections and common English stay as they are.
func (lx *lexicon) repairToken(t *token, sp *speller) float32 {
	if lx.background.stop[t.word] {
		return stopWeight
	}
	if lx.knows(t.word) || lx.background.common(t.word) {
		return 1
	}
	if !lx.config.has(Typos) {
		return 1
	}
	if word, ok := sp.repair(t.word); ok {
		t.word = word
		return repairedWeight
	}
	return 1
}

// knows reports whether a word or another with its stem is in the library.
func (lx *lexicon) knows(word string) bool {
	_, known := lx.term(word)
	return known
}

// term returns the term of a word, if the library has it.
func (lx *lexicon) term(word string) (int32, bool) {
	if id, ok := lx.byWord[word]; ok {
		return id, true
	}
	id, ok := lx.byStem[stem(word)]
	return id, ok
}

// reader gathers the terms of a message, each once.
type reader struct {
	lexicon *lexicon
	query   *query
	seen    map[int32]bool
	strange map[string]bool // words the library does not have
}

func (r *reader) addTerm(id int32, weight float32) {
	if r.seen[id] {
		return
	}
	r.seen[id] = true
	mass := weight * r.lexicon.idf[id]
	r.query.terms = append(r.query.terms, queryTerm{id, mass})
	r.query.mass += mass
	r.query.known += mass
}

func (r *reader) addWord(word string, weight float32) {
	if id, ok := r.lexicon.term(word); ok {
		r.addTerm(id, weight)
		return
	}
	if r.strange[word] {
		return
	}
	if r.strange == nil {
		r.strange = make(map[string]bool)
	}
	r.strange[word] = true
	mass := weight * r.lexicon.weightOf(word)
	r.query.terms = append(r.query.terms, queryTerm{-1, mass})
	r.query.mass += mass
}
