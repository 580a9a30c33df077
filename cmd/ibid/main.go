// Ibid answers questions about published expert analyses, word for word, on
// Discord and in the terminal.
//
// This package turns the operating system into arguments: [cli] is every
// flag, variable and subcommand; each subcommand has a file, whose Run
// method wires the other packages together and returns an error that may
// carry an exit code.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"ibid/knowledge/search"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitFaults = 3 // check found faults, verify a quotation that is not right, or eval missed its floor
)

// cli is the command line. Each flag that has a variable is listed in
// .env.example; a test holds the two together.
type cli struct {
	Library   []string `env:"IBID_LIBRARY" default:"embedded" placeholder:"FOLDER" help:"Folders of analyses, with commas between them; \"embedded\" stands for the built-in ones."`
	Match     string   `env:"IBID_MATCH" default:"balanced" enum:"strict,balanced,eager" help:"How sure to be before answering: strict, balanced or eager."`
	LogLevel  string   `env:"IBID_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
	LogFormat string   `env:"IBID_LOG_FORMAT" default:"auto" enum:"auto,text,json" help:"text, json, or auto: text on a terminal, else json."`

	EmbeddingsURL   string `name:"embeddings-url" env:"IBID_EMBEDDINGS_URL" placeholder:"URL" help:"Base of a server of OpenAI's embeddings API, such as Ollama; without one, Ibid sees what it sees by itself."`
	EmbeddingsModel string `env:"IBID_EMBEDDINGS_MODEL" placeholder:"NAME" help:"The model to ask that server for."`
	EmbeddingsKey   string `env:"IBID_EMBEDDINGS_KEY" placeholder:"KEY" help:"Key for that server, if it wants one."`
	DatabaseURL     string `name:"database-url" env:"IBID_DATABASE_URL" default:"sqlite:ibid.db" placeholder:"URL" help:"Where settings, counts, questions to the editors, added phrasings and embeddings are kept: sqlite:PATH, postgres://USER:PASSWORD@HOST/DATABASE, or memory: for nowhere."`

	Run       runCmd       `cmd:"" default:"withargs" help:"Connect to Discord, or without a token start the sandbox. The default."`
	Ask       askCmd       `cmd:"" help:"Answer a question in the terminal."`
	Topics    topicsCmd    `cmd:"" help:"List the analyses, their questions and who answers them."`
	Verify    verifyCmd    `cmd:"" help:"Check whether a quotation is word for word what an expert said."`
	Cite      citeCmd      `cmd:"" help:"Cite an analysis, or one expert's answer, in six styles."`
	Check     checkCmd     `cmd:"" help:"Report what the parser finds in analysis files, and every fault."`
	Learn     learnCmd     `cmd:"" help:"Write beside each analysis what is learnt from its phrasings, so that starting takes less time."`
	Eval      evalCmd      `cmd:"" help:"Measure the matcher on labelled questions."`
	Phrasings phrasingsCmd `cmd:"" help:"What servers' editors added to the ways to ask."`
	Store     storeCmd     `cmd:"" help:"Care for the database."`
	Health    healthCmd    `cmd:"" help:"Ask a running Ibid whether it is alive; for container health checks."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// streams are what a subcommand reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitError carries an exit code other than exitFailed. Without an error of
// its own it is silent: all was said already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func main() {
	os.Exit(run(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// run is the program: arguments in, exit code out.
func run(args []string, std streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := parseAndRun(ctx, args, std)
	var exit *exitError
	switch {
	case err == nil:
		return exitDone
	case !errors.As(err, &exit):
		exit = &exitError{code: exitFailed, err: err}
	}
	if exit.err != nil {
		fmt.Fprintf(std.err, "ibid: %v\n", exit.err)
	}
	return exit.code
}

func parseAndRun(ctx context.Context, args []string, std streams) error {
	if err := readDotEnv(); err != nil {
		return &exitError{exitUsage, err}
	}
	var c cli
	parser, err := kong.New(&c, kong.Name("ibid"), kong.Writers(std.out, std.err),
		kong.Description("Answers questions about published expert analyses with the experts' own words."),
		kong.Vars{"parts": partNames()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return fmt.Errorf("build the command line: %w", err)
	}
	if err := dropEmptyVariables(parser); err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("%w; see \"ibid --help\"", err)}
	}
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(&c, std)
}

// partNames lists the parts of the matcher for the help.
func partNames() string {
	var names []string
	for _, part := range search.Parts() {
		names = append(names, string(part))
	}
	return strings.Join(names, ", ")
}
