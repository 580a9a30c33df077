package bot

import "sync"

// recent remembers the last so many ids. The gateway sends events again after a resume; each must be answered once.
type recent struct {
	mu    sync.Mutex
	known map[string]struct{}
	ring  []string
	next  int
}

func newRecent(size int) *recent {
	return &recent{known: make(map[string]struct{}, size), ring: make([]string, size)}
}

// add reports whether the id is new, and remembers it in place of the oldest one.
func (r *recent) add(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.known[id]; known {
		return false
	}
	delete(r.known, r.ring[r.next])
	r.ring[r.next] = id
	r.known[id] = struct{}{}
	r.next = (r.next + 1) % len(r.ring)
	return true
}
