package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Errors of what people do.
var (
	// ErrUnknownPerson: nobody goes by this name.
	ErrUnknownPerson = errors.New("unknown person")
	// ErrNotOffered: what the person wants to use (a command, a button, an option, a channel) is not there for them.
	ErrNotOffered = errors.New("not offered")
	// ErrText: Discord's client does not let such a text be sent: it is empty or longer than 2,000 characters.
	ErrText = errors.New("a message has 1 to 2000 characters")
)

// A Person is somebody who uses the sandbox, in a test or through the page.
type Person struct {
	server *Server
	name   string
	user   *user // nil for nobody
}

// A Choice is a suggestion of autocomplete, or a fixed value of an option.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"` // string or float64
}

// ID is the person's user id; empty for nobody.
func (p *Person) ID() string {
	if p.user == nil {
		return ""
	}
	return p.user.id
}

// Speaks sets the language of the person's client, such as "de" or "es-419",
// https://docs.discord.com/developers/reference#locales. It is en-US otherwise.
func (p *Person) Speaks(locale string) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.user.locale = locale
}

// Posts writes a message to a channel (name or id, or "dm" for the person's conversation with the bot) and does not
// wait for an answer. As in Discord's client, "@" and the bot's name become a mention.
func (p *Person) Posts(channel, text string) (Message, error) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	m, err := p.posts(channel, text, nil)
	if err != nil {
		return Message{}, err
	}
	return m.snapshot(), nil
}

// posts is Posts with Server.mu held, perhaps in reply to a message.
func (p *Person) posts(channel, text string, to *message) (*message, error) {
	c, err := p.channel(channel, sendMessages)
	if err != nil {
		return nil, err
	}
	w := p.server.world
	if !w.mayPost(p.user, c) {
		return nil, fmt.Errorf("channel %q: %w", channel, ErrNotOffered)
	}
	if text, err = w.said(text); err != nil {
		return nil, err
	}
	d := draft{author: p.user, content: text, allowed: anyMention, reference: to}
	if to != nil {
		d.kind = replyMessage
	}
	return w.post(c, d), nil
}

// channel finds a channel in which the person has permissions. Server.mu is held.
func (p *Person) channel(channel string, needs permissions) (*channel, error) {
	if p.user == nil {
		return nil, fmt.Errorf("%q: %w", p.name, ErrUnknownPerson)
	}
	c := p.server.world.channel(channel)
	if channel == "dm" {
		c = p.user.dm
	}
	if c == nil || !p.server.world.may(p.user, c, needs) {
		return nil, fmt.Errorf("channel %q: %w", channel, ErrNotOffered)
	}
	return c, nil
}

// Says writes a message and waits for the bot's answer: its next message there that replies to it, or to nothing.
func (p *Person) Says(ctx context.Context, channel, text string) (Reply, error) {
	return p.says(ctx, channel, text, nil)
}

// Replies writes a message in reply to another, with the ping on, and waits for the bot's answer.
func (p *Person) Replies(ctx context.Context, to Message, text string) (Reply, error) {
	return p.says(ctx, to.ChannelID, text, &to)
}

// DM writes to the bot directly and waits for its answer.
func (p *Person) DM(ctx context.Context, text string) (Reply, error) { return p.Says(ctx, "dm", text) }

func (p *Person) says(ctx context.Context, channel, text string, to *Message) (Reply, error) {
	s := p.server
	s.mu.Lock()
	var target *message
	if to != nil {
		target = s.world.messages[to.ID]
	}
	m, err := p.posts(channel, text, target)
	var l *listener
	if err == nil {
		l = s.world.listen(m)
	}
	s.mu.Unlock()
	if err != nil {
		return Reply{}, err
	}
	defer s.stopListening(l)
	if err := s.await(ctx, fmt.Sprintf("the bot's answer to %s in %s", p.name, channel), l.heard); err != nil {
		return Reply{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return Reply{Message: l.answer.snapshot()}, nil
}

// A listener waits for the bot's answer to a message: its next one there that replies to it, or to nothing. It is told
// by the message itself: if everybody who waits looked whenever anything happened, a crowd would do little else.
type listener struct {
	to     *message
	answer *message      // nil while there is none
	heard  chan struct{} // closed when there is one
}

func (w *world) listen(to *message) *listener {
	l := &listener{to: to, heard: make(chan struct{})}
	w.listeners = append(w.listeners, l)
	return l
}

// tellListeners gives a new message to those who wait for it.
func (w *world) tellListeners(m *message) {
	if m.author != w.bot || m.origin != nil || m.isSystem() {
		return
	}
	w.listeners = slices.DeleteFunc(w.listeners, func(l *listener) bool {
		if m.channel != l.to.channel || m.reference != nil && m.reference != l.to {
			return false
		}
		l.answer = m
		close(l.heard)
		return true
	})
}

func (s *Server) stopListening(l *listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.listeners = slices.DeleteFunc(s.world.listeners, func(o *listener) bool { return o == l })
}

// message finds a message that the person sees. Server.mu is held.
func (p *Person) message(id string) (*message, error) {
	m := p.server.world.messages[id]
	if m == nil || m.onlyFor != nil && m.onlyFor != p.user || !p.server.world.sees(p.user, m.channel) {
		return nil, fmt.Errorf("message %s for %s: %w", id, p.name, ErrNotOffered)
	}
	return m, nil
}

// Sees returns the messages of a channel (name, id or "dm") that this person sees, ephemeral ones included.
func (p *Person) Sees(channel string) []Message {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	c, err := p.channel(channel, 0)
	if err != nil {
		return nil
	}
	var out []Message
	for _, m := range c.messages {
		if m.onlyFor == nil || m.onlyFor == p.user {
			out = append(out, m.snapshot())
		}
	}
	return out
}
