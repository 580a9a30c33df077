package sandbox

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ibid/internal/golden"
)

// Each line of testdata/markdown.txt that begins with "< " is a text, with \n for line breaks; the next line is what
// is drawn of it.
func TestMarkdown(t *testing.T) {
	const file = "testdata/markdown.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	md, seen := newMarkdown(noon), 0
	var out strings.Builder
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "< "):
			seen++
			got := "> " + strings.ReplaceAll(drawn(md, unfold(line[2:])), "\n", `\n`)
			if i+1 < len(lines) && lines[i+1] != got && !golden.Update() {
				t.Errorf("line %d\n  text %s\n   got %s\n  want %s", i+1, line, got, lines[i+1])
			}
			out.WriteString(line + "\n" + got + "\n")
		case !strings.HasPrefix(line, "> "):
			out.WriteString(line + "\n")
		}
	}
	if seen < 30 {
		t.Errorf("%s has %d texts", file, seen)
	}
	if golden.Update() {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func unfold(s string) string { return strings.ReplaceAll(s, `\n`, "\n") }

func drawn(md *markdown, text string) string {
	return string(md.render(text, func(kind, id string) (string, bool) { return "name" + kind + id, id != "99" }))
}

// noon is when the texts are read.
func noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

// allowed are the elements that drawn text may hold, with their attributes.
var allowed = map[string][]string{
	"p": nil, "br": nil, "em": nil, "strong": nil, "u": nil, "s": nil, "code": {"class"}, "pre": nil, "blockquote": nil,
	"h3": {"class"}, "small": nil, "ul": nil, "ol": {"start"}, "li": nil,
	"span": {"class", "tabindex", "role", "aria-label"}, "a": {"href", "target", "rel"},
	"button": {"class", "type", "data-open", "data-command"}, "time": {"class", "datetime", "title"},
}

// harmless checks that HTML is well formed and holds only what is allowed.
func harmless(html string) error {
	dec := xml.NewDecoder(strings.NewReader("<div>" + html + "</div>"))
	for depth := 0; ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				continue
			}
			if err := harmlessElement(e); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
		default:
			return errors.New("neither element nor text")
		}
	}
}

func harmlessElement(e xml.StartElement) error {
	attributes, ok := allowed[e.Name.Local]
	if !ok {
		return errors.New("element " + e.Name.Local)
	}
	for _, a := range e.Attr {
		if !slices.Contains(attributes, a.Name.Local) {
			return errors.New("attribute " + a.Name.Local)
		}
		address := strings.ToLower(a.Value)
		if a.Name.Local == "href" && !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
			return errors.New("link to " + a.Value)
		}
	}
	return nil
}

func FuzzMarkdown(f *testing.F) {
	data, err := os.ReadFile("testdata/markdown.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if text, ok := strings.CutPrefix(line, "< "); ok {
			f.Add(unfold(strings.TrimSuffix(text, "\n")))
		}
	}
	md := newMarkdown(noon)
	f.Fuzz(func(t *testing.T, text string) {
		if err := harmless(drawn(md, text)); err != nil {
			t.Errorf("%v in %q, drawn of %q", err, drawn(md, text), text)
		}
	})
}
