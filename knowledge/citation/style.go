package citation

import (
	"fmt"
	"strings"
	"time"
)

// Style is a manner of citing.
type Style string

// The styles. The first three are sentences, the others records.
const (
	Chicago Style = "chicago"
	APA     Style = "apa"
	MLA     Style = "mla"
	BibTeX  Style = "bibtex"
	RIS     Style = "ris"
	CSLJSON Style = "csl-json"
)

// Styles lists all styles, sentences first.
func Styles() []Style { return []Style{Chicago, APA, MLA, BibTeX, RIS, CSLJSON} }

// Name is how people call the style.
func (s Style) Name() string {
	switch s {
	case Chicago:
		return "Chicago"
	case APA:
		return "APA"
	case MLA:
		return "MLA"
	case BibTeX:
		return "BibTeX"
	case RIS:
		return "RIS"
	default:
		return "CSL-JSON"
	}
}

// IsRecord reports whether the style is for programs.
func (s Style) IsRecord() bool { return s == BibTeX || s == RIS || s == CSLJSON }

// Piece is a part of a citation that is set in one manner.
type Piece struct {
	Text   string
	Italic bool
}

// Sentence cites the work in a style for people.
func (w Work) Sentence(s Style) []Piece {
	w = w.bare()
	switch s {
	case APA:
		return w.apa()
	case MLA:
		return w.mla()
	default:
		return w.chicago()
	}
}

// Text cites the work in any style, without italics.
func (w Work) Text(s Style) string {
	switch s {
	case BibTeX:
		return w.bare().bibTeX()
	case RIS:
		return w.bare().ris()
	case CSLJSON:
		return w.bare().cslJSON()
	}
	var b strings.Builder
	for _, p := range w.Sentence(s) {
		b.WriteString(p.Text)
	}
	return b.String()
}

// chicago: “Title.” Container. Publisher, March 27, 2024. Address. (17th
// edition, 14.207)
func (w Work) chicago() []Piece {
	first := w.Authors[0] // which Chicago sorts by its family's name alone (8.5)
	names := []string{joined(", ", first.Family, joined(" ", first.Given, first.Particle), first.Suffix)}
	for _, n := range w.Authors[1:] {
		names = append(names, n.spoken())
	}
	authors := list(names, 10, 7, "and")
	title := quoted(w.Title, stop(w.Title))
	if w.Container == "" && w.Publisher == "" && stop(w.Title) != "" {
		title = quoted(w.Title, ",")
	}
	pieces := []Piece{{Text: ended(authors) + " " + title + " "}}
	if w.Container != "" {
		pieces = append(pieces, Piece{w.Container, true}, Piece{Text: stop(w.Container) + " "})
	}
	return append(pieces, Piece{Text: joined(", ", w.Publisher, w.Published.Format("January 2, 2006")) + ". " + w.URL + "."})
}

// apa: Doe, J. (2024, March 27). Title. Container; Publisher. Address (7th
// edition, 10.16)
func (w Work) apa() []Piece {
	var names []string
	for _, n := range w.Authors {
		names = append(names, n.initials())
	}
	authors := ""
	switch n := len(names); {
	case n > 20:
		authors = strings.Join(names[:19], ", ") + ", … " + names[n-1]
	case n > 1:
		authors = strings.Join(names[:n-1], ", ") + ", & " + names[n-1]
	default:
		authors = names[0]
	}
	pieces := []Piece{
		{Text: ended(authors) + " (" + w.Published.Format("2006, January 2") + "). "},
		{w.Title, true}, {Text: stop(w.Title) + " "},
	}
	if source := joined("; ", w.Container, w.Publisher); source != "" {
		pieces = append(pieces, Piece{Text: ended(source) + " "})
	}
	return append(pieces, Piece{Text: w.URL})
}

// mla: Doe, Jane. “Title.” Container, Publisher, 27 Mar. 2024, address. (9th
// edition, 5.1 and following)
func (w Work) mla() []Piece {
	authors := w.Authors[0].inverted()
	switch len(w.Authors) {
	case 1:
	case 2:
		authors += ", and " + w.Authors[1].spoken()
	default:
		authors += ", et al."
	}
	pieces := []Piece{{Text: ended(authors) + " "}}
	if w.Container == "" {
		pieces = append(pieces, Piece{w.Title, true}, Piece{Text: stop(w.Title) + " "})
	} else {
		pieces = append(pieces, Piece{Text: quoted(w.Title, stop(w.Title)) + " "}, Piece{w.Container, true}, Piece{Text: ", "})
	}
	return append(pieces, Piece{Text: joined(", ", w.Publisher, mlaDate(w.Published), w.URL) + "."})
}

// mlaDate shortens months of more than four letters (MLA Handbook, appendix 1).
func mlaDate(t time.Time) string {
	month := t.Month().String()
	switch {
	case t.Month() == time.September:
		month = "Sept."
	case len(month) > 4:
		month = month[:3] + "."
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
}

// list joins names; of more than most, the first few and "et al."
func list(names []string, most, few int, and string) string {
	switch n := len(names); {
	case n > most:
		return strings.Join(names[:few], ", ") + ", et al."
	case n > 1:
		return strings.Join(names[:n-1], ", ") + ", " + and + " " + names[n-1]
	default:
		return names[0]
	}
}

// quoted sets a title and what ends it between quotation marks; those inside
// it become single ones.
func quoted(title, end string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’").Replace(title) + end + "”"
}

// ended is text with the full stop that ends it.
func ended(text string) string { return text + stop(text) }

// stop is the full stop that a text needs to end, if any.
func stop(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") || text == "" {
		return ""
	}
	return "."
}
