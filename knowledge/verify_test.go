package knowledge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ibid/knowledge/article"
	"ibid/knowledge/quotation"
)

// verdict is a check as a line: verdict, place, changes as
// quoted>published, what hides, and whose the words are not.
func verdict(c Check) string {
	if c.Match.Topic.Analysis == nil {
		return string(c.Held)
	}
	text := func(places []Place) string {
		var all []string
		for _, p := range places {
			all = append(all, c.Match.Topic.Analysis.Text(p.Span))
		}
		return strings.Join(all, " ")
	}
	line := fmt.Sprintf("%s %s", c.Held, c.Match.Topic.ID)
	if c.Asked {
		line += " asked"
	} else {
		line += fmt.Sprintf(".%d.%d", c.Match.Paragraph+1, c.Match.Sentence+1)
	}
	for _, ch := range c.Changes {
		line += fmt.Sprintf("; %s>%s", ch.Quoted, text(ch.Published))
	}
	for _, o := range c.Omissions {
		line += fmt.Sprintf("; %s hides %s: %s", o.Mark, o.Negation, text(o.Passed))
	}
	for _, b := range c.Brackets {
		line += fmt.Sprintf("; %s for %s", b.Mark, text(b.Published))
	}
	if c.Quoted {
		line += "; quoted"
	}
	if c.Attributed != "" {
		line += "; not by " + c.Attributed
	}
	return line
}

