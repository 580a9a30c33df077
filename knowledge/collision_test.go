package knowledge

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestCollisions(t *testing.T) {
	fsys := fstest.MapFS{
		"bridge.md": {Data: []byte("---\ntitle: The Bridge\npublisher: P\npublished: 2026-05-14\nurl: https://example.org/b\nexperts:\n  - name: Jane Doe\n    affiliation: P\n" +
			"aliases:\n  - [bridge, crossing]\nquestions:\n  q1:\n    also_asked: [reasons for the collapse]\n---\nThe Bridge\n\nWhy did it fall?\n\nDoe: Rust had eaten the cables.\n\nWho pays?\n\nDoe: The county does.\n")},
		"bridge.phrasings.txt": {Data: []byte("[q1]\nwho let the bridge rust\n[q1.1]\nrust of the cables\n[q2]\ncable rust\nmoney\n[none]\nwho let a crossing rust?\nfor what reason a collapse\n")},
	}
	source, faults := LoadFile(fsys, "bridge.md")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := [][]Phrasing{
		{{"q1", "reasons for the collapse"}, {NoTopic, "for what reason a collapse"}},
		{{"q1", "who let the bridge rust"}, {NoTopic, "who let a crossing rust?"}},
		{{"q1", "rust of the cables"}, {"q2", "cable rust"}},
	}
	if diff := cmp.Diff(want, Collisions(source)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
