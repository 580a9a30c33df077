package citation

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// works are such as there are, and such as escape what a format acts on.
func works() []Work {
	day := time.Date(2024, time.March, 27, 0, 0, 0, 0, time.UTC)
	people := func(names ...string) []Name {
		var all []Name
		for _, n := range names {
			all = append(all, ParseName(n))
		}
		return all
	}
	const title, institute, address = "Moscow Concert Hall Attack Will Have Far-Reaching Impact", "United States Institute of Peace", "https://www.usip.org/publications/2024/03/moscow_attack?a=1&b=50%25#x"
	many := strings.Fields("Ann Bob Cid Dan Eve Fay Gus Hal Ivy Jon Kim Lee Mia Ned Oda Pat Quy Ron Sue Tom Uma Vic")
	for i := range many {
		many[i] += " Doe"
	}
	return []Work{
		{people("Mary Glantz", "Gavin Helf", "Asfandyar Mir", "Andrew Watkins"), title, "", institute, day, address, "en"},
		{people("Asfandyar Mir"), "Why did ISIS, and ISIS-K in particular, strike Russia?", title, institute, day, address, "en"},
		{people("Mary Glantz", "Gavin Helf"), title, "", institute, day, address, "en"},
		{people("Mary Glantz", "Gavin Helf", "Asfandyar Mir"), "It's “over,” he said!", "", institute, day, address, "en"},
		{people(many[:10]...), title, "", institute, day, address, "en"},
		{people(many[:11]...), title, "", institute, day, address, "en"},
		{people(many[:20]...), title, "", institute, day, address, "en"},
		{people(many...), title, "", institute, day, address, "en"},
		{nil, title, "", institute, day, address, "en"},
		{people("Jean-Paul K. van der Berg", "Martin Luther King Jr."), title, "", "A & B {Co} 100% #1 $5_x^2 ~ \\end", day.AddDate(0, 6, -20), address, "en"},
		{people("Zoë Nuñez"), "100% of {all} $5 & #1_x^2 ~ \\end `x` is it", "«A» 50% & more", "Größe", day, address, "de"},
	}
}

// TestSentences shows each manner as a person would read it.
func TestSentences(t *testing.T) {
	whole, answer := works()[0], works()[1]
	for _, test := range []struct {
		work  Work
		style Style
		want  string
	}{
		{whole, Chicago, "Glantz, Mary, Gavin Helf, Asfandyar Mir, and Andrew Watkins. “Moscow Concert Hall Attack Will Have Far-Reaching Impact.” United States Institute of Peace, March 27, 2024. " + whole.URL + "."},
		{answer, Chicago, "Mir, Asfandyar. “Why did ISIS, and ISIS-K in particular, strike Russia?” Moscow Concert Hall Attack Will Have Far-Reaching Impact. United States Institute of Peace, March 27, 2024. " + whole.URL + "."},
		{whole, APA, "Glantz, M., Helf, G., Mir, A., & Watkins, A. (2024, March 27). Moscow Concert Hall Attack Will Have Far-Reaching Impact. United States Institute of Peace. " + whole.URL},
		{answer, MLA, "Mir, Asfandyar. “Why did ISIS, and ISIS-K in particular, strike Russia?” Moscow Concert Hall Attack Will Have Far-Reaching Impact, United States Institute of Peace, 27 Mar. 2024, " + whole.URL + "."},
		{answer, BibTeX, "@incollection{mir2024isis,\n  author = {Mir, Asfandyar},\n  title = {{Why did ISIS, and ISIS-K in particular, strike Russia?}},\n  booktitle = {{Moscow Concert Hall Attack Will Have Far-Reaching Impact}},\n  publisher = {United States Institute of Peace},\n  year = {2024},\n  month = mar,\n  day = {27},\n  url = {" + whole.URL + "},\n}"},
		{whole, RIS, "TY  - ELEC\nAU  - Glantz, Mary\nAU  - Helf, Gavin\nAU  - Mir, Asfandyar\nAU  - Watkins, Andrew\nTI  - Moscow Concert Hall Attack Will Have Far-Reaching Impact\nPB  - United States Institute of Peace\nPY  - 2024\nDA  - 2024/03/27\nLA  - en\nUR  - " + whole.URL + "\nER  - "},
	} {
		if got := test.work.Text(test.style); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.style, got, test.want)
		}
	}
}

func TestParseName(t *testing.T) {
	for name, want := range map[string]Name{
		"Mary Glantz":             {"Mary", "", "Glantz", ""},
		"Ursula von der Leyen":    {"Ursula", "von der", "Leyen", ""},
		"Martin Luther King, Jr.": {"Martin Luther", "", "King", "Jr."},
		"Plato":                   {"", "", "Plato", ""},
		"":                        {"", "", "", ""},
		"de Gaulle":               {"de", "", "Gaulle", ""},
	} {
		if got := ParseName(name); got != want {
			t.Errorf("%q: %+v, want %+v", name, got, want)
		}
	}
}

// csl is where Debian's packages citation-style-language-styles and
// citation-style-language-locales put their files.
const csl = "/usr/share/citation-style-language"

