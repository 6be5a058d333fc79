package transfer

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/value"
)

// ExportOptions say what an archive says of itself.
type ExportOptions struct {
	Name     string    // of the app
	Made     time.Time // when
	Progress Progress  // may be nil
}

// Export writes an app's schema and rows to w as an archive. The rows are of one
// state of the database, which others go on to use. What w has after an error is
// of no use.
func Export(ctx context.Context, from driver.Driver, s *schema.Schema, w io.Writer, o ExportOptions) (*Report, error) {
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	whole, notes, err := portable(s, "")
	if err != nil {
		return nil, err
	}
	e := &exporter{schema: withoutPlaces(whole), progress: o.Progress, zip: zip.NewWriter(w),
		manifest: manifest{Format: format, Name: o.Name, Made: o.Made.UTC().Truncate(time.Second)}}
	e.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	begun := false
	write := func(tx driver.Tx) error {
		if begun {
			return fault.New(fault.Conflict, "the database could not keep one state for as long as the export takes").
				WithHint("try again when less is written")
		}
		begun = true
		return e.write(ctx, &tables{driver: from, reader: tx, schema: s})
	}
	if snapshotter, ok := from.(driver.Snapshotter); ok {
		err = snapshotter.Snapshot(ctx, write)
	} else {
		err = from.Transact(ctx, driver.Mode{Serializable: true, Alone: true}, write)
	}
	if err != nil {
		return nil, err
	}
	report := &Report{Notes: notes, Schema: e.schema}
	for _, c := range e.manifest.Collections {
		report.Collections = append(report.Collections, c.Count)
		report.Rows += c.Rows
	}
	return report, nil
}

// exporter writes one archive.
type exporter struct {
	schema   *schema.Schema
	zip      *zip.Writer
	manifest manifest
	progress Progress
}

func (e *exporter) write(ctx context.Context, from *tables) error {
	for _, c := range e.schema.Collections {
		if c.System {
			continue
		}
		text := schema.Marshal(c)
		sum := sha256.Sum256(text)
		name := schemaFolder + c.Name + ".yaml"
		e.manifest.Schema = append(e.manifest.Schema, file{name, hex.EncodeToString(sum[:])})
		if err := e.file(name, func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		}); err != nil {
			return err
		}
	}
	for _, c := range carried(e.schema) {
		if err := e.file(rowsFile(c), func(w io.Writer) error { return e.rows(ctx, from, c, w) }); err != nil {
			return err
		}
	}
	doc, err := e.manifest.text()
	if err != nil {
		return fault.Wrap(fault.Internal, err, "write the manifest")
	}
	if err := e.file(manifestFile, func(w io.Writer) error {
		_, err := w.Write(doc)
		return err
	}); err != nil {
		return err
	}
	return unwritten(e.zip.Close())
}

// file writes one file of the archive, without a time of its own.
func (e *exporter) file(name string, write func(io.Writer) error) error {
	w, err := e.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return unwritten(err)
	}
	return write(w)
}

// unwritten says that the archive cannot be written.
func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Path, err, "the archive cannot be written: %v", err)
}

// rows writes a collection's rows, each on a line.
func (e *exporter) rows(ctx context.Context, from *tables, c *schema.Collection, w io.Writer) error {
	all, err := from.expected(ctx, c)
	if err != nil {
		return err
	}
	in, err := from.open(c, place{})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	counted, written := newCounter(count{}), int64(0)
	names := quoted(c)
	var line []byte
	for b := new(batch); !b.last; {
		b.reset(len(c.Stored()))
		if err := in.fill(ctx, b); err != nil {
			return err
		}
		for _, row := range b.rows {
			counted.add(row)
			line = appendLine(line[:0], names, row)
			written += int64(len(line))
			if _, err := out.Write(line); err != nil {
				return unwritten(err)
			}
		}
		e.progress(c.Name, counted.rows, max(all, counted.rows))
	}
	e.manifest.Collections = append(e.manifest.Collections,
		collection{Count{c.Name, counted.rows, counted.sum.String()}, written})
	return unwritten(out.Flush())
}

// quoted gives the names of a collection's fields as the members of a line begin.
func quoted(c *schema.Collection) [][]byte {
	var names [][]byte
	for i, f := range c.Stored() {
		begin := []byte{','}
		if i == 0 {
			begin[0] = '{'
		}
		names = append(names, append(value.AppendQuoted(begin, f.Name), ':'))
	}
	return names
}

// appendLine appends a row as a line.
func appendLine(dst []byte, names [][]byte, row []value.Value) []byte {
	for i, v := range row {
		dst = append(dst, names[i]...)
		dst = v.AppendJSON(dst)
	}
	return append(dst, "}\n"...)
}
