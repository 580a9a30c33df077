package knowledge

import (
	"ibid/knowledge/article"
	"ibid/knowledge/citation"
)

// Work is the answer of the match's speaker to be cited: a part of the
// analysis, with the interviewer's question as its title. The publication's
// own lead is cited as the analysis.
func (m Match) Work() citation.Work {
	work := WorkOf(m.Topic.Analysis)
	speaker := m.Passage().Speaker
	if speaker == nil {
		return work
	}
	work.Authors = []citation.Name{citation.ParseName(speaker.Name)}
	work.Title, work.Container = m.Topic.Question, work.Title
	return work
}

// WorkOf is an analysis as a whole to be cited, with all its experts as
// authors.
func WorkOf(a *article.Analysis) citation.Work {
	work := citation.Work{
		Title: a.Title, Publisher: a.Publisher, Published: a.Published, URL: a.URL, Language: a.Language,
	}
	for _, e := range a.Experts {
		work.Authors = append(work.Authors, citation.ParseName(e.Name))
	}
	return work
}
