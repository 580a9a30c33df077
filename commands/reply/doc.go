// Package reply gives values their looks: what the library answered becomes
// a Discord message ([Card], [Choices], [NoAnswer], [TopicList], [Whole], [Verified]), a
// text for the terminal ([Text]) or a JSON record ([NewRecord]).
//
// Everything here is a pure function of its arguments. Three promises are
// kept here and held by property tests:
//
//   - what is quoted is the published text, byte for byte, save for the
//     backslashes that keep Discord's Markdown off it ([Escape]);
//   - no message is over a limit of Discord's (limits.go has them all), and
//     nothing is cut to keep it so: a long answer is split into [Pages];
//   - nothing that a member wrote is shown to others. [Verified], which is
//     private, shows its asker a few of their words, escaped and short, to
//     say which of them differ.
//
// What a button does is written in its custom id ([Action]), so that it
// works after a restart.
package reply
