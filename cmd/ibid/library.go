package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/analyses"
	"ibid/knowledge/article"
	"ibid/knowledge/search"
)

// builtIn stands in IBID_LIBRARY for the analyses in the program.
const builtIn = "embedded"

// open gives what most subcommands need: the logger, and the library that
// the flags name.
func (c *cli) open(stderr io.Writer) (*slog.Logger, *knowledge.Library, error) {
	log, err := c.logger(stderr)
	if err != nil {
		return nil, nil, err
	}
	library, err := c.library(log, search.Config{})
	return log, library, err
}

// library reads what IBID_LIBRARY names, and matches as config says. A file with faults is left out and
// each fault logged; it is an error only if nothing is left.
func (c *cli) library(log *slog.Logger, config search.Config) (*knowledge.Library, error) {
	setting, err := knowledge.ParseSetting(c.Match)
	if err != nil {
		return nil, err
	}
	var sources []knowledge.Source
	for _, name := range c.Library {
		more, err := load(name, log)
		if err != nil {
			return nil, err
		}
		sources = append(sources, withoutTaken(more, sources, name, log)...)
	}
	library, err := knowledge.NewLibraryFor(config, sources, setting)
	if errors.Is(err, knowledge.ErrEmpty) {
		return nil, fmt.Errorf("%w: IBID_LIBRARY names %q; \"ibid check FILE\" says what is wrong with a file", err, c.Library)
	}
	return library, err
}

// load reads one folder and logs the faults of the files it leaves out.
func load(name string, log *slog.Logger) ([]knowledge.Source, error) {
	sources, err := knowledge.Load(folder(name))
	var faults article.Faults
	var pathErr *fs.PathError
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			log.Error("an analysis was left out", "folder", name, "fault", f.String())
		}
	case errors.As(err, &pathErr):
		return nil, fmt.Errorf("library %q: %w; IBID_LIBRARY lists folders, with commas between them", name, pathErr.Err)
	case err != nil:
		return nil, fmt.Errorf("library %q: %w", name, err)
	}
	return sources, nil
}

// withoutTaken leaves out, and logs, what has the id of an analysis that an
// earlier folder gave.
func withoutTaken(more, taken []knowledge.Source, name string, log *slog.Logger) []knowledge.Source {
	return slices.DeleteFunc(more, func(s knowledge.Source) bool {
		same := func(t knowledge.Source) bool { return t.Analysis.ID == s.Analysis.ID }
		if !slices.ContainsFunc(taken, same) {
			return false
		}
		log.Error("an analysis was left out", "folder", name,
			"fault", s.Analysis.ID+".md: an analysis of this name is there already; rename the file, or list its folder first")
		return true
	})
}

func folder(name string) fs.FS {
	name = strings.TrimSpace(name)
	if name == builtIn {
		return analyses.Files
	}
	return os.DirFS(name)
}
