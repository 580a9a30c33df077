package search

import (
	"strings"
	"unicode"
)

// aliases finds words and phrases that stand for one another.
type aliases struct {
	// byFirst lists the aliases that begin with a word, longest first.
	byFirst map[string][]alias
	keys    []string // of groups
}

// alias is one name of a group.
type alias struct {
	words []string
	group int
	// shouted is set for a name that is also a common word (US, IS): it is
	// meant only where it is in capitals.
	shouted bool
}

// span is a place in a list of tokens where an alias stands.
type span struct {
	start, end int // half open
	group      int
}

func newAliases(groups [][]string, bg *background) *aliases {
	a := &aliases{byFirst: make(map[string][]alias), keys: make([]string, len(groups))}
	for i, group := range groups {
		a.keys[i] = aliasKey(group)
		for _, name := range group {
			a.add(name, i, bg)
		}
	}
	return a
}

func (a *aliases) add(name string, group int, bg *background) {
	var words []string
	for _, t := range tokenize(name, maxWords) {
		words = append(words, t.word)
	}
	if len(words) == 0 {
		return
	}
	n := alias{words: words, group: group, shouted: len(words) == 1 && bg.stop[words[0]]}
	list := a.byFirst[words[0]]
	at := 0
	for at < len(list) && len(list[at].words) >= len(words) {
		at++
	}
	list = append(list[:at:at], append([]alias{n}, list[at:]...)...)
	a.byFirst[words[0]] = list
}

// find returns where aliases stand in tokens, from left to right, the
// longest at each place, without overlap.
func (a *aliases) find(tokens []token) []span {
	var spans []span
	capsMean := !allCapitals(tokens)
	for i := 0; i < len(tokens); {
		n := a.at(tokens[i:], capsMean)
		if n == nil {
			i++
			continue
		}
		spans = append(spans, span{i, i + len(n.words), n.group})
		i += len(n.words)
	}
	return spans
}

// merge returns tokens with each alias as one token, whose word is the key of
// its group.
func (a *aliases) merge(tokens []token) []token { return a.mergeSpans(tokens, a.find(tokens)) }

// mergeSpans puts one token in place of each span.
func (a *aliases) mergeSpans(tokens []token, spans []span) []token {
	if len(spans) == 0 {
		return tokens
	}
	merged := make([]token, 0, len(tokens))
	next := 0
	for _, s := range spans {
		merged = append(merged, tokens[next:s.start]...)
		merged = append(merged, token{word: a.keys[s.group], alias: &aliasToken{tokens[s.start:s.end], s.group}})
		next = s.end
	}
	return append(merged, tokens[next:]...)
}

// aliasKey names a group among words, by its first name; no word looks like
// it.
func aliasKey(group []string) string {
	if len(group) == 0 {
		return "@"
	}
	return "@" + nameKey(group[0])
}

// at returns the longest alias that tokens begin with, or nil.
func (a *aliases) at(tokens []token, capsMean bool) *alias {
	list := a.byFirst[tokens[0].word]
	for i := range list {
		if list[i].begins(tokens, capsMean) {
			return &list[i]
		}
	}
	return nil
}

func (n *alias) begins(tokens []token, capsMean bool) bool {
	if len(tokens) < len(n.words) || n.shouted && !(capsMean && tokens[0].caps) {
		return false
	}
	for i, w := range n.words {
		if tokens[i].word != w {
			return false
		}
	}
	return true
}

// allCapitals reports whether a text is shouted throughout, so that capitals
// tell nothing about a word.
func allCapitals(tokens []token) bool {
	for _, t := range tokens {
		if !t.caps && len(t.word) > 1 && strings.ContainsFunc(t.word, unicode.IsLetter) {
			return false
		}
	}
	return len(tokens) > 1
}
