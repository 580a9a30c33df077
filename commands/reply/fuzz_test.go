package reply

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
	"ibid/knowledge/article"
	"ibid/knowledge/citation"
)

// FuzzReply holds the promises for analyses made of any text: nothing over a
// limit, nothing lost, and nothing quoted that is not published.
func FuzzReply(f *testing.F) {
	f.Add("Why?", "Mir", "One. Two. Three.", "https://x.example/a", uint8(1), uint8(3))
	f.Add("# @everyone [x](https://e.example)", "**<@1>**", "||spoiler|| `code`\n> quoted\n- list. "+strings.Repeat("Long sentence. ", 200), "https://x.example", uint8(0), uint8(200))
	f.Add(strings.Repeat("question ", 300), strings.Repeat("n", 900), strings.Repeat("*", 4500), "https://x.example/"+strings.Repeat("a", 600), uint8(9), uint8(1))
	f.Add("a\u0301\u202e\u200b", strings.Repeat("e\u0301", 4000), strings.Repeat("👩‍👩‍👧‍👧", 300), "https://x.example/?q=1#part", uint8(2), uint8(2))
	f.Add("?", "x", "\n\n\n#\n#\n"+strings.Repeat("-\n", 1500), "https://x.example", uint8(3), uint8(5))
	// The largest of everything at once.
	f.Add(strings.Repeat("q", 600), strings.Repeat("n", 150), strings.Repeat("w", 1990)+".", "https://x.example/"+strings.Repeat("a", 494), uint8(0), uint8(1))
	f.Fuzz(func(t *testing.T, question, name, text, url string, paragraphs, sentence uint8) {
		topic, ok := madeUp(question, name, text, url, int(paragraphs)%3+1)
		if !ok {
			return
		}
		var matches []knowledge.Match
		for i := range topic.Passages {
			m := knowledge.Match{Topic: topic, Paragraph: i, Sentence: int(sentence)%(len(topic.Passages[i].Sentences)+1) - 1}
			card := In("ru").Card(m, Occasion{Question: question})
			holds(t, card)
			holds(t, In("ru").Card(m, Occasion{Question: question + text, Private: true, About: strings.Repeat("9", 20), Changed: true}))
			quotesOnly(t, card, m.Text())
			plain := In("ru").Card(m, Occasion{Question: question, Plain: true})
			holds(t, plain)
			quotesOnly(t, plain, m.Text())
			for _, style := range citation.Styles() {
				holds(t, In("ru").Cited(m, Action{Verb: Cite, Analysis: topic.Analysis.ID, Topic: topic.ID, Style: style}))
			}
			matches = append(matches, m)
			Terminal{Width: 40, Color: true}.Text(knowledge.Answer{Verdict: knowledge.Answered, Matches: matches[i:]})
		}
		three := []knowledge.Match{matches[0], other(matches[0], "q2"), other(matches[0], "q3")}
		holds(t, In("ru").Choices(three))
		holds(t, In("ru").NoAnswer(three, nil))
		holds(t, In("ru").NoAnswer(nil, []knowledge.Topic{three[0].Topic, three[1].Topic}))
		nothingLost(t, topic)
		summarizes(t, matches)
	})
}

// summarizes: a summary of ever so many answers is within the limits, and
// what it quotes is the very sentence.
func summarizes(t *testing.T, matches []knowledge.Match) {
	t.Helper()
	var quotes []knowledge.Quote
	for len(quotes) < 30 {
		for _, m := range matches {
			span, ok := m.Best()
			if !ok {
				span = m.Passage().Span
			}
			m.Topic.ID = fmt.Sprint("q", len(quotes))
			quotes = append(quotes, knowledge.Quote{Match: m, Span: span})
		}
	}
	m := In("ru").Summary(quotes)
	holds(t, m)
	analysis := quotes[0].Topic.Analysis.ID
	holds(t, In("ru").PinPreview(Preview{
		Pin: Action{Verb: Pin, Analysis: analysis, Full: true, Channel: longestID, Print: "abcdef"}, Choice: strings.Repeat("..", 30), Quotes: quotes,
		Editing: quotes[0].Topic.ID,
	}))
	holds(t, In("ru").AnswerPreview(quotes[0].Match))
	for _, page := range In("ru").WholePages(quotes[0].Topic) {
		holds(t, page)
	}
	shown := 0
	for _, c := range parts(m.Components) {
		d, ok := c.(discordgo.TextDisplay)
		_, marked, found := strings.Cut(d.Content, ":\n> ")
		if !ok || !found {
			continue
		}
		shown++
		got := unescape(strings.ReplaceAll(marked, "\n> ", "\n"))
		if !slices.ContainsFunc(quotes, func(q knowledge.Quote) bool { return q.Topic.Analysis.Text(q.Span) == got }) {
			t.Errorf("the summary quotes what nobody said: %q", got)
		}
	}
	if quote := In("ru").quotation(quotes[0]); shown == 0 && Size(quote) <= MaxText-maxSummaryFrame {
		t.Errorf("the summary quotes nothing, and has room for %q", quote)
	}
}

