package sqlgen

import (
	"encoding/json"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/schema"
)

// walked gives a field of a record that one or more references lead to: the
// column itself where it is the reference's own, a scalar subquery otherwise.
// It is null where there is no such record, or its guard hides it.
func (g *builder) walked(n *expr.Node, s scope, raw bool) scalar {
	if own := ownColumn(n); own != nil {
		return g.field(own, s, raw)
	}
	sql, inner, alias := g.chain(n.Args[0], s)
	target := schema.Of(n.Args[0].Rel)
	f := target.Fields[n.Index]
	column := g.column(alias, f)
	if !raw {
		column = g.dialect.Column(column, f)
	}
	return scalar{sql: "(SELECT " + column + sql + ")", null: true, defined: inner}
}

// ownColumn gives the field that holds a target's key, as a field of the
// record that refers to it: no join is needed, since our own foreign keys
// hold. A guard may hide the target, and adopted keys may lead nowhere.
func ownColumn(n *expr.Node) *expr.Node {
	walk := n.Args[0]
	base, ok := walk.Rel.Base.(*schema.Collection)
	at := slices.Index(walk.Rel.Remote, n.Index)
	if !ok || at < 0 || walk.Guard != nil || !base.Managed || !schema.Of(walk.Rel).Managed || len(walk.Rel.Remote) > 1 {
		return nil
	}
	// The way back from a unique reference leads to one, too, or to none.
	if !slices.ContainsFunc(base.Refs, func(r *schema.Ref) bool { return r.Forward == walk.Rel && !r.Unchecked }) {
		return nil
	}
	local := base.Fields[walk.Rel.Local[at]]
	return expr.FieldOf(walk.Args[0], local.Index, local.Name, n.Type)
}

// chain gives the FROM and WHERE of a walk, " FROM ... WHERE ...", and the
// last target's alias: a join a hop.
func (g *builder) chain(walk *expr.Node, s scope) (sql, defined, alias string) {
	var hops []*expr.Node
	base := walk
	for base.Op == expr.Walk {
		hops = append(hops, base)
		base = base.Args[0]
	}
	slices.Reverse(hops)
	var from strings.Builder
	var where string
	for i, hop := range hops {
		target := schema.Of(hop.Rel)
		alias = g.newAlias()
		on := and(g.joined(hop.Rel, alias, base, s), g.guard(hop, alias))
		if i == 0 {
			from.WriteString(" FROM " + g.table(target, alias))
			where = on
		} else {
			from.WriteString(" JOIN " + g.table(target, alias) + " ON " + on)
		}
		// The next hop starts from here, as a variable of its own.
		base = &expr.Node{Op: expr.Var, Index: -1}
		s = s.with(-1, alias, target)
	}
	return from.String() + " WHERE " + where, "", alias
}

func (g *builder) table(c *schema.Collection, alias string) string {
	if g.tables == nil {
		g.tables = map[string]*schema.Collection{}
	}
	g.tables[alias] = c
	return g.dialect.Quote(c.Table) + " AS " + alias
}

// joined is where the record alias is what rel leads to from base. Columns are
// compared as they stand, as the database's own foreign key does.
func (g *builder) joined(rel *expr.Relation, alias string, base *expr.Node, s scope) string {
	target := schema.Of(rel)
	from := rel.Base.(*schema.Collection)
	parts := make([]string, len(rel.Remote))
	for i, remote := range rel.Remote {
		local := from.Fields[rel.Local[i]]
		at := expr.FieldOf(base, local.Index, local.Name, local.Type)
		parts[i] = g.column(alias, target.Fields[remote]) + " = " + g.field(at, s, true).sql
	}
	return strings.Join(parts, " AND ")
}

// guard is what hides records from n, "" for nothing.
func (g *builder) guard(n *expr.Node, alias string) string {
	if n.Guard == nil || expr.IsTrue(n.Guard) {
		return ""
	}
	return g.truth(n.Guard, scopeOf(0, alias, schema.Of(n.Rel)))
}

// rows gives the SELECT of the related records that a quantifier speaks of,
// where pred's condition holds.
func (g *builder) rows(n *expr.Node, s scope, condition func(*expr.Node, scope) string) string {
	target, alias := schema.Of(n.Rel), g.newAlias()
	inner := s.with(n.Index, alias, target)
	where := []string{g.joined(n.Rel, alias, n.Args[0], s), g.guard(n, alias)}
	if len(n.Args) > 1 && !(n.Op == expr.Exists && expr.IsTrue(n.Args[1])) {
		where = append(where, condition(n.Args[1], inner))
	}
	return "SELECT 1 FROM " + g.table(target, alias) + " WHERE " + strings.Trim(and(where...), "")
}

func (g *builder) count(n *expr.Node, s scope) string {
	target, alias := schema.Of(n.Rel), g.newAlias()
	where := and(g.joined(n.Rel, alias, n.Args[0], s), g.guard(n, alias))
	if len(n.Args) > 1 {
		where = and(where, g.truth(n.Args[1], s.with(n.Index, alias, target)))
	}
	return "(SELECT COUNT(*) FROM " + g.table(target, alias) + " WHERE " + where + ")"
}

// pathText gives a path as a JSON array, which dialects read.
func pathText(path []string) string {
	raw, _ := json.Marshal(path) // strings always marshal
	return string(raw)
}
