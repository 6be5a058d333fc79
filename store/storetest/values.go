package storetest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// everyType has a field of every type, and of every form of the types that
// stores keep in different ways.
const everyType = `
collection: things
key: [id]
fields:
  id: {type: int, required: true}
  txt: text
  num: int
  ratio: float
  flag: bool
  money: {type: decimal, precision: 12, scale: 2}
  whole: {type: decimal, precision: 18, scale: 0}
  tiny: {type: decimal, precision: 18, scale: 18}
  wide: {type: decimal, precision: 30, scale: 10}
  huge: {type: decimal, precision: 38, scale: 0}
  moment: time
  day: date
  uid: uuid
  raw: bytes
  doc: json
  state: {type: enum, values: [draft, "é", "a b", Zed]}
  words: {type: list, of: text}
  numbers: {type: list, of: int}
  ratios: {type: list, of: float}
  flags: {type: list, of: bool}
  uids: {type: list, of: uuid}
  days: {type: list, of: date}
  moments: {type: list, of: time}
  blobs: {type: list, of: bytes}
  prices: {type: list, of: decimal, precision: 12, scale: 2}
  sums: {type: list, of: decimal, precision: 30, scale: 2}
`

// exactTexts are texts that stores are known to change or to confuse.
func exactTexts() []value.Value {
	texts := append(slices.Clone(shared.texts), strings.Repeat("long ", 20_000), "e\u0301\u0323", "\u1e9b\u0323",
		"trailing \t\n ", "%_\\", "''", "\x01\x1f", "𝒳", "\u2028", "日本語", "ñ", "n\u0303")
	out := make([]value.Value, len(texts))
	for i, s := range texts {
		out[i] = value.OfText(s)
	}
	return out
}

