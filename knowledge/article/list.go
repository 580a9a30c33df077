package article

import (
	"regexp"
	"strconv"
	"strings"
)

// listMark begins a line that is an item of a list. A year has four digits.
var listMark = regexp.MustCompile(`^[ \t]*(?:([-*•])|([0-9]{1,2})([.)]))[ \t]`)

// itemMark is the mark of an item of a list.
type itemMark struct {
	sign   string // "-", "." behind a number and so on; empty where there is none
	number int
}

func markOf(line string) itemMark {
	m := listMark.FindStringSubmatch(line)
	if m == nil {
		return itemMark{}
	}
	number, err := strconv.Atoi(m[2])
	if err != nil {
		return itemMark{sign: m[1]}
	}
	return itemMark{m[3], number}
}

// follows reports whether an item with mark m comes next in the list in which
// the item before has the given mark.
func (m itemMark) follows(before itemMark) bool {
	return m.sign == before.sign && (m.number == 0 || m.number == before.number+1)
}

// listItems returns the offsets at which lines of text begin that are items of a
// list, but for the first line. A line that was broken before a dash, or between
// "on March" and "3. ", only looks like one: the first item of a list comes
// after the end of a sentence, after a colon or before the next item.
func listItems(text string) []int {
	var items []int
	starts := newSource(text).starts
	row := func(i int) string {
		if i+1 < len(starts) {
			return text[starts[i]:starts[i+1]]
		}
		return text[starts[i]:]
	}
	before := markOf(row(0)) // of the last item
	for i := 1; i < len(starts); i++ {
		mark := markOf(row(i))
		if mark.sign == "" {
			continue
		}
		above := row(i - 1)
		opens := endsInStop(above) || strings.ContainsRune(":;：；", lastMark(above))
		next := i+1 < len(starts) && mark.number < 2 && markOf(row(i+1)).follows(mark)
		if opens || next || before.sign != "" && mark.follows(before) {
			items = append(items, starts[i])
			before = mark
		}
	}
	return items
}
