package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file tells the names of persons from other words before a colon.

// nameParticles are the small words inside names.
var nameParticles = set("de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "zu", "ter",
	"bin", "ibn", "al", "el", "ul", "e", "y", "and", "&", "und", "et")

// notNames stand before a colon with a capital and are no person's, folded.
var notNames = set("note", "notes", "nb", "p.s", "yes", "no", "example", "examples", "update", "correction", "conclusion",
	"summary", "background", "first", "second", "third", "finally", "result", "warning", "source", "sources", "bottom line",
	"key takeaway", "key takeaways", "key point", "key points", "further reading", "read more", "fazit", "hinweis", "remarque", "nota")

// looksNamed reports whether name has the form of a person's name: up to five
// words, each with a capital or from a script that has none.
func looksNamed(name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 5 {
		return false
	}
	for i, w := range words {
		if i > 0 && nameParticles[w] {
			continue
		}
		if !looksNameWord(w) {
			return false
		}
	}
	return true
}

func looksNameWord(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsLetter(first) || unicode.IsLower(first) && !strings.HasPrefix(word, "al-") {
		return false
	}
	for _, r := range word {
		if !unicode.In(r, unicode.L, unicode.M) && !strings.ContainsRune(".'’‘-‐·・", r) {
			return false
		}
	}
	return true
}

// rolesThatSpeak stand for a person whose name is not told, folded.
var rolesThatSpeak = set("speaker", "audience", "participant", "panelist", "panellist", "guest", "caller", "translator",
	"interpreter", "student", "reporter", "journalist", "attendee", "narrator", "unidentified", "audience member", "author", "expert", "analyst")

// isRole reports whether folded words are a role that speaks: "participant",
// "unidentified speaker".
func isRole(folded string) bool {
	words := strings.Fields(folded)
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	return rolesThatSpeak[folded] || rolesThatSpeak[words[len(words)-1]] || rolesThatSpeak[words[0]] && words[0] == "unidentified"
}

// unbracketed returns what a name has between the square brackets around it.
func unbracketed(name string) (inner string, ok bool) {
	if len(name) < 3 || name[0] != '[' || strings.IndexByte(name, ']') != len(name)-1 {
		return "", false
	}
	return strings.TrimSpace(name[1 : len(name)-1]), true
}

// affiliationCut stands between a name and what a label says of the person.
var affiliationCut = regexp.MustCompile(`,\s*|\s*[(\[/|]|\s+[-–—]\s+|\s+(?:of|from|at)\s+`)

// cutAffiliation cuts "Asfandyar Mir, USIP" and "Mir (USIP)" behind the name.
func cutAffiliation(name string) (bare, note string, ok bool) {
	at := affiliationCut.FindStringIndex(name)
	if at == nil || at[0] == 0 {
		return "", "", false
	}
	return name[:at[0]], strings.TrimSpace(name[at[0]:]), true
}

// affiliated returns the label of a name with a note on the person behind it.
// Where the note may be another speaker's name, as in "Smith, Miller", nobody
// knows who speaks, and where it reads as prose, as in "Smith, of course,
// says", the words are no label.
func (c *cast) affiliated(name, bare, note string) label {
	l := c.identify(bare)
	bracketed := isBracketed(note)
	words := strings.TrimLeft(note, ",/|-–— ")
	switch {
	case l.voice == silent || !bracketed && (l.voice == answerer || !endsAsTitle(words)):
		return label{}
	case l.voice == stranger && !looksNamed(bare) && !isRole(fold(bare)):
		return label{}
	case l.voice == stranger && wordCount(bare) == 1 && isOf(note): // Ministry of Defense
		return label{}
	case l.voice.speaks() && !bracketed && !c.isAffiliation(words):
		l = label{name: name, voice: stranger}
	}
	l.affiliated = true
	return l
}

// isBracketed reports whether note is one pair of brackets with what they hold.
func isBracketed(note string) bool {
	end := len(note) - 1
	return strings.HasPrefix(note, "(") && strings.IndexByte(note, ')') == end || strings.HasPrefix(note, "[") && strings.IndexByte(note, ']') == end
}

func isOf(note string) bool {
	word, _, _ := strings.Cut(note, " ")
	return word == "of" || word == "from" || word == "at"
}

