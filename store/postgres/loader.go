package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/result"
	"bedplate/store/postgres/wire"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

var (
	_ driver.Loader      = (*Driver)(nil)
	_ driver.Snapshotter = (*Driver)(nil)
)

// Unchecked is false: references are looked at row by row, so they are better
// made when all rows are there.
func (d *Driver) Unchecked() bool { return false }

// The first and the last bytes of a COPY in binary.
const (
	copyHead = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"
	copyTail = "\xff\xff"
)

// Load adds rows by one COPY. Rows with a value that has no binary form are
// inserted one by one.
func (d *Driver) Load(ctx context.Context, given driver.Tx, in *plan.Insert, rows [][]value.Value) error {
	t, ok := given.(*tx)
	if !ok || len(rows) == 0 {
		return loadEach(ctx, given, in, rows)
	}
	if err := t.usable(); err != nil {
		return err
	}
	s, err := d.writes.compile(in, func() (*sqlgen.Statement, error) { return sqlgen.Insert(in, dialect.Postgres{}) })
	if err != nil {
		return err
	}
	st, err := t.s.statement(ctx, s)
	if err != nil {
		return t.failed(t.classified(ctx, err))
	}
	data, ok, err := copied(st, in, rows)
	if err != nil {
		return err
	}
	if !ok {
		return loadEach(ctx, given, in, rows)
	}
	columns := make([]string, len(in.Fields))
	for i, f := range in.Fields {
		columns[i] = ddl.Quote(in.Into.Fields[f].Column)
	}
	sql := "COPY " + ddl.Quote(in.Into.Table) + " (" + strings.Join(columns, ", ") + ") FROM STDIN (FORMAT binary)"
	if _, err := t.s.pg.CopyFrom(ctx, bytes.NewReader(data), sql); err != nil {
		return t.failed(writeFault(in.Into, in.Fields, false, t.classified(ctx, err)))
	}
	return nil
}

// loadEach inserts rows one by one.
func loadEach(ctx context.Context, tx driver.Tx, in *plan.Insert, rows [][]value.Value) error {
	for _, row := range rows {
		if _, err := tx.Insert(ctx, in, row); err != nil {
			return err
		}
	}
	return nil
}

// copied writes rows as COPY takes them; ok is false where a value has no binary
// form.
func copied(st *statement, in *plan.Insert, rows [][]value.Value) (data []byte, ok bool, err error) {
	if len(st.of.Binds) != len(in.Fields) {
		return nil, false, nil
	}
	data = append(data, copyHead...)
	for _, row := range rows {
		data = binary.BigEndian.AppendUint16(data, uint16(len(row)))
		for i := range st.of.Binds {
			b := &st.of.Binds[i]
			if b.Source != sqlgen.Argument || b.Index != i {
				return nil, false, nil
			}
			if wire.IsNull(b, row[i]) {
				data = append(data, 0xff, 0xff, 0xff, 0xff)
				continue
			}
			at := len(data)
			var format int16
			data = append(data, 0, 0, 0, 0)
			if data, format, err = wire.Append(data, b, st.params[i], row[i]); err != nil {
				return nil, false, err
			}
			if oid := st.params[i]; format != 1 && oid != wire.Text && oid != wire.Varchar && oid != wire.Bpchar {
				return nil, false, nil // of texts both forms are one
			}
			binary.BigEndian.PutUint32(data[at:], uint32(len(data)-at-4))
		}
	}
	return append(data, copyTail...), true, nil
}

// Loaded sets the counters of identity columns behind the rows that are there.
func (d *Driver) Loaded(ctx context.Context, c *schema.Collection) error {
	for _, f := range c.Stored() {
		if !f.Identity {
			continue
		}
		conn, s, err := d.take(ctx)
		if err != nil {
			return err
		}
		table, column := ddl.Quote(c.Table), ddl.Quote(f.Column)
		_, err = s.pg.Exec(ctx, "SELECT setval(pg_get_serial_sequence("+literal(table)+", "+literal(f.Column)+"), "+
			"greatest(max("+column+"), 1), coalesce(max("+column+"), 0) >= 1) FROM "+table).ReadAll()
		conn.Release()
		if err != nil {
			return result.Classify(ctx, err)
		}
	}
	return nil
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Snapshot runs f in a transaction that sees one state and writes nothing.
func (d *Driver) Snapshot(ctx context.Context, f func(driver.Tx) error) error {
	c, s, err := d.take(ctx)
	if err != nil {
		return err
	}
	defer c.Release()
	t := &tx{d: d, s: s}
	defer t.undo()
	if _, err := s.pg.Exec(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").ReadAll(); err != nil {
		return result.Classify(ctx, err)
	}
	err = f(t)
	t.over = true
	return err
}
