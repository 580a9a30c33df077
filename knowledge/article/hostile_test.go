package article

import (
	"fmt"
	"strings"
	"testing"
)

// hostile are files that would take an algorithm that is not linear minutes or
// days: a header, and a unit to repeat up to the size limit.
var hostile = map[string]hostileFile{
	"sentences on one line":     {header, "A. B. "},
	"words on one line":         {header, "A"},
	"labels":                    {header, "Q: \n"},
	"letters and answers":       {soleHeader, "Q: a\nA: b\n"},
	"turns":                     {header + "Why?\n\n", "Smith: a\n\n"},
	"turns without empty lines": {header + "Why?\n", "Smith: a.\n"},
	"broken labels":             {header + "Why?\nSmith: a", "\nOsman: b"},
	"strangers":                 {header + "Why?\n\nSmith: a\n\n", "Abc: d\n\n"},
	"names":                     {header + "Why?\n\nSmith: a\n\n", "Abc De Fgh: i\n\n"},
	"questions":                 {header, "a?\n\n"},
	"different questions":       {header, "Is it %d?\n\nSmith: %d\n\n"},
	"question marks":            {header, "?"},
	"ellipses":                  {header, ". "},
	"quotation marks":           {header, ".” “"},
	"closing marks":             {header, "\"\n"},
	"opening marks":             {header, ". (((((((("},
	"guillemets":                {header, ".    \u00a0"},
	"asterisks":                 {header, "*"},
	"lines of asterisks":        {header, "*a\n"},
	"lines of bold":             {header, "**a\n*b\n"},
	"bold":                      {header, "**a**\n"},
	"headings":                  {header, "# a\n"},
	"rules":                     {header, "a\n---\n"},
	"captions":                  {header, "PHOTO: a (B C/D)\n"},
	"brackets":                  {header, "((((a (B C/D)\n"},
	"empty lines":               {header, "\n"},
	"carriage returns":          {header, "\r"},
	"white space":               {header, " "},
	"lines of white space":      {header, "   \u00a0  \n"},
	"bylines":                   {header, "Jane Smith and Karim Osman and A B. "},
	"names in the text":         {realFront, "Jane Smith, Karim Osman and Ada B say. "},
	"name lists":                {realFront, "Jane Smith, "},
	"labels without experts":    {realFront, "Why?\n\nAbc: d\n\n"},
	"front matter":              {"---\n", "a: b\n"},
	"not UTF-8":                 {header, "\xff. "},
}

func (h hostileFile) data() []byte {
	var b strings.Builder
	b.WriteString(h.front)
	for i := 0; b.Len() < MaxSize-64; i++ {
		if strings.Contains(h.unit, "%d") {
			fmt.Fprintf(&b, h.unit, i, i)
		} else {
			b.WriteString(h.unit)
		}
	}
	return []byte(b.String())
}

type hostileFile struct{ front, unit string }

// BenchmarkParseHostile parses 4 MiB of each. All of them should take about a
// second at most.
func BenchmarkParseHostile(b *testing.B) {
	for name, h := range hostile {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			data := h.data()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if a, _ := Parse("a.md", data); a == nil {
					b.Fatal("no analysis")
				}
			}
		})
	}
}
