package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAlike(t *testing.T) {
	texts := []string{
		0: "Who attacked the bridge?",
		1: "who's the one attacking that bridge",
		2: "when was the bridge attacked",
		3: "Who attacked the crossing?",
		4: "what about it",
		5: "and what is it about",
		6: "did they not attack the bridge",
		7: "did they attack the bridge",
		8: "",
	}
	got := Alike(texts, [][]string{{"bridge", "crossing"}})
	if diff := cmp.Diff([][]int{{0, 1, 3}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
