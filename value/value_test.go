package value_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bedplate/fault"
	"bedplate/value"
)

var scalarKinds = []value.Kind{value.Bool, value.Int, value.Float, value.Decimal, value.Text,
	value.Time, value.Date, value.UUID, value.Bytes}

// types draws a type of any kind.
func types() *rapid.Generator[value.Type] {
	return rapid.Custom(func(t *rapid.T) value.Type {
		kind := rapid.SampledFrom(append([]value.Kind{value.JSON, value.List}, scalarKinds...)).Draw(t, "kind")
		out := value.Type{Kind: kind}
		if kind == value.List {
			out.Elem = rapid.SampledFrom(scalarKinds).Draw(t, "elem")
		}
		if kind == value.Decimal || out.Elem == value.Decimal {
			out.Precision = uint8(rapid.IntRange(1, 65).Draw(t, "precision"))
			out.Scale = uint8(rapid.IntRange(0, min(30, int(out.Precision))).Draw(t, "scale"))
		}
		return out
	})
}

// text draws a valid Text, often one with something to escape.
func text() *rapid.Generator[string] {
	plain := rapid.StringMatching(`[a-z]{0,8}`)
	odd := rapid.SampledFrom([]string{"", " ", "\"", `\`, "\n\t\b\f\r", "\x01\x1f\x7f", "é", "e\u0301", "😀", "\u2028", "a,b", "{x}", "NULL", "é\"\\", "trailing  "})
	free := rapid.String().Filter(value.ValidText)
	return rapid.OneOf(plain, odd, free)
}

// values draws a value of a type.
func values(t *rapid.T, of value.Type) value.Value {
	switch of.Kind {
	case value.Bool:
		return value.OfBool(rapid.Bool().Draw(t, "bool"))
	case value.Int:
		return value.OfInt(rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 0, -1, 1 << 53})).Draw(t, "int"))
	case value.Float:
		return value.OfFloat(rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 1e15, 1e-5, 1e308, 5e-324, -1e-200, 0.1})).Draw(t, "float"))
	case value.Decimal:
		digits := rapid.StringMatching(`-?[0-9]{1,`+string(rune('0'+min(9, int(of.Precision))))+`}`).Draw(t, "digits")
		if of.Precision > 30 && rapid.Bool().Draw(t, "large") {
			digits = rapid.StringMatching(`-?[1-9][0-9]{20,29}`).Draw(t, "large digits")
		}
		v, ok := value.OfDecimalDigits(digits, of.Scale)
		if !ok {
			t.Fatalf("digits %q", digits)
		}
		return v
	case value.Text:
		return value.OfText(text().Draw(t, "text"))
	case value.Time:
		return value.OfTime(rapid.OneOf(rapid.Int64Range(-62135596800_000000, 253402300799_999999), rapid.Int64Range(0, 4e9)).Draw(t, "micros"))
	case value.Date:
		v, err := value.ParseText(of, string(value.OfTime(rapid.Int64Range(-62135596800_000000, 253402300799_999999).Draw(t, "day")).AppendText(nil)[:10]))
		if err != nil {
			t.Fatal(err)
		}
		return v
	case value.UUID:
		return value.OfUUID([16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid")))
	case value.Bytes:
		return value.OfBytes(string(rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "bytes")))
	case value.JSON:
		return value.OfJSON(document(t))
	}
	n := rapid.IntRange(0, 4).Draw(t, "items")
	items := make([]value.Value, n)
	for i := range items {
		items[i] = values(t, of.Element())
	}
	return value.OfList(items)
}

// document draws a canonical JSON document that is not null.
func document(t *rapid.T) string {
	raw, err := json.Marshal(anything(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := value.CanonicalJSON(raw)
	if err != nil {
		t.Fatal(err)
	}
	if doc == "null" {
		return "{}"
	}
	return doc
}

func anything(t *rapid.T, depth int) any {
	switch n := rapid.IntRange(0, 6).Draw(t, "what"); {
	case n == 0:
		return nil
	case n == 1:
		return rapid.Bool().Draw(t, "bool")
	case n == 2:
		return json.Number(rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number"))
	case n == 3 && depth > 0:
		out := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			out = append(out, anything(t, depth-1))
		}
		return out
	case n == 4 && depth > 0:
		out := map[string]any{}
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			out[text().Draw(t, "key")] = anything(t, depth-1)
		}
		return out
	}
	return text().Draw(t, "string")
}

// TestRoundTrip: every value is what its own print reads as, in each form.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := types().Draw(t, "type")
		v := values(t, of)
		printed := v.AppendJSON(nil)
		if !json.Valid(printed) {
			t.Fatalf("not JSON: %s", printed)
		}
		back, err := value.ParseJSON(of, printed)
		if err != nil || !value.Equal(v, back) {
			t.Fatalf("JSON %s reads as %s, %v", printed, back, err)
		}
		back, err = value.ParseText(of, string(v.AppendText(nil)))
		if err != nil || !value.Equal(v, back) {
			t.Fatalf("text %s reads as %s, %v", v, back, err)
		}
		strings := v.AppendJSONStrings(nil, of)
		if !json.Valid(strings) {
			t.Fatalf("not JSON: %s", strings)
		}
		if of.Kind != value.List || of.Elem != value.Float {
			back, err = value.ParseJSON(of, strings)
			if err != nil || !value.Equal(v, back) {
				t.Fatalf("JSON %s reads as %s, %v", strings, back, err)
			}
		}
		if of.Kind == value.List {
			items, err := value.OfListJSON(string(printed)).Items(of.Element())
			if err != nil || !value.Equal(v, value.OfList(items)) {
				t.Fatalf("items of %s: %v, %v", printed, items, err)
			}
		}
		if clone := v.Clone(); !value.Equal(v, clone) {
			t.Fatalf("the clone of %s is %s", v, clone)
		}
	})
}

// TestOrder: Compare is a total order, and Equal is its zero.
func TestOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := types().Draw(t, "type")
		a, b, c := values(t, of), values(t, of), values(t, of)
		if value.Compare(a, a) != 0 || !value.Equal(a, a) {
			t.Fatalf("%s is not itself", a)
		}
		if value.Compare(a, b) != -value.Compare(b, a) {
			t.Fatalf("%s and %s disagree", a, b)
		}
		if value.Compare(a, b) <= 0 && value.Compare(b, c) <= 0 && value.Compare(a, c) > 0 {
			t.Fatalf("%s, %s, %s are in no order", a, b, c)
		}
		if (value.Compare(a, b) == 0) != value.Equal(a, b) {
			t.Fatalf("%s and %s: Equal disagrees with Compare", a, b)
		}
	})
}

// TestDecimalsOfAnyScale compares as exact arithmetic does.
func TestDecimalsOfAnyScale(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) value.Value {
			v, ok := value.OfDecimalDigits(rapid.StringMatching(`-?[0-9]{1,25}`).Draw(t, name), uint8(rapid.IntRange(0, 30).Draw(t, "scale")))
			if !ok {
				t.Fatal("digits")
			}
			return v
		}
		a, b := draw("a"), draw("b")
		if rapid.Bool().Draw(t, "near") {
			if r, ok := a.Rescale(a.DecimalScale() + 3); ok {
				b = r
			}
		}
		if got, want := value.Compare(a, b), a.Decimal().Cmp(b.Decimal()); got != want {
			t.Fatalf("Compare(%s, %s) = %d, not %d", a, b, got, want)
		}
	})
}

func TestEqual(t *testing.T) {
	t.Parallel()
	null := value.Value{}
	one, _ := value.ParseDecimal("1.0", 0, 0)
	uno, _ := value.ParseDecimal("1", 0, 0)
	for _, c := range []struct {
		a, b value.Value
		want bool
	}{
		{null, null, true},
		{null, value.OfInt(0), false},
		{value.OfInt(1), one, false},
		{one, uno, true},
		{value.OfFloat(math.Copysign(0, -1)), value.OfFloat(0), true},
		{value.OfText("a"), value.OfText("a "), false},
		{value.OfListJSON("[1,2]"), value.OfList([]value.Value{value.OfInt(1), value.OfInt(2)}), true},
		{value.OfListJSON(""), value.OfList(nil), true},
	} {
		if got := value.Equal(c.a, c.b); got != c.want {
			t.Errorf("Equal(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

func TestAppendJSONAllocatesNothing(t *testing.T) {
	large, _ := value.ParseDecimal("123456789012345678901234567890.5", 0, 0)
	dst := make([]byte, 0, 256)
	for _, v := range []value.Value{
		value.OfInt(-42), value.OfFloat(1.5), value.OfDecimal(-150, 2), large, value.OfText("plain"),
		value.OfText("é\n"), value.OfTime(1_700_000_000_123_456), value.OfDate("2026-11-20"),
		value.OfUUID([16]byte{1}), value.OfBytes("ab"), value.OfJSON("{}"), value.OfListJSON("[1]"), value.OfBool(true),
	} {
		if n := testing.AllocsPerRun(20, func() { dst = v.AppendJSON(dst[:0]) }); n != 0 {
			t.Errorf("%s: %v allocations", v, n)
		}
	}
}

func TestAppendJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v    value.Value
		want string
	}{
		{value.Value{}, `null`},
		{value.OfDecimal(150, 2), `1.50`},
		{value.OfDecimal(-5, 3), `-0.005`},
		{value.OfDecimal(0, 2), `0.00`},
		{value.OfDecimal(math.MinInt64, 0), `-9223372036854775808`},
		{value.OfFloat(100), `100`},
		{value.OfFloat(1e15), `1e+15`},
		{value.OfFloat(0.0001), `0.0001`},
		{value.OfFloat(0.00001), `1e-05`},
		{value.OfTime(0), `"1970-01-01T00:00:00+00:00"`},
		{value.OfTime(1_120_000), `"1970-01-01T00:00:01.12+00:00"`},
		{value.OfTime(-1), `"1969-12-31T23:59:59.999999+00:00"`},
		{value.OfUUID([16]byte{0xAB, 15: 1}), `"ab000000-0000-0000-0000-000000000001"`},
		{value.OfBytes("a\xff"), `"\\x61ff"`},
		{value.OfText("a\"\\\n\x01é<"), `"a\"\\\n\u0001é<"`},
		{value.OfList([]value.Value{value.OfText("a"), value.OfText("b")}), `["a","b"]`},
		{value.OfListJSON(""), `[]`},
	} {
		if got := string(c.v.AppendJSON(nil)); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	ints := value.Type{Kind: value.List, Elem: value.Int}
	if got := string(value.OfListJSON("[1,2]").AppendJSONStrings(nil, ints)); got != `["1","2"]` {
		t.Errorf("numbers as strings: %s", got)
	}
}

// checkRefusal sees to it that an error is a fault with one of the codes that
// bad values have, and does not repeat its input.
func checkRefusal(t interface{ Errorf(string, ...any) }, err error) {
	switch fault.CodeOf(err) {
	case fault.Value, fault.OutOfRange, fault.TooComplex, fault.TooLarge:
	default:
		t.Errorf("%v has the code %s", err, fault.CodeOf(err))
	}
	if len(err.Error()) > 400 || !utf8.ValidString(err.Error()) {
		t.Errorf("the message repeats too much: %s", err)
	}
}

func TestLongInputIsNotRepeated(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\x01é", 10_000)
	for _, kind := range scalarKinds {
		if kind == value.Text {
			continue
		}
		_, err := value.ParseText(value.Type{Kind: kind}, long)
		checkRefusal(t, err)
	}
}
