package expr

import (
	"bedplate/value"
)

// truth is what a condition comes to.
type truth uint8

const (
	undefined truth = iota // neither true nor false, and so is its negation
	isFalse
	isTrue
)

func truthOf(b bool) truth {
	if b {
		return isTrue
	}
	return isFalse
}

// Test tells whether a condition is true in s; undefined is not. A nil
// condition is true. Its errors are those of the records it reads.
func Test(n *Node, s *Scope) (bool, error) {
	if n == nil {
		return true, nil
	}
	e := evaluator{Scope: s}
	t, err := e.test(n)
	return t == isTrue && err == nil, err
}

// Eval gives the value of an expression in s: null where it is undefined, and
// true or false for a condition. Its errors are those of the records it reads.
func Eval(n *Node, s *Scope) (value.Value, error) {
	if n.Op == Auth { // which most rules have, and which needs no evaluator
		if v, ok := s.fact(n); ok {
			return v, nil
		}
		return value.Value{}, nil
	}
	e := evaluator{Scope: s}
	if isCondition(n) {
		t, err := e.test(n)
		return value.OfBool(t == isTrue), err
	}
	v, ok, err := e.value(n)
	if !ok {
		return value.Value{}, err
	}
	return v, err
}

// Argument gives an expression's value as a Bind takes it: as Eval does, but
// null for a condition that is undefined, so that what is computed beforehand
// stays undefined where it is used.
func Argument(n *Node, s *Scope) (value.Value, error) {
	if !isCondition(n) {
		return Eval(n, s)
	}
	e := evaluator{Scope: s}
	t, err := e.test(n)
	if t == undefined {
		return value.Value{}, err
	}
	return value.OfBool(t == isTrue), err
}

// evaluator walks a tree as it was written. It knows nothing of how stores do.
type evaluator struct {
	*Scope
	vars  []bound // the records of the quantifiers around
	guard bool    // inside a guard: Self is self
	self  Rec
}

type bound struct {
	index int
	rec   Rec
}

// isCondition tells the operations whose outcome is a truth.
func isCondition(n *Node) bool {
	switch n.Op {
	case Not, And, Or, Exists, All, Eq, Ne, Lt, Le, Gt, Ge, In, IsNull,
		StartsWith, EndsWith, Contains, Matches, Like, ILike, Includes, Within, Search:
		return true
	}
	return false
}

// test evaluates a condition.
func (e *evaluator) test(n *Node) (truth, error) {
	switch n.Op {
	case Not:
		t, err := e.test(n.Args[0])
		switch t {
		case isTrue:
			return isFalse, err
		case isFalse:
			return isTrue, err
		}
		return undefined, err
	case And:
		return e.junction(n.Args, isFalse, isTrue)
	case Or:
		return e.junction(n.Args, isTrue, isFalse)
	case Exists, All:
		return e.quantify(n)
	case Eq, Ne, Lt, Le, Gt, Ge:
		return e.compare(n)
	case In:
		return e.among(n)
	case IsNull:
		return e.isNull(n.Args[0])
	case StartsWith, EndsWith, Contains, Matches, Like, ILike:
		return e.textTest(n)
	case Includes:
		return e.includes(n)
	case Within:
		return e.within(n)
	case Search:
		return e.search(n)
	}
	v, ok, err := e.value(n)
	switch {
	case !ok || err != nil:
		return undefined, err
	case v.Kind() == value.JSON:
		return truthOf(v.Raw() == "true"), nil
	case v.Kind() != value.Bool: // null is not true
		return isFalse, nil
	}
	return truthOf(v.Bool()), nil
}

// junction is And or Or: it is decided by one argument that decides, is
// otherwise undefined where one is, and neutral where all others are.
func (e *evaluator) junction(args []*Node, decides, neutral truth) (truth, error) {
	out := neutral
	for _, a := range args {
		t, err := e.test(a)
		if err != nil {
			return undefined, err
		}
		if t == decides {
			return decides, nil
		}
		if t == undefined {
			out = undefined
		}
	}
	return out, nil
}

// quantify is Exists or All, which take undefined for false.
func (e *evaluator) quantify(n *Node) (truth, error) {
	stop := n.Op == Exists // what an element must be to decide it
	out := !stop
	err := e.each(n, func(r Rec) (bool, error) {
		e.vars = append(e.vars, bound{n.Index, r})
		t, err := e.test(n.Args[1])
		e.vars = e.vars[:len(e.vars)-1]
		if err != nil {
			return false, err
		}
		if (t == isTrue) == stop {
			out = stop
			return false, nil
		}
		return true, nil
	})
	if err != nil {
		return undefined, err
	}
	return truthOf(out), nil
}

