package article

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a file.
type Fault struct {
	File string
	Line int    // from 1; 0 where the fault is the file's as a whole
	What string // what is wrong
	Do   string // what to do about it
}

// String returns "file:line: what; do".
func (f Fault) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s; %s", f.File, f.What, f.Do)
	}
	return fmt.Sprintf("%s:%d: %s; %s", f.File, f.Line, f.What, f.Do)
}

// Faults are all the faults of a file in the order of its lines. Return
// [Faults.Err], not the Faults themselves, where an error is wanted: no faults
// in an error variable are not nil.
type Faults []Fault

// Error returns the faults, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// Err returns f as an error, nil where there is no fault.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// maxFaults is how many faults of one file are reported. Nobody reads more,
// and a hostile file could have one in each of its lines.
const maxFaults = 1000

// report gathers the faults of one file.
type report struct {
	file   string
	faults Faults
}

// add reports a fault in a line: what is wrong and what to do.
func (r *report) add(line int, what, do string) {
	if !r.full() {
		r.faults = append(r.faults, Fault{r.file, line, what, do})
	}
}

func (r *report) full() bool { return len(r.faults) >= maxFaults }

// sorted returns the faults in the order of their lines.
func (r *report) sorted() Faults {
	if r.full() {
		r.faults = append(r.faults, Fault{r.file, 0, fmt.Sprintf("there are more than %d faults", maxFaults),
			"mend these first and check again"})
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return a.Line - b.Line })
	return r.faults
}

// shown returns s fit for a fault: on one line, in quotation marks, cut to a
// length that still tells which words are meant.
func shown(s string) string {
	const most = 60
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > most {
		return fmt.Sprintf("%q", string(runes[:most])+"…")
	}
	return fmt.Sprintf("%q", string(runes))
}
