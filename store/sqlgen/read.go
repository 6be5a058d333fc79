package sqlgen

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// maxJoins is the most records that one statement joins; further ones are
// nested statements.
const maxJoins = 16

// Read compiles a plan. Records to one are joined; nested reads to many become
// statements of their own, run for each row of their parent with the parent's
// columns bound.
func Read(r *plan.Read, d Dialect) (*Statement, error) {
	return read(r, d, nil)
}

// parent is the statement that a nested read hangs on.
type parent struct {
	rel    *expr.Relation
	locals []int // columns of the parent's answer
}

// level is the part of a plan that is being compiled, and the record it is about.
type level struct {
	plan  *plan.Read
	alias string
	scope scope
}

func newLevel(r *plan.Read, alias string) level {
	return level{plan: r, alias: alias, scope: scopeOf(0, alias, r.From)}
}

type reader struct {
	*builder
	level
	selects []string
	// groups are the aliases that there were before each output of a group was
	// compiled: what is sorted by the same is spelt the same, so that a database
	// sees that it is.
	groups map[*expr.Node]int
	joins  string
	out    Statement
	err    error // of a nested statement
}

func read(r *plan.Read, d Dialect, up *parent) (*Statement, error) {
	g := &builder{dialect: d}
	q := &reader{builder: g, level: newLevel(r, g.newAlias())}
	q.out.Outputs = q.outputs(r.Outputs)
	var correlation [][2]string
	if up != nil {
		correlation = q.correlation(up)
	}
	sql := q.selection(correlation).String()
	if r.Lock {
		sql += g.dialect.Lock(q.alias)
	}
	if g.err != nil {
		return nil, g.err
	}
	if q.err != nil {
		return nil, q.err
	}
	q.out.SQL, q.out.Binds = g.finish(sql)
	q.out.Tables, q.out.Plan = g.tables, r
	return &q.out, nil
}

// outputs places the outputs of the level.
func (q *reader) outputs(list []plan.Output) []Output {
	out := make([]Output, len(list))
	for i, o := range list {
		switch {
		case o.Nested == nil:
			if q.plan.Group && o.Aggregate == plan.NoAggregate {
				if q.groups == nil {
					q.groups = map[*expr.Node]int{}
				}
				q.groups[o.Expr] = q.aliases
			}
			q.merges = q.plan.Group
			out[i].Column = q.output(o)
			q.merges = false
		case q.joinable(o.Nested):
			out[i] = Output{Column: -1, Joined: q.join(o.Nested)}
		case q.gather(o.Nested, &out[i]):
		default:
			out[i] = Output{Column: -1, Many: o.Nested.Rel.Many}
			s, err := read(o.Nested, q.dialect, &parent{rel: o.Nested.Rel, locals: q.hidden(o.Nested.Rel)})
			if err != nil && q.err == nil {
				q.err = err
			}
			out[i].Nested = s
		}
	}
	return out
}

// joinable tells a nested read of one record at most that nothing multiplies.
func (q *reader) joinable(r *plan.Read) bool {
	return !r.Rel.Many && r.Limit == plan.None && r.Offset == plan.None && r.Within == nil && !r.Group && !q.plan.Group &&
		q.out.Joins < maxJoins && r.From.UniqueName(r.Rel.Remote) != ""
}

// join adds a record to one to the row.
func (q *reader) join(r *plan.Read) *Joined {
	outer, alias := q.level, q.newAlias()
	on := []string{q.joined(r.Rel, alias, expr.Self, q.scope)}
	q.level = newLevel(r, alias)
	if r.Where != nil && !expr.IsTrue(r.Where) {
		where := q.truth(r.Where, q.scope)
		if d, ok := q.dialect.(Joiner); ok {
			where = d.Joined(where)
		}
		on = append(on, where)
	}
	q.joins += " LEFT JOIN " + q.table(r.From, alias) + " ON " + bare(and(on...))
	j := &Joined{Index: q.out.Joins}
	q.out.Joins++
	j.Outputs = q.outputs(r.Outputs)
	j.Present = q.stored(r.Rel.Remote[0])
	q.level = outer
	return j
}

