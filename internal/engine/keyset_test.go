package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

const shelf = `
collection: makers
key: [id]
fields:
  id: {type: int, required: true}
  name: text
---
collection: things
fields:
  id: {type: int, required: true}
  part: {type: text, required: true}
  title: {type: text, required: true}
  score: int
  price: {type: decimal, precision: 10, scale: 2}
  huge: {type: decimal, precision: 30, scale: 3}
  ratio: float
  live: bool
  made: time
  meta: json
  maker: {type: ref, to: makers, back: things}
  count: {type: int, value: "maker.id == 2 ? score : maker.id - 2"}
  worth: {type: decimal, precision: 18, scale: 3, value: 'price * 0.5'}
  vast: {type: decimal, precision: 30, scale: 3, value: 'live ? huge : null'}
  label: {type: text, value: 'maker.name + "/" + title'}
  ready: {type: bool, value: 'score > 0 || ratio > 0'}
  maybe: {type: bool, value: 'score == 7 ? null : live'}
  later: {type: time, value: 'made + duration("1h")'}
  inner: {type: json, value: meta.a}
key: [part, id]
indexes:
  - [score, title]
`

// shelved are the values that rows are made of: few, so that there are ties.
var shelved = map[string][]any{
	"part": {"a", "b"}, "title": {"x", "X", "", "\u00e9"}, "score": {nil, "-3", "0", "7"},
	"price": {nil, "-1.50", "0.00", "2.25"}, "huge": {nil, "-123456789012345678901.5", "7.001"},
	"ratio": {nil, "-0.5", "1e300", "0"}, "live": {nil, "true", "false"},
	"made":  {nil, "2026-01-01T00:00:00Z", "1969-01-01T00:00:00.000001Z"},
	"meta":  {nil, `{"a":1}`, `{"a":10}`, `{"a":9}`, `{"a":"9"}`, `{"a":"\n"}`, `{"a":[1]}`, `{"a":null}`, `{}`},
	"maker": {nil, "1", "2", "3"},
}

func thing(t *rapid.T, id int) row {
	r := row{"id": fmt.Sprint(id)}
	for name, values := range shelved {
		r[name] = rapid.SampledFrom(values).Draw(t, name)
	}
	return r
}

// keyed reads the ids of things in a random order.
func keyed(t *rapid.T, a *app) query.Operation {
	op := a.read("things", "", "id")
	c := op.Collection
	self := func(name string) *expr.Node {
		f := c.Field(name)
		return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
	}
	choices := []*expr.Node{
		{Op: expr.Path, Type: value.Type{Kind: value.JSON}, Path: []string{"a"}, Args: []*expr.Node{self("meta")}},
		expr.FieldOf(expr.WalkOf(expr.Self, c.Relation("maker")), 1, "name", value.Type{Kind: value.Text}),
	}
	for _, f := range c.Fields {
		choices = append(choices, self(f.Name))
	}
	for range rapid.IntRange(0, 3).Draw(t, "keys") {
		op.Select.Order = append(op.Select.Order, query.Order{Expr: rapid.SampledFrom(choices).Draw(t, "key"),
			Desc: rapid.Bool().Draw(t, "desc"), NullsFirst: rapid.Bool().Draw(t, "nulls first")})
	}
	return op
}

