// Package sandbox is a small Discord on loopback: a REST API (v9 and v10), a gateway and a web page, in memory, in one
// process. The real Discord client of a bot connects to it, and so the bot can be tried and tested without an account.
//
// It is a stand-in for Discord, not for a client: it knows nothing of the bot that connects, and it is as strict as
// Discord is. What Discord would reject (too long a text, an unknown interaction, a second response, a missing
// permission) is rejected with Discord's status, code and error body. Every request is held to one table, the forms, in
// which each field cites the documentation that limits it.
//
// # In a test
//
//	srv, err := sandbox.New(sandbox.Options{})            // port 0 on 127.0.0.1
//	defer srv.Close()
//	// start the bot with srv.APIURL() as its API and srv.Token() as its token, then
//	err = srv.WaitReady(ctx)                              // its gateway session is ready
//	err = srv.WaitCommands(ctx)                           // its commands are registered
//
//	alice := srv.Person("alice")
//	reply, err := alice.Slash(ctx, "general", "ask", map[string]any{"question": "why"})
//	reply.Text()                                          // all its text, in reading order
//	reply, err = alice.Clicks(ctx, reply.Message, reply.Buttons()[0].CustomID)
//	choices, err := alice.Autocomplete(ctx, "general", "ask", "question", "wh")
//	reply, err = alice.Says(ctx, "general", srv.Mention()+" why?")
//	reply, err = alice.DM(ctx, "why?")
//	note, err := srv.Person("bob").Posts("general", "what about this?")
//	reply, err = alice.MessageCommand(ctx, "Ask about this", note)
//
// What takes a context returns when the bot has answered, with what the person now sees, or with an error when the
// context ends first or the interaction fails ([ErrInteractionFailed]). What Discord's client would not let a person do
// fails with [ErrNotOffered]. Nothing sleeps and nothing polls.
//
// # Who and what there is
//
// A guild (what people call a server) with the channels "general", "reading-room", "moderators" (hidden from members),
// "announcements" and "questions" (a forum), and its people "alice" and "bob" (members), "mod" (a moderator) and
// "owner". "carol" is in no guild and writes to the bot in a DM; "alice-and-bob" is a conversation without the bot, in
// which Alice, who has installed the application for herself, can use it. Channels are given by name or id, and a
// person's DM with the bot as "dm".
//
//   - More of it: [Server.AddGuild], [Server.AddChannel], [Server.AddRole], [Server.AddPerson]; [Server.SetOverwrite]
//     for permissions in a channel. [Server.ForeignMessage] is another bot's, with what client libraries don't know.
//   - People ask the bot: [Person.Slash] (subcommands too), [Person.Autocomplete], [Person.Completes],
//     [Person.MessageCommand], [Person.UserCommand], [Person.Clicks], [Person.Selects], [Person.Submits] (a modal),
//     [Person.Says], [Person.Replies], [Person.DM].
//   - People do other things: [Person.Posts], [Person.PostsFile], [Person.Edits], [Person.Deletes], [Person.Dismisses],
//     [Person.Pins], [Person.Unpins], [Person.Reacts], [Person.Unreacts], [Person.StartsThread],
//     [Person.StartsThreadIn], [Person.Types].
//   - What became of it: [Person.Sees] (ephemeral messages too), [Server.Messages], [Server.Message], [Server.Pins],
//     [Server.Commands], [Server.AuditLog]; [Message.Pings] says whom a message notifies, and [Message.Wire] is what a
//     client gets.
//   - What went over the wire: [Server.Traffic] (REST calls, and [Options.Record] as JSON lines), [Server.Frames]
//     (payloads of the gateway), [Server.Gateway] (counts). No token is in any of it.
//   - Time: with a [ManualClock] as [Options.Clock], the windows of 3 seconds and 15 minutes pass at once.
//
// # Bad days
//
//	srv.DropConnections(4000)                             // or 1006: without a word
//	srv.RequestReconnect()
//	srv.RequestHeartbeat()
//	srv.InvalidateSessions(true)                          // they can be resumed
//	srv.Outage(30 * time.Second)                          // no gateway for so long
//	srv.FailCalls(1, sandbox.CallFault{                   // the next reply is posted, and its answer lost
//		Fault: sandbox.FaultLost, Route: "POST /channels/{channel}/messages",
//	})
//	srv.SetWeather(sandbox.Weather{RateLimits: true})     // until it is set anew
//
// A [Weather] lasts: rate limits, silent heartbeats, duplicate events, and a [CallFault] for every call (429, 5xx,
// slow, half, lost, cut). [Options] has what a session start is held to: privileged intents, shards, starts in a day.
//
// # What to read first
//
//   - server.go is what it is made of, world.go the state, which Server.mu guards, and places.go what is there at
//     first.
//   - people.go is what people do, people_interact.go how they use the bot, and interaction.go what becomes of that.
//   - api.go has the routes, api_answer.go how a call is answered, api_request.go what a call says, and api_*.go the
//     handlers. forms.go is how requests are held to the table (forms_*.go), faults.go does it, rules.go has what
//     concerns several fields, limits.go the numbers.
//   - posting.go is what happens to messages, message.go and component.go what they are; permissions.go is what
//     somebody may do. In every file, wire is an object as it goes over the API, snapshot a copy of it for tests.
//   - gateway.go is a connection, gateway_receive.go what a client sends, gateway_session.go the stream of events.
//   - weather.go is what goes wrong on demand, ratelimit.go the limits of calls, traffic.go the record of it all.
//   - page.go is the web page's side of the server, page_*.go what it is told, page/ the page itself, without a build
//     step; markdown.go is Discord's Markdown as HTML.
//
// # What it does not have
//
// On purpose: voice, presences, stickers, polls, emoji of guilds, tags of forums, categories, webhooks other than those
// of interactions, making and moderating members and roles by the API. What is half there is rejected, not ignored,
// with the code SANDBOX_UNSUPPORTED: stickers, polls, tags, premium buttons, options that are files, radio groups,
// check boxes and uploads in modals, answers that sell or launch something. The gateway has no encoding but JSON and no
// compression with Zstandard. The slow mode of a channel and the time after which a thread is archived are kept and
// shown; nobody is held back by the one, and nothing happens at the other.
package sandbox
