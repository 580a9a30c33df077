package commands

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
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
	// pinGrace is how long a pin is left to the process that was at it last.
	// No request to Discord takes as long.
	pinGrace = time.Minute
	// tidyEvery is how often is looked for pins that were left halfway,
	// standingEvery how often whether they still stand.
	tidyEvery     = 30 * time.Second
	standingEvery = time.Hour
	// markedSince is how long before a pin was kept its message is looked
	// for: clocks differ.
	markedSince = 10 * time.Minute
)

// keeper is what of pins is in this process's memory alone.
type keeper struct {
	grace time.Duration
	log   *slog.Logger
	todo  chan string // ids of pins that have more to be done at once

	mu       sync.Mutex
	messages map[string]bool // pinned messages
	channels map[string]bool // where they are
	gone     chan string     // messages that were deleted
	changed  chan string     // channels where pins have changed
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
		grace: grace, log: log, todo: make(chan string, waiting), gone: make(chan string, waiting), changed: make(chan string, waiting),
		messages: make(map[string]bool), channels: make(map[string]bool),
	}
}

func (k *keeper) watch(p store.Pin) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.messages[p.Message], k.channels[p.Channel] = true, true
}

// enqueue has more done of a pin soon. Where too many wait, it is found when
// it is looked for.
func (k *keeper) enqueue(id string) {
	select {
	case k.todo <- id:
	default:
	}
}

// notice passes on an id that concerns a pin, unless too many wait.
func (k *keeper) notice(known map[string]bool, id string, to chan string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if known[id] {
		select {
		case to <- id:
		default:
		}
	}
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
	kept, isNew, err := r.notebook.BeginPin(ctx, p)
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
	d, ok := r.draw(readPinned(p))
	if !ok {
		return p, r.abandon(ctx, p, errors.New("what is to be pinned is no longer in the library"))
	}
	var id string
	var err error
	if !isNew {
		id, err = r.findPosted(ctx, p)
	}
	if err == nil && id == "" {
		id, err = r.board.Post(ctx, p.Channel, "pin "+p.ID, d.message.Marked(mark(p.ID)).Send())
	}
	if err != nil {
		return p, r.failed(ctx, p, err)
	}
	return r.posted(ctx, p, id)
}

// posted keeps that the message stands. Where somebody has given the pin up
// meanwhile, the message is taken away again.
func (r *Router) posted(ctx context.Context, p store.Pin, id string) (store.Pin, error) {
	p, err := r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		p.Message = id
		if p.State == store.Intended {
			p.State, p.Changed = store.Posted, r.recent.Now()
		}
	})
	if errors.Is(err, store.ErrNoPin) {
		return p, errors.Join(err, r.board.Delete(ctx, p.Channel, id, "given up"))
	}
	if err == nil {
		r.keeper.watch(p)
	}
	return p, err
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
	messages, err := r.board.Since(ctx, p.Channel, p.Changed.Add(-markedSince))
	for _, m := range messages {
		for _, c := range m.Components {
			if container, ok := c.(*discordgo.Container); ok && container.ID == mark(p.ID) {
				return m.ID, err
			}
		}
	}
	return "", err
}

// Watch goes on with pins that were left halfway, notices those that were
// unpinned or deleted by hand, and tells of those that are out of date, until
// ctx ends.
func (r *Router) Watch(ctx context.Context) {
	r.tidy(ctx)
	r.checkAll(ctx)
	r.outdated(ctx)
	often, seldom := time.NewTicker(min(tidyEvery, r.keeper.grace)), time.NewTicker(standingEvery)
	defer often.Stop()
	defer seldom.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-often.C:
			r.tidy(ctx)
		case <-seldom.C:
			r.checkAll(ctx)
		case id := <-r.keeper.todo:
			r.extend(ctx, id)
		case id := <-r.keeper.gone:
			r.forget(ctx, func(p store.Pin) bool { return p.Message == id })
		case channel := <-r.keeper.changed:
			r.checkStanding(ctx, channel)
		}
	}
}

