// Package file looks at a database's file before SQLite does, to say in plain
// words what is wrong with it, and holds the lock that keeps a second server
// away.
package file

import (
	"os"
	"path/filepath"
	"strings"

	"bedplate/fault"
	"bedplate/store/sqlite/result"
)

// LookAt finds what SQLite would only say in its own words.
func LookAt(path string, readOnly bool) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fault.New(fault.Unavailable, "%s is a directory, not a database file", path)
	case err == nil:
		if readOnly {
			return nil
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return fault.Wrap(fault.ReadOnly, err, "the database %s cannot be written", path).
				WithHint("give the server's user write permission to the file")
		}
		f.Close()
		return writable(filepath.Dir(path))
	case os.IsNotExist(err):
		if readOnly {
			return fault.Wrap(fault.Unavailable, err, "there is no database at %s", path)
		}
		return writable(filepath.Dir(path))
	}
	return fault.Wrap(fault.Unavailable, err, "the database %s cannot be opened", path)
}

// writable tells whether files can be made beside the database, as its log
// must be.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".bedplate-*")
	switch {
	case os.IsNotExist(err):
		return fault.Wrap(fault.Unavailable, err, "the directory %s does not exist", dir).WithHint("make it first")
	case err != nil:
		return fault.Wrap(fault.ReadOnly, err, "the directory %s cannot be written", dir).
			WithHint("SQLite keeps its log beside the database: give the server's user write permission to the directory")
	}
	f.Close()
	os.Remove(f.Name())
	return nil
}

// OpenFault is an error of opening the file at path.
func OpenFault(path string, err error) error {
	f := *result.Classify(err)
	f.Message = path + ": " + f.Message
	return &f
}

// URI gives a path as SQLite's URI, in which nothing is special.
func URI(path string) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
	if !strings.HasPrefix(escaped, "/") {
		escaped = "/" + escaped
	}
	return "file:" + escaped
}
