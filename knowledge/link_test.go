package knowledge

import (
	"net/url"
	"strings"
	"testing"
)

func TestLinkTo(t *testing.T) {
	long := "The first four words are not enough here, while the end is plain enough."
	for _, test := range []struct {
		name, address, before, sentence string
		limit                           int
		want                            string
	}{
		{
			"a short sentence is quoted whole", "https://x.example/a", "", "It is so, no-one doubts it.", 512,
			"https://x.example/a#:~:text=It%20is%20so%2C%20no%2Done%20doubts%20it.",
		},
		{
			"a long one by its ends", "https://x.example/a", "", long, 512,
			"https://x.example/a#:~:text=The%20first%20four%20words,end%20is%20plain%20enough.",
		},
		{
			"by longer ends where the short ones stand earlier", "https://x.example/a", "the FIRST four\nwords, and more", long, 512,
			"https://x.example/a#:~:text=The%20first%20four%20words%20are,the%20end%20is%20plain%20enough.",
		},
		{
			"an address with a fragment keeps it", "https://x.example/a#part", "", "It is so.", 512,
			"https://x.example/a#part:~:text=It%20is%20so.",
		},
		{"too long for the limit", "https://x.example/a", "", long, 40, "https://x.example/a"},
		{"nothing to find", "https://x.example/a", "", " ", 512, "https://x.example/a"},
	} {
		if got := linkTo(test.address, test.before, test.sentence, test.limit); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestLinksFindTheirSentence follows, for every sentence of the embedded
// analyses, the link as a browser does: the first place where the start
// stands, then the first after it where the end stands.
func TestLinksFindTheirSentence(t *testing.T) {
	followed := 0
	for _, topic := range embedded(t, Balanced).Topics() {
		a := topic.Analysis
		page := fold(a.Text(a.Body))
		for i, p := range topic.Passages {
			for j, s := range p.Sentences {
				link := Match{Topic: topic, Paragraph: i, Sentence: j}.Link(512)
				if len(link) > 512 {
					t.Errorf("%d bytes: %s", len(link), link)
				}
				if got, want := follow(t, page, link), fold(a.Text(s)); got != want {
					t.Errorf("%s\n leads to %q\ninstead of %q", link, got, want)
				}
				followed++
			}
		}
	}
	if followed < 40 {
		t.Errorf("only %d links followed", followed)
	}
}

// follow returns what of a page a text fragment selects.
func follow(t *testing.T, page, link string) string {
	t.Helper()
	_, fragment, ok := strings.Cut(link, "#:~:text=")
	if !ok {
		t.Fatalf("no text fragment in %s", link)
	}
	var ends []string
	for _, part := range strings.Split(fragment, ",") {
		text, err := url.PathUnescape(part)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, fold(text))
	}
	start := strings.Index(page, ends[0])
	if start < 0 {
		return ""
	}
	if len(ends) == 1 {
		return ends[0]
	}
	end := strings.Index(page[start+len(ends[0]):], ends[1])
	if end < 0 {
		return ""
	}
	return page[start : start+len(ends[0])+end+len(ends[1])]
}
