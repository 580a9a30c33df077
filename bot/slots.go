package bot

import "context"

// slots bounds how much is done at the same time.
type slots chan struct{}

// take takes a slot if one is free.
func (s slots) take() bool {
	select {
	case s <- struct{}{}:
		return true
	default:
		return false
	}
}

func (s slots) give() { <-s }

// drain waits until all slots are free, or ctx ends.
func (s slots) drain(ctx context.Context) {
	for range cap(s) {
		select {
		case s <- struct{}{}:
			defer s.give()
		case <-ctx.Done():
			return
		}
	}
}
