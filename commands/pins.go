package commands

import (
	"context"
	"errors"
	"hash/fnv"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/store"
)

// This file pins exactly once. A pin is kept in the store before its message
// is posted, and each step is kept after it is done. Who finds a pin halfway,
// after a crash or a lost answer, finds the message by its mark and goes on
// from there, or takes it away.
//
// Only who pressed the button ever posts the message, and Discord takes one
// message a press (nonce); all other steps do no more when they are done
// twice.

const (
	// pinGrace is how long a pin is left to the process that was at it last:
	// longer than an answer may be late, and a request that was given up may
	// still take at Discord.
	pinGrace = time.Minute
	// givingUp bounds taking back a message whose pin was given up.
	givingUp = 10 * time.Second
	// tidyEvery is how often is looked for pins that were left halfway,
	// noticeEvery how often at those of which Discord has told something,
	// standingEvery how often whether all still stand.
	tidyEvery     = 30 * time.Second
	noticeEvery   = 2 * time.Second
	standingEvery = time.Hour
	// markedAround is how long before and after a pin was begun its message is
	// looked for: an answer may be late, and clocks differ.
	markedAround = 10 * time.Minute
)

// keeper is what of pins is in this process's memory alone.
type keeper struct {
	grace time.Duration
	log   *slog.Logger
	todo  chan string // ids of pins that have more to be done at once

	mu       sync.Mutex
	messages map[string]bool // pinned messages
	channels map[string]bool // where they are
	gone     map[string]bool // of the messages, those that were deleted
	changed  map[string]bool // of the channels, those where pins have changed
}

func newKeeper(grace time.Duration, log *slog.Logger) *keeper {
	if grace == 0 {
		grace = pinGrace
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	const waiting = 256 // more than that are found when they are looked for
	return &keeper{
		grace: grace, log: log, todo: make(chan string, waiting),
		messages: make(map[string]bool), channels: make(map[string]bool),
		gone: make(map[string]bool), changed: make(map[string]bool),
	}
}

func (k *keeper) watch(p store.Pin) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.messages[p.Message], k.channels[p.Channel] = true, true
}

// unwatch is for a message that is no longer pinned.
func (k *keeper) unwatch(p store.Pin) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.messages, p.Message)
}

// enqueue has more done of a pin soon. Where too many wait, it is found when
// it is looked for.
func (k *keeper) enqueue(id string) {
	select {
	case k.todo <- id:
	default:
	}
}

// notice remembers an id that concerns a pin.
func (k *keeper) notice(known, noticed map[string]bool, id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if known[id] {
		noticed[id] = true
	}
}

// noticed takes what was noticed since it was called last.
func (k *keeper) noticed() (gone, changed map[string]bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	gone, changed = maps.Clone(k.gone), maps.Clone(k.changed)
	clear(k.gone)
	clear(k.changed)
	return gone, changed
}

// mark is what the container of a pinned message is numbered with, by which
// the message is found again
// (docs.discord.com/developers/components/reference#anatomy-of-a-component).
func mark(pinID string) int {
	h := fnv.New32a()
	h.Write([]byte(pinID))
	return int(h.Sum32()&0x7fffffff | 1)
}

// begin keeps a pin and goes through its steps. Where it fails for good, as
// for want of a permission, nothing stays; where it is unclear what became of
// a step, the pin is gone on with later, and the error wraps [errLater].
func (r *Router) begin(ctx context.Context, p store.Pin, reason string) (store.Pin, error) {
	p.Changed = r.recent.Now()
	p.Content = readPinned(p).begunAt(p.Changed).write()
	kept, isNew, err := r.notebook.BeginPin(ctx, p)
	if err == nil && kept.State == store.Pinned {
		// It may have been unpinned since, and nobody told.
		r.checkStanding(ctx, kept.Channel)
		kept, isNew, err = r.notebook.BeginPin(ctx, p)
	}
	if err != nil {
		return p, err
	}
	if kept.State == store.Intended {
		if kept, err = r.postPin(ctx, kept, isNew); err != nil {
			return kept, err
		}
	}
	return r.advance(ctx, kept, reason)
}

// errLater is wrapped by errors after which a pin is gone on with by itself.
var errLater = errors.New("it is gone on with later")

// postPin posts the message of a pin, unless it stands already.
func (r *Router) postPin(ctx context.Context, p store.Pin, isNew bool) (store.Pin, error) {
	d, ok := r.sketch(readPinned(p))
	if !ok {
		return p, r.abandon(ctx, p, errors.New("what is to be pinned is no longer in the library"))
	}
	var id string
	var err error
	if !isNew {
		p, id, err = r.beginAnew(ctx, p)
	}
	if err == nil && id == "" {
		id, err = r.board.Post(ctx, p.Channel, "pin "+p.ID, d.message().Marked(mark(p.ID)).Send())
	}
	if err != nil {
		return p, r.failed(ctx, p, err)
	}
	return r.posted(ctx, p, id)
}

// beginAnew is for a pin that was begun before and perhaps posted: it returns
// the message, or where there is none has the pin begun now, as its message is
// looked for about that time.
func (r *Router) beginAnew(ctx context.Context, p store.Pin) (store.Pin, string, error) {
	id, err := r.findPosted(ctx, p)
	if err != nil || id != "" {
		return p, id, err
	}
	p, err = r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		p.Changed = r.recent.Now()
		p.Content = readPinned(*p).begunAt(p.Changed).write()
	})
	return p, "", err
}

