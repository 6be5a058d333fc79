package expr

import (
	"bedplate/value"
)

// concat joins two texts: null where one is null.
func (e *evaluator) concat(n *Node) (value.Value, bool, error) {
	l, r, ok, err := e.pair(n.Args[0], n.Args[1])
	if !ok || err != nil || l.Kind() != value.Text || r.Kind() != value.Text {
		return value.Value{}, ok && err == nil, err
	}
	return value.OfText(l.Raw() + r.Raw()), true, nil
}

// choose evaluates If and Coalesce.
func (e *evaluator) choose(n *Node) (value.Value, bool, error) {
	if n.Op == If {
		t, err := e.test(n.Args[0])
		if err != nil {
			return value.Value{}, false, err
		}
		if t == isTrue {
			return e.chosen(n, n.Args[1])
		}
		return e.chosen(n, n.Args[2])
	}
	var out value.Value
	var ok bool
	for _, a := range n.Args {
		var err error
		if out, ok, err = e.chosen(n, a); err != nil || ok && !out.IsNull() {
			return out, ok, err
		}
	}
	return out, ok, nil
}

// chosen evaluates an alternative of n: a decimal that can be calculated with
// takes the scale of them all, and is undefined where it has no room there.
func (e *evaluator) chosen(n, a *Node) (value.Value, bool, error) {
	v, ok, err := e.value(a)
	if !ok || err != nil || v.Kind() != value.Decimal || n.Type.Precision > maxExact {
		return v, ok, err
	}
	scaled, fits := v.Rescale(n.Type.Scale)
	if !fits {
		return value.Value{}, false, nil
	}
	if _, small := scaled.Unscaled(); !small {
		return value.Value{}, false, nil
	}
	return scaled, true, nil
}
