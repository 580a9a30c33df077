// Package analyses holds the analyses that come with the program: one file
// each, front matter and the text as published, with the phrasings an editor
// wrote and the labelled questions that measure the matcher beside it.
//
// To add an analysis to the program, put its file here. To add one to a
// running installation, put it in the folder that IBID_LIBRARY names.
package analyses

import "embed"

// Files holds every analysis (*.md), its phrasings (*.phrasings.txt) and its
// labelled questions (*.labelled.jsonl).
//
//go:embed *.md *.txt *.jsonl
var Files embed.FS