// each calls f for the records of n.Rel that n.Guard lets pass.
func (e *evaluator) each(n *Node, f func(Rec) (bool, error)) error {
	base, err := e.record(n.Args[0])
	if err != nil || base == nil {
		return err
	}
	return base.Each(n.Rel, func(r Rec) (bool, error) {
		if there, err := e.passes(n.Guard, r); err != nil || !there {
			return err == nil, err
		}
		return f(r)
	})
}

// passes tells whether a guard lets a record be there.
func (e *evaluator) passes(guard *Node, r Rec) (bool, error) {
	if guard == nil {
		return true, nil
	}
	inner := evaluator{Scope: e.Scope, guard: true, self: r}
	t, err := inner.test(guard)
	return t == isTrue, err
}

// record gives a record-valued node's record, nil for none.
func (e *evaluator) record(n *Node) (Rec, error) {
	switch n.Op {
	case Var:
		if n.Index == 0 {
			if e.guard {
				return e.self, nil
			}
			return e.Record, nil
		}
		for i := len(e.vars) - 1; i >= 0; i-- {
			if e.vars[i].index == n.Index {
				return e.vars[i].rec, nil
			}
		}
	case Old:
		if !e.guard {
			return e.Old, nil
		}
	case Walk:
		base, err := e.record(n.Args[0])
		if err != nil || base == nil {
			return nil, err
		}
		target, err := base.One(n.Rel)
		if err != nil || target == nil {
			return nil, err
		}
		if there, err := e.passes(n.Guard, target); err != nil || !there {
			return nil, err
		}
		return target, nil
	}
	return nil, nil
}

// value evaluates a value: false where it is undefined.
func (e *evaluator) value(n *Node) (value.Value, bool, error) {
	switch n.Op {
	case Literal:
		return n.Value, true, nil
	case Param:
		return e.argument(e.Params, n.Index)
	case Bind:
		return e.argument(e.Binds, n.Index)
	case Auth, Now, Request:
		v, ok := e.fact(n)
		return v, ok && !v.IsNull(), nil
	case Field:
		r, err := e.record(n.Args[0])
		if err != nil || r == nil {
			return value.Value{}, err == nil, err
		}
		return r.Field(n.Index), true, nil
	case Path:
		return e.path(n)
	case Count:
		count := int64(0)
		err := e.each(n, func(r Rec) (bool, error) {
			if len(n.Args) > 1 {
				e.vars = append(e.vars, bound{n.Index, r})
				t, err := e.test(n.Args[1])
				e.vars = e.vars[:len(e.vars)-1]
				if t != isTrue || err != nil {
					return true, err
				}
			}
			count++
			return true, nil
		})
		return value.OfInt(count), err == nil, err
	case Fold:
		return e.fold(n)
	case Tuple:
		return e.tuple(n)
	case Add, Sub, Mul, Div, Mod, Neg:
		return e.calculate(n)
	case Lower, Upper, Size:
		return e.transform(n)
	case Concat:
		return e.concat(n)
	case If, Coalesce:
		return e.choose(n)
	case Settled:
		v, ok, err := e.value(n.Args[0])
		if !ok {
			v = value.Value{}
		}
		return v, err == nil, err
	case Rank:
		return e.rank(n)
	}
	if isCondition(n) {
		t, err := e.test(n)
		return value.OfBool(t == isTrue), t != undefined, err
	}
	return value.Value{}, false, nil
}

// argument gives a parameter; a null or missing one is undefined.
func (e *evaluator) argument(from []value.Value, i int) (value.Value, bool, error) {
	if i < 0 || i >= len(from) {
		return value.Value{}, false, nil
	}
	return from[i], !from[i].IsNull(), nil
}

// fact gives what is known of the caller and the request, false where nothing is.
func (s *Scope) fact(n *Node) (value.Value, bool) {
	if s.Facts == nil {
		return value.Value{}, false
	}
	switch n.Op {
	case Auth:
		return s.Facts.Auth(n.Name, n.Path, n.Type)
	case Now:
		return s.Facts.Now(), true
	}
	return s.Facts.Request(n.Name, n.Path)
}

// path gives a member of a JSON document: null where it is missing or null.
func (e *evaluator) path(n *Node) (value.Value, bool, error) {
	doc, ok, err := e.value(n.Args[0])
	if !ok || err != nil || doc.Kind() != value.JSON {
		return value.Value{}, ok, err
	}
	member, found := memberAt(doc.Raw(), n.Path)
	if !found || member == "null" {
		return value.Value{}, true, nil
	}
	return value.OfJSON(member), true, nil
}
