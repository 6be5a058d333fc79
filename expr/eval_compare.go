package expr

import (
	"strings"

	"bedplate/value"
)

// pair evaluates two operands; it is not ok where one is undefined.
func (e *evaluator) pair(a, b *Node) (l, r value.Value, ok bool, err error) {
	l, lok, err := e.value(a)
	if err != nil {
		return l, r, false, err
	}
	r, rok, err := e.value(b)
	return l, r, lok && rok, err
}

func (e *evaluator) compare(n *Node) (truth, error) {
	l, r, ok, err := e.pair(n.Args[0], n.Args[1])
	if !ok || err != nil {
		return undefined, err
	}
	switch n.Op {
	case Eq:
		return truthOf(equal(l, r)), nil
	case Ne:
		return truthOf(!equal(l, r)), nil
	}
	if l.IsNull() || r.IsNull() {
		return isFalse, nil
	}
	order, ok := ordered(l, r)
	if !ok {
		return isFalse, nil
	}
	switch n.Op {
	case Lt:
		return truthOf(order < 0), nil
	case Le:
		return truthOf(order <= 0), nil
	case Gt:
		return truthOf(order > 0), nil
	}
	return truthOf(order >= 0), nil
}

// equal compares values, null among them. JSON equals what it would be read as.
func equal(l, r value.Value) bool {
	lj, rj := l.Kind() == value.JSON, r.Kind() == value.JSON
	switch {
	case lj && rj:
		return equalDocuments(l.Raw(), r.Raw())
	case lj && !r.IsNull():
		return equalDocument(l.Raw(), r)
	case rj && !l.IsNull():
		return equalDocument(r.Raw(), l)
	}
	return value.Equal(l, r)
}

// ordered compares two values that are not null, false where they have no
// order.
func ordered(l, r value.Value) (int, bool) {
	lj, rj := l.Kind() == value.JSON, r.Kind() == value.JSON
	switch {
	case lj && rj:
		return orderDocuments(l.Raw(), r.Raw())
	case lj:
		return orderDocument(l.Raw(), r)
	case rj:
		order, ok := orderDocument(r.Raw(), l)
		return -order, ok
	}
	return value.Compare(l, r), l.Kind() == r.Kind()
}

// among is In: the disjunction of the comparisons with each item, where a
// null equals nothing.
func (e *evaluator) among(n *Node) (truth, error) {
	x, ok, err := e.value(n.Args[0])
	if !ok || err != nil {
		return undefined, err
	}
	if len(n.Args) == 2 && n.Args[1].Type.Kind == value.List {
		list, ok, err := e.value(n.Args[1])
		if !ok || err != nil {
			return undefined, err
		}
		items, err := list.Items(n.Args[1].Type.Element())
		if err != nil { // a list that was stored is canonical
			return undefined, nil
		}
		return truthOf(!x.IsNull() && contains(items, x)), nil
	}
	out := isFalse
	for _, a := range n.Args[1:] {
		item, ok, err := e.value(a)
		switch {
		case err != nil:
			return undefined, err
		case !ok:
			out = undefined
		case !x.IsNull() && !item.IsNull() && equal(x, item):
			return isTrue, nil
		}
	}
	return out, nil
}

func contains(items []value.Value, x value.Value) bool {
	for _, item := range items {
		if equal(x, item) {
			return true
		}
	}
	return false
}

// isNull sees what is absent; a failed calculation stays undefined.
func (e *evaluator) isNull(n *Node) (truth, error) {
	v, ok, err := e.value(n)
	if err != nil {
		return undefined, err
	}
	if !ok {
		switch n.Op {
		case Auth, Request, Now, Bind, Param:
			return isTrue, nil
		}
		return undefined, nil
	}
	return truthOf(v.IsNull()), nil
}

// textTest is false where an operand is null or no text.
func (e *evaluator) textTest(n *Node) (truth, error) {
	l, r, ok, err := e.pair(n.Args[0], n.Args[1])
	if !ok || err != nil {
		return undefined, err
	}
	text, isText := textOf(l)
	arg, isArg := textOf(r)
	if !isText || !isArg {
		return isFalse, nil
	}
	switch n.Op {
	case StartsWith:
		return truthOf(strings.HasPrefix(text, arg)), nil
	case EndsWith:
		return truthOf(strings.HasSuffix(text, arg)), nil
	case Contains:
		return truthOf(strings.Contains(text, arg)), nil
	case Matches:
		re := compiled(arg)
		return truthOf(re != nil && re.MatchString(text)), nil
	}
	return truthOf(like(text, arg, n.Op == ILike)), nil
}

// textOf gives the text of a Text or of a JSON string.
func textOf(v value.Value) (string, bool) {
	switch v.Kind() {
	case value.Text:
		return v.Raw(), true
	case value.JSON:
		return documentText(v.Raw())
	}
	return "", false
}
