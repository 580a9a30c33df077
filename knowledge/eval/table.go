package eval

import (
	"bufio"
	"fmt"
	"io"
)

// WriteTable prints several reports as one table, a row each, shares in
// percent: P@1 with its 95 % interval, and what is done at the three settings:
// answered right and wrong of the answerable, answered of the unanswerable.
func WriteTable(w io.Writer, reports []Report) error {
	out := bufio.NewWriter(w)
	const head = "set\tquestions\tof them unanswerable\tP@1\t95 %\tMRR@5\thit@3\ttypos P@1\tAUROC"
	var ranking, settings []string
	for _, r := range reports {
		ranking = append(ranking, r.tableRow())
		settings = append(settings, r.settingsRow())
	}
	writeTable(out, head, ranking)
	writeTable(out, "set\tstrict: right\twrong\tfalse\tbalanced: right\twrong\tfalse\teager: right\twrong\tfalse", settings)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func (r Report) tableRow() string {
	f, typos := r.Plain, "-"
	if r.Typos != nil {
		typos = percent(r.Typos.P1)
	}
	return fmt.Sprintf("%s\t%d\t%d\t%s\t%s-%s\t%s\t%s\t%s\t%s", r.Name, f.Answerable+f.Unanswerable, f.Unanswerable,
		percent(f.P1), percent(f.P1Interval.Low), percent(f.P1Interval.High),
		percent(f.MRR5), percent(f.Hit3), typos, percent(f.AUROC))
}

func (r Report) settingsRow() string {
	row := r.Name
	for _, o := range r.Plain.Settings {
		row += fmt.Sprintf("\t%s\t%s\t%s", percent(o.Right), percent(o.Wrong), percent(o.FalseAnswers))
	}
	return row
}
