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
		}
	}
}
