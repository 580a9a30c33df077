package article

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ibid/internal/golden"

	"github.com/google/go-cmp/cmp"
)

const realArticle = "../analyses/moscow-concert-hall-attack.md"

// realFront stands in for the real article's front matter, which editors change.
const realFront = `---
title: Moscow Concert Hall Attack Will Have Far-Reaching Impact
publisher: United States Institute of Peace
published: 2024-03-27
url: https://www.usip.org/publications/2024/03/moscow-concert-hall-attack-will-have-far-reaching-impact
questions:
  q3:
    key: Russia has also failed to provide any evidence of a Ukrainian link.
---
`

// realText returns the real article as published.
func realText(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(realArticle)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(data), "---\n", 3)
	if len(parts) != 3 || !strings.HasPrefix(parts[2], "Moscow Concert Hall Attack") {
		t.Fatalf("%s is not front matter and the article", realArticle)
	}
	return parts[2]
}

// fixtures returns the files whose parse has a golden, by name: all layouts and
// the real article, whose experts are found in its text.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.md")
	if err != nil || len(paths) < 23 {
		t.Fatalf("the fixtures are gone: %v, %v", paths, err)
	}
	files := map[string][]byte{"moscow-concert-hall-attack.md": []byte(realFront + realText(t))}
	for _, path := range paths {
		if files[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestGolden(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			a, faults := Parse(name, data)
			checkSpans(t, a)
			got := render(a, faults)
			golden.Check(t, filepath.Join("testdata", "golden", a.ID+".txt"), got)
		})
	}
}

// TestRealArticle parses the article with the front matter that it has.
func TestRealArticle(t *testing.T) {
	a, faults := ReadFS(os.DirFS(filepath.Dir(realArticle)), filepath.Base(realArticle))
	if err := faults.Err(); err != nil {
		t.Error(err)
	}
	var got []string
	for _, q := range a.Questions {
		for _, answer := range q.Answers {
			got = append(got, fmt.Sprintf("%s %s %d", q.ID, a.Experts[answer.Expert].Name, len(answer.Paragraphs)))
		}
	}
	want := []string{"q1 Asfandyar Mir 3", "q2 Gavin Helf 3", "q3 Mary Glantz 1", "q4 Andrew Watkins 4", "q5 Asfandyar Mir 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("question, expert, paragraphs (-want +got):\n%s", diff)
	}
}

func BenchmarkParse(b *testing.B) {
	data := []byte(realFront + realText(b))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := Parse("moscow-concert-hall-attack.md", data); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}

// render writes an analysis in the order of its text, a sentence a line, each
// with the line of the file on which it begins. A line break is shown as ⏎.
func render(a *Analysis, faults Faults) string {
	r := &renderer{a: a}
	r.linef("%s: %s", a.ID, a.Title)
	r.linef("%s, %s, %s, %s", a.Publisher, a.Published.Format(time.DateOnly), a.Language, a.URL)
	for _, e := range a.Experts {
		r.linef("expert %s | %s | %s", e.Name, e.Affiliation, e.Role)
	}
	for _, group := range a.Aliases {
		r.linef("alias %s", strings.Join(group, " = "))
	}
	for _, c := range a.Corrections {
		r.linef("correction %s: %q now %q", c.Date.Format(time.DateOnly), c.Was, c.Now)
	}
	for _, aside := range a.Asides {
		r.span(string(aside.Kind), aside.Span)
	}
	r.linef("\nlead")
	r.extras(a.Lead.AlsoAsked, a.Lead.Key)
	r.paragraphs(a.Lead.Paragraphs)
	for _, q := range a.Questions {
		r.linef("")
		r.span(q.ID, q.Span)
		r.extras(q.AlsoAsked, q.Key)
		for _, answer := range q.Answers {
			name := a.Experts[answer.Expert].Name
			if answer.Label == (Span{}) {
				r.linef("%s, without a label", name)
			} else {
				r.span(name, answer.Label)
			}
			r.paragraphs(answer.Paragraphs)
		}
	}
	if len(faults) > 0 {
		r.linef("\nfaults\n%v", faults)
	}
	return r.String()
}

type renderer struct {
	strings.Builder
	a *Analysis
}

func (r *renderer) linef(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }

func (r *renderer) span(what string, s Span) {
	r.linef("%s [%d] %s", what, newSource(r.a.Source).line(s.Start), strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\r", "⏎").Replace(r.a.Text(s)))
}

func (r *renderer) extras(alsoAsked []string, key Span) {
	for _, phrasing := range alsoAsked {
		r.linef("  also asked: %s", phrasing)
	}
	if key != (Span{}) {
		r.span("  key", key)
	}
}

func (r *renderer) paragraphs(paragraphs []Paragraph) {
	for _, p := range paragraphs {
		r.linef("  paragraph")
		for _, s := range p.Sentences {
			r.span("   ", s)
		}
	}
}
