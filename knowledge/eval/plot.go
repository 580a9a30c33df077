package eval

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The size of the diagram and of the square in it, in pixels.
const (
	plotWidth  = 620
	plotHeight = 640
	plotLeft   = 70
	plotTop    = 70
	plotSide   = 500
)

// ErrNothingToPlot says that no bin has a question.
var ErrNothingToPlot = errors.New("there are no questions to plot")

// PlotReliability draws a reliability diagram as a PNG: a dot for each bin at
// its mean confidence and the share that is right, the larger the more
// questions it has, and the diagonal on which all should lie. Bins without
// questions are left out. It returns [ErrNothingToPlot] if all are.
//
// It is drawn by hand, since a library for charts would be a tenth of the
// program.
func PlotReliability(w io.Writer, title string, pooled []Bin) error {
	questions := 0
	for _, b := range pooled {
		questions += b.Questions
	}
	if questions == 0 {
		return ErrNothingToPlot
	}
	c := newCanvas()
	c.frame(title)
	c.line(point(0, 0), point(1, 1), 1.5, color.RGBA{0x88, 0x88, 0x88, 0xff})
	c.bins(pooled, questions)
	if err := png.Encode(w, c); err != nil {
		return fmt.Errorf("write reliability: %w", err)
	}
	return nil
}

// canvas is a picture that is being drawn.
type canvas struct{ *image.RGBA }

func newCanvas() canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, plotWidth, plotHeight))}
	draw.Draw(c, c.Bounds(), image.White, image.Point{}, draw.Src)
	return c
}

// spot is a place in a picture, in pixels.
type spot struct{ x, y float32 }

// point is where two shares lie in the square.
func point(confidence, right float64) spot {
	return spot{plotLeft + float32(confidence)*plotSide, plotTop + float32(1-right)*plotSide}
}

// frame draws the grid, its labels and the title.
func (c canvas) frame(title string) {
	c.text(plotLeft, 25, title)
	c.text(plotLeft, 50, "share of the best hits that are right, in percent")
	c.text(plotLeft+150, plotTop+plotSide+50, "confidence, in percent")
	for i := range 11 {
		share := float64(i) / 10
		grid := color.RGBA{0xdd, 0xdd, 0xdd, 0xff}
		c.line(point(share, 0), point(share, 1), 1, grid)
		c.line(point(0, share), point(1, share), 1, grid)
		label := fmt.Sprint(10 * i)
		across, up := point(share, 0), point(0, share)
		c.text(int(across.x)-4*len(label), plotTop+plotSide+20, label)
		c.text(plotLeft-12-7*len(label), int(up.y)+4, label)
	}
}

// bins draws a dot for each bin, with its number of questions beside it.
func (c canvas) bins(pooled []Bin, questions int) {
	blue := color.RGBA{0x1f, 0x5f, 0xbf, 0xff}
	var last *spot
	for _, b := range pooled {
		if b.Questions == 0 {
			continue
		}
		at := point(b.Confidence, b.Right)
		if last != nil {
			c.line(*last, at, 2, blue)
		}
		last = &at
		c.dot(at, 3+9*float32(math.Sqrt(float64(b.Questions)/float64(questions))), blue)
		c.text(int(at.x)+12, int(at.y)+18, fmt.Sprint("n = ", b.Questions))
	}
}

func (c canvas) text(x, y int, text string) {
	d := font.Drawer{Dst: c, Src: image.Black, Face: basicfont.Face7x13, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// line draws a line of a width in pixels.
func (c canvas) line(from, to spot, width float32, ink color.Color) {
	dx, dy := to.x-from.x, to.y-from.y
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if length == 0 {
		return
	}
	nx, ny := -dy/length*width/2, dx/length*width/2
	c.fill(ink, spot{from.x + nx, from.y + ny}, spot{to.x + nx, to.y + ny},
		spot{to.x - nx, to.y - ny}, spot{from.x - nx, from.y - ny})
}

func (c canvas) dot(at spot, radius float32, ink color.Color) {
	const corners = 32
	var circle []spot
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		circle = append(circle, spot{at.x + radius*float32(cos), at.y + radius*float32(sin)})
	}
	c.fill(ink, circle...)
}

// fill draws a polygon.
func (c canvas) fill(ink color.Color, corners ...spot) {
	r := vector.NewRasterizer(plotWidth, plotHeight)
	r.MoveTo(corners[0].x, corners[0].y)
	for _, corner := range corners[1:] {
		r.LineTo(corner.x, corner.y)
	}
	r.ClosePath()
	r.Draw(c, c.Bounds(), image.NewUniform(ink), image.Point{})
}
