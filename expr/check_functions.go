package expr

import (
	"fmt"

	"cel.dev/cel-go/common/ast"

	"bedplate/value"
)

// functionNames and methodNames are what can be called, for suggestions.
var (
	functionNames = []string{"bytes", "coalesce", "date", "duration", "lower", "search", "size", "timestamp", "upper", "uuid"}
	methodNames   = []string{"all", "contains", "endsWith", "exists", "lower", "lowerAscii", "matches", "search", "size", "startsWith", "upper", "upperAscii"}
)

// refusedNames are what CEL has and this language has not, with what to write.
var refusedNames = map[string]string{
	"exists_one":  "use exists",
	"filter":      "put the condition into exists or all",
	"map":         "put the condition into exists or all",
	"has":         "write x != null",
	"getFullYear": "compare with a range of times", "getMonth": "compare with a range of times",
	"getDate": "compare with a range of times", "getDayOfWeek": "compare with a range of times",
	"int": "literals take the other side's type", "double": "literals take the other side's type",
	"string": "literals take the other side's type", "decimal": "literals take the other side's type",
	"type": "", "dyn": "", "bool": "", "uint": "",
}

// function checks name(args).
func (c *checker) function(e ast.Expr) operand {
	call := e.AsCall()
	name, args, pos := call.FunctionName(), call.Args(), c.namePos(e)
	switch name {
	case "size", "lower", "upper", "lowerAscii", "upperAscii":
		if len(args) != 1 {
			return c.bad(pos, typeCode, "", "%s takes one argument", name)
		}
		return c.transform(name, c.part(args[0]), pos)
	case "matches":
		if len(args) == 2 {
			return c.textTest(name, c.part(args[0]), args[1:], pos)
		}
	case "coalesce":
		return c.coalesce(args, pos)
	case "search":
		return c.search(c.self(pos), args, pos)
	case "duration", "timestamp", "date", "uuid", "bytes":
		return c.constructor(name, args, pos)
	}
	if hint, ok := refusedNames[name]; ok {
		return c.bad(pos, refusedCode, hint, "%s is not known here", name)
	}
	return c.bad(pos, nameCode, Suggest(name, functionNames), "unknown function %q", name)
}

// constructor checks a literal of a type that CEL writes as a call.
func (c *checker) constructor(name string, args []ast.Expr, pos Pos) operand {
	var o operand
	if len(args) == 1 {
		o = c.part(args[0])
	}
	if o.form != textual {
		return c.bad(pos, typeCode, "", "%s takes one literal text", name)
	}
	switch name {
	case "duration":
		micros, err := parseSpan(o.text)
		if err != nil {
			return c.bad(o.pos, valueCode, `write it like "90m", "24h" or "7d"`, "%s: %v", quote(o.text), err)
		}
		return operand{form: span, pos: pos, micros: micros}
	case "timestamp":
		return c.moment(o)
	}
	kind := map[string]value.Kind{"date": value.Date, "uuid": value.UUID, "bytes": value.Bytes}[name]
	if n := c.textAs(o, value.Type{Kind: kind}); n != nil {
		return c.typed(n, false)
	}
	return operand{pos: pos}
}

// transform checks size, lower and upper.
func (c *checker) transform(name string, o operand, pos Pos) operand {
	if name == "size" && o.form == relation {
		return c.typed(&Node{Op: Count, Type: intType, Args: []*Node{o.node}, Rel: o.rel, Index: c.newVar(), Pos: pos}, false)
	}
	if o = c.value(o); o.form == bad {
		return operand{pos: pos}
	}
	op, t := Size, intType
	switch name {
	case "lower", "lowerAscii":
		op, t = Lower, textType
	case "upper", "upperAscii":
		op, t = Upper, textType
	}
	if op == Size && o.form == rigid && o.node.Type.Kind == value.List {
		return c.typed(&Node{Op: op, Type: t, Args: []*Node{o.node}, Pos: pos}, o.nullable)
	}
	n := c.textual(name, o)
	if n == nil {
		return operand{pos: pos}
	}
	return c.typed(&Node{Op: op, Type: t, Args: []*Node{n}, Pos: pos}, o.nullable)
}

