// Package advice finds the indexes that a schema lacks: for rules that choose
// records by fields without one, and for ways back along references that no
// index leads. It speaks only where an index would plainly help, and knows no
// database: what one does with a statement is told by its own explanation.
package advice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// Of gives a warning for each index that a rule or a reference of the schema
// would need, in the order of the files.
func Of(s *schema.Schema) schema.Problems {
	l := &lint{told: map[string]bool{}}
	for _, c := range s.Collections {
		if c.View {
			continue
		}
		for _, r := range rulesOf(c) {
			l.rule(c, r.name, r.node)
		}
		for _, ref := range c.Refs {
			l.ref(c, ref)
		}
	}
	slices.SortStableFunc(l.found, func(a, b schema.Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
	return l.found
}

type named struct {
	name string
	node *expr.Node
}

func rulesOf(c *schema.Collection) []named {
	r := c.Rules
	return []named{{"read", r.Read}, {"create", r.Create}, {"update", r.Update}, {"delete", r.Delete}}
}

// lint is one look at a schema.
type lint struct {
	found schema.Problems
	told  map[string]bool // what was warned of already
}

// rule looks at one rule. Lists are chosen by the read rule; the others are
// asked about records that a caller has chosen.
func (l *lint) rule(c *schema.Collection, name string, n *expr.Node) {
	if n == nil {
		return
	}
	var needs []Need
	if name == "read" {
		needs = Wants(c, n, false)
	}
	for _, need := range append(needs, Ways(n)...) {
		l.warn(need, c.RulePlace(name, need.Node.Pos), c.Name,
			fmt.Sprintf("the %s rule of %s asks for %s, and no index of %s begins with %s",
				name, c.Name, expr.Format(need.Node), need.Collection.Name, need.names()))
	}
}

func (l *lint) ref(c *schema.Collection, ref *schema.Ref) {
	if ref.Unchecked || Covered(c, ref.Columns) {
		return
	}
	need := Need{Collection: c, Fields: ref.Columns}
	l.warn(need, c.RefPlace(ref), c.Name, fmt.Sprintf("no index of %s begins with %s: embeds and deletions of %s read every record of %s",
		c.Name, need.names(), ref.To.Name, c.Name))
}

func (l *lint) warn(need Need, at schema.Place, where, message string) {
	key := need.Collection.Name + " " + need.names()
	if l.told[key] {
		return
	}
	l.told[key] = true
	l.found = append(l.found, schema.Problem{File: at.File, Line: at.Line, Column: at.Column, Where: where,
		Code: fault.TooComplex, Message: message, Hint: need.Remedy(), Warning: true})
}

// Need is an index that would serve a condition and is not there.
type Need struct {
	Collection *schema.Collection
	Fields     []int
	Desc       []bool     // of Fields, where the order matters
	Node       *expr.Node // the condition, or the walk
}

func (n Need) names() string {
	names := make([]string, len(n.Fields))
	for i, f := range n.Fields {
		names[i] = n.Collection.Fields[f].Name
		if i < len(n.Desc) && n.Desc[i] {
			names[i] = "-" + names[i]
		}
	}
	return strings.Join(names, ", ")
}

// Remedy says what to write, and where.
func (n Need) Remedy() string {
	if !n.Collection.Managed {
		return fmt.Sprintf("make an index on (%s) of the table %s in its database, and list it under indexes: - [%s]",
			n.names(), n.Collection.Table, n.names())
	}
	return fmt.Sprintf("add to %s: indexes: - [%s]", n.Collection.Name, n.names())
}

// Covered tells whether the key or an index over all records begins with
// fields, in any order.
func Covered(c *schema.Collection, fields []int) bool {
	begins := func(on []int) bool {
		if len(on) < len(fields) {
			return false
		}
		for _, f := range on[:len(fields)] {
			if !slices.Contains(fields, f) {
				return false
			}
		}
		return true
	}
	if begins(c.Key) {
		return true
	}
	return slices.ContainsFunc(c.Indexes, func(x *schema.Index) bool {
		on := make([]int, len(x.Parts))
		for i, p := range x.Parts {
			on[i] = p.Field
		}
		return x.Where == nil && begins(on)
	})
}

// Wants gives the indexes that a condition over records of c would need to
// find them: none where one is there, or where none could help. ranges also
// counts comparisons that choose a range, which may be of most records.
func Wants(c *schema.Collection, n *expr.Node, ranges bool) []Need {
	_, needs := (&chooser{c, ranges}).choose(n)
	return needs
}

// Ways gives the indexes that the walks and quantifiers of n would need.
func Ways(n *expr.Node) []Need {
	var needs []Need
	expr.Visit(n, func(n *expr.Node) bool {
		if n.Rel != nil {
			if target := schema.Of(n.Rel); !target.View && !Covered(target, n.Rel.Remote) {
				needs = append(needs, Need{Collection: target, Fields: n.Rel.Remote, Node: n})
			}
		}
		return true
	})
	return needs
}

// chooser judges whether records could be found by a condition.
type chooser struct {
	c      *schema.Collection
	ranges bool
}

// choose tells whether an index could find the records, and which are missing
// for that: none where they are all there.
func (h *chooser) choose(n *expr.Node) (can bool, needs []Need) {
	if n == nil {
		return false, nil
	}
	switch n.Op {
	case expr.And:
		for _, a := range n.Args {
			able, lacks := h.choose(a)
			if able && len(lacks) == 0 {
				return true, nil
			}
			if able && !can {
				can, needs = true, lacks
			}
		}
		return can, needs
	case expr.Or:
		for _, a := range n.Args {
			able, lacks := h.choose(a)
			if !able {
				return false, nil
			}
			needs = append(needs, lacks...)
		}
		return true, needs
	}
	f := h.field(n)
	if f < 0 {
		return false, nil
	}
	if Covered(h.c, []int{f}) {
		return true, nil
	}
	return true, []Need{{Collection: h.c, Fields: []int{f}, Node: n}}
}

// field gives the field by which a test chooses few records, or -1.
func (h *chooser) field(n *expr.Node) int {
	switch n.Op {
	case expr.Eq:
		if f := h.own(n.Args[0]); f >= 0 && fixed(n.Args[1]) {
			return f
		}
		if f := h.own(n.Args[1]); f >= 0 && fixed(n.Args[0]) {
			return f
		}
	case expr.In:
		if f := h.own(n.Args[0]); f >= 0 && !slices.ContainsFunc(n.Args[1:], expr.TouchesRecord) {
			return f
		}
	case expr.Lt, expr.Le, expr.Gt, expr.Ge:
		if !h.ranges {
			return -1
		}
		if f := h.own(n.Args[0]); f >= 0 && fixed(n.Args[1]) {
			return f
		}
		if f := h.own(n.Args[1]); f >= 0 && fixed(n.Args[0]) {
			return f
		}
	case expr.StartsWith:
		if f := h.own(n.Args[0]); f >= 0 && h.ranges && fixed(n.Args[1]) {
			return f
		}
	}
	return -1
}

// fixed tells a value that is the same for every record and not null.
func fixed(n *expr.Node) bool {
	return !expr.TouchesRecord(n) && !(n.Op == expr.Literal && n.Value.IsNull())
}

// own gives the field of the record itself that n is, or that holds what n
// walks to; -1 for anything else, and for what is one of few things.
func (h *chooser) own(n *expr.Node) int {
	if n.Op != expr.Field {
		return -1
	}
	f, base := n.Index, n.Args[0]
	if base.Op == expr.Walk && base.Args[0].Op == expr.Var && base.Args[0].Index == 0 {
		at := slices.Index(base.Rel.Remote, f)
		if at < 0 {
			return -1
		}
		f, base = base.Rel.Local[at], base.Args[0]
	}
	if base.Op != expr.Var || base.Index != 0 {
		return -1
	}
	field := h.c.Fields[f]
	if field.Values != nil || !indexable(field) {
		return -1
	}
	return f
}

// indexable tells a field that an index can be on, and of more than two values.
func indexable(f *schema.Field) bool {
	switch f.Type.Kind {
	case value.Bool, value.JSON, value.List:
		return false
	}
	return f.Collation == "" || strings.EqualFold(f.Collation, "BINARY")
}
