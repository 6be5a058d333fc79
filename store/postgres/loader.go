package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
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

// Load adds rows by one COPY. Those of columns that have no binary form are
// inserted one by one.
func (d *Driver) Load(ctx context.Context, given driver.Tx, in *plan.Insert, rows [][]value.Value) error {
	t, ok := given.(*tx)
	if !ok || len(rows) == 0 {
		return driver.InsertEach(ctx, given, in, rows)
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
	if !copyable(st, in) {
		return driver.InsertEach(ctx, given, in, rows)
	}
	columns := make([]string, len(in.Fields))
	for i, f := range in.Fields {
		columns[i] = ddl.Quote(in.Into.Fields[f].Column)
	}
	sql := "COPY " + ddl.Quote(in.Into.Table) + " (" + strings.Join(columns, ", ") + ") FROM STDIN (FORMAT binary)"
	from := &copying{of: st, rows: rows, left: []byte(copyHead)}
	if _, err := t.s.pg.CopyFrom(ctx, from, sql); err != nil {
		if from.err != nil {
			return t.failed(from.err)
		}
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

// copyable tells whether COPY takes the rows of an insertion: each value as it is,
// in a binary form.
func copyable(st *statement, in *plan.Insert) bool {
	for i := range st.of.Binds {
		b := &st.of.Binds[i]
		if b.Source != sqlgen.Argument || b.Index != i || wire.Format(st.params[i]) != 1 {
			return false
		}
	}
	return len(st.of.Binds) == len(in.Fields)
}

// copying is rows as COPY reads them. They are written while the server takes
// those before.
type copying struct {
	of   *statement
	rows [][]value.Value // that are not written yet
	left []byte          // of what is written, not read yet
	buf  []byte
	over bool
	err  error
}

// copyAhead is how many bytes are written at a time.
const copyAhead = 32 << 10

// Read gives the next bytes.
func (c *copying) Read(into []byte) (int, error) {
	if len(c.left) == 0 {
		c.left = c.more()
	}
	if c.err != nil {
		return 0, c.err
	}
	if len(c.left) == 0 {
		return 0, io.EOF
	}
	n := copy(into, c.left)
	c.left = c.left[n:]
	return n, nil
}

// more writes the next rows.
func (c *copying) more() []byte {
	c.buf = c.buf[:0]
	for len(c.rows) > 0 && len(c.buf) < copyAhead && c.err == nil {
		c.buf, c.err = c.of.appendCopied(c.buf, c.rows[0])
		c.rows = c.rows[1:]
	}
	if len(c.rows) == 0 && !c.over {
		c.over = true
		c.buf = append(c.buf, copyTail...)
	}
	return c.buf
}

// appendCopied writes a row.
func (st *statement) appendCopied(dst []byte, row []value.Value) (_ []byte, err error) {
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(row)))
	for i := range st.of.Binds {
		b := &st.of.Binds[i]
		if wire.IsNull(b, row[i]) {
			dst = append(dst, 0xff, 0xff, 0xff, 0xff)
			continue
		}
		at := len(dst)
		var format int16
		dst = append(dst, 0, 0, 0, 0)
		if dst, format, err = wire.Append(dst, b, st.params[i], row[i]); err != nil {
			return dst, err
		}
		if oid := st.params[i]; format != 1 && oid != wire.Text && oid != wire.Varchar && oid != wire.Bpchar { // of texts both forms are one
			return dst, fault.New(fault.Internal, "a value has no binary form")
		}
		binary.BigEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	}
	return dst, nil
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
	t := &tx{d: d, s: s, guard: &guard{}}
	defer t.undo()
	begin := "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0"
	if _, err := s.pg.Exec(ctx, begin).ReadAll(); err != nil {
		return result.Classify(ctx, err)
	}
	err = f(t)
	t.over = true
	return err
}
