package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ibid/knowledge"
)

type verifyCmd struct {
	Quotation []string `arg:"" help:"The quotation, or a text with quotations in it."`
	Expert    string   `placeholder:"NAME" help:"Who is said to have said it."`
}

// Run checks the quotations in a text. It exits with 3 unless all are word
// for word, by whom they are said to be, and nothing is hidden in them.
func (v *verifyCmd) Run(c *cli, std streams) error {
	text := strings.Join(v.Quotation, " ")
	if strings.TrimSpace(text) == "" {
		return &exitError{exitUsage, errors.New("verify needs a quotation")}
	}
	_, library, err := c.open(std.err)
	if err != nil {
		return err
	}
	checks := library.Verify(text, v.Expert)
	if _, err := fmt.Fprint(std.out, terminalOf(std.out).Verified(checks, library.Analyses())); err != nil {
		return err
	}
	if slices.ContainsFunc(checks, func(c knowledge.Check) bool { return !c.Right() }) {
		return &exitError{code: exitFaults}
	}
	return nil
}
