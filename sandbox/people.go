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
	s.mu.Unlock()
	if err != nil {
		return Reply{}, err
	}
	var reply Reply
	l := &listener{to: m, heard: m.id}
	err = s.wait(ctx, fmt.Sprintf("the bot's answer to %s in %s", p.name, channel), func() bool {
		answer := l.answer(s.world.bot)
		if answer != nil {
			reply = Reply{Message: answer.snapshot()}
		}
		return answer != nil
	})
	return reply, err
}

// A listener looks for the answer to a message among those that come after it, at each of them once.
type listener struct {
	to    *message
	heard string // id of the last message looked at
}

// answer is the bot's first message that replies to the listener's, or to nothing; nil while there is none.
func (l *listener) answer(bot *user) *message {
	var first *message
	list := l.to.channel.messages
	for _, m := range slices.Backward(list) {
		if !earlier(l.heard, m.id) {
			break
		}
		if m.author == bot && m.origin == nil && !m.isSystem() && (m.reference == nil || m.reference == l.to) {
			first = m
		}
	}
	if len(list) > 0 {
		l.heard = list[len(list)-1].id
	}
	return first
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
