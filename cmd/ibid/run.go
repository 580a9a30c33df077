package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"ibid/bot"
	"ibid/commands"
	"ibid/commands/reply"
	"ibid/commands/words"
	"ibid/knowledge"
	"ibid/knowledge/eval"
	"ibid/sandbox"
	"ibid/store"
	"ibid/store/memory"
)

type runCmd struct {
	Token       string        `env:"DISCORD_TOKEN" placeholder:"TOKEN" help:"Bot token; without one the sandbox is started."`
	APIURL      string        `name:"api-url" env:"DISCORD_API_URL" placeholder:"URL" help:"Base of Discord's REST API."`
	HTTPAddr    string        `name:"http-addr" env:"IBID_HTTP_ADDR" default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where to serve /healthz, /readyz and /metrics."`
	SandboxAddr string        `env:"IBID_SANDBOX_ADDR" default:"127.0.0.1:0" placeholder:"ADDR" help:"Where the sandbox listens; port 0 takes a free one."`
	Sandbox     bool          `default:"true" negatable:"" help:"Without a token, start the sandbox; --no-sandbox fails instead."`
	Cooldown    time.Duration `env:"IBID_COOLDOWN" default:"3s" placeholder:"TIME" help:"How long a member waits from one answer to the next; 0s for no time."`
	Repeat      time.Duration `env:"IBID_REPEAT" default:"10m" placeholder:"TIME" help:"For how long the same answer is not given again in a channel, but linked; 0s to give it."`
	SourceURL   string        `name:"source-url" env:"IBID_SOURCE_URL" placeholder:"URL" help:"Where the source code is, for /about."`
	PinGrace    time.Duration `hidden:"" default:"1m" help:"How long a pin that was left halfway is left to whoever was at it."`
	DryRun      bool          `help:"Print how the registered commands differ, change nothing and stop."`

	sandboxed bool // it serves the sandbox that it has started
}

// Run serves Discord until ctx ends.
func (r *runCmd) Run(ctx context.Context, c *cli, std streams) error {
	log, library, err := c.open(std.err)
	if err != nil {
		return err
	}
	switch {
	case r.Token != "":
		return r.serve(ctx, c, library, log, std.out)
	case r.DryRun:
		return &exitError{exitUsage, errors.New("--dry-run compares with what Discord has: set DISCORD_TOKEN")}
	case !r.Sandbox:
		return &exitError{exitUsage, errors.New("there is no token: set DISCORD_TOKEN")}
	}
	return r.inSandbox(ctx, c, library, log, std.out)
}

// inSandbox starts a Discord of our own and connects to that.
func (r *runCmd) inSandbox(ctx context.Context, c *cli, library *knowledge.Library, log *slog.Logger, out io.Writer) error {
	server, err := sandbox.New(sandbox.Options{Addr: r.SandboxAddr, Hints: hints(library)})
	if err != nil {
		return fmt.Errorf("IBID_SANDBOX_ADDR: %w (leave it out for a free port)", err)
	}
	defer server.Close()
	fmt.Fprintf(out, "DISCORD_TOKEN is not set, so Ibid runs in its sandbox, a small Discord on this machine.\nOpen %s and ask. Ctrl+C stops it.\n", server.URL())
	r.Token, r.APIURL, r.sandboxed = server.Token(), server.APIURL(), true
	return r.serve(ctx, c, library, log, out)
}

// hints are questions for a first visitor to click, the short ones first:
// they are to be read at a glance.
func hints(library *knowledge.Library) []string {
	var questions []string
	for _, t := range library.Topics() {
		if !t.IsLead() {
			questions = append(questions, t.Question)
		}
	}
	const glance = 100 // characters, about a line of the page
	slices.SortStableFunc(questions, func(a, b string) int {
		return max(len(a), glance) - max(len(b), glance)
	})
	return questions[:min(3, len(questions))]
}