// kept are the pins of all servers.
func (r *Router) kept(ctx context.Context) []store.Pin {
	pins, err := r.notebook.Pins(ctx, "")
	if err != nil && ctx.Err() == nil {
		r.keeper.log.Warn("the pins cannot be read", "error", err)
	}
	return pins
}

// tidy goes on with the pins that nobody has been at for a while.
func (r *Router) tidy(ctx context.Context) {
	for _, p := range r.kept(ctx) {
		r.keeper.watch(p)
		if r.recent.Now().Sub(p.Changed) < r.keeper.grace || p.State == store.Pinned && !readPinned(p).Full {
			continue
		}
		if p.State == store.Pinned && r.isWhole(p) {
			continue
		}
		if p, won := r.claim(ctx, p); won {
			if err := r.goOn(ctx, p); err != nil && ctx.Err() == nil {
				r.keeper.log.Warn("a pin is not finished", "state", p.State, "error", err)
			}
		}
	}
}

// claim takes a pin for this process, unless another has taken it meanwhile.
func (r *Router) claim(ctx context.Context, seen store.Pin) (store.Pin, bool) {
	won := false
	p, err := r.notebook.ChangePin(ctx, seen.ID, func(p *store.Pin) {
		won = p.Changed.Equal(seen.Changed) && p.State == seen.State
		if won {
			p.Changed = r.recent.Now()
		}
	})
	return p, err == nil && won
}

// goOn goes on with a pin that was left halfway.
func (r *Router) goOn(ctx context.Context, p store.Pin) error {
	const reason = "finished after a restart"
	if p.State == store.Intended {
		id, err := r.findPosted(ctx, p)
		switch {
		case isGone(err), err == nil && id == "":
			return r.notebook.DeletePin(ctx, p.ID) // it was never posted
		case err != nil:
			return err
		}
		if p, err = r.posted(ctx, p, id); err != nil {
			return err
		}
	}
	_, err := r.advance(ctx, p, reason)
	return err
}

// isWhole reports whether the thread of a pin has all of its pages.
func (r *Router) isWhole(p store.Pin) bool {
	c := readPinned(p)
	d, ok := r.draw(c)
	return !ok || len(c.Pages) >= len(d.pages)
}

// extend posts what is missing of a pin's thread, page by page.
func (r *Router) extend(ctx context.Context, id string) {
	for {
		p, err := r.notebook.ChangePin(ctx, id, func(p *store.Pin) { p.Changed = r.recent.Now() })
		if err != nil {
			return
		}
		c := readPinned(p)
		d, ok := r.draw(c)
		n := len(c.Pages)
		if !ok || p.State != store.Pinned || n >= len(d.pages) {
			return
		}
		if err := r.addPage(ctx, p, n, d); err != nil {
			if ctx.Err() == nil {
				r.keeper.log.Warn("a page of a pinned summary is not posted", "error", err)
			}
			return
		}
	}
}

// pageID names a page of a pin's thread.
func pageID(pinID string, n int) string { return fmt.Sprintf("page %d of %s", n+1, pinID) }

func (r *Router) addPage(ctx context.Context, p store.Pin, n int, d rendering) error {
	thread := p.Message // a message's thread has its id
	if n == 0 {
		var err error
		if thread, err = r.board.Thread(ctx, p.Channel, p.Message, reply.Fit(d.title, reply.MaxThreadName)); err != nil {
			return err
		}
	}
	id := pageID(p.ID, n)
	at := p
	at.ID, at.Channel = id, thread
	page, err := r.findPosted(ctx, at)
	if err == nil && page == "" {
		page, err = r.board.Post(ctx, thread, id, d.pages[n].Marked(mark(id)).Send())
	}
	if err != nil {
		return err
	}
	_, err = r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		c := readPinned(*p)
		if len(c.Pages) == n {
			c.Pages = append(c.Pages, page)
			p.Content = c.write()
		}
	})
	return err
}

