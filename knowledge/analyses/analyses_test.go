package analyses_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"unicode"

	"ibid/knowledge/analyses"
	"ibid/knowledge/article"
)

// fold leaves of a text what counts when two are compared: letters and
// digits.
func fold(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// labelled returns the folded labelled questions of an analysis.
func labelled(t *testing.T, name string) map[string]bool {
	t.Helper()
	f, err := analyses.Files.Open(name + ".labelled.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	questions := map[string]bool{}
	for d := json.NewDecoder(f); d.More(); {
		var q struct{ Q string }
		if err := d.Decode(&q); err != nil {
			t.Fatal(err)
		}
		questions[fold(q.Q)] = true
	}
	return questions
}

// TestPhrasingsAreNotTheLabelled: what measures the matcher must not be what
// it learns from.
func TestPhrasingsAreNotTheLabelled(t *testing.T) {
	names, err := fs.Glob(analyses.Files, "*.labelled.jsonl")
	if err != nil || len(names) == 0 {
		t.Fatalf("no labelled questions (%v)", err)
	}
	for _, name := range names {
		name = strings.TrimSuffix(name, ".labelled.jsonl")
		questions := labelled(t, name)
		if len(questions) < 100 {
			t.Fatalf("%s: only %d labelled questions", name, len(questions))
		}
		for id, phrasings := range phrasings(t, name) {
			for _, p := range phrasings {
				// Signs alone, such as "!!!", are nothing to learn from.
				if key := fold(p); key != "" && questions[key] {
					t.Errorf("%s: %q, of %s, is a labelled question", name, p, id)
				}
			}
		}
	}
}

// phrasings returns all that an analysis brings to learn from, by topic.
func phrasings(t *testing.T, name string) map[string][]string {
	t.Helper()
	analysis, faults := article.ReadFS(analyses.Files, name+".md")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	beside, faults := article.ReadPhrasingsFS(analyses.Files, name+".phrasings.txt")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	all := beside.Texts
	all["lead"] = append(all["lead"], analysis.Lead.AlsoAsked...)
	for _, q := range analysis.Questions {
		if len(q.AlsoAsked) < 12 {
			t.Errorf("%s: %s has %d phrasings in the front matter, want a dozen", name, q.ID, len(q.AlsoAsked))
		}
		all[q.ID] = append(all[q.ID], q.AlsoAsked...)
	}
	return all
}

// TestAliasesAreOfOneGroup: a name that stood for two things would mean
// neither.
func TestAliasesAreOfOneGroup(t *testing.T) {
	names, err := fs.Glob(analyses.Files, "*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no analyses (%v)", err)
	}
	for _, name := range names {
		analysis, faults := article.ReadFS(analyses.Files, name)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		group := map[string]int{}
		for i, aliases := range analysis.Aliases {
			for _, alias := range aliases {
				if before, again := group[fold(alias)]; again {
					t.Errorf("%s: %q stands in the groups %d and %d", name, alias, before+1, i+1)
				}
				group[fold(alias)] = i
			}
		}
	}
}
