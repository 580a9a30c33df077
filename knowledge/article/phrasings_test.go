package article

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePhrasings(t *testing.T) {
	for _, test := range []struct {
		name, data string
		want       map[string][]string
		faults     []string // line: what
	}{
		{"empty", "", map[string][]string{}, nil},
		{"sections", "\ufeff# how people ask\r\n[lead]\r\nWhat  happened?\r\n\r\n [q12] \r\n#[q2]\r\n\tWhy?\r\nwho\r\n[none]\r\nWhen?\r\n[lead]\r\nwhere",
			map[string][]string{"lead": {"What happened?", "where"}, "q12": {"Why?", "who"}, "none": {"When?"}}, nil},
		{"twice in a section", "[q1]\nWhy?\nWHY?\n", map[string][]string{"q1": {"Why?"}}, nil},
		{"unknown sections", "[q1]\nWhy?\n[q0]\nWho?\n[Q2]\nWhen?\n[q1\n[]\nWhere?\n[q2]\nHow?\n",
			map[string][]string{"q1": {"Why?"}, "q2": {"How?"}},
			[]string{`3: this is no header of a section: "[q0]"`, `5: this is no header of a section: "[Q2]"`,
				`7: this is no header of a section: "[q1"`, `8: this is no header of a section: "[]"`}},
		{"before any section", "# a\nWhy?\n[q1]\nWho?\n", map[string][]string{"q1": {"Who?"}}, []string{`2: a phrasing before the first section: "Why?"`}},
		{"in two sections", "[q1]\nWhy’s that?\n[none]\n why's   THAT?\nWho?\n", map[string][]string{"q1": {"Why’s that?"}, "none": {"Who?"}},
			[]string{`4: the phrasing "why's THAT?" stands in [none] and in [q1]`}},
		{"bad UTF-8", "[q1]\nWhy?\nWho\xe9?\n", map[string][]string{"q1": {"Why?", "Who\xe9?"}}, []string{"3: a byte that is not UTF-8 (0xE9)"}},
		{"NUL", "[q1]\nWhy\x00?\n", map[string][]string{}, []string{"2: a NUL byte: this is no text"}},
		{"too large", strings.Repeat("#\n", MaxSize/2+1), map[string][]string{}, []string{"0: the file is larger than 4 MiB"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, faults := ParsePhrasings("a.phrasings.txt", []byte(test.data))
			if diff := cmp.Diff(test.want, got.Texts); diff != "" {
				t.Errorf("phrasings (-want +got):\n%s", diff)
			}
			var lines []string
			for _, f := range faults {
				lines = append(lines, fmt.Sprintf("%d: %s", f.Line, f.What))
				if f.File != "a.phrasings.txt" || f.Do == "" {
					t.Errorf("the fault does not say where or what to do: %+v", f)
				}
			}
			if diff := cmp.Diff(test.faults, lines); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLinesOfSections(t *testing.T) {
	got, faults := ParsePhrasings("a.txt", []byte("# a\n[q2]\nWhy?\r\n\n[none]\r[q2]\n[lead]\n"))
	if diff := cmp.Diff(map[string]int{"q2": 2, "none": 5, "lead": 7}, got.Lines); diff != "" || len(faults) > 0 {
		t.Errorf("%v\n%s", faults, diff)
	}
}

// FuzzParsePhrasings holds that each phrasing is in one section and one line,
// and that writing out what was read reads the same.
func FuzzParsePhrasings(f *testing.F) {
	f.Add("# a\n[lead]\nWhat happened?\n[q1]\nWhy?\n\n[none]\nWhen?\n")
	f.Add("\ufeff[q1]\r\nwhy\r[q2]\rWHY \u00a0\n[x]\n")
	f.Fuzz(func(t *testing.T, data string) {
		got, faults := ParsePhrasings("a.txt", []byte(data))
		var out strings.Builder
		seen := map[string]string{}
		for id, phrasings := range got.Texts {
			fmt.Fprintf(&out, "[%s]\n", id)
			for _, phrasing := range phrasings {
				if phrasing == "" || strings.ContainsAny(phrasing, "\r\n") || strings.TrimSpace(phrasing) != phrasing {
					t.Errorf("no phrasing: %q", phrasing)
				}
				if before, again := seen[fold(phrasing)]; again {
					t.Errorf("%q is in %s and in %s", phrasing, before, id)
				}
				seen[fold(phrasing)] = id
				out.WriteString(phrasing + "\n")
			}
		}
		if len(faults) > 0 {
			return
		}
		again, faults := ParsePhrasings("a.txt", []byte(out.String()))
		if len(faults) > 0 {
			t.Errorf("what was written out has faults: %v", faults)
		}
		if diff := cmp.Diff(got.Texts, again.Texts); diff != "" {
			t.Errorf("what was written out reads otherwise:\n%s", diff)
		}
	})
}