// posted keeps that the message stands. Where somebody has given the pin up
// meanwhile, the message is taken away again.
func (r *Router) posted(ctx context.Context, at store.Pin, id string) (store.Pin, error) {
	p, err := r.notebook.ChangePin(ctx, at.ID, func(p *store.Pin) {
		p.Message = id
		if p.State == store.Intended {
			p.State, p.Changed = store.Posted, r.recent.Now()
		}
	})
	if errors.Is(err, store.ErrNoPin) {
		return at, errors.Join(err, r.takeBack(ctx, at, id))
	}
	if err == nil {
		r.keeper.watch(p)
	}
	return p, err
}

// takeBack takes away the message of a pin that was given up while it was
// being posted. The pin is kept again until that is done.
func (r *Router) takeBack(ctx context.Context, p store.Pin, id string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), givingUp)
	defer cancel()
	p.Message, p.State, p.Changed = id, store.Removing, r.recent.Now()
	kept, isNew, err := r.notebook.BeginPin(ctx, p)
	switch {
	case err != nil:
		return err
	case isNew:
		return r.takeAway(ctx, p, "given up")
	case kept.Message != "" && kept.Message != id:
		return r.board.Delete(ctx, p.Channel, id, "given up")
	}
	return nil // it was begun anew, and this is its message
}

// advance does what is left to do of a pin whose message stands.
func (r *Router) advance(ctx context.Context, p store.Pin, reason string) (store.Pin, error) {
	if p.State == store.Posted {
		if err := r.board.Pin(ctx, p.Channel, p.Message, reason); err != nil {
			return p, r.failed(ctx, p, err)
		}
		var err error
		p, err = r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
			if p.State == store.Posted {
				p.State, p.Changed = store.Pinned, r.recent.Now()
			}
		})
		if err != nil {
			return p, err
		}
	}
	if p.State == store.Removing {
		return p, r.takeAway(ctx, p, reason)
	}
	if readPinned(p).Full {
		r.keeper.enqueue(p.ID)
	}
	return p, nil
}

// failed is for a step that failed: for good, and the pin is given up, or
// perhaps not, and it is gone on with later.
func (r *Router) failed(ctx context.Context, p store.Pin, err error) error {
	if discordCode(err) == 0 {
		return errors.Join(errLater, err)
	}
	return r.abandon(ctx, p, err)
}

// abandon gives up a pin that has not come to be pinned, and takes away what
// stands of it.
func (r *Router) abandon(ctx context.Context, p store.Pin, because error) error {
	p, err := r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		if p.State == store.Intended || p.State == store.Posted {
			p.State, p.Changed = store.Removing, r.recent.Now()
		}
	})
	if err == nil && p.State == store.Removing {
		err = r.takeAway(ctx, p, "given up")
	}
	if err != nil {
		r.keeper.log.Warn("a pin that was given up is taken away later", "error", err)
	}
	return because
}

// takeAway unpins and deletes the message of a pin, and forgets the pin.
func (r *Router) takeAway(ctx context.Context, p store.Pin, reason string) error {
	c := readPinned(p)
	if p.Message == "" {
		found, err := r.findPosted(ctx, p)
		if err != nil && !isGone(err) {
			return err
		}
		p.Message = found
	}
	if p.Message != "" && c.Standing {
		if err := r.board.Unpin(ctx, p.Channel, p.Message, reason); err != nil && !isGone(err) {
			return err
		}
	}
	if p.Message != "" && !c.Standing {
		for _, page := range c.Pages {
			if err := r.board.Delete(ctx, p.Message, page, reason); err != nil && !isGone(err) {
				return err
			}
		}
		if err := r.board.Delete(ctx, p.Channel, p.Message, reason); err != nil && !isGone(err) {
			return err
		}
	}
	r.keeper.unwatch(p)
	return r.notebook.DeletePin(ctx, p.ID)
}

// isGone reports whether Discord knows no such message or channel, or does
// not let Ibid see it any more: there is nothing to be taken away.
func isGone(err error) bool {
	const unknownChannel, unknownMessage = 10003, 10008
	code := discordCode(err)
	return code == unknownChannel || code == unknownMessage || code == codeMissingAccess
}

// discordCode is Discord's code of an error; 0 where it gave none, so that it
// is unclear what became of the request.
func discordCode(err error) int {
	var coded interface{ DiscordCode() int }
	if errors.As(err, &coded) {
		return coded.DiscordCode()
	}
	return 0
}

// findPosted finds the message of a pin by its mark; "" if it does not stand.
func (r *Router) findPosted(ctx context.Context, p store.Pin) (string, error) {
	at := begun(p)
	return r.findMarked(ctx, p.Channel, p.ID, at, at.Add(markedAround))
}

// findMarked finds the message that is marked with an id, of those that were
// posted from a time to another.
func (r *Router) findMarked(ctx context.Context, channel, id string, from, to time.Time) (string, error) {
	messages, err := r.board.Between(ctx, channel, from.Add(-markedAround), to)
	for _, m := range messages {
		for _, c := range m.Components {
			if container, ok := c.(*discordgo.Container); ok && container.ID == mark(id) {
				return m.ID, err
			}
		}
	}
	return "", err
}
