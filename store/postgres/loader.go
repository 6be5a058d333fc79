package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
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
	if t.first != nil { // COPY has no place for what begins a transaction
		if _, err := t.write(ctx, begun, nil, nil); err != nil {
			return t.failed(t.classified(ctx, err))
		}
	}
	ctx, cancel := context.WithTimeout(ctx, d.patience())
	defer cancel()
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
		return t.failed(nameCopied(in, rows, err, writeFault(in.Into, in.Fields, false, t.classified(ctx, err))))
	}
	return nil
}

// begun is a statement that asks for nothing.
var begun = &sqlgen.Statement{SQL: "SELECT"}

// nameCopied names the field that a COPY was refused for, which the server says
// in words alone: COPY posts, line 3, column body.
func nameCopied(in *plan.Insert, rows [][]value.Value, cause, err error) error {
	f := fault.As(err)
	var own *pgconn.PgError
	if f == nil || f.Field != "" || !errors.As(cause, &own) || f.Code == fault.Check || f.Code == fault.Unique || f.Code == fault.Reference {
		return err
	}
	if parts := strings.SplitN(own.Where, ", ", 3); len(parts) == 3 {
		place, _, _ := strings.Cut(parts[2], ":")
		for _, i := range in.Fields {
			if field := in.Into.Fields[i]; strings.HasSuffix(place, " "+field.Column) {
				f.Field = field.Name
				return f
			}
		}
	}
	for _, row := range rows {
		for i, v := range row {
			if text := v.Raw(); strings.IndexByte(text, 0) >= 0 && v.Kind() == value.Text || strings.Contains(text, `\u0000`) && v.Kind() == value.JSON {
				f.Field = in.Into.Fields[in.Fields[i]].Name
				return f
			}
		}
	}
	return f
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
	begin := "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0"
	if _, err := s.pg.Exec(ctx, begin).ReadAll(); err != nil {
		return result.Classify(ctx, err)
	}
	err = f(t)
	t.over = true
	return err
}
