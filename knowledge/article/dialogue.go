package article

import "fmt"

// longQuestion is how many words a question has at most where nothing but its
// question mark tells it from the end of an answer.
const longQuestion = 80

// state is what an unlabelled paragraph belongs to.
type state int

const (
	leading   state = iota // the lead: no question was asked yet
	awaiting               // a question to which nobody has spoken yet
	answering              // the answer that is open
	lost                   // words whose speaker is not known, which is reported
	closed                 // what follows the last answer, or a rule
)

// dialogue joins the blocks of a text to its lead, questions and answers.
type dialogue struct {
	*parser
	blocks []block
	next   []int // for each block, the next one that is no aside

	first    int  // the first block behind the title
	lastTurn int  // the last block that begins a question or an answer
	marks    bool // the layout marks the questions
	italics  bool // with italics
	sole     bool // one expert answers marked questions without a label

	strangers map[string]bool // folded names that stand where an expert's should
	others    map[string]bool // surnames that the text names beside those of experts
	asked     map[string]int  // folded questions and the line of the first

	state    state
	number   string // of the question, as in "Q1:"
	reported bool   // it is said why the question has no answer
}

func newDialogue(p *parser, blocks []block) *dialogue {
	d := &dialogue{
		parser: p, blocks: blocks, next: make([]int, len(blocks)), lastTurn: -1,
		strangers: map[string]bool{}, others: map[string]bool{}, asked: map[string]int{},
	}
	for i := range blocks {
		b := &blocks[i]
		labelled := b.label.voice.speaks() || b.label.voice == asker || d.cast.speaker(d.text(b.whole)).voice.speaks()
		if b.aside == "" && !labelled && b.mark != heading && isNote(d.text(b.whole)) {
			b.aside = Note
		}
	}
	after := len(blocks)
	for i := len(blocks) - 1; i >= 0; i-- {
		d.next[i] = after
		if blocks[i].aside == "" {
			after = i
		}
	}
	d.first = after
	return d
}

func (d *dialogue) text(s Span) string { return d.src.text[s.Start:s.End] }
func (d *dialogue) words(i int) string { return d.text(d.blocks[i].words) }
func (d *dialogue) line(i int) int     { return d.src.line(d.blocks[i].whole.Start) }
func (d *dialogue) voice(i int) voice {
	if i >= len(d.blocks) {
		return silent
	}
	return d.blocks[i].label.voice
}

// run goes through the blocks in order.
func (d *dialogue) run() {
	d.findHosts()
	d.learnLayout()
	for i := d.first; i < len(d.blocks); i++ {
		switch b := &d.blocks[i]; {
		case b.aside != "":
			d.aside(i)
		case d.isQuestion(i):
			d.ask(i)
		case b.label.voice.speaks():
			d.speak(i)
		case b.mark != unmarked:
			d.headed(i)
		default:
			d.goOn(i)
		}
	}
	d.endQuestion()
	if len(d.analysis.Questions) == 0 {
		line := len(d.src.starts)
		if d.first < len(d.blocks) {
			line = d.line(d.first)
		}
		d.add(line, "no question found",
			`mark the questions with "## " or "Q:", or see that a speaker's label such as "Mir:" follows each`)
	}
}

// findHosts makes askers of the names that stand before two questions or more:
// in transcripts the interviewer has a label too.
func (d *dialogue) findHosts() {
	questions := map[string]int{}
	for i, b := range d.blocks {
		if b.label.voice == stranger && asked(d.words(i)) && d.voice(d.next[i]).speaks() {
			questions[b.label.name]++
		}
	}
	for i := range d.blocks {
		b := &d.blocks[i]
		switch n := questions[b.label.name]; {
		case b.label.voice == stranger && n > 1:
			b.label.voice = asker
			b.words = d.src.trim(Span{b.label.next, b.words.End})
		case b.label.voice == stranger && n == 1:
			d.strangers[fold(b.label.name)] = true
		}
	}
}

// learnLayout finds out how this text marks its questions and its speakers.
func (d *dialogue) learnLayout() {
	speakers, marked := false, false
	for i := d.first; i < len(d.blocks); i = d.next[i] {
		b := &d.blocks[i]
		speakers = speakers || b.label.voice.speaks()
		if d.isMarked(i) {
			d.marks = d.marks || d.voice(d.next[i]).speaks()
			d.italics = d.italics || b.mark == italic && asked(d.words(i))
			marked = marked || asked(d.words(i))
		}
	}
	d.sole = marked && !speakers && len(d.analysis.Experts) == 1
	begins := false // block i is below a label that stands alone
	for i := d.first; i < len(d.blocks); i = d.next[i] {
		if d.voice(i).speaks() || d.isMarked(i) && (d.voice(i) == asker || d.sole && asked(d.words(i))) {
			d.lastTurn = i
		}
		plain := !d.marks && !begins && asked(d.words(i)) && !d.voice(i).speaks()
		if after := d.next[i]; d.voice(after) == stranger && (plain || d.isMarked(i)) {
			d.strangers[fold(d.blocks[after].label.name)] = true
		}
		begins = d.voice(i).speaks() && d.words(i) == ""
	}
}

func (d *dialogue) isMarked(i int) bool {
	b := &d.blocks[i]
	return b.label.voice == asker || b.mark != unmarked && !b.label.voice.speaks()
}

