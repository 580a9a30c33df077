package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// This file is what people do with messages besides answering them. Each act fails with ErrNotOffered where Discord's
// client would not offer it.

// Pins pins a message.
func (p *Person) Pins(m Message) error {
	return p.does(m, pinRight, func(w *world, m *message) error {
		if !m.pinned.IsZero() || len(m.channel.pins()) >= maxPins {
			return fmt.Errorf("pin %s: %w", m.id, ErrNotOffered)
		}
		w.pin(m, p.user, "")
		return nil
	})
}

// Unpins takes a message's pin away.
func (p *Person) Unpins(m Message) error {
	return p.does(m, pinRight, func(w *world, m *message) error {
		if m.pinned.IsZero() {
			return fmt.Errorf("unpin %s: %w", m.id, ErrNotOffered)
		}
		w.unpin(m, p.user, "")
		return nil
	})
}

// Deletes deletes a message.
func (p *Person) Deletes(m Message) error {
	return p.does(m, deleteRight, func(w *world, m *message) error {
		w.removeAs(p.user, m, "")
		return nil
	})
}

// Dismisses makes an ephemeral message go away.
func (p *Person) Dismisses(m Message) error {
	return p.does(m, dismissRight, func(w *world, m *message) error {
		w.remove(m)
		return nil
	})
}

// Edits changes what a message of theirs says.
func (p *Person) Edits(m Message, text string) error {
	return p.does(m, editRight, func(w *world, m *message) error {
		said, err := w.said(text)
		if err == nil {
			w.change(m, edit{content: &said, flags: m.flags, allowed: anyMention})
		}
		return err
	})
}

// Reacts puts an emoji under a message.
func (p *Person) Reacts(m Message, emoji string) error {
	return p.does(m, reactRight, func(w *world, m *message) error {
		if !isEmoji(emoji) || m.reaction(emoji) == nil && len(m.reactions) >= maxReactions {
			return fmt.Errorf("react with %q: %w", emoji, ErrNotOffered)
		}
		w.react(m, emoji, p.user)
		return nil
	})
}

// Unreacts takes their emoji under a message away.
func (p *Person) Unreacts(m Message, emoji string) error {
	return p.on(m, func(w *world, m *message) error {
		w.unreact(m, emoji, p.user)
		return nil
	})
}

// StartsThread starts a thread from a message and returns its id.
func (p *Person) StartsThread(m Message, name string) (string, error) {
	id := ""
	err := p.does(m, threadRight, func(w *world, m *message) error {
		if err := checkThreadName(name); err != nil {
			return err
		}
		id = w.startThread(m.channel, p.user, threadStart{name: name, kind: m.channel.threadKind(), starter: m}, "").id
		return nil
	})
	return id, err
}

// StartsThreadIn starts a thread in a channel, or a post in a forum, with a first message, and returns its id.
func (p *Person) StartsThreadIn(channel, name, text string) (string, error) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	w := p.server.world
	c, err := p.channel(channel, 0)
	if err != nil {
		return "", err
	}
	if !w.mayStartThread(p.user, c) {
		return "", fmt.Errorf("a thread in %q: %w", channel, ErrNotOffered)
	}
	if err := checkThreadName(name); err != nil {
		return "", err
	}
	said, err := w.said(text)
	if err != nil {
		return "", err
	}
	t := w.startThread(c, p.user, threadStart{name: name, kind: c.threadKind()}, "")
	d := draft{author: p.user, content: said, allowed: anyMention}
	if c.kind == forumChannel {
		d.id = t.id
	}
	w.post(t, d)
	return t.id, nil
}

// Types lets the others see that somebody is typing in a channel.
func (p *Person) Types(channel string) error {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	c, err := p.channel(channel, sendMessages)
	if err != nil {
		return err
	}
	p.server.types(c, p.user)
	return nil
}

// PostsFile writes a message with a file; the text may be empty.
func (p *Person) PostsFile(channel, text, name string, data []byte) (Message, error) {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	w := p.server.world
	c, err := p.channel(channel, sendMessages|attachFiles)
	if err != nil {
		return Message{}, err
	}
	if !w.mayPost(p.user, c) || len(data) > maxFile {
		return Message{}, fmt.Errorf("a file of %d bytes in %q: %w", len(data), channel, ErrNotOffered)
	}
	if text != "" {
		if text, err = w.said(text); err != nil {
			return Message{}, err
		}
	}
	file := w.attach(upload{name: name, data: data})
	m := w.post(c, draft{author: p.user, content: text, attachments: []*attachment{file}, allowed: anyMention})
	return m.snapshot(), nil
}

// does lets somebody do something with a message, if they have the right to.
func (p *Person) does(m Message, right string, do func(*world, *message) error) error {
	return p.on(m, func(w *world, target *message) error {
		if !slices.Contains(w.rightsOver(target, p.user), right) {
			return fmt.Errorf("message %s for %s: %w", m.ID, p.name, ErrNotOffered)
		}
		return do(w, target)
	})
}

// on lets somebody do something with a message that they see.
func (p *Person) on(m Message, do func(*world, *message) error) error {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	if p.user == nil {
		return fmt.Errorf("%q: %w", p.name, ErrUnknownPerson)
	}
	target, err := p.message(m.ID)
	if err != nil {
		return err
	}
	return do(p.server.world, target)
}

// said is what somebody's text says: "@" and the bot's name mention it, as they do in Discord's client.
func (w *world) said(text string) (string, error) {
	text = strings.ReplaceAll(text, "@"+w.bot.name, "<@"+w.bot.id+">")
	if n := utf8.RuneCountInString(text); strings.TrimSpace(text) == "" || n > 2000 {
		return "", fmt.Errorf("%d characters: %w", n, ErrText)
	}
	return text, nil
}

// checkThreadName: a thread's name has 1 to 100 characters,
// https://docs.discord.com/developers/resources/channel#start-thread-from-message.
func checkThreadName(name string) error {
	if n := utf8.RuneCountInString(name); strings.TrimSpace(name) == "" || n > 100 {
		return fmt.Errorf("a thread's name of %d characters: %w", n, ErrNotOffered)
	}
	return nil
}
