package storetest

import (
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/search"
	"bedplate/value"
)

// membership makes an in: over a field's list, an argument, a literal list,
// or several alternatives.
func (g *grower) membership(in scope, depth int) *expr.Node {
	if g.chance(40) {
		if list := g.field(in, ofKind(value.List)); list != nil {
			if g.chance(40) {
				return g.within(in, list)
			}
			return expr.TestOf(expr.In, g.operand(in, list.Type.Element(), depth), list)
		}
	}
	item := g.field(in, func(t value.Type) bool { return t.Kind != value.List })
	if item == nil {
		return g.comparison(in, depth)
	}
	t := item.Type
	if t.Kind == value.JSON {
		item, t = g.pathOf(item), pick(g, memberTypes)
	}
	if g.chance(50) {
		items := make([]value.Value, g.IntN(4))
		for i := range items {
			items[i] = g.corpus.one(g.Rand, t)
		}
		lt := value.Type{Kind: value.List, Elem: t.Kind, Precision: t.Precision, Scale: t.Scale}
		if g.chance(50) {
			return expr.TestOf(expr.In, item, expr.LiteralOf(value.OfList(items), lt))
		}
		return expr.TestOf(expr.In, item, g.bind(lt, value.OfList(items)))
	}
	args := []*expr.Node{item}
	for range 1 + g.IntN(3) {
		args = append(args, g.operand(in, t, 0))
	}
	return expr.TestOf(expr.In, args...)
}

// textTest makes one of the tests on texts.
func (g *grower) textTest(in scope, depth int) *expr.Node {
	if g.chance(20) {
		if found := g.search(in); found != nil {
			return found
		}
	}
	text := g.operand(in, textType, depth)
	if g.chance(15) {
		if doc := g.field(in, ofKind(value.JSON)); doc != nil {
			text = g.pathOf(doc)
		}
	}
	op := pick(g, []expr.Op{expr.StartsWith, expr.EndsWith, expr.Contains, expr.Matches, expr.Like, expr.ILike})
	switch op {
	case expr.Matches:
		return expr.TestOf(op, text, g.pattern(g.corpus.regexps))
	case expr.Like, expr.ILike:
		if g.chance(15) {
			break // what a record holds is a pattern too
		}
		return expr.TestOf(op, text, g.pattern(g.corpus.likes))
	}
	return expr.TestOf(op, text, g.operand(in, textType, 0))
}

// search looks for what texts may have in some of a record's texts.
func (g *grower) search(in scope) *expr.Node {
	r := g.record(in)
	if len(r.of.Search) == 0 {
		return nil
	}
	var fields []*expr.Node
	for i, at := range r.of.Search {
		if i == 0 || g.chance(60) {
			f := r.of.Fields[at]
			fields = append(fields, expr.FieldOf(r.node, at, f.Name, f.Type))
		}
	}
	var pieces []string
	for range 1 + g.IntN(3) {
		piece := g.corpus.one(g.Rand, textType).Raw()
		if words := search.Words(piece); len(words) > 0 && g.chance(70) {
			piece = pick(g, words)
		}
		pieces = append(pieces, pick(g, []string{"", "", "-", "or "})+piece)
	}
	q, negated, mistake := search.Parse(search.Web, strings.Join(pieces, " "))
	if mistake != nil {
		return nil
	}
	query := value.OfText(q.String())
	node := g.bind(textType, query)
	if g.chance(50) {
		node = expr.LiteralOf(query, textType)
	}
	found := expr.SearchOf(node, fields...)
	if g.chance(20) {
		least := value.OfInt(int64(g.IntN(4)) * 500_000)
		return expr.TestOf(pick(g, comparisons), expr.RankOf(found), g.bind(intType, least))
	}
	if negated {
		return expr.NotOf(found)
	}
	return found
}

func (g *grower) pattern(from []string) *expr.Node {
	v := value.OfText(pick(g, from))
	if g.chance(50) {
		return expr.LiteralOf(v, textType)
	}
	return g.bind(textType, v)
}

