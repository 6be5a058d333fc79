package storetest

import (
	"slices"
	"testing"

	"bedplate/store/plan"
	"bedplate/value"
)

// testPositions reads behind every row of many orders: the rows that follow it
// there, of those whose first key is null where its is.
func testPositions(t *testing.T, h Harness) {
	f := shelve(t, h)
	f.need(f.Capabilities().Order, "order")
	for _, order := range [][]string{
		{"id"}, {"-id"}, {"price", "id"}, {"price?", "-id"}, {"-price", "id"}, {"-price?", "-id"}, {"title", "id"},
		{"ratio", "-title", "id"}, {"sold", "-price?", "id"}, {"-sold?", "price", "-id"},
		{"author.name", "-id"}, {"-author.name?", "price", "id"}, {"author.mentor.name", "price?", "id"},
	} {
		p, args := f.plan(ask{from: "books", get: []string{"id"}, order: order})
		ids := f.column(p, args)
		keys := make([][]value.Value, len(p.Order))
		for i, o := range p.Order {
			one := *p
			one.Outputs = []plan.Output{{Expr: o.Expr}}
			keys[i] = f.column(&one, args)
		}
		for at := range ids {
			behind, given := *p, slices.Clone(args)
			behind.Binds = slices.Clone(p.Binds)
			for i, o := range p.Order {
				bind := plan.None
				if v := keys[i][at]; !v.IsNull() {
					bind = len(given)
					given, behind.Binds = append(given, v), append(behind.Binds, o.Expr.Type)
				}
				behind.After = append(behind.After, bind)
			}
			var want []value.Value
			for next := at + 1; next < len(ids); next++ {
				if keys[0][next].IsNull() == keys[0][at].IsNull() {
					want = append(want, ids[next])
				}
			}
			if got := f.column(&behind, given); !slices.EqualFunc(got, want, value.Equal) {
				t.Errorf("by %v, behind %v stand %v, not %v", order, ids[at], got, want)
			}
			for _, part := range parts(len(p.Order)) {
				one := behind
				one.Tied, one.After = part.tied, behind.After[:part.upto]
				var want []value.Value
				for next := range ids {
					if part.holds(keys, at, next) {
						want = append(want, ids[next])
					}
				}
				if got := f.column(&one, given); !slices.EqualFunc(got, want, value.Equal) {
					t.Errorf("by %v, behind %v, tied in %d of %d, stand %v, not %v", order, ids[at], part.tied, part.upto, got, want)
				}
			}
		}
	}
}

// part is how much of a position a read compares: its ties, and where it ends.
type part struct{ tied, upto int }

// parts are those of an order of n keys that are not all of it.
func parts(n int) (all []part) {
	for tied := range n {
		for upto := max(tied, 1); upto <= n; upto++ {
			if tied > 0 || upto < n {
				all = append(all, part{tied, upto})
			}
		}
	}
	return all
}

// holds tells whether a row stands in the part behind another one, by their
// places in the list and the values of each key.
func (p part) holds(keys [][]value.Value, given, row int) bool {
	same := func(key int) bool { return value.Equal(keys[key][given], keys[key][row]) }
	for key := range p.tied {
		if !same(key) {
			return false
		}
	}
	if p.tied == p.upto {
		return true
	}
	if keys[p.tied][given].IsNull() != keys[p.tied][row].IsNull() {
		return false
	}
	for key := p.tied; key < p.upto; key++ {
		if !same(key) {
			return row > given
		}
	}
	return false
}
