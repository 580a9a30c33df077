package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// month are thirty days of counts.
func month() Data {
	d := Data{Series: make([][]int, 3), Topics: topics(40, 21, 9, 3, 1)}
	first := time.Date(2026, time.April, 20, 0, 0, 0, 0, time.UTC)
	for i := range 30 {
		d.Days = append(d.Days, first.AddDate(0, 0, i).Format(time.DateOnly))
		for n := range d.Series {
			d.Series[n] = append(d.Series[n], (i*7+n*3)%(11-3*n))
		}
	}
	return d
}

func topics(counts ...int) []Topic {
	var all []Topic
	for i, n := range counts {
		all = append(all, Topic{string(rune('A' + i)), n})
	}
	return all
}

func drawn(t *testing.T, d Data, dark bool) image.Image {
	t.Helper()
	data, err := Draw(d, dark)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("IBID_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, t.Name()+map[bool]string{true: "-dark", false: "-light"}[dark]+".png"), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return picture
}

// TestDraw: a picture of its size, in each theme with that theme's paper, ink
// and three colors, and in no other's.
func TestDraw(t *testing.T) {
	for _, dark := range []bool{false, true} {
		picture := drawn(t, month(), dark)
		if b := picture.Bounds(); b.Dx() != Width || b.Dy() != Height {
			t.Errorf("it is %v large", b)
		}
		own, other := look(dark), look(!dark)
		if got := pixels(picture)[own.paper.(color.RGBA)]; got < Width*Height/3 {
			t.Errorf("dark %v: %d pixels are paper", dark, got)
		}
		for n := range own.series {
			if got := pixels(picture)[own.series[n].(color.RGBA)]; got < 500 {
				t.Errorf("dark %v: series %d has %d pixels", dark, n+1, got)
			}
			if got := pixels(picture)[other.series[n].(color.RGBA)]; got > 0 {
				t.Errorf("dark %v: %d pixels have the other theme's color %d", dark, got, n+1)
			}
		}
	}
}

// TestDrawLittle: a week, a day, no topics, only zeros.
func TestDrawLittle(t *testing.T) {
	for _, d := range []Data{
		{Days: []string{"2026-05-14"}, Series: [][]int{{1}, {0}, {0}}, Topics: topics(1)},
		{Days: []string{"2026-05-14"}, Series: [][]int{{0}, {0}, {7}}},
		{Days: []string{"2026-05-13", "2026-05-14"}, Series: [][]int{{0, 0}, {0, 0}, {0, 0}}},
		{Days: []string{"2026-05-14"}, Series: [][]int{{1_000_000}, {0}, {0}}, Topics: topics(10, 9, 8, 7, 6, 5, 4, 3, 2, 1)},
	} {
		drawn(t, d, false)
	}
}

func pixels(picture image.Image) map[color.RGBA]int {
	counts := make(map[color.RGBA]int)
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			counts[color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)]++
		}
	}
	return counts
}

// TestContrast: what is drawn stands out from the paper at least 3 to 1, and
// figures 7 to 1 (WCAG 2.2, 1.4.11 and 1.4.6).
func TestContrast(t *testing.T) {
	for _, dark := range []bool{false, true} {
		l := look(dark)
		if got := contrast(l.ink, l.paper); got < 7 {
			t.Errorf("dark %v: figures have a contrast of %.1f", dark, got)
		}
		for n, c := range l.series {
			if got := contrast(c, l.paper); got < 3 {
				t.Errorf("dark %v: series %d has a contrast of %.1f", dark, n+1, got)
			}
		}
	}
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	rgba := color.RGBAModel.Convert(c).(color.RGBA)
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgba.R) + 0.7152*linear(rgba.G) + 0.0722*linear(rgba.B)
}

func TestWholeNumbers(t *testing.T) {
	for most, want := range map[float64]int{0: 1, 1: 2, 5: 6, 6: 4, 100: 6, 1_000_000: 6, 999: 5} {
		if got := len(whole{}.Ticks(0, most)); got != want {
			t.Errorf("up to %v: %d marks, want %d: %v", most, got, want, whole{}.Ticks(0, most))
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for b.Loop() {
		if _, err := Draw(month(), true); err != nil {
			b.Fatal(err)
		}
	}
}