// FuzzVerified: whatever is quoted of whatever analysis, the reply is within
// the limits, pings nobody, and what it shows as published is.
func FuzzVerified(f *testing.F) {
	f.Add("Why?", "Mir", "One two three four. Five six, not seven, eight.", "one two … four five six [nine] eight", uint8(1))
	f.Add("# @everyone [x](https://e.example) why", "**<@1>**", "||spoiler|| `code`\n> quoted\n- list. "+strings.Repeat("Long sentence. ", 200), "> quoted list @everyone <@1> [x](https://evil.example) long sentence", uint8(0))
	f.Add(strings.Repeat("question ", 300), strings.Repeat("n", 900), strings.Repeat("*a ", 4500), strings.Repeat("a b ", 1500), uint8(9))
	f.Add("a\u0301\u202e\u200b b", strings.Repeat("e\u0301", 4000), strings.Repeat("👩‍👩‍👧‍👧 w ", 300), "w w w w w\u202e w", uint8(2))
	f.Add("Why?", "Mir", strings.Repeat("not a word more than that. ", 4000), strings.Repeat("a word no more \u202e@everyone ", 3500), uint8(200))
	f.Add("Why?", "Mir", "o"+strings.Repeat("\u0301", 4000)+" one two three four", "o"+strings.Repeat("\u0301", 4000)+" one two three five", uint8(255))
	f.Fuzz(func(t *testing.T, question, name, text, quoted string, paragraphs uint8) {
		topic, ok := madeUp(question, name, text, "https://x.example/"+name, int(paragraphs)%3+1)
		if !ok {
			return
		}
		l := libraryOf(t, topic)
		// What was typed, a part of what is published, and both.
		part := text[:len(text)*int(paragraphs)/256]
		for _, q := range []string{quoted, part, question, part + " " + quoted, "“" + part + "” and “" + quoted + "” and “" + text + "”"} {
			checks := l.Verify(q, name)
			m := In("ru").Verified(checks, l.Analyses())
			holds(t, m)
			for piece := range strings.SplitSeq(quotedPieces(m), gap) {
				if got := unescape(withoutBold(piece)); !strings.Contains(topic.Analysis.Source, got) {
					t.Errorf("shown as published, and is not: %q", got)
				}
			}
			Terminal{Width: 40}.Verified(checks, l.Analyses())
		}
	})
}

// quotedPieces are the block quotations of a message.
func quotedPieces(m Message) string {
	for _, c := range parts(m.Components) {
		if d, ok := c.(discordgo.TextDisplay); ok && strings.HasPrefix(d.Content, "> ") {
			return strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(d.Content, "> "), gap+"> ", gap), "\n> ", "\n")
		}
	}
	return ""
}

