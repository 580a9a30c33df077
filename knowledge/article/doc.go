// Package article reads a published Q&A: the text as its publisher printed
// it, under a short YAML front matter that says who published it, when and
// where.
//
// Read [Parse] first. It returns an [Analysis], in which every title, question,
// answer, paragraph and sentence is a [Span] of the file's own bytes, so that
// whatever is quoted later is what was published. Beside it stand the
// [Faults]: what is wrong, in which line, and what to do about it. An analysis
// with faults is for showing to its editor, not for quoting from.
//
// # How the text is understood
//
// The text is cut at empty lines, and at lines that begin something of their
// own: a heading, a speaker's label, a photo credit. A piece is a question
// where the layout marks it (a Markdown heading, a line in bold or italics, a
// label such as "Q:" or the interviewer's), or else where it ends in a question
// mark and a speaker's label follows it. What stands before the first question
// is the lead. A speaker is known by a label that is the name of a listed
// expert, in full or by surname, with or without an affiliation or brackets, or
// by "A:" where there is one expert only. A sole expert may also answer marked
// questions without any label. Other words before a colon that may be a person
// who speaks are a fault, unless the text uses them as a term elsewhere.
//
// # Promises
//
// Nobody is quoted with words that may be another's: where the text allows two
// readings, the reading is a fault and the words are attributed to nobody.
// Captions, credits, headings and notes are kept as an [Aside] and are part of
// no answer. Parsing takes time linear in the file's size and never panics.
package article
