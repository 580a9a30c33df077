// Package analyses holds the analyses that come with the program: one file
// each, front matter and the text as published, with the phrasings an editor
// wrote, what the matcher learnt of them and the labelled questions that
// measure it beside it.
//
// To add an analysis to the program, put its file here. To add one to a
// running installation, put it in the folder that IBID_LIBRARY names.
package analyses

import "embed"

// What was learnt is written anew after every change to the rest:
//
//go:generate go run ibid/cmd/ibid learn moscow-concert-hall-attack.md

// Files holds every analysis (*.md), its phrasings (*.phrasings.txt), what was
// learnt of it (*.learnt) and its labelled questions (*.labelled.jsonl).
//
//go:embed *.md *.txt *.jsonl *.learnt
var Files embed.FS