// answered reports whether block i begins with a label that may be a speaker's.
func (d *dialogue) answered(i int) bool {
	return d.voice(i).speaks() || d.voice(i) == stranger
}

// isQuestion reports whether block i is the interviewer's. It does not depend
// on what is a fault in it.
func (d *dialogue) isQuestion(i int) bool {
	b, after := &d.blocks[i], d.next[i]
	question := asked(d.words(i))
	switch {
	case b.label.voice.speaks():
		return false
	case b.label.voice == asker:
		return true
	case b.mark == unmarked:
		// Below a label that stands alone, it is the speaker who asks.
		begins := d.state == answering && len(d.answer().Paragraphs) == 0
		return !d.marks && !d.sole && question && (d.voice(after).speaks() || d.voice(after) == stranger && !begins || d.unanswered(i))
	case d.voice(after).speaks():
		return question || b.mark != italic
	case isClosing(d.words(i)):
		return false
	case d.voice(after) == stranger:
		return question || b.mark != italic
	case question:
		footer := d.state == closed && i > d.lastTurn
		return !footer && (d.sole || d.marks || i != d.first) // a subtitle may ask something, too
	}
	return d.sole && b.mark != italic && d.state != leading
}

// unanswered reports whether a paragraph of an answer that ends in a question
// mark, with the next question right after it, may be a question on its own.
func (d *dialogue) unanswered(i int) bool {
	after := d.next[i]
	return d.state == answering && after < len(d.blocks) && d.voice(after) == silent && d.blocks[after].mark == unmarked &&
		asked(d.words(after)) && d.answered(d.next[after]) && wordCount(d.words(i)) <= longQuestion
}

// ask begins a question.
func (d *dialogue) ask(i int) {
	d.endQuestion()
	d.checkQuestion(i)
	a, b := d.analysis, &d.blocks[i]
	a.Questions = append(a.Questions, Question{ID: fmt.Sprintf("q%d", len(a.Questions)+1), Span: b.words})
	d.state, d.number, d.reported = awaiting, b.label.number, false
}

// checkQuestion reports what is wrong with the question in block i, or lets
// doubt that it is one.
func (d *dialogue) checkQuestion(i int) {
	words, line, after := d.words(i), d.line(i), d.next[i]
	const mark = `mark all questions with "## ", so that it shows whether this is one`
	if !d.isMarked(i) {
		switch {
		case d.state == answering && wordCount(words) > longQuestion:
			d.add(line, fmt.Sprintf("a paragraph of more than %d words that ends in a question mark, before a speaker's label", longQuestion), mark)
		case d.state == answering && d.endsInQuestion(i):
			d.add(line, "the last line of this paragraph may be the next question", questionLine)
		case i == d.first && after < len(d.blocks) && d.blocks[after].label.alone:
			d.add(line, "this may be the first question or a subtitle with the author below it: "+shown(words), mark)
		}
	}
	if !hasWords(words) {
		d.add(line, "a question without words", "write the question behind its label")
		return
	}
	if first, again := d.asked[fold(words)]; again {
		d.add(line, fmt.Sprintf("the same question as in line %d: %s", first, shown(words)), "remove one of the two")
		return
	}
	d.asked[fold(words)] = line
}

// endQuestion closes the question before: it must have an answer.
func (d *dialogue) endQuestion() {
	d.endAnswer()
	q := d.question()
	if q != nil && len(q.Answers) == 0 && !d.reported {
		d.add(d.src.line(q.Span.Start), "a question without an answer: "+shown(d.text(q.Span)),
			"write the answer below it, with its speaker's label; if it is no question, take its mark away")
	}
}

// question returns the question that was asked last, nil where there is none.
func (d *dialogue) question() *Question {
	questions := d.analysis.Questions
	if len(questions) == 0 {
		return nil
	}
	return &questions[len(questions)-1]
}

// answer returns the answer that is open.
func (d *dialogue) answer() *Answer {
	q := d.question()
	return &q.Answers[len(q.Answers)-1]
}

// doubt reports that nobody knows whose the words in block i are.
func (d *dialogue) doubt(i int, what, do string) {
	d.add(d.line(i), what, do)
	d.lose()
}

// lose leaves the words that follow to nobody.
func (d *dialogue) lose() {
	d.endAnswer()
	d.state, d.reported = lost, true
}

// aside keeps block i as what it is. A note after the last turn closes the
// dialogue, and a rule closes the answer. What looks like a field in capitals
// may be a speaker there.
func (d *dialogue) aside(i int) {
	b := &d.blocks[i]
	if d.state == answering && i < d.lastTurn && capitalField.MatchString(d.text(b.whole)) && d.suspect(b.label) {
		d.unknown(i)
		return
	}
	d.keep(b.aside, b.whole)
	if b.aside == Note && d.state != leading && (i > d.lastTurn || isRule(d.text(b.whole))) {
		d.endAnswer()
		d.close()
	}
}

// close makes notes of what follows without a label. A question that waits
// for its answer goes on waiting.
func (d *dialogue) close() {
	if d.state != awaiting {
		d.state = closed
	}
}

func (d *dialogue) keep(kind AsideKind, s Span) {
	d.analysis.Asides = append(d.analysis.Asides, Aside{kind, s})
}
