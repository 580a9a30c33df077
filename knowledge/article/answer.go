package article

import (
	"fmt"
	"regexp"
	"strings"
)

// speak begins an answer with the label of block i.
func (d *dialogue) speak(i int) {
	b := &d.blocks[i]
	if d.state == answering && b.label.voice == answerer && strings.HasSuffix(d.text(b.label.span), ".") {
		b.words, b.label = b.whole, label{} // "A. Miller", not "A."
		d.moreWords(i)
		return
	}
	d.endAnswer()
	who := b.label.expert
	switch {
	case d.state == leading && b.label.alone: // the author's name below the title
		d.keep(Byline, b.label.span)
		if b.words.Start < b.words.End {
			d.lead(i)
		}
		return
	case len(d.analysis.Questions) == 0:
		d.doubt(i, shown(b.label.name)+" speaks before the first question",
			`mark the questions with "## " or "Q:" if this answers one without a question mark`)
		return
	case b.label.voice == namesake:
		d.doubt(i, "the label "+shown(b.label.name)+" fits more than one speaker",
			"list the experts with the names by which the text tells them apart")
		return
	case b.label.voice == answerer:
		if !d.soleAnswers(i) {
			return
		}
		who = 0
	}
	if d.endsInQuestion(i) {
		d.doubt(i, "the last line below this label may be the next question", questionLine)
		return
	}
	q := d.question()
	q.Answers = append(q.Answers, Answer{Expert: who, Label: b.label.span})
	d.state = answering
	if b.words.Start < b.words.End {
		d.paragraph(b.words)
	}
}

// soleAnswers reports whether an "A:" can only mean the one expert.
func (d *dialogue) soleAnswers(i int) bool {
	l := d.blocks[i].label
	switch {
	case len(d.analysis.Experts) != 1:
		d.doubt(i, fmt.Sprintf("the label %s does not say which of %d experts answers", shown(l.name), len(d.analysis.Experts)),
			"list the one expert who answers under experts:, or write the name as the label")
		return false
	case l.number != "" && d.number != "" && l.number != d.number:
		d.doubt(i, fmt.Sprintf("the label %s does not belong to question %s", shown(l.name), d.number), "see whether a question or an answer is missing")
		return false
	}
	return true
}

// endAnswer closes the open answer: it must have words.
func (d *dialogue) endAnswer() {
	if d.state != answering || len(d.answer().Paragraphs) > 0 {
		return
	}
	q, last := d.question(), d.answer()
	q.Answers = q.Answers[:len(q.Answers)-1]
	d.state = awaiting
	d.add(d.src.line(last.Label.Start), "the label "+shown(d.text(last.Label))+" without words", "write what the expert said behind or below it")
	d.reported = true
}

func (d *dialogue) paragraph(s Span) {
	a := d.answer()
	a.Paragraphs = append(a.Paragraphs, d.newParagraph(s))
}

func (p *parser) newParagraph(s Span) Paragraph {
	sentences := Sentences(p.src.text[s.Start:s.End])
	for i := range sentences {
		sentences[i].Start += s.Start
		sentences[i].End += s.Start
	}
	return Paragraph{s, sentences}
}

// headed takes a block that is marked and no question.
func (d *dialogue) headed(i int) {
	b, after := &d.blocks[i], d.next[i]
	last := i > d.lastTurn || isClosing(d.words(i))
	switch {
	case d.state == leading, d.state == closed:
	case d.state == answering && b.label.voice == stranger && d.suspect(b.label):
		d.unknown(i)
		return
	case b.mark == italic && !last && !(d.italics && d.voice(after).speaks()): // an editor's note
	case after < len(d.blocks) && d.isQuestion(after): // the heading of a section
	case last:
		d.endAnswer()
		d.close()
	default:
		d.doubt(i, "this is marked as a question is, and does not read as one: "+shown(d.words(i)),
			"write the speaker's label below it if it is a question, and put it between *asterisks* if the answer goes on below it")
		return
	}
	d.keep(Note, b.whole)
}

// goOn takes a block without mark and speaker.
func (d *dialogue) goOn(i int) {
	switch d.state {
	case leading:
		d.lead(i)
	case awaiting:
		d.firstWords(i)
	case answering:
		d.moreWords(i)
	case closed:
		d.keep(Note, d.blocks[i].whole)
	}
}

// firstWords takes a block that follows a question and has no expert's label.
func (d *dialogue) firstWords(i int) {
	b := &d.blocks[i]
	switch {
	case d.bareName(i):
	case b.label.voice == stranger:
		d.unknown(i)
	case d.sole:
		q := d.question()
		q.Answers = append(q.Answers, Answer{})
		d.state = answering
		d.paragraph(b.words)
	default:
		d.doubt(i, "a question is followed by words without a speaker's label", `write the speaker's name and a colon before the answer, such as "Mir:"`)
	}
}