// TestProcessorsAgree: citeproc makes the same sentences of the CSL-JSON, and
// Citation.js finds in BibTeX and RIS what was put in.
func TestProcessorsAgree(t *testing.T) {
	all := works()
	var in []map[string]string
	for _, w := range all {
		in = append(in, map[string]string{"csl": w.Text(CSLJSON), "bibtex": w.Text(BibTeX), "ris": w.Text(RIS)})
	}
	var out []struct {
		Chicago, APA, MLA string
		BibTeX, RIS       []cslItem
	}
	processed(t, in, &out)
	for i, w := range all {
		for style, theirs := range map[Style]string{Chicago: out[i].Chicago, APA: out[i].APA, MLA: out[i].MLA} {
			if ours := w.Text(style); comparable(ours) != comparable(theirs) {
				t.Errorf("work %d, %s:\n     ours %s\nciteproc %s", i, style, ours, theirs)
			}
		}
		var written []cslItem
		if err := json.Unmarshal([]byte(w.Text(CSLJSON)), &written); err != nil {
			t.Fatal(err)
		}
		for style, read := range map[Style][]cslItem{BibTeX: out[i].BibTeX, RIS: out[i].RIS} {
			if len(read) != 1 {
				t.Fatalf("work %d, %s: %d items read", i, style, len(read))
			}
			if difference := differ(written[0], read[0]); difference != "" {
				t.Errorf("work %d, %s: %s\n%s", i, style, difference, w.Text(style))
			}
		}
	}
}

// comparable leaves aside what citeproc does and we mean not to: capitals in
// English titles, and its way to write an ellipsis.
func comparable(sentence string) string {
	return strings.ToLower(strings.NewReplacer("’", "'", "‘", "'", ", … ", ", . . . ").Replace(sentence))
}

func differ(want, got cslItem) string {
	names := func(all []cslName) string {
		var b strings.Builder
		for _, n := range all {
			b.WriteString(joined("|", joined(" ", n.Particle, n.Family)+n.Literal, n.Given, n.Suffix) + ";")
		}
		return b.String()
	}
	for _, f := range [][3]string{
		{"title", want.Title, got.Title}, {"container", want.Container, got.Container}, {"publisher", want.Publisher, got.Publisher},
		{"URL", want.URL, got.URL}, {"authors", names(want.Author), names(got.Author)},
	} {
		if f[1] != f[2] {
			return f[0] + ": wrote " + f[1] + ", read " + f[2]
		}
	}
	date := want.Issued.Parts[0]
	if want.Container != "" && got.Type == "chapter" && got.Issued.Parts[0][1] == 0 {
		date[1], date[2] = 0, 0 // of a chapter's date in RIS, Citation.js reads the year
	}
	if got.Issued.Parts[0] != date {
		return "date"
	}
	return ""
}

// processed runs the citation processors.
func processed(t *testing.T, in, out any) {
	t.Helper()
	const npm = "testdata/npm"
	missing := ""
	if _, err := exec.LookPath("node"); err != nil {
		missing = "there is no node"
	}
	if _, err := os.Stat(filepath.Join(npm, "node_modules", "citeproc")); err != nil {
		missing = "there is no citeproc: run npm ci in knowledge/citation/" + npm
	}
	if _, err := os.Stat(csl); err != nil {
		missing = "there are no styles: install Debian's citation-style-language-styles and -locales"
	}
	switch {
	case missing != "" && os.Getenv("IBID_REQUIRE_TOOLS") != "":
		t.Fatal(missing)
	case missing != "":
		t.Skip("SKIPPED: " + missing)
	}
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "read.mjs", csl)
	cmd.Dir, cmd.Stdin = npm, bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	if err := json.Unmarshal(output, out); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
}

// FuzzRecords: whatever is cited, a record stays one: no text of it becomes
// another field.
func FuzzRecords(f *testing.F) {
	f.Add("Mary Glantz", "Title", "Container", "Publisher", "https://x.example")
	f.Add("} and x", "a\nER  - \nTY  - BOOK", "{\\\"", "\u2028\x00\xff", "https://x.example/}{\n")
	f.Fuzz(func(t *testing.T, name, title, container, publisher, url string) {
		w := Work{[]Name{ParseName(name)}, title, container, publisher, time.Unix(0, 0).UTC(), url, "en"}
		if bib := w.Text(BibTeX); !balanced(bib) || strings.Count(bib, "\n") > 9 {
			t.Errorf("BibTeX: %s", bib)
		}
		line := regexp.MustCompile(`^[A-Z][A-Z0-9]  - [^\r\n]*$`)
		if lines := strings.Split(w.Text(RIS), "\n"); slices.ContainsFunc(lines, func(l string) bool { return !line.MatchString(l) }) || len(lines) > 10 {
			t.Errorf("RIS: %q", lines)
		}
		var items []cslItem
		if err := json.Unmarshal([]byte(w.Text(CSLJSON)), &items); err != nil || len(items) != 1 {
			t.Errorf("CSL-JSON: %v", err)
		}
		for _, s := range Styles() {
			if !s.IsRecord() && strings.ContainsAny(w.Text(s), "\n\r") {
				t.Errorf("%s: %q", s, w.Text(s))
			}
		}
	})
}

// balanced reports whether each brace that is not escaped is closed.
func balanced(tex string) bool {
	depth := 0
	for i := 0; i < len(tex); i++ {
		switch tex[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}
