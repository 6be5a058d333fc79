package expr

import (
	"fmt"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"bedplate/fault"
	"bedplate/value"
)

// checker turns cel-go's tree into ours, checking names and types on the way
// and collecting every mistake.
type checker struct {
	env      Env
	text     text
	info     *ast.SourceInfo
	vars     []variable // quantifiers around, the innermost last
	lastVar  int
	problems Problems
}

// variable is a quantifier's.
type variable struct {
	name string
	self *Node
	rec  Record
}

// report notes a mistake.
func (c *checker) report(pos Pos, code fault.Code, hint, format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, Problem{Pos: pos, Code: code, Hint: hint, Message: clip(fmt.Sprintf(format, args...))})
	}
}

// bad notes a mistake and gives the operand that silences what follows from it.
func (c *checker) bad(pos Pos, code fault.Code, hint, format string, args ...any) operand {
	c.report(pos, code, hint, format, args...)
	return operand{pos: pos}
}

// offset gives where a node starts in the text.
func (c *checker) offset(e ast.Expr) int {
	r, _ := c.info.GetOffsetRange(e.ID())
	return int(r.Start)
}

func (c *checker) pos(e ast.Expr) Pos { return c.text.pos(c.offset(e)) }

// namePos gives the position of the name in a call or selection, of which
// cel-go keeps only the parenthesis or the point.
func (c *checker) namePos(e ast.Expr) Pos {
	if e.Kind() == ast.SelectKind {
		return c.text.pos(c.text.skip(c.offset(e) + 1))
	}
	return c.text.pos(c.text.nameBefore(c.offset(e)))
}

// root checks the whole expression against what is wanted.
func (c *checker) root(e ast.Expr) *Node {
	want := c.env.Want
	if want.Kind == value.Null || want.Kind == value.Bool {
		return c.condition(e)
	}
	o := c.value(c.part(e))
	if o.form == nothing {
		return &Node{Op: Literal, Pos: o.pos}
	}
	return c.as(o, want, false)
}

// condition checks a part that must be true or false.
func (c *checker) condition(e ast.Expr) *Node {
	o := c.value(c.part(e))
	if o.form == rigid && o.node.Type.Kind == value.JSON {
		c.report(o.pos, typeCode, "compare it: == true", "a condition is wanted here, not json")
		return nil
	}
	if o.form == bad || o.form == rigid && o.node.Type.Kind == value.Bool {
		return o.node
	}
	if o.form == fact && o.node.Name == "claims" {
		return c.factAs(o, boolType)
	}
	c.report(o.pos, typeCode, "", "a condition is wanted here, not %s", o.describe())
	return nil
}

// part checks any part of an expression.
func (c *checker) part(e ast.Expr) operand {
	pos := c.pos(e)
	if len(c.problems) >= maxProblems {
		return operand{pos: pos} // looking for names nearby costs, too
	}
	switch e.Kind() {
	case ast.LiteralKind:
		return c.constant(e, pos)
	case ast.IdentKind:
		return c.name(e.AsIdent(), pos)
	case ast.SelectKind:
		return c.selection(c.part(e.AsSelect().Operand()), e.AsSelect().FieldName(), c.namePos(e))
	case ast.CallKind:
		return c.call(e, pos)
	case ast.ListKind:
		items := make([]operand, 0, e.AsList().Size())
		for _, item := range e.AsList().Elements() {
			items = append(items, c.part(item))
		}
		return operand{form: list, pos: pos, args: items}
	case ast.MapKind, ast.StructKind:
		return c.bad(pos, refusedCode, "compare the members one by one: meta.colour == \"red\"", "objects cannot be written in expressions")
	}
	return c.bad(pos, refusedCode, "", "this cannot be written in expressions")
}

// constant reads a literal.
func (c *checker) constant(e ast.Expr, pos Pos) operand {
	switch v := e.AsLiteral().(type) {
	case types.Null:
		return operand{form: nothing, pos: pos}
	case types.Bool:
		return c.typed(c.literal(pos, value.OfBool(bool(v)), boolType), false)
	case types.Int:
		return operand{form: number, pos: pos, digits: fmt.Sprint(int64(v))}
	case types.Double:
		return operand{form: number, pos: pos, digits: c.text.number(c.offset(e))}
	case types.String:
		if !value.ValidText(string(v)) {
			return c.bad(pos, valueCode, "", "a text cannot hold this character")
		}
		return operand{form: textual, pos: pos, text: string(v)}
	case types.Uint:
		return c.bad(pos, refusedCode, "leave out the u", "unsigned numbers are not known here")
	}
	return c.bad(pos, refusedCode, `write bytes in hex, as text: "\\x0aff"`, "this literal is not known here")
}

// typed is the operand of a node that has its type.
func (c *checker) typed(n *Node, nullable bool) operand {
	return operand{form: rigid, pos: n.Pos, node: n, nullable: nullable}
}

// test is the operand of an operation that is true or false.
func (c *checker) test(op Op, pos Pos, args ...*Node) operand {
	for _, a := range args {
		if a == nil {
			return operand{pos: pos}
		}
	}
	return c.typed(&Node{Op: op, Type: boolType, Args: args, Pos: pos}, false)
}

// call checks an operator, a function or a quantifier.
func (c *checker) call(e ast.Expr, pos Pos) operand {
	call := e.AsCall()
	args := call.Args()
	if call.IsMemberFunction() {
		return c.method(e)
	}
	switch name := call.FunctionName(); name {
	case operators.LogicalAnd, operators.LogicalOr:
		return c.logic(name, args, pos)
	case operators.LogicalNot:
		return c.test(Not, pos, c.condition(args[0]))
	case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return c.comparison(comparisons[name], c.part(args[0]), c.part(args[1]), pos)
	case operators.In:
		return c.membership(c.value(c.part(args[0])), c.part(args[1]), pos)
	case operators.Add, operators.Subtract, operators.Multiply, operators.Divide, operators.Modulo:
		return c.arithmetic(calculations[name], c.part(args[0]), c.part(args[1]), pos)
	case operators.Negate:
		return c.negation(c.value(c.part(args[0])), pos)
	case operators.Index:
		return c.index(c.part(args[0]), args[1], pos)
	case operators.Conditional:
		return c.conditional(args, pos)
	}
	return c.function(e)
}

var comparisons = map[string]Op{
	operators.Equals: Eq, operators.NotEquals: Ne, operators.Less: Lt, operators.LessEquals: Le,
	operators.Greater: Gt, operators.GreaterEquals: Ge,
}

var calculations = map[string]Op{
	operators.Add: Add, operators.Subtract: Sub, operators.Multiply: Mul, operators.Divide: Div, operators.Modulo: Mod,
}

func (c *checker) logic(name string, args []ast.Expr, pos Pos) operand {
	op := And
	if name == operators.LogicalOr {
		op = Or
	}
	nodes := make([]*Node, len(args))
	for i, a := range args {
		nodes[i] = c.condition(a)
	}
	return c.test(op, pos, nodes...)
}
