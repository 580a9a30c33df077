package article

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLayouts writes interviews in all combinations of how questions, speakers
// and lines are set, and reads back who said what to which question.
func TestLayouts(t *testing.T) {
	questions := []func(string) string{
		func(s string) string { return s },
		func(s string) string { return "**" + s + "**" },
		func(s string) string { return "## " + s },
		func(s string) string { return "### **" + s + "** ###" },
		func(s string) string { return s + "\n" + strings.Repeat("-", len(s)) },
		func(s string) string { return "*" + s + "*" },
		func(s string) string { return "Q: " + s },
		func(s string) string { return "**Q:** " + s },
		func(s string) string { return "**Q: " + s + "**" },
		func(s string) string { return "Interviewer: " + s },
		func(s string) string { return "RI : " + s },
	}
	speakers := []func(string) string{
		func(s string) string { return surname(s) + ": " },
		func(s string) string { return s + ": " },
		func(s string) string { return strings.ToUpper(surname(s)) + ":  " },
		func(s string) string { return "Dr. " + s + " : " },
		func(s string) string { return "**" + s + ":** " },
		func(s string) string { return "**" + surname(s) + "**: " },
		func(s string) string { return surname(s) + ":\n" },
		func(s string) string { return "**" + s + "**\n" },
		func(s string) string { return "**" + s + "**\n\n" },
		func(s string) string { return "#### " + s + "\n\n" },
		func(s string) string { return s[:1] + ". " + surname(s) + ": " },
	}
	for i, question := range questions {
		for j, speaker := range speakers {
			for _, newline := range []string{"\n", "\r\n", "\r"} {
				for _, gap := range []string{"\n", "\n\n", " \u00a0\n\n\n"} {
					t.Run(fmt.Sprintf("%d/%d/%q/%q", i, j, newline, gap), func(t *testing.T) {
						random := rand.New(rand.NewPCG(uint64(i), uint64(j)))
						text, want := interview(random, question, speaker, gap)
						a, faults := Parse("a.md", []byte(strings.ReplaceAll(header+text, "\n", newline)))
						checkSpans(t, a)
						if diff := cmp.Diff(want, spoken(a)); diff != "" || len(faults) > 0 {
							t.Errorf("%v\nwho said what (-want +got):\n%s\n%s", faults, diff, text)
						}
					})
				}
			}
		}
	}
}

func surname(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// interview writes four questions, with one to three turns each, and what is to
// be read back. Between a question and its answer is the given gap.
func interview(random *rand.Rand, question, speaker func(string) string, gap string) (text string, want []string) {
	names := []string{"Jane Smith", "Karim Osman"}
	paragraphs := []string{
		"It rained in the U.S. for a week. Nobody saw it coming: not one.",
		"Note: the figures are old. Who has newer ones?",
		"They say “we knew.”\nThey did not, said Dr. Miller of\nthe ministry.",
		"Rivers: they move. (Dams do not.)",
	}
	asides := []string{
		"PHOTO: The river on May 2. (Ada Moreau/Example Pictures)\n\n",
		"Men carry sand to the river on May 3.\n(Ada Moreau/Example Pictures)\n\n", "", "", "", "",
	}
	var b strings.Builder
	b.WriteString("A Title\n\nThe river rose on Sunday.\n\nJane Smith and Karim Osman explain.\n\n")
	last := 0
	for i := range 4 {
		asked := fmt.Sprintf("It rained %d times. What happened then?", i)
		fmt.Fprintf(&b, "%s%s", question(asked), gap)
		first := random.IntN(2)
		for turn := range 1 + random.IntN(3) {
			name := names[(first+turn)%2]
			b.WriteString(speaker(name))
			for n := random.IntN(3); n >= 0; n-- {
				k := (last + 1 + random.IntN(len(paragraphs)-1)) % len(paragraphs) // the same twice in a row is a caption
				said := paragraphs[k]
				last = k
				if n == 0 {
					said = "That is all. It is." // what ends in a question mark here may be the interviewer's
				}
				b.WriteString(said + "\n\n" + asides[random.IntN(len(asides))])
				want = append(want, asked+" "+name+" "+strings.Join(strings.Fields(said), " "))
			}
		}
	}
	b.WriteString("The views expressed in this publication are those of the author(s).\n\nA Footer\n\nIt is printed here.\n")
	return b.String(), want
}

// spoken returns each paragraph of the answers with its question and speaker.
func spoken(a *Analysis) []string {
	var out []string
	for _, q := range a.Questions {
		for _, answer := range q.Answers {
			for _, p := range answer.Paragraphs {
				words := strings.Join(strings.Fields(a.Text(p.Span)), " ")
				out = append(out, a.Text(q.Span)+" "+a.Experts[answer.Expert].Name+" "+words)
			}
		}
	}
	return out
}
