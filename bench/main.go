package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	sets := flags.String("sets", "../knowledge/eval/testdata/sets", "folder of foreign sets")
	words := flags.String("words", "../knowledge/search/words.txt", "English words, most frequent first, to make documents of")
	sizes := flags.String("sizes", "1000,10000", "numbers of synthetic documents, with commas between them")
	asJSON := flags.Bool("json", false, "print JSON")
	if err := flags.Parse(args); err != nil {
		return err
	}
	tasks, err := readTasks(*sets)
	if err != nil {
		return err
	}
	made, err := syntheticTasks(*words, *sizes)
	if err != nil {
		return err
	}
	var results []result
	for _, t := range append(tasks, made...) {
		for _, c := range contenders() {
			r, err := measure(c, t)
			if err != nil {
				return err
			}
			results = append(results, r)
		}
	}
	if *asJSON {
		return json.NewEncoder(out).Encode(results)
	}
	return write(out, results)
}

// questionsAsked is how many questions are asked of synthetic documents.
const questionsAsked = 200

func syntheticTasks(file, sizes string) ([]task, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	words := strings.Fields(string(text))
	if len(words) < 10_000 {
		return nil, fmt.Errorf("%s has %d words: 10,000 are needed", file, len(words))
	}
	var tasks []task
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sizes: %q is no number of documents", size)
		}
		tasks = append(tasks, synthetic(words, n, questionsAsked))
	}
	return tasks, nil
}

// write prints a table, each task's contenders together, and the mean P@1 of
// each.
func write(out io.Writer, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "task\tmatcher\tP@1\twith typos\tMRR@5\tbuild ms\theap MB\tp50 µs\tp95 µs\tp99 µs\tbleve's p50 to this\t")
	sum, n := make(map[string]float64), make(map[string]float64)
	for _, r := range results {
		fmt.Fprintf(w, "%s\t%s\t%.3f\t%.3f\t%.3f\t%.0f\t%.1f\t%.0f\t%.0f\t%.0f\t%.1f\t\n", r.Task, r.Contender,
			r.P1, r.Typos, r.MRR5, r.Build, r.Heap, r.P50, r.P95, r.P99, ratio(results, r))
		if r.Typos > 0 || !strings.Contains(r.Task, "synthetic") {
			sum[r.Contender] += r.P1
			n[r.Contender]++
		}
	}
	for _, c := range contenders() {
		fmt.Fprintf(w, "mean of the sets\t%s\t%.3f\t\t\t\t\t\t\t\t\t\n", c.name, sum[c.name]/max(n[c.name], 1))
	}
	return w.Flush()
}

// ratio is how many times faster than bleve a contender is at its task.
func ratio(results []result, r result) float64 {
	for _, other := range results {
		if other.Task == r.Task && other.Contender == "bleve" {
			return other.P50 / max(r.P50, 0.001)
		}
	}
	return 0
}
