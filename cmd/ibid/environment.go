package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/alecthomas/kong"
	"github.com/joho/godotenv"
)

const dotEnv = ".env"

// readDotEnv adds what .env sets to the environment; what is set already
// stays. The parser's own error quotes the line, which may hold the token,
// so it is not passed on.
func readDotEnv() error {
	data, err := os.ReadFile(dotEnv)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", dotEnv, err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // as some editors write it
	variables, err := godotenv.UnmarshalBytes(data)
	if err != nil {
		return fmt.Errorf("%s:%d: this line cannot be read; write NAME=value, and close every quotation mark", dotEnv, badLine(data))
	}
	for name, value := range variables {
		if os.Getenv(name) != "" {
			continue
		}
		if err := os.Setenv(name, value); err != nil {
			return fmt.Errorf("%s: %q cannot be set; write NAME=value", dotEnv, name)
		}
	}
	return nil
}

// badLine is the first line, from 1, up to which a file of variables cannot
// be read.
func badLine(data []byte) int {
	lines := bytes.SplitAfter(data, []byte("\n"))
	for n := range lines {
		if _, err := godotenv.UnmarshalBytes(bytes.Join(lines[:n+1], nil)); err != nil {
			return n + 1
		}
	}
	return len(lines)
}

// dropEmptyVariables makes a variable that is set to nothing the same as one
// that is not set, as in a copy of .env.example with values taken out.
func dropEmptyVariables(parser *kong.Kong) error {
	return kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			for _, name := range flag.Envs {
				if os.Getenv(name) == "" {
					if err := os.Unsetenv(name); err != nil {
						return fmt.Errorf("variable %s: %w", name, err)
					}
				}
			}
		}
		return next(nil)
	})
}
