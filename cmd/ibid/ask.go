package main

import (
	"bufio"
	"bytes"
	"context"
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
	Why      bool     `xor:"form" help:"Also tell why this is the answer."`
	JSON     bool     `name:"json" xor:"form" help:"Print one JSON object."`
	JSONL    string   `name:"jsonl" xor:"form" placeholder:"FILE" help:"Answer every line of FILE, {\"id\",\"q\"} each; - is standard input."`
}

// Run answers one question, or a file of them.
func (a *askCmd) Run(ctx context.Context, c *cli, std streams) error {
	question := strings.Join(a.Question, " ")
	switch {
	case question == "" && a.JSONL == "":
		return &exitError{exitUsage, errors.New("ask needs a question, or --jsonl FILE")}
	case question != "" && a.JSONL != "":
		return &exitError{exitUsage, errors.New("ask takes a question or --jsonl FILE, not both")}
	}
	_, library, err := c.open(std.err)
	if err != nil {
		return err
	}
	switch {
	case a.JSONL != "":
		return answerFile(ctx, library, a.JSONL, std)
	case a.JSON:
		return json.NewEncoder(std.out).Encode(record(ctx, library, "", question))
	}
	answer, terminal := library.Ask(ctx, question), terminalOf(std.out)
	text := terminal.Text(answer)
	if a.Why && len(answer.Matches) > 0 {
		text += "\n" + terminal.Because(library.Explain(ctx, question, answer.Matches[0].Topic))
	}
	_, err = fmt.Fprint(std.out, text)
	return err
}

func record(ctx context.Context, library *knowledge.Library, id, question string) reply.Record {
	start := time.Now()
	answer := library.Ask(ctx, question)
	return reply.NewRecord(id, question, answer, time.Since(start))
}

func answerFile(ctx context.Context, library *knowledge.Library, name string, std streams) error {
	if name == "-" {
		return answerLines(ctx, library, "standard input", std.in, std)
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("read questions: %w", err)
	}
	defer f.Close()
	return answerLines(ctx, library, name, f, std)
}

// maxLine is the longest line of questions read, in bytes.
const maxLine = 4 << 20

// answerLines answers line by line, in order. A line that is no question is
// reported and passed over, and makes the whole fail in the end.
func answerLines(ctx context.Context, library *knowledge.Library, name string, in io.Reader, std streams) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	w := bufio.NewWriter(std.out)
	encoder := json.NewEncoder(w)
	n, bad := 0, 0
	for lines.Scan() {
		n++
		line := bytes.TrimPrefix(bytes.TrimSpace(lines.Bytes()), []byte("\ufeff"))
		if len(line) == 0 {
			continue
		}
		id, question, err := readQuestion(line)
		if err != nil {
			bad++
			fmt.Fprintf(std.err, "%s:%d: %v; a line looks like {\"id\":\"d1\",\"q\":\"why moscow\"}\n", name, n, err)
			continue
		}
		if err := encoder.Encode(record(ctx, library, id, question)); err != nil {
			return fmt.Errorf("write answers: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	if bad > 0 {
		return fmt.Errorf("%s: %s", name, count(bad, "line is no question", "lines are no questions"))
	}
	return nil
}

func readQuestion(line []byte) (id, question string, err error) {
	var asked struct {
		ID string  `json:"id"`
		Q  *string `json:"q"`
	}
	if err := json.Unmarshal(line, &asked); err != nil {
		return "", "", err
	}
	if asked.Q == nil {
		return "", "", errors.New(`there is no "q"`)
	}
	return asked.ID, *asked.Q, nil
}
