package transfer

import (
	"context"
	"errors"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// source gives the rows of collections, each in an order that stays.
type source interface {
	// open begins behind a place. c is a collection of the target.
	open(c *schema.Collection, at place) (rows, error)
	// expected is how many rows the collection has; 0 where that is not known.
	expected(ctx context.Context, c *schema.Collection) (int64, error)
}

// rows gives the rows of one collection.
type rows interface {
	// fill adds rows to a batch until it is full or they are over.
	fill(ctx context.Context, b *batch) error
	close() error
}

// reader is what answers reads: a driver, or a transaction of one.
type reader interface {
	Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error
}

// tables is a source that is a database.
type tables struct {
	driver driver.Driver
	reader reader // nil is the driver itself
	schema *schema.Schema
}

func (t *tables) read() reader {
	if t.reader != nil {
		return t.reader
	}
	return t.driver
}

func (t *tables) expected(ctx context.Context, c *schema.Collection) (n int64, err error) {
	from := t.schema.Collection(c.Name)
	if from == nil || !t.driver.Capabilities().Aggregates {
		return 0, nil
	}
	ready, err := t.driver.Prepare(&plan.Read{From: from, Group: true, Limit: plan.None, Offset: plan.None,
		Outputs: []plan.Output{{Aggregate: plan.CountRows}}})
	if err != nil {
		return 0, err
	}
	err = t.read().Read(ctx, ready, nil, func(row query.Row) error {
		n = row.Value(0).Int()
		return nil
	})
	return n, err
}

func (t *tables) open(c *schema.Collection, at place) (rows, error) {
	from := t.schema.Collection(c.Name)
	if from == nil {
		return nil, fault.New(fault.UnknownCollection, "the source has no collection %s", c.Name)
	}
	r := &tableRows{of: from, reader: t.read(), after: at.key, limit: value.OfInt(batchRows)}
	intType := value.Type{Kind: value.Int}
	first := readAll(from)
	for _, k := range from.Key {
		first.Order = append(first.Order, plan.Order{Expr: field(from, k)})
	}
	first.Binds, first.Limit = []value.Type{intType}, 0
	next := *first
	next.Binds = []value.Type{intType}
	for i, k := range from.Key {
		next.Binds = append(next.Binds, from.Fields[k].Type)
		next.After = append(next.After, i+1)
	}
	var err error
	if r.first, err = t.driver.Prepare(first); err != nil {
		return nil, err
	}
	r.next, err = t.driver.Prepare(&next)
	return r, err
}

// readAll asks for every stored field of every row.
func readAll(c *schema.Collection) *plan.Read {
	r := &plan.Read{From: c, Limit: plan.None, Offset: plan.None}
	for i := range c.Stored() {
		r.Outputs = append(r.Outputs, plan.Output{Expr: field(c, i)})
	}
	return r
}

// tableRows reads a table page by page, each behind the last row of the one
// before: no read lasts for long, and none begins at the start again.
type tableRows struct {
	of          *schema.Collection
	reader      reader
	first, next driver.Prepared
	after       []value.Value // the key of the last row, nil before the first
	limit       value.Value
	args        []value.Value
}

// errFull ends a read whose batch has grown large enough.
var errFull = errors.New("the batch is full")

func (r *tableRows) fill(ctx context.Context, b *batch) error {
	ready := r.first
	r.args = append(r.args[:0], r.limit)
	if r.after != nil {
		ready = r.next
		r.args = append(r.args, r.after...)
	}
	err := r.reader.Read(ctx, ready, r.args, func(row query.Row) error {
		into := b.room()
		for i := range into {
			into[i] = row.Value(i).Clone()
		}
		b.weigh(into)
		if b.bytes >= batchBytes {
			return errFull
		}
		return nil
	})
	switch {
	case errors.Is(err, errFull):
	case err != nil:
		return about(r.of, err)
	default:
		b.last = len(b.rows) < batchRows
	}
	if n := len(b.rows); n > 0 {
		r.after = r.after[:0]
		for _, k := range r.of.Key {
			v := b.rows[n-1][k]
			if v.IsNull() {
				return fault.Of(fault.Required, r.of.Fields[k].Name, "a row of %s has a null in its key %s", r.of.Name, r.of.Fields[k].Name).
					WithHint("give it a key at the source")
			}
			r.after = append(r.after, v)
		}
	}
	return nil
}

func (r *tableRows) close() error { return nil }

// tally counts all rows of a collection.
func tally(ctx context.Context, d driver.Driver, c *schema.Collection, progress func(int64)) (count, error) {
	ready, err := d.Prepare(readAll(c))
	if err != nil {
		return count{}, err
	}
	counted := newCounter(count{})
	row := make([]value.Value, len(c.Stored()))
	err = d.Read(ctx, ready, nil, func(r query.Row) error {
		for i := range row {
			row[i] = r.Value(i)
		}
		counted.add(row)
		if counted.rows%batchRows == 0 {
			progress(counted.rows)
		}
		return nil
	})
	return counted.count, about(c, err)
}

// about names the collection in an error of reading it.
func about(c *schema.Collection, err error) error {
	if err == nil {
		return nil
	}
	f := *fault.As(err)
	f.Message = c.Name + ": " + f.Message
	return &f
}