// textual gives an operand that must be a text.
func (c *checker) textual(name string, o operand) *Node {
	if o.form == textual || o.form == fact || o.form == choice && o.natural().Kind == value.Text || o.form == rigid && o.node.Type.Kind == value.Text {
		return c.as(o, textType, false)
	}
	if o.form != bad {
		hint := ""
		if o.form == rigid && o.node.Type.Kind == value.List && name == "contains" {
			hint = `write "x" in ` + o.what
		}
		takes := "text"
		if name == "size" {
			takes = "text, a list or a relation to many"
		}
		c.report(o.pos, typeCode, hint, "%s takes %s, not %s", name, takes, o.describe())
	}
	return nil
}

// method checks target.name(args).
func (c *checker) method(e ast.Expr) operand {
	call := e.AsCall()
	name, args, pos := call.FunctionName(), call.Args(), c.namePos(e)
	target := c.part(call.Target())
	switch name {
	case "exists", "all":
		return c.quantifier(name, target, args, pos)
	case "search":
		return c.search(target, args, pos)
	case "startsWith", "endsWith", "contains", "matches":
		return c.textTest(name, target, args, pos)
	case "size", "lower", "upper", "lowerAscii", "upperAscii":
		if len(args) != 0 {
			return c.bad(pos, typeCode, "", "%s takes no argument", name)
		}
		return c.transform(name, target, pos)
	}
	if hint, ok := refusedNames[name]; ok {
		return c.bad(pos, refusedCode, hint, "%s is not known here", name)
	}
	return c.bad(pos, nameCode, Suggest(name, methodNames), "unknown function %q", name)
}

// textTest checks startsWith, endsWith, contains and matches.
func (c *checker) textTest(name string, target operand, args []ast.Expr, pos Pos) operand {
	if len(args) != 1 {
		return c.bad(pos, typeCode, "", "%s takes one argument", name)
	}
	text, arg := c.textual(name, c.value(target)), c.value(c.part(args[0]))
	op := map[string]Op{"startsWith": StartsWith, "endsWith": EndsWith, "contains": Contains, "matches": Matches}[name]
	if op == Matches {
		if arg.form != textual {
			return c.bad(arg.pos, typeCode, "", "the pattern of matches is a literal text")
		}
		if err := CheckPattern(arg.text); err != nil {
			return c.bad(arg.pos, valueCode, "", "%v", err)
		}
	}
	return c.test(op, pos, text, c.textual(name, arg))
}

// quantifier checks relation.exists(x, condition) and relation.all(x, condition).
func (c *checker) quantifier(name string, target operand, args []ast.Expr, pos Pos) operand {
	if target.form == bad {
		return operand{pos: pos}
	}
	if target.form != relation {
		hint := ""
		if target.form == rigid && target.node.Type.Kind == value.List {
			hint = fmt.Sprintf(`write "x" in %s`, target.what)
		}
		return c.bad(pos, refusedCode, hint, "%s looks into the records of a relation to many, not %s", name, target.describe())
	}
	if len(args) != 2 || args[0].Kind() != ast.IdentKind {
		return c.bad(pos, typeCode, fmt.Sprintf("write %s.%s(x, x.field == ...)", target.rel.Name, name), "%s takes a name and a condition", name)
	}
	variableName := args[0].AsIdent()
	for _, r := range Reserved() {
		if r == variableName {
			return c.bad(c.pos(args[0]), nameCode, "choose another name", "%q has a meaning of its own", variableName)
		}
	}
	index := c.newVar()
	c.vars = append(c.vars, variable{name: variableName, self: &Node{Op: Var, Index: index}, rec: target.rel.Target})
	condition := c.condition(args[1])
	c.vars = c.vars[:len(c.vars)-1]
	if condition == nil {
		return operand{pos: pos}
	}
	op := Exists
	if name == "all" {
		op = All
	}
	return c.typed(&Node{Op: op, Type: boolType, Args: []*Node{target.node, condition}, Rel: target.rel, Index: index, Pos: pos}, false)
}

// newVar gives the next variable number.
func (c *checker) newVar() int {
	c.lastVar++
	return c.lastVar
}
