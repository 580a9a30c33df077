package search

import (
	"slices"
	"strings"
)

// speechWords say that somebody's words are asked for, and not which. Stop
// words need not be listed.
const speechWords = `
analysis answer answered answers argue argues assessment believe believes comment comments expert explain explained
explains explanation opinion opinions perspective position quote quotes quotation response statement statements
stance talk talks think thinks view viewpoint views word words write writes wrote`

// bySpeaker returns the documents whose speaker is all that a message names:
// "what does Watkins say", "Asfandyar Mir's view". There are none where it
// asks for something besides.
func (ix *Index) bySpeaker(q query) []int32 {
	var names []int32
	for _, t := range q.tokens {
		if ix.lexicon.background.stop[t.word] || ix.speech[t.word] {
			continue
		}
		id, known := ix.lexicon.term(t.word)
		if !known || !ix.speakers[id] {
			return nil
		}
		names = append(names, id)
	}
	if len(names) == 0 {
		return nil
	}
	var found []int32
	for d := range ix.entries[:ix.documents] {
		speakers := ix.entries[d].speakerTerms
		if !slices.ContainsFunc(names, func(id int32) bool { return !slices.Contains(speakers, id) }) {
			found = append(found, int32(d))
		}
	}
	return found
}

// speakerChance is how likely it is that what a speaker said is what a
// message wants that names nothing but the speaker.
const speakerChance = 0.9

// preferSpeakers gives the documents of a speaker that a message names, and
// nothing else, all the confidence, in equal parts.
func preferSpeakers(candidates []candidate, documents []int32) {
	if len(documents) == 0 {
		return
	}
	for i := range candidates {
		candidates[i].confidence = 0
		if slices.Contains(documents, candidates[i].document) {
			candidates[i].confidence = speakerChance / float64(len(documents))
		}
	}
}

// wordSet makes a set of the words of a text.
func wordSet(text string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}
