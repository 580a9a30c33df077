package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

type checkCmd struct {
	Files []string `arg:"" name:"file" help:"Analysis files."`
	Links bool     `help:"Also ask the network whether each address answers."`
}

// Run reports on each file. It exits with 3 if any has a fault.
func (k *checkCmd) Run(ctx context.Context, std streams) error {
	faults := 0
	for _, name := range k.Files {
		name = filepath.Clean(name)
		source, found := knowledge.LoadFile(os.DirFS(filepath.Dir(name)), filepath.Base(name))
		if k.Links && source.Analysis.URL != "" {
			found = append(found, checkLink(ctx, source.Analysis, filepath.Base(name))...)
		}
		fmt.Fprintf(std.out, "%s\n", name)
		if source.Analysis.Source != "" {
			printFound(std.out, source)
			printCollisions(std.out, source)
		}
		for _, f := range found {
			f.File = filepath.Join(filepath.Dir(name), f.File)
			fmt.Fprintf(std.out, "%s\n", f)
		}
		faults += len(found)
	}
	if faults > 0 {
		return &exitError{code: exitFaults, err: errors.New(count(faults, "fault", "faults") + " found")}
	}
	fmt.Fprintln(std.out, "no faults")
	return nil
}

// printFound says what the parser made of the text, so that a person sees at
// a glance whether it is right.
func printFound(w io.Writer, s knowledge.Source) {
	a := s.Analysis
	fmt.Fprintf(w, "  title      %s\n", a.Title)
	if !a.Published.IsZero() {
		fmt.Fprintf(w, "  published  %s by %s\n", a.Published.Format(time.DateOnly), a.Publisher)
	}
	fmt.Fprintf(w, "  address    %s\n", a.URL)
	for _, e := range a.Experts {
		fmt.Fprintf(w, "  expert     %s, %s\n", e.Name, e.Affiliation)
	}
	fmt.Fprintf(w, "  lead       %s, %s\n", paragraphs(a.Lead.Paragraphs),
		phrasings(len(a.Lead.AlsoAsked)+s.Phrasings.Count(knowledge.LeadID)))
	for _, q := range a.Questions {
		fmt.Fprintf(w, "  %-10s %s\n", q.ID, strings.Join(strings.Fields(a.Text(q.Span)), " "))
		for _, answer := range q.Answers {
			fmt.Fprintf(w, "             %s, %s\n", a.Experts[answer.Expert].Name, paragraphs(answer.Paragraphs))
		}
		fmt.Fprintf(w, "             %s\n", phrasings(len(q.AlsoAsked)+s.Phrasings.Count(q.ID)))
	}
	for _, aside := range a.Asides {
		fmt.Fprintf(w, "  %-10s %s\n", aside.Kind, strings.Join(strings.Fields(a.Text(aside.Span)), " "))
	}
}

// maxCollisions is how many collisions are shown; the count tells of more.
const maxCollisions = 20

// printCollisions lists phrasings that teach the matcher opposite things. They
// are no faults, since a person must say which is right, if any is wrong.
func printCollisions(w io.Writer, s knowledge.Source) {
	collisions := knowledge.Collisions(s)
	if len(collisions) == 0 {
		return
	}
	fmt.Fprintf(w, "  %s: the same words under different topics; move or reword them\n", count(len(collisions), "collision", "collisions"))
	for _, group := range collisions[:min(len(collisions), maxCollisions)] {
		for i, p := range group {
			mark := "-"
			if i > 0 {
				mark = " "
			}
			fmt.Fprintf(w, "  %s %-8s %s\n", mark, "["+p.Topic+"]", p.Text)
		}
	}
}

func paragraphs(p []article.Paragraph) string { return count(len(p), "paragraph", "paragraphs") }

func phrasings(n int) string { return count(n, "phrasing", "phrasings") }

// checkLink asks whether the publication's address answers.
func checkLink(ctx context.Context, a *article.Analysis, file string) article.Faults {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	problem := ""
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL, nil)
	if err != nil {
		return nil // not a URL: the parser has said so
	}
	request.Header.Set("User-Agent", "ibid/"+version()+" (link check)")
	response, err := http.DefaultClient.Do(request)
	switch {
	case err != nil:
		problem = err.Error()
	case response.StatusCode >= 400:
		problem = response.Status
	}
	if err == nil {
		response.Body.Close()
	}
	if problem == "" {
		return nil
	}
	return article.Faults{{
		File: file, Line: 1,
		What: fmt.Sprintf("the address %s does not answer: %s", a.URL, problem),
		Do:   "correct url, or check again when the network is there",
	}}
}
