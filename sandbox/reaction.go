package sandbox

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A Reaction is an emoji under a message, with the ids of those who gave it, in that order.
type Reaction struct {
	Emoji   string
	UserIDs []string
}

// reaction is a reaction as the world keeps it.
type reaction struct {
	emoji string
	users []*user
}

func (m *message) reaction(emoji string) *reaction {
	return find(m.reactions, func(r *reaction) bool { return r.emoji == emoji })
}

func (m *message) reactionSnapshots() []Reaction {
	var out []Reaction
	for _, r := range m.reactions {
		of := Reaction{Emoji: r.emoji}
		for _, u := range r.users {
			of.UserIDs = append(of.UserIDs, u.id)
		}
		out = append(out, of)
	}
	return out
}

// reactionsWire are the reactions as a reader gets them,
// https://docs.discord.com/developers/resources/message#reaction-object.
func (m *message) reactionsWire(me *user) []object {
	out := []object{}
	for _, r := range m.reactions {
		out = append(out, object{
			"emoji": emojiWire(r.emoji), "count": len(r.users), "me": slices.Contains(r.users, me), "me_burst": false,
			"count_details": object{"normal": len(r.users), "burst": 0}, "burst_colors": []string{},
		})
	}
	return out
}

// emojiWire is an emoji of Unicode as an object: it has a name and no id.
func emojiWire(emoji string) object { return object{"id": nil, "name": emoji} }

// react adds somebody's reaction; nothing happens if it is there.
func (w *world) react(m *message, emoji string, u *user) {
	r := m.reaction(emoji)
	if r == nil {
		r = &reaction{emoji: emoji}
		m.reactions = append(m.reactions, r)
	}
	if slices.Contains(r.users, u) {
		return
	}
	r.users = append(r.users, u)
	w.reactionChanged(m, "MESSAGE_REACTION_ADD", emoji, u)
}

// unreact takes somebody's reaction away; nothing happens if there is none.
func (w *world) unreact(m *message, emoji string, u *user) {
	r := m.reaction(emoji)
	if r == nil || !slices.Contains(r.users, u) {
		return
	}
	r.users = slices.DeleteFunc(r.users, func(o *user) bool { return o == u })
	if len(r.users) == 0 {
		m.reactions = slices.DeleteFunc(m.reactions, func(o *reaction) bool { return o == r })
	}
	w.reactionChanged(m, "MESSAGE_REACTION_REMOVE", emoji, u)
}

func (w *world) reactionChanged(m *message, event, emoji string, u *user) {
	w.dispatchTo(m.channel, event, intentGuildReactions, intentDirectReactions, func(*session) object {
		o := m.channel.placed(object{
			"user_id": u.id, "channel_id": m.channel.id, "message_id": m.id, "emoji": emojiWire(emoji), "burst": false,
			"type": 0,
		})
		if event == "MESSAGE_REACTION_ADD" {
			o["message_author_id"] = m.author.id
			if g := m.channel.guild; g != nil {
				o["member"] = g.member(u).withUser(g.created)
			}
		}
		return o
	})
	w.journal.addMessage(m)
	w.notify()
}

// clearReactions takes all reactions of a message away, or all with an emoji.
func (w *world) clearReactions(m *message, emoji string) {
	n := len(m.reactions)
	m.reactions = slices.DeleteFunc(m.reactions, func(r *reaction) bool { return emoji == "" || r.emoji == emoji })
	if len(m.reactions) == n {
		return
	}
	event, o := "MESSAGE_REACTION_REMOVE_ALL", object{"channel_id": m.channel.id, "message_id": m.id}
	if emoji != "" {
		event, o["emoji"] = "MESSAGE_REACTION_REMOVE_EMOJI", emojiWire(emoji)
	}
	w.dispatchTo(m.channel, event, intentGuildReactions, intentDirectReactions, func(*session) object {
		return m.channel.placed(o)
	})
	w.journal.addMessage(m)
	w.notify()
}

// isEmoji says whether a text is one emoji, near enough: symbols, with what joins and colours them. The sandbox has no
// emoji of its own, and no list of Unicode's.
func isEmoji(s string) bool {
	symbols := 0
	for _, r := range s {
		switch {
		case unicode.In(r, emojiJoins):
		case r > unicode.MaxASCII && unicode.In(r, unicode.So, unicode.Sm, unicode.Sk, emojiMarks):
			symbols++
		case (r >= '0' && r <= '9' || r == '#' || r == '*') && symbols == 0 && last(s) == keycap:
			symbols++
		default:
			return false
		}
	}
	return symbols > 0 && utf8.RuneCountInString(s) <= maxEmoji
}

// keycap puts a digit, "#" or "*" on a key.
const keycap = '\u20e3'

// What joins and colours the symbols of an emoji, and which marks are emoji though they are no symbols,
// https://www.unicode.org/reports/tr51/.
var (
	emojiJoins = &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x200d, Hi: 0x200d, Stride: 1}, {Lo: keycap, Hi: keycap, Stride: 1}, {Lo: 0xfe0f, Hi: 0xfe0f, Stride: 1},
		},
		R32: []unicode.Range32{{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}, {Lo: 0xe0020, Hi: 0xe007f, Stride: 1}},
	}
	emojiMarks = &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x203c, Hi: 0x2049, Stride: 0x2049 - 0x203c}, {Lo: 0x2139, Hi: 0x2139, Stride: 1},
			{Lo: 0x3030, Hi: 0x303d, Stride: 0x303d - 0x3030},
		},
	}
)

// maxEmoji is the length in code points of the longest emoji of Unicode: a family, or a flag with its tags.
const maxEmoji = 10

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
