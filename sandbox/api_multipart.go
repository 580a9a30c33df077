package sandbox

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// This file reads forms with files, https://docs.discord.com/developers/reference#uploading-files.

// Limits of such a form: its size as a whole (resources/message#create-message), and that of each file
// (reference#uploading-files).
const (
	maxForm = 25 << 20
	maxFile = 20 << 20
)

// An upload is a file of a form: the nth that "files[n]" names.
type upload struct {
	n                 int
	name, contentType string
	data              []byte
}

// uploadsField is where the files of a form wait in the decoded message that they are of. JSON puts no uploads there.
const uploadsField = "files"

// decodeForm reads a form with files: its payload_json is the body.
func (r *request) decodeForm(w http.ResponseWriter, boundary string) error {
	form := multipart.NewReader(http.MaxBytesReader(w, r.Body, maxForm), boundary)
	fields, files := object{}, []upload{}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err == nil {
			files, err = r.take(part, fields, files)
		}
		if err != nil {
			return asFormError(err)
		}
	}
	if r.body == nil {
		r.body = fields
	}
	r.giveFiles(files)
	return nil
}

// take reads one part: a file, payload_json, or one of the two fields that the documentation shows without it.
func (r *request) take(part *multipart.Part, fields object, files []upload) ([]upload, error) {
	data, err := io.ReadAll(part)
	if err != nil {
		return nil, err
	}
	name := part.FormName()
	n, isFile := fileNumber(name)
	switch {
	case isFile && len(data) > maxFile:
		return nil, errTooLarge
	case isFile:
		of := upload{n: n, name: part.FileName(), contentType: part.Header.Get("Content-Type"), data: data}
		return append(files, of), nil
	case name == "payload_json":
		return files, r.decodeJSON(data)
	case name == "content":
		fields[name] = string(data)
	case name == "tts":
		fields[name] = string(data) == "true"
	default:
		var f faults
		f.add(path{name}, "SANDBOX_UNSUPPORTED", "Discord takes this field, the sandbox takes payload_json and files[n]")
		return nil, f.err()
	}
	return files, nil
}

// fileNumber reads n in "files[n]".
func fileNumber(name string) (int, bool) {
	digits, ok := strings.CutPrefix(name, "files[")
	digits, closed := strings.CutSuffix(digits, "]")
	n, err := strconv.Atoi(digits)
	return n, ok && closed && err == nil && n >= 0
}

// asFormError: what is wrong with a form that cannot be read.
func asFormError(err error) error {
	var known *apiError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &tooLarge):
		return errTooLarge
	}
	return errJSON
}

// giveFiles puts files into the message that they are of: the data of a callback, the message of a forum's post, or
// the body itself.
func (r *request) giveFiles(files []upload) {
	target := r.object()
	for _, field := range []string{"data", "message"} {
		if inner, ok := target[field].(object); ok {
			target = inner
		}
	}
	if target != nil && len(files) > 0 {
		slices.SortStableFunc(files, func(a, b upload) int { return a.n - b.n })
		target[uploadsField] = files
	}
}
