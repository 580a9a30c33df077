package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"ibid/knowledge/article"
)

// Load reads every analysis (*.md) at the top of fsys, with the phrasings
// beside it (*.phrasings.txt) and what was learnt of them (*.learnt). It
// returns what it could read, and as its
// error the faults of the files that it therefore left out, as
// [article.Faults]; or why the folder cannot be read.
func Load(fsys fs.FS) ([]Source, error) {
	names, err := fs.Glob(fsys, "*.md")
	if err != nil {
		return nil, fmt.Errorf("list analyses: %w", err)
	}
	if _, err := fs.Stat(fsys, "."); err != nil {
		return nil, fmt.Errorf("list analyses: %w", err)
	}
	var sources []Source
	var all article.Faults
	for _, name := range names {
		source, faults := LoadFile(fsys, name)
		if len(faults) > 0 {
			all = append(all, faults...)
			continue
		}
		sources = append(sources, source)
	}
	if len(all) > 0 {
		return sources, all
	}
	return sources, nil
}

// LoadFile reads one analysis, with the phrasings beside it, and reports
// every fault of both.
func LoadFile(fsys fs.FS, name string) (Source, article.Faults) {
	analysis, faults := article.ReadFS(fsys, name)
	stem := strings.TrimSuffix(name, path.Ext(name))
	source := Source{Analysis: analysis, Learnt: readLearnt(fsys, stem+LearntSuffix)}
	beside := stem + ".phrasings.txt"
	if _, err := fs.Stat(fsys, beside); errors.Is(err, fs.ErrNotExist) {
		return source, faults
	}
	phrasings, more := article.ReadPhrasingsFS(fsys, beside)
	source.Phrasings = phrasings
	return source, append(append(faults, more...), unknownTopics(analysis, phrasings, beside)...)
}

// LearntSuffix ends the name of the file that holds what was learnt of an
// analysis.
const LearntSuffix = ".learnt"

// maxLearnt is how large what was learnt may be, in bytes. That of an analysis
// with a thousand phrasings a question has two million.
const maxLearnt = 64 << 20

// readLearnt returns what was learnt of an analysis, or nil. It is never a
// fault: what cannot be used is learnt anew.
func readLearnt(fsys fs.FS, name string) []byte {
	info, err := fs.Stat(fsys, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxLearnt {
		return nil
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil
	}
	return data
}

// unknownTopics finds sections of phrasings for questions that the analysis
// does not have. Of an analysis in which nothing was found, nothing is known.
func unknownTopics(a *article.Analysis, phrasings article.Phrasings, file string) article.Faults {
	topics := topicsOf(a)
	if len(topics) == 0 {
		return nil
	}
	known := map[string]bool{NoTopic: true}
	for _, t := range topics {
		known[t.ID] = true
		for i := range t.Passages {
			known[article.Section(t.ID, i+1)] = true
		}
	}
	var faults article.Faults
	for section, line := range phrasings.Lines {
		if !known[section] {
			faults = append(faults, article.Fault{
				File: file, Line: line,
				What: fmt.Sprintf("the analysis has no [%s] to which phrasings could belong", section),
				Do:   "move them under " + sectionsFor(a) + ", or remove the header",
			})
		}
	}
	slices.SortFunc(faults, func(a, b article.Fault) int { return a.Line - b.Line })
	return faults
}

// sectionsFor says under which headers phrasings of an analysis may stand.
func sectionsFor(a *article.Analysis) string {
	var sections []string
	if len(a.Lead.Paragraphs) > 0 {
		sections = append(sections, "["+LeadID+"]")
	}
	switch n := len(a.Questions); {
	case n == 1:
		sections = append(sections, "[q1]")
	case n > 1:
		sections = append(sections, fmt.Sprintf("[q1] to [q%d]", n))
	}
	return strings.Join(append(sections, "["+NoTopic+"]"), " or ")
}