func TestVerify(t *testing.T) {
	l := embedded(t, Balanced)
	for _, test := range []struct{ text, by, want string }{
		{"ISIS-K wants to outperform rivals and show them in a poor light", "", "exact q1.2.5"},
		{"isis k WANTS to “outperform” rivals, and show them in a poor light!", "Mir", "exact q1.2.5"},
		{"ISIS-K wants to destroy rivals and show them in a poor light", "", "altered q1.2.5; destroy>outperform"},
		{"ISIS-K wants to outperform rivals and show them in a very poor light", "", "altered q1.2.5; very>"},
		{"ISIS-K hasn’t accepted responsibility for the attack as yet", "", "altered q1.1.1; >explicitly"},
		{"“ISIS-K … explicitly accepted responsibility for the attack”", "", "exact q1.1.1; … hides hasn’t: hasn’t"},
		{"ISIS-K [has] explicitly accepted responsibility for the attack", "", "exact q1.1.1; [has] hides hasn’t: hasn’t"},
		{"… had “sole responsibility” for the attack", "", "exact q3.1.2"},
		{"many countries do not see a better … alternative", "", "exact q4.3.2"},
		{"many countries do [not] see a better alternative", "", "exact q4.3.2"},
		{"ISIS-K has [not] clearly adapted", "", "exact q4.2.3; [not] hides not: "},
		// Across paragraphs of one speaker, and not across speakers.
		{"It is quite plausible that the attackers might be from Central Asia. Tajiks have been involved in a number of other ISIS-K attacks", "", "exact q2.1.4"},
		// By whom.
		{"For the Taliban, any publicity that involves ISIS-K is bad publicity", "Mary Glantz", "exact q4.1.1; not by Mary Glantz"},
		{"For the Taliban, any publicity that involves ISIS-K is bad publicity", "andrew watkins", "exact q4.1.1"},
		{"For the Taliban, any publicity that involves ISIS-K is bad publicity", "Vladimir Putin", "exact q4.1.1; not by Vladimir Putin"},
		{"For the Taliban, any publicity that involves ISIS-K is bad publicity", "United States Institute of Peace", "exact q4.1.1"},
		{"“For the Taliban, any publicity that involves ISIS-K is bad publicity.” — Helf", "", "exact q4.1.1; not by Gavin Helf"},
		{"“For the Taliban, any publicity that involves ISIS-K is bad publicity.” — Andrew Watkins, USIP", "", "exact q4.1.1"},
		{"“For the Taliban, any publicity that involves ISIS-K is bad publicity.” — Vladimir Putin", "", "exact q4.1.1; not by Vladimir Putin"},
		{"Mir: For the Taliban, any publicity that involves ISIS-K is bad publicity", "", "exact q4.1.1; not by Asfandyar Mir"},
		{"Watkins: For the Taliban, any publicity that involves ISIS-K is good publicity", "", "altered q4.1.1; good>bad"},
		{"[t]here was no Ukrainian involvement whatsoever", "John Kirby", "exact q3.1.2; quoted; not by John Kirby"},
		{"Soon after, the Islamic State claimed responsibility for the attack.", "Mir", "exact lead.1.2; not by Asfandyar Mir"},
		// The question, and the words of nobody.
		{"Putin has blamed the Moscow attack on Ukraine. Is that at all credible?", "", "exact q3 asked"},
		{"Putin has blamed the Moscow attack on Ukraine. Is that at all credible?", "Glantz", "exact q3 asked; not by Mary Glantz"},
		{"The quick brown fox jumps over the lazy dog", "", "absent"},
		{"the attack on the Taliban in Russia was a great success for the Kremlin", "", "absent"},
		{"responsibility", "", "brief"},
		{"", "", "brief"},
		// Words in brackets.
		{"It is likely no[w] a coincidence", "", "altered q4.4.3; no[w]>not"},
		{"Russia has also [managed] to provide any evidence of a Ukrainian link", "", "exact q3.1.3; [managed] hides failed: failed"},
		{"Russia has also f[ound] to provide any evidence of a Ukrainian link", "", "altered q3.1.3; f[ound]>failed"},
		{"[Moscow] has also failed to provide any evidence of a Ukrainian link [because there is one].", "", "exact q3.1.3; [Moscow] for ; [because there is one] for "},
		// Not experts, and not them.
		{"[t]here was no Ukrainian involvement whatsoever", "Vladimir Putin", "exact q3.1.2; quoted; not by Vladimir Putin"},
		{"[t]here was no Ukrainian involvement whatsoever", "Mary Glantz", "exact q3.1.2; quoted"},
		{"Russia has also failed to provide any evidence of a Ukrainian link.", "Will Hall", "exact q3.1.3; not by Will Hall"},
		{"Russia has also failed to provide any evidence of a Ukrainian link.", "Bob Glantz", "exact q3.1.3; not by Bob Glantz"},
		{"Russia has also failed to provide any evidence of a Ukrainian link.", "Dr. Glantz", "exact q3.1.3"},
		{"Russia has also failed to provide any evidence of a Ukrainian link.", "M. Glantz", "exact q3.1.3"},
		{"“Russia has also failed to provide any evidence of a Ukrainian link.” — Putin", "", "exact q3.1.3; not by Putin"},
		{"“Russia has also failed to provide any evidence of a Ukrainian link.” — Nonsense", "", "exact q3.1.3"},
		{"“Russia has also failed to provide any evidence of a Ukrainian link.” — Nonsense, he never said so", "", "exact q3.1.3"},
		{"“Russia has also failed to provide any evidence of a Ukrainian link.” — Angela Merkel, 2024", "", "exact q3.1.3; not by Angela Merkel"},
		{"“Russia has also failed to provide any evidence of a Ukrainian link.” (Mary Glantz, USIP)", "", "exact q3.1.3"},
		{"Putin: “Russia has also failed to provide any evidence of a Ukrainian link.”", "", "exact q3.1.3; not by Putin"},
		{"Source: “Russia has also failed to provide any evidence of a Ukrainian link.”", "", "exact q3.1.3"},
		{"Mary Glantz disagrees with Mir, who wrote: “Russia has also failed to provide any evidence of a Ukrainian link.”", "", "exact q3.1.3; not by Asfandyar Mir"},
		{"mir ist das egal, “Russia has also failed to provide any evidence of a Ukrainian link.”", "", "exact q3.1.3"},
		{"> Russia has also failed to provide any evidence of a Ukrainian link.\n> — Mary Glantz", "", "exact q3.1.3"},
		{"> Russia has also failed to provide any evidence of a Ukrainian link.\n— *Mir*", "", "exact q3.1.3; not by Asfandyar Mir"},
		{"**Glantz:** Russia has also failed to provide any evidence of a Ukrainian link.", "", "exact q3.1.3"},
		{"mir: Russia has also failed to provide any evidence of a Ukrainian link.", "", "exact q3.1.3; not by Asfandyar Mir"},
		{"Russia … prevent … attacks … Syria", "", "brief"},
		{"… “—” [x]", "", "brief"},
		{"[Ukraine] [was] behind the attack", "", "brief"},
		{"Russia … responsibility … attack", "", "brief"},
		{strings.Repeat("why ", quotation.MaxWords+1), "", "lengthy"},
	} {
		var got []string
		for _, c := range l.Verify(test.text, test.by) {
			got = append(got, verdict(c))
		}
		if line := strings.Join(got, " | "); line != test.want {
			t.Errorf("%.80q by %q:\n got %s\nwant %s", test.text, test.by, line, test.want)
		}
	}
}

