package article

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	syntax "github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of the front matter, so that no file can make the YAML parser slow:
// its time grows with the square of the number of keys and of the nesting.
const (
	maxFrontMatter = 64 << 10 // bytes
	maxNesting     = 8        // of brackets, and of list dashes on one line
)

// entry is a value of the front matter and the file's line in which it stands.
type entry struct {
	text string
	line int
}

// decoder reads YAML nodes and reports what they should not be. It walks the
// nodes itself because decoding into a struct stops at the first fault and
// forgets the lines.
type decoder struct {
	*report
	offset int // what to add to a line of the YAML to have the file's line
}

// field reads the value of a key; the key stands in the given line.
type field func(value ast.Node, line int)

// fields are the keys that a mapping may have.
type fields map[string]field

// parse returns the only document of the YAML text, nil where it is empty or
// faulty.
func (d *decoder) parse(text string) ast.Node {
	file, err := parseYAML(text)
	var yamlErr yaml.Error
	switch {
	case errors.As(err, &yamlErr):
		line := 0
		if at := yamlErr.GetToken(); at != nil && at.Position != nil {
			line = at.Position.Line
		}
		d.add(d.offset+max(1, line), "the front matter is not valid YAML: "+yamlPlace.ReplaceAllString(yamlErr.GetMessage(), ""),
			`mend the indentation, or put the value into "double quotes"`)
	case err != nil:
		d.add(d.offset+1, "the front matter is not valid YAML: "+err.Error(), "write it as the documentation shows")
	case len(file.Docs) > 1:
		d.add(d.offset+1, "the front matter holds more than one YAML document", "end it with one line ---")
	case len(file.Docs) == 1:
		return file.Docs[0].Body
	}
	return nil
}

// yamlPlace is how the library names a place, counted from the YAML's first line.
var yamlPlace = regexp.MustCompile(` at \[\d+:\d+\]`)

// parseYAML parses text unless it holds what the front matter has no use for
// and a hostile file would.
func parseYAML(text string) (file *ast.File, err error) {
	// The library has panicked on malformed input before (its issues 191, 540
	// and 718); one bad file must not take the program down.
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("the parser gave up: %v", r)
		}
	}()
	if len(text) > maxFrontMatter {
		return nil, fmt.Errorf("it is larger than %d KiB", maxFrontMatter>>10)
	}
	tokens := lexer.Tokenize(text)
	if err := plain(tokens); err != nil {
		return nil, err
	}
	return syntax.Parse(tokens, 0)
}

// plain refuses anchors, aliases, tags, directives, complex keys and deep
// nesting.
func plain(tokens token.Tokens) error {
	depth, dashes, dashLine := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.TagType, token.DirectiveType,
			token.MergeKeyType, token.MappingKeyType:
			return &yaml.SyntaxError{Message: fmt.Sprintf("%q is not used here", t.Value), Token: t}
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType:
			if t.Position.Line != dashLine {
				dashes, dashLine = 0, t.Position.Line
			}
			dashes++
		}
		if max(depth, dashes) > maxNesting {
			return &yaml.SyntaxError{Message: "it is nested too deeply", Token: t}
		}
	}
	return nil
}

// line returns the file's line of a node, or otherwise where it has none.
func (d *decoder) line(n ast.Node, otherwise int) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return otherwise
	}
	return d.offset + n.GetToken().Position.Line
}

// mapping reads a mapping of known keys; what names it in faults.
func (d *decoder) mapping(n ast.Node, line int, what string, known fields) {
	d.each(n, line, what, func(key string, value ast.Node, line int) {
		read, ok := known[key]
		if !ok {
			names := slices.Sorted(maps.Keys(known))
			d.add(line, fmt.Sprintf("unknown key %s in %s", shown(key), what), "use "+strings.Join(names, ", "))
			return
		}
		read(value, line)
	})
}

// each calls visit for each key of a mapping.
func (d *decoder) each(n ast.Node, line int, what string, visit func(key string, value ast.Node, line int)) {
	if isNull(n) {
		return
	}
	m, ok := n.(ast.MapNode)
	if !ok {
		d.add(d.line(n, line), what+" is not a mapping", `write "key: value" lines`)
		return
	}
	for it := m.MapRange(); it.Next(); {
		line := d.line(it.Key(), line)
		key, _ := scalar(it.Key())
		visit(key, it.Value(), line)
	}
}

// list returns a field that reads a list, item by item.
func (d *decoder) list(what string, item field) field {
	return func(n ast.Node, line int) {
		if isNull(n) {
			return
		}
		seq, ok := n.(*ast.SequenceNode)
		if !ok {
			d.add(d.line(n, line), what+" is not a list", `write "- value" lines, or [value, value]`)
			return
		}
		for _, value := range seq.Values {
			item(value, d.line(value, line))
		}
	}
}

// text returns a field that reads a single value into dst, with white space
// folded: it has no meaning in any of them. An empty value keeps its line.
func (d *decoder) text(what string, dst *entry) field {
	return func(n ast.Node, line int) {
		value, ok := scalar(n)
		if !ok {
			d.add(d.line(n, line), what+" is not a single value", "write it on one line")
			return
		}
		*dst = entry{strings.Join(strings.Fields(value), " "), line}
	}
}

// scalar returns the text of a single value as it is written.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case ast.ScalarNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func isNull(n ast.Node) bool {
	_, null := n.(*ast.NullNode)
	return n == nil || null
}
