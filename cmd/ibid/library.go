package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"ibid/knowledge"
	"ibid/knowledge/analyses"
	"ibid/knowledge/article"
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
	library, err := c.library(log)
	return log, library, err
}

// library reads what IBID_LIBRARY names. A file with faults is left out and
// each fault logged; it is an error only if nothing is left.
func (c *cli) library(log *slog.Logger) (*knowledge.Library, error) {
	setting, err := knowledge.ParseSetting(c.Match)
	if err != nil {
		return nil, err
	}
	var sources []knowledge.Source
	for _, name := range c.Library {
		more, err := knowledge.Load(folder(name))
		var faults article.Faults
		switch {
		case errors.As(err, &faults):
			for _, f := range faults {
				log.Error("an analysis was left out", "folder", name, "fault", f.String())
			}
		case err != nil:
			return nil, fmt.Errorf("library %s: %w", name, err)
		}
		sources = append(sources, more...)
	}
	library, err := knowledge.NewLibrary(sources, setting)
	if errors.Is(err, knowledge.ErrEmpty) {
		return nil, fmt.Errorf("%w: IBID_LIBRARY names %q; \"ibid check FILE\" says what is wrong with a file", err, c.Library)
	}
	return library, err
}

func folder(name string) fs.FS {
	if name == builtIn {
		return analyses.Files
	}
	return os.DirFS(name)
}
