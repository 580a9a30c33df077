package search

import (
	"fmt"
	"slices"
)

// Alike groups texts that ask with the same words: the same terms in any
// order and inflection, whatever their grammar, with the groups of aliases
// taken for one term each. It returns the indices of each group of two or
// more. A text of grammar only is like none.
func Alike(texts []string, aliases [][]string) [][]int {
	lx := newLexicon(Config{}, aliases)
	byKey := make(map[string]int)
	var groups [][]int
	for i, text := range texts {
		terms := lx.subject(text)
		if len(terms) == 0 {
			continue
		}
		key := fmt.Sprint(terms)
		n, ok := byKey[key]
		if !ok {
			n = len(groups)
			byKey[key] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], i)
	}
	return slices.DeleteFunc(groups, func(group []int) bool { return len(group) < 2 })
}

// subject returns the terms of a text but for its grammar, sorted, each once.
// The words that ask stay: who and when tell questions apart.
func (lx *lexicon) subject(text string) []int32 {
	var terms []int32
	subject := false
	for _, t := range lx.aliases.merge(tokenize(text, maxWords)) {
		switch {
		case t.alias != nil:
			terms = append(terms, lx.addTerm(t.word))
			subject = true
		case !lx.background.stop[t.word]:
			terms = append(terms, lx.addWord(t.word))
			subject = true
		case asks(t.word):
			terms = append(terms, lx.addWord(t.word))
		}
	}
	if !subject {
		return nil
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// asks reports whether a word says what is asked for. Negation is one: it
// turns a question round.
func asks(word string) bool {
	switch word {
	case "who", "whom", "whose", "when", "where", "why", "how", "which", "many", "much", "not", "no", "never",
		"if", "before", "after", "should", "will", "can":
		return true
	}
	return false
}
