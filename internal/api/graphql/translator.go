package graphql

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The bounds of one operation that are no option.
const (
	maxTerms = 100 // conditions and sort keys
	maxDepth = 10  // conditions within each other
	maxItems = 500 // of one list
	assumed  = 10  // rows of a list without a limit, as cost counts them
)

// translator turns one operation of a document into a request. Every value that the
// client sent becomes one of Request.Params, so that requests that differ in values
// alone have one plan.
type translator struct {
	*typed
	translation
	limits       *Limits
	page         int
	vars         map[string]*ast.Value
	definitions  []*ast.VariableDefinition
	uses         []use  // of the definitions; nil where nothing is to be prepared
	root         string // at hand
	names        int    // variables of expressions so far
	terms        int
	cost         int
	place        []string // the way to what is being read, for errors
	pos          *ast.Position
	calls        []*call
	acts         []act
	doc          *ast.QueryDocument
	said         string // the document
	conversation *conversation
}

// translation is what an operation becomes.
type translation struct {
	ops     []query.Operation
	layouts []*layout // by operation; nil where its rows are not answered
	roots   []string  // by operation: the root field that it is of
	params  []value.Value
	lates   []late
}

// param makes a parameter of a value.
func (t *translator) param(v value.Value, typ value.Type) *expr.Node {
	t.params = append(t.params, v)
	return expr.ParamOf(len(t.params)-1, typ)
}

// variable gives a record variable that nothing else in the request has.
func (t *translator) variable() int {
	t.names++
	return t.names
}

// enter and leave follow the way to what is being read.
func (t *translator) enter(name string) { t.place = append(t.place, name) }
func (t *translator) leave()            { t.place = t.place[:len(t.place)-1] }

// path writes the way for an error.
func (t *translator) path() string {
	var b strings.Builder
	b.WriteString("$.selectionSet")
	for _, p := range t.place {
		if _, err := strconv.Atoi(p); err == nil {
			b.WriteString("[" + p + "]")
			continue
		}
		b.WriteString("." + p)
	}
	return b.String()
}

// refuse says where an error is.
func (t *translator) refuse(err error, pos *ast.Position) error {
	if err == nil {
		return nil
	}
	if pos == nil {
		pos = t.pos
	}
	return placed(err, pos, t.path())
}

func (t *translator) fail(pos *ast.Position, code fault.Code, format string, args ...any) error {
	return t.refuse(fault.New(code, format, args...), pos)
}

// term counts one condition or sort key.
func (t *translator) term() error {
	if t.terms++; t.terms > maxTerms {
		return t.fail(nil, fault.TooComplex, "the request has more than %d conditions", maxTerms)
	}
	return nil
}

// spend counts rows that could be touched.
func (t *translator) spend(rows int, pos *ast.Position) error {
	if rows > t.limits.Cost || t.cost+rows > t.limits.Cost {
		return t.refuse(fault.New(fault.TooComplex, "the operation could touch more than %d rows", t.limits.Cost).
			WithHint("give lists a limit, or a smaller one"), pos)
	}
	t.cost += rows
	return nil
}

// resolved gives what a value is, a variable's in its place; nil where a variable has
// none.
func (t *translator) resolved(v *ast.Value) *ast.Value {
	if v != nil && v.Kind == ast.Variable {
		t.look(v.Raw)
		return t.vars[v.Raw]
	}
	return v
}

// argument gives what a field is given by a name; nil where it is not.
func (t *translator) argument(f *ast.Field, name string) *ast.Value {
	a := f.Arguments.ForName(name)
	if a == nil {
		return nil
	}
	v := t.resolved(a.Value)
	if v != nil && v.Kind == ast.NullValue {
		return nil
	}
	return v
}

// each visits an object's members, but for those whose variable has no value.
func (t *translator) each(v *ast.Value, visit func(name string, v *ast.Value) error) error {
	for _, child := range v.Children {
		in := t.resolved(child.Value)
		if in == nil {
			continue
		}
		t.enter(child.Name)
		if err := visit(child.Name, in); err != nil {
			return err
		}
		t.leave()
	}
	return nil
}

// member finds an object's member; nil where it is not there, or null.
func (t *translator) member(v *ast.Value, name string) *ast.Value {
	in := t.resolved(v.Children.ForName(name))
	if in == nil || in.Kind == ast.NullValue {
		return nil
	}
	return in
}

// items visits a list's items; one value is a list of itself.
func (t *translator) items(v *ast.Value, visit func(v *ast.Value) error) error {
	if v.Kind != ast.ListValue {
		return visit(v)
	}
	for i, child := range v.Children {
		in := t.resolved(child.Value)
		if in == nil {
			return t.fail(child.Position, fault.Value, "an item of a list has no value")
		}
		t.enter(strconv.Itoa(i))
		if err := visit(in); err != nil {
			return err
		}
		t.leave()
	}
	return nil
}

// number gives a limit or an offset.
func (t *translator) number(f *ast.Field, name string, otherwise int) (int, error) {
	v := t.argument(f, name)
	if v == nil {
		return otherwise, nil
	}
	t.enter("args")
	t.enter(name)
	n, err := strconv.ParseFloat(v.Raw, 64)
	if err != nil || n < 0 || n > 1<<31-1 {
		return 0, t.fail(f.Position, fault.Range, "%s must be a whole number that is not negative", name)
	}
	t.leave()
	t.leave()
	return int(n), nil
}
