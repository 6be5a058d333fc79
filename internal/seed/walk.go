package seed

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"bedplate/fault"
	"bedplate/schema"
)

// maxProblems is how many mistakes are kept: nobody reads further.
const maxProblems = 500

// reader gives the rows of all files to a function, one by one, and keeps every
// mistake.
type reader struct {
	schema   *schema.Schema
	file     string // as mistakes name it
	take     func(row) error
	problems schema.Problems
}

// errTooMany ends a walk that has found maxProblems mistakes.
var errTooMany = errors.New("too many mistakes")

// walk gives every row of dir's files to take, in order, until the first
// mistake; after it the files are only looked at, and all mistakes are the
// error. An error of take ends the walk.
func walk(dir string, s *schema.Schema, take func(row) error) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.Wrap(fault.Path, err, "%s cannot be read: %v", dir, err)
	}
	r := &reader{schema: s, take: take}
	for _, e := range entries { // sorted by name
		path := filepath.Join(dir, e.Name())
		r.file = filepath.ToSlash(filepath.Join(filepath.Base(dir), e.Name()))
		switch filepath.Ext(e.Name()) {
		case ".yaml", ".yml", ".json":
			err = r.readFile(path)
		case ".ndjson":
			err = r.readLines(path)
		}
		if errors.Is(err, errTooMany) {
			break
		}
		if err != nil {
			return err
		}
	}
	if len(r.problems) > 0 {
		return r.problems
	}
	return nil
}

func (r *reader) wrong(line, column int, code fault.Code, message, hint string) {
	r.problems = append(r.problems, schema.Problem{
		File: r.file, Line: line, Column: column, Code: code, Message: message, Hint: hint,
	})
}

// give hands over a whole row, unless a mistake was found in it or before it.
func (r *reader) give(next row) error {
	c := next.collection
	for _, k := range c.Key {
		if _, given := next.values[k]; !given {
			r.wrong(next.line, next.column, fault.Required,
				"a row of "+c.Name+" lacks its key "+c.Fields[k].Name,
				"without it, seeding twice would add it twice")
		}
	}
	switch {
	case len(r.problems) >= maxProblems:
		return errTooMany
	case len(r.problems) > 0:
		return nil
	}
	return r.take(next)
}
