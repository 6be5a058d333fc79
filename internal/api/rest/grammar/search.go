package grammar

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/search"
	"bedplate/value"
)

// simple is the one configuration of full-text search.
const simple = "simple"

var searchForms = map[operator]search.Form{opSearch: search.Boolean, opSearchPlain: search.Plain,
	opSearchInRow: search.InRow, opSearchWeb: search.Web}

// search is fts and its kin, with the configuration in brackets. A query of
// negations alone is the opposite of another one.
func (p *Parser) search(l *Level, o operand, op operator, config, val string, not bool) (*expr.Node, error) {
	if config != "" && config != simple {
		return nil, fault.Of(fault.Unsupported, o.name, "the text search configuration %s is not available", Quote(config)).
			WithHint("write simple, or leave the brackets out: words are found as they are written")
	}
	if o.node.Op != expr.Field || !slices.Contains(l.collection.Search, o.node.Index) {
		return nil, fault.Of(fault.Unsupported, o.name, "%s has no full-text index", o.name).
			WithHint("name the field in the schema of %s: search: [%s]", l.collection.Name, o.name)
	}
	if !value.ValidText(val) {
		_, err := value.ParseText(textType, val)
		return nil, About(o.name, err)
	}
	q, negated, mistake := search.Parse(searchForms[op], val)
	if mistake != nil {
		code := fault.Syntax
		if mistake.TooLong {
			code = fault.TooComplex
		}
		return nil, fault.Of(code, o.name, "%s: %s", o.name, mistake.Message).
			WithDetail("at character %d of the query", mistake.At).WithHint("%s", mistake.Hint)
	}
	n := expr.SearchOf(p.param(value.OfText(q.String()), textType), o.node)
	if not != negated {
		return o.present(expr.NotOf(n)), nil
	}
	return n, nil
}

// maxRanked is how many conditions the best are chosen by.
const maxRanked = 10

// Rank gives the order of rows that are searched for and in no order of their
// own, the best first; nil where they are not.
func (l *Level) Rank(sel *query.Select) []query.Order {
	if len(sel.Order) > 0 || sel.Where == nil || len(l.collection.Search) == 0 {
		return nil
	}
	for i := range sel.Outputs {
		if sel.Outputs[i].Aggregate != query.NoAggregate {
			return nil
		}
	}
	found := searches(nil, sel.Where)
	if len(found) == 0 {
		return nil
	}
	rank := expr.RankOf(found[0])
	for _, s := range found[1:min(len(found), maxRanked)] {
		rank = &expr.Node{Op: expr.Add, Type: rank.Type, Args: []*expr.Node{rank, expr.RankOf(s)}}
	}
	return []query.Order{{Expr: rank, Desc: true, NullsFirst: true}}
}

// searches gives the searches of the record itself that n wants to be true.
func searches(to []*expr.Node, n *expr.Node) []*expr.Node {
	switch n.Op {
	case expr.And, expr.Or:
		for _, a := range n.Args {
			to = searches(to, a)
		}
	case expr.Search:
		if base := n.Args[1].Args[0]; base.Op == expr.Var && base.Index == 0 {
			to = append(to, n)
		}
	}
	return to
}
