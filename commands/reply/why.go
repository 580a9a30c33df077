package reply

import (
	"fmt"
	"strings"

	"ibid/commands/words"
	"ibid/knowledge"
	"ibid/knowledge/search"
)

// maxTraced is how many words of a question are told of: a question has
// fewer.
const maxTraced = 20

// Because shows one person why an answer was given: which words met it, how
// sure the matcher is, and what came next. The figures are those of a search
// for the question as it stands in the state of the answer.
func (w Writer) Because(e knowledge.Explanation, s State) Message {
	lines := []string{"**" + w.Say("why.title") + "**"}
	for _, line := range w.becauseLines(e, s, fitMarkdown) {
		lines = append(lines, "- "+line)
	}
	return Message{Private: true, Components: container(text(strings.Join(lines, "\n")))}
}

func (w Writer) becauseLines(e knowledge.Explanation, s State, mark marker) []string {
	var lines, missing []string
	for _, t := range e.Words[:min(len(e.Words), maxTraced)] {
		if line := w.traceLine(t, mark); t.Relation == search.Missing {
			missing = append(missing, line)
		} else {
			lines = append(lines, line)
		}
	}
	if len(missing) > 0 {
		lines = append(lines, w.Say("why.missing", "Words", strings.Join(missing, ", ")))
	}
	if len(e.Words) == 0 {
		lines = append(lines, w.Say("why.no_words"))
	}
	lines = append(lines, w.sureness(e, mark)...)
	if s.Shortened {
		lines = append(lines, w.Say("why.shortened"))
	}
	return lines
}

// traceLine tells how a word met the answer; of one that did not, it is the
// word.
func (w Writer) traceLine(t search.Trace, mark marker) string {
	word := func(shown string) string { return "“" + mark(shown, maxMemberWords/2) + "”" }
	written := word(t.Written)
	if t.Read != "" {
		written = w.Say("why.read_as", "Written", written, "Read", word(t.Read))
	}
	parts := []string{"Written", written, "Found", word(t.Found), "Where", w.fieldName(t.Field)}
	switch t.Relation {
	case search.Same:
		return w.Say("why.same", parts...)
	case search.Inflected:
		return w.Say("why.inflected", parts...)
	case search.Alias:
		return w.Say("why.alias", parts...)
	case search.Near:
		return w.Say("why.near", parts...)
	}
	return written
}

func (w Writer) fieldName(f search.Field) string {
	switch f {
	case search.InQuestion:
		return w.Say("why.in_question")
	case search.InSpeakers:
		return w.Say("why.in_name")
	case search.InAnswer:
		return w.Say("why.in_answer")
	default:
		return w.Say("why.in_phrasings")
	}
}

// sureness tells the confidence and the distance to the next, in words and
// figures.
func (w Writer) sureness(e knowledge.Explanation, mark marker) []string {
	if e.Rank < 0 {
		return []string{w.Say("why.not_found")}
	}
	own := e.Matches[e.Rank].Confidence
	lines := []string{w.Say("why.confidence", "Words", w.inWords(own), "Own", figure(own), "From", figure(e.AnswerAt))}
	rival := func(id string, m knowledge.Match) {
		lines = append(lines, w.Say(id, "Question", mark(m.Topic.Question, maxHeading),
			"Confidence", figure(m.Confidence), "Behind", figure(own-m.Confidence)))
	}
	if e.Rank > 0 {
		rival("why.before", e.Matches[0])
	}
	if e.Rank+1 < len(e.Matches) {
		rival("why.runner_up", e.Matches[e.Rank+1])
	} else {
		lines = append(lines, w.Say("why.nothing_near"))
	}
	return lines
}

func figure(confidence float64) string { return fmt.Sprintf("%.2f", confidence) }

// inWords is a confidence as one would say it.
func (w Writer) inWords(confidence float64) string {
	switch {
	case confidence >= 0.9:
		return w.Say("why.very_likely")
	case confidence >= 0.75:
		return w.Say("why.likely")
	case confidence >= 0.5:
		return w.Say("why.rather")
	}
	return w.Say("why.doubtful")
}

// Because is why an answer was given, for the terminal.
func (t Terminal) Because(e knowledge.Explanation) string {
	w := In(words.English)
	lines := []string{t.bold(w.Say("why.title"))}
	for _, line := range w.becauseLines(e, State{}, plainWords) {
		lines = append(lines, t.wrap("- "+line, ""))
	}
	return strings.Join(lines, "\n") + "\n"
}
