package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// This file is what people do that makes an interaction.

// ErrInteractionFailed is matched by what is returned when the bot gave no first response within 3 seconds, or none
// that Discord accepts, or did not finish an answer that it had deferred within 15 minutes. The error says what
// Discord's client shows, which depends on what was used.
var ErrInteractionFailed error = failure("this interaction failed")

// A failure is how an interaction failed, in the words of Discord's client.
type failure string

func (f failure) Error() string { return string(f) }

// Is makes every failure an ErrInteractionFailed.
func (f failure) Is(target error) bool { return target == ErrInteractionFailed }

// A Reply is what a person sees of the bot's answer: a message (new, or the one that was updated), or a modal.
type Reply struct {
	Message
	// Updated says that the message is an earlier one that the answer changed.
	Updated bool
	// Withdrawn says that the bot deleted the answer it had deferred: there is no message.
	Withdrawn bool
	// Modal is the modal that the bot opened; nil if it answered with a message.
	Modal *Modal
}

// Slash uses a slash command in a channel (name, id or "dm") and waits for the answer. A subcommand is named after its
// command: "pin summary". Values of options of users, roles and channels are ids. A deferred answer is waited for until
// it is edited or followed up.
func (p *Person) Slash(ctx context.Context, channel, command string, options map[string]any) (Reply, error) {
	return p.act(ctx, "/"+command, func() (*interaction, error) {
		i, leaf, err := p.slash(channel, command)
		if err != nil {
			return nil, err
		}
		f := &filling{world: p.server.world, in: i.channel, person: p.user, command: command, values: options}
		given, err := f.into(leaf)
		if err != nil {
			return nil, err
		}
		i.options(given)
		if len(f.picked) > 0 {
			i.data["resolved"] = p.server.world.resolved(f.picked, i.channel, p.user)
		}
		return i, nil
	})
}

// Autocomplete types text into an option of a slash command, or of a subcommand ("pin summary"), and returns what the
// bot suggests.
func (p *Person) Autocomplete(ctx context.Context, channel, command, option, text string) ([]Choice, error) {
	return p.Completes(ctx, channel, command, option, map[string]any{option: text})
}

// Completes is [Person.Autocomplete] with the values of several options: the text of the one that is typed into, and
// what others have been given before.
func (p *Person) Completes(
	ctx context.Context, channel, command, option string, values map[string]any,
) ([]Choice, error) {
	i, err := p.await(ctx, "suggestions for /"+command, func() (*interaction, error) {
		i, leaf, err := p.slash(channel, command)
		if err != nil {
			return nil, err
		}
		f := &filling{
			world: p.server.world, in: i.channel, person: p.user, command: command, values: values, focused: option,
		}
		given, err := f.into(leaf)
		if err != nil {
			return nil, err
		}
		i.kind = autocompleteInteraction
		i.focused = leaf[slices.IndexFunc(leaf, func(o CommandOption) bool { return o.Name == option })]
		i.options(given)
		return i, nil
	})
	if err != nil {
		return nil, err
	}
	return i.choices, nil
}

// slash begins the use of a slash command or subcommand and returns its options. Server.mu is held.
func (p *Person) slash(channel, command string) (*interaction, []CommandOption, error) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("command %q: %w", command, ErrNotOffered)
	}
	i, err := p.command(channel, words[0], slashCommand)
	if err != nil {
		return nil, nil, err
	}
	var leaf []CommandOption
	found := false
	i.passed, leaf, found = i.command.leaf(words[1:])
	if !found {
		return nil, nil, fmt.Errorf("command %q: %w", command, ErrNotOffered)
	}
	i.name = strings.Join(words, " ")
	return i, leaf, nil
}