// selection puts the clauses together.
func (q *reader) selection(related [][2]string) *Select {
	var where, correlation []string
	if q.plan.Where != nil && !expr.IsTrue(q.plan.Where) {
		where = append(where, q.truth(q.plan.Where, q.scope))
	}
	where = append(where, q.within(), q.after())
	group := ""
	if q.plan.Group {
		group = q.groupBy() // which may add columns
	}
	if len(q.selects) == 0 {
		q.selects = append(q.selects, "1")
	}
	s := &Select{Group: group, Values: q.selects, Columns: q.out.Columns, From: q.table(q.plan.From, q.alias) + q.joins,
		Grouped: q.plan.Group, Related: related}
	if w := and(where...); w != "" {
		s.Filter = bare(w)
	}
	for _, pair := range related {
		correlation = append(correlation, pair[0]+" = "+pair[1])
	}
	if w := and(append([]string{and(correlation...)}, where...)...); w != "" {
		s.Where = bare(w)
	}
	s.Keys = q.sortKeys()
	s.Order = q.orderBy(s.Keys)
	s.Limit, s.Offset = q.limit()
	return s
}

// bare takes the brackets off a whole condition.
func bare(w string) string {
	if !strings.HasPrefix(w, "(") {
		return w
	}
	depth, quoted := 0, byte(0)
	for i, c := range []byte(w) {
		switch {
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quoted = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if depth == 0 && i < len(w)-1 {
			return w
		}
	}
	return w[1 : len(w)-1]
}

func (q *reader) correlation(up *parent) [][2]string {
	pairs := make([][2]string, len(up.rel.Remote))
	from := up.rel.Base.(*schema.Collection)
	for i, remote := range up.rel.Remote {
		at := q.bind(Bind{Source: Parent, Index: up.locals[i], Type: from.Fields[up.rel.Local[i]].Type})
		pairs[i] = [2]string{q.column(q.alias, q.plan.From.Fields[remote]), at}
	}
	return pairs
}

// hidden gives the columns that hold a relation's local fields.
func (q *reader) hidden(rel *expr.Relation) []int {
	out := make([]int, len(rel.Local))
	for i, local := range rel.Local {
		out[i] = q.stored(local)
	}
	return out
}

// stored gives the column that holds a field of the level's record, adding it
// where it is not selected yet.
func (q *reader) stored(field int) int {
	f := q.plan.From.Fields[field]
	sql := q.column(q.alias, f)
	if at := slices.Index(q.selects, sql); at >= 0 {
		return at
	}
	return q.selected(sql, Column{Type: f.Type, Of: q.plan.From, Field: f})
}

func (q *reader) selected(sql string, c Column) int {
	q.selects = append(q.selects, sql)
	q.out.Columns = append(q.out.Columns, c)
	return len(q.selects) - 1
}

// output adds the column of one value.
func (q *reader) output(o plan.Output) int {
	switch {
	case o.Aggregate != plan.NoAggregate:
		return q.selected(q.aggregate(o))
	case o.Expr.Op == expr.Field:
		c := collectionOf(o.Expr.Args[0], q.scope)
		if c == nil {
			return q.selected(q.fail("an output uses a record that is not there"), Column{})
		}
		f := c.Fields[o.Expr.Index]
		// Groups are of equal bytes, and the column may take others for equal too.
		raw := !q.plan.Group || f.Collation == ""
		return q.selected(q.field(o.Expr, q.scope, raw).sql, Column{Type: f.Type, Of: c, Field: f})
	}
	v, t := q.computed(o.Expr)
	return q.selected(v, Column{Type: t, Calculated: calculated(o.Expr)})
}

// collectionOf gives the collection of a record-valued node.
func collectionOf(n *expr.Node, s scope) *schema.Collection {
	if n.Op == expr.Walk {
		return schema.Of(n.Rel)
	}
	return s.of[n.Index]
}

// computed gives a value with the type it is in: a decimal has the scale it is
// computed at.
func (q *reader) computed(n *expr.Node) (string, value.Type) { return q.builder.computed(n, q.scope) }

func (g *builder) computed(n *expr.Node, s scope) (string, value.Type) {
	if n.Type.Kind == value.Bool && isTest(n) {
		return "(CASE WHEN " + g.truth(n, s) + " THEN " + g.boolean(true) + " ELSE " + g.boolean(false) + " END)", n.Type
	}
	if n.Type.Kind == value.Decimal {
		form, scale, _ := numberOf(n)
		if form == integral {
			return g.value(n, s).sql, value.Type{Kind: value.Decimal, Precision: maxNarrow, Scale: uint8(scale)}
		}
		return g.asKey(n, s).sql, value.Type{Kind: value.Decimal, Scale: n.Type.Scale}
	}
	return g.value(n, s).sql, n.Type
}

// sortKeys are what rows are sorted by, without what is null in all of them.
func (q *reader) sortKeys() []SortKey {
	var keys []SortKey
	for i, o := range q.plan.Order {
		v := q.sortKey(o.Expr)
		null, known := nullsApart(q.plan.Where, o.Expr)
		if i < len(q.plan.After) && i <= q.plan.Tied { // they agree with the given row
			null, known = q.plan.After[i] == plan.None, true
		}
		if !null {
			keys = append(keys, SortKey{SQL: v.sql, Desc: o.Desc, Nullable: !known && (v.null || v.defined != ""), NullsFirst: o.NullsFirst})
		}
	}
	return keys
}

// nullsApart tells whether a value is null in all rows that a condition chooses,
// where that is known.
func nullsApart(where, of *expr.Node) (null, known bool) {
	if where == nil {
		return false, false
	}
	switch where.Op {
	case expr.And:
		for _, a := range where.Args {
			if null, known = nullsApart(a, of); known {
				return null, known
			}
		}
	case expr.Not:
		if where.Args[0].Op == expr.IsNull {
			_, known = nullsApart(where.Args[0], of)
			return false, known
		}
	case expr.IsNull:
		same := sameWalk(where.Args[0], of)
		return same, same
	}
	return false, false
}

func (q *reader) orderBy(keys []SortKey) string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		if sorter, ok := q.dialect.(NullSorter); ok && k.Nullable {
			parts[i] = sorter.SortKey(k)
			continue
		}
		parts[i] = k.SQL
		if k.Desc {
			parts[i] += " DESC"
		}
		if k.Nullable {
			parts[i] += q.dialect.NullsOrder(k.Desc, k.NullsFirst)
		}
	}
	return strings.Join(parts, ", ")
}

