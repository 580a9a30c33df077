package search

import "testing"

func TestBySpeaker(t *testing.T) {
	passages := func(text string) []Passage { return []Passage{{Text: text, Sentences: []string{text}}} }
	ix := NewIndex(Corpus{Documents: []Document{
		{Question: "Why did the bridge fall?", Speakers: []string{"Jane Doe"}, Passages: passages("Rust.")},
		{Question: "Who pays for it?", Speakers: []string{"Ann Lee"}, Passages: passages("The county.")},
		{Question: "When is it rebuilt?", Speakers: []string{"Jane Doe"}, Passages: passages("In May.")},
	}})
	for message, want := range map[string][]int{
		"what does Lee say":            {1},
		"ann lee's opinion please":     {1},
		"doe":                          {0, 2},
		"What is Jane Doe's view?":     {0, 2},
		"what does doe say about rust": {}, // asks for more than the speaker
		"who are the experts":          {},
	} {
		sure := map[int]bool{}
		for _, h := range ix.Search(message) {
			if h.Confidence > 0.4 {
				sure[h.Document] = true
			}
		}
		for _, d := range want {
			if !sure[d] {
				t.Errorf("%q does not find document %d", message, d)
			}
		}
		if len(want) > 0 && len(sure) != len(want) {
			t.Errorf("%q finds %v, want %v", message, sure, want)
		}
		if documents := ix.bySpeaker(ix.lexicon.read(message, ix.speller)); len(documents) != len(want) {
			t.Errorf("%q names the speaker of %v, want %v", message, documents, want)
		}
	}
}
