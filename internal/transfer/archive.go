package transfer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"bedplate/fault"
	"bedplate/schema"
)

const (
	maxManifest = 8 << 20
	maxSchema   = 1 << 20 // as of a schema file
	maxLine     = 64 << 20
	maxFiles    = 20_000
)

// Archive is a zip file that was exported, open to be imported. It is checked
// before anything is written anywhere (Check).
type Archive struct {
	Name   string         // of the app
	Schema *schema.Schema // without what Bedplate keeps for itself
	Files  map[string][]byte

	id       string
	manifest manifest
	entries  map[string]*zip.File
	zip      *zip.ReadCloser
}

var schemaName = regexp.MustCompile(`^schema/[A-Za-z0-9_-]{1,100}\.yaml$`)

// OpenArchive opens a zip file and reads its manifest and its schema. Errors say
// which part of which file is wrong.
func OpenArchive(path string) (_ *Archive, err error) {
	z, err := zip.OpenReader(path)
	switch {
	case errors.Is(err, zip.ErrFormat):
		return nil, fault.New(fault.Syntax, "%s is no zip file, or it was cut off", path)
	case err != nil:
		return nil, fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	a := &Archive{zip: z, entries: map[string]*zip.File{}, Files: map[string][]byte{}}
	if err := a.read(); err != nil {
		_ = z.Close()
		e, problems := *fault.As(err), schema.Problems(nil)
		if errors.As(err, &problems) {
			return nil, err
		}
		e.Message = path + ": " + e.Message
		return nil, &e
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.zip.Close() }

func (a *Archive) read() error {
	if len(a.zip.File) > maxFiles {
		return fault.New(fault.TooLarge, "it has more than %d files", maxFiles)
	}
	for _, f := range a.zip.File {
		if a.entries[f.Name] != nil {
			return fault.New(fault.Syntax, "it has the file %q twice", f.Name)
		}
		a.entries[f.Name] = f
	}
	if a.entries[manifestFile] == nil {
		return fault.New(fault.Syntax, "it has no %s: it was not exported by bedplate, or it was cut off", manifestFile)
	}
	doc, err := a.small(manifestFile, maxManifest)
	if err != nil {
		return err
	}
	in := json.NewDecoder(bytes.NewReader(doc))
	in.DisallowUnknownFields()
	if err := in.Decode(&a.manifest); err != nil {
		return fault.Wrap(fault.Syntax, err, "%s: %v", manifestFile, err)
	}
	if a.manifest.Format != format {
		return fault.New(fault.Unsupported, "%s: the archive has format %d, and this program reads %d", manifestFile, a.manifest.Format, format)
	}
	sum := sha256.Sum256(doc)
	a.Name, a.id = a.manifest.Name, hex.EncodeToString(sum[:8])
	if err := a.readSchema(); err != nil {
		return err
	}
	return a.agree()
}

// readSchema reads the schema files that the manifest lists.
func (a *Archive) readSchema() error {
	for _, f := range a.manifest.Schema {
		if !schemaName.MatchString(f.Name) {
			return fault.New(fault.Path, "%s: %q is no name of a schema file", manifestFile, f.Name)
		}
		if a.entries[f.Name] == nil {
			return fault.New(fault.Syntax, "the file %s is missing", f.Name)
		}
		text, err := a.small(f.Name, maxSchema)
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != f.SHA256 {
			return fault.New(fault.Value, "%s is not what the manifest says: its checksum differs", f.Name)
		}
		a.Files[f.Name] = text
	}
	loaded, err := schema.Parse(a.Files)
	a.Schema = loaded
	return err
}

// agree makes sure that manifest, schema and files speak of the same.
func (a *Archive) agree() error {
	listed := map[string]bool{}
	for i := range a.manifest.Collections {
		m := &a.manifest.Collections[i]
		c := a.Schema.Collection(m.Name)
		if c == nil || c.View {
			return fault.New(fault.UnknownCollection, "%s: the schema has no collection %q", manifestFile, m.Name)
		}
		f := a.entries[rowsFile(c)]
		switch {
		case listed[m.Name]:
			return fault.New(fault.Syntax, "%s: %s is listed twice", manifestFile, m.Name)
		case f == nil:
			return fault.New(fault.Syntax, "the file %s is missing", rowsFile(c))
		case m.Rows < 0 || m.Bytes < 0 || f.UncompressedSize64 != uint64(m.Bytes):
			return fault.New(fault.Value, "%s has %d bytes, and the manifest says %d", f.Name, f.UncompressedSize64, m.Bytes)
		}
		if _, err := parseSum(m.Checksum); err != nil {
			return fault.New(fault.Value, "%s: %s: %v", manifestFile, m.Name, err)
		}
		listed[m.Name] = true
	}
	for _, c := range carried(a.Schema) {
		if !listed[c.Name] {
			return fault.New(fault.UnknownCollection, "%s: the rows of %s are not listed", manifestFile, c.Name)
		}
	}
	if extra := len(a.entries) - 1 - len(a.Files) - len(listed); extra > 0 {
		for name := range a.entries {
			if known := a.Files[name] != nil || name == manifestFile || listed[collectionOf(name)]; !known {
				return fault.New(fault.Path, "it has a file %q, which the manifest does not list", name)
			}
		}
	}
	return nil
}

// collectionOf names the collection of a file of rows.
func collectionOf(name string) string {
	if len(name) > len(rowsFolder)+len(".ndjson") {
		return name[len(rowsFolder) : len(name)-len(".ndjson")]
	}
	return ""
}

// small reads a file whole, and no more of it than it may have.
func (a *Archive) small(name string, most int64) ([]byte, error) {
	in, err := a.entries[name].Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, damaged(name, err)
	}
	if int64(len(text)) > most {
		return nil, fault.New(fault.TooLarge, "%s is larger than %d MiB", name, most>>20)
	}
	return text, nil
}

// damaged says that a file of the archive cannot be read.
func damaged(name string, err error) error {
	return fault.Wrap(fault.Syntax, err, "%s is damaged or cut off: %v", name, err)
}

// listed gives what the manifest says of a collection.
func (a *Archive) listed(name string) collection {
	for _, m := range a.manifest.Collections {
		if m.Name == name {
			return m
		}
	}
	return collection{}
}

// Check makes sure that an archive fits the schema that its rows are to be
// served by, reads every line, and compares counts and checksums with the
// manifest.
func (a *Archive) Check(ctx context.Context, s *schema.Schema, progress Progress) error {
	if err := a.fits(s); err != nil {
		return err
	}
	for _, c := range carried(a.Schema) {
		in, err := a.open(c, place{})
		if err != nil {
			return err
		}
		counted, said := newCounter(count{}), a.listed(c.Name)
		for b := new(batch); !b.last && err == nil; {
			b.reset(len(c.Stored()))
			err = in.fill(ctx, b)
			for _, row := range b.rows {
				counted.add(row)
			}
			if progress != nil {
				progress("checking "+c.Name, counted.rows, said.Rows)
			}
		}
		_ = in.close()
		if err != nil {
			return err
		}
		if counted.rows != said.Rows {
			return fault.New(fault.Value, "%s has %d rows, and the manifest says %d", rowsFile(c), counted.rows, said.Rows)
		}
		if counted.sum.String() != said.Checksum {
			return fault.New(fault.Value, "the rows in %s are not those that were exported: their checksum differs", rowsFile(c))
		}
	}
	return nil
}

// expected is what the manifest says.
func (a *Archive) expected(_ context.Context, c *schema.Collection) (int64, error) {
	return a.listed(c.Name).Rows, nil
}

// open begins behind as many rows as a place has seen. Those of Bedplate's own
// collections have none.
func (a *Archive) open(c *schema.Collection, at place) (rows, error) {
	f := a.entries[rowsFile(c)]
	if c.System || f == nil {
		return nothing{}, nil
	}
	in, err := f.Open()
	if err != nil {
		return nil, damaged(f.Name, err)
	}
	return &archiveRows{of: c, name: f.Name, file: in, skip: at.rows, most: a.listed(c.Name).Rows,
		in: bufio.NewReaderSize(in, 256<<10), reader: lineReader{of: c}}, nil
}

// nothing is a collection without rows.
type nothing struct{}

func (nothing) fill(_ context.Context, b *batch) error { b.last = true; return nil }
func (nothing) close() error                           { return nil }

// archiveRows reads a file of rows.
type archiveRows struct {
	of     *schema.Collection
	name   string
	file   io.ReadCloser
	in     *bufio.Reader
	reader lineReader
	line   int64 // that was read last
	skip   int64
	most   int64 // rows that there may be
	text   []byte
}

func (r *archiveRows) close() error { return r.file.Close() }

func (r *archiveRows) fill(ctx context.Context, b *batch) error {
	for !b.full() {
		if r.line%1024 == 0 && ctx.Err() != nil {
			return fault.Wrap(fault.Canceled, ctx.Err(), "canceled")
		}
		line, err := r.next()
		if errors.Is(err, io.EOF) {
			b.last = true
			return nil
		}
		if err != nil {
			return err
		}
		r.line++
		if r.line > r.most {
			return r.at(fault.New(fault.Value, "there are more rows than the %d that the manifest says", r.most))
		}
		if r.line <= r.skip {
			continue
		}
		row := b.room()
		if err := r.reader.row(line, row); err != nil {
			return r.at(err)
		}
		b.weigh(row)
	}
	return nil
}

// next gives a line without its end, valid until the next call.
func (r *archiveRows) next() ([]byte, error) {
	r.text = r.text[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(r.text)+len(part) > maxLine {
			r.line++
			return nil, r.at(fault.New(fault.TooLarge, "the line is longer than %d MiB", maxLine>>20))
		}
		switch {
		case err == nil && len(r.text) == 0:
			return part[:len(part)-1], nil
		case err == nil:
			r.text = append(r.text, part...)
			return r.text[:len(r.text)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
			r.text = append(r.text, part...)
		case errors.Is(err, io.EOF) && len(r.text)+len(part) == 0:
			return nil, io.EOF
		case errors.Is(err, io.EOF):
			r.line++
			return nil, r.at(fault.New(fault.Syntax, "the last line has no end: the file was cut off"))
		default:
			return nil, damaged(r.name, err)
		}
	}
}

// at says where a mistake is.
func (r *archiveRows) at(err error) error {
	e := *fault.As(err)
	e.Line = int(r.line)
	e.Message = fmt.Sprintf("%s:%d:%d: %s", r.name, r.line, max(1, r.reader.at), e.Message)
	return &e
}
