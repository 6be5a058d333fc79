package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// asking is a request to read, as names and texts, so that the same one can be
// made of two schemas.
type asking struct {
	collection string
	all        bool // every field, as a wildcard gives them
	fields     []string
	groups     []query.Aggregate // over fields, one each; nil for rows
	embeds     []embedding
	where      string
	order      []sorting
	limit      int
	offset     int
	count      bool
	within     *choosing
}

// choosing is query.Within, of fields alone.
type choosing struct {
	by, limit, offset int
	order             []sorting
}

func newChoosing(r *rand.Rand, collection string) *choosing {
	w := &choosing{limit: query.Unlimited}
	for range 1 + r.IntN(2) {
		path := oneOf(r, fieldNames[collection])
		if r.IntN(3) == 0 {
			path = oneOf(r, walks[collection])
		}
		w.order = append(w.order, sorting{path, r.IntN(2) == 0})
	}
	w.by = r.IntN(len(w.order) + 1)
	if r.IntN(2) == 0 {
		w.limit, w.offset = r.IntN(4), r.IntN(2)
	}
	return w
}

type embedding struct {
	relation string
	inner    bool
	of       *asking
}

type sorting struct {
	path string // a field, perhaps of a record referred to
	desc bool
}

var (
	fieldNames = map[string][]string{
		"people":   {"id", "name", "team", "rank", "boss", "weight", "badge"},
		"posts":    {"id", "title", "slug", "state", "owner", "score", "author", "reviewer", "heat", "hot"},
		"comments": {"id", "body", "mood", "votes", "post", "by", "loud"},
	}
	relations = map[string]map[string]string{
		"people":   {"boss": "people", "staff": "people", "posts": "posts", "reviews": "posts", "remarks": "comments"},
		"posts":    {"author": "people", "reviewer": "people", "comments": "comments"},
		"comments": {"post": "posts", "by": "people"},
	}
	walks = map[string][]string{
		"people": {"boss.name", "boss.team", "boss.boss.rank", "boss.weight"}, "posts": {"author.name", "reviewer.rank", "author.boss.team"},
		"comments": {"post.score", "by.name", "post.author.team", "post.heat"},
	}
)

func oneOf[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func newAsking(r *rand.Rand, collection string, depth int) *asking {
	a := &asking{collection: collection, limit: query.Unlimited}
	if r.IntN(6) == 0 {
		a.within = newChoosing(r, collection)
	}
	if depth == 2 && r.IntN(8) == 0 {
		a.grouped(r)
		return a
	}
	if a.all = r.IntN(2) == 0; !a.all {
		for range 1 + r.IntN(3) {
			a.fields = append(a.fields, oneOf(r, fieldNames[collection]))
		}
	}
	if r.IntN(2) == 0 {
		a.where = condition(r, 2, atoms[collection])
	}
	for range r.IntN(3) {
		path := oneOf(r, fieldNames[collection])
		if r.IntN(2) == 0 {
			path = oneOf(r, walks[collection])
		}
		a.order = append(a.order, sorting{path, r.IntN(2) == 0})
	}
	if r.IntN(2) == 0 {
		a.limit, a.offset = r.IntN(4), r.IntN(3)
	}
	a.count = depth == 2 && a.within == nil && r.IntN(3) == 0 // what is explained is the filter's
	if depth > 0 {
		names := keys(relations[collection])
		for range r.IntN(3) {
			name := oneOf(r, names)
			a.embeds = append(a.embeds, embedding{name, r.IntN(3) == 0, newAsking(r, relations[collection][name], depth-1)})
		}
	}
	return a
}

// grouped makes it a request for aggregates.
func (a *asking) grouped(r *rand.Rand) {
	numbers := map[string]string{"people": "rank", "posts": "score", "comments": "votes"}
	for range r.IntN(2) {
		a.fields, a.groups = append(a.fields, oneOf(r, fieldNames[a.collection])), append(a.groups, query.NoAggregate)
	}
	for range 1 + r.IntN(2) {
		function := oneOf(r, []query.Aggregate{query.CountRows, query.CountDistinct, query.Sum, query.Min, query.Max})
		a.fields, a.groups = append(a.fields, numbers[a.collection]), append(a.groups, function)
	}
	if r.IntN(2) == 0 {
		a.where = condition(r, 1, atoms[a.collection])
	}
}

// filters tells whether a condition chooses the rows: the request's own, or one
// of an inner embed.
func (a *asking) filters() bool {
	return a.where != "" || slices.ContainsFunc(a.embeds, func(e embedding) bool { return e.inner && e.of.filters() })
}

func keys[V any](m map[string]V) []string {
	var names []string
	for _, name := range []string{"author", "boss", "by", "comments", "post", "posts", "remarks", "reviewer", "reviews", "staff"} {
		if _, ok := m[name]; ok {
			names = append(names, name)
		}
	}
	return names
}

// build makes the selection of a schema, leaving out of a wildcard what hidden
// says.
func (a *asking) build(s *schema.Schema, hidden func(*schema.Field) bool) (*query.Select, error) {
	c := s.Collection(a.collection)
	sel := &query.Select{Collection: c, Limit: a.limit, Offset: a.offset}
	if a.count {
		sel.Count = query.CountExact
	}
	if a.all {
		for _, f := range c.Fields {
			if !hidden(f) {
				sel.Outputs = append(sel.Outputs, query.Output{Name: f.Name, Expr: fieldAt(c, f.Name), Implied: true})
			}
		}
	}
	for i, name := range a.fields {
		o := query.Output{Name: fmt.Sprintf("%s%d", name, i), Expr: fieldAt(c, name)}
		if a.groups != nil {
			o.Aggregate = a.groups[i]
		}
		sel.Outputs = append(sel.Outputs, o)
	}
	for i, e := range a.embeds {
		inner, err := e.of.build(s, hidden)
		if err != nil {
			return nil, err
		}
		sel.Outputs = append(sel.Outputs, query.Output{Name: fmt.Sprintf("embed%d", i),
			Embed: &query.Embed{Relation: c.Relation(e.relation), Select: *inner, Inner: e.inner}})
	}
	sel.Order = sorted(c, a.order)
	if w := a.within; w != nil {
		sel.Within = &query.Within{By: w.by, Limit: w.limit, Offset: w.offset, Order: sorted(c, w.order)}
	}
	var err error
	sel.Where, err = parseWhere(c, a.where)
	return sel, err
}

func sorted(c *schema.Collection, by []sorting) []query.Order {
	var out []query.Order
	for _, o := range by {
		out = append(out, query.Order{Expr: fieldAt(c, o.path), Desc: o.desc, NullsFirst: o.desc})
	}
	return out
}

func parseWhere(c *schema.Collection, text string) (*expr.Node, error) {
	if text == "" {
		return nil, nil
	}
	n, problems := expr.Parse(text, expr.Env{Record: c})
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s: %v", text, problems)
	}
	return n, nil
}

