package article

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// MaxSize is the size in bytes of the largest file that is read, 4 MiB: the
// longest interviews have a few hundred kilobytes.
const MaxSize = 4 << 20

var (
	errTooLarge = fmt.Errorf("the file is larger than %d MiB", MaxSize>>20)
	errNoFile   = errors.New("it is a folder or a device")
)

// ReadFS is [Parse] for a file of a file system. That the file cannot be read,
// or is larger than [MaxSize], is a fault too; a file that is too large is not
// read whole.
func ReadFS(fsys fs.FS, name string) (*Analysis, Faults) {
	data, faults := readData(fsys, name)
	if len(faults) > 0 {
		return newAnalysis(name), faults
	}
	return Parse(name, data)
}

// ReadPhrasingsFS is [ParsePhrasings] for a file of a file system; that it
// cannot be read, or is too large, is a fault as in [ReadFS].
func ReadPhrasingsFS(fsys fs.FS, name string) (Phrasings, Faults) {
	data, faults := readData(fsys, name)
	if len(faults) > 0 {
		return newPhrasings(), faults
	}
	return ParsePhrasings(name, data)
}

// readData loads the file, or says as a fault why it cannot.
func readData(fsys fs.FS, name string) ([]byte, Faults) {
	data, err := load(fsys, name)
	switch {
	case err == nil:
		return data, nil
	case errors.Is(err, errTooLarge):
		return nil, Faults{tooLarge(name)}
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err // the fault names the file already
	}
	return nil, Faults{{name, 0, "the file cannot be read: " + err.Error(), "check its path and its permissions"}}
}

func tooLarge(name string) Fault {
	return Fault{name, 0, errTooLarge.Error(), "keep one published text in it, without pictures"}
}

// load returns the content of a regular file of at most [MaxSize] bytes. It
// asks before it opens: opening a named pipe would wait for a writer.
func load(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNoFile
	}
	if info.Size() > MaxSize {
		return nil, errTooLarge
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// The file may grow while it is read, so its size is no promise.
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err == nil && len(data) > MaxSize {
		return nil, errTooLarge
	}
	return data, err
}
