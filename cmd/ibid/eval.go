package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/eval"
)

type evalCmd struct {
	Set  string `placeholder:"FILE" help:"Measure a foreign set: {\"name\",\"docs\",\"queries\"}."`
	Out  string `placeholder:"FILE" help:"With --set: write a JSON line a query."`
	JSON bool   `name:"json" help:"Print JSON instead of tables."`
}

// Run measures a foreign set, or the library on the labelled questions
// beside its analyses. For those it exits with 3 when they miss the floor.
func (e *evalCmd) Run(c *cli, std streams) error {
	switch {
	case e.Set != "":
		return e.foreign(std.out)
	case e.Out != "":
		return &exitError{exitUsage, errors.New("--out goes with --set")}
	}
	return e.labelled(c, std)
}

func (e *evalCmd) foreign(out io.Writer) error {
	f, err := os.Open(e.Set)
	if err != nil {
		return fmt.Errorf("read set: %w", err)
	}
	defer f.Close()
	set, err := eval.ReadSet(f, e.Set)
	if err != nil {
		return err
	}
	report, err := e.measureSet(set)
	if err != nil {
		return err
	}
	return e.print(out, report)
}

func (e *evalCmd) measureSet(set eval.Set) (eval.Report, error) {
	if e.Out == "" {
		return eval.MeasureSet(set, nil)
	}
	results, err := os.Create(e.Out)
	if err != nil {
		return eval.Report{}, fmt.Errorf("write results: %w", err)
	}
	report, err := eval.MeasureSet(set, results)
	return report, errors.Join(err, results.Close())
}

// labelled measures every analysis that has labelled questions beside it.
func (e *evalCmd) labelled(c *cli, std streams) error {
	_, library, err := c.open(std.err)
	if err != nil {
		return err
	}
	measured, missed := 0, []string(nil)
	for _, name := range c.Library {
		files, err := fs.Glob(folder(name), "*.labelled.jsonl")
		if err != nil {
			return fmt.Errorf("list labelled questions: %w", err)
		}
		for _, file := range files {
			report, err := measure(library, folder(name), file)
			if err != nil {
				return err
			}
			if err := e.print(std.out, report); err != nil {
				return err
			}
			measured++
			missed = append(missed, report.Misses()...)
		}
	}
	switch {
	case measured == 0:
		return fmt.Errorf("no labelled questions: put NAME.labelled.jsonl beside NAME.md in one of %q", c.Library)
	case len(missed) > 0:
		return &exitError{exitFaults, fmt.Errorf("the floor is missed: %s", strings.Join(missed, "; "))}
	}
	return nil
}

func measure(library *knowledge.Library, fsys fs.FS, file string) (eval.Report, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return eval.Report{}, fmt.Errorf("read labelled questions: %w", err)
	}
	defer f.Close()
	questions, err := eval.ReadQuestions(f, file)
	if err != nil {
		return eval.Report{}, err
	}
	return eval.MeasureQuestions(library, strings.TrimSuffix(file, ".labelled.jsonl"), questions)
}

func (e *evalCmd) print(out io.Writer, r eval.Report) error {
	if e.JSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	return r.WriteText(out)
}