// unknown reports the label of block i as a speaker who is no listed expert.
func (d *dialogue) unknown(i int) {
	if d.unlisted {
		d.lose()
		return
	}
	name := d.blocks[i].label.name
	what := "the speaker " + shown(name) + " is no listed expert"
	do := "list the speaker under experts: in the front matter"
	switch l := d.blocks[i].label; {
	case l.torn:
		what, do = "the emphasis of the label "+shown(name)+" does not end with it", "end it behind the colon, as in **Mir:**, and see that its marks match"
	case l.affiliated && strings.ContainsAny(name, ",(/|"): // the name of an expert, and more
		what = "the label " + shown(name) + " may name more than one speaker"
		do = "write the name of the one expert who speaks, and list the affiliation under experts: if one is behind it"
	case d.state == answering:
		do += "; if nobody speaks here, join the line to the one before"
	default:
		do += "; if an expert speaks here, write the expert's name and a colon before it"
	}
	if !d.full() {
		if near := d.cast.roster.nearest(d.analysis.Experts, name); near != "" {
			do += "; the nearest name there is " + near
		}
	}
	d.doubt(i, what, do)
}

// bareName reports a block that begins with an expert's name in the manner of
// a label, but without its colon: the name alone, in bold, or before a dash.
func (d *dialogue) bareName(i int) bool {
	words := d.words(i)
	line := words[:min(len(words), maxLabel)]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	} else if len(words) > maxLabel {
		line += "…" // the line goes on, so it is no name
	}
	if mark := emphasis(line); mark != "" {
		line, _, _ = strings.Cut(line[len(mark):], mark)
	} else if dash := spacedDash.FindStringIndex(line); dash != nil {
		line = line[:dash[0]]
	}
	if l := d.cast.speaker(line); l.voice != expert && l.voice != namesake {
		return false
	}
	d.doubt(i, "the name of an expert without a colon: "+shown(words), "write a colon behind the name if the expert speaks from there on")
	return true
}

var spacedDash = regexp.MustCompile(`\s[-–—]\s`)

// biography is how the paragraph goes on that begins with an expert's name and
// stands below the last answer.
var biography = regexp.MustCompile(`^,? (is|was|are|serves|works|directs|leads|a|an|the)\b`)

// moreWords takes an unlabelled block inside an answer.
func (d *dialogue) moreWords(i int) {
	b := &d.blocks[i]
	switch {
	case d.bareName(i):
	case b.label.voice == stranger && d.suspect(b.label):
		d.unknown(i)
	case i > d.lastTurn && (d.isBiography(i) || isHeadline(d.words(i))):
		d.endAnswer()
		d.state = closed
		d.keep(Note, b.whole)
	case isHeadline(d.words(i)):
		d.doubt(i, "this may be a heading: "+shown(d.words(i)), `mark it with "## " if questions follow it, `+
			"put it between *asterisks* if the answer goes on below it, and join it to the paragraph before if the expert said it")
	case d.endsInQuestion(i):
		d.doubt(i, "the last line of this paragraph may be the next question", questionLine)
	case d.mayBeAsked(i):
		d.doubt(i, "this may be a question or the end of an answer: "+shown(d.words(i)),
			`mark all questions with "## ", and see that a speaker's label follows each`)
	default:
		d.paragraph(b.words)
	}
}

// isBiography reports whether block i is about an expert, in the third person.
func (d *dialogue) isBiography(i int) bool {
	words := d.words(i)
	words = words[:min(len(words), 200)]
	for _, e := range d.analysis.Experts {
		if rest, ok := strings.CutPrefix(words, e.Name); ok && biography.MatchString(rest) {
			return true
		}
	}
	return false
}

// suspect reports whether a label inside an answer is more likely another
// speaker than words with a colon after them, such as "Note:" or "Taliban:".
func (d *dialogue) suspect(l label) bool {
	words := nameWords(l.name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if d.strangers[fold(l.name)] || d.others[last] || len(words) < len(strings.Fields(l.name)) {
		return true
	}
	for _, w := range words {
		if _, ok := d.cast.roster.find(w); ok {
			return true
		}
	}
	return d.cast.roster.misspells(last) || d.cast.mayBePerson(l)
}

// imperative begins what an interviewer asks without a question mark.
var imperative = regexp.MustCompile(`^(?i:tell|explain|describe|talk|discuss|walk|give|please|let's|let’s|help us)\b`)

// mayBeAsked reports whether an unmarked paragraph inside an answer reads as a
// question that has lost its mark or its answer: nothing but questions, though
// a sole expert and those whose questioner is marked may ask themselves; or, before a speaker's label, one sentence that
// asks without a question mark.
func (d *dialogue) mayBeAsked(i int) bool {
	after, words := d.next[i], d.words(i)
	speaker := d.voice(after).speaks()
	switch {
	case d.sole || len(words) > 1000:
		return false
	case onlyAsks(words):
		return speaker || !d.marks
	case d.marks || !speaker:
		return false
	}
	return len(Sentences(words)) == 1 && (imperative.MatchString(words) || !endsInStop(words))
}

// questionLine is what to do about a question that may be part of a paragraph.
const questionLine = "put an empty line before the question if it is one, else join its line to the one before"

// endsInQuestion reports whether the last line of block i, before the label of
// a speaker, is a question of its own: the interviewer's, where nothing but a
// line break divides paragraphs.
func (d *dialogue) endsInQuestion(i int) bool {
	words := d.words(i)
	end := strings.LastIndexAny(words, "\r\n")
	if end < 0 || !d.voice(d.next[i]).speaks() {
		return false
	}
	return asked(words[end:]) && endsInStop(words[:end]) && !asked(words[:end])
}

// onlyAsks reports whether all sentences of text end in a question mark.
func onlyAsks(text string) bool {
	if !asked(text) {
		return false
	}
	for _, s := range Sentences(text) {
		if !asked(text[s.Start:s.End]) {
			return false
		}
	}
	return true
}
