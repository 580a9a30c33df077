package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"ibid/commands/reply"
	"ibid/store"
)

// Watch goes on with pins that were left halfway, notices those that were
// unpinned or deleted by hand, and tells of those that are out of date, until
// ctx ends.
func (r *Router) Watch(ctx context.Context) {
	r.tidy(ctx)
	r.checkAll(ctx)
	r.outdated(ctx)
	soon, often, seldom := time.NewTicker(noticeEvery), time.NewTicker(min(tidyEvery, r.keeper.grace)), time.NewTicker(standingEvery)
	defer soon.Stop()
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
		case <-soon.C:
			r.attend(ctx)
		}
	}
}

// attend deals with what was noticed: of many pins in a channel, at once.
func (r *Router) attend(ctx context.Context) {
	gone, changed := r.keeper.noticed()
	if len(gone) > 0 {
		r.forget(ctx, func(p store.Pin) bool { return gone[p.Message] })
	}
	for channel := range changed {
		r.checkStanding(ctx, channel)
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
		if r.recent.Now().Sub(p.Changed) < r.keeper.grace || p.State == store.Pinned && r.isWhole(p) {
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
	d, ok := r.sketch(c)
	return !ok || len(c.Pages) >= d.whole()
}

// extend posts what is missing of a pin's thread, page by page.
func (r *Router) extend(ctx context.Context, id string) {
	for {
		p, err := r.notebook.ChangePin(ctx, id, func(p *store.Pin) { p.Changed = r.recent.Now() })
		if err != nil {
			return
		}
		c := readPinned(p)
		d, ok := r.sketch(c)
		n := len(c.Pages)
		if !ok || p.State != store.Pinned || n >= d.whole() {
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

func (r *Router) addPage(ctx context.Context, p store.Pin, n int, d sketch) error {
	thread := p.Message // a message's thread has its id
	if n == 0 {
		var err error
		if thread, err = r.board.Thread(ctx, p.Channel, p.Message, reply.Fit(d.title, reply.MaxThreadName)); err != nil {
			return err
		}
	}
	id := pageID(p.ID, n)
	page, err := r.findMarked(ctx, thread, id, begun(p), r.recent.Now())
	if err == nil && page == "" {
		page, err = r.board.Post(ctx, thread, id, d.pages()[n].Marked(mark(id)).Send())
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
			r.keeper.unwatch(p)
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
		d, ok := r.sketch(c)
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
	_, err := r.board.Post(ctx, channel, "outdated "+p.ID+told, said.Send())
	if err != nil && discordCode(err) == 0 {
		return err
	}
	if err != nil { // for good: it stands in the list of pins, and the log
		r.keeper.log.Warn("moderators cannot be told of a pin that is out of date", "error", err)
	}
	_, err = r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		c := readPinned(*p)
		c.Told = told
		p.Content = c.write()
	})
	return err
}

// refresh writes a pinned message, and its thread, as they are now; it stays
// pinned.
func (r *Router) refresh(ctx context.Context, p store.Pin) error {
	d, ok := r.sketch(readPinned(p))
	if !ok {
		return errors.New("what is pinned is no longer in the library")
	}
	err := r.board.Edit(ctx, p.Channel, p.Message, d.message().Marked(mark(p.ID)).Send())
	if isGone(err) {
		r.checkStanding(ctx, p.Channel)
	}
	if err != nil {
		return err
	}
	pages := d.pages()
	if err := r.rewrite(ctx, p, pages); err != nil {
		return err
	}
	p, err = r.notebook.ChangePin(ctx, p.ID, func(p *store.Pin) {
		c := readPinned(*p)
		c.Pages = c.Pages[:min(len(c.Pages), len(pages))]
		p.Print, p.Content = d.print, c.write()
	})
	if err == nil && len(pages) > len(readPinned(p).Pages) {
		r.keeper.enqueue(p.ID)
	}
	return err
}

// rewrite writes the pages of a thread as they are now, and deletes those
// that are too many. One that somebody has deleted stays away.
func (r *Router) rewrite(ctx context.Context, p store.Pin, pages []reply.Message) error {
	for n, id := range readPinned(p).Pages {
		var err error
		if n < len(pages) {
			err = r.board.Edit(ctx, p.Message, id, pages[n].Marked(mark(pageID(p.ID, n))).Send())
		} else {
			err = r.board.Delete(ctx, p.Message, id, "refreshed")
		}
		if err != nil && !isGone(err) {
			return err
		}
	}
	return nil
}
