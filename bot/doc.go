// Package bot is the door Discord comes in by: it connects to the gateway, turns each event that is meant for Ibid into one
// call of a [Handler], and sends the value that comes back. Handlers never send; this package never decides what to say.
//
// Read [Options] and [Bot.Run] first, then gateway.go (staying connected), events.go (what is for us), dispatch.go (the
// middleware around each call) and wire.go (what is sent).
//
// The package stands on discordgo v0.29.0 and fills that library's gaps in one place; [*discordgo.Session] appears nowhere else.
// What it promises:
//
//   - it asks for no privileged intent ([Intents]);
//   - nothing it sends pings anybody: allowed_mentions is always present and empty;
//   - the bot token goes only to the host of [Options.APIURL] and to the gateway that host names, and never into a log or an error;
//   - nothing is cached about guilds, channels or members, and nothing about a member or a message's text is logged;
//   - an event is answered at most once, also when the gateway replays it.
package bot