// jsonTest compares a member of a JSON document with a value of a JSON type.
func (g *grower) jsonTest(in scope) *expr.Node {
	doc := g.field(in, ofKind(value.JSON))
	if doc == nil {
		return g.comparison(in, 0)
	}
	member := g.pathOf(doc)
	if g.chance(30) {
		return g.inclusion(in, member)
	}
	if g.chance(10) {
		if other := g.field(in, ofKind(value.JSON)); other != nil {
			return expr.TestOf(pick(g, comparisons[:2]), member, g.pathOf(other))
		}
	}
	t := pick(g, memberTypes)
	op := pick(g, comparisons)
	if t.Kind == value.Bool {
		op = pick(g, comparisons[:2])
	}
	return expr.TestOf(op, member, g.operand(in, t, 0))
}

// inclusion tests whether a document includes another, or is included.
func (g *grower) inclusion(in scope, member *expr.Node) *expr.Node {
	other := g.constant(jsonType)
	if g.chance(20) {
		if f := g.field(in, ofKind(value.JSON)); f != nil {
			other = g.pathOf(f)
		}
	}
	if g.chance(40) {
		member, other = other, member
	}
	return expr.TestOf(expr.Includes, member, other)
}

// within tests whether a list holds nothing but the items of another.
func (g *grower) within(in scope, list *expr.Node) *expr.Node {
	other := g.constant(list.Type)
	if g.chance(20) {
		if f := g.field(in, func(t value.Type) bool { return t == list.Type }); f != nil {
			other = f
		}
	}
	if g.chance(40) {
		list, other = other, list
	}
	return expr.TestOf(expr.Within, list, other)
}

// memberTypes are the types that members of JSON documents compare with.
var memberTypes = []value.Type{textType, textType, intType, intType, floatType, boolType,
	{Kind: value.Decimal, Precision: 12, Scale: 2}}

// pathOf goes into a JSON document, mostly; other fields are given back.
func (g *grower) pathOf(f *expr.Node) *expr.Node {
	if f.Type.Kind != value.JSON || g.chance(20) {
		return f
	}
	path := []string{pick(g, g.corpus.members)}
	for g.chance(25) {
		next := pick(g, g.corpus.members)
		if g.chance(50) {
			next = strconv.Itoa(g.IntN(3))
		}
		path = append(path, next)
	}
	return &expr.Node{Op: expr.Path, Type: jsonType, Args: []*expr.Node{f}, Path: path}
}

// fold compares what a function gives over the records of a relation to many, nil where
// there is none. Functions whose last digits are each database's own are not drawn.
func (g *grower) fold(in scope, depth int) *expr.Node {
	from, rel := g.relation(in, true)
	if rel == nil {
		return nil
	}
	g.vars++
	of := record{&expr.Node{Op: expr.Var, Index: g.vars}, schema.Of(rel)}
	function, ok := expr.FoldDistinct, comparableKind
	switch g.IntN(4) {
	case 0:
		function, ok = expr.FoldSum, func(t value.Type) bool { return t.Kind == value.Int || t.Kind == value.Decimal }
	case 1:
		function, ok = expr.FoldMin, ordered
	case 2:
		function, ok = expr.FoldMax, ordered
	}
	field := g.field(scope{of}, ok)
	if field == nil {
		return nil
	}
	var pred *expr.Node
	if g.chance(30) {
		pred = g.test(append(in[:len(in):len(in)], of), min(depth-1, 1))
	}
	if function == expr.FoldDistinct && g.chance(40) {
		field = g.tuple(field, scope{of})
	}
	n := expr.FoldOf(function, from, rel, of.node.Index, field, pred)
	n.Guard = g.guard(rel, depth)
	if g.chance(15) {
		return expr.TestOf(expr.IsNull, n)
	}
	return expr.TestOf(pick(g, comparisons), n, g.constant(n.Type))
}