// libraryOf holds one topic.
func libraryOf(t *testing.T, topic knowledge.Topic) *knowledge.Library {
	t.Helper()
	a := topic.Analysis
	start := len(a.Source)
	a.Source += topic.Question
	answer := article.Answer{}
	for _, p := range topic.Passages {
		answer.Paragraphs = append(answer.Paragraphs, p.Paragraph)
	}
	a.Questions = []article.Question{{ID: "q1", Span: article.Span{Start: start, End: len(a.Source)}, Answers: []article.Answer{answer}}}
	l, err := knowledge.NewLibrary([]knowledge.Source{{Analysis: a}}, knowledge.Balanced)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func other(m knowledge.Match, id string) knowledge.Match {
	m.Topic.ID = id
	return m
}

// madeUp is a topic whose answer has the given text in every paragraph.
func madeUp(question, name, text, url string, paragraphs int) (knowledge.Topic, bool) {
	text = strings.TrimSpace(strings.ToValidUTF8(text, ""))
	question = strings.TrimSpace(strings.ToValidUTF8(question, ""))
	name = strings.TrimSpace(strings.ToValidUTF8(name, ""))
	if text == "" || question == "" || name == "" {
		return knowledge.Topic{}, false
	}
	expert := article.Expert{Name: name, Affiliation: name}
	a := &article.Analysis{
		ID: strings.Repeat("i", 64), Publisher: name, Published: time.Unix(0, 0).UTC(), URL: url, Title: question,
		Experts: []article.Expert{expert},
	}
	topic := knowledge.Topic{Analysis: a, ID: "q1", Question: question}
	for range paragraphs {
		start := len(a.Source)
		a.Source += text + "\n\n"
		p := article.Paragraph{Span: article.Span{Start: start, End: start + len(text)}}
		for _, s := range article.Sentences(text) {
			p.Sentences = append(p.Sentences, article.Span{Start: start + s.Start, End: start + s.End})
		}
		topic.Passages = append(topic.Passages, knowledge.Passage{Paragraph: p, Speaker: &a.Experts[0]})
	}
	a.Body = article.Span{Start: 0, End: len(a.Source)}
	return topic, true
}

func holds(t *testing.T, m Message) {
	t.Helper()
	for _, wrong := range overLimits(m) {
		t.Errorf("Discord would refuse: %.200s", wrong)
	}
}

// quotesOnly: what a message shows as quotation is in the source.
func quotesOnly(t *testing.T, m Message, source string) {
	t.Helper()
	got := unescape(withoutBold(quoted(m)))
	if got == "" || !strings.Contains(source, got) {
		t.Errorf("quoted but not published: %q", got)
	}
}

// withoutBold takes away the marks of bold.
func withoutBold(markdown string) string {
	at := boldMarks(markdown)
	for _, i := range slices.Backward(at) {
		markdown = markdown[:i] + markdown[i+2:]
	}
	return markdown
}

// bold is what stands between the marks.
func bold(markdown string) string {
	at := boldMarks(markdown)
	if len(at) != 2 {
		return ""
	}
	return markdown[at[0]+2 : at[1]]
}

// boldMarks are the offsets of pairs of asterisks that no backslash precedes.
func boldMarks(markdown string) []int {
	var at []int
	for i := 0; i+1 < len(markdown); i++ {
		switch {
		case markdown[i] == '\\':
			i++
		case markdown[i:i+2] == "**":
			at = append(at, i)
			i++
		}
	}
	return at
}

// quoted is the block quotation of a message, without its line marks and
// without the gap between its paragraphs.
func quoted(m Message) string {
	for _, c := range parts(m.Components) {
		if d, ok := c.(discordgo.TextDisplay); ok && strings.HasPrefix(d.Content, "> ") {
			joined := strings.ReplaceAll(d.Content, gap+"> ", "")
			return strings.ReplaceAll(strings.TrimPrefix(joined, "> "), "\n> ", "\n")
		}
	}
	return ""
}

// nothingLost: the pages of a topic, put together, are its paragraphs byte
// for byte, in what is sent as in what was planned.
func nothingLost(t *testing.T, topic knowledge.Topic) {
	t.Helper()
	joined := make([]string, len(topic.Passages))
	pages := Pages(topic)
	for n, page := range pages {
		m := In("ru").wholePage(topic, pages, n)
		holds(t, m)
		shown := ""
		for _, piece := range page.Pieces {
			text := topic.Analysis.Text(piece.Span)
			joined[piece.Paragraph] += text
			shown += text
		}
		if sent := unescape(quoted(m)); sent != shown {
			t.Errorf("page %d shows %q, not %q", n, sent, shown)
		}
	}
	for i, p := range topic.Passages {
		if want := topic.Analysis.Text(p.Span); joined[i] != want {
			t.Errorf("paragraph %d: the pages hold %q, not %q", i, joined[i], want)
		}
	}
}

// FuzzEscape: what Discord shows of escaped text is the text.
func FuzzEscape(f *testing.F) {
	f.Add("a *b* _c_ ](x) <@1> # h\n1. l\nhttps://x.example/_")
	f.Fuzz(func(t *testing.T, text string) {
		if got := unescape(Escape(text)); got != text {
			t.Errorf("shown as %q, not %q", got, text)
		}
	})
}

// FuzzParseAction: whatever a forged custom id says, it is refused, or means
// what Ibid would write for it.
func FuzzParseAction(f *testing.F) {
	for _, id := range []string{"open/a/q1/0/1/abcdef", "pick/a/1", "set/plain/true", "post/9/x", "insights/dark/7", "settle/a/none/0", "phrase/a/0/1", "assign/a/2", "csv/-1", "questions/+1"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		a, err := ParseAction(id)
		if err != nil {
			return
		}
		if again, err := ParseAction(a.CustomID()); err != nil || again != a {
			t.Errorf("%q means %+v, which is written %q and means %+v, %v", id, a, a.CustomID(), again, err)
		}
	})
}
