package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file knows what a line or a paragraph is by its look alone.

// isHeading reports whether a line is a Markdown heading.
func isHeading(row string) bool {
	hashes := len(row) - len(strings.TrimLeft(row, "#"))
	return hashes > 0 && hashes <= 6 && strings.HasPrefix(row[hashes:], " ") && !strings.ContainsAny(row, "\r\n")
}

// isRule reports whether a line is a horizontal rule, such as "* * *" or "---".
func isRule(row string) bool {
	drawn := strings.ReplaceAll(row, " ", "")
	if len(drawn) < 3 || !strings.Contains("*-_=", drawn[:1]) {
		return false
	}
	return strings.Trim(drawn, drawn[:1]) == ""
}

// isImage reports whether a line is a Markdown image.
func isImage(row string) bool {
	return strings.HasPrefix(row, "![") && strings.HasSuffix(row, ")")
}

// captionLabel begins the caption of a photo.
var captionLabel = regexp.MustCompile(`^(?i:photos?|photograph|image|picture|caption|credit|photo (credit|courtesy|by)|image credit|foto|bild|фото)\s?[:：]`)

func isCaption(row string) bool { return captionLabel.MatchString(row) || isImage(row) }

// photoCredit is a photographer's or an agency's name as it ends a caption.
var photoCredit = regexp.MustCompile(`^(?i:photo|photograph|image|picture|courtesy|credit|getty images|reuters|ap|afp|epa|wikimedia commons)\b`)

// hasCredit reports whether a line ends in a photo's credit, such as
// "(Nanna Heitmann/The New York Times)" or, after a full stop, "(Reuters)".
func hasCredit(row string) bool {
	const longest = 120 // bytes
	if !strings.HasSuffix(row, ")") {
		return false
	}
	tail := row[max(0, len(row)-longest):]
	open := strings.LastIndexByte(tail, '(')
	if open < 0 {
		return false
	}
	credit, before := tail[open+1:len(tail)-1], strings.TrimRightFunc(row[:len(row)-len(tail)+open], unicode.IsSpace)
	if strings.Contains(credit, "/") && isCredit(credit) {
		return true
	}
	return (before == "" || endsInStop(before)) && photoCredit.MatchString(credit)
}

// isCredit reports whether words with a slash among them are names: three or
// more, each with a capital, so that "(Iran/Iraq)" and "(and/or)" are none.
func isCredit(credit string) bool {
	words := strings.FieldsFunc(credit, func(r rune) bool { return unicode.IsSpace(r) || r == '/' })
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(r) && !creditParticles[w] {
			return false
		}
	}
	return len(words) > 2
}

var creditParticles = set("via", "for", "by", "of", "the", "and", "photo", "images", "file", "pool", "courtesy", "de", "la", "van", "von", "al")

// noteForm is how the notes begin that publishers print around a text, folded.
var noteForm = regexp.MustCompile(`^((the )?(views|opinions) expressed (in this|here|are|by the)|publication type\b` +
	`|(this|the) (interview|conversation|discussion|transcript|q&a|text|article|piece) (was|is|has been) (\w+ )?` +
	`(edited|condensed|conducted|shortened|translated|recorded|updated|corrected|published|adapted|excerpted)` +
	`|(this|the) (interview|article|piece|text) (first|originally) |originally (published|appeared)` +
	`|editors?'s? note|disclaimer:|copyright( ©| \(c\)| \d)|©|all rights reserved|(read more|related|see also|tags|keywords|topics):)`)

// capitalField is a line such as "PUBLICATION TYPE: Question and Answer": two
// capitalised words at least, as one may be the name of an organisation.
var capitalField = regexp.MustCompile(`^\p{Lu}{2,}( \p{Lu}{2,})+:`)

// isNote reports whether a block is a disclaimer, the publication's type, a
// note on the editing or the like. A block in square brackets is one as well.
func isNote(text string) bool {
	if strings.HasPrefix(text, "[") && strings.IndexByte(text, ']') == len(text)-1 {
		return true
	}
	head := text[:min(len(text), 80)]
	return noteForm.MatchString(fold(strings.Trim(head, "*_ "))) || capitalField.MatchString(head)
}

// listItem begins an item of a list.
var listItem = regexp.MustCompile(`^([-–—•*+>|]|[0-9]+[.)])`)

// isHeadline reports whether an unmarked paragraph reads as a heading: a line
// of a few words without a stop.
func isHeadline(text string) bool {
	const most = 12 // words
	if len(text) > 200 || strings.ContainsAny(text, "\r\n") || listItem.MatchString(text) {
		return false
	}
	return !endsInStop(text) && !strings.ContainsRune(":;,：，；", lastMark(text)) && wordCount(text) <= most
}

func wordCount(s string) int { return len(strings.Fields(s)) }

// closingHeading is the heading of what follows the last answer, folded.
var closingHeading = regexp.MustCompile(`^(about the (authors?|experts?|interviewers?|speakers?)|further reading|references|notes?|acknowledge?ments?|disclaimer|related\b.*|read more.*|more from.*|see also|sources?|footnotes|endnotes|recommended reading)$`)

func isClosing(heading string) bool {
	return len(heading) < 60 && closingHeading.MatchString(fold(heading))
}

// isCloser reports whether r may stand between the stop of a sentence and its
// end.
func isCloser(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi) || strings.ContainsRune(`"'*_`, r)
}

func isQuestionMark(r rune) bool {
	return strings.ContainsRune("?？؟\u037e⸮﹖⁇⁈⁉", r)
}

// isStop reports whether r ends sentences (Unicode's Sentence_Terminal) or is
// an ellipsis.
func isStop(r rune) bool { return unicode.Is(unicode.STerm, r) || r == '…' || r == '\u037e' }

// lastMark returns the last character of text that is neither white space nor
// a closing quotation mark, bracket or the end of an emphasis.
func lastMark(text string) rune {
	for text != "" {
		r, n := utf8.DecodeLastRuneInString(text)
		if !isBlank(r) && !isCloser(r) {
			return r
		}
		text = text[:len(text)-n]
	}
	return 0
}

// asked reports whether text ends in a question mark.
func asked(text string) bool { return isQuestionMark(lastMark(text)) }

// endsInStop reports whether text ends as a sentence does.
func endsInStop(text string) bool { return isStop(lastMark(text)) }
