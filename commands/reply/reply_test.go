package reply

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/words"
	"ibid/internal/embedded"
	"ibid/internal/golden"
	"ibid/internal/openapi"
	"ibid/knowledge"
	"ibid/knowledge/article"
	"ibid/knowledge/citation"
)

func topic(t testing.TB, library *knowledge.Library, id string) knowledge.Topic {
	t.Helper()
	topic, ok := library.Topic(embedded.AnalysisID, id)
	if !ok {
		t.Fatalf("there is no topic %s", id)
	}
	return topic
}

func match(t testing.TB, library *knowledge.Library, id string, paragraph, sentence int) knowledge.Match {
	t.Helper()
	return knowledge.Match{Topic: topic(t, library, id), Paragraph: paragraph, Sentence: sentence, Confidence: 0.9}
}

// TestGoldens shows every kind of reply as it is sent and as the terminal
// shows it.
func TestGoldens(t *testing.T) {
	l, w := embedded.Library(t), In("en-US")
	choices := []knowledge.Match{match(t, l, "q1", 1, 1), match(t, l, "q5", 0, 0), match(t, l, "lead", 0, 1)}
	for name, m := range replies(t, l, w) {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, filepath.Join("testdata", name+".json"), indented(t, m.Response()))
		})
	}
	for name, quoted := range quotations() {
		t.Run("verified-"+name, func(t *testing.T) {
			golden.Check(t, filepath.Join("testdata", "verified-"+name+".txt"), Terminal{Width: 100}.Verified(l.Verify(quoted, ""), l.Analyses()))
		})
	}
	wide, narrow := Terminal{}, Terminal{Width: 60, Color: true}
	answer := knowledge.Answer{Verdict: knowledge.Answered, Matches: choices}
	for name, text := range map[string]string{
		"terminal":         wide.Text(answer),
		"terminal-narrow":  strings.ReplaceAll(narrow.Text(answer), "\x1b", "␛"),
		"terminal-choices": wide.Text(knowledge.Answer{Verdict: knowledge.Choices, Matches: choices}),
		"terminal-none":    wide.Text(knowledge.Answer{Verdict: knowledge.None, Matches: choices}),
		"terminal-topics":  wide.Topics(l),
		"terminal-cite":    Terminal{Width: 80}.Cited(choices[0].Work(), ""),
		"terminal-ris":     wide.Cited(choices[0].Work(), citation.RIS),
	} {
		t.Run(name, func(t *testing.T) { golden.Check(t, filepath.Join("testdata", name+".txt"), text) })
	}
}

// TestEveryLanguage shows every kind of reply in every other language, and
// holds each to Discord's limits and to its description of its API.
func TestEveryLanguage(t *testing.T) {
	l := embedded.Library(t)
	description, described := openapi.Open(t)
	for _, locale := range words.Locales() {
		shown := make(map[string][]discordgo.MessageComponent)
		for name, m := range replies(t, l, In(locale)) {
			shown[name] = m.Components
			for _, wrong := range overLimits(m) {
				t.Errorf("%s: %s: Discord would refuse: %.200s", locale, name, wrong)
			}
			body, err := json.Marshal(map[string]any{"type": 4, "data": map[string]any{"components": m.Components, "flags": m.flags()}})
			if err != nil {
				t.Fatal(err)
			}
			if described {
				if err := description.Request("POST", "/interactions/1/token/callback", body); err != nil {
					t.Errorf("%s: %s: %v\n%s", locale, name, err, body)
				}
			}
		}
		if locale != words.English {
			golden.Check(t, filepath.Join("testdata", "languages", locale+".json"), indented(t, shown))
		}
	}
}

