package storetest

import (
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/value"
)

// testFolds sorts and chooses records by functions over those that refer to them. Ann has
// the books 1 and 2, Bob the book 3, and Cid none.
func testFolds(t *testing.T, h Harness) {
	f := shelve(t, h)
	f.need(f.Capabilities().Relations, "relations")
	f.need(f.Capabilities().Aggregates, "aggregates")
	authors, books := f.collection("authors"), f.collection("books")
	record := &expr.Node{Op: expr.Var, Index: 1}
	field := func(name string) *expr.Node {
		x := books.Field(name)
		return expr.FieldOf(record, x.Index, x.Name, x.Type)
	}
	fold := func(function, name string, pred *expr.Node) *expr.Node {
		return expr.FoldOf(function, expr.Self, authors.Relation("books"), 1, field(name), pred)
	}
	unsold := expr.NotOf(field("sold"))
	guarded := *fold(expr.FoldMax, "id", nil)
	guarded.Guard = fieldOf(books, books.Field("sold").Index)
	for name, c := range map[string]struct {
		by   *expr.Node
		want string // the values of Ann, Bob and Cid
	}{
		"sum of integers":           {fold(expr.FoldSum, "id", nil), "3 3 null"},
		"sum of decimals":           {fold(expr.FoldSum, "price", nil), "1.50 null null"},
		"sum of floats":             {fold(expr.FoldSum, "ratio", nil), "0.5 -1e-200 null"},
		"sum of some":               {fold(expr.FoldSum, "id", unsold), "2 null null"},
		"average":                   {fold(expr.FoldAvg, "id", nil), "1.5 3 null"},
		"average of decimals":       {fold(expr.FoldAvg, "price", nil), "0.75 null null"},
		"least":                     {fold(expr.FoldMin, "id", nil), "1 3 null"},
		"largest":                   {fold(expr.FoldMax, "id", nil), "2 3 null"},
		"largest decimal":           {fold(expr.FoldMax, "price", nil), "1.50 null null"},
		"least text":                {fold(expr.FoldMin, "title", nil), `"Air" "100%" null`},
		"largest text":              {fold(expr.FoldMax, "title", nil), `"air " "100%" null`},
		"variance":                  {fold(expr.FoldVariance, "id", nil), "0.25 0 null"},
		"variance of a sample":      {fold(expr.FoldVarSample, "id", nil), "0.5 null null"},
		"deviation":                 {fold(expr.FoldStddev, "price", nil), "0.75 null null"},
		"deviation of a sample":     {fold(expr.FoldStddevSample, "id", unsold), "null null null"},
		"different":                 {fold(expr.FoldDistinct, "sold", nil), "2 1 0"},
		"different pairs":           {expr.FoldOf(expr.FoldDistinct, expr.Self, authors.Relation("books"), 1, expr.TupleOf(field("id"), field("price")), nil), "2 0 0"},
		"different documents":       {fold(expr.FoldDistinct, "meta", nil), "2 0 0"},
		"of what a guard lets pass": {&guarded, "1 3 null"},
	} {
		read := &plan.Read{From: authors, Outputs: []plan.Output{{Expr: c.by}}, Order: byKey(authors), Limit: plan.None, Offset: plan.None}
		if said := spelt(f.column(read, nil)); said != c.want {
			t.Errorf("%s: %s, not %s", name, said, c.want)
		}
	}
	five := expr.LiteralOf(value.OfDecimal(14, 1), value.Type{Kind: value.Decimal, Precision: 2, Scale: 1})
	for name, c := range map[string]struct {
		where *expr.Node
		order plan.Order
		want  string
	}{
		"sorted":           {nil, plan.Order{Expr: fold(expr.FoldMax, "title", nil), NullsFirst: true}, "3 2 1"},
		"sorted by sums":   {nil, plan.Order{Expr: fold(expr.FoldSum, "price", nil), Desc: true}, "1 2 3"},
		"sorted by floats": {nil, plan.Order{Expr: fold(expr.FoldAvg, "ratio", nil)}, "2 1 3"},
		"a decimal":        {expr.TestOf(expr.Gt, fold(expr.FoldSum, "price", nil), five), plan.Order{}, "1"},
		"one integer":      {expr.TestOf(expr.Eq, fold(expr.FoldSum, "id", nil), expr.LiteralOf(value.OfDecimal(3, 0), value.Type{Kind: value.Decimal, Precision: 1})), plan.Order{}, "1 2"},
		"none":             {expr.TestOf(expr.IsNull, fold(expr.FoldSum, "id", nil)), plan.Order{}, "3"},
		"not that":         {expr.NotOf(expr.TestOf(expr.Gt, fold(expr.FoldAvg, "id", nil), expr.LiteralOf(value.OfFloat(2), value.Type{Kind: value.Float}))), plan.Order{}, "1 3"},
	} {
		read := &plan.Read{From: authors, Where: c.where, Outputs: []plan.Output{{Expr: fieldOf(authors, 0)}}, Order: byKey(authors), Limit: plan.None, Offset: plan.None}
		if c.order.Expr != nil {
			read.Order = append([]plan.Order{c.order}, read.Order...)
		}
		if said := spelt(f.column(read, nil)); said != c.want {
			t.Errorf("%s: %s, not %s", name, said, c.want)
		}
	}
}

// spelt writes values as JSON, one behind the other.
func spelt(values []value.Value) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = string(v.AppendJSON(nil))
	}
	return strings.Join(parts, " ")
}
