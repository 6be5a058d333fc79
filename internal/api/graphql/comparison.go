package graphql

import (
	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// subject is what is compared: a column, or a count.
type subject struct {
	col      *column // nil for a count
	node     *expr.Node
	typ      value.Type
	nullable bool
}

// present is cond where the subject is not null.
func (s subject) present(cond *expr.Node) *expr.Node {
	if !s.nullable {
		return cond
	}
	return expr.AndOf(expr.NotOf(expr.TestOf(expr.IsNull, s.node)), cond)
}

// either is a test that is false over null, or, under not, its opposite where there is
// no null.
func (s subject) either(test *expr.Node, not bool) *expr.Node {
	if not {
		return s.present(expr.NotOf(test))
	}
	return test
}

// opposite of the operators of order, which are false over null as they stand.
var orders = map[string][2]expr.Op{
	"_gt": {expr.Gt, expr.Le}, "_gte": {expr.Ge, expr.Lt}, "_lt": {expr.Lt, expr.Ge}, "_lte": {expr.Le, expr.Gt},
}

// comparisons reads an object of operators.
func (t *translator) comparisons(s subject, v *ast.Value, not bool) (*expr.Node, error) {
	if v == nil || v.Kind == ast.NullValue {
		return nil, t.fail(nil, fault.Value, "an object of operators is wanted, such as {_eq: ...}")
	}
	if s.col != nil {
		s.typ = s.col.Type
	}
	var parts []*expr.Node
	err := t.each(v, func(name string, in *ast.Value) error {
		if err := t.term(); err != nil {
			return err
		}
		n, err := t.comparison(s, name, in, not)
		parts = append(parts, n)
		return err
	})
	return combine(!not, parts), err
}

// comparison reads one operator with its value.
func (t *translator) comparison(s subject, name string, v *ast.Value, not bool) (*expr.Node, error) {
	if v.Kind == ast.NullValue {
		return nil, t.refuse(fault.New(fault.Value, "%s is not compared with null", name).WithHint("write _is_null"), v.Position)
	}
	if op, ok := orders[name]; ok {
		given, err := t.operand(s.typ, v)
		if err != nil {
			return nil, err
		}
		test := op[0]
		if not {
			test = op[1]
		}
		return expr.TestOf(test, s.node, given), nil
	}
	switch name {
	case "_eq", "_neq":
		given, err := t.operand(s.typ, v)
		if err != nil {
			return nil, err
		}
		if (name == "_eq") != not {
			return expr.TestOf(expr.Eq, s.node, given), nil
		}
		return s.present(expr.TestOf(expr.Ne, s.node, given)), nil
	case "_in", "_nin":
		return t.among(s, v, (name == "_nin") != not)
	case "_is_null":
		null := expr.TestOf(expr.IsNull, s.node)
		if (v.Raw == "true") != not {
			return null, nil
		}
		return expr.NotOf(null), nil
	case "_contains", "_contained_in":
		return t.inclusion(s, name, v, not)
	case "_has_key", "_has_keys_all", "_has_keys_any":
		return t.keys(s, name, v, not)
	}
	return t.pattern(s, name, v, not)
}

// among is _in and, under not, _nin: one list parameter, whatever its length.
func (t *translator) among(s subject, v *ast.Value, not bool) (*expr.Node, error) {
	var values []value.Value
	var types []value.Type
	err := t.items(v, func(item *ast.Value) error {
		if len(values) == maxItems {
			return t.fail(item.Position, fault.TooComplex, "the list has more than %d items", maxItems)
		}
		val, typ, err := t.compared(s.typ, item)
		values, types = append(values, val), append(types, typ)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return combine(not, nil), nil
	}
	if s.typ.Kind == value.JSON || s.typ.Kind == value.List {
		parts := make([]*expr.Node, len(values))
		for i := range values {
			op := expr.Eq
			if not {
				op = expr.Ne
			}
			parts[i] = expr.TestOf(op, s.node, t.param(values[i], types[i]))
		}
		if not {
			return s.present(combine(true, parts)), nil
		}
		return combine(false, parts), nil
	}
	elem := s.typ
	for _, typ := range types {
		if typ != elem { // a finer number: all of them are such
			elem = typ
		}
	}
	list := value.Type{Kind: value.List, Elem: elem.Kind, Precision: elem.Precision, Scale: elem.Scale}
	return s.either(expr.TestOf(expr.In, s.node, t.param(value.OfList(values), list)), not), nil
}

var textType = value.Type{Kind: value.Text}

// patterns are the operators of texts: what tests them, and whether they are denied or
// take either case.
var patterns = map[string]struct {
	op           expr.Op
	deny, either bool
}{
	"_like": {op: expr.Like}, "_nlike": {op: expr.Like, deny: true},
	"_ilike": {op: expr.ILike}, "_nilike": {op: expr.ILike, deny: true},
	"_regex": {op: expr.Matches}, "_nregex": {op: expr.Matches, deny: true},
	"_iregex": {op: expr.Matches, either: true}, "_niregex": {op: expr.Matches, deny: true, either: true},
}

func (t *translator) pattern(s subject, name string, v *ast.Value, not bool) (*expr.Node, error) {
	p := patterns[name]
	val, err := t.scalar(textType, v)
	if err != nil {
		return nil, err
	}
	if p.op == expr.Matches {
		text := val.Raw()
		if err := expr.CheckPattern(text); err != nil {
			return nil, t.fail(v.Position, fault.Value, "%s", err.Error())
		}
		if p.either {
			text = expr.EitherCase(text)
			if err := expr.CheckPattern(text); err != nil {
				return nil, t.fail(v.Position, fault.Value, "with letters of both cases, %s", err.Error())
			}
		}
		val = value.OfText(text)
	}
	return s.either(expr.TestOf(p.op, s.node, t.param(val, textType)), not != p.deny), nil
}

// inclusion is _contains and _contained_in: of lists by their items, of documents as
// PostgreSQL's jsonb has it.
func (t *translator) inclusion(s subject, name string, v *ast.Value, not bool) (*expr.Node, error) {
	val, err := t.scalar(s.typ, v)
	if err != nil {
		return nil, err
	}
	given := t.param(val, s.typ)
	if s.typ.Kind == value.JSON {
		if parts(val.Raw()) > maxParts {
			return nil, t.fail(v.Position, fault.TooComplex, "the document has more than %d members and items", maxParts)
		}
		if name == "_contains" {
			return s.either(expr.TestOf(expr.Includes, s.node, given), not), nil
		}
		return s.either(expr.TestOf(expr.Includes, given, s.node), not), nil
	}
	if name == "_contained_in" {
		return s.either(expr.TestOf(expr.Within, s.node, given), not), nil
	}
	items, err := val.Items(s.typ.Element())
	if err != nil {
		return nil, t.refuse(err, v.Position)
	}
	if len(items) > maxItems {
		return nil, t.fail(v.Position, fault.TooComplex, "the list has more than %d items", maxItems)
	}
	tests := make([]*expr.Node, len(items))
	for i, item := range items {
		if err := t.term(); err != nil {
			return nil, err
		}
		tests[i] = expr.TestOf(expr.In, t.param(item, s.typ.Element()), s.node)
		if not {
			tests[i] = expr.NotOf(tests[i])
		}
	}
	n := combine(!not, tests)
	if n == nil {
		n = expr.True
	}
	return s.present(n), nil
}

// maxParts bounds a document that others are compared with: each of its parts may have
// to be looked for among all of theirs.
const maxParts = 100

// parts counts the members and items of a document, whatever their depth.
func parts(doc string) int {
	n := 1
	for i := 0; i < len(doc); i++ {
		switch doc[i] {
		case '"':
			for i++; i < len(doc) && doc[i] != '"'; i++ {
				if doc[i] == '\\' {
					i++
				}
			}
		case ',', '[', '{':
			n++
		}
	}
	return n
}

// keys is _has_key and its like: names of members of an object, or texts in an array.
func (t *translator) keys(s subject, name string, v *ast.Value, not bool) (*expr.Node, error) {
	var tests []*expr.Node
	one := func(item *ast.Value) error {
		if err := t.term(); err != nil {
			return err
		}
		key, err := t.scalar(textType, item)
		if err != nil {
			return err
		}
		n := t.key(s.node, key.Raw())
		if not {
			n = expr.NotOf(n)
		}
		tests = append(tests, n)
		return nil
	}
	if err := t.items(v, one); err != nil {
		return nil, err
	}
	n := combine((name == "_has_keys_any") == not, tests)
	if n == nil {
		n = expr.True
	}
	return s.present(n), nil
}

// key is that a document has a key: a member, null or not, of an object, or a text that
// an array holds or that it is.
func (t *translator) key(doc *expr.Node, name string) *expr.Node {
	jsonType := value.Type{Kind: value.JSON}
	quoted := string(value.AppendQuoted(nil, name))
	includes := func(text string) *expr.Node {
		return expr.TestOf(expr.Includes, doc, t.param(value.OfJSON(text), jsonType))
	}
	member := &expr.Node{Op: expr.Path, Type: jsonType, Args: []*expr.Node{doc}, Path: []string{name}}
	there := expr.OrOf(expr.NotOf(expr.TestOf(expr.IsNull, member)), includes("{"+quoted+":null}"))
	return expr.OrOf(expr.AndOf(includes("{}"), there), includes(quoted))
}
