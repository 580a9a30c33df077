// Package chart draws counts as a picture. There are only figures and dates on
// it, in the font that comes with the program: what the figures stand for is
// said beside it, in the reader's language.
package chart

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Data is what is drawn.
type Data struct {
	Days   []string // such as 2026-05-14, each after the one before
	Series [][]int  // each a count a day; in the legend they are 1, 2, …
	Topics []Topic  // the greatest first
}

// Topic is a count by a short name, of letters that the font has.
type Topic struct {
	Name  string
	Count int
}

// Width and Height are the size of a picture in pixels.
const (
	Width  = 1200
	Height = 600
)

// resolution makes a point of text large enough to read on a phone.
const resolution = 208 // dots an inch

// Draw returns a PNG: on the left the days, their series one upon another; on
// the right the topics.
func Draw(d Data, dark bool) ([]byte, error) {
	l := look(dark)
	days, err := l.days(d)
	if err != nil {
		return nil, fmt.Errorf("draw days: %w", err)
	}
	inch := func(pixels int) vg.Length { return vg.Length(float64(pixels)/resolution) * vg.Inch }
	canvas := vgimg.NewWith(vgimg.UseWH(inch(Width), inch(Height)), vgimg.UseDPI(resolution), vgimg.UseBackgroundColor(l.paper))
	whole := draw.Crop(draw.New(canvas), vg.Points(10), -vg.Points(12), vg.Points(8), -vg.Points(10))
	if len(d.Topics) == 0 {
		days.Draw(whole)
	} else {
		topics, err := l.topics(d.Topics)
		if err != nil {
			return nil, fmt.Errorf("draw topics: %w", err)
		}
		middle := whole.Size().X * 0.64
		days.Draw(draw.Crop(whole, 0, middle-whole.Size().X-vg.Points(10), 0, 0))
		topics.Draw(draw.Crop(whole, middle+vg.Points(10), 0, 0, 0))
	}
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	return b.Bytes(), nil
}

// colors of a picture. Those of the series differ in brightness too, for who
// does not see colors, and each stands out from the paper.
type colors struct {
	paper, ink, faint color.Color
	series            []color.Color
}

func look(dark bool) colors {
	if dark {
		return colors{
			paper: rgb(0x1e1f22), ink: rgb(0xf2f3f5), faint: rgb(0x4e5058),
			series: []color.Color{rgb(0x56b4e9), rgb(0xe69f00), rgb(0x9a9ca3)},
		}
	}
	return colors{
		paper: rgb(0xffffff), ink: rgb(0x1e1f22), faint: rgb(0xd4d7dc),
		series: []color.Color{rgb(0x00588a), rgb(0xc77700), rgb(0x80848e)},
	}
}

func rgb(c uint32) color.Color {
	return color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xff}
}

// days are bars, one a day.
func (l colors) days(d Data) (*plot.Plot, error) {
	p := l.plot()
	width := vg.Points(150 / float64(max(len(d.Days), 1)))
	var below *plotter.BarChart
	highest := 0
	for n, counts := range d.Series {
		bars, err := l.bars(counts, width, l.series[n%len(l.series)])
		if err != nil {
			return nil, err
		}
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		p.Legend.Add(strconv.Itoa(n+1), bars)
	}
	for day := range d.Days {
		sum := 0
		for _, counts := range d.Series {
			sum += counts[day]
		}
		highest = max(highest, sum)
	}
	p.X.Min, p.X.Max = -0.5, float64(len(d.Days))-0.5
	p.Y.Min, p.Y.Max = 0, math.Ceil(float64(highest)*1.2) // room for the legend
	p.X.Tick.Marker, p.Y.Tick.Marker = dates(d.Days), whole{}
	return p, nil
}

// topics are bars from left to right, the first one on top.
func (l colors) topics(topics []Topic) (*plot.Plot, error) {
	p := l.plot()
	upwards := make([]int, len(topics))
	names := make([]plot.Tick, len(topics))
	for i, t := range topics {
		at := len(topics) - 1 - i
		upwards[at] = t.Count
		names[at] = plot.Tick{Value: float64(at), Label: t.Name}
	}
	bars, err := l.bars(upwards, vg.Points(9), l.series[0])
	if err != nil {
		return nil, err
	}
	bars.Horizontal = true
	p.Add(bars)
	p.X.Min, p.X.Max = 0, float64(topics[0].Count)
	p.Y.Min, p.Y.Max = -0.5, float64(len(topics))-0.5
	p.X.Tick.Marker, p.Y.Tick.Marker = whole{}, plot.ConstantTicks(names)
	return p, nil
}

func (l colors) bars(counts []int, width vg.Length, c color.Color) (*plotter.BarChart, error) {
	values := make(plotter.Values, len(counts))
	for i, n := range counts {
		values[i] = float64(n)
	}
	bars, err := plotter.NewBarChart(values, width)
	if err != nil {
		return nil, err
	}
	bars.Color, bars.LineStyle.Width = c, 0
	return bars, nil
}

// plot is an empty one in these colors.
func (l colors) plot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = l.paper
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color, axis.Tick.Color = l.ink, l.ink
		l.write(&axis.Tick.Label)
	}
	l.write(&p.Legend.TextStyle)
	p.Legend.Top = true
	p.Legend.YOffs = vg.Points(2)
	grid := plotter.NewGrid()
	grid.Horizontal.Color, grid.Vertical.Color = l.faint, color.Transparent
	p.Add(grid)
	return p
}

func (l colors) write(style *text.Style) {
	style.Color = l.ink
	style.Font = font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(9)}
}

// whole puts marks at whole numbers, six at most.
type whole struct{}

func (whole) Ticks(least, most float64) []plot.Tick {
	step := 1.0
	for i := 0; most/step > 5; i++ {
		step *= [...]float64{2, 2.5, 2}[i%3] // 2, 5, 10, 20, …
	}
	var ticks []plot.Tick
	for at := math.Ceil(least/step) * step; at <= most; at += step {
		ticks = append(ticks, plot.Tick{Value: at, Label: strconv.Itoa(int(at))})
	}
	return ticks
}

// dates puts marks at the days, seven at most, the last one among them.
type dates []string

func (d dates) Ticks(least, most float64) []plot.Tick {
	every := (len(d) + 6) / 7
	var ticks []plot.Tick
	for i, day := range d {
		label := ""
		if (len(d)-1-i)%every == 0 {
			label = monthAndDay(day)
		}
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: label})
	}
	return ticks
}

// monthAndDay is a day without its year, as ISO 8601 has it.
func monthAndDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("01-02")
}
