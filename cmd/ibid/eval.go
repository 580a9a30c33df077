package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/eval"
	"ibid/knowledge/search"
)

type evalCmd struct {
	Set       []string `placeholder:"FILE" help:"Measure foreign sets, {\"name\",\"docs\",\"queries\"} each: files, or folders of them."`
	All       bool     `help:"With --set: measure the labelled questions too. Print one table."`
	Out       string   `placeholder:"FILE" help:"With --set FILE: write a JSON line a query."`
	JSON      bool     `name:"json" help:"Print JSON instead of tables."`
	Without   []string `placeholder:"PART" help:"Leave out parts of the matcher, with commas between: ${parts}."`
	Phrasings int      `placeholder:"N" help:"Take in at most N phrasings of a question; 0 takes all, -1 none."`
	Curve     bool     `help:"Show what 0, 5, 15, 57, 220 and all phrasings of a question give."`
	Plot      string   `placeholder:"FILE" help:"Draw how often the confidence is right, as a PNG."`
}

// Run measures foreign sets, or the library on the labelled questions beside
// its analyses. For those, measured whole, it exits with 3 when they miss the
// floor.
func (e *evalCmd) Run(c *cli, std streams) error {
	config, err := e.config()
	if err != nil {
		return err
	}
	if e.Curve {
		return e.curve(c, std, config)
	}
	reports, err := e.measure(c, std.err, config)
	if err != nil {
		return err
	}
	if err := e.plot(reports); err != nil {
		return err
	}
	if err := e.print(std.out, reports); err != nil {
		return err
	}
	return e.holdToFloor(reports)
}

// config reads the flags that say what is left out.
func (e *evalCmd) config() (search.Config, error) {
	if e.Out != "" && len(e.Set) != 1 {
		return search.Config{}, &exitError{exitUsage, errors.New("--out goes with one --set FILE")}
	}
	if e.All && len(e.Set) == 0 {
		return search.Config{}, &exitError{exitUsage, errors.New("--all goes with --set")}
	}
	parts, err := search.ParseParts(e.Without)
	if err != nil {
		return search.Config{}, &exitError{exitUsage, err}
	}
	return search.Config{Without: parts, Phrasings: e.Phrasings}, nil
}

// measure returns the reports that the flags ask for, those on labelled
// questions first.
func (e *evalCmd) measure(c *cli, stderr io.Writer, config search.Config) ([]eval.Report, error) {
	var reports []eval.Report
	if len(e.Set) == 0 || e.All {
		labelled, err := c.labelled(stderr, config)
		if err != nil {
			return nil, err
		}
		reports = labelled
	}
	files, err := setFiles(e.Set)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		report, err := e.foreign(file, config)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

// setFiles lists the files that are named, and those of the folders that are.
func setFiles(names []string) ([]string, error) {
	var files []string
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("read set: %w", err)
		}
		if !info.IsDir() {
			files = append(files, name)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(name, "*.json"))
		if err != nil || len(inside) == 0 {
			return nil, fmt.Errorf("read set: %s holds no *.json (%v)", name, err)
		}
		files = append(files, inside...)
	}
	return files, nil
}

func (e *evalCmd) foreign(file string, config search.Config) (eval.Report, error) {
	f, err := os.Open(file)
	if err != nil {
		return eval.Report{}, fmt.Errorf("read set: %w", err)
	}
	defer f.Close()
	set, err := eval.ReadSet(f, file)
	if err != nil {
		return eval.Report{}, err
	}
	if e.Out == "" {
		return eval.MeasureSet(set, config, nil)
	}
	results, err := os.Create(e.Out)
	if err != nil {
		return eval.Report{}, fmt.Errorf("write results: %w", err)
	}
	report, err := eval.MeasureSet(set, config, results)
	return report, errors.Join(err, results.Close())
}

// labelled measures every analysis that has labelled questions beside it.
func (c *cli) labelled(stderr io.Writer, config search.Config) ([]eval.Report, error) {
	log, err := c.logger(stderr)
	if err != nil {
		return nil, err
	}
	library, err := c.library(log, config)
	if err != nil {
		return nil, err
	}
	var reports []eval.Report
	for _, name := range c.Library {
		files, err := fs.Glob(folder(name), "*.labelled.jsonl")
		if err != nil {
			return nil, fmt.Errorf("list labelled questions: %w", err)
		}
		for _, file := range files {
			report, err := measure(library, folder(name), file)
			if err != nil {
				return nil, err
			}
			reports = append(reports, report)
		}
	}
	if len(reports) == 0 {
		return nil, fmt.Errorf("no labelled questions: put NAME.labelled.jsonl beside NAME.md in one of %q", c.Library)
	}
	return reports, nil
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

// curve measures with more and more phrasings.
func (e *evalCmd) curve(c *cli, std streams, config search.Config) error {
	var reports []eval.Report
	for _, n := range []int{-1, 5, 15, 57, 220, 0} {
		config.Phrasings = n
		step, err := e.measure(c, std.err, config)
		if err != nil {
			return err
		}
		for _, r := range step {
			r.Name = fmt.Sprintf("%s, %s", r.Name, phrasingsName(n))
			reports = append(reports, r)
		}
	}
	return e.print(std.out, reports)
}

func phrasingsName(n int) string {
	switch n {
	case 0:
		return "all phrasings"
	case -1:
		return "no phrasings"
	default:
		return fmt.Sprintf("%d phrasings", n)
	}
}

func (e *evalCmd) plot(reports []eval.Report) error {
	if e.Plot == "" {
		return nil
	}
	f, err := os.Create(e.Plot)
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	pooled, questions := eval.Pool(reports), 0
	for _, b := range pooled {
		questions += b.Questions
	}
	title := fmt.Sprintf("How often the best hit is right: %d questions of %d sets", questions, len(reports))
	return errors.Join(eval.PlotReliability(f, title, pooled), f.Close())
}

// print prints one report whole and several as a table.
func (e *evalCmd) print(out io.Writer, reports []eval.Report) error {
	switch {
	case e.JSON && len(reports) == 1:
		return indented(out, reports[0])
	case e.JSON:
		return indented(out, reports)
	case len(reports) == 1:
		return reports[0].WriteText(out)
	default:
		return eval.WriteTable(out, reports)
	}
}

func indented(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// holdToFloor returns what the reports on labelled questions miss of the
// floor. Only the whole matcher is held to it.
func (e *evalCmd) holdToFloor(reports []eval.Report) error {
	var missed []string
	for _, r := range reports {
		if r.Kinds != nil {
			missed = append(missed, r.Misses()...)
		}
	}
	if len(missed) == 0 || len(e.Without) > 0 || e.Phrasings != 0 {
		return nil
	}
	return &exitError{exitFaults, fmt.Errorf("the floor is missed: %s", strings.Join(missed, "; "))}
}
