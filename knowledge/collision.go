package knowledge

import (
	"slices"

	"ibid/knowledge/article"
	"ibid/knowledge/search"
)

// Phrasing is one way to ask and the topic that it stands under.
type Phrasing struct {
	Topic string // or [NoTopic]
	Text  string
}

// Collisions returns groups of phrasings that ask with the same words but
// stand under different topics: they teach the matcher opposite things, and at
// most one topic can be right.
func Collisions(s Source) [][]Phrasing {
	var phrasings []Phrasing
	for _, t := range topicsOf(s.Analysis) {
		for _, text := range append(alsoAsked(t), textsUnder(s.Phrasings, t.ID)...) {
			phrasings = append(phrasings, Phrasing{t.ID, text})
		}
	}
	for _, text := range s.Phrasings.Texts[NoTopic] {
		phrasings = append(phrasings, Phrasing{NoTopic, text})
	}
	texts := make([]string, len(phrasings))
	for i, p := range phrasings {
		texts[i] = p.Text
	}
	var collisions [][]Phrasing
	for _, group := range search.Alike(texts, s.Analysis.Aliases) {
		alike := make([]Phrasing, len(group))
		for i, n := range group {
			alike[i] = phrasings[n]
		}
		if slices.ContainsFunc(alike, func(p Phrasing) bool { return p.Topic != alike[0].Topic }) {
			collisions = append(collisions, alike)
		}
	}
	return collisions
}

// textsUnder returns the phrasings of a topic in all its sections, in an order
// that does not depend on a map's.
func textsUnder(p article.Phrasings, id string) []string {
	var sections []string
	for section := range p.Texts {
		if article.TopicOf(section) == id {
			sections = append(sections, section)
		}
	}
	slices.Sort(sections)
	var texts []string
	for _, section := range sections {
		texts = append(texts, p.Texts[section]...)
	}
	return texts
}
