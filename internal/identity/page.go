package identity

import (
	"context"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/value"
)

// The sizes of pages, if none is asked for and at most.
const (
	usualPage  = 50
	utmostPage = 1000
	utmostSkip = 1 << 31
)

// page is one of the pages of a list.
type page struct{ number, size int }

// pageOf reads which page a call wants.
func pageOf(call *query.Call) (page, error) {
	p := page{1, usualPage}
	for name, to := range map[string]*int{"page": &p.number, "per_page": &p.size} {
		v := call.Arg(name)
		if v.IsNull() {
			continue
		}
		if v.Int() < 1 || v.Int() > utmostSkip {
			return p, invalid(name, name+" must be a number from 1")
		}
		*to = int(v.Int())
	}
	p.size = min(p.size, utmostPage)
	if p.number > utmostSkip/p.size {
		return p, invalid("page", "page is too high a number")
	}
	return p, nil
}

// read gives the page's records of those that pass the tests, the newest first,
// and how many pass.
func (p page) read(ctx context.Context, call *query.Call, d desk, collection, by string, tests []test, give ...string) ([]record, int64, error) {
	l := newList(call.Schema)
	c := call.Schema.Collection(collection)
	sel := selected(c, give)
	sel.Where, sel.Limit, sel.Offset, sel.Count = l.where(c, tests), p.size, p.size*(p.number-1), query.CountExact
	sel.Stream = true // the server's own limit may be lower
	sel.Order = []query.Order{{Expr: fieldOf(c, by), Desc: true}, {Expr: fieldOf(c, "id"), Desc: true}}
	rows, results, err := l.add(query.Operation{Kind: query.Read, Collection: c, Select: sel}).do(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	return rows, results[0].Total, nil
}

// answer gives the page as the action declares it.
func (p page) answer(call *query.Call, name string, documents value.Value, total int64) *query.Answer {
	return answer(call, record{is(name, documents), is("aud", value.OfText(Audience)), is("total", value.OfInt(total)),
		is("page", value.OfInt(int64(p.number))), is("per_page", value.OfInt(int64(p.size)))})
}

// in tests that a field is one of some values.
func in(name string, all []value.Value) test { return test{name, expr.In, value.OfList(all)} }
