package quotation

import (
	"fmt"
	"strings"
	"testing"
)

const published = `ISIS-K hasn’t explicitly accepted responsibility for the attack as yet — only ISIS core in the Middle East has. ` +
	`There are roughly 1.3 million labor migrants in Russia — 350,000 from Tajikistan. ` +
	`The U.S. National Security Council spokesperson said that “[t]here was no Ukrainian involvement whatsoever.” ` +
	`It will seek counterterrorism cooperation, for $5 billion. The Taliban do not see a better alternative; they never did.`

// told is a comparison as a line: edits as quoted>published, omissions in
// braces.
func told(q Quotation, source string, words []Word, c Comparison) string {
	span := func(first, last int) string {
		if first == last {
			return ""
		}
		return source[words[first].Start:words[last-1].End]
	}
	var parts []string
	for _, e := range c.Edits {
		parts = append(parts, fmt.Sprintf("%s>%s", q.Text[e.Start:e.End], span(e.First, e.Last)))
	}
	for _, o := range c.Omissions {
		parts = append(parts, fmt.Sprintf("{%s}", span(o.First, o.Last)))
	}
	return strings.Join(parts, " | ")
}

func TestCompare(t *testing.T) {
	words := Words(published, 0)
	for quoted, want := range map[string]string{
		// What an editor may do.
		"explicitly accepted responsibility":                                    "",
		"EXPLICITLY, \"accepted\" - responsibility!":                            "",
		"hasn't explicitly\naccepted\u00a0responsibility":                       "",
		"hasn't explic\u00aditly \u200baccepted responsibility":                 "",
		"ISIS–K hasn’t explicitly accepted":                                     "",
		"ISIS K hasn’t explicitly accepted":                                     "",
		"There was no Ukrainian involvement":                                    "",
		"[T]here was no Ukrainian involvement":                                  "",
		"The US National Security Council spokesperson":                         "",
		"roughly 1.3 million labor migrants in Russia – 350000 from Tajikistan": "",
		"seek counter-terrorism cooperation":                                    "",
		"seek counter-\nterrorism cooperation":                                  "",
		"… accepted responsibility for the attack …":                            "",
		"roughly 1.3 million labor migrant[s] in Russia":                        "",
		"roughly 1.3 million labor migrants[’] in Russia":                       "",
		"ISIS-K hasn`t explicitly accept[s] responsibility":                     "",
		"for the attack[ers] as yet":                                            "",
		"[Isis-k] hasn’t explicitly accepted responsibility [sic] for":          "{ISIS-K} | {}",
		"[The group] hasn’t explicitly accepted responsibility":                 "{}",
		"explicitly accepted responsibility … only ISIS core":                   "{for the attack as yet}",
		"explicitly accepted responsibility ... only ISIS core":                 "{for the attack as yet}",
		"explicitly accepted responsibility . . . only ISIS core":               "{for the attack as yet}",
		"explicitly accepted responsibility [...] only ISIS core":               "{for the attack as yet}",
		"said that [the country] was no Ukrainian involvement":                  "{[t]here}",
		"The Taliban [will] see a better alternative":                           "{do not}",
		"The Taliban do … see a better alternative":                             "{not}",
		// What makes it another.
		"explicitly denied responsibility for the attack":                                "denied>accepted",
		"accepted responsibility for the attack":                                         "",
		"explicitly accepted full responsibility for the attack":                         "full>",
		"ISIS-K hasn’t accepted responsibility for the attack":                           ">explicitly",
		"ISIS-K has explicitly accepted responsibility for the attack":                   "has>hasn’t",
		"roughly 13 million labor migrants in Russia":                                    "13>1.3",
		"cooperation, for €5 billion":                                                    "€>$",
		"cooperation, for 5 billion":                                                     ">$",
		"The Taliban do see a better alternative":                                        ">not",
		"roughly 1.3 million labor migrants in Russia, 400,000 from Tajikistan and more": "400,000>350,000 | and more>",
		"now here was no Ukrainian involvement whatsoever":                               "now here>",
		"[t]here was no[w] Ukrainian involvement whatsoever":                             "no[w]>no",
		"The Taliban do no[w] see a better alternative":                                  "no[w]>not",
		"it will s[upport] counterterrorism cooperation":                                 "s[upport]>seek",
		"ISIS-K has explicitly acce[lerated] responsibility for the":                     "has>hasn’t",
	} {
		q := Parse(quoted)
		c := q.Compare(words)
		if got := told(q, published, words, c); got != want {
			t.Errorf("%q: %s, want %s", quoted, got, want)
		}
		if n := q.Len(); c.Matched > n || c.Run > c.Matched {
			t.Errorf("%q: %d words, %+v", quoted, n, c)
		}
	}
}

