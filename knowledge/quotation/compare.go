package quotation

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Comparison is how a quotation and a text differ where they are nearest.
type Comparison struct {
	First, Last int // the words of the text that are quoted, [First, Last)
	Matched     int // words of the quotation that stand in the text
	Run         int // how many of those follow each other without a change, at most
	Edits       []Edit
	Omissions   []Omission
}

// Exact reports whether the text has the quotation word for word.
func (c Comparison) Exact() bool { return c.Matched > 0 && len(c.Edits) == 0 }

// Edit is a place where the quotation has other words than the text.
type Edit struct {
	Start, End  int // bytes of the quotation; equal where it leaves words out
	First, Last int // words of the text, [First, Last); equal where it adds words
	Words       int // how many words are changed, added or left out, at least 1
}

// Omission is what an ellipsis or a bracket passes over.
type Omission struct {
	Start, End  int // bytes of the ellipsis or the bracket in the quotation
	First, Last int // words of the text, [First, Last); equal where there are none
}

const (
	// minStem is how many letters before those in brackets tell a word, if
	// they are half of it at least: attack[ed] is attacks, no[w] is not not.
	minStem = 4
	// maxBracket is how many words of the text a bracket stands for at most:
	// a name with its titles, and not a sentence.
	maxBracket = 12
	// maxCells bounds time and memory of a comparison. A quotation of 50
	// words is compared with 80,000 words at once; of a longer text, the part
	// is looked at that has most of the quotation's words.
	maxCells = 4 << 20
)

// Compare finds the part of a text that the quotation is nearest to. An
// empty quotation is nowhere.
func (q Quotation) Compare(text []Word) Comparison {
	if q.Len() == 0 || len(text) == 0 {
		return Comparison{}
	}
	a := newAligner(q.tokens, text)
	a.fill()
	return a.trace()
}

// aligner finds the cheapest alignment by dynamic programming (Sellers 1980,
// "The theory and computation of evolutionary distances"): cost[i][j] is the
// least number of edits by which the first i tokens of the quotation become
// a stretch of the text that ends before its word j.
type aligner struct {
	tokens []token
	ids    []int // of the tokens: equal for equal words
	text   []Word
	texts  []int // of the text's words: those of the tokens, or none
	from   int   // how many words of the text were left out before
	cost   [][]uint16
}

const none = -1

func newAligner(tokens []token, text []Word) *aligner {
	a := &aligner{tokens: tokens, text: text}
	known := make(map[string]int)
	for _, t := range tokens {
		id := none
		if t.kind == plain {
			if _, ok := known[t.Folded]; !ok {
				known[t.Folded] = len(known)
			}
			id = known[t.Folded]
		}
		a.ids = append(a.ids, id)
	}
	for _, w := range text {
		id, ok := known[w.Folded]
		if !ok {
			id = none
		}
		a.texts = append(a.texts, id)
	}
	a.narrow(maxCells / (len(tokens) + 1))
	return a
}

// narrow keeps the stretch of at most n words that has most of the
// quotation's.
func (a *aligner) narrow(n int) {
	if len(a.text) <= n {
		return
	}
	in, most := 0, 0
	for i, id := range a.texts {
		if id != none {
			in++
		}
		if i >= n && a.texts[i-n] != none {
			in--
		}
		if in > most {
			most, a.from = in, max(0, i+1-n)
		}
	}
	a.text, a.texts = a.text[a.from:a.from+n], a.texts[a.from:a.from+n]
}

func (a *aligner) fill() {
	a.cost = make([][]uint16, len(a.tokens)+1)
	for i := range a.cost {
		a.cost[i] = make([]uint16, len(a.text)+1)
	}
	for i := 1; i <= len(a.tokens); i++ {
		for j := range a.cost[i] {
			_, a.cost[i][j] = a.best(i, j)
		}
	}
}

// step is one way to have come to a place of the table.
type step int

const (
	match  step = iota // a word of the quotation is that of the text
	closed             // two words of the quotation are one of the text, but for a dash
	opened             // one word of the quotation is two of the text, but for a dash
	change             // a word is another
	lack               // a word of the text is left out
	add                // the quotation has a word more
	pass               // an ellipsis passes over a word
	stand              // an ellipsis ends
	swap               // a bracket stands for a word; swap+n for n words more
)

