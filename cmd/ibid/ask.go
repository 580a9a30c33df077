package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"ibid/commands/reply"
	"ibid/knowledge"
)

type askCmd struct {
	Question []string `arg:"" optional:"" help:"The question, in your own words."`
	JSON     bool     `name:"json" xor:"form" help:"Print one JSON object."`
	JSONL    string   `name:"jsonl" xor:"form" placeholder:"FILE" help:"Answer every line of FILE, {\"id\",\"q\"} each; - is standard input."`
}

// Run answers one question, or a file of them.
func (a *askCmd) Run(c *cli, io streams) error {
	question := strings.Join(a.Question, " ")
	if (question == "") == (a.JSONL == "") {
		return &exitError{exitUsage, errors.New("ask needs a question, or --jsonl FILE instead")}
	}
	_, library, err := c.open(io.err)
	if err != nil {
		return err
	}
	switch {
	case a.JSONL != "":
		return answerFile(library, a.JSONL, io)
	case a.JSON:
		return json.NewEncoder(io.out).Encode(record(library, "", question))
	}
	_, err = fmt.Fprint(io.out, terminalOf(io.out).Text(library.Ask(question)))
	return err
}

func record(library *knowledge.Library, id, question string) reply.Record {
	start := time.Now()
	answer := library.Ask(question)
	return reply.NewRecord(id, question, answer, time.Since(start))
}

func answerFile(library *knowledge.Library, name string, streams streams) error {
	if name == "-" {
		return answerLines(library, "standard input", streams.in, streams.out)
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("read questions: %w", err)
	}
	defer f.Close()
	return answerLines(library, name, f, streams.out)
}

// maxLine is the longest line of questions read, in bytes.
const maxLine = 4 << 20

// answerLines answers line by line, in order. It stops at the first line
// that is no question, and says which.
func answerLines(library *knowledge.Library, name string, in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	w := bufio.NewWriter(out)
	encoder := json.NewEncoder(w)
	n := 0
	for lines.Scan() {
		n++
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var asked struct {
			ID string  `json:"id"`
			Q  *string `json:"q"`
		}
		err := json.Unmarshal(lines.Bytes(), &asked)
		if err == nil && asked.Q == nil {
			err = errors.New(`there is no "q"`)
		}
		if err != nil {
			return errors.Join(w.Flush(), fmt.Errorf("%s:%d: %w; a line looks like {\"id\":\"d1\",\"q\":\"why moscow\"}", name, n, err))
		}
		if err := encoder.Encode(record(library, asked.ID, *asked.Q)); err != nil {
			return fmt.Errorf("write answers: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return errors.Join(w.Flush(), fmt.Errorf("%s:%d: %w", name, n+1, err))
	}
	return w.Flush()
}
