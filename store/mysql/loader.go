package mysql

import (
	"context"
	"io"
	"math"
	"strconv"
	"strings"
	"sync/atomic"

	library "github.com/go-sql-driver/mysql"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/wire"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/form"
	"bedplate/value"
)

var (
	_ driver.Loader      = (*Driver)(nil)
	_ driver.Snapshotter = (*Driver)(nil)
)

// Unchecked is false: references are looked at row by row, so they are better
// made when all rows are there.
func (d *Driver) Unchecked() bool { return false }

// Loaded does nothing: counters go behind every number that is written.
func (d *Driver) Loaded(context.Context, *schema.Collection) error { return nil }

// Load adds rows by one LOAD DATA, which makes warnings of what it cannot keep and
// goes on. Where there are any, what it did is undone, and rows are inserted one by
// one: so they are too where the server takes no data in this way.
func (d *Driver) Load(ctx context.Context, given driver.Tx, in *plan.Insert, rows [][]value.Value) error {
	t, ok := given.(*tx)
	if !ok || len(rows) == 0 {
		return driver.InsertEach(ctx, given, in, rows)
	}
	if err := t.usable(); err != nil {
		return err
	}
	w, err := d.writes.insert(in, d.server)
	if err != nil {
		return err
	}
	if !loadable(w.statement, in) {
		return driver.InsertEach(ctx, given, in, rows)
	}
	if err := t.conn.exec(ctx, "SAVEPOINT load_data"); err != nil {
		return t.check(ctx, err)
	}
	whole, err := t.loadData(ctx, in, w.statement, rows)
	if err != nil && t.conn.broken {
		return t.check(ctx, err)
	}
	if whole && err == nil {
		return t.check(ctx, t.conn.exec(ctx, "RELEASE SAVEPOINT load_data"))
	}
	if err := t.conn.exec(ctx, "ROLLBACK TO SAVEPOINT load_data"); err != nil {
		return t.check(ctx, err)
	}
	return driver.InsertEach(ctx, given, in, rows)
}

// loadable tells whether an insertion writes each of its values as it is.
func loadable(s *sqlgen.Statement, in *plan.Insert) bool {
	for i := range s.Binds {
		if b := &s.Binds[i]; b.Source != sqlgen.Argument || b.Index != i {
			return false
		}
	}
	return len(s.Binds) == len(in.Fields)
}

// loads numbers what is being loaded: the library finds readers by their names.
var loads atomic.Int64

// loadData sends rows, and tells whether all of them were taken without a word.
func (t *tx) loadData(ctx context.Context, in *plan.Insert, s *sqlgen.Statement, rows [][]value.Value) (whole bool, err error) {
	name := "bedplate_" + strconv.FormatInt(loads.Add(1), 10)
	from := &loading{of: s, rows: rows}
	library.RegisterReaderHandler(name, func() io.Reader { return from })
	defer library.DeregisterReaderHandler(name)
	if err := t.conn.exec(ctx, loadStatement(name, in)); err != nil {
		return false, err
	}
	if from.err != nil {
		return false, from.err
	}
	said, err := t.conn.ask(ctx, "SELECT ROW_COUNT(), @@warning_count")
	if err != nil {
		return false, err
	}
	return said[0][0] == strconv.Itoa(len(rows)) && said[0][1] == "0", nil
}

// loadStatement reads bytes as hexadecimal digits: all else is UTF-8.
func loadStatement(name string, in *plan.Insert) string {
	var columns, set []string
	for _, i := range in.Fields {
		f := in.Into.Fields[i]
		if column := ddl.Quote(f.Column); isBytes(f.Type) {
			variable := "@v" + strconv.Itoa(i)
			columns, set = append(columns, variable), append(set, column+" = UNHEX("+variable+")")
		} else {
			columns = append(columns, column)
		}
	}
	sql := "LOAD DATA LOCAL INFILE 'Reader::" + name + "' INTO TABLE " + ddl.Quote(in.Into.Table) +
		` CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' (` + strings.Join(columns, ", ") + ")"
	if len(set) > 0 {
		sql += " SET " + strings.Join(set, ", ")
	}
	return sql
}

func isBytes(t value.Type) bool { return t.Kind == value.UUID || t.Kind == value.Bytes }

// loading is rows as LOAD DATA reads them. They are written while the server
// takes those before.
type loading struct {
	of   *sqlgen.Statement
	rows [][]value.Value // that are not written yet
	left []byte          // of what is written, not read yet
	buf  []byte
	err  error
}

// loadAhead is how many bytes are written at a time.
const loadAhead = 32 << 10

// Read gives the next bytes. The library takes an end as one, whatever the
// reason: the error is kept.
func (l *loading) Read(into []byte) (int, error) {
	if len(l.left) == 0 {
		l.buf = l.buf[:0]
		for len(l.rows) > 0 && len(l.buf) < loadAhead && l.err == nil {
			l.buf, l.err = appendLoaded(l.buf, l.of, l.rows[0])
			l.rows = l.rows[1:]
		}
		l.left = l.buf
	}
	switch {
	case l.err != nil:
		return 0, l.err
	case len(l.left) == 0:
		return 0, io.EOF
	}
	n := copy(into, l.left)
	l.left = l.left[n:]
	return n, nil
}

// appendLoaded writes a row as a line.
func appendLoaded(dst []byte, s *sqlgen.Statement, row []value.Value) ([]byte, error) {
	for i := range s.Binds {
		if i > 0 {
			dst = append(dst, '\t')
		}
		given, err := wire.Bind(&s.Binds[i], row[i])
		if err != nil {
			return dst, err
		}
		switch v := given.(type) {
		case nil:
			dst = append(dst, `\N`...)
		case int64:
			dst = strconv.AppendInt(dst, v, 10)
		case float64:
			if math.IsInf(v, 0) || math.IsNaN(v) {
				return dst, fault.New(fault.OutOfRange, "%g is no number that the database keeps", v)
			}
			dst = strconv.AppendFloat(dst, v, 'g', -1, 64)
		case []byte:
			dst = form.AppendHex(dst, v)
		case string:
			dst = appendEscaped(dst, v)
		default:
			return dst, fault.New(fault.Internal, "a value has no form as text")
		}
	}
	return append(dst, '\n'), nil
}

func appendEscaped(dst []byte, text string) []byte {
	for {
		at := strings.IndexAny(text, "\\\t\n")
		if at < 0 {
			return append(dst, text...)
		}
		dst = append(append(dst, text[:at]...), '\\', text[at])
		text = text[at+1:]
	}
}

// Snapshot runs f in a transaction that sees one state and writes nothing.
func (d *Driver) Snapshot(ctx context.Context, f func(driver.Tx) error) error {
	c, err := d.pool.take(ctx, alone, false)
	if err != nil {
		return err
	}
	t := &tx{conn: c, driver: d}
	defer func() {
		t.over = true
		t.rollback()
		d.pool.give(c)
	}()
	for _, sql := range []string{"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"} {
		if err := c.exec(ctx, sql); err != nil {
			return outcome(ctx, err)
		}
	}
	return f(t)
}
