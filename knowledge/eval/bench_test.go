package eval

import (
	"bytes"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ibid/internal/golden"
	"ibid/knowledge/search"
)

// TestAllFigures: the figures of the labelled questions and of every public
// set, in one table, are those that were reviewed last.
func TestAllFigures(t *testing.T) {
	reports := []Report{measureEmbedded(t)}
	files, err := filepath.Glob(filepath.Join("testdata", "sets", "*.json"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%d sets (%v)", len(files), err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		set, err := ReadSet(f, file)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		report, err := MeasureSet(set, search.Config{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, report)
	}
	var text bytes.Buffer
	if err := WriteTable(&text, reports); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, filepath.Join("testdata", "all.golden"), text.String())
}

func TestWilson(t *testing.T) {
	// The example of Brown, Cai and DasGupta 2001 and the edges.
	for _, test := range []struct{ share, n, low, high float64 }{
		{0.5, 100, 0.404, 0.596},
		{1, 10, 0.722, 1},
		{0, 10, 0, 0.278},
		{0, 0, 0, 1},
	} {
		got := wilson(test.share, test.n)
		if math.Abs(got.Low-test.low) > 0.001 || math.Abs(got.High-test.high) > 0.001 {
			t.Errorf("%v of %v: %+v, want %v to %v", test.share, test.n, got, test.low, test.high)
		}
	}
}

func TestMisspell(t *testing.T) {
	changed := 0
	for _, text := range []string{"why did they attack moscow", "Who Warned Russia?", "taliban reputation security", "quartz zebra pqpq aaaa"} {
		got := misspell(text)
		if got != misspell(text) {
			t.Errorf("%q is misspelled in two ways", text)
		}
		if len(strings.Fields(got)) != len(strings.Fields(text)) {
			t.Errorf("%q became %q: another number of words", text, got)
		}
		if got != text {
			changed++
		}
	}
	if changed < 3 {
		t.Errorf("only %d of 4 texts were misspelled", changed)
	}
	for _, text := range []string{"", "why me", "350,000 ok?", "!!!"} {
		if got := misspell(text); got != "" {
			t.Errorf("%q, which has no long word, became %q", text, got)
		}
	}
}

// FuzzMisspell holds that words of three letters and numbers stay.
func FuzzMisspell(f *testing.F) {
	f.Add("why did they attack moscow in 2024")
	f.Add("почему они напали\u0301 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := misspell(text)
		if got == "" {
			return
		}
		before, after := strings.Fields(text), strings.Fields(got)
		if len(before) != len(after) {
			t.Fatalf("%q became %q", text, got)
		}
		for i, word := range before {
			if len([]rune(word)) < 4 && after[i] != word {
				t.Errorf("%q became %q", word, after[i])
			}
		}
	})
}

func TestBins(t *testing.T) {
	all := []judged{
		asked(found(1, 0.95)), asked(found(2, 0.91)), foreign(found(1, 0.99)), asked(found(1, 1)),
		asked(found(1, 0.2)), foreign(nil),
	}
	got := binsOf(all)
	if b := got[9]; b.Questions != 4 || b.Right != 0.5 || math.Abs(b.Confidence-0.9625) > 1e-9 {
		t.Errorf("the last bin is %+v", b)
	}
	if b := got[2]; b.Questions != 1 || b.Right != 1 {
		t.Errorf("the third bin is %+v", b)
	}
	if b := got[0]; b.Questions != 1 || b.Right != 0 || b.Confidence != 0 {
		t.Errorf("the first bin is %+v", b)
	}
	pooled := Pool([]Report{{Bins: got}, {Bins: got}})
	if b := pooled[9]; b.Questions != 8 || b.Right != 0.5 || math.Abs(b.Confidence-0.9625) > 1e-9 {
		t.Errorf("pooled, the last bin is %+v", b)
	}
}

func TestPlotReliability(t *testing.T) {
	var out bytes.Buffer
	if err := PlotReliability(&out, "title", measureEmbedded(t).Bins); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != plotWidth || size.Y != plotHeight {
		t.Errorf("the picture is %v", size)
	}
	if err := PlotReliability(&out, "title", make([]Bin, bins)); err != ErrNothingToPlot {
		t.Errorf("without questions: %v", err)
	}
	if err := PlotReliability(brokenWriter{}, "title", []Bin{{Questions: 1}}); err == nil {
		t.Error("that it cannot be written is no error")
	}
}
