package main

import "fmt"

type topicsCmd struct{}

// Run lists what the library answers.
func (*topicsCmd) Run(c *cli, std streams) error {
	_, library, err := c.open(std.err)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(std.out, terminalOf(std.out).Topics(library))
	return err
}
