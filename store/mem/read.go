package mem

import (
	"context"
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// reader is one run of a plan on a state.
type reader struct {
	ctx   context.Context
	state state
	args  []value.Value
}

// read runs p on st.
func read(ctx context.Context, st state, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	own, ok := p.(*prepared)
	if !ok {
		return fault.New(fault.Internal, "the plan was prepared by another driver")
	}
	if len(args) != len(own.read.Binds) {
		return fault.New(fault.Internal, "a plan over %s has %d arguments and was given %d",
			own.read.From.Name, len(own.read.Binds), len(args))
	}
	if err := known(st, own.read.From); err != nil {
		return err
	}
	r := &reader{ctx, st, args}
	return r.run(own.read, nil, visit)
}

// run gives the rows of one read to visit; parent is the row that a nested
// one hangs on.
func (r *reader) run(p *plan.Read, parent row, visit driver.Visit) error {
	rows, err := r.matching(p, parent)
	if err != nil {
		return err
	}
	if p.Within != nil {
		if rows, err = r.within(p.Within, rows); err != nil {
			return err
		}
	}
	var lines []line
	if p.Group {
		lines, err = r.group(p, rows)
	} else {
		lines, err = r.lines(p, rows)
	}
	if err != nil {
		return err
	}
	lines = r.behind(p, lines)
	slices.SortStableFunc(lines, func(a, b line) int { return compareKeys(p.Order, a.keys, b.keys) })
	for _, l := range r.page(p, lines) {
		if err := interrupted(r.ctx); err != nil {
			return err
		}
		if err := visit(&current{r, p, l}); err != nil {
			return err
		}
	}
	return nil
}

// within gives the rows that are chosen, in their order.
func (r *reader) within(w *plan.Within, rows []row) ([]row, error) {
	of := &plan.Read{Order: w.Order, Limit: w.Limit, Offset: w.Offset}
	lines, err := r.lines(of, rows)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(lines, func(a, b line) int { return compareKeys(w.Order, a.keys, b.keys) })
	if w.By > 0 {
		lines = slices.CompactFunc(lines, func(a, b line) bool { return compareKeys(w.Order[:w.By], a.keys, b.keys) == 0 })
	}
	var out []row
	for _, l := range r.page(of, lines) {
		out = append(out, l.source)
	}
	return out, nil
}

// matching gives the rows that the plan is about, in the table's order.
func (r *reader) matching(p *plan.Read, parent row) ([]row, error) {
	var out []row
	for _, candidate := range r.state[p.From.Name].rows {
		if err := interrupted(r.ctx); err != nil {
			return nil, err
		}
		if p.Rel != nil && !related(p.Rel, parent, candidate) {
			continue
		}
		passes, err := expr.Test(p.Where, in(r.state, r.args, candidate))
		if err != nil {
			return nil, err
		}
		if passes {
			out = append(out, candidate)
		}
	}
	if p.Rel != nil && !p.Rel.Many && len(out) > 1 {
		out = out[:1]
	}
	return out, nil
}

// behind leaves the lines that stand behind the given one, if the plan asks
// for that: of those that tie with it where they should, and whose next key is
// null where its is.
func (r *reader) behind(p *plan.Read, lines []line) []line {
	if len(p.After) == 0 {
		return lines
	}
	given := make([]value.Value, len(p.After))
	for i, at := range p.After {
		if at != plan.None {
			given[i] = r.args[at]
		}
	}
	tied, upto := p.Tied, len(p.After)
	return slices.DeleteFunc(lines, func(l line) bool {
		switch {
		case compareKeys(p.Order[:tied], l.keys, given) != 0:
			return true
		case tied == upto:
			return false
		}
		return l.keys[tied].IsNull() != given[tied].IsNull() || compareKeys(p.Order[tied:upto], l.keys[tied:], given[tied:]) <= 0
	})
}

// page applies offset and limit. A null argument is none, and so is a
// negative limit.
func (r *reader) page(p *plan.Read, lines []line) []line {
	if p.Offset != plan.None && !r.args[p.Offset].IsNull() {
		lines = lines[min(int64(len(lines)), max(0, r.args[p.Offset].Int())):]
	}
	if p.Limit != plan.None && !r.args[p.Limit].IsNull() {
		if limit := r.args[p.Limit].Int(); limit >= 0 {
			lines = lines[:min(int64(len(lines)), limit)]
		}
	}
	return lines
}

// line is a row of the answer before it is visited.
type line struct {
	source row           // nil for a group without rows
	values []value.Value // by output, null where it is nested
	keys   []value.Value // what it is sorted by
}

func (r *reader) lines(p *plan.Read, rows []row) ([]line, error) {
	out := make([]line, len(rows))
	for i, source := range rows {
		var err error
		if out[i], err = r.line(p, source); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// line computes the outputs and sort keys of one row, but no aggregates.
func (r *reader) line(p *plan.Read, source row) (line, error) {
	l := line{source: source, values: make([]value.Value, len(p.Outputs)), keys: make([]value.Value, len(p.Order))}
	scope := in(r.state, r.args, source)
	for i, out := range p.Outputs {
		if out.Nested != nil || out.Aggregate != plan.NoAggregate {
			continue
		}
		var err error
		if l.values[i], err = expr.Eval(out.Expr, scope); err != nil {
			return line{}, err
		}
	}
	for i, o := range p.Order {
		var err error
		if l.keys[i], err = expr.Eval(o.Expr, scope); err != nil {
			return line{}, err
		}
	}
	return l, nil
}

// compareKeys orders by each key in turn.
func compareKeys(order []plan.Order, a, b []value.Value) int {
	for i, o := range order {
		if c := compareKey(o, a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

func compareKey(o plan.Order, a, b value.Value) int {
	switch {
	case a.IsNull() && b.IsNull():
		return 0
	case a.IsNull() && o.NullsFirst, b.IsNull() && !o.NullsFirst:
		return -1
	case a.IsNull() || b.IsNull():
		return 1
	}
	c := value.Compare(a, b)
	if o.Desc {
		return -c
	}
	return c
}

// current is the row being visited.
type current struct {
	reader *reader
	plan   *plan.Read
	line   line
}

var _ query.Row = (*current)(nil)

// Value gives output i.
func (c *current) Value(i int) value.Value { return c.line.values[i] }

// Nested runs the read of output i for this row.
func (c *current) Nested(i int, visit func(query.Row) error) error {
	return c.reader.run(c.plan.Outputs[i].Nested, c.line.source, visit)
}
