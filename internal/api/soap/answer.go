package soap

import (
	"strconv"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// layout is how records of a collection are read and written.
type layout struct {
	columns []column
	nested  []nested
	outputs []query.Output // of the columns, and then of what is nested
}

func newLayout(c *schema.Collection, columns []column) *layout {
	l := &layout{columns: columns, outputs: make([]query.Output, len(columns))}
	for i, one := range columns {
		l.outputs[i] = query.Output{Name: one.Name, Expr: fieldOf(one.Field)}
	}
	return l
}

// fieldOf is the value of a record's field.
func fieldOf(f *schema.Field) *expr.Node { return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type) }

// answer takes the rows of a request's operations (query.Sink) as XML.
type answer struct {
	steps    []*step // by operation
	most     int
	buf      []byte
	segments []segment // by operation
}

// segment is where an operation's records stand.
type segment struct{ from, to int }

// Begin begins an operation's records. Where a transaction is run again, those from the
// first operation on are void.
func (a *answer) Begin(op int, _ *query.Shape) error {
	from := 0
	for i := range op {
		from = max(from, a.segments[i].to)
	}
	a.buf = a.buf[:from]
	clear(a.segments[op:])
	for _, s := range a.steps[op:] {
		if s.page != nil {
			s.page.begin()
		}
	}
	a.segments[op] = segment{from, from}
	return nil
}

// Row takes one record.
func (a *answer) Row(op int, row query.Row) error {
	s := a.steps[op]
	if s.page != nil {
		s.page.note(row, len(a.buf))
	}
	dst, err := s.layout.appendRecord(append(append(append(a.buf, '<'), s.record...), '>'), row)
	if err != nil {
		return err
	}
	a.buf = append(append(append(dst, "</"...), s.record...), '>')
	a.segments[op].to = len(a.buf)
	if a.most > 0 && len(a.buf) > a.most {
		return fault.New(fault.TooLarge, "the answer has more than %d bytes", a.most).WithHint("ask for fewer records")
	}
	return nil
}

// appendElement appends a value in its element.
func appendElement(dst []byte, c *column, v value.Value) ([]byte, error) {
	dst = append(dst, c.open...)
	dst, err := appendScalar(dst, v, c.Type)
	return append(dst, c.end...), about(c.Name, err)
}

// write appends the answer of one step; attribute stands in its element.
func (d *Door) write(dst []byte, s *step, rows *answer, results []query.Result, given *query.Answer, attribute string) ([]byte, error) {
	dst = append(append(append(dst, '<'), s.name...), response...)
	dst = append(append(dst, attribute...), '>')
	var err error
	switch {
	case s.op >= 0 && s.verb == call && s.layout == nil:
		dst, err = s.action.given(dst, results[s.op].Answer)
	case s.op < 0:
		dst, err = s.action.given(dst, given)
	default:
		dst, err = d.written(dst, s, rows, &results[s.op])
	}
	return append(append(append(dst, "</"...), s.name...), response+">"...), err
}

// written appends what an operation on records gave.
func (d *Door) written(dst []byte, s *step, rows *answer, res *query.Result) ([]byte, error) {
	var err error
	if s.key && res.Key != nil {
		dst = append(dst, "<key>"...)
		for i, at := range s.collection.Key {
			c := columnOf(s.collection.Fields[at], s.collection.Fields[at].Name)
			if dst, err = appendElement(dst, &c, res.Key[i]); err != nil {
				return dst, err
			}
		}
		dst = append(dst, "</key>"...)
	}
	if name := counted[s.verb]; name != "" {
		dst = append(append(append(dst, '<'), name...), '>')
		if s.verb == upsert {
			dst = strconv.AppendBool(dst, res.Created)
		} else {
			dst = strconv.AppendInt(dst, res.Affected, 10)
		}
		dst = append(append(append(dst, "</"...), name...), '>')
	}
	if s.layout != nil {
		dst = s.page.appendRecords(dst, rows.buf, rows.segments[s.op])
	}
	if s.page != nil {
		if dst, err = d.appendCursors(dst, s.page, res); err != nil {
			return dst, err
		}
	}
	if s.verb == list && res.Total >= 0 {
		dst = append(strconv.AppendInt(append(dst, "<total>"...), res.Total, 10), "</total>"...)
	}
	return dst, nil
}

// counted is what an answer says of how much was done.
var counted = [batch + 1]string{createMany: "created", upsert: "created", updateMany: "updated", removeMany: "deleted"}

// given appends what an action gave that is no record.
func (a *action) given(dst []byte, got *query.Answer) ([]byte, error) {
	if got == nil {
		return dst, nil
	}
	var err error
	switch a.Result.Kind {
	case schema.ValueResult:
		if !got.Value.IsNull() {
			return appendElement(dst, &a.value, got.Value)
		}
	case schema.ObjectResult:
		if got.Object == nil {
			return dst, nil
		}
		dst = append(append(append(dst, '<'), a.result...), '>')
		for i := range a.members {
			if i >= len(got.Object) || got.Object[i].IsNull() {
				continue
			}
			if dst, err = appendElement(dst, &a.members[i], got.Object[i]); err != nil {
				return dst, err
			}
		}
		dst = append(append(append(dst, "</"...), a.result...), '>')
	}
	return dst, nil
}
