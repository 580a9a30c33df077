package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSentences holds texts whose sentences are divided by a bar.
func TestSentences(t *testing.T) {
	for _, test := range []struct{ name, text string }{
		{"one", "It rained"},
		{"two", "It rained.| It snowed."},
		{"white space around", " \n|It rained.|\t\n It snowed. \u00a0|"},
		{"no-break space between", "It rained.|\u00a0It snowed."},
		{"line break inside", "It\nrained.|\nIt snowed."},
		{"question and exclamation marks", "Did it?| It did!| Really?!| Yes."},
		{"small letter after a question mark", "“Did it?” he asked.| It did."},
		{"digit after a stop", "It rained in 2020.| 30 people saw it."},

		{"U.S. before a name", "The U.S. National Security Council said so.| It did."},
		{"U.S. inside", "The U.S.-Taliban agreement and U.S. interests."},
		{"U.S. at the end", "He lives in the U.S.| The other lives in the U.K.| They never met."},
		{"U.S. at the end before a name", "He lives in the U.S. Russia is far."},
		{"U.S. in quotation marks", "He said “in the U.S.” Russia is far."},
		{"titles", "Dr. Smith, Mr. Osman, Ms. Oster, Sen. Lee and Gen. Diaz met Prof. Groß.| They left."},
		{"Saint", "It is in St. Petersburg.| It is not in Main St.| The rest is."},
		{"initials", "J. Smith met J. R. R. Tolkien and George W. Bush.| They left."},
		{"plan B", "It was plan B.| The next one is C."},
		{"Inc.", "Wells Inc. said so, as did Dam Ltd.| It was wrong."},
		{"e.g. and i.e.", "Some, e.g. Russia, i.e. Moscow, and others, e.g., Iran, did."},
		{"etc.", "Dams, wells, etc. Osman knows them.| Dams, wells, etc.| But no rivers."},
		{"vs.", "It is Smith vs. Osman."},
		{"months", "It rained on Jan. 5 and on Feb. 6, 2024.| It snowed in Mar.| The rest was dry."},
		{"No. before a number", "It is No. 5 of the list."},
		{"no as an answer", "No.| The U.S. said so."},
		{"p.m.", "It was 5 p.m. Moscow time.| It was 6 p.m.| Then it rained."},
		{"Ph.D.", "She has a Ph.D. from Moscow.| She has a Ph.D.| He has none."},
		{"list number", "1. It rained.| 2. It snowed."},
		{"numbered list", "1. One thing|\n2. Another thing"},
		{"bulleted list", "- rain|\n- snow|\r\n- hail and\nsleet"},
		{"list behind a colon", "Two reasons:|\n  • rain.| And|\n  • snow|"},
		{"list without a colon", "Two reasons|\n1) rain|\n2) snow|"},
		{"items of two sentences", "* It rained.| A lot.|\n* It snowed.|"},
		{"dash at the beginning of a line", "The dam\n- which broke - was\nold."},
		{"number at the beginning of a line", "It broke on March\n3 and on April\n4) it was mended in\n2024.| It was."},
		{"decimals", "It rained 1.3 inches at $2.50.| It cost 3.| Dams cost more."},
		{"addresses", "See www.example.org/a.html or ask a.b@example.org.| It is there."},

		{"ellipsis", "It rained… and snowed…| It did."},
		{"ellipsis that ends", "It rained…| It snowed..."},
		{"ellipsis before a capital", "It rained...| It snowed…| Yes."},
		{"ellipsis for words left out", "The … Taliban and the ... Russians said."},
		{"spaced ellipsis", "It rained . . . and . . . Moscow was wet."},

		{"closing quotation mark", "He said that “[t]here was no involvement whatsoever.”| Russia has none."},
		{"stop after the quotation mark", "He said “no”.| Russia has none."},
		{"single quotation marks", "He said ‘no.’| Then he left."},
		{"straight quotation marks", "He said \"no.\"| Then he left."},
		{"bracket after the stop", "It rained (in the hills.)| It snowed."},
		{"sentence in brackets", "It rained.| (It snowed, too.)| It stopped."},
		{"changed capital", "It rained.| “[t]here it is.”"},
		{"quotation at the beginning", "It rained.| “It snowed,” he said."},
		{"emphasis", "**It rained.**| *It snowed.*| Yes."},
		{"dash before a capital", "It rained.| — It snowed."},
		{"dash before a small letter", "It rained. — as it does."},
		{"brackets inside", "The emir (or supreme leader).| In it, he spoke (loudly)."},
		{"hyphen and number", "It is a 30-page pamphlet.| It is long."},

		{"French", "«\u00a0Elle était vieille.\u00a0»| M. Dupont le dit.| Qui\u00a0?| Lui\u00a0!"},
		{"French, plain spaces", "« Vieille. »| Il le dit."},
		{"German", "„Er war alt.“| Am 3. März kam Dr. Weiß, d. h. spät.| Es war z. B. Nacht."},
		{"German guillemets", "»Er war alt.«| »Ja.«| Er ging. »so"},
		{"Spanish", "¿Quién?| ¡Todos!| La Sra. López vive en EE. UU. desde 2020.| ¿Sí?"},
		{"Russian", "«Она не выдержит».| И. И. Сидоров жил на ул. Ленина.| Кто слушал?| Никто."},
		{"Chinese", "河水超过九米。|四千人离开家园！|为什么？|“好。”他说。|完。"},
		{"Japanese", "雨が降った。|「なぜ？」と聞いた。|終わり。"},
		{"Arabic", "كان قديما.| من كان يعلم؟| قال د. عمر ذلك.| انتهى۔"},
		{"Hindi", "बारिश हुई।| क्यों?| पता नहीं।"},
		{"Armenian", "Անձրև եկավ։| Այո։"},

		{"nothing", ""},
		{"only space", " \n\u00a0"},
		{"only stops", "...|"},
		{"stop first", ". It rained."},
		{"broken UTF-8", "It \xff.| It\x92s.\xff"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(test.text, "|", "")
			var want []string
			for _, s := range strings.Split(test.text, "|") {
				if s = strings.TrimSpace(s); s != "" {
					want = append(want, s)
				}
			}
			var got []string
			sentences := Sentences(text)
			for _, s := range sentences {
				got = append(got, text[s.Start:s.End])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
			checkSentences(t, text, Span{0, len(text)}, sentences)
		})
	}
}