// replies are one of each kind.
func replies(t *testing.T, l *knowledge.Library, w Writer) map[string]Message {
	t.Helper()
	motive := match(t, l, "q1", 1, 1)
	choices := []knowledge.Match{motive, match(t, l, "q5", 0, 0), match(t, l, "lead", 0, 1)}
	all := map[string]Message{
		"card":             w.Card(motive, Occasion{Question: "why did isis k attack rusia"}),
		"card-private":     w.Card(motive, Occasion{Question: "why did isis k attack rusia", Private: true, About: "123456789"}),
		"card-changed":     w.Card(motive, Occasion{Private: true, Changed: true}),
		"why":              w.Because(l.Explain(t.Context(), "why did iskp attack rusia, pizza", topic(t, l, "q1")), State{Question: "why did iskp attack rusia, pizza"}),
		"card-plain":       w.Card(motive, Occasion{Question: "why did isis k attack rusia", Plain: true}),
		"unanswered":       w.Offer(knowledge.Answer{Question: "best pizza recipe", Verdict: knowledge.None}, Occasion{}, l.Topics()),
		"unanswered-plain": w.Offer(knowledge.Answer{Question: "best pizza recipe", Verdict: knowledge.None, Matches: choices}, Occasion{Private: true, Plain: true}, l.Topics()),
		"about":            w.About(l, Facts{Version: "v1.2.3", Measured: "an analysis", Setting: "balanced", Answerable: 92, Unanswerable: 28, RightFirst: "98.9", Right: "92.4", Wrong: "0.0", Offered: "7.6", FalseAnswers: "0.0", SourceURL: "https://example.org/ibid"}),
		"help":             w.Help(l),
		"settings":         w.Settings(SettingsShown{Private: true, Refresh: true, Moderators: "42"}),
		"settings-chosen":  w.Settings(SettingsShown{Channels: []string{"1", "2", "3", "4", "5", "6"}, Analyses: twins(30), Chosen: []string{"twin3", "twin26"}, Page: 1}),
		"above":            w.Above(motive, "https://discord.com/channels/1/2/3"),
		"others":           w.Others(l.Explain(t.Context(), "why did isis k attack rusia", topic(t, l, "q1")), l.Topics()),
		"card-one":         w.Card(match(t, l, "q3", 0, 1), Occasion{}),
		"card-lead":        w.Card(match(t, l, "lead", 0, 0), Occasion{}),
		"card-opened":      w.Card(match(t, l, "q2", 0, knowledge.NoSentence), Occasion{}),
		"whole-1":          w.Whole(topic(t, l, "q4"), 0, false),
		"whole-2":          w.Whole(topic(t, l, "q4"), 1, true),
		"choices":          w.Choices(choices),
		"none-near":        w.NoAnswer(choices, l.Topics()),
		"none-with-topic":  w.NoAnswer(nil, l.Topics()),
		"topics":           w.TopicList(l, 0),
		"notice":           Notice("A sentence."),
		"cite":             w.Cited(motive, Action{Verb: Cite, Analysis: embedded.AnalysisID, Topic: "q1", Paragraph: 1, Sentence: 1}),
		"cite-bibtex":      w.Cited(motive, Action{Verb: Cite, Analysis: embedded.AnalysisID, Topic: "q1", Style: citation.BibTeX}),
		"cite-whole":       w.Cited(motive, Action{Verb: CiteAll, Analysis: embedded.AnalysisID, Topic: "q1", Style: citation.Chicago}),
		"cite-csl-json":    w.Cited(motive, Action{Verb: CiteAll, Analysis: embedded.AnalysisID, Style: citation.CSLJSON}),
		"cite-lead":        w.Cited(match(t, l, "lead", 0, 0), Action{Verb: Cite, Analysis: embedded.AnalysisID, Topic: "lead", Style: citation.RIS}),
		"summary":          w.Summary(l.Summary(embedded.AnalysisID)),
		"pin-preview": w.PinPreview(Preview{
			Pin: Action{Verb: Pin, Analysis: embedded.AnalysisID, Print: "abcdef"}, Choice: "......01..--",
			Quotes: l.Summary(embedded.AnalysisID), Left: []string{"q5"}, Editing: "q3",
		}),
		"pin-preview-there": w.PinPreview(Preview{
			Pin: Action{Verb: Pin, Analysis: embedded.AnalysisID, Full: true, Channel: "42", Print: "abcdef"}, Choice: "------------",
			Quotes: l.Summary(embedded.AnalysisID), Left: []string{"lead", "q1", "q2", "q3", "q4", "q5"},
		}),
		"pin-answer": w.AnswerPreview(motive),
		"pin-page":   w.WholePages(topic(t, l, "q3"))[0],
		"pins": w.PinList([]PinLine{
			{ID: "1", Channel: "42", Link: "https://discord.com/channels/1/42/3", Title: "A title", Full: true, State: UpToDate},
			{ID: "2", Channel: "42", Link: "https://discord.com/channels/1/42/4", Title: "A title", State: OutOfDate},
			{ID: "3", Channel: "42", State: NotHere}, {ID: "4", Channel: "42", Title: "*A title*", State: Pending},
		}, 0),
		"privacy":         w.Privacy(Kept{Counts: 12, Questions: 3, Phrasings: 1, Pins: 2, Whole: []byte("{}")}),
		"privacy-confirm": w.ConfirmErase(),
		"pins-none":       w.PinList(nil, 0),
		"pins-full":       w.Full(&PinLine{ID: "1", Channel: "42", Link: "https://discord.com/channels/1/42/3", Title: "A title", State: UpToDate}),
		"pins-outdated":   w.Outdated(PinLine{ID: "1", Channel: "42", Link: "https://discord.com/channels/1/42/3", Title: "A title", State: OutOfDate}),
	}
	maps.Copy(all, moderation(t, l, w))
	for name, quoted := range quotations() {
		all["verified-"+name] = w.Verified(l.Verify(quoted, ""), l.Analyses())
	}
	return all
}

