package sandbox

// maxJournal is how many changes the page can catch up with; a page that missed more reloads.
const maxJournal = 1000

// An entry is one change: of a message (made, changed or deleted), or, without one, of something about a channel
// (it is new, renamed or gone, its pins or who is typing there).
type entry struct {
	message *message
	channel *channel
}

// A journal is the list of changes, in order. The page's event streams read it.
type journal struct {
	entries []entry
	next    int // number of the next entry
}

func (j *journal) addMessage(m *message) { j.add(entry{message: m, channel: m.channel}) }

func (j *journal) addChannel(c *channel) { j.add(entry{channel: c}) }

func (j *journal) add(e entry) {
	j.entries = append(j.entries, e)
	j.next++
	if len(j.entries) > maxJournal {
		j.entries = append([]entry(nil), j.entries[maxJournal/10:]...)
	}
}

// since returns the entries from a number on, and the number of the one after them; false if some are gone.
func (j *journal) since(n int) ([]entry, int, bool) {
	first := j.next - len(j.entries)
	if n < first || n > j.next {
		return nil, j.next, false
	}
	return j.entries[n-first:], j.next, true
}
