package expr

import (
	"cel.dev/cel-go/common/ast"

	"bedplate/fault"
	"bedplate/search"
	"bedplate/value"
)

// Searched is a Record with texts that can be searched.
type Searched interface {
	Record
	// SearchFields names them; there may be none.
	SearchFields() []string
}

// SearchOf is where texts of one record satisfy a query. The query is a
// literal, or a parameter that holds a search.Query's String.
func SearchOf(query *Node, texts ...*Node) *Node {
	return TestOf(Search, append([]*Node{query}, texts...)...)
}

// RankOf is how well the record of a Search satisfies it.
func RankOf(found *Node) *Node {
	return &Node{Op: Rank, Type: intType, Args: found.Args}
}

// self is the record that an expression is about, as a search's target.
func (c *checker) self(pos Pos) operand {
	if c.env.NoRecord || c.env.Record == nil {
		return c.bad(pos, nameCode, "", "there is no record to search here")
	}
	return operand{form: records, pos: pos, node: Self, rec: c.env.Record}
}

// search checks search("words"), record.search("words") and text.search("words").
// The query is read here: what is wrong with it would be wrong each time.
func (c *checker) search(target operand, args []ast.Expr, pos Pos) operand {
	if len(args) != 1 {
		return c.bad(pos, typeCode, "", "search takes one argument")
	}
	arg := c.value(c.part(args[0]))
	texts := c.searched(target, pos)
	if arg.form == bad || texts == nil {
		return operand{pos: pos}
	}
	if arg.form != textual {
		return c.bad(arg.pos, typeCode, "", "what search looks for is a literal text")
	}
	query, negated, mistake := search.Parse(search.Web, arg.text)
	if mistake != nil {
		code := valueCode
		if mistake.TooLong {
			code = fault.TooComplex
		}
		return c.bad(arg.pos, code, mistake.Hint, "%s", mistake.Message)
	}
	n := SearchOf(LiteralOf(value.OfText(query.String()), textType), texts...)
	n.Pos = pos
	if negated {
		n = NotOf(n)
		n.Pos = pos
	}
	return c.typed(n, false)
}

// searched gives the texts that a search looks into: all of a record's that
// are there for whom the expression is read, or one of them; nil, reported,
// where there is none.
func (c *checker) searched(target operand, pos Pos) []*Node {
	if target.form == bad {
		return nil
	}
	if target.form == records && target.node.Op != Old {
		var texts []*Node
		for _, name := range searchFields(target.rec) {
			if m, ok := c.find(target.rec, name); ok {
				texts = append(texts, &Node{Op: Field, Type: textType, Args: []*Node{target.node}, Index: m.Field, Name: name, Pos: pos})
			}
		}
		if texts == nil {
			c.report(pos, refusedCode, "name its texts in the schema: search: [...]", "%s has no texts to search", target.rec.RecordName())
		}
		return texts
	}
	if n := target.node; target.form == rigid && n.Op == Field && n.Type == textType && n.Args[0].Op != Old {
		if rec := c.recordOf(n.Args[0]); rec != nil {
			for _, name := range searchFields(rec) {
				if name == n.Name {
					return []*Node{n}
				}
			}
			c.report(pos, refusedCode, "name it in the schema: search: ["+n.Name+"]", "%q cannot be searched", n.Name)
			return nil
		}
	}
	c.report(pos, refusedCode, "", "search looks into a record or one of its texts, not %s", target.describe())
	return nil
}

// recordOf gives what a record-valued node is of, nil where that is not known.
func (c *checker) recordOf(n *Node) Record {
	if n.Op == Walk {
		return n.Rel.Target
	}
	for _, v := range c.vars {
		if v.self.Index == n.Index && n.Index != 0 {
			return v.rec
		}
	}
	return c.env.Record
}

func searchFields(rec Record) []string {
	if s, ok := rec.(Searched); ok {
		return s.SearchFields()
	}
	return nil
}

// search tests the texts of a record against a query.
func (e *evaluator) search(n *Node) (truth, error) {
	query, texts, err := e.sought(n)
	if err != nil || query == nil {
		return isFalse, err
	}
	return truthOf(query.Matches(texts)), nil
}

// rank ranks them.
func (e *evaluator) rank(n *Node) (value.Value, bool, error) {
	query, texts, err := e.sought(n)
	if err != nil || query == nil {
		return value.OfInt(0), err == nil, err
	}
	return value.OfInt(query.Rank(texts)), true, nil
}

// sought gives a search's query, nil for none, and the texts that are not null.
func (e *evaluator) sought(n *Node) (*search.Query, []string, error) {
	text, ok, err := e.value(n.Args[0])
	if err != nil || !ok || text.Kind() != value.Text {
		return nil, nil, err
	}
	query, _, mistake := search.Parse(search.Boolean, text.Raw())
	if mistake != nil {
		return nil, nil, nil
	}
	var texts []string
	for _, a := range n.Args[1:] {
		t, ok, err := e.value(a)
		if err != nil {
			return nil, nil, err
		}
		if ok && t.Kind() == value.Text {
			texts = append(texts, t.Raw())
		}
	}
	return query, texts, nil
}
