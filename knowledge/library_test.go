package knowledge

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"ibid/knowledge/analyses"
	"ibid/knowledge/article"
)

func embedded(t testing.TB, setting Setting) *Library {
	t.Helper()
	sources, err := Load(analyses.Files)
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLibrary(sources, setting)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEmbeddedLibrary(t *testing.T) {
	l := embedded(t, Balanced)
	want := map[string]string{
		"lead": "United States Institute of Peace",
		"q1":   "Asfandyar Mir", "q2": "Gavin Helf", "q3": "Mary Glantz", "q4": "Andrew Watkins", "q5": "Asfandyar Mir",
	}
	if len(l.Topics()) != len(want) {
		t.Errorf("%d topics, want %d", len(l.Topics()), len(want))
	}
	for id, speaker := range want {
		topic, ok := l.Topic("moscow-concert-hall-attack", id)
		if !ok {
			t.Errorf("there is no topic %s", id)
			continue
		}
		if got := topic.Speakers(); len(got) != 1 || got[0] != speaker {
			t.Errorf("%s is answered by %v, want %s", id, got, speaker)
		}
	}
	if _, ok := l.Topic("moscow-concert-hall-attack", "q6"); ok {
		t.Error("there is a topic q6")
	}
	if _, ok := l.Topic("another", "q1"); ok {
		t.Error("there is a topic of an analysis that is not held")
	}
}

// TestQuestionsOfTheText: each question, asked as the interviewer asked it,
// is answered with its own answer at every setting.
func TestQuestionsOfTheText(t *testing.T) {
	for _, setting := range Settings() {
		l := embedded(t, setting)
		for _, topic := range l.Topics() {
			if topic.IsLead() {
				continue
			}
			a := l.Ask(t.Context(), topic.Question)
			if a.Verdict != Answered || a.Matches[0].Topic.ID != topic.ID {
				t.Errorf("%v: %q gives %s %v, want %s", setting, topic.Question, a.Verdict, ids(a), topic.ID)
			}
		}
	}
}

func ids(a Answer) []string {
	var all []string
	for _, m := range a.Matches {
		all = append(all, m.Topic.ID)
	}
	return all
}

func TestMemberIsUnderstood(t *testing.T) {
	l := embedded(t, Balanced)
	a := l.Ask(t.Context(), "why did isis k attack rusia")
	if a.Verdict != Answered || a.Matches[0].Topic.ID != "q1" {
		t.Fatalf("verdict %s, matches %v", a.Verdict, ids(a))
	}
	m := a.Matches[0]
	source, err := analyses.Files.ReadFile("moscow-concert-hall-attack.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), "\n"+m.Text()+"\n") && !strings.Contains(string(source), "Mir: "+m.Text()+"\n") {
		t.Errorf("not a paragraph of the source: %q", m.Text())
	}
	if best, ok := m.Best(); !ok || !strings.Contains(m.Text(), m.Topic.Analysis.Text(best)) {
		t.Errorf("the best sentence is not in the paragraph")
	}
	want := "Asfandyar Mir, in “Moscow Concert Hall Attack Will Have Far-Reaching Impact,” United States Institute of Peace, March 27, 2024, https://www.usip.org/publications/2024/03/moscow-concert-hall-attack-will-have-far-reaching-impact"
	if m.Citation() != want {
		t.Errorf("citation\n got %s\nwant %s", m.Citation(), want)
	}
}

// TestAnyTextCanBeAsked from many goroutines at once.
func TestAnyTextCanBeAsked(t *testing.T) {
	l := embedded(t, Eager)
	texts := []string{"", " ", "!!!", "😂😂", "\x00\xff", strings.Repeat("why ", 5000), strings.Repeat("x", 20000), "почему ИГИЛ напал на Россию", "<@1> @everyone", "\u202eevil"}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, text := range texts {
				for _, m := range l.Ask(t.Context(), text).Matches {
					if m.Confidence < 0 || m.Confidence > 1 || m.Text() == "" {
						t.Errorf("%.20q: match %s with confidence %v", text, m.Topic.ID, m.Confidence)
					}
				}
			}
		})
	}
	all.Wait()
	for _, text := range texts[:4] {
		if a := l.Ask(t.Context(), text); a.Verdict != None {
			t.Errorf("%q gives %s, want %s", text, a.Verdict, None)
		}
	}
}

func TestNewLibraryRefuses(t *testing.T) {
	if _, err := NewLibrary(nil, Balanced); !errors.Is(err, ErrEmpty) {
		t.Errorf("no sources: %v, want %v", err, ErrEmpty)
	}
	sources, err := Load(analyses.Files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewLibrary(append(sources, sources...), Balanced); err == nil || !strings.Contains(err.Error(), "moscow-concert-hall-attack") {
		t.Errorf("the same analysis twice: %v", err)
	}
}

// TestBadFileTakesNothingDown: the good analysis is read, the fault of the
// bad one is told.
func TestBadFileTakesNothingDown(t *testing.T) {
	good, err := analyses.Files.ReadFile("moscow-concert-hall-attack.md")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := Load(fstest.MapFS{
		"good.md":             {Data: good},
		"bad.md":              {Data: []byte("Not a question in sight.\n")},
		"odd.md":              {Data: good},
		"odd.phrasings.txt":   {Data: []byte("[q9]\nWhat of the ninth?\n")},
		"notes.txt":           {Data: []byte("no analysis")},
		"good.labelled.jsonl": {Data: []byte("{}")},
	})
	var faults article.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("error %v, want faults", err)
	}
	if len(sources) != 1 || sources[0].Analysis.ID != "good" {
		t.Errorf("%d sources read, want the good one", len(sources))
	}
	told := fmt.Sprint(faults)
	for _, want := range []string{"bad.md:", "odd.phrasings.txt:", "[q9]"} {
		if !strings.Contains(told, want) {
			t.Errorf("the faults do not name %s:\n%s", want, told)
		}
	}
}

func TestReadingTime(t *testing.T) {
	source := strings.TrimSpace(strings.Repeat("word ", 476))
	a := &article.Analysis{Source: source}
	p := article.Paragraph{Span: article.Span{End: len(source)}}
	topic := Topic{Analysis: a, Passages: []Passage{{Paragraph: p}}}
	if got := topic.ReadingTime(); got != 2*time.Minute {
		t.Errorf("476 words take %v, want 2 min at 238 words a minute", got)
	}
}