// exactValues lists, by field, what a store must keep to the last bit.
func exactValues() map[string][]value.Value {
	all := func(t value.Type, texts ...string) []value.Value {
		out := make([]value.Value, len(texts))
		for i, s := range texts {
			out[i] = parsed(t, s)
		}
		return out
	}
	decimal := func(p, s uint8) value.Type { return value.Type{Kind: value.Decimal, Precision: p, Scale: s} }
	list := func(k value.Kind) value.Type { return value.Type{Kind: value.List, Elem: k} }
	plain := func(k value.Kind) []value.Value { return all(value.Type{Kind: k}, shared.plain[k]...) }
	return map[string][]value.Value{
		"txt":    exactTexts(),
		"num":    plain(value.Int),
		"ratio":  append(plain(value.Float), value.OfFloat(math.Copysign(0, -1)), value.OfFloat(math.MaxFloat64), value.OfFloat(math.Pi)),
		"flag":   plain(value.Bool),
		"money":  all(decimal(12, 2), "0.00", "-0.01", "9999999999.99", "-9999999999.99", "1.10"),
		"whole":  all(decimal(18, 0), "0", "999999999999999999", "-999999999999999999", "9007199254740993"),
		"tiny":   all(decimal(18, 18), "0", "0.999999999999999999", "-0.000000000000000001"),
		"wide":   all(decimal(30, 10), "0", "99999999999999999999.9999999999", "-99999999999999999999.9999999999", "0.0000000001", "-1.5", "9007199254740993.0000000001"),
		"huge":   all(decimal(38, 0), "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "-1", "0", "18446744073709551616"),
		"moment": plain(value.Time),
		"day":    plain(value.Date),
		"uid":    plain(value.UUID),
		"raw":    append(plain(value.Bytes), value.OfBytes(strings.Repeat("\x00\xff", 50_000))),
		"doc": append(plain(value.JSON), all(jsonType, `{"a":1,"a":2}`, `{"bb":1,"a":{"z":1,"y":[true,false,null]}}`, "123456789012345678901234567890.5",
			`"\u0001\u00e9\ud83d\ude00"`, `{"/":1,"~0":2,"$":3,"[0]":4}`, "[[[[[[[[]]]]]]]]")...),
		"state":   {value.OfText("draft"), value.OfText("é"), value.OfText("a b"), value.OfText("Zed")},
		"words":   all(list(value.Text), `[]`, `[""]`, `["a","a "]`, `["é","e\u0301","😀"]`, `["[1]","null","\"","\\"]`),
		"numbers": all(list(value.Int), `[]`, `[9223372036854775807,-9223372036854775808]`, `[9007199254740993,0,0]`),
		"ratios":  all(list(value.Float), `[]`, `[1e-200,1e308,0.1,-0.5,0]`),
		"flags":   all(list(value.Bool), `[]`, `[true,false,true]`),
		"uids":    all(list(value.UUID), `[]`, `["0190b8a4-7d5c-7000-8000-000000000001"]`),
		"moments": all(list(value.Time), `[]`, `["0001-01-01T00:00:00.000001Z","9999-12-31T23:59:59.999999Z"]`),
		"blobs":   all(list(value.Bytes), `[]`, `["\\x","\\x00ff"]`),
		"prices":  all(value.Type{Kind: value.List, Elem: value.Decimal, Precision: 12, Scale: 2}, `[]`, `[0.10,-9999999999.99]`),
		"sums":    all(value.Type{Kind: value.List, Elem: value.Decimal, Precision: 30, Scale: 2}, `[]`, `[-1234567890123456789012345678.90]`),
		"days":    all(list(value.Date), `[]`, `["0001-01-01","9999-12-31"]`),
	}
}

// testValues writes every value and expects exactly it back, found by equality
// and alone, in its order.
func testValues(t *testing.T, h Harness) {
	f := open(t, h, everyType)
	c := f.collection("things")
	exact := exactValues()
	for _, field := range c.Fields[1:] {
		values := append(exact[field.Name], value.Value{})
		if len(values) == 1 {
			t.Errorf("no values for %s", field.Name)
		}
		t.Run(field.Name, func(t *testing.T) {
			f := &fixture{t, f.Driver, f.schema}
			f.writeAll(c, field, values)
			f.readAll(c, field, values)
			f.findEach(c, field, values)
			if f.Capabilities().Order && ordered(field.Type) {
				f.sortAll(c, field, values)
			}
		})
	}
	t.Run("changed", func(t *testing.T) { changeAll(&fixture{t, f.Driver, f.schema}, c, exact) })
}

// id numbers the record that holds value i of a field.
func id(field *schema.Field, i int) value.Value { return value.OfInt(int64(field.Index*1000 + i)) }

func (f *fixture) writeAll(c *schema.Collection, field *schema.Field, values []value.Value) {
	f.Helper()
	in := &plan.Insert{Into: c, Fields: []int{0, field.Index}, Return: []int{field.Index}}
	err := f.do(func(tx driver.Tx) error {
		for i, v := range values {
			back, err := tx.Insert(context.Background(), in, []value.Value{id(field, i), v})
			if err != nil {
				return fmt.Errorf("%s: %w", excerpt(v), err)
			}
			if len(back) != 1 || !identical(back[0], v) {
				f.Errorf("wrote %s and was given back %v", excerpt(v), back)
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
}

// ofField is where a record was written for a field's sake.
func ofField(field *schema.Field) *expr.Node {
	low, high := int64(field.Index*1000), int64(field.Index*1000+999)
	key := expr.FieldOf(expr.Self, 0, "id", intType)
	return expr.AndOf(expr.TestOf(expr.Ge, key, expr.LiteralOf(value.OfInt(low), intType)),
		expr.TestOf(expr.Le, key, expr.LiteralOf(value.OfInt(high), intType)))
}

func (f *fixture) readAll(c *schema.Collection, field *schema.Field, values []value.Value) {
	f.Helper()
	p := &plan.Read{From: c, Where: ofField(field), Order: byKey(c), Limit: plan.None, Offset: plan.None,
		Outputs: []plan.Output{{Expr: fieldOf(c, field.Index)}}}
	got := f.column(p, nil)
	if len(got) != len(values) {
		f.Fatalf("wrote %d records and read %d", len(values), len(got))
	}
	for i, v := range values {
		if !identical(got[i], v) {
			f.Errorf("wrote %s and read %s", excerpt(v), excerpt(got[i]))
		}
	}
}

// column reads a plan's first output of every row.
func (f *fixture) column(p *plan.Read, args []value.Value) []value.Value {
	f.Helper()
	prepared, err := f.Prepare(p)
	if err != nil {
		f.Fatal(err)
	}
	var out []value.Value
	err = f.Read(context.Background(), prepared, args, func(r query.Row) error {
		out = append(out, r.Value(0).Clone())
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	return out
}

// findEach expects the values that equal one to be found by it: as a literal,
// and as an argument.
func (f *fixture) findEach(c *schema.Collection, field *schema.Field, values []value.Value) {
	f.Helper()
	if !comparableKind(field.Type) {
		return
	}
	bind := &expr.Node{Op: expr.Bind, Type: field.Type}
	for _, v := range values {
		if v.IsNull() {
			continue
		}
		var want []value.Value
		for i, other := range values {
			if value.Equal(v, other) {
				want = append(want, id(field, i))
			}
		}
		for _, other := range []*expr.Node{bind, expr.LiteralOf(v, literalType(v, field.Type))} {
			p := &plan.Read{From: c, Order: byKey(c), Limit: plan.None, Offset: plan.None, Binds: []value.Type{field.Type},
				Outputs: []plan.Output{{Expr: fieldOf(c, 0)}},
				Where:   expr.AndOf(ofField(field), expr.TestOf(expr.Eq, fieldOf(c, field.Index), other))}
			if got := f.column(p, []value.Value{v}); !slices.EqualFunc(got, want, value.Equal) {
				f.Errorf("%s is found in records %v, not %v (op %d)", excerpt(v), got, want, other.Op)
			}
		}
	}
}

func (f *fixture) sortAll(c *schema.Collection, field *schema.Field, values []value.Value) {
	f.Helper()
	for _, desc := range []bool{false, true} {
		order := append([]plan.Order{{Expr: fieldOf(c, field.Index), Desc: desc}}, byKey(c)...)
		p := &plan.Read{From: c, Where: ofField(field), Order: order, Limit: plan.None, Offset: plan.None,
			Outputs: []plan.Output{{Expr: fieldOf(c, field.Index)}}}
		got := f.column(p, nil)
		for i := 1; i < len(got); i++ {
			if got[i].IsNull() && i == len(got)-1 {
				continue
			}
			order := value.Compare(got[i-1], got[i])
			if got[i-1].IsNull() || got[i].IsNull() || order > 0 && !desc || order < 0 && desc {
				f.Errorf("%s stands before %s (desc %v)", excerpt(got[i-1]), excerpt(got[i]), desc)
			}
		}
	}
}

// changeAll puts each value in the place of another by an update.
func changeAll(f *fixture, c *schema.Collection, exact map[string][]value.Value) {
	key := value.OfInt(-1)
	if err := f.do(func(tx driver.Tx) error { return f.insert(tx, c.Name, `{"id":-1}`) }); err != nil {
		f.Fatal(err)
	}
	for _, field := range c.Fields[1:] {
		up := &plan.Update{Of: c, Fields: []int{field.Index}}
		one := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Outputs: []plan.Output{{Expr: fieldOf(c, field.Index)}},
			Where: expr.TestOf(expr.Eq, fieldOf(c, 0), expr.LiteralOf(key, intType))}
		prepared, err := f.Prepare(one)
		if err != nil {
			f.Fatal(err)
		}
		err = f.do(func(tx driver.Tx) error {
			for _, v := range append(exact[field.Name], value.Value{}) {
				if found, err := tx.Update(context.Background(), up, []value.Value{v, key}); err != nil || !found {
					return fmt.Errorf("changing %s to %s: %v, %w", field.Name, excerpt(v), found, err)
				}
				err := tx.Read(context.Background(), prepared, nil, func(r query.Row) error {
					if got := r.Value(0); !identical(got, v) {
						f.Errorf("changed %s to %s and read %s", field.Name, excerpt(v), excerpt(got))
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			f.Error(err)
		}
	}
}

// identical tells whether two values are one to the last bit and digit.
func identical(a, b value.Value) bool {
	return a.Kind() == b.Kind() && string(a.AppendJSON(nil)) == string(b.AppendJSON(nil))
}

func excerpt(v value.Value) string {
	s := showValue(v)
	if len(s) > 80 {
		s = s[:80] + "..."
	}
	return s
}
