package sqlgen

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// search is where texts of a record satisfy a query; where there is no such
// record, none does.
func (g *builder) search(n *expr.Node, s scope, want bool) string {
	base, fields := n.Args[1].Args[0], make([]int, len(n.Args)-1)
	for i, text := range n.Args[1:] {
		fields[i] = text.Index
	}
	var sql string
	switch base.Op {
	case expr.Var:
		c := s.of[base.Index]
		if c == nil || s.alias[base.Index] == "" {
			return g.fail("a search stands where there is no record")
		}
		sql = g.dialect.Search(c, s.alias[base.Index], fields, g.query(n.Args[0], SearchQuery))
	case expr.Walk:
		chain, _, alias := g.chain(base, s)
		found := g.dialect.Search(schema.Of(base.Rel), alias, fields, g.query(n.Args[0], SearchQuery))
		sql = "EXISTS (SELECT 1" + chain + " AND " + found + ")"
	default:
		return g.fail("the record before the write cannot be searched by a statement")
	}
	if want {
		return sql
	}
	return "NOT " + sql
}

// rank is how well a record satisfies a query.
func (g *builder) rank(n *expr.Node, s scope) scalar {
	texts := make([]string, len(n.Args)-1)
	for i, text := range n.Args[1:] {
		if keeper, ok := g.dialect.(WordKeeper); ok {
			texts[i] = g.keptWords(keeper, text, s)
		} else {
			texts[i] = g.field(text, s, true).sql
		}
	}
	return scalar{sql: g.dialect.Rank(g.query(n.Args[0], RankQuery), texts)}
}

// keptWords gives the words of a field.
func (g *builder) keptWords(keeper WordKeeper, text *expr.Node, s scope) string {
	of := func(c *schema.Collection, alias string) string {
		column := keeper.WordsColumn(c, text.Index)
		if column == "" || alias == "" {
			return g.fail("a search where no words are kept")
		}
		return alias + "." + g.dialect.Quote(column)
	}
	base := text.Args[0]
	switch base.Op {
	case expr.Var:
		return of(s.of[base.Index], s.alias[base.Index])
	case expr.Walk:
		chain, _, alias := g.chain(base, s)
		return "(SELECT " + of(schema.Of(base.Rel), alias) + chain + ")"
	}
	return g.fail("the record before the write cannot be searched by a statement")
}

// query binds what is searched for.
func (g *builder) query(n *expr.Node, form Form) string {
	b := Bind{Index: n.Index, Type: value.Type{Kind: value.Text}, Form: form}
	switch n.Op {
	case expr.Literal:
		b.Source, b.Value, b.Index = Constant, n.Value, 0
	case expr.Bind:
	default:
		return g.fail("a search whose query depends on a record")
	}
	return g.bind(b)
}
