package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxFile is how large a file of questions may be, in bytes.
const maxFile = 64 << 20

func readAll(r io.Reader, file string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s: larger than %d MB: split it", file, maxFile>>20)
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

// decode reads one JSON value, and nothing after it.
func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the first JSON value")
	}
	return nil
}

// faultOf says where in a JSON text decoding failed and what to do.
func faultOf(file string, text []byte, err error, do string) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%s:%d: %w: %s", file, lineOf(text, syntax.Offset), err, do)
	case errors.As(err, &kind):
		return fmt.Errorf("%s:%d: %s is a JSON %s: %s", file, lineOf(text, kind.Offset), fieldName(kind.Field), kind.Value, do)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s:%d: the file ends too early: %s", file, lineOf(text, int64(len(text))), do)
	default:
		return fmt.Errorf("%s: %w: %s", file, err, do)
	}
}

func fieldName(field string) string {
	if field == "" {
		return "the whole"
	}
	return field
}

// lineOf returns the line of a byte offset, from 1.
func lineOf(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(int64(len(text)), offset)], []byte("\n"))
}
