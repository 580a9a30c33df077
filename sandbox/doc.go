// Package sandbox is a small Discord on loopback: a REST API, a gateway and a web page, in memory, in one process.
// The real Discord client of a bot connects to it, and so the bot can be tried and tested without an account.
//
// It is a stand-in for Discord, not for a client: it knows nothing of the bot that connects, and it is as strict as
// Discord is. What Discord would reject (too long a text, an unknown interaction, a second response) is rejected
// with Discord's status, code and error body; the limits stand in one table, limits.go, with the documentation that
// sets them.
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
// Each of these returns when the bot has answered, with what the person now sees, or with an error when ctx ends
// first or the interaction fails ([ErrInteractionFailed]). Nothing sleeps and nothing polls. Channels are given by
// name ("general", "moderators", "announcements", the forum "questions"; "alice-and-bob" is a conversation without the
// bot) or id. There are five people: "alice" and "bob" (members), "mod" (a moderator), "owner" (who owns the server) and
// "carol", who is in no server and writes to the bot in a DM. [Server.AddPerson], [Server.AddRole],
// [Server.AddChannel], [Server.AddGuild] and [Server.SetOverwrite] add to them. People pin, react, edit, delete and
// start threads ([Person.Pins] and its like), each where Discord's client would let them; [Server.AuditLog] says who
// did what, and why.
//
// [Server.Traffic] lists every REST call the bot made, [Options.Record] receives them as JSON lines;
// [Server.Frames] lists the gateway's payloads; [Message.Pings] says whom a message would have pinged. With a
// [ManualClock] the windows of 3 seconds and 15 minutes pass at once.
//
// # Bad days
//
//	srv.DropConnections(4000)                             // or 1006: without a word
//	srv.RequestReconnect()
//	srv.InvalidateSessions(true)                          // they can be resumed
//	srv.Outage(30 * time.Second)                          // no gateway for so long
//	srv.FailCalls(1, sandbox.CallFault{                   // the next reply is posted, and its answer lost
//		Fault: sandbox.FaultLost, Route: "POST /channels/{channel}/messages",
//	})
//	srv.SetWeather(sandbox.Weather{RateLimits: true})     // until it is set anew
//
// [Server.Gateway] counts what became of it.
//
// # What to read first
//
// server.go (what it is made of), world.go (the state), people.go (what people do), interaction.go (what becomes of
// it), api.go and answer.go (the REST API), limits.go (what is rejected), gateway.go, receiving.go and session.go (the
// event stream), weather.go and ratelimit.go (what goes wrong), page.go and page/ (the web page), markdown.go (Discord's
// Markdown as HTML).
//
// # What it does not have
//
// Stickers, polls, emoji of servers, tags of forums, categories, presence, voice. A request with stickers, a poll or
// tags is rejected, not ignored; so are gateways in another encoding than JSON and compression with Zstandard. The slow
// mode of a channel is kept and shown; nobody is held back by it.
package sandbox
