package article

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// header is a front matter of 11 lines: the text below it begins on line 12.
const header = `---
title: A Title
publisher: River Institute
published: 2024-05-06
url: https://www.example.org/a-title
experts:
  - name: Jane Smith
  - name: Karim Osman
  - name: Lena Oster
  - name: Ada Oster
---
`

// soleHeader is a front matter of 8 lines with one expert.
const soleHeader = `---
title: A Title
publisher: River Institute
published: 2024-05-06
url: https://www.example.org/a-title
experts:
  - name: Jane Smith
---
`

// fronted returns a valid file whose front matter has more lines: they begin on
// line 8, and the text is below them.
func fronted(more string) string {
	return strings.TrimSuffix(soleHeader, "---\n") + more + `---
A Title

The river rose. It fell.

Why did it rise?

Smith: It rained. In the hills.

Smith: It rained a lot.

Will it fall?

Smith: It has.
`
}

func TestFaults(t *testing.T) {
	const answered = "\n\nWhy?\n\nSmith: Because.\n"
	for _, test := range []struct {
		name string
		data string
		want []string // line: what
	}{
		// The file.
		{"empty", "", []string{"1: the file is empty"}},
		{"blank", "\ufeff \n\t\n\u200b\n", []string{"1: the file is empty"}},
		{"NUL", "---\ntitle: a\x00b\n---\n", []string{"2: a NUL byte: this is no text"}},
		{"UTF-16", "\xff\xfe-\x00-\x00-\x00\n\x00", []string{"1: a NUL byte: this is no text"}},
		{"bad UTF-8", header + "A Title\n\nIt rained\x92s.\n\nIt\xff.\n\nWhy?\n\nSmith: Because.\n",
			[]string{"14: a byte that is not UTF-8 (0x92)"}},
		{"bad UTF-8 after CR", "\r\r\n\rA Title \xc3\x28", []string{
			"4: a byte that is not UTF-8 (0xC3)", "4: the front matter has no publisher",
			"4: the front matter has no published", "4: the front matter has no url", "4: no question found"}},
		{"too large", strings.Repeat("A. ", MaxSize/3+1), []string{"0: the file is larger than 4 MiB"}},

		// The front matter.
		{"no front matter", "A Title\n\nWhy?\n\nJane Smith: Because.\n", []string{
			"1: the front matter has no publisher", "1: the front matter has no published", "1: the front matter has no url",
			`5: the speaker "Jane Smith" is no listed expert`}},
		{"empty front matter", "---\n---\nA Title\n\nKarim Osman and Jane Smith answer.\n\nWhy?\n\nSmith: Because.\n", []string{
			"1: the front matter has no publisher", "1: the front matter has no published", "1: the front matter has no url"}},
		{"nothing but front matter", soleHeader, []string{"9: no question found"}},
		{"no title", strings.Replace(header, "title: A Title", "title:", 1) + "It rained." + answered,
			[]string{"1: the front matter has no title"}},
		{"no publisher", strings.Replace(header, "publisher: River Institute", "publisher: ''", 1) + "A Title" + answered,
			[]string{"3: the front matter has no publisher"}},
		{"front matter not closed", strings.TrimSuffix(header, "---\n") + "\nA Title" + answered,
			[]string{"1: the front matter is not closed"}},
		{"front matter never ends", strings.TrimSuffix(header, "---\n"),
			[]string{"1: the front matter is not closed", "11: no question found"}},
		{"YAML syntax", "---\ntitle: A Title\npublisher: [River\n---\nA Title" + answered,
			[]string{"3: the front matter is not valid YAML: sequence end token ']' not found"}},
		{"YAML syntax, CR LF", "\r\n---\r\ntitle: A\r\npublisher: a: b\r\n---\r\n# A Title\r\n\r\nJane Smith answers.\r\n\r\nWhy?\r\n\r\nSmith: Because.\r\n",
			[]string{"4: the front matter is not valid YAML: mapping value is not allowed in this context"}},
		{"no mapping", "---\n- title\n---\nA Title\n\nJane Smith answers." + answered,
			[]string{"1: the front matter has no publisher", "1: the front matter has no published",
				"1: the front matter has no url", "2: the front matter is not a mapping"}},
		{"unknown key", fronted("author: Jane Smith\n"), []string{`8: unknown key "author" in the front matter`}},
		{"unknown key of an expert", strings.Replace(fronted(""), "Jane Smith\n", "Jane Smith\n    title: Dr.\n", 1),
			[]string{`8: unknown key "title" in an expert`}},
		{"unknown key of a question", fronted("questions:\n  q1:\n    asked: [a]\n"), []string{`10: unknown key "asked" in question "q1"`}},
		{"key twice", fronted("language: en\nlanguage: de\n"),
			[]string{`9: the front matter is not valid YAML: mapping key "language" already defined`}},
		{"list where a value belongs", fronted("language: [en, de]\n"), []string{"8: language is not a single value"}},
		{"value where a list belongs", fronted("aliases: dam\n"), []string{"8: aliases is not a list"}},
		{"value where a list of a list belongs", fronted("aliases:\n  - dam\n"), []string{"9: aliases is not a list"}},
		{"value where a mapping belongs", fronted("questions:\n  q1: Why?\n"), []string{`9: question "q1" is not a mapping`}},
		{"anchor", fronted("language: &a en\n"), []string{`8: the front matter is not valid YAML: "&" is not used here`}},
		{"alias", fronted("language: *a\n"), []string{`8: the front matter is not valid YAML: "*" is not used here`}},
		{"tag", fronted("language: !!str en\n"), []string{`8: the front matter is not valid YAML: "!!str" is not used here`}},
		{"two documents", fronted("--- a\n"), []string{"1: the front matter holds more than one YAML document"}},
		{"nested brackets", fronted("aliases: " + strings.Repeat("[", 30000) + "\n"), []string{"8: the front matter is not valid YAML: it is nested too deeply"}},
		{"nested dashes", fronted("aliases:\n  " + strings.Repeat("- ", 30000) + "a\n"), []string{"9: the front matter is not valid YAML: it is nested too deeply"}},
		{"large front matter", fronted("# " + strings.Repeat("a", maxFrontMatter) + "\n"), []string{"1: the front matter is not valid YAML: it is larger than 64 KiB"}},
		{"no date", strings.Replace(fronted(""), "2024-05-06", "May 6, 2024", 1), []string{`4: published is no date: "May 6, 2024"`}},
		{"no day", strings.Replace(fronted(""), "2024-05-06", "2024-02-30", 1), []string{`4: published is no date: "2024-02-30"`}},
		{"no language", fronted("language: english?\n"), []string{`8: language is no language tag: "english?"`}},
		{"URL without scheme", strings.Replace(fronted(""), "https://", "", 1), []string{`5: url is no address of a web page: "www.example.org/a-title"`}},
		{"URL of another kind", strings.Replace(fronted(""), "https:", "javascript:", 1), []string{"5: url is no address of a web page"}},
		{"URL without host", strings.Replace(fronted(""), "https://www.example.org/a-title", "https:///a-title", 1), []string{"5: url is no address of a web page"}},
		{"URL with a password", strings.Replace(fronted(""), "www.", "me:secret@www.", 1), []string{"5: url is no address of a web page"}},
		{"URL with a space", strings.Replace(fronted(""), "a-title", "a title", 1), []string{"5: url is no address of a web page"}},
		{"URL with what ends a link", strings.Replace(fronted(""), "a-title", ">a-title", 1), []string{"5: url has characters that do not stand in an address as they are"}},
		{"URL with a quotation mark", strings.Replace(fronted(""), "a-title", "\"", 1), []string{"5: url has characters"}},
		{"URL with a bar", strings.Replace(fronted(""), "a-title", "a|b", 1), []string{"5: url has characters"}},
		{"URL with a bar in its query", strings.Replace(fronted(""), "a-title", "?a|b", 1), []string{"5: url has characters"}},
		{"URL with a backtick", strings.Replace(fronted(""), "a-title", "?`a`", 1), []string{"5: url has characters"}},
		{"URL with a letter that is not ASCII", strings.Replace(fronted(""), "a-title", "?é", 1), []string{"5: url has characters"}},
		{"URL that is written otherwise", strings.Replace(fronted(""), "https:", "HTTPS:", 1), []string{"5: url has characters"}},
		{"URL with a text directive", strings.Replace(fronted(""), "a-title", "a-title#:~:text=rain", 1), []string{"5: url points into its page with :~:"}},
		{"invisible publisher", strings.Replace(fronted(""), "River Institute", "\u200b", 1),
			[]string{"3: a publisher without a letter or digit"}},
		{"invisible title", strings.Replace(fronted(""), "title: A Title", "title: \u3164\u2800", 1), []string{"2: a title without a letter or digit"}},
		{"invisible name", strings.Replace(fronted(""), "  - name: Jane Smith\n", "  - name: Jane Smith\n  - name: \uffa0\u2063\n", 1), []string{"8: an expert without a name"}},
		{"name of signs", strings.Replace(fronted(""), "  - name: Jane Smith\n", "  - name: Jane Smith\n  - name: '!?'\n", 1), []string{"8: an expert without a name"}},
		{"expert without a name", strings.Replace(fronted(""), "  - name: Jane Smith\n", "  - name: Jane Smith\n  - affiliation: River Institute\n", 1),
			[]string{"8: an expert without a name"}},
		{"expert twice", strings.Replace(fronted(""), "  - name: Jane Smith\n", "  - name: Jane Smith\n  - name: jane smith\n", 1),
			[]string{`8: the expert "jane smith" is listed twice`}},
		{"group of one alias", fronted("aliases:\n  - [dam]\n  - [weir, weir]\n"), []string{
			"9: a group of aliases with fewer than two words", "10: an alias is empty or stands twice in its group",
			"10: a group of aliases with fewer than two words"}},
		{"question that is not there", fronted("questions:\n  q3:\n    also_asked: [when]\n  lede:\n    key: It rained.\n"),
			[]string{`9: the text has no question "q3"`, `11: the text has no question "lede"`}},
		{"lead that is not there", strings.Replace(fronted("questions:\n  lead:\n    also_asked: [what]\n"), "The river rose. It fell.\n", "", 1),
			[]string{`9: the text has no question "lead"`}},
		{"phrasings", fronted("questions:\n  q1:\n    also_asked:\n      - How come?\n      -\n      - ''\n  q2:\n    also_asked: [when, how  COME?, When]\n"), []string{
			"12: an empty phrasing for q1", "13: an empty phrasing for q1",
			`15: the phrasing "how COME?" stands for q2 and for q1`, `15: the phrasing "When" stands twice for q2`}},
		{"key of another answer", fronted("questions:\n  q2:\n    key: In the hills.\n"), []string{`10: the key of q2 is not in its text: "In the hills."`}},
		{"key that is changed", fronted("questions:\n  q1:\n    key: it rained.\n"), []string{`10: the key of q1 is not in its text: "it rained."`}},
		{"key across answers", fronted("questions:\n  q1:\n    key: In the hills. It rained a lot.\n"), []string{"10: the key of q1 is not in its text"}},
		{"part of a sentence as key", fronted("questions:\n  lead:\n    key: The river\n"), []string{`10: the key of lead is part of a sentence: "The river"`}},
		{"long key", fronted("questions:\n  lead:\n    key: " + strings.Repeat("a", maxKey+1) + "\n"), []string{"10: the key of lead is longer than 1000 bytes"}},
		{"corrections", fronted("corrections:\n  - date: soon\n    now: It snowed.\n  - date: 2024-05-07\n    was: It snowed.\n  - was: a\n    now: It rained.\n"), []string{
			`9: date is no date: "soon"`, `10: the corrected words are not in the text: "It snowed."`,
			"11: a correction without now", "13: the front matter has no date"}},

		// The text.
		{"no question", header + "A Title\n\nIt rained.\n\nIt rained a lot.\n", []string{"14: no question found"}},
		{"question without an answer at the end", header + "A Title\n\n## Why?\n\nSmith: Because.\n\n## And now?\n",
			[]string{`18: a question without an answer: "And now?"`}},
		{"plain question at the end", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nAnd now?\n\nPHOTO: A street.\n",
			[]string{`18: this may be a question or the end of an answer: "And now?"`}},
		{"question without an answer in between", header + "A Title\n\nQ: Why?\n\nQ: And now?\n\nSmith: Wait.\n",
			[]string{`14: a question without an answer: "Why?"`}},
		{"plain question before a question", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nIs it?\n\nAnd now?\n\nOsman: Wait.\n",
			[]string{`18: a question without an answer: "Is it?"`}},
		{"label without words", header + "A Title\n\nWhy?\n\nSmith:\n\nAnd now?\n\nOsman: Wait.\n", []string{`16: the label "Smith:" without words`}},
		{"answer that shows nothing", header + "A Title\n\nWhy?\n\nSmith: \u3164\n\n\u2800\u115f\n\nAnd now?\n\nOsman: Wait.\n", []string{`16: the label "Smith:" without words`}},
		{"question of a mark", header + "A Title\n\n?\n\nSmith: Because.\n", []string{"14: a question without words"}},
		{"marked question of a mark", header + "A Title\n\n## ?!\n\nSmith: Because.\n", []string{"14: a question without words"}},
		{"question without words", header + "A Title\n\nQ:\n\nSmith: Because.\n", []string{"14: a question without words"}},
		{"stranger", header + "A Title\n\nWhy?\n\nDr. Miller: Because.\n", []string{`16: the speaker "Dr. Miller" is no listed expert`}},
		{"misspelt expert", header + "A Title\n\nWhy?\n\nOsmann: Because.\n", []string{`16: the speaker "Osmann" is no listed expert`}},
		{"stranger in turn", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nOsmann: Not so.\n\nMore.\n", []string{`18: the speaker "Osmann" is no listed expert`}},
		{"stranger with a title in turn", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nDr. Miller: Not so.\n", []string{`18: the speaker "Dr. Miller" is no listed expert`}},
		{"two speakers at once", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nOsman and Smith: We agree.\n", []string{`18: the speaker "Osman and Smith" is no listed expert`}},
		{"stranger in full where experts are", header + "A Title\n\nWhy?\n\nJane Smith: Because.\n\nBen Miller: Not so.\n", []string{`18: the speaker "Ben Miller" is no listed expert`}},
		{"stranger who is in the byline", header + "A Title\n\nJane Smith and Ben Miller answer.\n\nWhy?\n\nSmith: Because.\n\nMiller: Not so.\n",
			[]string{`20: the speaker "Miller" is no listed expert`}},
		{"stranger twice", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nMiller: Not so.\n\nAnd now?\n\nMiller: Wait.\n",
			[]string{`18: the speaker "Miller" is no listed expert`, `22: the speaker "Miller" is no listed expert`}},
		{"surname of two", header + "A Title\n\nWhy?\n\nOster: Because.\n", []string{`16: the label "Oster" fits more than one speaker`}},
		{"surname that is the publisher's initials", strings.Replace(header, "River Institute", "Osteria of Small Men in Anger and Need", 1) +
			"A Title\n\nWhy?\n\nOsman: Because.\n", []string{`16: the label "Osman" fits more than one speaker`}},
		{"A with several experts", header + "A Title\n\nQ: Why?\n\nA: Because.\n", []string{`16: the label "A" does not say which of 4 experts answers`}},
		{"A for another question", soleHeader + "A Title\n\nQ1: Why?\n\nA2: Because.\n", []string{`13: the label "A2" does not belong to question 1`}},
		{"speaker before a question", header + "A Title\n\nTell us about it.\n\nSmith: It rained.\n\nWhy?\n\nOsman: Because.\n",
			[]string{`16: "Smith" speaks before the first question`}},
		{"answer without a speaker", header + "A Title\n\n## Why?\n\nBecause.\n\nIt is so.\n\n## And now?\n\nOsman: Wait.\n",
			[]string{"16: a question is followed by words without a speaker's label"}},
		{"name without a colon", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nKarim Osman\n\nNot so.\n", []string{`18: the name of an expert without a colon: "Karim Osman"`}},
		{"name on a line without a colon", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nKarim Osman\r\nNot so.\n", []string{"18: the name of an expert without a colon"}},
		{"name in bold without a colon", header + "A Title\n\nWhy?\n\nSmith: Because.\n\n**Osman** Not so.\n", []string{"18: the name of an expert without a colon"}},
		{"name before a dash", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nOsman — Not so.\n", []string{"18: the name of an expert without a colon"}},
		{"names without colons after a question", header + "A Title\n\n## Why?\n\nKarim Osman\n\nNot so.\n\n## And now?\n\nOsman: Wait.\n", []string{"16: the name of an expert without a colon"}},
		{"author or speaker", header + "A Title\n\nWhy?\n\n**Karim Osman**\n\nBecause.\n", []string{`14: this may be the first question or a subtitle with the author below it: "Why?"`}},
		{"heading without a mark", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nThe dam\n\nIt broke.\n\nAnd now?\n\nOsman: Wait.\n", []string{`18: this may be a heading: "The dam"`}},
		{"interviewer without a question mark", header + "A Title\n\nBen Miller: Why?\n\nSmith: Because.\n\nBen Miller: I see.\n", []string{`18: the speaker "Ben Miller" is no listed expert`}},
		{"label in a wrapped paragraph", header + "A Title\n\nWhy?\n\nSmith: Because of what\nOsman: said.\n", []string{`17: the label "Osman" stands in the middle of a paragraph`}},
		{"question in a wrapped paragraph", header + "A Title\n\nWhy?\nSmith: Because.\nAnd now?\nOsman: Wait.\n",
			[]string{"15: the last line below this label may be the next question"}},
		{"question below an answer", header + "A Title\n\nWhy?\n\nSmith: Because.\r\nAnd now?\n\nOsman: Wait.\n",
			[]string{"16: the last line below this label may be the next question"}},
		{"question below a paragraph", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nIt rained.\nAnd now?\n\nOsman: Wait.\n",
			[]string{"18: the last line of this paragraph may be the next question"}},
		{"question below a paragraph, marked", header + "A Title\n\n## Why?\n\nSmith: Because.\n\nIt rained.\nAnd now?\n\nOsman: Wait.\n",
			[]string{"18: the last line of this paragraph may be the next question"}},
		{"name above a colon", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nOsman\n: Wait.\n", []string{"18: the name of an expert without a colon"}},
		{"question with its label lost", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nAnd now?\n\nWait.\n\nAnd then?\n\nOsman: Go.\n",
			[]string{`18: this may be a question or the end of an answer: "And now?"`}},
		{"first question with its label lost", header + "A Title\n\nIt rained.\n\nAnd now?\n\nWait.\n\nAnd then?\n\nOsman: Go.\n",
			[]string{`16: this may be a question to which nobody speaks: "And now?"`}},
		{"question with its mark lost", header + "A Title\n\n## Why?\n\nSmith: Because.\n\nAnd now?\n\nOsman: Go.\n",
			[]string{`18: this may be a question or the end of an answer: "And now?"`}},
		{"question without a question mark", header + "A Title\n\nWhy?\n\nSmith: Because.\n\nTell us about the dam.\n\nOsman: It broke.\n",
			[]string{`18: this may be a question or the end of an answer: "Tell us about the dam."`}},
		{"long paragraph that asks", header + "A Title\n\nWhy?\n\nSmith: Because.\n\n" + strings.Repeat("So it is. ", 30) + "Is it?\n\nOsman: Yes.\n",
			[]string{"18: a paragraph of more than 80 words that ends in a question mark"}},
		{"heading in an answer", header + "A Title\n\n## Why?\n\nSmith: Because.\n\n## The dam\n\nIt broke.\n\n## And now?\n\nOsman: Wait.\n",
			[]string{`18: this is marked as a question is, and does not read as one: "The dam"`}},
		{"italics before a speaker", header + "A Title\n\n*Why?*\n\nSmith: Because.\n\n*Go on.*\n\nOsman: It broke.\n",
			[]string{`18: this is marked as a question is, and does not read as one: "Go on."`}},
		{"same question twice", header + "A Title\n\nWhy  is that?\n\nSmith: Because.\n\nwhy is that?\n\nOsman: Because.\n",
			[]string{`18: the same question as in line 14: "why is that?"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, faults := Parse("dir/a-title.md", []byte(test.data))
			if a == nil {
				t.Fatal("no analysis")
			}
			checkSpans(t, a)
			var got []string
			for i, f := range faults {
				line := fmt.Sprintf("%d: %s", f.Line, f.What)
				if i < len(test.want) && strings.HasPrefix(line, test.want[i]) {
					line = test.want[i]
				}
				got = append(got, line)
				if f.File != "dir/a-title.md" || f.Do == "" || strings.ContainsAny(f.String(), "\r\n\x00") {
					t.Errorf("the fault does not say where or what to do: %+v", f)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoFault holds what looks like a fault and is none.
func TestNoFault(t *testing.T) {
	for name, text := range map[string]string{
		"expert who says nothing":          "A Title\n\nWhy?\n\nSmith: Because.\n",
		"paragraph that asks, marked":      "A Title\n\n## Why?\n\nSmith: Because.\n\nIs that so?\n\nIt is.\n\n## And now?\n\nOsman: Wait.\n",
		"paragraph that ends in a mark":    "A Title\n\nWhy?\n\nSmith: Because.\n\nIt is so. Who knew?\n\nI did.\n\nAnd now?\n\nOsman: Wait.\n",
		"last words ask among others":      "A Title\n\nWhy?\n\nSmith: Because. Why not?\n",
		"word with a colon":                "A Title\n\nWhy?\n\nSmith: Because.\n\nTaliban: they were there.\n",
		"note right after a question mark": "A Title\n\nWhy?\n\nSmith: Because. Who knew?\n\nNote: nobody.\n",
		"subtitle that asks":               "A Title\n\n## And what now?\n\nIt rained.\n\nWhy?\n\nSmith: Because.\n",
		"section headings":                 "A Title\n\n# One\n\nWhy?\n\nSmith: Because.\n\n# Two\n\nAnd now?\n\nOsman: Wait.\n",
		"author below the title":           "A Title\n\n**Jane Smith**\n\nIt rained.\n\nWhy?\n\nSmith: Because.\n",
		"footer":                           "A Title\n\nWhy?\n\nSmith: Because.\n\nRelated Publications\n\n## Want to know more?\n\nAsk us.\n",
		"subheading in italics":            "A Title\n\nWhy?\n\nSmith: Because.\n\n*The dam*\n\nIt broke.\n\nAnd now?\n\nOsman: Wait.\n",
		"question in lines of its own":     "A Title\n\nWhy?\n\nSmith: Because.\n\nAnd now?\nWhat then?\n\nOsman: Wait.\n",
		"speaker who asks, line by line":   "A Title\n\nWhy?\nSmith: Who knew?\nOsman: I did. It\nrained. Who saw it?\nSmith: Nobody.\n",
		"list":                             "A Title\n\nWhy?\n\nSmith: Two reasons:\n\n- rain\n\n2. snow\n\nAnd now?\n\nOsman: Wait.\n",
		"expert named at the beginning":    "A Title\n\nWhy?\n\nSmith: Because.\n\nOsman is right about the dam.\n\nAnd now?\n\nOsman: Wait.\n",
		"long first question":              "A Title\n\n" + strings.Repeat("So it is. ", 30) + "Is it?\n\nOsman: Yes.\n",
		"same words in two answers":        "A Title\n\nWhy?\n\nSmith: Because.\n\nNo.\n\nAnd now?\n\nOsman: Because.\n\nNo.\n",
		"empty fields":                     strings.Replace(soleHeader, "experts:", "aliases: []\ncorrections:\nquestions:\n  lead:\n  q1:\n    also_asked: []\n    key:\nlanguage:\nexperts:", 1) + "A Title\n\nIt rained.\n\nWhy?\n\nSmith: Because.\n",
	} {
		t.Run(name, func(t *testing.T) {
			data := text
			if !strings.HasPrefix(data, "---") {
				data = header + text
			}
			a, faults := Parse("a-title.md", []byte(data))
			checkSpans(t, a)
			if err := faults.Err(); err != nil {
				t.Errorf("unexpected: %v", err)
			}
			if len(a.Questions) == 0 || len(a.Questions[0].Answers) == 0 {
				t.Errorf("nothing was found:\n%s", render(a, faults))
			}
		})
	}
}

func TestID(t *testing.T) {
	data := []byte(header + "A Title\n\nWhy?\n\nSmith: Because.\n")
	for name, ok := range map[string]bool{
		"a.md": true, "dir/moscow-concert-hall-attack.md": true, "2024-05.md": true, "no-extension": true,
		strings.Repeat("a", 64) + ".md": true, strings.Repeat("a", 65) + ".md": false,
		"": false, ".md": false, "A.md": false, "a b.md": false, "a_b.md": false, "a.b.md": false, "-a.md": false, "a--b.md": false, "ä.md": false,
	} {
		a, faults := Parse(name, data)
		if got := len(faults) == 0; got != ok {
			t.Errorf("Parse(%q): id %q, faults %v", name, a.ID, faults)
		}
	}
}

func TestFaultsAsError(t *testing.T) {
	if err := (Faults{}).Err(); err != nil {
		t.Errorf("no faults are the error %v", err)
	}
	faults := Faults{{"a.md", 3, "it is wrong", "mend it"}, {"a.md", 0, "all is wrong", "mend all"}}
	err := fmt.Errorf("reading: %w", faults.Err())
	if got, want := err.Error(), "reading: a.md:3: it is wrong; mend it\na.md: all is wrong; mend all"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var back Faults
	if !errors.As(err, &back) || len(back) != 2 {
		t.Errorf("the faults cannot be taken from the error: %v", back)
	}
}

func TestFaultsAreCut(t *testing.T) {
	_, faults := Parse("a.md", []byte(header+"A Title\n\n"+strings.Repeat("Q: Why?\n\n", 2*maxFaults)))
	if len(faults) != maxFaults+1 || !strings.Contains(faults[0].What, "more than 1000 faults") {
		t.Errorf("%d faults, the first: %v", len(faults), faults[0])
	}
}

func TestSuggestion(t *testing.T) {
	_, faults := Parse("a.md", []byte(header+"A Title\n\nWhy?\n\nKarim Osmon: Because.\n"))
	if len(faults) != 1 || !strings.HasSuffix(faults[0].Do, "the nearest name there is Karim Osman") {
		t.Errorf("got %v", faults)
	}
	_, faults = Parse("a.md", []byte(header+"A Title\n\nWhy?\n\nXavier: Because.\n"))
	if len(faults) != 1 || strings.Contains(faults[0].Do, "nearest") {
		t.Errorf("no expert is called like that: %v", faults)
	}
}