// options puts what was filled in into the interaction, inside the subcommand it belongs to.
func (i *interaction) options(given []object) {
	for _, o := range slices.Backward(i.passed) {
		given = []object{{"name": o.Name, "type": o.Type, "options": given}}
	}
	if len(given) > 0 { // otherwise there is no such field
		i.data["options"] = given
	}
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
	return &interaction{kind: commandInteraction, person: p.user, channel: c, command: cmd, name: name, data: data}, nil
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

// UserCommand uses a command of a user's menu (Apps > name) in a channel and waits for the answer.
func (p *Person) UserCommand(ctx context.Context, channel, name, userID string) (Reply, error) {
	return p.act(ctx, "Apps > "+name, func() (*interaction, error) {
		i, err := p.command(channel, name, userCommand)
		if err != nil {
			return nil, err
		}
		w := p.server.world
		list := picked(w.entities([]string{userEntity}, nil, i.channel, p.user), []string{userID})
		if len(list) == 0 {
			return nil, fmt.Errorf("user %s in %q: %w", userID, channel, ErrNotOffered)
		}
		i.aim = w.userByID(userID)
		i.data["target_id"], i.data["resolved"] = userID, w.resolved(list, i.channel, p.user)
		return i, nil
	})
}

// Clicks presses a button and waits for the answer. A link button cannot be pressed: it has no custom id.
func (p *Person) Clicks(ctx context.Context, m Message, customID string) (Reply, error) {
	return p.uses(ctx, m, customID, func(_ *channel, c *Component) (object, bool) {
		return object{}, c.Type == buttonType
	})
}

// Selects picks values of a select menu and waits for the answer. Those of selects of users, roles and channels are
// ids.
func (p *Person) Selects(ctx context.Context, m Message, customID string, values ...string) (Reply, error) {
	return p.uses(ctx, m, customID, func(in *channel, c *Component) (object, bool) {
		data := object{"values": append([]string{}, values...)}
		if kinds := entityKinds(c.Type); kinds != nil {
			w := p.server.world
			c.Options = w.entitiesFor(*c, in, p.user)
			list := picked(w.entities(kinds, c.ChannelTypes, in, p.user), values)
			data["resolved"] = w.resolved(list, in, p.user)
		}
		return data, c.isSelect() && c.takes(values)
	})
}

// uses uses a component of a message. What it brings along is said with Server.mu held, or that it cannot be used so.
func (p *Person) uses(
	ctx context.Context, m Message, customID string, how func(*channel, *Component) (object, bool),
) (Reply, error) {
	return p.act(ctx, fmt.Sprintf("component %q", customID), func() (*interaction, error) {
		if p.user == nil {
			return nil, fmt.Errorf("%q: %w", p.name, ErrUnknownPerson)
		}
		target, err := p.message(m.ID)
		if err != nil {
			return nil, err
		}
		c := target.snapshot().withCustomID(customID)
		if c == nil || c.Disabled {
			return nil, fmt.Errorf("component %q: %w", customID, ErrNotOffered)
		}
		data, ok := how(target.channel, c)
		if !ok {
			return nil, fmt.Errorf("component %q used so: %w", customID, ErrNotOffered)
		}
		data["custom_id"], data["component_type"], data["id"] = customID, c.Type, c.ID
		return &interaction{
			kind: componentInteraction, person: p.user, channel: target.channel, target: target, data: data,
		}, nil
	})
}

// Submits fills in a modal, by the custom ids of its inputs, and waits for the answer: one value for a text input, any
// number for a select. Inputs without a value keep what they were opened with.
func (p *Person) Submits(ctx context.Context, modal *Modal, values map[string][]string) (Reply, error) {
	return p.act(ctx, "modal "+modal.CustomID, func() (*interaction, error) {
		if p.user == nil || modal.opener == nil || modal.opener.person != p.user {
			return nil, fmt.Errorf("modal %q for %s: %w", modal.CustomID, p.name, ErrNotOffered)
		}
		parts, err := modal.fill(values)
		if err != nil {
			return nil, err
		}
		opener := modal.opener
		i := &interaction{
			kind: modalInteraction, person: p.user, channel: opener.channel, source: opener,
			data: object{"custom_id": modal.CustomID, "components": parts},
		}
		if list := modal.chosen(p.server.world, values); len(list) > 0 {
			i.data["resolved"] = p.server.world.resolved(list, i.channel, p.user)
		}
		if opener.kind == componentInteraction {
			i.target = opener.target
		}
		return i, nil
	})
}

// act begins an interaction, which prepare makes with Server.mu held, and waits for its outcome.
func (p *Person) act(ctx context.Context, what string, prepare func() (*interaction, error)) (Reply, error) {
	i, err := p.await(ctx, what, prepare)
	if err != nil {
		return Reply{}, err
	}
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return i.outcome(), nil
}

// await begins an interaction and waits until it is finished or has failed. It is told by the interaction itself: if
// everybody who waits looked whenever anything happened, a crowd would do little else.
func (p *Person) await(ctx context.Context, what string, prepare func() (*interaction, error)) (*interaction, error) {
	s := p.server
	s.mu.Lock()
	i, err := prepare()
	if err == nil {
		s.begin(i)
	}
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := s.await(ctx, "the bot's answer to "+what, i.done); err != nil {
		return nil, err
	}
	if i.failed { // done, and so no longer changed
		return nil, fmt.Errorf("%s: %w", what, failure(failureText(i)))
	}
	return i, nil
}

// outcome is what the person sees of the answer. Server.mu is held.
func (i *interaction) outcome() Reply {
	r := Reply{Modal: i.modal, Withdrawn: i.withdrawn}
	if i.settled != nil {
		r.Message, r.Updated = i.settled.snapshot(), i.settled == i.target
	}
	return r
}
