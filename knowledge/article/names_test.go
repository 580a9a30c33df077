package article

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoster(t *testing.T) {
	experts := []Expert{
		{Name: "Jane A. Smith"}, {Name: "Dr. Lena van der Berg, Ph.D."}, {Name: "Peter O’Brien"},
		{Name: "Ada Oster"}, {Name: "Ben Oster"}, {Name: "Zoé Lefèvre-Groß"}, {Name: "Plato"}, {Name: "Ben Jan Maria Ito"},
	}
	r := newRoster(experts)
	for name, want := range map[string]string{
		"Smith": "Jane A. Smith", "SMITH": "Jane A. Smith", "Dr. Smith": "Jane A. Smith", "Prof Jane Smith": "Jane A. Smith",
		"J. Smith": "Jane A. Smith", "Jane": "Jane A. Smith", "Jane Anna Smith": "Jane A. Smith", "J. A. Smith, M.D.": "Jane A. Smith",
		"Jane\u00a0Smith": "Jane A. Smith", "ＪＡＮＥ Smith": "Jane A. Smith",
		"van der Berg": "Dr. Lena van der Berg, Ph.D.", "Berg": "Dr. Lena van der Berg, Ph.D.", "Lena van der Berg": "Dr. Lena van der Berg, Ph.D.",
		"O'Brien": "Peter O’Brien", "PETER O’BRIEN": "Peter O’Brien",
		"Oster": "ambiguous", "Ben": "ambiguous", "Ada Oster": "Ada Oster", "B. Oster": "Ben Oster",
		"LEFÈVRE-GROSS": "Zoé Lefèvre-Groß", "Lefe\u0300vre-Groß": "Zoé Lefèvre-Groß",
		"Plato": "Plato", "Ben M. Ito": "Ben Jan Maria Ito", "Ben J. M. Ito": "Ben Jan Maria Ito",
		"Ben M. J. Ito": "nobody", "Bob Ito": "nobody", "J. Plato": "nobody", "John Smith": "nobody", "Jane B. Smith": "nobody",
		"Lefevre-Groß": "nobody", "Smit": "nobody", "Jane told Smith": "nobody", "Jane went, on foot. Jane Smith": "nobody", "Smith Jane": "nobody", "A. Smith": "nobody", "A.": "nobody", "": "nobody", ".": "nobody", "Dr.": "nobody",
	} {
		got := "nobody"
		if i, ok := r.find(name); ok && i == ambiguous {
			got = "ambiguous"
		} else if ok {
			got = experts[i].Name
		}
		if got != want {
			t.Errorf("find(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestMentions(t *testing.T) {
	r := newRoster([]Expert{{Name: "Jane Smith"}, {Name: "Plato"}})
	for text, want := range map[string]bool{
		"Jane Smith’s book.": true, "By JANE\nSMITH": true, "Mary-Jane Smith and Jane Smith": true,
		"Jane Smithson and Jane Smithers.": false, "Smith": false, "Plato": false,
	} {
		if got := r.mentions(fold(text)); got != want {
			t.Errorf("mentions(%q) = %v", text, got)
		}
	}
}

func TestNameLists(t *testing.T) {
	for sentence, want := range map[string]string{
		"USIP experts Mary Glantz, Gavin Helf, Asfandyar Mir and Andrew Watkins examine ISIS’ motivations.": "[[Mary Glantz Gavin Helf Asfandyar Mir Andrew Watkins]]",
		"USIP’s Jane A. Smith spoke with Karim Osman.":                                                      "[[Jane A. Smith] [Karim Osman]]",
		"By Jane Smith; Lena van der Berg; and Dr. Ada Oster":                                               "[[Jane Smith Lena van der Berg Ada Oster]]",
		"Senior Fellow Jane Smith (left) and Director Karim Osman agree.":                                   "[[Jane Smith] [Karim Osman]]",
		"Here are Peter O’Brien, Jr., Karim Osman, Ph.D., and Ada Oster.":                                   "[[Peter O’Brien Karim Osman Ada Oster]]",
		"Анна Петрова и Иван Сидоров отвечают.":                                                             "[[Анна Петрова Иван Сидоров]]",
		"It rained in Moscow, and U.S. officials said so.":                                                  "[]",
		"One Two Three Four Five Six said so.":                                                              "[]",
	} {
		if got := fmt.Sprint(nameLists(sentence)); got != want {
			t.Errorf("%q has %s, want %s", sentence, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	const answered = "\n\nWhy?\n\nSmith: Because.\n"
	for name, test := range map[string]struct{ front, text, title, lead string }{
		"named and printed":        {"title: A Title", "A title\n\nIt rained.", "A Title", "It rained."},
		"named, printed otherwise": {"title: A Title", "# Another Title\n\nIt rained.", "A Title", "It rained."},
		"named, not printed":       {"title: A Title", "It rained.", "A Title", "It rained."},
		"not named":                {"", "A  Title\nin Two Lines\n\nIt rained.", "A Title in Two Lines", "It rained."},
		"not named, a question":    {"", "Why Did\u00a0It Rain?\n\nIt rained.", "Why Did It Rain?", "It rained."},
		"not named, below a photo": {"", "![a](b)\n\n**A Title**\n\nIt rained.", "A Title", "It rained."},
		"not there":                {"", "It rained.", "", "It rained."},
	} {
		t.Run(name, func(t *testing.T) {
			data := strings.Replace(soleHeader, "title: A Title\n", test.front+"\n", 1) + test.text + answered
			a, faults := Parse("a.md", []byte(data))
			lead := ""
			for _, p := range a.Lead.Paragraphs {
				lead += a.Text(p.Span)
			}
			if a.Title != test.title || lead != test.lead || len(a.Questions) != 1 || (len(faults) > 0) != (test.title == "") {
				t.Errorf("title %q, lead %q, %d questions, faults %v", a.Title, lead, len(a.Questions), faults)
			}
		})
	}
	a, faults := Parse("a.md", []byte(strings.Replace(soleHeader, "title: A Title\n", "", 1)+"Why?\n\nSmith: Because.\n"))
	if a.Title != "" || len(a.Questions) != 1 || len(faults) != 1 {
		t.Errorf("the first question became the title: %q, %v", a.Title, faults)
	}
}

func TestLists(t *testing.T) {
	var experts, corrections strings.Builder
	for i := range maxListed + 2 {
		fmt.Fprintf(&experts, "  - name: Expert %c%c\n", 'A'+i/26, 'a'+i%26)
		corrections.WriteString("  - {date: 2024-05-07, now: It rained.}\n")
	}
	data := strings.Replace(fronted("corrections:\n"+corrections.String()), "experts:\n", "experts:\n"+experts.String(), 1)
	a, faults := Parse("a.md", []byte(data))
	if len(a.Experts) != maxListed || len(a.Corrections) != maxListed {
		t.Errorf("%d experts, %d corrections", len(a.Experts), len(a.Corrections))
	}
	got := fmt.Sprint(faults)
	for _, want := range []string{"a.md:107: more than 100 experts; ", "a.md:211: more than 100 corrections; "} {
		if !strings.Contains(got, want) {
			t.Errorf("no fault %q in %s", want, got)
		}
	}
}

func TestLine(t *testing.T) {
	text := "\ufeffa\nb\r\nc\rd\n"
	var got []int
	for i := range text + "." {
		got = append(got, newSource(text).line(i))
	}
	want := []int{1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestPublisherAsks(t *testing.T) {
	for publisher, labels := range map[string][]string{
		"United States Institute of Peace": {"USIP", "usip", "United States Institute of Peace", "Interviewer", "Host", "Question 3", "Q"},
		"The Example Post":                 {"TEP", "EP", "The Example Post", "Example Post"},
		"Vox":                              {"Vox", "VOX"},
	} {
		for _, label := range labels {
			data := strings.Replace(header, "River Institute", publisher, 1) +
				"A Title\n\n" + label + ": Why?\n\nSmith: Because.\n\n" + label + ": Go on.\n\nOsman: It rained.\n"
			a, faults := Parse("a.md", []byte(data))
			var got []string
			for _, q := range a.Questions {
				got = append(got, a.Text(q.Span))
			}
			if diff := cmp.Diff([]string{"Why?", "Go on."}, got); diff != "" || len(faults) > 0 {
				t.Errorf("%s: %v\n%s", label, faults, diff)
			}
		}
	}
}