// TestVerifyMessages: quotations are found in what somebody writes around
// them, and what is written around names the speaker.
func TestVerifyMessages(t *testing.T) {
	l := embedded(t, Balanced)
	for text, want := range map[string]string{
		"Mir says “ISIS-K wants to outperform rivals” and I believe him":                                                                                                       "exact q1.2.5",
		"Watkins says “ISIS-K wants to outperform rivals” and I believe him":                                                                                                   "exact q1.2.5; not by Andrew Watkins",
		"> ISIS-K wants to outperform rivals\nsays Mir, but \"the Taliban have conducted a bloody game\" is his":                                                               "exact q1.2.5 | altered q4.2.1; game>; not by Asfandyar Mir",
		"Mir: “Russia has also failed to provide any evidence of a Ukrainian link.” Glantz: “ISIS-K wants to outperform rivals and show them”":                                 "exact q3.1.3; not by Asfandyar Mir | exact q1.2.5; not by Mary Glantz",
		"“Russia has also failed to provide any evidence of a Ukrainian link,” says Mir, and “ISIS-K wants to outperform rivals”, Glantz":                                      "exact q3.1.3; not by Asfandyar Mir | exact q1.2.5",
		"“ISIS-K wants to outperform rivals,” says Mir and “Russia has also failed to provide any evidence”, says Glantz":                                                      "exact q1.2.5 | exact q3.1.3",
		"Look:\nGlantz: Russia has also failed to provide any evidence of a Ukrainian link.\n\nMir: ISIS-K wants to outperform rivals and hide them":                           "exact q3.1.3 | altered q1.2.5; hide>show",
		">>> Russia has also failed to provide any evidence of a Ukrainian link.\n\nISIS-K wants to destroy rivals and show them":                                              "altered q3.1.3; ISIS-K wants to destroy rivals and show them>",
		"“Russia has also failed to provide any evidence of a Ukrainian link.\n\n“ISIS-K wants to destroy rivals and show them” and so on and so forth, as I have always said": "altered q3.1.3; ISIS-K wants to destroy rivals and show them>",
		"The CIA chief said “[t]here was no Ukrainian involvement whatsoever.”":                                                                                                "exact q3.1.2; quoted",
		strings.Repeat("“ISIS-K wants to outperform rivals” ", 7):                                                                                                              "exact q1.2.5 | exact q1.2.5 | exact q1.2.5 | exact q1.2.5 | exact q1.2.5 | unchecked | unchecked",
		"as they say, “the moon is made of green cheese”":                                                                                                                      "absent",
		"The NSC spokesperson said that ISIS had “sole responsibility” for the attack and that “there was no Russian involvement whatsoever.”":                                 "altered q3.1.2; The NSC>; Russian>Ukrainian",
	} {
		var got []string
		for _, c := range l.Verify(text, "") {
			got = append(got, verdict(c))
		}
		if line := strings.Join(got, " | "); line != want {
			t.Errorf("%q:\n got %s\nwant %s", text, line, want)
		}
	}
}

