package article

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoExperts is a front matter of 9 lines.
const twoExperts = `---
title: A Title
publisher: River Institute
published: 2024-05-06
url: https://www.example.org/a-title
experts:
  - name: Jane Doe
  - name: John Roe
---
`

// inAnswer puts a block into Jane Doe's answer, on line 16, with words of
// John Roe's after it.
func inAnswer(block string) string {
	return twoExperts + "A Title\n\nWhy is it so?\n\nDoe: It rained in Central Asia. The economic impact of the rain had an impact on the Taliban.\n\n" +
		block + "\n\nAnd this paragraph goes on.\n\nAnd now?\n\nRoe: Wait.\n"
}

// TestStrangerInAnswer holds that another person's words inside an answer are a
// fault in their line, and neither they nor what follows them the expert's.
func TestStrangerInAnswer(t *testing.T) {
	for _, label := range []string{
		"Max Poe:", "Dr. Max Poe, USIP:", "Max Poe, USIP:", "Poe (USIP):", "Max Poe (River Institute, Lower Town):", "**Max Poe, USIP:**",
		"**MAX POE (USIP):**", "MAX POE:", "MAX POE (USIP):", "**Poe:**", "**Poe**:", "**Max Poe** (USIP):", "**Max Poe**, USIP:", "__Max Poe__:",
		"*Max Poe:*", "[Max Poe]:", "[Poe]:", "Poe:", "Max Poe, senior fellow:", "Max Poe, senior expert on the Sahel at the River Institute:",
		"Max Poe of USIP:", "Max Poe — USIP:", "Max Poe / USIP:", "Poe and Miller:", "Max Poe, Ann Miller and Ben Ito:",
		"Audience Member:", "Audience member:", "Participant 2:", "Unidentified Speaker:", "Translator:",
		"Doe, Miller:", "Doe and Poe (USIP):", "Doe (USIP) and Max Poe (CSIS):", "Roe, USIP, and Max Poe, CSIS:", "Roe, Ben Miller:",
		"**Roe: Because** it snowed.", "**Max Poe: No", "Stone:", "Jane Stone:", "张三：", "Иван Сидоров:",
	} {
		for name, data := range map[string]string{
			"block": inAnswer(label + " Another view. A stone."),
			"line":  inAnswer("It did.\n" + label + " Another view. A stone."),
			"alone": inAnswer(label + "\n\nAnother view. A stone."),
		} {
			want := 16
			if name == "line" {
				want = 17
			}
			a, faults := Parse("a-title.md", []byte(data))
			if len(faults) == 0 || faults[0].Line != want {
				t.Errorf("%s, %s: faults %v", label, name, faults)
			}
			for _, said := range spoken(a) {
				if strings.Contains(said, "nother view") || strings.Contains(said, "goes on") || strings.Contains(said, "snowed") {
					t.Errorf("%s, %s: %s", label, name, said)
				}
			}
		}
	}
}

// TestAffiliation holds that an expert's label may say more than the name.
func TestAffiliation(t *testing.T) {
	for _, label := range []string{
		"Roe, Institute:", "Roe (USIP):", "[Roe]:", "[John Roe]:", "John Roe, USIP:", "Dr. John Roe, senior fellow:", "Roe, River Institute:",
		"**Roe, USIP:**", "**John Roe** (USIP):", "**JOHN ROE (USIP):**", "**Roe**, USIP:", "John Roe, Director, School of Rivers:", "[Roe (USIP)]:",
		"Roe — USIP:", "Roe | USIP:",
	} {
		a, faults := Parse("a-title.md", []byte(inAnswer(label+" Another view.")))
		checkLabels(t, a)
		want := []string{
			"Why is it so? Jane Doe It rained in Central Asia. The economic impact of the rain had an impact on the Taliban.",
			"Why is it so? John Roe Another view.", "Why is it so? John Roe And this paragraph goes on.", "And now? John Roe Wait.",
		}
		if diff := cmp.Diff(want, spoken(a)); diff != "" || len(faults) > 0 {
			t.Errorf("%s: %v\n%s", label, faults, diff)
		}
	}
}

// TestNoPerson holds that words with a colon that are no person's name stay
// part of the answer.
func TestNoPerson(t *testing.T) {
	for _, words := range []string{
		"Note: Nobody was.", "Taliban: They were there.", "Taliban: they were there.", "Ministries: they knew.", "Bottom line: It rained.",
		"The Bottom Line: It rained.", "Key takeaway: It rained.", "**Key takeaway:** It rained.", "**Bottom line:** It rained.", "On Ukraine: It rained.",
		"Economic Impact: It was great.", "**Economic Impact:** It was great.", "Central Asia: It rained there.", "Impact: It was great.",
		"*Afghanistan: A History* is a book.", "Roe, of course, disagrees: it snowed.", "Roe, who was there, said: It snowed.",
		"In Russia, there is one rule: None.", "Ministry of Defense: It knew.", "**It rained:** so it is.", "10:30: It rained.", "我的看法是这样的：洪水。",
	} {
		a, faults := Parse("a-title.md", []byte(inAnswer(words)))
		if got := spoken(a); len(faults) > 0 || len(got) != 4 || !strings.HasSuffix(got[1], " Jane Doe "+words) {
			t.Errorf("%s: %v\n%s", words, faults, strings.Join(got, "\n"))
		}
	}
}

// TestJoinedLabelIsText holds that what the fault says to do does help.
func TestJoinedLabelIsText(t *testing.T) {
	data := inAnswer("Regional Fallout: It was great.")
	_, faults := Parse("a-title.md", []byte(data))
	if got := fmt.Sprint(faults); len(faults) != 1 || !strings.Contains(got, "if nobody speaks here, join the line to the one before") {
		t.Errorf("got %s", got)
	}
	if a, faults := Parse("a-title.md", []byte(strings.Replace(data, "\n\nRegional", " Regional", 1))); len(faults) > 0 {
		t.Errorf("joined: %v\n%s", faults, render(a, faults))
	}
}