// quotations of every kind, by name.
func quotations() map[string]string {
	return map[string]string{
		"exact":   "ISIS-K wants to outperform rivals and show them in a poor light",
		"altered": "ISIS-K wants to destroy its rivals and show them in a poor light by carrying out audacious attacks",
		"hidden":  "“ISIS-K … explicitly accepted responsibility for the attack” — Asfandyar Mir",
		"added":   "ISIS-K has [not] clearly adapted",
		"by-whom": "Glantz: For the Taliban, any publicity that involves ISIS-K is bad publicity",
		"asked":   "Putin has blamed the Moscow attack on Ukraine. Is that at all credible?",
		"bracket": "[Moscow] has also failed to provide any evidence of a Ukrainian link [because there is none].",
		"quoted":  "The CIA chief, Putin: “[t]here was no Ukrainian involvement whatsoever.”",
		"six":     strings.Repeat("“ISIS-K wants to outperform rivals” ", knowledge.MaxParts+1),
		"on":      "It is quite plausible that the attackers might be from Central Asia. Tajiks have been involved in a number of other ISIS-K attacks",
		"absent":  "The quick brown fox jumps over the lazy dog",
		"brief":   "Taliban",
		"lengthy": strings.Repeat("why ", 2000),
		"many":    "> ISIS-K wants to outperform rivals\nsays Mir, but \"the Taliban have conducted a bloody game\" and “the moon is made of cheese” are not his",
	}
}

