package mem

import (
	"math"
	"math/big"
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
		return spread(values, out.Aggregate), nil
	case plan.Min:
		return slices.MinFunc(values, value.Compare), nil
	case plan.Max:
		return slices.MaxFunc(values, value.Compare), nil
	case plan.Sum:
		return sum(values)
	default:
		return average(values), nil
	}
}

// sum adds exactly and refuses what its type cannot hold.
func sum(values []value.Value) (value.Value, error) {
	total := exactSum(values)
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
		return decimalOf(total, values)
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

// spread is the variance or its root: exact but for the last rounding.
func spread(values []value.Value, what plan.Aggregate) value.Value {
	n := int64(len(values))
	mean := new(big.Rat).Quo(exactSum(values), new(big.Rat).SetInt64(n))
	total := new(big.Rat)
	for _, v := range values {
		d := new(big.Rat).Sub(exact(v), mean)
		total.Add(total, d.Mul(d, d))
	}
	if what == plan.VarianceSample || what == plan.StddevSample {
		if n--; n == 0 {
			return value.Value{}
		}
	}
	f, _ := total.Quo(total, new(big.Rat).SetInt64(n)).Float64()
	if what == plan.Stddev || what == plan.StddevSample {
		f = math.Sqrt(f)
	}
	return value.OfFloat(f)
}

// average is the exact sum over the number, rounded once.
func average(values []value.Value) value.Value {
	total := exactSum(values)
	f, _ := total.Quo(total, new(big.Rat).SetInt64(int64(len(values)))).Float64()
	return value.OfFloat(f)
}

// exactSum adds numbers of one kind without rounding.
func exactSum(values []value.Value) *big.Rat {
	total := new(big.Rat)
	for _, v := range values {
		total.Add(total, exact(v))
	}
	return total
}

// exact gives a number as a fraction.
func exact(v value.Value) *big.Rat {
	switch v.Kind() {
	case value.Int:
		return new(big.Rat).SetInt64(v.Int())
	case value.Float:
		return new(big.Rat).SetFloat64(v.Float())
	default:
		return v.Decimal().Rat()
	}
}

// decimalOf writes a sum of decimals at the largest of their scales.
func decimalOf(total *big.Rat, values []value.Value) (value.Value, error) {
	scale := uint8(0)
	for _, v := range values {
		scale = max(scale, v.DecimalScale())
	}
	shift := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	unscaled := new(big.Rat).Mul(total, new(big.Rat).SetInt(shift))
	v, ok := value.OfDecimalDigits(unscaled.Num().String(), scale)
	if !ok || !unscaled.IsInt() {
		return value.Value{}, fault.New(fault.Internal, "a sum of decimals is not a decimal")
	}
	return v, nil
}
