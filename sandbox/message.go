package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// A Message is a snapshot of a message.
type Message struct {
	ID, ChannelID, GuildID string // GuildID is empty in a DM
	AuthorID, Author       string // the user's id and the name shown
	// Type is Discord's message type: 0 said, 19 a reply, 20 and 23 answers to commands; 4 tells of a thread's new
	// name, 6 of a pin (ReplyTo is what was pinned), 18 of a new thread; 21 begins a thread (ReplyTo is the message it
	// grew from).
	Type        int
	Content     string
	Time        time.Time
	Edited      bool
	Flags       int // Discord's message flags: 1<<6 ephemeral, 1<<7 loading, 1<<15 components V2
	Components  []Component
	Embeds      []Embed
	Attachments []Attachment
	Reactions   []Reaction // in the order in which they were first given
	ReplyTo     string     // id of the message this one replies to, or ""
	ThreadID    string     // id of the thread that was started from it, or ""
	Pinned      bool
	// Pings are the user ids, role ids and the word "everyone" that this message notifies, after allowed_mentions.
	// A message that pings nobody has none.
	Pings []string
	// Wire is the message object as a client of the API gets it.
	Wire json.RawMessage
}

// Ephemeral says that only the person who used the interaction sees the message.
func (m Message) Ephemeral() bool { return m.Flags&flagEphemeral != 0 }

// Loading says that the bot has deferred its answer and is shown as thinking.
func (m Message) Loading() bool { return m.Flags&flagLoading != 0 }

// Text is everything the message says, in reading order, a line break between parts: content, then text displays.
// Labels of buttons and selects are not part of it, nor are embeds.
func (m Message) Text() string {
	var parts []string
	if m.Content != "" {
		parts = append(parts, m.Content)
	}
	for c := range m.all {
		if c.Type == textDisplayType {
			parts = append(parts, c.Content)
		}
	}
	return strings.Join(parts, "\n")
}

// Buttons returns the message's buttons in reading order, link buttons included.
func (m Message) Buttons() []Component { return m.ofType(buttonType) }

// Selects returns the message's select menus in reading order, those of users, roles and channels included.
func (m Message) Selects() []Component {
	return m.ofType(stringSelectType, userSelectType, roleSelectType, mentionableSelectType, channelSelectType)
}

// Button returns the first button with that label; false if there is none.
func (m Message) Button(label string) (Component, bool) {
	for _, b := range m.Buttons() {
		if b.Label == label {
			return b, true
		}
	}
	return Component{}, false
}

func (m Message) ofType(kinds ...int) []Component {
	var out []Component
	for c := range m.all {
		if slices.Contains(kinds, c.Type) {
			out = append(out, c)
		}
	}
	return out
}

// withCustomID returns the component that has a custom id; nil if there is none.
func (m Message) withCustomID(id string) *Component {
	for c := range m.all {
		if id != "" && c.CustomID == id {
			return &c
		}
	}
	return nil
}

// all yields every component in reading order, those inside others included.
func (m Message) all(yield func(Component) bool) { eachComponent(m.Components, yield) }

func eachComponent(list []Component, yield func(Component) bool) bool {
	for _, c := range list {
		if !yield(c) || !eachComponent(c.Components, yield) {
			return false
		}
		for _, inner := range []*Component{c.Accessory, c.Component} {
			if inner != nil && !yield(*inner) {
				return false
			}
		}
	}
	return true
}

// message is a message as the world keeps it.
type message struct {
	id              string
	kind            int // see the constants below
	channel         *channel
	author          *user
	content         string
	created, edited time.Time // edited is zero if it was not
	flags           int
	components      []object
	embeds          []object
	attachments     []*attachment
	reactions       []*reaction
	reference       *message // what it replies to, tells of, or begins a thread with
	thread          *channel // the thread that was started from it, or that it tells of
	mentions        mentions
	pinned          time.Time // zero if it is not
	nonce           any
	origin          *interaction // what it answers, or nil
	onlyFor         *user        // who sees it if it is ephemeral, or nil
	deleted         bool
}