// TestEverySentenceIsVerified: each sentence of the library is exact as it
// stands, and altered by the right word when one in the middle is changed,
// left out or doubled by another.
func TestEverySentenceIsVerified(t *testing.T) {
	l := embedded(t, Balanced)
	random := rand.New(rand.NewPCG(1, 2))
	for _, topic := range l.Topics() {
		for _, p := range topic.Passages {
			for _, s := range p.Sentences {
				text := topic.Analysis.Text(s)
				if quotation.Parse(text).Len() < 2*minMatched {
					continue
				}
				if checks := l.Verify(text, topic.nameOf(p)); len(checks) != 1 || verdict(checks[0]) != verdict(Check{Held: Exact, Match: place(topic, s)}) {
					t.Errorf("%q: %+v", text, verdict(checks[0]))
				}
				words := quotation.Words(text, 0)
				at := 2 + random.IntN(len(words)-4)
				w := words[at]
				for _, middle := range []string{"", "zebra", text[w.Start:w.End] + " zebra"} {
					altered := text[:w.Start] + middle + text[w.End:]
					checks := l.Verify(altered, "")
					if c := checks[0]; len(checks) != 1 || c.Held != Altered || len(c.Changes) != 1 || c.Changes[0].Words != 1 {
						t.Errorf("%q: %s", altered, verdict(c))
					}
				}
			}
		}
	}
}

func place(t Topic, s article.Span) Match { return quoteAt(t, s).Match }

// TestNothingIsFoundOfOthers: texts that are not in the library are not
// found in it, whatever words they share.
func TestNothingIsFoundOfOthers(t *testing.T) {
	l := embedded(t, Balanced)
	for _, text := range []string{
		"Russia has said that Ukraine and the United States were behind the attack on the concert hall in Moscow.",
		"The Islamic State said its fighters attacked a large gathering on the outskirts of Moscow and withdrew to their bases safely.",
		"We will identify and punish everyone who stands behind the terrorists, who prepared this atrocity, this strike against Russia.",
		"The attack was the deadliest in Russia in two decades, and came days after an election.",
	} {
		if c := l.Verify(text, "")[0]; c.Held != Absent {
			t.Errorf("%q: %s", text, verdict(c))
		}
	}
}

func FuzzVerify(f *testing.F) {
	l := embedded(f, Balanced)
	f.Add("> ISIS-K … wants [not] to outperform rivals\n“and show them in a poor light” — Mir", "Glantz")
	f.Add("Mir: For the Taliban, any publicity that involves ISIS-K is bad publicity.\n\nSince their 2021 takeover", "")
	f.Fuzz(func(t *testing.T, text, by string) {
		checks := l.Verify(text, by)
		if len(checks) == 0 {
			t.Fatal("no check")
		}
		for i, c := range checks {
			if (c.Held == Unchecked) != (i >= MaxParts) {
				t.Fatalf("check %d is %s", i, c.Held)
			}
			if (c.Held == Exact || c.Held == Altered) != (len(c.Places) > 0) || (c.Held == Altered) != (len(c.Changes) > 0) {
				t.Fatalf("%s: %+v", verdict(c), c)
			}
			for _, p := range c.Places {
				whole := c.Match.Topic.asked
				if !c.Asked {
					whole = c.Match.Topic.Passages[p.Paragraph].Span
				}
				if p.Span.Start < whole.Start || p.Span.End > whole.End || p.Span.Start >= p.Span.End {
					t.Fatalf("%+v is not in %+v", p, whole)
				}
			}
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	l := embedded(b, Balanced)
	for b.Loop() {
		l.Verify("ISIS-K wants to outperform rivals and show them in a very poor light", "")
	}
}
