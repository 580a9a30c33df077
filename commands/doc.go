// Package commands is what members can do: ask, open topics, turn pages, ask
// about a message; and moderators: pin a summary.
//
// Read [Router] first. It turns one event of Discord's (an interaction or a
// message) into one value to send, and sends nothing itself: that is the
// door's job, package bot. What a command does beyond its answer, it does
// through a small interface that the door satisfies ([Board]). [Definitions] is what is registered with Discord.
// Each command has a file. How a value looks is package reply; what is
// answered is package knowledge.
package commands
