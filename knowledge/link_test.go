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
			"an address with a fragment keeps it", "https://x.example/a#part", "", "It really is so.", 512,
			"https://x.example/a#part:~:text=It%20really%20is%20so.",
		},
		{
			"a word is found by what stands before it", "https://x.example/a", "Doe: Yes.\n\nIs it so?\n\nRoe: ", "Yes.", 512,
			"https://x.example/a#:~:text=Roe%3A-,Yes.",
		},
		{
			"a sentence said before is told from that", "https://x.example/a", "It is really so, I say. Then again: ", "It is really so, I say.", 512,
			"https://x.example/a#:~:text=again%3A-,It%20is%20really%20so%2C%20I%20say.",
		},
		{
			"marks are not on the page", "https://x.example/a", "", "It is **so**, as [Roe](https://y.example) _and_ `Doe` say.", 512,
			"https://x.example/a#:~:text=It%20is%20so%2C%20as%20Roe%20and%20Doe%20say.",
		},
		{
			"one item of a list is enough", "https://x.example/a", "", "- The first thing\n- The second thing of them all", 512,
			"https://x.example/a#:~:text=The%20second%20thing%20of%20them%20all",
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
// analyses, the link as a browser does, and wants it to lead to the very
// place.
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
				start := len(fold(a.Source[a.Body.Start:s.Start])) + 1
				end := start + len(fold(a.Text(s)))
				if from, to := follow(t, page, link); from != start || to != end {
					t.Errorf("%s\n leads to %d-%d\ninstead of %d-%d, %q", link, from, to, start, end, page[start:end])
				}
				followed++
			}
		}
	}
	if followed < 40 {
		t.Errorf("only %d links followed", followed)
	}
}

// follow returns where the text that a fragment selects begins and ends: the
// first place where the prefix, if any, and the start stand, then the first
// after it where the end stands.
func follow(t *testing.T, page, link string) (from, to int) {
	t.Helper()
	_, fragment, ok := strings.Cut(link, "#:~:text=")
	if !ok {
		t.Fatalf("no text fragment in %s", link)
	}
	unescape := func(part string) string {
		text, err := url.PathUnescape(part)
		if err != nil {
			t.Fatal(err)
		}
		return fold(text)
	}
	prefix := ""
	if before, rest, ok := strings.Cut(fragment, "-,"); ok {
		prefix, fragment = unescape(before)+" ", rest
	}
	first, last, ranged := strings.Cut(fragment, ",")
	from = strings.Index(page, prefix+unescape(first))
	if from < 0 {
		return -1, -1
	}
	from += len(prefix)
	to = from + len(unescape(first))
	if ranged {
		end := strings.Index(page[to:], unescape(last))
		if end < 0 {
			return from, -1
		}
		to += end + len(unescape(last))
	}
	return from, to
}
