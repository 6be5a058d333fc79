package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// selection is a select argument as it was read: what of each row, and what
// nested in it. It holds no caller's values and is never changed, so that
// requests share it.
type selection struct {
	collection *schema.Collection
	outputs    []query.Output // an embed's is empty but for its name
	embeds     []embedding
	all        bool     // a * is among the members
	glances    []glance // what reading it depended on
}

// embedding is one relation of a selection.
type embedding struct {
	output   int    // its place in outputs; hidden where it has none
	name     string // its alias, or what it was asked by
	relation *expr.Relation
	// via leads on from relation's target where that joins two collections:
	// the rows are those of via's target then.
	via           *expr.Relation
	inner, spread bool
	lifted        bool // its members are among the outputs: see lift
	rows          *selection
}

// hidden is the output of an embed without members: it filters and sorts, and
// is not answered.
const hidden = -1

// Level is one select being written for a request: a selection with what the
// request says of its rows.
type Level struct {
	*selection
	Where         []*expr.Node
	order         []query.Order
	Limit, Offset int
	Paged         bool    // cursor= is there
	Cursor        string  // what it says; "" is from the start
	Embeds        []Level // as selection.embeds
}

func newLevel(s *selection) Level {
	l := Level{selection: s, Limit: query.Unlimited}
	if len(s.embeds) > 0 {
		l.Embeds = make([]Level, len(s.embeds))
		for i := range s.embeds {
			l.Embeds[i] = newLevel(s.embeds[i].rows)
		}
	}
	return l
}

// Own tells whether each row is made of its own record alone: it has no embed,
// and no computed field that looks at other records.
func (l *Level) Own() bool {
	if len(l.Embeds) > 0 {
		return false
	}
	if len(l.collection.Computed()) == 0 {
		return true
	}
	for i := range l.outputs {
		n := l.outputs[i].Expr
		for n != nil && n.Op != expr.Field && len(n.Args) > 0 {
			n = n.Args[0]
		}
		if n != nil && n.Op == expr.Field && l.collection.Fields[n.Index].Reaches {
			return false
		}
	}
	return true
}

// embed finds an embed by its name, -1 where there is none.
func (l *Level) embed(name string) int {
	for i := range l.selection.embeds {
		if l.selection.embeds[i].name == name {
			return i
		}
	}
	return -1
}

// descend finds the level that a path of embeds names.
func (l *Level) descend(path []string) (*Level, error) {
	for _, name := range path {
		i := l.embed(name)
		if i < 0 {
			return nil, fault.Of(fault.UnknownRelation, name, "%s is not an embedded resource in this request", Quote(name)).
				WithHint("name it in select, as in select=*,%s(*)", ValidText(name))
		}
		l = &l.Embeds[i]
	}
	return l, nil
}

// Build gives the query's form of a level.
func (l *Level) Build(p *Parser) query.Select {
	sel := query.Select{
		Collection: l.collection, Outputs: l.outputs, Order: l.order,
		Limit: l.Limit, Offset: l.Offset,
	}
	where := l.Where
	if len(l.Embeds) > 0 {
		sel.Outputs = append([]query.Output(nil), l.outputs...)
		for i := range l.Embeds {
			e := &l.selection.embeds[i]
			if e.output != hidden {
				sel.Outputs[e.output].Embed = l.Embeds[i].embedded(p, e)
			} else if e.inner {
				where = append(where, l.exists(p, i))
			}
		}
	}
	sel.Where = Conjunction(where)
	return sel
}

// embedded gives the query's form of an embed whose rows l says.
func (l *Level) embedded(p *Parser, e *embedding) *query.Embed {
	out := &query.Embed{Relation: e.relation, Select: l.Build(p), Inner: e.inner, Spread: e.spread}
	if e.relation.Many {
		if rank := query.Rank(&out.Select); rank != nil {
			out.Select.Order = rank
		}
	}
	if e.via == nil {
		return out
	}
	// The join's rows are asked for, each with its one target's members in
	// their place; order, limit and offset are the join's then.
	inner := out.Select
	out.Select = query.Select{
		Collection: schema.Of(e.relation), Limit: inner.Limit, Offset: inner.Offset,
		Outputs: []query.Output{{Name: e.via.Name}},
	}
	for _, o := range inner.Order {
		o.Expr = replaceSelf(o.Expr, expr.WalkOf(expr.Self, e.via))
		out.Select.Order = append(out.Select.Order, o)
	}
	inner.Order, inner.Limit, inner.Offset = nil, query.Unlimited, 0
	out.Select.Outputs[0].Embed = &query.Embed{Relation: e.via, Select: inner, Inner: true, Spread: true}
	return out
}

// exists is the condition that embed i has rows, as it is filtered.
func (l *Level) exists(p *Parser, i int) *expr.Node {
	e := &l.selection.embeds[i]
	sub := &l.Embeds[i]
	where := sub.Where[:len(sub.Where):len(sub.Where)]
	for j := range sub.Embeds {
		if sub.selection.embeds[j].inner {
			where = append(where, sub.exists(p, j))
		}
	}
	pred := Conjunction(where)
	if e.via != nil {
		v := p.variable()
		pred = expr.ExistsOf(expr.Self, e.via, v, p.rebase(pred, v))
	}
	v := p.variable()
	return expr.ExistsOf(expr.Self, e.relation, v, p.rebase(pred, v))
}

// replaceSelf puts another record in the place of the record itself.
func replaceSelf(n, record *expr.Node) *expr.Node {
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op == expr.Var && n.Index == 0 {
			return record
		}
		return n
	})
}

// rebase writes a condition over variable v instead of the record itself, and
// gives its own variables new numbers, so that each stands once in a request.
func (p *Parser) rebase(n *expr.Node, v int) *expr.Node {
	if n == nil {
		return nil
	}
	vars := map[int]int{0: v}
	expr.Visit(n, func(n *expr.Node) bool {
		if n.Op == expr.Exists || n.Op == expr.All || n.Op == expr.Count {
			vars[n.Index] = p.variable()
		}
		return true
	})
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		switch n.Op {
		case expr.Var, expr.Exists, expr.All, expr.Count:
			moved := *n
			moved.Index = vars[n.Index]
			return &moved
		}
		return n
	})
}
