package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"

	"ibid/store"
)

type phrasingsCmd struct {
	Export exportPhrasingsCmd `cmd:"" help:"Write the phrasings that servers' editors added as front matter, to be put into the analysis files."`
}

type exportPhrasingsCmd struct {
	Guild string `placeholder:"ID" help:"Those of one server; of all without it."`
	Out   string `default:"-" placeholder:"FOLDER" help:"Write a file ANALYSIS.yaml for each analysis there; - prints them."`
}

// Run writes the phrasings of each analysis by topic. What several servers
// have is written once.
func (e *exportPhrasingsCmd) Run(ctx context.Context, c *cli, std streams) (err error) {
	kept, err := openStore(ctx, c.DatabaseURL)
	if err != nil {
		return fmt.Errorf("IBID_DATABASE_URL: %w", err)
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	phrasings, err := kept.Phrasings(ctx, e.Guild)
	if err != nil {
		return fmt.Errorf("export phrasings: %w", err)
	}
	analyses, err := frontMatter(phrasings)
	if err != nil {
		return fmt.Errorf("export phrasings: %w", err)
	}
	if len(analyses) == 0 {
		fmt.Fprintln(std.err, "There are no phrasings.")
	}
	for _, a := range analyses {
		if err := e.write(a, std.out); err != nil {
			return fmt.Errorf("export phrasings: %w", err)
		}
	}
	return nil
}

// front is a part of an analysis's front matter.
type front struct {
	analysis string
	yaml     []byte
}

// frontMatter writes phrasings, which come by analysis and topic, as
// questions of front matter.
func frontMatter(phrasings []store.Phrasing) ([]front, error) {
	var all []front
	for len(phrasings) > 0 {
		analysis := phrasings[0].Analysis
		var topics yaml.MapSlice
		for len(phrasings) > 0 && phrasings[0].Analysis == analysis {
			topic := phrasings[0].Topic
			var texts []string
			for ; len(phrasings) > 0 && phrasings[0].Analysis == analysis && phrasings[0].Topic == topic; phrasings = phrasings[1:] {
				if n := len(texts); n == 0 || texts[n-1] != phrasings[0].Text {
					texts = append(texts, phrasings[0].Text)
				}
			}
			topics = append(topics, yaml.MapItem{Key: topic, Value: yaml.MapSlice{{Key: "also_asked", Value: texts}}})
		}
		text, err := yaml.MarshalWithOptions(yaml.MapSlice{{Key: "questions", Value: topics}}, yaml.IndentSequence(true))
		if err != nil {
			return nil, fmt.Errorf("write those of %s: %w", analysis, err)
		}
		all = append(all, front{analysis, text})
	}
	return all, nil
}

func (e *exportPhrasingsCmd) write(f front, out io.Writer) error {
	if e.Out == "-" {
		_, err := fmt.Fprintf(out, "# %s.md\n%s", f.analysis, f.yaml)
		return err
	}
	name := f.analysis + ".yaml"
	if filepath.Base(name) != name || !filepath.IsLocal(name) {
		return fmt.Errorf("%q is no name of an analysis", f.analysis)
	}
	if err := os.MkdirAll(e.Out, 0o777); err != nil {
		return err
	}
	path := filepath.Join(e.Out, name)
	before, err := os.ReadFile(path)
	if err == nil && bytes.Equal(before, f.yaml) {
		return nil
	}
	if err == nil {
		return fmt.Errorf("%s is there already, and is not what would be written: move it away, or name another folder", path)
	}
	if err := os.WriteFile(path, f.yaml, 0o666); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, path)
	return err
}