// TestPositions walks a list page by page: the pages together are the list as
// it was, whatever is added and removed meanwhile, and whatever it is sorted by.
func TestPositions(t *testing.T) {
	onEveryStore(t, shelf, func(t *testing.T, a *app) {
		a.must(a.create("makers", row{"id": "1", "name": "ann"}, row{"id": "2", "name": nil}, row{"id": "3", "name": "Bob"}))
		next := 0
		rapid.Check(t, func(t *rapid.T) {
			added := 0
			add := func() {
				next++
				added++
				a.must(a.create("things", thing(t, next)))
			}
			for range rapid.IntRange(0, 12).Draw(t, "rows") {
				add()
			}
			list := keyed(t, a)
			want := a.must(list)
			page := list
			sel := *list.Select
			page.Select = &sel
			sel.Limit, sel.Paged = rapid.IntRange(1, 5).Draw(t, "limit"), true
			sel.Count = query.CountExact
			var got []string
			gone, fresh := map[string]bool{}, map[string]bool{}
			for pages := 0; ; pages++ {
				rows, results, err := a.ask(page)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, rows...)
				if len(rows) > sel.Limit || results[0].Next != nil && len(rows) < sel.Limit {
					t.Fatalf("%d rows of %d, next %v", len(rows), sel.Limit, results[0].Next)
				}
				if all := int64(len(a.must(list))); results[0].Total != all {
					t.Fatalf("the total is %d of %d", results[0].Total, all)
				}
				if sel.After = results[0].Next; sel.After == nil {
					break
				}
				sel.Near = rapid.Bool().Draw(t, "near") // which changes nothing
				if rapid.Bool().Draw(t, "add") && pages < 10 {
					add()
					fresh[fmt.Sprintf(`{"id":%d}`, next)] = true
				}
				if rapid.Bool().Draw(t, "remove") {
					id := rapid.IntRange(next-added+1, next).Draw(t, "id")
					a.must(a.remove("things", fmt.Sprintf("id == %d", id)))
					gone[fmt.Sprintf(`{"id":%d}`, id)] = true
				}
			}
			for i, r := range got {
				if slices.Contains(got[i+1:], r) {
					t.Fatalf("%s came twice in %v", r, got)
				}
			}
			stays := func(r string) bool { return gone[r] || fresh[r] }
			if want, got := slices.DeleteFunc(want, stays), slices.DeleteFunc(got, stays); !slices.Equal(want, got) {
				t.Fatalf("pages gave %v, the list %v", got, want)
			}
			all := a.remove("things", "")
			all.All = true
			a.must(all)
		})
	})
}

// TestNear tells pages whose last row has ties before the page from those whose
// last row's are all on it, where that makes a difference to the next.
func TestNear(t *testing.T) {
	onEveryStore(t, shelf, func(t *testing.T, a *app) {
		for i, score := range []string{"7", "7", "7", "3", "0"} {
			a.must(a.create("things", row{"id": fmt.Sprint(i), "part": "a", "title": "x", "score": score}))
		}
		for _, c := range []struct {
			order string
			limit int
			near  bool
		}{
			{"-score title", 1, false}, {"-score title", 3, false}, {"-score title", 4, true},
			{"score title", 4, false}, {"price -title", 4, false}, {"part -title", 4, false},
		} {
			op := a.read("things", "", "id")
			for _, name := range strings.Fields(c.order) {
				name, desc := strings.CutPrefix(name, "-")
				f := op.Collection.Field(name)
				op.Select.Order = append(op.Select.Order, query.Order{Expr: expr.FieldOf(expr.Self, f.Index, f.Name, f.Type), Desc: desc})
			}
			op.Select.Limit, op.Select.Paged = c.limit, true
			_, results, err := a.ask(op)
			if err != nil || results[0].Next == nil {
				t.Fatal(results, err)
			}
			if results[0].Near != c.near {
				t.Errorf("%d by %s: near is %v", c.limit, c.order, results[0].Near)
			}
		}
	})
}

// TestNoPosition refuses what cannot be paged by position.
func TestNoPosition(t *testing.T) {
	onEveryStore(t, shelf, func(t *testing.T, a *app) {
		grouped := a.read("things", "", "score")
		grouped.Select.Outputs = append(grouped.Select.Outputs, query.Output{Name: "n", Aggregate: query.CountRows})
		grouped.Select.Paged = true
		a.fails(fault.Unsupported, grouped)
		computed := a.read("things", "", "id")
		computed.Select.Paged = true
		computed.Select.Order = []query.Order{{Expr: a.where(computed.Collection, "score + 1 == 3")}}
		a.fails(fault.Unsupported, computed)
		both := a.read("things", "", "id")
		both.Select.Offset, both.Select.After = 1, []value.Value{value.OfText("a"), value.OfInt(1)}
		a.fails(fault.Range, both)
	})
}
