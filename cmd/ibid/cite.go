package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/citation"
)

type citeCmd struct {
	Question []string `arg:"" optional:"" help:"Whose answer: a question that it answers. Without one, an analysis is cited as a whole."`
	Style    string   `enum:"chicago,apa,mla,bibtex,ris,csl-json," default:"" placeholder:"STYLE" help:"One of chicago, apa, mla, bibtex, ris, csl-json; the first three without it."`
	Analysis string   `placeholder:"ID" help:"Which analysis; the first without it."`
}

// Run cites one expert's answer, or an analysis.
func (k *citeCmd) Run(ctx context.Context, c *cli, std streams) error {
	_, library, err := c.open(std.err)
	if err != nil {
		return err
	}
	work, err := k.work(ctx, library)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(std.out, terminalOf(std.out).Cited(work, citation.Style(k.Style)))
	return err
}

func (k *citeCmd) work(ctx context.Context, library *knowledge.Library) (citation.Work, error) {
	if question := strings.Join(k.Question, " "); question != "" {
		answer := library.Ask(ctx, question)
		if answer.Verdict != knowledge.Answered {
			return citation.Work{}, errors.New("nothing in the library answers that; \"ibid topics\" lists what it answers")
		}
		return answer.Matches[0].Work(), nil
	}
	var ids []string
	for _, a := range library.Analyses() {
		if k.Analysis == "" || k.Analysis == a.ID {
			return knowledge.WorkOf(a), nil
		}
		ids = append(ids, a.ID)
	}
	return citation.Work{}, fmt.Errorf("there is no analysis %q, only %s", k.Analysis, strings.Join(ids, ", "))
}
