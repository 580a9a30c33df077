package quotation

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// minPart is how many words stand between quotation marks at least for them
// to be a quotation: fewer may be a term, or irony.
const minPart = 4

// Split finds the quotations in what somebody writes: lines marked with ">",
// and what stands between quotation marks. Rest is what stands around them.
func Split(text string) (quotations []string, rest string) {
	var found, block, others []string
	end := func() {
		if len(block) > 0 {
			found = append(found, strings.Join(block, "\n"))
			block = nil
		}
	}
	for line := range strings.Lines(text) {
		if quoted, ok := strings.CutPrefix(strings.TrimSpace(line), ">"); ok {
			block = append(block, strings.TrimSpace(strings.TrimLeft(quoted, ">")))
			continue
		}
		end()
		others = append(others, line)
	}
	end()
	marked, rest := betweenMarks(strings.Join(others, ""))
	for _, q := range append(found, marked...) {
		if Parse(q).Len() >= minPart {
			quotations = append(quotations, q)
		}
	}
	return quotations, rest
}

// betweenMarks parts what stands between quotation marks, the outermost
// where there are some inside others, from what does not.
func betweenMarks(text string) (marked []string, rest string) {
	var around strings.Builder
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		inner := -1
		if closing := closers(r); closing != "" {
			inner = closeAt(text[at+size:], r, closing)
		}
		if inner < 0 {
			around.WriteString(text[at : at+size])
			at += size
			continue
		}
		start := at + size
		marked = append(marked, text[start:start+inner])
		_, size = utf8.DecodeRuneInString(text[start+inner:])
		around.WriteByte(' ')
		at = start + inner + size
	}
	return marked, around.String()
}

// closers are the marks that end what r opens; empty where it opens nothing.
func closers(r rune) string {
	switch r {
	case '“':
		return "”"
	case '„':
		return "“”"
	case '«':
		return "»"
	case '「':
		return "」"
	case '"':
		return `"`
	}
	return ""
}

// closeAt finds where the quotation ends that r has opened; -1 if it does
// not.
func closeAt(text string, r rune, closing string) int {
	depth := 0
	for i, c := range text {
		switch {
		case strings.ContainsRune(closing, c):
			if depth == 0 {
				return i
			}
			depth--
		case c == r:
			depth++
		}
	}
	return -1
}

// Places where a quotation says whose it is.
var (
	signature = regexp.MustCompile(`(?s)^(.*(?:\n|[.!?…]["”“»']*|["”“»]))\s*(?:[—–]|--?)\s*([^\n]{2,80})$`)
	label     = regexp.MustCompile(`(?s)^\s*([^:\n"“„«]{2,60}):\s+(.+)$`)
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
	return strings.TrimSpace(found[quotation]), strings.TrimSpace(found[who])
}
