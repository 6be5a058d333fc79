package mem

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/store/plan"
	"bedplate/value"
)

// group makes a line of every group of rows: those whose outputs without an
// aggregate are the same, nulls being the same as each other; nested ones are
// the same where they hang on the same. Where every output is an aggregate
// there is one group, even of no rows.
func (r *reader) group(p *plan.Read, rows []row) ([]line, error) {
	groups := [][]row{rows}
	firsts := []line{{values: make([]value.Value, len(p.Outputs)), keys: make([]value.Value, len(p.Order))}}
	if slices.ContainsFunc(p.Outputs, func(o plan.Output) bool { return o.Aggregate == plan.NoAggregate }) {
		lines, err := r.lines(p, rows)
		if err != nil {
			return nil, err
		}
		groups, firsts = split(p, lines)
	}
	for g := range groups {
		for i, out := range p.Outputs {
			if out.Aggregate == plan.NoAggregate {
				continue
			}
			var err error
			if firsts[g].values[i], err = r.aggregate(out, groups[g]); err != nil {
				return nil, err
			}
		}
	}
	return firsts, nil
}

// split gives the rows of every group, and the group's first line.
func split(p *plan.Read, lines []line) (groups [][]row, firsts []line) {
	for _, l := range lines {
		at := slices.IndexFunc(firsts, func(first line) bool { return sameGroup(p, first, l) })
		if at < 0 {
			at, groups, firsts = len(groups), append(groups, nil), append(firsts, l)
		}
		groups[at] = append(groups[at], l.source)
	}
	return groups, firsts
}

func sameGroup(p *plan.Read, a, b line) bool {
	for i, out := range p.Outputs {
		if out.Aggregate == plan.NoAggregate && !value.Equal(a.values[i], b.values[i]) {
			return false
		}
		if out.Nested != nil && slices.ContainsFunc(out.Nested.Rel.Local, func(local int) bool {
			return !value.Equal(a.source[local], b.source[local])
		}) {
			return false
		}
	}
	return true
}

// aggregate applies out's function to the rows of a group.
func (r *reader) aggregate(out plan.Output, rows []row) (value.Value, error) {
	if out.Expr == nil {
		return value.OfInt(int64(len(rows))), nil
	}
	var values []value.Value
	for _, source := range rows {
		v, err := expr.Eval(out.Expr, in(r.state, r.args, source))
		if err != nil {
			return value.Value{}, err
		}
		if !v.IsNull() {
			values = append(values, v)
		}
	}
	if out.Aggregate == plan.CountRows {
		return value.OfInt(int64(len(values))), nil
	}
	if out.Aggregate == plan.CountDistinct {
		return value.OfInt(int64(different(values))), nil
	}
	if len(values) == 0 {
		return value.Value{}, nil
	}
	switch out.Aggregate {
	case plan.Variance, plan.VarianceSample, plan.Stddev, plan.StddevSample:
		return value.Spread(values, out.Aggregate == plan.Stddev || out.Aggregate == plan.StddevSample,
			out.Aggregate == plan.VarianceSample || out.Aggregate == plan.StddevSample), nil
	case plan.Min:
		return slices.MinFunc(values, value.Compare), nil
	case plan.Max:
		return slices.MaxFunc(values, value.Compare), nil
	case plan.Sum:
		return sum(values)
	default:
		return value.Average(values), nil
	}
}

// sum adds exactly and refuses what its type cannot hold.
func sum(values []value.Value) (value.Value, error) {
	total := value.Total(values)
	switch values[0].Kind() {
	case value.Int:
		if !total.IsInt() || !total.Num().IsInt64() {
			return value.Value{}, fault.New(fault.OutOfRange, "the sum does not fit 64 bits")
		}
		return value.OfInt(total.Num().Int64()), nil
	case value.Float:
		f, _ := total.Float64()
		if f-f != 0 {
			return value.Value{}, fault.New(fault.OutOfRange, "the sum is not a finite number")
		}
		return value.OfFloat(f), nil
	default:
		v, ok := value.DecimalTotal(values)
		if !ok {
			return value.Value{}, fault.New(fault.Internal, "a sum of decimals is not a decimal")
		}
		return v, nil
	}
}

// different counts values that are not the same as another one.
func different(values []value.Value) int {
	var seen []value.Value
	for _, v := range values {
		if !slices.ContainsFunc(seen, func(s value.Value) bool { return value.Equal(s, v) }) {
			seen = append(seen, v)
		}
	}
	return len(seen)
}
