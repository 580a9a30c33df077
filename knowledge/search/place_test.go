package search

import "testing"

func placeCorpus() Corpus {
	sentences := func(all ...string) Passage {
		p := Passage{Sentences: all}
		for _, s := range all {
			p.Text += s + " "
		}
		return p
	}
	bridge := Document{
		Question: "What happened to the bridge?", Key: Place{0, 1},
		Passages: []Passage{
			sentences("The bridge fell at noon.", "Rust had eaten its cables.", "Nobody had looked at them."),
			sentences("The ferry carries 900 people a day now.", "It is slow.", "Shopkeepers complain about the ferry."),
		},
	}
	bridge.Passages[0].Phrasings = []string{"cause of the accident", "who is to blame"}
	bridge.Passages[1].Phrasings = []string{"how do commuters cross today", "alternatives for travellers"}
	return Corpus{Documents: []Document{bridge, {
		Question: "Who pays for school meals?", Key: NoPlace(),
		Passages: []Passage{sentences("The county does.")},
	}}}
}

func TestPlace(t *testing.T) {
	ix := NewIndex(placeCorpus())
	for message, want := range map[string]Place{
		"was it the cables of the bridge":               {0, 1},
		"how many people take the ferry":                {1, 0}, // asks for a number
		"what do shopkeepers say about the bridge":      {1, 2},
		"how do people cross without the bridge today":  {1, 0}, // as a phrasing says
		"did the bridge fall at noon or in the evening": {0, 0},
	} {
		hits := ix.Search(message)
		if len(hits) == 0 || hits[0].Document != 0 {
			t.Errorf("%q finds %v", message, hits)
			continue
		}
		if got := (Place{hits[0].Passage, hits[0].Sentence}); got != want {
			t.Errorf("%q is answered at %v, want %v", message, got, want)
		}
	}
}

// TestKeyDecides: where nothing else tells sentences apart, the editor's key
// is quoted.
func TestKeyDecides(t *testing.T) {
	for i, want := range []string{"first", "second", "third"} {
		c := placeCorpus()
		d := &c.Documents[0]
		d.Question, d.Key = "Brzk?", Place{0, i}
		d.Passages[0].Phrasings = []string{"qwrtz vrbk"}
		hits := NewIndex(c).Search("qwrtz vrbk")
		if len(hits) == 0 || hits[0].Passage != 0 || hits[0].Sentence != i {
			t.Errorf("with the %s sentence as key: %v", want, hits)
		}
	}
}