// best returns the cheapest step to a place, the first of those that are
// equal.
func (a *aligner) best(i, j int) (step, uint16) {
	best, least := add, uint16(math.MaxUint16)
	try := func(s step, i, j int, more uint16) {
		if i >= 0 && j >= 0 && a.cost[i][j]+more < least {
			best, least = s, a.cost[i][j]+more
		}
	}
	switch a.tokens[i-1].kind {
	case gap:
		try(stand, i-1, j, 0)
		if j > 0 && a.cost[i][j-1] < least {
			best, least = pass, a.cost[i][j-1]
		}
		return best, least
	case bracket:
		own := a.literal(i, j)
		try(swap+step(own), i-1, j-own, 0)
		for n := range maxBracket + 1 {
			try(swap+step(n), i-1, j-n, 0)
		}
		return best, least
	}
	if j > 0 {
		if a.same(i-1, j-1) {
			try(match, i-1, j-1, 0)
		} else {
			if a.closes(i, j) {
				try(closed, i-2, j-1, 0)
			}
			if a.opens(i, j) {
				try(opened, i-1, j-2, 0)
			}
			// What stands before the first word that is published, as in
			// "Doe says that", is added, and changes nothing.
			if int(a.cost[i-1][j-1]) < i-1 {
				try(change, i-1, j-1, 1)
			}
		}
		try(lack, i, j-1, 1)
	}
	try(add, i-1, j, 1)
	return best, least
}

func (a *aligner) same(i, j int) bool {
	if a.ids[i] == a.texts[j] && a.ids[i] != none {
		return true
	}
	t, word := a.tokens[i], a.text[j].Folded
	return len(t.stem)*2 >= len(word) && utf8.RuneCountInString(t.stem) >= minStem &&
		strings.HasPrefix(word, t.stem) && denies(t.Folded) == denies(word)
}

// closes: counter-terrorism in the quotation, counterterrorism in the text.
func (a *aligner) closes(i, j int) bool {
	return i > 1 && a.tokens[i-1].Joined && a.tokens[i-2].kind == plain &&
		a.tokens[i-2].Folded+a.tokens[i-1].Folded == a.text[j-1].Folded
}

// opens: counterterrorism in the quotation, counter-terrorism in the text.
func (a *aligner) opens(i, j int) bool {
	return j > 1 && a.text[j-1].Joined &&
		a.text[j-2].Folded+a.text[j-1].Folded == a.tokens[i-1].Folded
}

// literal counts the words before j that a bracket repeats, 0 if they are
// not its own.
func (a *aligner) literal(i, j int) int {
	own := a.tokens[i-1].inner
	if len(own) > j || len(own) > maxBracket {
		return 0
	}
	for n, w := range own {
		if a.text[j-len(own)+n].Folded != w {
			return 0
		}
	}
	return len(own)
}

// move is a step from (i, j) to (i2, j2).
type move struct {
	step         step
	i, j, i2, j2 int
}

// trace walks back over the steps from the cheapest end, and tells them in
// order.
func (a *aligner) trace() Comparison {
	i, end := len(a.tokens), 0
	for j, c := range a.cost[i] {
		if c < a.cost[i][end] {
			end = j
		}
	}
	var moves []move
	for j := end; i > 0; {
		s, _ := a.best(i, j)
		m := move{step: s, i2: i, j2: j}
		i, j = before(s, i, j)
		m.i, m.j = i, j
		moves = append(moves, m)
	}
	slices.Reverse(moves)
	return a.tell(moves)
}

// before is where a step to (i, j) came from.
func before(s step, i, j int) (int, int) {
	switch s {
	case match, change:
		return i - 1, j - 1
	case closed:
		return i - 2, j - 1
	case opened:
		return i - 1, j - 2
	case lack, pass:
		return i, j - 1
	case add, stand:
		return i - 1, j
	default:
		return i - 1, j - int(s-swap)
	}
}

func (a *aligner) tell(moves []move) Comparison {
	c := Comparison{First: a.from + moves[0].j, Last: a.from + moves[len(moves)-1].j2}
	run, editing := 0, false
	for _, m := range moves {
		edit := false
		switch m.step {
		case match, closed, opened:
			c.Matched += m.i2 - m.i
			run += m.i2 - m.i
			c.Run = max(c.Run, run)
		case change, lack, add:
			edit, run = true, 0
			if !editing {
				c.Edits = append(c.Edits, a.editAt(m))
			}
			a.extend(&c.Edits[len(c.Edits)-1], m)
		case pass:
			c.Omissions[len(c.Omissions)-1].Last = a.from + m.j2
		default:
			t := a.tokens[m.i]
			c.Omissions = append(c.Omissions, Omission{t.Start, t.End, a.from + m.j, a.from + m.j2})
		}
		editing = edit
	}
	return c
}

// editAt is an empty edit where a move begins.
func (a *aligner) editAt(m move) Edit {
	at := a.tokens[0].Start
	if m.i > 0 {
		at = a.tokens[m.i-1].End
	}
	return Edit{Start: at, End: at, First: a.from + m.j, Last: a.from + m.j}
}

func (a *aligner) extend(e *Edit, m move) {
	if m.i2 > m.i {
		if t := a.tokens[m.i]; e.Start == e.End {
			e.Start, e.End = t.Start, t.End
		} else {
			e.End = t.End
		}
	}
	e.Last = a.from + m.j2
	e.Words++
}