func indented(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTerminalWraps: no line is wider than the terminal, save an address,
// and the words are those of the paragraph.
func TestTerminalWraps(t *testing.T) {
	m := match(t, embedded.Library(t), "q1", 0, 2)
	text := Terminal{Width: 50}.Text(knowledge.Answer{Verdict: knowledge.Answered, Matches: []knowledge.Match{m}})
	for line := range strings.Lines(text) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 50 && !strings.HasPrefix(line, "https://") {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if !strings.Contains(oneLine(text), oneLine(m.Text())) {
		t.Errorf("the paragraph is not there whole:\n%s", text)
	}
}

// TestOffersHoldTheQuestion: what an offer's buttons hold is the question, or
// its beginning with the mark of that.
func TestOffersHoldTheQuestion(t *testing.T) {
	l := embedded.Library(t)
	matches := []knowledge.Match{match(t, l, "q1", 0, 0), match(t, l, "q3", 0, 0)}
	for _, question := range []string{"why?", strings.Repeat("what about that ", 10), strings.Repeat("what about that ", 40)} {
		for _, verdict := range []knowledge.Verdict{knowledge.None, knowledge.Choices} {
			for _, private := range []bool{false, true} {
				m := In("en-US").Offer(knowledge.Answer{Question: question, Verdict: verdict, Matches: matches}, Occasion{Private: private}, nil)
				wire, err := json.Marshal(m.Send())
				if err != nil {
					t.Fatal(err)
				}
				var sent discordgo.Message
				if err := json.Unmarshal(wire, &sent); err != nil {
					t.Fatal(err)
				}
				s := StateOf(CustomIDs(sent.Components))
				want := strings.TrimSpace(question)
				switch {
				case private && verdict == knowledge.Choices: // it has no button to hold it
					if s.Question != "" {
						t.Errorf("%s, private: %+v", verdict, s)
					}
				case s.Question == want && !s.Shortened, s.Shortened && strings.HasPrefix(want, s.Question) && len(s.Question) > 80:
				default:
					t.Errorf("%s, private %v: %q is read back as %+v", verdict, private, want, s)
				}
			}
		}
	}
}

// FuzzState: what a card's buttons hold is read back from the message as
// Discord sends it: the place, and the question word for word or its
// beginning.
func FuzzState(f *testing.F) {
	l, w := embedded.Library(f), In("ar")
	f.Add("why did isis k attack rusia", "")
	f.Add("  a\tb\n c/d ␣ ⋯ ", "123")
	f.Add(strings.Repeat("почему ", 200), "99999999999999999999")
	f.Add(strings.Repeat("👩‍👩‍👧‍👧", 100), "")
	f.Fuzz(func(t *testing.T, question, about string) {
		if strings.Contains(about, "/") || len(about) > 20 || !utf8.ValidString(about) {
			return
		}
		card := w.Card(match(t, l, "q3", 0, 1), Occasion{Question: question, Private: true, About: about})
		holds(t, card)
		wire, err := json.Marshal(card.Response().Data)
		if err != nil {
			t.Fatal(err)
		}
		var m discordgo.Message
		if err := json.Unmarshal(wire, &m); err != nil {
			t.Fatal(err)
		}
		s := StateOf(CustomIDs(m.Components))
		want := strings.Join(strings.Fields(strings.NewReplacer("␣", "", "⋯", "").Replace(strings.ToValidUTF8(question, ""))), " ")
		if s.Question != want && !(s.Shortened && strings.HasPrefix(want, s.Question) && Size(s.Question) > 200) {
			t.Errorf("%q is read back as %q, shortened: %v", want, s.Question, s.Shortened)
		}
		if s.About != about || s.Place.Topic != "q3" || s.Place.Sentence != 1 || s.Place.Print == "" {
			t.Errorf("read back: %+v", s)
		}
	})
}

func TestActionsSurviveTheWire(t *testing.T) {
	slug := strings.Repeat("a", 64)
	for _, a := range []Action{
		{Verb: Open, Analysis: slug, Topic: "q1234", Paragraph: 9999, Sentence: 9999},
		{Verb: Open, Analysis: slug, Topic: "lead", Sentence: knowledge.NoSentence},
		{Verb: Read, Analysis: slug, Topic: "q12", Page: 9999},
		{Verb: CiteAll, Analysis: slug, Topic: "q1234", Paragraph: 9999, Sentence: 9999, Style: citation.CSLJSON},
		{Verb: CiteAll, Analysis: slug},
		{Verb: Open, Analysis: slug, Topic: "q1234", Paragraph: 9999, Sentence: 9999, Print: "abcdef"},
		{Verb: Cite, Analysis: slug, Topic: "q1234", Paragraph: 9999, Sentence: 9999, Print: "abcdef"},
		{Verb: Read, Analysis: slug, Topic: "q12", Page: 9999, Print: "abcdef"},
		{Verb: Post, Message: strings.Repeat("9", 20), Part: strings.Repeat("x", MaxCustomID-len("post/")-20-len("/"))},
		{Verb: Dismiss, Who: strings.Repeat("9", 20), Part: strings.Repeat("/", MaxCustomID-len("dismiss/")-20-len("/"))},
		{Verb: Dismiss},
		{Verb: Why},
		{Verb: Cite, Analysis: slug, Topic: "lead", Sentence: knowledge.NoSentence},
		{Verb: Turn, Analysis: slug, Topic: "q12", Page: 3},
		{Verb: Pick, Analysis: slug, Page: 99999},
		{Verb: Browse, Page: 99999},
		{Verb: Pin, Analysis: slug},
		{Verb: Pin, Analysis: slug, Full: true, Channel: longestID, Print: "abcdef"},
		{Verb: PinAnswer, Analysis: slug, Topic: "q1234", Paragraph: 9999, Sentence: 9999, Print: "abcdef"},
		{Verb: Swap, Choice: strings.Repeat("..", 47)},
		{Verb: Say, Topic: "q1234", Page: 9999},
		{Verb: Refresh, PinID: "answer-" + longestID},
		{Verb: Unpin, PinID: longestID},
		{Verb: Pins, Page: 9999},
		{Verb: Insight, Name: ThemeDark, Page: 30},
		{Verb: Export, Page: 7},
		{Verb: Questions},
		{Verb: Review, Page: 99999},
		{Verb: Settle, Mark: strings.Repeat("f", 16), Name: SettleNone, Page: 99999},
		{Verb: Phrase, Mark: strings.Repeat("f", 16), Page: 99999, Menu: 9999},
		{Verb: Assign, Mark: strings.Repeat("f", 16), Page: 99999},
	} {
		id := a.CustomID()
		if Size(id) > MaxCustomID {
			t.Errorf("%s is %d long", id, Size(id))
		}
		if got, err := ParseAction(id); err != nil || got != a {
			t.Errorf("ParseAction(%s) = %+v, %v; want %+v", id, got, err, a)
		}
	}
	for _, id := range []string{"", "/", "open", "open/a/b", "open/a/b/c/d", "read/a/b/1/2/3", "turn/a/b/", "shout/1", "browse/x", "pick/a/b/c", "pin", "pin/a/x", "insights/7", "settle/a/1", "phrase/a/1", "assign/a", "csv/x"} {
		if a, err := ParseAction(id); err == nil {
			t.Errorf("ParseAction(%q) = %+v, want an error", id, a)
		}
	}
}

func TestFit(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"  two\n words ", 10, "two words"},
		{"one two three", 9, "one two…"},
		{"onelongword", 5, "onel…"},
		{"comma, after", 8, "comma…"},
		{"👩‍👩‍👧‍👧👩‍👩‍👧‍👧", 13, "👩‍👩‍👧‍👧…"},
	} {
		if got := Fit(test.text, test.limit); got != test.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"plain, “quoted” [t]here (so) – U.S. 1.3 a-b": "plain, “quoted” [t]here (so) – U.S. 1.3 a-b",
		"**bold** __u__ ~~s~~ ||spoiler|| `code`":     `\*\*bold\*\* \_\_u\_\_ \~\~s\~\~ \|\|spoiler\|\| \` + "`code\\`",
		"[a](https://evil.example)":                   `[a]\(https://evil.example)`,
		"<@1> <#2> <t:3> <https://x.example>":         `\<@1> \<#2> \<t:3> \<https://x.example>`,
		"# heading\n-# sub\n> quote\n- item\n2024. x": "\\# heading\n\\-# sub\n\\> quote\n\\- item\n2024\\. x",
		"  ## indented":                          `  \## indented`,
		"https://x.example/a_b_c*":               `https://x.example/a_b_c\*`,
		"not https:/x_y":                         `not https:/x\_y`,
		"a :gun: at 10:30:45, https://x.example": `a \:gun: at 10:30:45, https://x.example`,
		`back\slash`:                             `back\\slash`,
	} {
		if got := Escape(text); got != want {
			t.Errorf("Escape(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestBoldKeepsTheText: marks stand around the sentence and change nothing
// else, wherever it is.
func TestBoldKeepsTheText(t *testing.T) {
	text := "First *one*. # Second https://x.example/a_b. 1. Third\n- fourth"
	for start := range text {
		for end := start + 1; end <= len(text); end++ {
			got := emphasize(text, article.Span{Start: start, End: end})
			if shown := unescape(withoutBold(got)); shown != text {
				t.Fatalf("emphasize(%d, %d) = %q\nis shown as %q", start, end, got, shown)
			}
			if inner := unescape(bold(got)); inner != text[start:end] {
				t.Fatalf("emphasize(%d, %d) = %q\nhas %q in bold", start, end, got, inner)
			}
		}
	}
}

// unescape reads Markdown as Discord does: a backslash before a mark is not
// shown.
func unescape(markdown string) string {
	var b strings.Builder
	for i := 0; i < len(markdown); i++ {
		if markdown[i] == '\\' && i+1 < len(markdown) && strings.IndexByte("\\*_~|`<(:#>-+.", markdown[i+1]) >= 0 {
			i++
		}
		b.WriteByte(markdown[i])
	}
	return b.String()
}

// parts are all components of a message, those inside others included.
func parts(components []discordgo.MessageComponent) []discordgo.MessageComponent {
	var all []discordgo.MessageComponent
	for _, c := range components {
		all = append(all, c)
		switch c := c.(type) {
		case discordgo.Container:
			all = append(all, parts(c.Components)...)
		case discordgo.ActionsRow:
			all = append(all, parts(c.Components)...)
		case discordgo.Section:
			all = append(all, parts(append(slices.Clone(c.Components), c.Accessory))...)
		}
	}
	return all
}

func isFile(m Message, address string) bool {
	return slices.ContainsFunc(m.Files, func(f File) bool { return f.address() == address && len(f.Data) > 0 })
}

// overLimits lists what Discord would refuse in a message.
func overLimits(m Message) []string {
	var wrong []string
	check := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	all := parts(m.Components)
	total, ids := 0, make(map[string]bool)
	check(len(all) <= MaxComponents, "%d components", len(all))
	id := func(id string) {
		check(id != "" && Size(id) <= MaxCustomID, "custom id %q", id)
		check(!ids[id], "custom id %q twice", id)
		ids[id] = true
	}
	for _, c := range all {
		switch c := c.(type) {
		case discordgo.Container:
		case discordgo.Section:
			check(len(c.Components) > 0 && len(c.Components) <= 3 && c.Accessory != nil, "section %+v", c)
		case discordgo.ActionsRow:
			check(len(c.Components) > 0 && len(c.Components) <= MaxRowButtons, "%d in a row", len(c.Components))
		case discordgo.TextDisplay:
			total += Size(c.Content)
			check(strings.TrimSpace(c.Content) != "", "empty text")
		case discordgo.Button:
			check(c.Label != "" && Size(c.Label) <= MaxButtonLabel, "label %q", c.Label)
			check(Size(c.URL) <= MaxButtonURL, "url %q", c.URL)
			check((c.URL == "") == (c.Style != discordgo.LinkButton), "link button %+v", c)
			if c.URL == "" {
				id(c.CustomID)
			}
		case discordgo.SelectMenu:
			id(c.CustomID)
			check(c.MenuType != discordgo.StringSelectMenu && len(c.Options) == 0 || len(c.Options) > 0 && len(c.Options) <= MaxSelectOptions, "%d options", len(c.Options))
			check(Size(c.Placeholder) <= MaxPlaceholder, "placeholder %q", c.Placeholder)
			values := make(map[string]bool)
			for _, o := range c.Options {
				check(o.Label != "" && Size(o.Label) <= MaxOptionLabel, "option label %q", o.Label)
				check(o.Value != "" && Size(o.Value) <= MaxOptionValue && !values[o.Value], "option value %q", o.Value)
				check(Size(o.Description) <= MaxOptionDescription, "option description %q", o.Description)
				values[o.Value] = true
			}
		case discordgo.MediaGallery:
			check(len(c.Items) == 1, "%d pictures", len(c.Items))
			for _, item := range c.Items {
				check(item.Description != nil && *item.Description != "" && Size(*item.Description) <= MaxAltText, "a picture without words, or with too many")
				check(isFile(m, item.Media.URL), "there is no file %s", item.Media.URL)
			}
		case discordgo.FileComponent:
			check(isFile(m, c.File.URL), "there is no file %s", c.File.URL)
		default:
			check(false, "component of type %T", c)
		}
	}
	check(total <= MaxText, "%d characters of text", total)
	return wrong
}

// twins are so many analyses of the longest titles.
func twins(n int) []*article.Analysis {
	var all []*article.Analysis
	for i := range n {
		all = append(all, &article.Analysis{
			ID: "twin" + strconv.Itoa(i), Title: strconv.Itoa(i) + strings.Repeat(" *title*", 60), Publisher: strings.Repeat("P", 200),
			Published: time.Date(2026, time.May, 14, 0, 0, 0, 0, time.UTC),
		})
	}
	return all
}

// TestChosenFrom: a page of the menu changes what is on it, and nothing else.
func TestChosenFrom(t *testing.T) {
	var all []*article.Analysis
	for n := range 30 {
		all = append(all, &article.Analysis{ID: fmt.Sprint("a", n)})
	}
	before := []string{"a1", "a28", "gone"}
	for page, want := range map[int][]string{
		0: {"a28", "gone", "a2"}, 1: {"a1", "gone", "a26"}, 2: before, -1: before,
	} {
		if got := ChosenFrom(before, []string{"a2", "a26"}, AnalysesOn(page, all)); !slices.Equal(got, want) {
			t.Errorf("page %d: %v, want %v", page, got, want)
		}
	}
}
