package search

import (
	"strings"
	"unicode"
)

// Relation is how a word of a message met a document.
type Relation int

// The relations. Anything but Missing helped to find the document.
const (
	Missing   Relation = iota // the document has nothing like it
	Same                      // the same word
	Inflected                 // another form of the word
	Alias                     // another name for the same
	Near                      // a word of like meaning
)

// Trace is what became of a word of a message, or of the words of a name.
type Trace struct {
	Written  string // as in the message
	Read     string // what it was taken for; empty where it was taken as it is
	Found    string // the document's word or name; empty where it is Missing
	Relation Relation
	Field    Field
}

// Field is the part of a document that a word was found in.
type Field int

// The fields, in the order in which they are looked at.
const (
	InQuestion Field = iota
	InSpeakers
	InAnswer
	InPhrasings // other ways to ask
)

// Trace tells what each word of a message has to do with a document of the
// corpus: which met, which were repaired, which stand for another. Words of
// grammar are left out. It reads the message as [Index.Search] does.
func (ix *Index) Trace(message string, d Document) []Trace {
	lx := ix.lexicon
	seen := lx.lookThrough(d)
	typed := tokenize(message, maxWords)
	q := lx.read(message, ix.speller)
	written := surfaces(message)
	var traces []Trace
	next := 0
	for _, s := range append(lx.aliases.find(q.tokens), span{start: len(q.tokens), end: len(q.tokens)}) {
		for i := next; i < s.start; i++ {
			if !lx.background.stop[q.tokens[i].word] {
				traces = append(traces, lx.traceWord(typed[i].word, q.tokens[i].word, written, seen))
			}
		}
		if s.end > s.start {
			traces = append(traces, lx.traceName(typed[s.start:s.end], q.tokens[s.start:s.end], s.group, written, seen))
		}
		next = s.end
	}
	return traces
}

// sight is a word or name of a document and where it is.
type sight struct {
	shown string // as written there
	key   string // folded
	field Field
}

// lookThrough lists the terms of a document, each where it is first.
func (lx *lexicon) lookThrough(d Document) map[int32]sight {
	seen := make(map[int32]sight)
	look := func(text string, field Field) {
		shown := surfaces(text)
		tokens := tokenize(text, len(text))
		for _, t := range tokens {
			if id, ok := lx.term(t.word); ok {
				if _, known := seen[id]; !known {
					seen[id] = sight{shown.of(t.word), t.word, field}
				}
			}
		}
		for _, s := range lx.aliases.find(tokens) {
			id := lx.byStem[lx.aliases.keys[s.group]]
			if _, known := seen[id]; !known {
				key := wordsOf(tokens[s.start:s.end])
				seen[id] = sight{shown.phrase(text, key), key, field}
			}
		}
	}
	look(d.Question, InQuestion)
	for _, s := range d.Speakers {
		look(s, InSpeakers)
	}
	for _, p := range d.Passages {
		look(p.Text, InAnswer)
	}
	for _, p := range d.allPhrasings() {
		look(p, InPhrasings)
	}
	return seen
}

func (lx *lexicon) traceWord(typed, read string, written surface, seen map[int32]sight) Trace {
	t := Trace{Written: written.of(typed)}
	if read != typed {
		t.Read = read
	}
	if id, ok := lx.term(read); ok {
		if s, ok := seen[id]; ok {
			t.Found, t.Field, t.Relation = s.shown, s.field, Inflected
			if s.key == read {
				t.Relation = Same
				if t.Read != "" {
					t.Read = s.shown
				}
			}
			if t.Field == InPhrasings && !lx.background.common(read) {
				lx.traceMisspelling(&t, read, seen)
			}
			return t
		}
	}
	if !lx.config.has(Neighbours) {
		return t
	}
	meet := func(id int32) {
		if s, ok := seen[id]; ok && t.Relation == Missing {
			t.Found, t.Field, t.Relation = s.shown, s.field, Near
		}
	}
	lx.background.eachNeighbour(read, func(word string, _ float32) {
		if id, ok := lx.byWord[word]; ok {
			meet(id)
		}
	})
	if state, ok := lx.stateOf[read]; ok {
		meet(state)
	}
	return t
}

// traceMisspelling finds what a word stands for that only a phrasing has, as
// phrasings may be misspelled themselves: the nearest word of the rest of the
// document.
func (lx *lexicon) traceMisspelling(t *Trace, read string, seen map[int32]sight) {
	least := maxRepairCost + 1e-9
	for _, s := range seen {
		cost := editCost([]rune(read), []rune(s.key))
		if s.field < InPhrasings && (cost < least || cost == least && s.shown < t.Read) {
			least = cost
			t.Read, t.Found, t.Field, t.Relation = s.shown, s.shown, s.field, Same
		}
	}
}

func (lx *lexicon) traceName(typed, read []token, group int, written surface, seen map[int32]sight) Trace {
	t := Trace{Written: written.phrase(written.text, wordsOf(typed))}
	if wordsOf(read) != wordsOf(typed) {
		t.Read = wordsOf(read)
	}
	if s, ok := seen[lx.byStem[lx.aliases.keys[group]]]; ok {
		t.Found, t.Field, t.Relation = s.shown, s.field, Alias
		if s.key == wordsOf(read) {
			t.Relation = Same
			if t.Read != "" {
				t.Read = s.shown
			}
		}
	}
	return t
}

func wordsOf(tokens []token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.word
	}
	return strings.Join(words, " ")
}

// surface finds how folded words are written in a text.
type surface struct {
	text  string
	words map[string]string
}

func surfaces(text string) surface {
	s := surface{text, make(map[string]string)}
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }) {
		field = strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, t := range tokenize(field, 1) {
			if _, known := s.words[t.word]; !known {
				s.words[t.word] = field
			}
		}
	}
	return s
}

func (s surface) of(word string) string {
	if shown, ok := s.words[word]; ok {
		return shown
	}
	return word
}

// phrase finds how folded words are written in a row.
func (s surface) phrase(text, key string) string {
	fields := strings.Fields(text)
	for i := range fields {
		for n := 1; n <= 8 && i+n <= len(fields); n++ {
			shown := strings.TrimFunc(strings.Join(fields[i:i+n], " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if strings.HasPrefix(key, fold(shown[:min(1, len(shown))])) && wordsOf(tokenize(shown, 16)) == key {
				return shown
			}
		}
	}
	return key
}