// Message types, https://docs.discord.com/developers/resources/message#message-object-message-types.
const (
	defaultMessage       = 0
	nameChangeMessage    = 4
	pinnedMessage        = 6
	threadCreatedMessage = 18
	replyMessage         = 19
	slashMessage         = 20
	threadStarterMessage = 21
	menuCommandMessage   = 23
)

// Message flags, https://docs.discord.com/developers/resources/message#message-object-message-flags.
const (
	flagCrossposted           = 1 << 0
	flagSuppressEmbeds        = 1 << 2
	flagHasThread             = 1 << 5
	flagEphemeral             = 1 << 6
	flagLoading               = 1 << 7
	flagSuppressNotifications = 1 << 12
	flagComponentsV2          = 1 << 15
)

// isSystem says whether Discord wrote the message, not somebody.
func (m *message) isSystem() bool {
	switch m.kind {
	case nameChangeMessage, pinnedMessage, threadCreatedMessage, threadStarterMessage:
		return true
	}
	return false
}

// A reader is who gets a message object: the application, with or without the message content intent.
type reader struct {
	app     *user
	content bool
}

// blanks says whether the reader may not see what the message says,
// https://docs.discord.com/developers/events/gateway#message-content-intent.
func (r reader) blanks(m *message) bool {
	return !r.content && m.author != r.app && m.channel.guild != nil && !slices.Contains(m.mentions.users, r.app)
}

// everything is a reader who sees it all.
var everything = reader{content: true}

// wire is the message object as the reader gets it. Replies and thread starters bring what they refer to.
func (m *message) wire(r reader) object {
	o := m.basicWire(r)
	switch {
	case m.reference == nil || m.kind == pinnedMessage:
	case m.reference.deleted:
		o["referenced_message"] = nil
	default:
		o["referenced_message"] = m.reference.basicWire(r)
	}
	if len(m.reactions) > 0 {
		o["reactions"] = m.reactionsWire(r.app)
	}
	return o
}

func (m *message) basicWire(r reader) object {
	o := object{
		"id": m.id, "type": m.kind, "channel_id": m.channel.id, "author": m.author.wire(), "content": m.content,
		"timestamp": stamp(m.created), "edited_timestamp": nil, "flags": m.flags, "tts": false,
		"components": m.components, "embeds": m.embeds, "attachments": m.attachmentsWire(),
		"pinned": !m.pinned.IsZero(),
	}
	m.mentions.addTo(o)
	if !m.edited.IsZero() {
		o["edited_timestamp"] = stamp(m.edited)
	}
	if m.nonce != nil {
		o["nonce"] = m.nonce
	}
	if m.reference != nil {
		o["message_reference"] = m.reference.referenceWire()
	}
	if m.origin != nil {
		m.origin.addTo(o)
	}
	if m.thread != nil {
		m.addThread(o)
	}
	if r.blanks(m) {
		o["content"], o["components"], o["embeds"], o["attachments"] = "", []object{}, []object{}, []object{}
	}
	return o
}

func (m *message) referenceWire() object {
	o := object{"type": 0, "channel_id": m.channel.id, "message_id": m.id}
	if m.channel.guild != nil {
		o["guild_id"] = m.channel.guild.id
	}
	return o
}

// snapshot copies the message for tests and the page.
func (m *message) snapshot() Message {
	s := Message{
		ID: m.id, ChannelID: m.channel.id, AuthorID: m.author.id, Author: m.author.displayName, Type: m.kind,
		Content: m.content, Time: m.created, Edited: !m.edited.IsZero(), Flags: m.flags,
		Components: decodeAs[Component](m.components), Embeds: decodeAs[Embed](m.embeds),
		Attachments: m.attachmentSnapshots(), Reactions: m.reactionSnapshots(),
		Pinned: !m.pinned.IsZero(), Pings: slices.Clone(m.mentions.pings),
	}
	if m.channel.guild != nil {
		s.GuildID = m.channel.guild.id
	}
	if m.reference != nil {
		s.ReplyTo = m.reference.id
	}
	if m.thread != nil {
		s.ThreadID = m.thread.id
	}
	s.Wire, _ = json.Marshal(m.wire(everything)) // made of JSON, cannot fail
	return s
}
