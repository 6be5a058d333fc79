package grammar

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
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
