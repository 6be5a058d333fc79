package storetest

import (
	"fmt"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// testBig keeps large values, many rows and long lists of arguments.
func testBig(t *testing.T, h Harness) {
	f := open(t, h, everyType)
	big := strings.Repeat("x😀", 1<<20)
	c := f.collection("things")
	t.Run("text and bytes", func(t *testing.T) {
		f := &fixture{t, f.Driver, f.schema}
		txt, raw := c.Field("txt").Index, c.Field("raw").Index
		in := &plan.Insert{Into: c, Fields: []int{0, txt, raw}}
		err := f.do(func(tx driver.Tx) error {
			_, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(1), value.OfText(big), value.OfBytes(big)})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range []int{txt, raw} {
			p := &plan.Read{From: c, Outputs: []plan.Output{{Expr: fieldOf(c, field)}}, Limit: plan.None, Offset: plan.None}
			if got := f.column(p, nil); len(got) != 1 || got[0].Raw() != big {
				t.Errorf("%d bytes of %s came back changed", len(big), c.Fields[field].Name)
			}
		}
	})
	t.Run("many rows", func(t *testing.T) {
		f := &fixture{t, f.Driver, f.schema}
		in := &plan.Insert{Into: c, Fields: []int{0}}
		err := f.Transact(t.Context(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
			for i := range 2000 {
				if _, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(int64(10 + i))}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		f.count(ask{from: "things", where: "id >= 10"}, 2000)
		f.expect(ask{from: "things", get: []string{"id"}, where: "id >= 10", order: []string{"-id"}, limit: 1}, "[2009]")
	})
	t.Run("a long list", func(t *testing.T) {
		f := &fixture{t, f.Driver, f.schema}
		items := make([]value.Value, 5000)
		for i := range items {
			items[i] = value.OfInt(int64(i * 7))
		}
		lt := value.Type{Kind: value.List, Elem: value.Int}
		p := &plan.Read{From: c, Outputs: []plan.Output{{Expr: fieldOf(c, 0)}}, Limit: plan.None, Offset: plan.None,
			Where: expr.AndOf(expr.TestOf(expr.Ge, fieldOf(c, 0), expr.LiteralOf(value.OfInt(10), intType)),
				expr.TestOf(expr.In, fieldOf(c, 0), &expr.Node{Op: expr.Bind, Type: lt})),
			Binds: []value.Type{lt}}
		if got := f.column(p, []value.Value{value.OfList(items)}); len(got) != 286 {
			t.Errorf("a list of 5000 finds %d records", len(got))
		}
	})
	t.Run("many terms", func(t *testing.T) {
		f := &fixture{t, f.Driver, f.schema}
		terms := make([]string, 99)
		for i := range terms {
			terms[i] = fmt.Sprintf("id == %d", i+11)
		}
		f.count(ask{from: "things", where: strings.Join(terms, " || ")}, 99)
	})
}
