package eval

import (
	"bufio"
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteText prints the report as tables, shares in percent.
func (r Report) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s: %d answerable, %d unanswerable questions; shares in percent\n",
		r.Name, r.Plain.Answerable, r.Plain.Unanswerable)
	writeTable(out, "ranking\tP@1\tMRR@5\thit@3\tAUROC", r.rankingRows())
	writeTable(out, "setting\tright\twrong\toffered\twithheld\tfirst\tfalse answers", r.settingRows())
	writeTable(out, "kind (balanced)\tquestions\tP@1\tanswer\tchoices\tnone\tas it should be", r.kindRows())
	if r.Paragraphs != nil {
		fmt.Fprintf(out, "\nright paragraph: %s of %d\n", percent(r.Paragraphs.Right), r.Paragraphs.Questions)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// writeTable prints a table that has rows, its columns flush right.
func writeTable(w io.Writer, head string, rows []string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range append([]string{head}, rows...) {
		fmt.Fprintf(t, "%s\t\n", row)
	}
	t.Flush() // w keeps its first error
}

func (r Report) rankingRows() []string {
	rows := []string{r.Plain.rankingRow("as asked")}
	if r.Typos != nil {
		rows = append(rows, r.Typos.rankingRow("with typos"))
	}
	return rows
}

func (f Figures) rankingRow(name string) string {
	return fmt.Sprintf("%s\t%s\t%s\t%s\t%s", name, percent(f.P1), percent(f.MRR5), percent(f.Hit3), percent(f.AUROC))
}

func (r Report) settingRows() []string {
	rows := r.Plain.settingRows("")
	if r.Typos != nil {
		rows = append(rows, r.Typos.settingRows(", with typos")...)
	}
	return rows
}

func (f Figures) settingRows(suffix string) []string {
	var rows []string
	for _, o := range f.Settings {
		rows = append(rows, fmt.Sprintf("%s%s\t%s\t%s\t%s\t%s\t%s\t%s", o.Setting, suffix, percent(o.Right),
			percent(o.Wrong), percent(o.Offered), percent(o.Withheld), percent(o.First), percent(o.FalseAnswers)))
	}
	return rows
}

func (r Report) kindRows() []string {
	var rows []string
	for _, k := range r.Kinds {
		rows = append(rows, fmt.Sprintf("%s\t%d\t%s\t%s\t%s\t%s\t%s", k.Name, k.Questions, percent(k.P1),
			percent(k.Answered), percent(k.Choices), percent(k.None), percent(k.Good)))
	}
	return rows
}

func percent(share float64) string { return fmt.Sprintf("%.1f", 100*share) }
