// Package reply gives values their looks: what the library answered becomes
// a Discord message in somebody's language ([Writer]), a text for the terminal
// ([Terminal]) or a JSON record ([NewRecord]).
//
// Everything here is a pure function of its arguments. Three promises are
// kept here and held by property tests:
//
//   - what is quoted is the published text, byte for byte, save for the
//     backslashes that keep Discord's Markdown off it ([Escape]);
//   - no message is over a limit of Discord's (limits.go has them all), and
//     nothing is cut to keep it so: a long answer is split into [Pages];
//   - nothing that a member wrote is shown to others. What is private
//     ([Writer.Verified], [Writer.Because], [Writer.Sent]) shows whoever presses
//     a few of the words, escaped and short, to say which of them it is about.
//
// What a button does is written in its custom id ([Action]), so that it
// works after a restart.
package reply
