package expr

import (
	"slices"

	"bedplate/value"
)

// The functions of a Fold, as its Name has them: over the values that are not null, and
// null where there is none.
const (
	FoldSum          = "sum" // exact: of Int a Decimal
	FoldAvg          = "avg"
	FoldMin          = "min"
	FoldMax          = "max"
	FoldStddev       = "stddev_pop"
	FoldStddevSample = "stddev_samp"
	FoldVariance     = "var_pop"
	FoldVarSample    = "var_samp"
	// FoldDistinct is how many different ones there are: 0 where there is none.
	FoldDistinct = "distinct"
)

// TupleOf is several values as one, to be counted, and one value as it is.
func TupleOf(of ...*Node) *Node {
	if len(of) == 1 {
		return of[0]
	}
	return &Node{Op: Tuple, Type: value.Type{Kind: value.List}, Args: of}
}

// tuple evaluates a Tuple, as a list that may be of several kinds.
func (e *evaluator) tuple(n *Node) (value.Value, bool, error) {
	items := make([]value.Value, len(n.Args))
	for i, a := range n.Args {
		v, ok, err := e.value(a)
		if err != nil || !ok || v.IsNull() {
			return value.Value{}, true, err
		}
		items[i] = v
	}
	return value.OfList(items), true, nil
}

// FoldOf is a function over what each record of rel from base, as variable number, has
// for its value; pred chooses among the records, nil all.
func FoldOf(function string, base *Node, rel *Relation, number int, val, pred *Node) *Node {
	n := &Node{Op: Fold, Name: function, Type: foldType(function, val.Type), Args: []*Node{base, val}, Rel: rel, Index: number}
	if !IsTrue(pred) {
		n.Args = append(n.Args, pred)
	}
	return n
}

// foldType is the type of what a function gives over values of a type.
func foldType(function string, t value.Type) value.Type {
	switch function {
	case FoldMin, FoldMax:
		return t
	case FoldDistinct:
		return value.Type{Kind: value.Int}
	case FoldSum:
		switch t.Kind {
		case value.Int:
			return value.Type{Kind: value.Decimal}
		case value.Decimal:
			return value.Type{Kind: value.Decimal, Scale: t.Scale}
		}
	}
	return value.Type{Kind: value.Float}
}

// fold evaluates a Fold.
func (e *evaluator) fold(n *Node) (value.Value, bool, error) {
	var values []value.Value
	err := e.each(n, func(r Rec) (bool, error) {
		e.vars = append(e.vars, bound{n.Index, r})
		defer func() { e.vars = e.vars[:len(e.vars)-1] }()
		if len(n.Args) > 2 {
			if t, err := e.test(n.Args[2]); t != isTrue || err != nil {
				return err == nil, err
			}
		}
		v, ok, err := e.value(n.Args[1])
		if ok && !v.IsNull() {
			values = append(values, v)
		}
		return err == nil, err
	})
	switch {
	case err != nil:
		return value.Value{}, false, err
	case n.Name == FoldDistinct:
		return value.OfInt(int64(different(values))), true, nil
	case len(values) == 0:
		return value.Value{}, true, nil
	}
	return folded(n.Name, values), true, nil
}

// folded applies a function to values of one kind, of which there is one at least.
func folded(function string, values []value.Value) value.Value {
	switch function {
	case FoldMin:
		return slices.MinFunc(values, value.Compare)
	case FoldMax:
		return slices.MaxFunc(values, value.Compare)
	case FoldAvg:
		return value.Average(values)
	case FoldSum:
		if values[0].Kind() == value.Float {
			f, _ := value.Total(values).Float64()
			return value.OfFloat(f)
		}
		v, _ := value.DecimalTotal(values) // of integers and decimals always
		return v
	}
	return value.Spread(values, function == FoldStddev || function == FoldStddevSample, function == FoldStddevSample || function == FoldVarSample)
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
