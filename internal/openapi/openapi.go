// Package openapi holds what tests send and receive to Discord's own
// description of its API (openapi.json of github.com/discord/discord-api-spec).
// The description is large and not ours: the variable IBID_OPENAPI names it.
package openapi

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Description is Discord's description of its API.
type Description struct {
	compiler *jsonschema.Compiler
	paths    map[string]*regexp.Regexp // by template
}

const location = "file:///openapi.json"

// Open reads the description; false where IBID_OPENAPI names none.
func Open(t testing.TB) (Description, bool) {
	t.Helper()
	file := os.Getenv("IBID_OPENAPI")
	if file == "" {
		return Description{}, false
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	d := Description{compiler: jsonschema.NewCompiler(), paths: make(map[string]*regexp.Regexp)}
	if err := d.compiler.AddResource(location, document); err != nil {
		t.Fatal(err)
	}
	parameter := regexp.MustCompile(`\\\{[^}]*\\\}`)
	paths, _ := document.(map[string]any)["paths"].(map[string]any)
	for template := range paths {
		pattern := parameter.ReplaceAllString(regexp.QuoteMeta(template), "[^/]+")
		d.paths[template] = regexp.MustCompile("^" + pattern + "$")
	}
	return d, true
}

// Request validates the body of a request to a path, which is relative to
// the API's base and may have a query.
func (d Description) Request(method, path string, body []byte) error {
	return d.validate(d.operation(method, path)+"/requestBody", body)
}

// Response validates the body of an answer.
func (d Description) Response(method, path string, status int, body []byte) error {
	return d.validate(fmt.Sprintf("%s/responses/%d", d.operation(method, path), status), body)
}

func (d Description) operation(method, path string) string {
	return "#/paths/" + escapePointer(d.template(path)) + "/" + strings.ToLower(method)
}

// template is the path template with the fewest parameters that fits, so
// that /applications/@me is not read as /applications/{application_id}.
func (d Description) template(path string) string {
	path, _, _ = strings.Cut(path, "?")
	best := ""
	for template, pattern := range d.paths {
		if pattern.MatchString(path) && (best == "" || strings.Count(template, "{") < strings.Count(best, "{")) {
			best = template
		}
	}
	return best
}

func (d Description) validate(pointer string, body []byte) error {
	schema, err := d.compiler.Compile(location + pointer + "/content/application~1json/schema")
	if err != nil {
		return fmt.Errorf("find the schema: %w", err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("decode the body: %w", err)
	}
	return schema.Validate(value)
}

// escapePointer writes a name as a part of a JSON pointer in a URL fragment
// (RFC 6901, sections 3 and 6).
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(name)
}
