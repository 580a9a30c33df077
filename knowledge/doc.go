// Package knowledge answers a question from a library of published analyses.
//
// Read [Library] first: it is built once from parsed analyses, never changes
// afterwards, and may be asked by any number of goroutines. [Library.Ask]
// searches once, decides once, and returns an [Answer]: which of the
// interviewer's questions was meant, which paragraph carries the reply, and
// which sentence of it. Every word in an Answer is a range of the published
// text; nothing here writes a sentence of its own.
//
// Where the text comes from is package article; how a question finds its
// place is package search; how an Answer looks to a person is package
// commands/reply.
package knowledge
