package main

import "fmt"

type topicsCmd struct{}

// Run lists what the library answers.
func (*topicsCmd) Run(c *cli, io streams) error {
	_, library, err := c.open(io.err)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(io.out, terminalOf(io.out).Topics(library))
	return err
}
