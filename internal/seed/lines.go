package seed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// maxLine bounds one row.
const maxLine = 16 << 20

// readLines gives the rows of an NDJSON file to the walk, a line at a time.
// Which collection's they are, the file's name says: 20-posts.ndjson.
func (r *reader) readLines(path string) error {
	name := strings.TrimSuffix(filepath.Base(path), ".ndjson")
	name = strings.TrimPrefix(strings.TrimLeft(name, "0123456789"), "-")
	c := r.schema.Collection(name)
	if c == nil {
		hint := r.meant(name)
		if hint == "" {
			hint = "name the file for its collection, such as 20-posts.ndjson"
		}
		r.wrong(0, 0, fault.UnknownCollection, "there is no collection "+name, hint)
		return nil
	}
	if c.View {
		r.wrong(0, 0, fault.ReadOnly, c.Name+" is a view: it has no rows of its own", "seed what it is made of")
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	at := 0
	for lines.Scan() {
		at++
		text := lines.Bytes()
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if err := r.line(c, at, text); err != nil {
			return err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		r.wrong(at+1, 1, fault.TooLarge, "the line is longer than 16 MiB", "")
	case err != nil:
		return fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	return nil
}

// line gives the row of one line to the walk.
func (r *reader) line(c *schema.Collection, at int, text []byte) error {
	if !utf8.Valid(text) {
		r.wrong(at, 1, fault.Syntax, "the line is not UTF-8 text", "")
		return nil
	}
	l := &object{decoder: json.NewDecoder(bytes.NewReader(text)), text: text}
	next := row{collection: c, values: map[int]value.Value{}, file: r.file, line: at, column: 1}
	err := l.members(func(name string, column int, raw []byte) {
		f := c.Field(name)
		if f == nil {
			r.wrong(at, column, fault.UnknownField, c.Name+" has no field "+name, didYouMean(name, fieldNames(c)))
			return
		}
		if _, twice := next.values[f.Index]; twice {
			r.wrong(at, column, fault.Syntax, name+" stands there twice", "")
			return
		}
		if f.Value != nil {
			r.wrong(at, column, fault.ReadOnly, c.Name+"."+name+" is computed: no row gives it", "leave it out")
			return
		}
		v, err := value.ParseJSON(f.Type, raw)
		if err != nil {
			r.wrong(at, column, fault.Value, c.Name+"."+name+": "+fault.As(err).Message, fault.As(err).Hint)
		}
		next.values[f.Index] = v // of a mistake too: the field is not missing
	})
	if err != nil {
		r.wrong(at, l.column(), fault.Syntax, "the line is not one JSON object: "+why(err), "")
		return nil
	}
	return r.give(next)
}

// why says in words what a decoder found.
func why(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends too early"
	}
	return err.Error()
}

// object reads the members of a JSON object in their order.
type object struct {
	decoder *json.Decoder
	text    []byte
}

// column is where the decoder stands, in code points from 1.
func (o *object) column() int {
	return utf8.RuneCount(o.text[:o.decoder.InputOffset()]) + 1
}

func (o *object) members(member func(name string, column int, raw []byte)) error {
	open, err := o.decoder.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return errors.New("it begins with something else")
	}
	for o.decoder.More() {
		name, err := o.decoder.Token()
		if err != nil {
			return err
		}
		// The decoder stands behind the name, which is a string.
		column := o.column() - utf8.RuneCountInString(name.(string)) - 2
		var raw json.RawMessage
		if err := o.decoder.Decode(&raw); err != nil {
			return err
		}
		member(name.(string), column, raw)
	}
	if _, err := o.decoder.Token(); err != nil {
		return err
	}
	if _, err := o.decoder.Token(); err != io.EOF {
		return errors.New("more follows it")
	}
	return nil
}
