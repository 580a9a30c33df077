package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ibid/knowledge"
)

type learnCmd struct {
	Files []string `arg:"" name:"file" help:"Analysis files."`
}

// Run writes beside each file what the matcher learns from its phrasings, so
// that starting does not take the time to learn it. It exits with 3 if a file
// has faults.
func (l *learnCmd) Run(std streams) error {
	for _, name := range l.Files {
		name = filepath.Clean(name)
		source, faults := knowledge.LoadFile(os.DirFS(filepath.Dir(name)), filepath.Base(name))
		if len(faults) > 0 {
			return &exitError{exitFaults, fmt.Errorf("%w; nothing was written for %s", faults, name)}
		}
		source.Learnt = nil // be it as it may: it is learnt anew
		if err := l.learn(source, name, std); err != nil {
			return err
		}
	}
	return nil
}

func (l *learnCmd) learn(source knowledge.Source, name string, std streams) error {
	library, err := knowledge.NewLibrary([]knowledge.Source{source}, knowledge.Balanced)
	if err != nil {
		return fmt.Errorf("learn %s: %w", name, err)
	}
	learnt := library.Learnt()
	if len(learnt) == 0 {
		return fmt.Errorf("learn %s: %w", name, errNothingToLearn)
	}
	to := strings.TrimSuffix(name, filepath.Ext(name)) + knowledge.LearntSuffix
	if err := os.WriteFile(to, learnt[0], 0o666); err != nil {
		return fmt.Errorf("learn %s: %w", name, err)
	}
	fmt.Fprintf(std.out, "%s: %d kB\n", to, (len(learnt[0])+1023)/1024)
	return nil
}

var errNothingToLearn = errors.New("there are too few phrasings: four a question are needed, in NAME.phrasings.txt or as also_asked")
