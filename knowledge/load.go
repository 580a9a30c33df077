package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"ibid/knowledge/article"
)

// Load reads every analysis (*.md) at the top of fsys, with the phrasings
// beside it (*.phrasings.txt). It returns what it could read, and as its
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
	source := Source{Analysis: analysis}
	beside := strings.TrimSuffix(name, path.Ext(name)) + ".phrasings.txt"
	if _, err := fs.Stat(fsys, beside); errors.Is(err, fs.ErrNotExist) {
		return source, faults
	}
	phrasings, more := article.ReadPhrasingsFS(fsys, beside)
	source.Phrasings = phrasings
	return source, append(append(faults, more...), unknownTopics(analysis, phrasings, beside)...)
}

// unknownTopics finds phrasings of questions that the analysis does not
// have.
func unknownTopics(a *article.Analysis, phrasings article.Phrasings, file string) article.Faults {
	known := map[string]bool{NoTopic: true}
	for _, t := range topicsOf(a) {
		known[t.ID] = true
	}
	var faults article.Faults
	for id := range phrasings {
		if !known[id] {
			faults = append(faults, article.Fault{
				File: file, Line: 1,
				What: fmt.Sprintf("there are phrasings under [%s], which the analysis does not have", id),
				Do:   fmt.Sprintf("move them under one of its questions, q1 to q%d, under [lead] or under [none]", len(a.Questions)),
			})
		}
	}
	return faults
}
