package knowledge

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const smallFront = "---\ntitle: A Title\npublisher: River Institute\npublished: 2024-05-06\nurl: https://www.example.org/a\nexperts:\n  - name: Jane Smith\n---\nA Title\n"

// TestSectionsOfNoTopic holds that phrasings of what an analysis does not have
// are faults in the lines of their headers, with what it has instead.
func TestSectionsOfNoTopic(t *testing.T) {
	const phrasings = "# asked\n[q9]\nWhy nine?\n[q1]\nWhy one?\n\n[lead]\nWhat?\n[none]\nWho?\n[q3]\nWhy three?\n"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"no lead", "\nWhy?\n\nSmith: Because.\n", []string{
			"a.phrasings.txt:2: the analysis has no [q9] to which phrasings could belong; move them under [q1] or [none], or remove the header",
			"a.phrasings.txt:7: the analysis has no [lead] to which phrasings could belong; move them under [q1] or [none], or remove the header",
			"a.phrasings.txt:11: the analysis has no [q3] to which phrasings could belong; move them under [q1] or [none], or remove the header",
		}},
		{"lead and two questions", "\nIt rained.\n\nWhy?\n\nSmith: Because.\n\nAnd now?\n\nSmith: Wait.\n", []string{
			"a.phrasings.txt:2: the analysis has no [q9] to which phrasings could belong; move them under [lead] or [q1] to [q2] or [none], or remove the header",
			"a.phrasings.txt:11: the analysis has no [q3] to which phrasings could belong; move them under [lead] or [q1] to [q2] or [none], or remove the header",
		}},
		{"lead alone", "\nIt rained.\n", []string{
			`a.md:11: no question found; mark the questions with "## " or "Q:", or see that a speaker's label such as "Mir:" follows each`,
			"a.phrasings.txt:2: the analysis has no [q9] to which phrasings could belong; move them under [lead] or [none], or remove the header",
			"a.phrasings.txt:4: the analysis has no [q1] to which phrasings could belong; move them under [lead] or [none], or remove the header",
			"a.phrasings.txt:11: the analysis has no [q3] to which phrasings could belong; move them under [lead] or [none], or remove the header",
		}},
		{"nothing", "", []string{
			`a.md:10: no question found; mark the questions with "## " or "Q:", or see that a speaker's label such as "Mir:" follows each`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, faults := LoadFile(fstest.MapFS{
				"a.md":            {Data: []byte(smallFront + test.text)},
				"a.phrasings.txt": {Data: []byte(phrasings)},
			}, "a.md")
			var got []string
			for _, f := range faults {
				got = append(got, fmt.Sprint(f))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}
