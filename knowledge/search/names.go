package search

import (
	_ "embed"
	"slices"
	"strings"
)

// otherNames are groups of names for one thing that hold in any text: a group
// a line, its names with commas between.
//
//go:embed names.txt
var otherNames string

// stateNames are the states: names, a colon, what its people are called and
// what is of it, a semicolon, its capital. Names and people are one group of
// aliases. A capital may stand for its state, but also for itself: it is
// looked up as a word of like meaning is.
//
//go:embed states.txt
var stateNames string

// capitalNearness is how near in meaning a capital and its state are taken
// to be, on the scale of [background.eachNeighbour].
const capitalNearness = 0.5

// namesOf returns the groups of aliases for a corpus: its own, those that its
// texts explain, and of the general ones those that its texts name. Where two
// groups share a name they become one.
func namesOf(c Corpus) [][]string {
	g := newGroups(c.Aliases)
	words := make(map[string]bool)
	for i, d := range c.Documents {
		for _, text := range append([]string{d.Question}, textsOf(d.Passages)...) {
			if i < scanned {
				for _, t := range tokenize(text, len(text)) {
					words[t.word] = true
				}
			}
			for _, pair := range initialisms(text) {
				g.join(pair)
			}
		}
	}
	for _, names := range generalNames() {
		named := func(name string) bool { return namedIn(words, name) }
		if len(c.Documents) > scanned || slices.ContainsFunc(names, named) {
			g.join(names)
		}
	}
	return g.groups
}

// scanned is how many documents are looked through for general names. A
// library of more is taken to have them all.
const scanned = 1_000

func textsOf(passages []Passage) []string {
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = p.Text
	}
	return texts
}

// namedIn reports whether all words of a name are among some words.
func namedIn(words map[string]bool, name string) bool {
	tokens := tokenize(name, maxWords)
	return len(tokens) > 0 && !slices.ContainsFunc(tokens, func(t token) bool { return !words[t.word] })
}

// generalNames returns the groups of names.txt and states.txt, capitals left
// out.
func generalNames() [][]string {
	var all [][]string
	for line := range strings.Lines(otherNames) {
		all = append(all, list(line))
	}
	for line := range strings.Lines(stateNames) {
		names, _, _ := strings.Cut(line, ";")
		state, people, _ := strings.Cut(names, ":")
		all = append(all, append(list(state), list(people)...))
	}
	return all
}

// eachCapital calls emit with every capital of one word and a name of its
// state.
func eachCapital(emit func(capital, state string)) {
	for line := range strings.Lines(stateNames) {
		names, seats, _ := strings.Cut(line, ";")
		state, _, _ := strings.Cut(names, ":")
		for _, seat := range list(seats) {
			if tokens := tokenize(seat, maxWords); len(tokens) == 1 {
				emit(tokens[0].word, list(state)[0])
			}
		}
	}
}

// list takes apart a text with commas.
func list(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// groups are groups of aliases, no name in two of them.
type groups struct {
	groups [][]string
	of     map[string]int // by folded name
}

func newGroups(own [][]string) *groups {
	g := &groups{of: make(map[string]int)}
	for _, names := range own {
		g.join(names)
	}
	return g
}

// join adds names to the first group that has one of them, or as a new group.
// A name that another group has stays there.
func (g *groups) join(names []string) {
	at := len(g.groups)
	for _, name := range names {
		if n, ok := g.of[nameKey(name)]; ok {
			at = n
			break
		}
	}
	if at == len(g.groups) {
		g.groups = append(g.groups, nil)
	}
	for _, name := range names {
		key := nameKey(name)
		if _, taken := g.of[key]; !taken && key != "" {
			g.of[key] = at
			g.groups[at] = append(g.groups[at], name)
		}
	}
}

// nameKey is what spellings of a name share.
func nameKey(name string) string {
	var words []string
	for _, t := range tokenize(name, maxWords) {
		words = append(words, t.word)
	}
	return strings.Join(words, " ")
}
