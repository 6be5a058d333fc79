package storetest

import (
	"testing"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
)

// Field is a field of the record at hand.
func Field(c *schema.Collection, name string) *expr.Node { return FieldOf(expr.Self, c, name) }

// FieldOf is a field of the record that base leads to.
func FieldOf(base *expr.Node, c *schema.Collection, name string) *expr.Node {
	f := c.Field(name)
	return expr.FieldOf(base, f.Index, f.Name, f.Type)
}

// Fields are fields that a read gives.
func Fields(c *schema.Collection, names ...string) []plan.Output {
	var out []plan.Output
	for _, name := range names {
		out = append(out, plan.Output{Expr: Field(c, name)})
	}
	return out
}

// Condition reads an expression over a record of c. What does not touch the record is
// an argument, in the order in which it stands.
func Condition(t testing.TB, c *schema.Collection, source string) *expr.Node {
	t.Helper()
	n, problems := expr.Parse(source, expr.Env{Record: c})
	if len(problems) > 0 {
		t.Fatalf("%s: %v", source, problems)
	}
	binds := 0
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op != expr.Auth && n.Op != expr.Now {
			return n
		}
		binds++
		return &expr.Node{Op: expr.Bind, Type: n.Type, Index: binds - 1}
	})
}
