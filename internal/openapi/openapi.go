// Package openapi holds what tests send and receive to Discord's own
// description of its API (openapi.json of github.com/discord/discord-api-spec).
// The description is large and not ours: the variable IBID_OPENAPI names it.
package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Description is Discord's description of its API. It is safe for use by
// several goroutines.
type Description struct {
	paths     map[string]any
	templates map[string]*regexp.Regexp

	mu       sync.Mutex // guards compiler
	compiler *jsonschema.Compiler
}

const location = "file:///openapi.json"

// errUnset: there is no description to hold anything to.
var errUnset = errors.New("IBID_OPENAPI names no file")

// read reads the description once: it is long, and every test asks for it.
var read = sync.OnceValues(func() (*Description, error) {
	file := os.Getenv("IBID_OPENAPI")
	if file == "" {
		return nil, errUnset
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parse(data)
})

// Open returns the description; false where IBID_OPENAPI names none.
func Open(t testing.TB) (*Description, bool) {
	t.Helper()
	d, err := read()
	if err != nil && !errors.Is(err, errUnset) {
		t.Fatal(err)
	}
	return d, err == nil
}

func parse(data []byte) (*Description, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	d := &Description{compiler: jsonschema.NewCompiler(), templates: map[string]*regexp.Regexp{}}
	d.compiler.AssertFormat()
	d.compiler.RegisterFormat(&jsonschema.Format{Name: "snowflake", Validate: validateSnowflake})
	if err := d.compiler.AddResource(location, document); err != nil {
		return nil, err
	}
	root, _ := document.(map[string]any)
	d.paths, _ = root["paths"].(map[string]any)
	parameter := regexp.MustCompile(`\\\{[^}]*\\\}`)
	for template := range d.paths {
		pattern := parameter.ReplaceAllString(regexp.QuoteMeta(template), "[^/]+")
		d.templates[template] = regexp.MustCompile("^" + pattern + "$")
	}
	return d, nil
}

var snowflake = regexp.MustCompile(`^(0|[1-9][0-9]{0,19})$`)

// validateSnowflake is the format of ids,
// https://docs.discord.com/developers/reference#snowflakes.
func validateSnowflake(v any) error {
	if s, ok := v.(string); ok && !snowflake.MatchString(s) {
		return fmt.Errorf("%q is no snowflake", s)
	}
	return nil
}

// permissionText is the permissions that a command asks for, as text.
var permissionText = regexp.MustCompile(`"default_member_permissions":"(\d+)"`)

// Request validates the body of a request to a path, which is relative to
// the API's base and may have a query. The description calls a command's
// default_member_permissions an integer in requests; they are a text, as in
// answers, which
// https://docs.discord.com/developers/interactions/application-commands
// shows. These, and nothing else, are read as numbers here.
func (d *Description) Request(method, path string, body []byte) error {
	body = permissionText.ReplaceAll(body, []byte(`"default_member_permissions":$1`))
	return d.validate(operation(d.template(path), method)+"/requestBody"+jsonSchema, body)
}

// Response validates an answer: its status is one that the operation lists,
// and its body is what that status has (none, if it has none). What no
// operation describes can only be an error. A failure of the server (5xx)
// may have any body: the description does not speak of them.
func (d *Description) Response(method, path string, status int, body []byte) error {
	if status >= 500 {
		return nil
	}
	template := d.template(path)
	item, _ := d.paths[template].(map[string]any)
	described, _ := item[strings.ToLower(method)].(map[string]any)
	responses, _ := described["responses"].(map[string]any)
	key := fmt.Sprint(status)
	response, listed := responses[key].(map[string]any)
	switch {
	case status == 429:
		return d.Object("RatelimitedResponse", body)
	case status >= 400:
		return d.failure(body)
	case described == nil:
		return fmt.Errorf("HTTP %d, and the description has no such operation", status)
	case !listed:
		return fmt.Errorf("HTTP %d, which the description does not list", status)
	case response["content"] == nil:
		return wantNone(status, body)
	}
	return d.validate(operation(template, method)+"/responses/"+key+jsonSchema, body)
}

func wantNone(status int, body []byte) error {
	if len(body) > 0 {
		return fmt.Errorf("HTTP %d has a body", status)
	}
	return nil
}

// innerCode is the code of one field's error.
var innerCode = regexp.MustCompile(`"code":"[A-Z0-9_]+"`)

// failure validates the body of an error. The description calls the codes of
// single fields integers; they are texts, such as BASE_TYPE_REQUIRED, as
// https://docs.discord.com/developers/reference#error-messages shows. These,
// and nothing else, are read as numbers here.
func (d *Description) failure(body []byte) error {
	return d.Object("ErrorResponse", innerCode.ReplaceAll(body, []byte(`"code":0`)))
}

// Object validates an object against a schema of the description by name.
func (d *Description) Object(schema string, body []byte) error {
	return d.validate("#/components/schemas/"+schema, body)
}

const jsonSchema = "/content/application~1json/schema"

func operation(template, method string) string {
	return "#/paths/" + escapePointer(template) + "/" + strings.ToLower(method)
}

// template is the path template with the fewest parameters that fits, so
// that /applications/@me is not read as /applications/{application_id}.
func (d *Description) template(path string) string {
	path, _, _ = strings.Cut(path, "?")
	best := ""
	for template, pattern := range d.templates {
		if pattern.MatchString(path) && (best == "" || strings.Count(template, "{") < strings.Count(best, "{")) {
			best = template
		}
	}
	return best
}

func (d *Description) validate(pointer string, body []byte) error {
	schema, err := d.schema(pointer)
	if err != nil {
		return fmt.Errorf("find the schema: %w", err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("decode the body: %w", err)
	}
	return schema.Validate(value)
}

func (d *Description) schema(pointer string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.compiler.Compile(location + pointer)
}

// escapePointer writes a name as a part of a JSON pointer in a URL fragment
// (RFC 6901, sections 3 and 6).
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(name)
}
