package reply

import (
	"fmt"
	"slices"
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/search"
)

// maxTraced is how many words of a question are told of: a question has
// fewer.
const maxTraced = 20

// Because shows one person why an answer was given: which words met it, how
// sure the matcher is, and what came next. The figures are those of a search
// for the question as it stands in the state of the answer.
func Because(e knowledge.Explanation, s State) Message {
	lines := []string{"**Why this answer**"}
	for _, line := range becauseLines(e, s, fitMarkdown) {
		lines = append(lines, "- "+line)
	}
	return Message{Private: true, Components: container(text(strings.Join(lines, "\n")))}
}

func becauseLines(e knowledge.Explanation, s State, mark marker) []string {
	var lines []string
	missing := wordLines(e.Words, mark, func(line string) { lines = append(lines, line) })
	if len(missing) > 0 {
		lines = append(lines, "Not in it: "+strings.Join(missing, ", "))
	}
	if len(e.Words) == 0 {
		lines = append(lines, "The question has no word that tells topics apart")
	}
	lines = append(lines, sureness(e, mark)...)
	if s.Shortened {
		lines = append(lines, "The question was too long for a button to keep: this is of its beginning")
	}
	return lines
}

// wordLines tells of each word that met the answer, and returns those that
// did not.
func wordLines(words []search.Trace, mark marker, tell func(string)) (missing []string) {
	for _, w := range words[:min(len(words), maxTraced)] {
		written := "“" + mark(w.Written, maxMemberWords/2) + "”"
		if w.Read != "" {
			written += " (read as “" + mark(w.Read, maxMemberWords/2) + "”)"
		}
		found := "“" + mark(w.Found, maxMemberWords/2) + "”"
		switch w.Relation {
		case search.Missing:
			missing = append(missing, written)
		case search.Same:
			tell(written + " is " + fieldName(w.Field))
		case search.Inflected:
			tell(written + " is a form of " + found + " " + fieldName(w.Field))
		case search.Alias:
			tell(written + " is another name for " + found + " " + fieldName(w.Field))
		case search.Near:
			tell(written + " is near in meaning to " + found + " " + fieldName(w.Field))
		}
	}
	return missing
}

func fieldName(f search.Field) string {
	switch f {
	case search.InQuestion:
		return "in the interviewer's question"
	case search.InSpeakers:
		return "in the expert's name"
	case search.InAnswer:
		return "in the answer"
	default:
		return "in another way to ask it that the matcher knows"
	}
}

// sureness tells the confidence and the distance to the next, in words and
// figures.
func sureness(e knowledge.Explanation, mark marker) []string {
	if e.Rank < 0 {
		return []string{"A search for the question would not find this answer now: the library has changed"}
	}
	own := e.Matches[e.Rank].Confidence
	lines := []string{fmt.Sprintf("Confidence: %s, %.2f of 1. From %.2f on, an answer is given", inWords(own), own, e.AnswerAt)}
	if e.Rank > 0 {
		lines = append(lines, fmt.Sprintf("Before it comes “%s”, at %.2f", mark(e.Matches[0].Topic.Question, maxHeading), e.Matches[0].Confidence))
	}
	next := slices.IndexFunc(e.Matches, func(m knowledge.Match) bool { return m.Confidence < own })
	if e.Rank == 0 && len(e.Matches) > 1 {
		next = 1
	}
	if next < 0 {
		return append(lines, "Nothing else came near")
	}
	m := e.Matches[next]
	return append(lines, fmt.Sprintf("Runner-up: “%s”, at %.2f, which is %.2f behind", mark(m.Topic.Question, maxHeading), m.Confidence, own-m.Confidence))
}

// inWords is a confidence as one would say it.
func inWords(confidence float64) string {
	switch {
	case confidence >= 0.9:
		return "very likely"
	case confidence >= 0.75:
		return "likely"
	case confidence >= 0.5:
		return "more likely than not"
	}
	return "doubtful"
}
