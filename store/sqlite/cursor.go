package sqlite

import (
	"context"
	"math"
	"slices"
	"strconv"
	"unsafe"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/record"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// cursor is the current row of a statement. Values are copied into buf when
// the row is reached, so that a bad one is an error of the read, and so that
// nothing of SQLite's is looked at while the row is being visited.
type cursor struct {
	record.Row
	run *running
	st  *statement
	buf []byte
}

// running is what the statements of one read share.
type running struct {
	ctx  context.Context
	conn *conn
	args []value.Value
	// gate stops the watcher from ending a read while it is in SQLite, and a
	// read that was ended from going on; nil in the writer.
	gate *watched
	// alarm bounds each step; nil where the watcher does, or nothing may.
	alarm *alarm
}

// large tells that a row needed so much room that it should not be kept.
func (r *cursor) large() bool { return cap(r.buf) > 1<<16 }

// Rows runs a statement for the row.
func (r *cursor) Rows(out *sqlgen.Output, visit func(query.Row) error) error {
	if out.Nested == nil {
		return record.NoRows()
	}
	return r.run.each(out.Nested, r.st, !out.Many, visit)
}

// each runs a statement and visits its rows; only the first where one is set.
func (run *running) each(s *sqlgen.Statement, parent *statement, one bool, visit func(query.Row) error) (err error) {
	if err := run.enter(); err != nil {
		return err
	}
	st, err := run.conn.prepare(s)
	if err != nil {
		run.leave()
		return run.fail(err)
	}
	entered := true
	defer func() {
		// After a visit that failed or panicked SQLite must be entered again;
		// where the watcher ended the read, it is done with the statement.
		if !entered {
			_ = run.enter()
		}
		run.conn.release(st)
		run.leave()
	}()
	if err := st.bindAll(run.conn, run.args, parent); err != nil {
		return err
	}
	st.cursor.run, st.cursor.st = run, st
	st.cursor.Outputs, st.cursor.Joins, st.cursor.Within = s.Outputs, s.Joins, &st.cursor
	for {
		more, err := run.step(st)
		if err != nil {
			return run.fail(err)
		}
		if !more {
			return nil
		}
		if err := st.cursor.load(); err != nil {
			return err
		}
		run.leave()
		entered = false
		if err := visit(&st.cursor.Row); err != nil {
			return err
		}
		if err := run.ctx.Err(); err != nil {
			return contextFault(err)
		}
		if err := run.enter(); err != nil {
			return err
		}
		entered = true
		if one {
			return nil
		}
	}
}

// step goes to the next row.
func (run *running) step(st *statement) (bool, error) {
	if run.alarm == nil {
		return run.conn.step(st)
	}
	run.alarm.start()
	defer run.alarm.stop()
	return run.conn.step(st)
}

// load copies the row's values.
func (r *cursor) load() error {
	columns := r.st.of.Columns
	if cap(r.Values) < len(columns) {
		r.Values = make([]value.Value, len(columns))
	}
	r.Values = r.Values[:len(columns)]
	r.buf = r.buf[:0]
	for i := range columns {
		v, err := r.column(i, &columns[i])
		if err != nil {
			return err
		}
		r.Values[i] = v
	}
	return nil
}

// column gives a column as a canonical value of its type.
func (r *cursor) column(i int, c *sqlgen.Column) (value.Value, error) {
	stmt := r.st.stmt
	stored := stmt.ColumnType(i)
	if stored == zombiezen.TypeNull {
		return value.Value{}, nil
	}
	if c.Field != nil && (c.Field.SQLType != "" || c.Field.Derived) {
		if v, ok, done := r.adopted(i, c, stored); done {
			if !ok {
				return value.Value{}, misread(c, stored)
			}
			return v, nil
		}
	}
	switch c.Type.Kind {
	case value.Text, value.Date, value.JSON, value.List:
		if stored == zombiezen.TypeText {
			return textual(c.Type.Kind, r.text(i)), nil
		}
	case value.Int:
		if stored == zombiezen.TypeInteger {
			return value.OfInt(stmt.ColumnInt64(i)), nil
		}
	case value.Bool:
		if n := stmt.ColumnInt64(i); stored == zombiezen.TypeInteger && n>>1 == 0 {
			return value.OfBool(n == 1), nil
		}
	case value.Time:
		if stored == zombiezen.TypeInteger {
			return value.OfTime(stmt.ColumnInt64(i)), nil
		}
	case value.Float:
		if f := stmt.ColumnFloat(i); (stored == zombiezen.TypeFloat || stored == zombiezen.TypeInteger) && !math.IsInf(f, 0) {
			return value.OfFloat(f), nil
		}
		if c.Field == nil && stored == zombiezen.TypeFloat {
			return value.Value{}, fault.New(fault.OutOfRange, "a result is beyond the range of floats")
		}
	case value.UUID:
		if stored == zombiezen.TypeBlob {
			if raw := r.text(i); len(raw) == 16 {
				return value.OfRawUUID(raw), nil
			}
		}
	case value.Bytes:
		if stored == zombiezen.TypeBlob {
			return value.OfBytes(r.text(i)), nil
		}
	case value.Decimal:
		if storage.Narrow(c.Type) && stored == zombiezen.TypeInteger {
			return value.OfDecimal(stmt.ColumnInt64(i), c.Type.Scale), nil
		}
		if !storage.Narrow(c.Type) && stored == zombiezen.TypeText {
			if v, ok := storage.FromKey(r.text(i), int(c.Type.Scale)); ok {
				return v, nil
			}
		}
	}
	return value.Value{}, misread(c, stored)
}

func textual(kind value.Kind, s string) value.Value {
	switch kind {
	case value.Date:
		return value.OfDate(s)
	case value.JSON:
		return value.OfJSON(s)
	case value.List:
		return value.OfListJSON(s)
	}
	return value.OfText(s)
}

// text copies a column's bytes to the end of the row's room.
func (r *cursor) text(i int) string {
	start := len(r.buf)
	n := r.st.stmt.ColumnBytes(i, r.buf[start:cap(r.buf)])
	if start+n == cap(r.buf) { // there may be more of it than there was room
		n = r.st.stmt.ColumnLen(i)
		if cap(r.buf)-start < n || cap(r.buf) == 0 {
			// What was copied before stays where it is, for the values that use it.
			r.buf, start = make([]byte, 0, max(2*cap(r.buf), n, 512)), 0
		}
		r.st.stmt.ColumnBytes(i, r.buf[start:start+n])
	}
	if n == 0 {
		return ""
	}
	r.buf = r.buf[:start+n]
	return unsafe.String(&r.buf[start], n)
}

// adopted reads a column that follows a habit of its own; done is false where
// it keeps the canonical form after all.
func (r *cursor) adopted(i int, c *sqlgen.Column, stored zombiezen.ColumnType) (v value.Value, ok, done bool) {
	stmt := r.st.stmt
	switch storage.ConventionOf(c.Field) {
	case storage.TimeText, storage.TimeNumber:
		var micros int64
		switch stored {
		case zombiezen.TypeText:
			micros, ok = storage.ParseTime(r.text(i))
		case zombiezen.TypeInteger:
			micros, ok = storage.SecondsToMicros(stmt.ColumnInt64(i))
		}
		return value.OfTime(micros), ok, true
	case storage.DateText:
		var date string
		if stored == zombiezen.TypeText {
			date, ok = storage.ParseDate(r.text(i))
		}
		return value.OfDate(date), ok, true
	case storage.DecimalNumber:
		v, ok = r.number(i, c, stored)
		return v, ok, true
	case storage.UUIDText:
		if stored == zombiezen.TypeText {
			v, err := value.ParseText(c.Type, r.text(i))
			return v, err == nil, true
		}
	case storage.JSONText:
		if stored != zombiezen.TypeText {
			return v, false, true
		}
		if c.Type.Kind == value.List {
			v, err := value.ParseJSON(c.Type, []byte(r.text(i)))
			return v, err == nil, true
		}
		doc, err := value.CanonicalJSON([]byte(r.text(i)))
		if doc == "null" {
			return v, err == nil, true
		}
		return value.OfJSON(doc), err == nil, true
	}
	if c.Field.Derived && stored == zombiezen.TypeText {
		return r.derived(i, c)
	}
	return v, false, false
}

// derived reads a text that a view made, which may be none of its type.
func (r *cursor) derived(i int, c *sqlgen.Column) (v value.Value, ok, done bool) {
	text := r.text(i)
	switch c.Type.Kind {
	case value.Text:
		ok = value.ValidText(text) && (c.Field.Values == nil || slices.Contains(c.Field.Values, text))
		return value.OfText(text), ok, true
	case value.Date:
		date, ok := storage.ParseDate(text)
		return value.OfDate(date), ok && date == text, true
	}
	return v, false, false
}

// number reads an adopted decimal: exactly the shortest decimal that its
// double stands for.
func (r *cursor) number(i int, c *sqlgen.Column, stored zombiezen.ColumnType) (value.Value, bool) {
	switch stored {
	case zombiezen.TypeInteger:
		return storage.ParseDecimal(strconv.FormatInt(r.st.stmt.ColumnInt64(i), 10), c.Type)
	case zombiezen.TypeFloat:
		return storage.ParseDecimal(storage.FloatText(r.st.stmt.ColumnFloat(i)), c.Type)
	case zombiezen.TypeText:
		return storage.ParseDecimal(r.text(i), c.Type)
	}
	return value.Value{}, false
}

// misread is a stored value that its declared type does not allow.
func misread(c *sqlgen.Column, stored zombiezen.ColumnType) *fault.Error {
	kind := map[zombiezen.ColumnType]string{zombiezen.TypeInteger: "an integer", zombiezen.TypeFloat: "a real number",
		zombiezen.TypeText: "a text", zombiezen.TypeBlob: "a blob"}[stored]
	if c.Field == nil {
		return fault.New(fault.Value, "a computed %s came back as %s", c.Type.Kind, kind)
	}
	return fault.Of(fault.Value, c.Field.Name, "table %s, column %s: the database holds %s that is not a valid %s",
		c.Of.Table, c.Field.Column, kind, c.Type.Kind).
		WithHint("correct the stored value, or declare the field with the type that the column really has")
}