// forget forgets the pins for which that holds.
func (r *Router) forget(ctx context.Context, which func(store.Pin) bool) {
	for _, p := range r.kept(ctx) {
		if p.Message != "" && p.State == store.Pinned && which(p) {
			if err := r.notebook.DeletePin(ctx, p.ID); err != nil {
				r.keeper.log.Warn("a pin that is gone is still kept", "error", err)
			}
		}
	}
}

// checkAll looks in each channel whether what is pinned still is.
func (r *Router) checkAll(ctx context.Context) {
	var channels []string
	for _, p := range r.kept(ctx) {
		if !slices.Contains(channels, p.Channel) {
			channels = append(channels, p.Channel)
		}
	}
	for _, channel := range channels {
		r.checkStanding(ctx, channel)
	}
}

// checkStanding forgets the pins of a channel that were unpinned by hand, or
// whose channel is gone.
func (r *Router) checkStanding(ctx context.Context, channel string) {
	// What is kept as pinned now is in a list that is asked for after that.
	var were []string
	for _, p := range r.kept(ctx) {
		if p.Channel == channel && p.State == store.Pinned {
			were = append(were, p.ID)
		}
	}
	if len(were) == 0 {
		return
	}
	standing, err := r.board.PinnedIDs(ctx, channel)
	const unknownChannel = 10003
	if err != nil && discordCode(err) != unknownChannel {
		if ctx.Err() == nil {
			r.keeper.log.Warn("the pins of a channel cannot be read", "error", err)
		}
		return
	}
	r.forget(ctx, func(p store.Pin) bool {
		return slices.Contains(were, p.ID) && !slices.Contains(standing, p.Message)
	})
}

// outdated refreshes the pins whose analysis has changed, in servers that
// chose so, and tells the moderators of others once.
func (r *Router) outdated(ctx context.Context) {
	for _, p := range r.kept(ctx) {
		c := readPinned(p)
		d, ok := r.draw(c)
		if p.State != store.Pinned || d.print == p.Print && ok {
			continue
		}
		settings := r.settingsOf(ctx, p.Guild)
		var err error
		switch {
		case ok && settings.Refresh:
			err = r.refresh(ctx, p)
		case settings.Moderators != "" && c.Told != d.print+".":
			err = r.tell(ctx, p, settings.Moderators, d.print+".")
		}
		if err != nil && ctx.Err() == nil {
			r.keeper.log.Warn("a pin that is out of date is not dealt with", "error", err)
		}
	}
}

// tell tells moderators that a pin is out of date, and keeps that they were.
func (r *Router) tell(ctx context.Context, p store.Pin, channel, told string) error {
	line := r.lineOf(p)
	said := reply.In(readPinned(p).Locale).Outdated(line)
	if _, err := r.board.Post(ctx, channel, "outdated "+p.ID+told, said.Send()); err != nil && discordCode(err) == 0 {
		return err
	}
	_, err := r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		c := readPinned(*p)
		c.Told = told
		p.Content = c.write()
	})
	return err
}

// refresh writes a pinned message as it is now; it stays pinned.
func (r *Router) refresh(ctx context.Context, p store.Pin) error {
	c := readPinned(p)
	d, ok := r.draw(c)
	if !ok {
		return errors.New("what is pinned is no longer in the library")
	}
	err := r.board.Edit(ctx, p.Channel, p.Message, d.message.Marked(mark(p.ID)).Send())
	for n, page := range c.Pages {
		switch {
		case err != nil:
		case n < len(d.pages):
			err = r.board.Edit(ctx, p.Message, page, d.pages[n].Marked(mark(pageID(p.ID, n))).Send())
		default:
			err = r.board.Delete(ctx, p.Message, page, "refreshed")
		}
	}
	if err != nil {
		if isGone(err) {
			r.checkStanding(ctx, p.Channel)
		}
		return err
	}
	p, err = r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		c := readPinned(*p)
		c.Pages = c.Pages[:min(len(c.Pages), len(d.pages))]
		p.Print, p.Content = d.print, c.write()
	})
	if err == nil && len(d.pages) > len(readPinned(p).Pages) {
		r.keeper.enqueue(p.ID)
	}
	return err
}
