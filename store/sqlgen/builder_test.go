package sqlgen

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// plain is a dialect whose placeholders are told by where they stand.
type plain struct{}

func (plain) Quote(name string) string                   { return "`" + name + "`" }
func (plain) Placeholder(int, *Bind) string              { return "?" }
func (plain) Exact() bool                                { return false }
func (plain) Null(value.Type) string                     { return "NULL" }
func (plain) Flag(sql string, _ bool) string             { return sql }
func (plain) Bytewise(sql string) string                 { return sql }
func (plain) Gathers() bool                              { return false }
func (plain) Gather(s *Select) string                    { return s.String() }
func (plain) Lock(string) string                         { return "" }
func (plain) Empty() string                              { return " () VALUES ()" }
func (plain) Numbered() bool                             { return false }
func (plain) Literal(value.Value) (string, bool)         { return "", false }
func (plain) Column(sql string, _ *schema.Field) string  { return sql }
func (plain) Same(a, b string) string                    { return "(" + a + " <=> " + b + ")" }
func (plain) Unindexed(sql string) string                { return sql }
func (plain) InPosition(sql string, _ value.Type) string { return sql }
func (plain) NullsOrder(bool, bool) string               { return "" }
func (plain) Unlimited() string                          { return "18446744073709551615" }
func (plain) Call(_ Func, args ...string) string         { return "f(" + strings.Join(args, ", ") + ")" }
func (plain) Rank(string, []string) string               { return "rank" }
func (plain) Prefixed(a, prefix, end string) string      { return a + prefix + end }
func (plain) Member(_ Func, doc, path string, _ []string) string {
	return "member(" + doc + ", " + path + ")"
}
func (plain) Among(item, list string, _ *Bind, _ bool) string {
	return "among(" + item + ", " + list + ")"
}
func (plain) Holds(list, item string, _ value.Kind, _ func() string) string {
	return "holds(" + list + ", " + item + ")"
}
func (plain) Extreme(arg string, _ value.Type, _ bool) string { return "extreme(" + arg + ")" }
func (plain) Search(*schema.Collection, string, []int, string) string {
	return "search"
}

func notes() *schema.Collection {
	text, number := value.Type{Kind: value.Text}, value.Type{Kind: value.Int}
	return &schema.Collection{Name: "notes", Table: "notes", Key: []int{0}, Managed: true, Fields: []*schema.Field{
		{Index: 0, Name: "id", Column: "id", Type: number},
		{Index: 1, Name: "text", Column: "text", Type: text},
	}}
}

// TestPositionalPlaceholders binds an argument again wherever it stands, in the
// order of the text.
func TestPositionalPlaceholders(t *testing.T) {
	t.Parallel()
	c := notes()
	text := expr.FieldOf(expr.Self, 1, "text", c.Fields[1].Type)
	caller := &expr.Node{Op: expr.Bind, Type: text.Type, Index: 4}
	s, err := Read(&plan.Read{From: c, Limit: 2, Offset: plan.None, Outputs: []plan.Output{{Expr: text}},
		Where: expr.NotOf(expr.TestOf(expr.Eq, text, caller))}, plain{})
	if err != nil {
		t.Fatal(err)
	}
	want := "SELECT t0.`text` FROM `notes` AS t0 WHERE NOT (t0.`text` <=> ?) AND ? IS NOT NULL LIMIT ?"
	if s.SQL != want {
		t.Errorf("%s\nis not\n%s", s.SQL, want)
	}
	var order []int
	for _, b := range s.Binds {
		order = append(order, b.Index)
	}
	if diff := cmp.Diff([]int{4, 4, 2}, order); diff != "" {
		t.Error(diff)
	}
}

// TestRefusals names what no statement can say.
func TestRefusals(t *testing.T) {
	t.Parallel()
	c := notes()
	for name, where := range map[string]*expr.Node{
		"the record before the write": expr.TestOf(expr.IsNull, expr.FieldOf(&expr.Node{Op: expr.Old}, 1, "text", c.Fields[1].Type)),
		"a parameter":                 expr.TestOf(expr.IsNull, expr.ParamOf(0, c.Fields[1].Type)),
		"an unknown record":           expr.TestOf(expr.IsNull, expr.FieldOf(&expr.Node{Op: expr.Var, Index: 9}, 1, "text", c.Fields[1].Type)),
	} {
		if _, err := Read(&plan.Read{From: c, Where: where, Limit: plan.None, Offset: plan.None}, plain{}); err == nil {
			t.Errorf("%s was compiled", name)
		}
	}
}

// TestAtScale splits any decimal into whole and rest, so that it stands between
// the same integers.
func TestAtScale(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := value.OfDecimal(rapid.Int64().Draw(t, "unscaled"), rapid.Uint8Range(0, 20).Draw(t, "scale"))
		scale := rapid.IntRange(0, 12).Draw(t, "at")
		whole, rest := AtScale(v, scale)
		exact := v.Decimal().Shift(int32(scale))
		if q := exact.Truncate(0); q.BigInt().IsInt64() {
			if q.BigInt().Int64() != whole || exact.Cmp(q) != rest {
				t.Fatalf("%s at %d is %d and %d", v, scale, whole, rest)
			}
		} else if rest != exact.Sign() {
			t.Fatalf("%s at %d, beyond 64 bits, has rest %d", v, scale, rest)
		}
	})
}
