package citation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// key names the work in a bibliography: family, year, first word of the
// title, in letters and digits of ASCII.
func (w Work) key() string {
	title := ""
	for _, word := range strings.Fields(w.Title) {
		if title = plain(word); len(title) > 3 {
			break
		}
	}
	key := plain(w.Authors[0].whole()) + w.Published.Format("2006") + title
	return key[:min(len(key), 60)]
}

func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(text))
}

// bibTeX is an entry as BibTeX and biber read it: UTF-8, titles in two pairs
// of braces so that their capitals stay.
func (w Work) bibTeX() string {
	var authors []string
	for _, n := range w.Authors {
		switch {
		case n.Given == "":
			authors = append(authors, "{"+tex(n.Family)+"}")
		case n.Suffix != "":
			authors = append(authors, tex(n.whole())+", "+tex(n.Suffix)+", "+tex(n.Given))
		default:
			authors = append(authors, tex(n.whole())+", "+tex(n.Given))
		}
	}
	kind := "misc"
	fields := [][2]string{
		{"author", "{" + strings.Join(authors, " and ") + "}"},
		{"title", "{{" + tex(w.Title) + "}}"},
	}
	if w.Container != "" {
		kind = "incollection"
		fields = append(fields, [2]string{"booktitle", "{{" + tex(w.Container) + "}}"})
	}
	if w.Publisher != "" {
		fields = append(fields, [2]string{"publisher", "{" + tex(w.Publisher) + "}"})
	}
	fields = append(fields,
		[2]string{"year", "{" + w.Published.Format("2006") + "}"},
		[2]string{"month", strings.ToLower(w.Published.Format("Jan"))},
		[2]string{"day", "{" + w.Published.Format("2") + "}"},
		[2]string{"url", "{" + strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(w.URL) + "}"},
	)
	lines := []string{fmt.Sprintf("@%s{%s,", kind, w.key())}
	for _, f := range fields {
		lines = append(lines, fmt.Sprintf("  %s = %s,", f[0], f[1]))
	}
	return strings.Join(append(lines, "}"), "\n")
}

// tex escapes what TeX acts on.
func tex(text string) string {
	return strings.NewReplacer(
		`\`, `{\textbackslash}`, "{", `\{`, "}", `\}`, "$", `\$`, "&", `\&`, "#", `\#`, "%", `\%`, "_", `\_`,
		"^", `{\textasciicircum}`, "~", `{\textasciitilde}`, "`", `{\textasciigrave}`,
	).Replace(text)
}

// ris is a record as reference managers take it: a web page, or a chapter
// where it is a part, as the part of a web page has no type. A tag, two spaces, a dash, a space, and the rest of the line as it is.
func (w Work) ris() string {
	lines := []string{"TY  - ELEC"}
	if w.Container != "" {
		lines[0] = "TY  - CHAP"
	}
	add := func(tag, text string) {
		if text != "" {
			lines = append(lines, tag+"  - "+text)
		}
	}
	for _, n := range w.Authors {
		add("AU", n.inverted())
	}
	add("TI", w.Title)
	add("T2", w.Container)
	add("PB", w.Publisher)
	add("PY", w.Published.Format("2006"))
	add("DA", w.Published.Format("2006/01/02"))
	add("LA", w.Language)
	add("UR", w.URL)
	return strings.Join(append(lines, "ER  - "), "\n")
}

// cslItem is an item of CSL-JSON
// (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).
type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Container string    `json:"container-title,omitempty"`
	Author    []cslName `json:"author"`
	Publisher string    `json:"publisher,omitempty"`
	Issued    cslDate   `json:"issued"`
	URL       string    `json:"URL"`
	Language  string    `json:"language,omitempty"`
}

type cslName struct {
	Family   string `json:"family,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Given    string `json:"given,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Literal  string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts [][3]int `json:"date-parts"`
}

// cslJSON is a list of one item, as citation processors take it.
func (w Work) cslJSON() string {
	item := cslItem{
		ID: w.key(), Type: "webpage", Title: w.Title, Container: w.Container, Publisher: w.Publisher,
		Issued: cslDate{[][3]int{{w.Published.Year(), int(w.Published.Month()), w.Published.Day()}}},
		URL:    w.URL, Language: w.Language,
	}
	for _, n := range w.Authors {
		if n.Given == "" {
			item.Author = append(item.Author, cslName{Literal: n.Family})
		} else {
			item.Author = append(item.Author, cslName{Family: n.Family, Particle: n.Particle, Given: n.Given, Suffix: n.Suffix})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode([]cslItem{item}); err != nil {
		panic(err) // strings and numbers can be encoded
	}
	return strings.TrimSpace(b.String())
}
