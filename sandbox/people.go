package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Errors of what people do.
var (
	// ErrInteractionFailed: the bot gave no first response within 3 seconds, or none that Discord accepts.
	ErrInteractionFailed = errors.New("this interaction failed")
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

// A Reply is what a person sees of the bot's answer: a message (new, or the one that was updated), or a modal.
type Reply struct {
	Message
	// Updated says that the message is an earlier one that the answer changed.
	Updated bool
	// Modal is the form the bot opened; nil if it answered with a message.
	Modal *Modal
}

// A Modal is a form that the bot opened.
type Modal struct {
	CustomID, Title string
	// Inputs are its text inputs, in order.
	Inputs []Component

	opener *interaction
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
	err = s.wait(ctx, fmt.Sprintf("the bot's answer to %s in %s", p.name, channel), func() bool {
		answer := s.world.answerTo(m)
		if answer != nil {
			reply = Reply{Message: answer.snapshot()}
		}
		return answer != nil
	})
	return reply, err
}

// answerTo is the bot's first message after another that replies to it, or to nothing.
func (w *world) answerTo(m *message) *message {
	var answer *message
	for _, o := range slices.Backward(m.channel.messages) {
		if o == m {
			break
		}
		if o.author == w.bot && o.origin == nil && !o.isSystem() && (o.reference == nil || o.reference == m) {
			answer = o
		}
	}
	return answer
}

// Slash uses a slash command in a channel (name, id or "dm") and waits for the answer. A deferred answer is waited
// for until it is edited or followed up.
func (p *Person) Slash(ctx context.Context, channel, command string, options map[string]any) (Reply, error) {
	return p.act(ctx, "/"+command, func() (*interaction, error) {
		i, err := p.command(channel, command, slashCommand)
		if err != nil {
			return nil, err
		}
		given, err := i.command.fill(options, "")
		if err != nil {
			return nil, err
		}
		i.data["options"] = given
		return i, nil
	})
}

// Autocomplete types text into an option of a slash command and returns what the bot suggests.
func (p *Person) Autocomplete(ctx context.Context, channel, command, option, text string) ([]Choice, error) {
	var i *interaction
	_, err := p.act(ctx, "suggestions for /"+command, func() (_ *interaction, err error) {
		i, err = p.command(channel, command, slashCommand)
		if err != nil {
			return nil, err
		}
		i.kind = autocompleteInteraction
		i.data["options"], err = i.command.fill(map[string]any{option: text}, option)
		return i, err
	})
	if err != nil {
		return nil, err
	}
	return i.choices, nil
}

// command begins the use of a command. Server.mu is held.
func (p *Person) command(channel, name string, kind int) (*interaction, error) {
	c, err := p.channel(channel, applicationCommands)
	if err != nil {
		return nil, err
	}
	w := p.server.world
	cmd := find(w.commands, func(cmd *command) bool {
		return cmd.kind == kind && cmd.name == name && w.usable(cmd, p.user, c)
	})
	if cmd == nil {
		return nil, fmt.Errorf("command %q for %s in %q: %w", name, p.name, channel, ErrNotOffered)
	}
	data := object{"id": cmd.id, "name": cmd.name, "type": cmd.kind}
	if cmd.guild != nil {
		data["guild_id"] = cmd.guild.id
	}
	return &interaction{kind: commandInteraction, person: p.user, channel: c, command: cmd, data: data}, nil
}

// MessageCommand uses a command of the message's menu (Apps > name) and waits for the answer.
func (p *Person) MessageCommand(ctx context.Context, name string, m Message) (Reply, error) {
	return p.act(ctx, "Apps > "+name, func() (*interaction, error) {
		i, err := p.command(m.ChannelID, name, messageCommand)
		if err != nil {
			return nil, err
		}
		if i.target, err = p.message(m.ID); err != nil {
			return nil, err
		}
		i.data["target_id"] = m.ID
		i.data["resolved"] = object{"messages": object{m.ID: i.target.wire(everything)}}
		return i, nil
	})
}

// message finds a message that the person sees. Server.mu is held.
func (p *Person) message(id string) (*message, error) {
	m := p.server.world.messages[id]
	if m == nil || m.onlyFor != nil && m.onlyFor != p.user || !p.server.world.sees(p.user, m.channel) {
		return nil, fmt.Errorf("message %s for %s: %w", id, p.name, ErrNotOffered)
	}
	return m, nil
}

// Clicks presses a button and waits for the answer. A link button cannot be pressed: it has no custom id.
func (p *Person) Clicks(ctx context.Context, m Message, customID string) (Reply, error) {
	return p.uses(ctx, m, customID, buttonType, nil)
}

// Selects picks values of a select menu and waits for the answer.
func (p *Person) Selects(ctx context.Context, m Message, customID string, values ...string) (Reply, error) {
	return p.uses(ctx, m, customID, stringSelectType, values)
}

func (p *Person) uses(ctx context.Context, m Message, customID string, kind int, values []string) (Reply, error) {
	return p.act(ctx, fmt.Sprintf("component %q", customID), func() (*interaction, error) {
		if p.user == nil {
			return nil, fmt.Errorf("%q: %w", p.name, ErrUnknownPerson)
		}
		target, err := p.message(m.ID)
		if err != nil {
			return nil, err
		}
		c := target.snapshot().withCustomID(customID)
		if c == nil || c.Type != kind || c.Disabled || kind == stringSelectType && !c.takes(values) {
			return nil, fmt.Errorf("component %q with values %q: %w", customID, values, ErrNotOffered)
		}
		data := object{"custom_id": customID, "component_type": kind, "id": c.ID}
		if kind == stringSelectType {
			data["values"] = values
		}
		return &interaction{
			kind: componentInteraction, person: p.user, channel: target.channel, target: target, data: data,
		}, nil
	})
}

// Submits fills in a modal, by the custom ids of its inputs, and waits for the answer. Inputs without a value keep
// the one they were opened with.
func (p *Person) Submits(ctx context.Context, modal *Modal, values map[string]string) (Reply, error) {
	return p.act(ctx, "form "+modal.CustomID, func() (*interaction, error) {
		if p.user == nil || modal.opener == nil || modal.opener.person != p.user {
			return nil, fmt.Errorf("form %q for %s: %w", modal.CustomID, p.name, ErrNotOffered)
		}
		rows, err := modal.fill(values)
		if err != nil {
			return nil, err
		}
		opener := modal.opener
		i := &interaction{
			kind: modalInteraction, person: p.user, channel: opener.channel, source: opener,
			data: object{"custom_id": modal.CustomID, "components": rows},
		}
		if opener.kind == componentInteraction {
			i.target = opener.target
		}
		return i, nil
	})
}

// act begins an interaction, which prepare makes with Server.mu held, and waits for its outcome.
func (p *Person) act(ctx context.Context, what string, prepare func() (*interaction, error)) (Reply, error) {
	s := p.server
	s.mu.Lock()
	i, err := prepare()
	if err == nil {
		s.begin(i)
	}
	s.mu.Unlock()
	if err != nil {
		return Reply{}, err
	}
	var reply Reply
	err = s.wait(ctx, "the bot's answer to "+what, func() bool {
		reply = i.outcome()
		return i.failed || i.settled != nil || i.choices != nil || i.modal != nil
	})
	if err == nil && i.failed {
		err = fmt.Errorf("%s: %w", what, ErrInteractionFailed)
	}
	return reply, err
}

// outcome is what the person sees of the answer so far. Server.mu is held.
func (i *interaction) outcome() Reply {
	r := Reply{Modal: i.modal}
	if i.settled != nil {
		r.Message, r.Updated = i.settled.snapshot(), i.settled == i.target
	}
	return r
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