func (r *runCmd) serve(ctx context.Context, c *cli, library *knowledge.Library, log *slog.Logger, out io.Writer) error {
	counts := newMetrics()
	facts, err := c.facts(r.SourceURL)
	if err != nil {
		return err
	}
	about := bot.Options{
		Token: r.Token, APIURL: r.APIURL, Logger: log, Commands: commands.Definitions(),
		Metrics: counts.handler(), Apologies: apologies,
	}
	if r.DryRun {
		return printDiff(ctx, about, out)
	}
	kept, err := r.open(ctx, c, log)
	if err != nil {
		return err
	}
	defer closeStore(kept, log)
	about.Parts = map[string]func(context.Context) error{"store": kept.Ping}
	b, err := bot.New(about)
	if err != nil {
		return err
	}
	options := commands.Options{
		PinGrace: r.PinGrace, Logger: log, Board: b, Manners: commands.Manners{Cooldown: r.Cooldown, Repeat: r.Repeat}, Facts: facts,
		Notebook: kept,
	}
	sight, err := openEyes(ctx, c, log, counts)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	if sight != nil {
		library = library.WithEyes(sight)
		group.Go(func() error { sight.Watch(ctx, library.Texts()); return nil })
	}
	group.Go(func() error { library.Prepare(); return nil })
	router := commands.NewRouter(library, options)
	group.Go(func() error { router.Watch(ctx); return nil })
	group.Go(func() error { return b.Run(ctx, router) })
	if listener, err := net.Listen("tcp", r.HTTPAddr); err != nil {
		// Members can be answered all the same.
		log.Error("health and metrics are not served", "error", err, "mend", "choose another IBID_HTTP_ADDR")
	} else {
		log.Info("health and metrics are served", "addr", listener.Addr().String())
		group.Go(func() error { return serveHTTP(ctx, listener, b.Health()) })
	}
	err = group.Wait()
	if sight != nil {
		err = errors.Join(err, sight.Close())
	}
	return err
}

// notebook is a store, or what stands for one that could not be opened.
type notebook interface {
	commands.Notebook
	Ping(ctx context.Context) error
	Close() error
}

// reaching bounds how long the start waits for the database.
const reaching = 10 * time.Second

// open opens what IBID_DATABASE_URL names. Where it cannot, members are
// answered all the same, and nothing is kept; a database that comes later is
// used from then on. It is an error only if a newer Ibid has written it. Of
// the sandbox nothing is kept in a file unless somebody names one.
func (r *runCmd) open(ctx context.Context, c *cli, log *slog.Logger) (notebook, error) {
	if r.sandboxed && c.DatabaseURL == defaultDatabase {
		return memory.New(), nil
	}
	var kept notebook = commands.Absent{}
	opened, err := openStore(ctx, c.DatabaseURL)
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, reaching)
		defer cancel()
		kept, err = opened, opened.Ping(ctx)
	}
	if err == nil {
		return kept, nil
	}
	err = fmt.Errorf("IBID_DATABASE_URL: %w", err)
	if errors.Is(err, store.ErrNewer) {
		return nil, errors.Join(err, kept.Close())
	}
	log.Error("nothing is kept: no settings, no counts, no questions to the editors", "error", err)
	return kept, nil
}

func closeStore(s notebook, log *slog.Logger) {
	if err := s.Close(); err != nil {
		log.Error("the database was not closed", "error", err)
	}
}

// facts are what /about tells.
func (c *cli) facts(sourceURL string) (reply.Facts, error) {
	setting, err := knowledge.ParseSetting(c.Match)
	if err != nil {
		return reply.Facts{}, err
	}
	published, err := eval.PublishedFigures()
	o := published.At(setting)
	return reply.Facts{
		Version: version(), SourceURL: sourceURL,
		Measured: published.Name, Setting: setting.String(), Answerable: published.Answerable, Unanswerable: published.Unanswerable,
		RightFirst: eval.Percent(published.RightFirst), Right: eval.Percent(o.Right), Wrong: eval.Percent(o.Wrong),
		Offered: eval.Percent(o.Offered), FalseAnswers: eval.Percent(o.FalseAnswers),
	}, err
}

// apologies are what is said where there is no answer.
func apologies(locale string) bot.Apologies {
	w := words.In(locale)
	return bot.Apologies{Wrong: w.Say("said.wrong"), TooMuch: w.Say("said.too_much")}
}

func printDiff(ctx context.Context, o bot.Options, out io.Writer) error {
	b, err := bot.New(o)
	if err != nil {
		return err
	}
	diff, err := b.CommandDiff(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, diff)
	return err
}

// serveHTTP serves until ctx ends, then finishes what it has begun.
func serveHTTP(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve health: %w", err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("stop serving health: %w", err)
	}
	return nil
}
