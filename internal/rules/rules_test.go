package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// mayImport reads from ARCHITECTURE.md's table which of our packages each of
// our packages may import. Domain code knows nothing of Discord, and the two
// sides of the wire know nothing of each other, so that each can be tested
// against the other.
func mayImport(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	allowed := make(map[string][]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|.*\\| ([^|]+) \\|$").FindAllStringSubmatch(string(text), -1) {
		allowed[row[1]] = []string{}
		for _, name := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(row[2], -1) {
			allowed[row[1]] = append(allowed[row[1]], name[1])
		}
		if len(allowed[row[1]]) == 0 && row[2] != "nothing" && row[2] != "everything" {
			t.Errorf("ARCHITECTURE.md: what may %s import? %q", row[1], row[2])
		}
	}
	return allowed
}

// textOnly are packages that may use, of others' code, only what handles
// text.
var textOnly = map[string][]string{
	"knowledge/article":   {"github.com/goccy/go-yaml", "golang.org/x/text"},
	"knowledge/citation":  {"golang.org/x/text"},
	"knowledge/quotation": {"golang.org/x/text"},
	"knowledge/search":    {"github.com/kljensen/snowball", "golang.org/x/text"},
}

func TestImports(t *testing.T) {
	rules := mayImport(t)
	for dir, names := range sources(t) {
		if strings.HasPrefix(dir, "cmd/") {
			continue
		}
		allowed, known := rules[dir]
		if !known {
			t.Errorf("package %s is not in the table of ARCHITECTURE.md: say what it may import", dir)
		}
		for _, name := range names {
			for _, imported := range imports(t, name) {
				if own, ok := strings.CutPrefix(imported, "ibid/"); ok && !slices.Contains(allowed, own) {
					t.Errorf("%s imports %s, which %s may not", name, own, dir)
				}
				if libraries, limited := textOnly[dir]; limited && strings.Contains(imported, ".") && !hasAnyPrefix(imported, libraries) {
					t.Errorf("%s imports %s: %s may use only %v", name, imported, dir, libraries)
				}
			}
		}
	}
}

// TestSessionStaysInBot holds discordgo's session, and with it all sending,
// in one place.
func TestSessionStaysInBot(t *testing.T) {
	for dir, names := range sources(t) {
		if dir == "bot" {
			continue
		}
		for _, name := range names {
			ast.Inspect(parse(t, name, 0), func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Session" {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "discordgo" {
						t.Errorf("%s uses discordgo.Session outside bot", name)
					}
				}
				return true
			})
		}
	}
}

// TestNoHiddenStart forbids init functions: what runs at start is written in
// cmd.
func TestNoHiddenStart(t *testing.T) {
	for _, names := range sources(t) {
		for _, name := range names {
			for _, d := range parse(t, name, 0).Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
					t.Errorf("%s has an init function", name)
				}
			}
		}
	}
}

// TestPackagesAreDocumented wants exactly one package comment in each
// package.
func TestPackagesAreDocumented(t *testing.T) {
	for dir, names := range sources(t) {
		documented := 0
		for _, name := range names {
			if parse(t, name, parser.ParseComments).Doc != nil {
				documented++
			}
		}
		if documented != 1 {
			t.Errorf("package %s has %d package comments, want one", dir, documented)
		}
	}
}

// sources lists the project's Go files, without tests, by package directory.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	files := make(map[string][]string)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "bench"):
			return filepath.SkipDir
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			dir := path.Dir(strings.TrimPrefix(filepath.ToSlash(name), root+"/"))
			files[dir] = append(files[dir], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir := range mayImport(t) {
		if len(files[dir]) == 0 {
			t.Errorf("ARCHITECTURE.md names a package %s that is not there", dir)
		}
	}
	return files
}

func imports(t *testing.T, name string) []string {
	t.Helper()
	var paths []string
	for _, i := range parse(t, name, parser.ImportsOnly).Imports {
		paths = append(paths, strings.Trim(i.Path.Value, `"`))
	}
	return paths
}

func parse(t *testing.T, name string, mode parser.Mode) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, mode)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func hasAnyPrefix(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}
