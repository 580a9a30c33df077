package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ibid/knowledge/article"
	"ibid/knowledge/quotation"
)

// claim is who is said to have said something. What is nearer to the words
// counts before what is further.
type claim struct {
	who       string // named as the speaker by whom asks
	label     string // before a colon right before the words
	signature string // behind a dash right after them
	beside    string // what stands before and after them
	around    string // what stands around them and other quotations
}

// wrong says whom the words of a stream are falsely attributed to; empty
// where nobody is named, or the right one among others.
func (c claim) wrong(s stream) string {
	a := s.topic.Analysis
	if c.who != "" {
		experts := byName(c.who, a)
		if len(experts) == 0 && !mentions(c.who, a) {
			return c.who
		}
		return others(experts, s)
	}
	for _, who := range []string{c.label, signatory(c.signature)} {
		if experts := labelled(who, a); len(experts) > 0 {
			return others(experts, s)
		}
	}
	if who := signatory(c.signature); isPerson(who, 2, a) && !mentions(who, a) {
		return who
	}
	if isPerson(c.label, 5, a) && !mentions(c.label, a) {
		return c.label
	}
	for _, text := range []string{c.beside, c.around} {
		if experts := named(text, a); len(experts) > 0 {
			return others(experts, s)
		}
	}
	return ""
}

// others are the experts, unless who speaks is one of them.
func others(experts []string, s stream) string {
	if speaker := s.speaker(); speaker != nil && slices.Contains(experts, speaker.Name) {
		return ""
	}
	return strings.Join(experts, ", ")
}

// named lists the experts of an analysis whom a text names, by surname at
// least, with a capital: mir is a word of German.
func named(text string, a *article.Analysis) []string {
	in := quotation.Words(text, 0)
	var names []string
	for _, e := range a.Experts {
		if slices.ContainsFunc(in, func(w quotation.Word) bool { return w.Folded == surname(e.Name) && isCapital(text[w.Start:]) }) {
			names = append(names, e.Name)
		}
	}
	return names
}

// byName lists the experts whom somebody names as the speaker. Bob Doe is
// not Jane Doe, though J. Doe may be.
func byName(who string, a *article.Analysis) []string {
	in := quotation.Words(who, 0)
	var names []string
	for _, e := range a.Experts {
		at := slices.IndexFunc(in, func(w quotation.Word) bool { return w.Folded == surname(e.Name) })
		if at > 0 && givenName(who[in[at-1].Start:in[at].Start]) && initial(in[at-1].Folded) != initial(e.Name) {
			continue
		}
		if at >= 0 {
			names = append(names, e.Name)
		}
	}
	return names
}

// givenName reports whether a word before a surname is one, and no title.
func givenName(word string) bool {
	word = strings.TrimSpace(word)
	if strings.HasSuffix(word, ".") && utf8.RuneCountInString(word) > 2 {
		return false // an abbreviation
	}
	titles := []string{"mr", "mrs", "ms", "miss", "mx", "sir", "dr", "prof", "professor", "doctor", "ambassador", "expert", "analyst", "author",
		"herr", "frau", "señor", "señora", "monsieur", "madame", "senhor", "senhora", "pan", "pani", "sayın"}
	return isCapital(word) && !slices.Contains(titles, strings.ToLower(word))
}

// initial is the first letter of a name, without its case.
func initial(name string) rune {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.ToLower(first)
}

// labelled lists the experts whom a label or a signature names. Of several,
// the last before its verb counts: "Doe disagrees with Roe, who wrote".
func labelled(label string, a *article.Analysis) []string {
	in := quotation.Words(label, 0)
	experts := named(label, a)
	for _, e := range a.Experts {
		if name := folded(in); len(name) > 0 && slices.Equal(name, nameWords(e.Name)[max(0, len(nameWords(e.Name))-len(name)):]) {
			return []string{e.Name} // in small letters, perhaps
		}
		const verb = 2 // words at most: said, who said
		for after := 1; len(experts) > 1 && after <= verb && after < len(in); after++ {
			if in[len(in)-1-after].Folded == surname(e.Name) {
				return []string{e.Name}
			}
		}
	}
	return experts
}

// surname is the last of the words of a name.
func surname(name string) string {
	words := nameWords(name)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// nameWords are the words of a name, folded, without what follows a surname.
func nameWords(name string) []string {
	words := folded(quotation.Words(name, 0))
	for len(words) > 1 && slices.Contains([]string{"jr", "sr", "ii", "iii", "iv", "phd", "md"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}

// mentions reports whether all words of who are in the publisher's name or an
// affiliation: such an attribution names no person.
func mentions(who string, a *article.Analysis) bool {
	known := a.Publisher
	for _, e := range a.Experts {
		known += " " + e.Affiliation
	}
	in := folded(quotation.Words(known, 0))
	return !slices.ContainsFunc(folded(quotation.Words(who, 0)), func(w string) bool { return !slices.Contains(in, w) })
}

var capitalWords = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}.'’-]*(?: \p{Lu}[\p{L}\p{M}.'’-]*)*`)

// signatory is the name that a signature begins with, up to four words with
// capitals; empty where a sentence goes on there instead.
func signatory(signature string) string {
	name := capitalWords.FindString(signature)
	rest := strings.TrimLeft(signature[len(name):], "*_ ")
	goesOn := strings.HasPrefix(rest, ",") && !isCapital(strings.TrimLeft(rest, ", ")) && !isDigit(strings.TrimLeft(rest, ", "))
	if len(strings.Fields(name)) > 4 || goesOn || rest != "" && isLetter(rest) && len(strings.Fields(name)) == 1 {
		return ""
	}
	return strings.TrimRight(name, ".")
}

// isPerson reports whether who reads as a person's name: one to four words,
// each with a capital. One of fewer words than sure must be known to the
// analysis: else it may be any remark.
func isPerson(who string, sure int, a *article.Analysis) bool {
	fields := strings.Fields(who)
	if len(fields) == 0 || len(fields) > 4 || slices.ContainsFunc(fields, func(w string) bool { return !isCapital(w) }) {
		return false
	}
	return len(fields) >= sure || slices.ContainsFunc(fields, func(w string) bool { return isNameIn(a.Source, w) })
}

// isNameIn reports whether a text has a word with a capital within a
// sentence, as names have.
func isNameIn(text, word string) bool {
	pattern, err := regexp.Compile(`[\p{Ll},] ` + regexp.QuoteMeta(word) + `(?:[^\p{L}\d]|$)`)
	return err == nil && pattern.MatchString(text)
}

func isCapital(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(first)
}

func isLetter(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first)
}

func isDigit(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsDigit(first)
}