// TestEveryStretchIsExact: whatever is copied from the text is found in it,
// and nowhere else is anything of it changed.
func TestEveryStretchIsExact(t *testing.T) {
	words := Words(published, 0)
	for first := range words {
		for last := first + 1; last <= len(words); last++ {
			quoted := published[words[first].Start:words[last-1].End]
			c := Parse(quoted).Compare(words)
			if !c.Exact() || c.Last-c.First != last-first {
				t.Fatalf("%q: %+v", quoted, c)
			}
		}
	}
}

// TestEveryChangeIsSeen: a word left out, changed or added inside a stretch
// is one edit of one word.
func TestEveryChangeIsSeen(t *testing.T) {
	words := Words(published, 0)
	for at := 5; at+6 < len(words); at++ {
		before, after := published[words[at-5].Start:words[at-1].End], published[words[at+1].Start:words[at+5].End]
		for name, middle := range map[string]string{"left out": "", "changed": " zebra ", "added": " " + published[words[at].Start:words[at].End] + " zebra "} {
			c := Parse(before + middle + " " + after).Compare(words)
			if len(c.Edits) != 1 || c.Edits[0].Words != 1 {
				t.Errorf("%q, %s: %+v", published[words[at].Start:words[at].End], name, c.Edits)
			}
		}
	}
}