// endsAsTitle reports whether words may be a person's position or affiliation:
// they end in a name or in the word for a position. Clauses before a colon end
// in a verb, or in "this".
func endsAsTitle(words string) bool {
	fields := strings.Fields(words)
	if len(fields) == 0 {
		return false
	}
	last := strings.Trim(fields[len(fields)-1], "()[],.*_ ")
	first, _ := utf8.DecodeRuneInString(last)
	return last == "" || !unicode.IsLower(first) || positions[last]
}

// positions and institutions are the words by which an affiliation is known,
// folded.
var (
	positions = set("director", "professor", "fellow", "analyst", "expert", "researcher", "scholar", "advisor", "adviser", "senior",
		"president", "chair", "chairman", "chairwoman", "head", "founder", "editor", "author", "correspondent", "associate", "minister",
		"ambassador", "secretary", "economist", "historian", "lecturer", "scientist", "officer", "consultant", "specialist", "lawyer",
		"former", "retired", "ret", "manager", "coordinator", "spokesperson", "spokesman", "spokeswoman", "phd", "md", "jd")
	institutions = set("institute", "institut", "institution", "university", "universität", "université", "universidad", "university’s",
		"college", "school", "center", "centre", "council", "foundation", "ministry", "department", "bank", "agency", "office",
		"committee", "commission", "association", "society", "academy", "program", "programme", "project", "group", "network",
		"fund", "organization", "organisation", "union", "initiative", "laboratory", "library", "museum", "hospital", "court",
		"embassy", "government", "army", "navy", "police", "press", "times", "post", "journal", "review", "news", "radio", "corporation", "company")
	affiliationParts = regexp.MustCompile(`\s*[,;/|&()\[\]]\s*|\s+and\s+`)
)

// isAffiliation reports whether words are certainly the affiliation or the
// position of the person before them, and no further person: each part is
// the front matter's, or has letters as "USIP" or a word for an institution
// or a position in it.
func (c *cast) isAffiliation(words string) bool {
	if c.affiliations[fold(words)] {
		return true
	}
	for _, part := range affiliationParts.Split(words, -1) {
		if part == "" || c.affiliations[fold(part)] {
			continue
		}
		known := false
		for _, w := range strings.Fields(part) {
			plain := strings.Trim(fold(w), ".")
			if _, listed := c.roster.find(w); listed {
				return false
			}
			known = known || positions[plain] || institutions[plain] || isAcronym(w)
		}
		if !known {
			return false
		}
	}
	return true
}

// isAcronym reports whether word is written in capitals as "USIP" is.
func isAcronym(word string) bool {
	capitals := 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case r != '.' && r != '-' && r != '&':
			return false
		}
	}
	return capitals > 1
}

// mayBePerson reports whether a stranger's label inside an answer is more
// likely another speaker than words such as "Note:", "Taliban:" or "Economic
// Impact:". Where it is in doubt, it is a person: a quotation under the wrong
// name is worse than a file that is refused.
func (c *cast) mayBePerson(l label) bool {
	words := strings.Fields(fold(strings.ReplaceAll(l.name, ".", "")))
	switch {
	case l.torn, isRole(strings.Join(words, " ")), isRole(strings.TrimPrefix(strings.Join(words, " "), "the ")):
		return true
	case len(words) == 0 || beginsPhrase[words[0]] && len(words) > 1:
		return false
	case l.affiliated:
		return true
	case c.terms.has(l.name) || isClauseOfHan(l.name):
		return false
	}
	return l.marked || len(words) > 1 || !l.continues
}

// beginsPhrase begin what is no name, folded.
var beginsPhrase = set("the", "this", "that", "these", "those", "on", "in", "at", "by", "for", "from", "with", "as", "of", "to",
	"after", "before", "since", "during", "while", "when", "where", "if", "although", "because", "but", "and", "or",
	"what", "why", "how", "which", "our", "their", "your", "its", "his", "her", "my", "about", "beyond", "under", "over",
	"against", "between", "other", "most", "some", "many", "each", "key", "not", "first", "second", "third", "finally")

// isClauseOfHan reports whether name is longer than names are in a script that
// puts no spaces between words.
func isClauseOfHan(name string) bool {
	const longest = 6 // characters, but for the names of foreigners, which have a dot in the middle
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana) &&
		utf8.RuneCountInString(name) > longest && !strings.ContainsAny(name, "·・")
}