// fieldAt gives a field by its path from a record of c.
func fieldAt(c *schema.Collection, path string) *expr.Node {
	base := expr.Self
	for {
		name, rest, more := strings.Cut(path, ".")
		if !more {
			f := c.Field(name)
			return expr.FieldOf(base, f.Index, f.Name, f.Type)
		}
		rel := c.Relation(name)
		base, c, path = expr.WalkOf(base, rel), schema.Of(rel), rest
	}
}

// names calls f for every field that the request names, or reaches its way
// through.
func (a *asking) names(s *schema.Schema, f func(*schema.Field)) {
	c := s.Collection(a.collection)
	for _, name := range a.fields {
		f(c.Field(name))
	}
	order := a.order
	if a.within != nil {
		order = append(order[:len(order):len(order)], a.within.order...)
	}
	for _, o := range order {
		namesIn(fieldAt(c, o.path), map[int]*schema.Collection{0: c}, f)
	}
	where, err := parseWhere(c, a.where)
	if err == nil {
		namesIn(where, map[int]*schema.Collection{0: c}, f)
	}
	for _, e := range a.embeds {
		way(c, c.Relation(e.relation), f)
		e.of.names(s, f)
	}
}

func way(c *schema.Collection, rel *expr.Relation, f func(*schema.Field)) {
	f(c.Fields[rel.Local[0]])
	f(schema.Of(rel).Fields[rel.Remote[0]])
}

// namesIn gives the collection that a record-valued node is of.
func namesIn(n *expr.Node, vars map[int]*schema.Collection, f func(*schema.Field)) *schema.Collection {
	if n == nil {
		return nil
	}
	if n.Op == expr.Var {
		return vars[n.Index]
	}
	var base *schema.Collection
	for i, arg := range n.Args {
		of := namesIn(arg, vars, f)
		if i > 0 {
			continue
		}
		base = of
		if n.Rel != nil {
			way(base, n.Rel, f)
			if n.Op != expr.Walk {
				vars[n.Index] = schema.Of(n.Rel)
			}
		}
	}
	switch n.Op {
	case expr.Field:
		f(base.Fields[n.Index])
	case expr.Walk:
		return schema.Of(n.Rel)
	}
	return nil
}