// TestLongTextIsNarrowed: in a text too long for the table, the quotation is
// found all the same.
func TestLongTextIsNarrowed(t *testing.T) {
	source := strings.Repeat("some other words that nobody quotes ", 40000) + published + strings.Repeat(" and yet more of it", 40000)
	words := Words(source, 0)
	c := Parse(published).Compare(words)
	if !c.Exact() || source[words[c.First].Start:words[c.Last-1].End]+"." != published {
		t.Errorf("%d edits, words %d to %d", len(c.Edits), c.First, c.Last)
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string]string{
		`Mir said “one two three four” and "five six seven eight", no "irony".`: `Mir said {one two three four} and {five six seven eight}, no irony .`,
		"> one two three\n> four five\nnot this":                                "{one two three\nfour five\n}not this",
		"so:\n>>> one two three four\n\nfive\n> six":                            "so: { one two three four\n\nfive\n> six}",
		`„eins zwei drei vier“ und «un deux trois quatre»`:                      `{eins zwei drei vier} und {un deux trois quatre}`,
		`»eins zwei drei vier« und ”ett två tre fyra” und ›a b c d‹`:            `{eins zwei drei vier} und {ett två tre fyra} und {a b c d}`,
		`»ett två tre fyra» eller ‚eins zwei drei vier‘`:                        `{ett två tre fyra} eller {eins zwei drei vier}`,
		`he said ‘one isn’t three four’ and 'five six seven eight'.`:            `he said {one isn’t three four} and {five six seven eight}.`,
		`‘the experts’ view of it’ and the rest`:                                `{the experts’ view of it} and the rest`,
		`it’s the ’80s and that isn't a quotation of 'em`:                       ``,
		`“one two “three” four five” out`:                                       `{one two “three” four five} out`,
		"“one two three four\n\n“five six” and “one two three four”":            "{one two three four\n\n“five six} and {one two three four}",
		`“one two three four`:                                                   ``,
		``:                                                                      ``,
	} {
		got := ""
		for i, p := range Split(text) {
			if i == 0 {
				got = strings.TrimSpace(p.Before)
				if got != "" {
					got += " "
				}
			}
			got += "{" + p.Text + "}" + p.After
		}
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
	for text, want := range map[string][2]string{
		"“One two.” — Jane Doe":        {"“One two.”", "Jane Doe"},
		"One two.\n- Jane Doe, 2024":   {"One two.", "Jane Doe, 2024"},
		"One two — three four":         {"", ""},
		"":                             {"", ""},
		"One two." + "\n\n\u2014 Doe ": {"One two.", "Doe"},
	} {
		if q, who := Signature(text); [2]string{q, who} != want {
			t.Errorf("%q: %q by %q", text, q, who)
		}
	}
	if q, who := Label("Jane Doe: “one: two”"); q != "“one: two”" || who != "Jane Doe" {
		t.Errorf("label: %q by %q", q, who)
	}
	if q, who := Label("**Doe:** one two"); q != "one two" || who != "Doe" {
		t.Errorf("label in bold: %q by %q", q, who)
	}
	parts := Split("I know. **Jane Doe**: “one two three four” — *John Roe*, 2024\n“five six seven eight” (Mary Major)")
	for i, want := range [][2]string{{"Jane Doe", "John Roe*, 2024"}, {"", "Mary Major"}} {
		if got := [2]string{parts[i].Label(), parts[i].Signature()}; got != want {
			t.Errorf("part %d is by %q", i+1, got)
		}
	}
}

func TestNegation(t *testing.T) {
	for text, want := range map[string]int{"it is not so": 2, "it’s so": -1, "it isn’t so": 1, "": -1} {
		var words []string
		for _, w := range Words(text, 0) {
			words = append(words, w.Folded)
		}
		if got := Negation(words, "en-US"); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if Negation([]string{"не"}, "ru") != 0 || Negation([]string{"not"}, "tlh") != -1 {
		t.Error("another language")
	}
}

// FuzzCompare: whatever is compared, all places are in the texts, in order,
// and the words add up.
func FuzzCompare(f *testing.F) {
	f.Add("one two … [three] four-\nfive", "one two and a half not four-five")
	f.Add("[[…]](https://x) $5 1,000.5 U.S. it's [a]b[c]", "5 1000.5 us its abc")
	f.Add("\u202e\u200ba\u0301\x00\xff 東京 . . . .", "東京 á")
	f.Fuzz(func(t *testing.T, quoted, source string) {
		words := Words(source, 0)
		end := 0
		for _, w := range words {
			if w.Start < end || w.End <= w.Start || w.End > len(source) || w.Folded == "" {
				t.Fatalf("word %+v in %q", w, source)
			}
			end = w.End
		}
		Split(quoted)
		q := Parse(quoted)
		c := q.Compare(words)
		if c.First > c.Last || c.Last > len(words) || c.Matched > q.Len() {
			t.Fatalf("%+v", c)
		}
		at, word := 0, c.First
		for _, e := range c.Edits {
			if e.Start < at || e.End < e.Start || e.End > len(quoted) || e.First < word || e.Last < e.First || e.Last > c.Last || e.Words < 1 {
				t.Fatalf("%+v", c)
			}
			at, word = e.End, e.Last
		}
		for _, o := range c.Omissions {
			if o.Start < 0 || o.End > len(quoted) || o.First < c.First || o.Last < o.First || o.Last > c.Last {
				t.Fatalf("%+v", c)
			}
		}
		if again := Parse(source); again.Len() > 0 && quoted == source && len(c.Edits) > 0 && !strings.ContainsAny(source, "[](.…") {
			t.Fatalf("a text is not itself: %+v", c)
		}
	})
}

// BenchmarkCompare compares a sentence with a long answer.
func BenchmarkCompare(b *testing.B) {
	words := Words(strings.Repeat(published+" ", 20), 0)
	q := Parse(published[:300])
	for b.Loop() {
		q.Compare(words)
	}
}
