package reply

import (
	"strings"

	"github.com/rivo/uniseg"
)

// ellipsis ends what was shortened. Only labels and headings ever are, never
// a quotation.
const ellipsis = "…"

// Fit shortens a label to at most limit, at the end of a word where there is
// one. White space is folded.
func Fit(text string, limit int) string {
	text = oneLine(text)
	if Size(text) <= limit {
		return text
	}
	head := text[:prefix(text, limit-Size(ellipsis))]
	if space := strings.LastIndexByte(head, ' '); space > len(head)/2 {
		head = head[:space]
	}
	return strings.TrimRight(head, " ,;:") + ellipsis
}

// prefix returns the length in bytes of the longest start of text that is at
// most limit and does not tear what a reader sees as one character; where a
// single such character is over the limit, it ends at a code point.
func prefix(text string, limit int) int {
	used, at, state := 0, 0, -1
	for at < len(text) {
		var cluster string
		cluster, _, _, state = uniseg.FirstGraphemeClusterInString(text[at:], state)
		if used += Size(cluster); used > limit {
			break
		}
		at += len(cluster)
	}
	if at > 0 || text == "" {
		return at
	}
	return runePrefix(text, limit)
}

// runePrefix is prefix for a character that is itself over the limit. It
// returns at least one code point, so that whoever splits a text moves on.
func runePrefix(text string, limit int) int {
	used := 0
	for i, r := range text {
		if used += Size(string(r)); used > limit && i > 0 {
			return i
		}
	}
	return len(text)
}