// sortKey gives what to sort by, spelt as the output is that groups are made by.
func (q *reader) sortKey(n *expr.Node) scalar {
	aliases, ok := q.groups[n]
	if !ok {
		return q.orderKey(n)
	}
	most := q.aliases
	q.aliases, q.merges = aliases, true
	v := q.orderKey(n)
	q.aliases, q.merges = max(q.aliases, most), false
	return v
}

// orderKey gives what to sort by. A field of the record itself is its bare
// column, so that an index serves; an adopted column sorts as its own
// collation does, unless the schema says that it is to be sorted by its bytes.
func (q *reader) orderKey(n *expr.Node) scalar {
	if n.Type.Kind == value.Bool && isTest(n) {
		sql, _ := q.computed(n)
		return scalar{sql: sql}
	}
	if n.Op == expr.Field && n.Type.Kind == value.Text {
		collation := q.collation(n)
		key := q.field(n, q.scope, collation != schema.Binary && !(q.plan.Group && collation != ""))
		if collation == schema.Binary {
			key.sql = q.dialect.Bytewise(key.sql)
		}
		return key
	}
	if form, _, _ := numberOf(n); form >= dynamic {
		return q.asKey(n, q.scope)
	}
	if n.Type.Kind == value.JSON || n.Type.Kind == value.List {
		return q.member(n, q.scope, JSONSortable)
	}
	return q.value(n, q.scope)
}

// collation is that of an adopted field's texts.
func (q *reader) collation(n *expr.Node) string {
	if c := collectionOf(n.Args[0], q.scope); c != nil {
		return c.Fields[n.Index].Collation
	}
	return ""
}

func (q *reader) limit() (limit, offset string) {
	bind := func(i int, form Form) string {
		return q.bind(Bind{Index: i, Type: value.Type{Kind: value.Int}, Form: form})
	}
	switch {
	case q.plan.Limit != plan.None:
		limit = bind(q.plan.Limit, LimitCount)
	case q.plan.Offset != plan.None:
		limit = q.dialect.Unlimited()
	}
	if q.plan.Offset != plan.None {
		offset = bind(q.plan.Offset, OffsetCount)
	}
	return limit, offset
}

// Condition compiles a condition over a collection's own fields as it stands
// in an index or a check: columns without a table, no placeholders.
func Condition(n *expr.Node, c *schema.Collection, d Dialect) (string, error) {
	g := &builder{dialect: d}
	sql := g.truth(n, scopeOf(0, "", c))
	if len(g.binds) > 0 {
		g.fail("the condition holds a constant that cannot be written in a statement")
	}
	if g.err != nil {
		return "", g.err
	}
	return bare(sql), nil
}
