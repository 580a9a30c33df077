package sandbox

// maxJournal is how many changes the page can catch up with; a page that missed more reloads.
const maxJournal = 1000

// A journal is the list of messages that were made, changed or deleted, in order. The page's event streams read it.
type journal struct {
	entries []*message
	next    int // number of the next entry
}

func (j *journal) add(m *message) {
	j.entries = append(j.entries, m)
	j.next++
	if len(j.entries) > maxJournal {
		j.entries = append([]*message(nil), j.entries[maxJournal/10:]...)
	}
}

// since returns the entries from a number on, and the number of the one after them; false if some are gone.
func (j *journal) since(n int) ([]*message, int, bool) {
	first := j.next - len(j.entries)
	if n < first || n > j.next {
		return nil, j.next, false
	}
	return j.entries[n-first:], j.next, true
}
