package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"ibid/knowledge/article"
	"ibid/store"
	"ibid/store/sqlite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ibid": main})
}

// TestScripts runs the program as a user does; each script is a file.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"phrase": phrase},
	})
}

// phrase keeps a phrasing in kept.db: phrase server analysis topic text.
func phrase(ts *testscript.TestScript, _ bool, args []string) {
	kept, err := sqlite.Open(context.Background(), ts.MkAbs("kept.db"))
	ts.Check(err)
	ts.Check(kept.PutPhrasing(context.Background(), store.Phrasing{Guild: args[0], Analysis: args[1], Topic: args[2], Text: args[3], Day: "2026-05-14"}))
	ts.Check(kept.Close())
}

// ownEnvironment hides the variables of whoever runs the tests: with their
// token a test would reach the real Discord.
func ownEnvironment(t *testing.T) {
	t.Helper()
	for _, variable := range variables(reflect.TypeFor[cli]()) {
		name, _, _ := strings.Cut(variable, "=")
		t.Setenv(name, "")
	}
}

func TestExitCodes(t *testing.T) {
	ownEnvironment(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	faulty := write("faulty.md", "No question here.\n")
	notJSON := write("lines.jsonl", "{\"id\":\"1\",\"q\":\"why\"}\nwhy\n")
	for _, test := range []struct {
		args []string
		want int
		says string // on standard error
	}{
		{[]string{"version"}, exitDone, ""},
		{[]string{"ask", "why"}, exitDone, ""},
		{[]string{"ask"}, exitUsage, "needs a question"},
		{[]string{"verify", "ISIS-K wants to outperform rivals"}, exitDone, ""},
		{[]string{"verify", "ISIS-K wants to destroy rivals"}, exitFaults, ""},
		{[]string{"verify", ""}, exitUsage, "needs a quotation"},
		{[]string{"ask", "why", "--jsonl", "-"}, exitUsage, "not both"},
		{[]string{"run", "--no-sandbox"}, exitUsage, "DISCORD_TOKEN"},
		{[]string{"ask", "--loud", "why"}, exitUsage, "--loud"},
		{[]string{"shout"}, exitUsage, "shout"},
		{[]string{"ask", "why", "--match", "wild"}, exitUsage, "strict"},
		{[]string{"run", "--dry-run"}, exitUsage, "DISCORD_TOKEN"},
		{[]string{"ask", "--jsonl", filepath.Join(dir, "none.jsonl")}, exitFailed, "none.jsonl"},
		{[]string{"ask", "--jsonl", notJSON}, exitFailed, "lines.jsonl:2"},
		{[]string{"topics", "--library", filepath.Join(dir, "nowhere")}, exitFailed, "nowhere"},
		{[]string{"topics", "--library", dir}, exitFailed, "no analysis"},
		{[]string{"check", faulty}, exitFaults, "found"},
		{[]string{"check", filepath.Join(dir, "none.md")}, exitFaults, "1 fault found"},
		{[]string{"check", dir}, exitFaults, "1 fault found"},
		{[]string{"health", "--http-addr", "127.0.0.1:1"}, exitFailed, "health"},
	} {
		var out, err bytes.Buffer
		got := run(test.args, streams{in: strings.NewReader(""), out: &out, err: &err})
		if got != test.want || !strings.Contains(err.String(), test.says) {
			t.Errorf("ibid %v: exit code %d, want %d; says %q, want %q", test.args, got, test.want, err.String(), test.says)
		}
	}
}

// TestReadmeExample: the analysis that the README shows has no fault.
func TestReadmeExample(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, ok := strings.Cut(string(readme), "```markdown\n")
	if !ok {
		t.Fatal("the README shows no analysis")
	}
	example, _, _ = strings.Cut(example, "```")
	if _, faults := article.Parse("example.md", []byte(example)); len(faults) > 0 {
		t.Error(faults)
	}
}

// TestEnvExample: .env.example lists every variable that is read, with its
// default, and no other.
func TestEnvExample(t *testing.T) {
	text, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile(`(?m)^[A-Z_]+=.*$`).FindAllString(string(text), -1)
	read := variables(reflect.TypeFor[cli]())
	slices.Sort(listed)
	slices.Sort(read)
	if diff := cmp.Diff(slices.Compact(read), listed); diff != "" {
		t.Errorf("read by the program (-), in .env.example (+):\n%s", diff)
	}
}

// variables lists NAME=default for each flag of a command that has a
// variable.
func variables(command reflect.Type) []string {
	var all []string
	for i := range command.NumField() {
		f := command.Field(i)
		if name, ok := f.Tag.Lookup("env"); ok {
			all = append(all, name+"="+f.Tag.Get("default"))
		}
		if f.Type.Kind() == reflect.Struct {
			all = append(all, variables(f.Type)...)
		}
	}
	return all
}
