package quotation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minPart is how many words stand between quotation marks at least for them
// to be a quotation: fewer may be a term, or irony.
const minPart = 4

// Part is a quotation in what somebody writes.
type Part struct {
	Text string
	// Before and After are what stands between it and the quotations beside
	// it.
	Before, After string
}

// Split finds the quotations in what somebody writes, in order: lines marked
// with ">", all that follows ">>>", and what stands between quotation marks.
func Split(text string) []Part {
	var parts []Part
	around := ""
	add := func(quoted string) {
		if Parse(quoted).Len() < minPart {
			around += " " + quoted + " "
			return
		}
		if n := len(parts); n > 0 {
			parts[n-1].After = around
		}
		parts = append(parts, Part{Text: quoted, Before: around})
		around = ""
	}
	for _, c := range chunksOf(text) {
		if c.quoted {
			add(c.text)
			continue
		}
		for rest := c.text; rest != ""; {
			before, quoted, after, ok := cutMarked(rest)
			around += before
			if ok {
				add(quoted)
			}
			rest = after
		}
	}
	if n := len(parts); n > 0 {
		parts[n-1].After = around
	}
	return parts
}

// chunk is a run of lines, all of them quoted or none.
type chunk struct {
	text   string
	quoted bool
}

// chunksOf parts lines that Markdown quotes from those it does not; see
// Discord's "Markdown Text 101".
func chunksOf(text string) []chunk {
	var chunks []chunk
	add := func(text string, quoted bool) {
		if n := len(chunks) - 1; n >= 0 && chunks[n].quoted == quoted {
			chunks[n].text += text
		} else {
			chunks = append(chunks, chunk{text, quoted})
		}
	}
	for at := 0; at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		line = text[at:min(at+len(line)+1, len(text))]
		trimmed := strings.TrimLeftFunc(line, unicode.IsSpace)
		switch {
		case strings.HasPrefix(trimmed, ">>>"):
			add(strings.TrimPrefix(strings.TrimLeftFunc(text[at:], unicode.IsSpace), ">>>"), true)
			return chunks
		case strings.HasPrefix(trimmed, ">"):
			add(strings.TrimLeft(trimmed, "> "), true)
		default:
			add(line, false)
		}
		at += len(line)
	}
	return chunks
}

// cutMarked cuts a text around the first words between quotation marks, the
// outermost where there are some inside others.
func cutMarked(text string) (before, quoted, after string, ok bool) {
	for at, r := range text {
		if r == utf8.RuneError {
			continue
		}
		inner := text[at+utf8.RuneLen(r):]
		if end := closeAt(text[:at], inner, r); end >= 0 {
			_, size := utf8.DecodeRuneInString(inner[end:])
			return text[:at], inner[:end], inner[end+size:], true
		}
	}
	return text, "", "", false
}

// closeAt finds where the words end that r opens; -1 if it opens none.
func closeAt(before, inner string, r rune) int {
	switch r {
	case '“':
		return closing(inner, "”", r)
	case '„', '‚':
		return closing(inner, "“”‘’", r)
	case '«':
		return closing(inner, "»", r)
	case '‹':
		return closing(inner, "›", r)
	case '「':
		return closing(inner, "」", r)
	case '『':
		return closing(inner, "』", r)
	case '"':
		return closing(inner, `"`, r)
	case '»', '›', '”': // as in Danish, and in Swedish
		if opens(before, inner) {
			return closing(inner, map[rune]string{'»': "«»", '›': "‹›", '”': "”"}[r], 0)
		}
	case '‘', '\'':
		if opens(before, inner) {
			return closingApostrophe(inner)
		}
	}
	return -1
}

// closing finds the mark that closes what r opens. After the end of a
// paragraph r stands again, and opens nothing; see The Chicago Manual of
// Style, 13.32.
func closing(inner, marks string, r rune) int {
	depth := 0
	for i, c := range inner {
		switch {
		case strings.ContainsRune(marks, c):
			if depth == 0 {
				return i
			}
			depth--
		case c == r && !startsLine(inner[:i]):
			depth++
		}
	}
	return -1
}

func startsLine(before string) bool {
	return strings.HasSuffix(strings.TrimRight(before, " \t"), "\n")
}

// opens reports whether a mark that may close as well stands where it opens:
// before a word, and not after one.
func opens(before, inner string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(inner)
	return (before == "" || unicode.IsSpace(last) || strings.ContainsRune("([—–:", last)) && !unicode.IsSpace(next)
}

// closingApostrophe finds the mark that closes single ones: the first after
// a word, or where that word may be a genitive, as in the experts’ view, the
// last.
func closingApostrophe(inner string) int {
	end := -1
	for i, c := range inner {
		if c == '‘' && end >= 0 {
			break
		}
		if c != '’' && c != '\'' || !closes(inner[:i], inner[i+utf8.RuneLen(c):]) {
			continue
		}
		end = i
		if last := inner[i-1]; last != 's' && last != 'S' {
			break
		}
	}
	return end
}

func closes(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return before != "" && !unicode.IsSpace(last) && (after == "" || !unicode.IsLetter(next) && !unicode.IsDigit(next))
}

// Places where a quotation says whose it is.
var (
	signature = regexp.MustCompile(`(?s)^(.*(?:\n|[.!?…]["”“»’']*|["”“»’]))\s*(?:[—–]|--?)\s*([^\n]{2,80})$`)
	label     = regexp.MustCompile(`(?s)^[\s*_]*([^:\n"“„«*_]{2,60})[*_]*:[*_]*\s+(.+)$`)
	labelEnd  = regexp.MustCompile(`(?:^|[\n.!?])([^:\n.!?]{2,80}):[\s*_]*$`)
	signed    = regexp.MustCompile(`^\s*(?:[—–]|--?|\()[\s*_]*([^\n)]{2,80})`)
)

// Signature parts a quotation from the name after a dash that ends it, as in
// “…” — Jane Doe. Who is empty where there is none.
func Signature(text string) (quotation, who string) {
	return parted(signature.FindStringSubmatch(strings.TrimSpace(text)), 1, 2)
}

// Label parts a quotation from the name before a colon that begins it, as in
// Doe: “…” Who is empty where there is none. What it gives may be the first
// words of the quotation: only who knows the names can tell.
func Label(text string) (quotation, who string) {
	return parted(label.FindStringSubmatch(text), 2, 1)
}

func parted(found []string, quotation, who int) (string, string) {
	if found == nil {
		return "", ""
	}
	return strings.TrimSpace(found[quotation]), strings.Trim(found[who], " \t*_")
}

// Label is what stands before a colon right before the quotation; empty where
// nothing does.
func (p Part) Label() string { return submatch(labelEnd, p.Before) }

// Signature is what stands behind a dash, or in parentheses, right after the
// quotation; empty where nothing does.
func (p Part) Signature() string { return submatch(signed, p.After) }

func submatch(pattern *regexp.Regexp, text string) string {
	if found := pattern.FindStringSubmatch(text); found != nil {
		return strings.Trim(found[1], " \t*_")
	}
	return ""
}
