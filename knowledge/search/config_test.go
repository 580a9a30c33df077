package search

import (
	"fmt"
	"strings"
	"testing"
)

// TestEveryPartDoesSomething: leaving out any part changes what is found.
func TestEveryPartDoesSomething(t *testing.T) {
	fits(t)
	c, held := embeddedCorpus(t, func(number int) bool { return number%40 == 0 })
	found := func(config Config) string {
		ix := config.NewIndex(c)
		var all strings.Builder
		for _, h := range held {
			fmt.Fprintln(&all, ix.Search(h.text+" exampel"))
		}
		return all.String()
	}
	whole := found(Config{})
	for _, part := range Parts() {
		if found(Config{Without: []Part{part}}) == whole {
			t.Errorf("without %s everything is found as with it", part)
		}
	}
	if found(Config{Phrasings: 5}) == whole {
		t.Error("with five phrasings a document everything is found as with all")
	}
}

func TestParseParts(t *testing.T) {
	if parts, err := ParseParts([]string{" Typos", "learning"}); err != nil || len(parts) != 2 || parts[0] != Typos || parts[1] != Learning {
		t.Errorf("%v, %v", parts, err)
	}
	if _, err := ParseParts([]string{"magic"}); err == nil || !strings.Contains(err.Error(), "neighbours") {
		t.Errorf("an unknown part gives %v, want the parts there are", err)
	}
}

func TestEvenly(t *testing.T) {
	if got := fmt.Sprint(evenly([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 4)); got != "[0 2 5 7]" {
		t.Errorf("four of ten are %s", got)
	}
	if got := evenly([]int{1, 2}, 0); len(got) != 2 {
		t.Errorf("all of two are %v", got)
	}
}
