package eval

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-analyze/charts"
)

// The size of the diagram, in pixels.
const (
	plotWidth  = 800
	plotHeight = 600
)

// ErrNothingToPlot says that no bin has a question.
var ErrNothingToPlot = errors.New("there are no questions to plot")

// PlotReliability draws a reliability diagram as a PNG: how often the best
// hit is right, of the questions of each bin, beside how often it should be.
// Bins without questions are left out. It returns [ErrNothingToPlot] if all
// are.
func PlotReliability(w io.Writer, title string, pooled []Bin) error {
	var labels []string
	var is, should []float64
	for i, b := range pooled {
		if b.Questions > 0 {
			labels = append(labels, fmt.Sprintf("%d-%d", 100*i/len(pooled), 100*(i+1)/len(pooled)))
			is = append(is, 100*b.Right)
			should = append(should, 100*b.Confidence)
		}
	}
	if len(labels) == 0 {
		return ErrNothingToPlot
	}
	option := charts.NewLineChartOptionWithData([][]float64{is, should})
	option.Title.Text = title
	option.Legend.SeriesNames = []string{"right, in percent", "as it should be"}
	option.Legend.Offset = charts.OffsetStr{Top: "40"}
	option.XAxis.Labels = labels
	option.XAxis.Title = "confidence of the best hit, in percent"
	option.XAxis.BoundaryGap = charts.Ptr(false)
	option.YAxis[0].Min, option.YAxis[0].Max = charts.Ptr(0.0), charts.Ptr(100.0)
	option.YAxis[0].Unit = 10
	option.YAxis[0].LabelCount = 11
	option.YAxis[0].ValueFormatter = func(percent float64) string { return fmt.Sprintf("%.0f", percent) }
	option.SeriesList[0].Symbol.Shape = charts.SymbolDot
	option.SeriesList[1].Symbol.Shape = charts.SymbolDiamond
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: plotWidth, Height: plotHeight})
	if err := painter.LineChart(option); err != nil {
		return fmt.Errorf("draw reliability: %w", err)
	}
	png, err := painter.Bytes()
	if err != nil {
		return fmt.Errorf("draw reliability: %w", err)
	}
	if _, err := w.Write(png); err != nil {
		return fmt.Errorf("write reliability: %w", err)
	}
	return nil
}
