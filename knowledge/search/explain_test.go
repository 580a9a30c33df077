package search

import (
	"fmt"
	"strings"
	"testing"
)

func TestTrace(t *testing.T) {
	d := Document{
		ID: "q1", Question: "Why did ISIS-K strike Russia?", Speakers: []string{"Asfandyar Mir"},
		Passages:  []Passage{{Text: "The group considers Russia's role in the Syrian war. It threatened the Taliban."}},
		Phrasings: []string{"What lies behind the massacre?", "what threatned the talban"},
	}
	ix := NewIndex(Corpus{Documents: []Document{d}, Aliases: [][]string{{"ISIS-K", "ISKP", "Islamic State Khorasan"}}})
	for message, want := range map[string]string{
		"why did isis k attack rusia":   "isis k=ISIS-K same question | attack missing | rusia(Russia)=Russia same question",
		"What role has ISKP?":           "role=role same answer | ISKP=ISIS-K alias question",
		"Mir on the threats considered": "Mir=Mir same speakers | threats=threatened near answer | considered=considers inflected answer",
		"the massacre, and pizza":       "massacre=massacre same phrasings | pizza missing",
		"talban threatned":              "talban(Taliban)=Taliban same answer | threatned(threatened)=threatened same answer",
		"":                              "",
		"!!!":                           "",
	} {
		var all []string
		for _, tr := range ix.Trace(message, d) {
			line := tr.Written
			if tr.Read != "" {
				line += "(" + tr.Read + ")"
			}
			if tr.Relation == Missing {
				all = append(all, line+" missing")
				continue
			}
			relation := []string{"", "same", "inflected", "alias", "near"}[tr.Relation]
			field := []string{"question", "speakers", "answer", "phrasings"}[tr.Field]
			all = append(all, fmt.Sprintf("%s=%s %s %s", line, tr.Found, relation, field))
		}
		if got := strings.Join(all, " | "); got != want {
			t.Errorf("%q:\n got %s\nwant %s", message, got, want)
		}
	}
}
