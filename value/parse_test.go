package value_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/value"
)

var (
	tInt  = value.Type{Kind: value.Int}
	tText = value.Type{Kind: value.Text}
	tTime = value.Type{Kind: value.Time}
	tDec  = value.Type{Kind: value.Decimal, Precision: 5, Scale: 2}
	tInts = value.Type{Kind: value.List, Elem: value.Int}
	tStrs = value.Type{Kind: value.List, Elem: value.Text}
)

func of(k value.Kind) value.Type { return value.Type{Kind: k} }

// reading is one input and what it reads as: text, or the code of a refusal.
type reading struct {
	t    value.Type
	in   string
	want string
}

const bad, out = "!" + string(fault.Value), "!" + string(fault.OutOfRange)

func check(t *testing.T, cases []reading, parse func(value.Type, string) (value.Value, error)) {
	t.Helper()
	for _, c := range cases {
		v, err := parse(c.t, c.in)
		got := string(v.AppendJSON(nil))
		if err != nil {
			checkRefusal(t, err)
			got = "!" + string(fault.CodeOf(err))
		}
		if got != c.want {
			t.Errorf("%s %.60q: got %s, want %s (%v)", c.t.Kind, c.in, got, c.want, err)
		}
	}
}

func TestParseText(t *testing.T) {
	t.Parallel()
	check(t, []reading{
		{of(value.Bool), "true", `true`}, {of(value.Bool), "1", `true`}, {of(value.Bool), "TRUE", `true`}, {of(value.Bool), "t", `true`}, {of(value.Bool), "No", `false`}, {of(value.Bool), "f", `false`},
		{of(value.Bool), "", bad}, {of(value.Bool), "tru", bad}, {of(value.Bool), "2", bad}, {of(value.Bool), " true", bad},
		{tInt, "3", `3`}, {tInt, "+3", `3`}, {tInt, "-9223372036854775808", `-9223372036854775808`},
		{tInt, "9223372036854775808", out}, {tInt, "3.0", bad}, {tInt, "1e3", bad}, {tInt, "", bad},
		{tInt, "--3", bad}, {tInt, "0x10", bad}, {tInt, " 3", bad}, {tInt, "1_000", bad},
		{of(value.Float), "1.5", `1.5`}, {of(value.Float), "1e400", out}, {of(value.Float), "1e-400", out},
		{of(value.Float), "NaN", bad}, {of(value.Float), "Infinity", bad}, {of(value.Float), "0x1p4", bad}, {of(value.Float), "-0", `0`},
		{tDec, "1.5", `1.50`}, {tDec, "1.500", `1.50`}, {tDec, "1.505", out}, {tDec, "999.99", `999.99`}, {tDec, "1000", out},
		{tDec, "1e2", `100.00`}, {tDec, "1e3", out}, {tDec, "0e999999", `0.00`}, {tDec, "1e999999999999", out}, {tDec, ".5", `0.50`}, {tDec, ".", bad}, {tDec, "-0", `0.00`},
		{of(value.Decimal), "1.500", `1.500`}, {of(value.Decimal), "1e-200", `0.` + strings.Repeat("0", 199) + `1`}, {of(value.Decimal), "1e1001", out},
		{tText, "", `""`}, {tText, "a\x00", bad}, {tText, "\xff", bad},
		{tTime, "2026-11-20T15:04:05Z", `"2026-11-20T15:04:05+00:00"`},
		{tTime, "2026-11-20T15:04:05.120+05:30", `"2026-11-20T09:34:05.12+00:00"`},
		{tTime, "2026-11-20 15:04:05-08", `"2026-11-20T23:04:05+00:00"`},
		{tTime, "2026-11-20 15:04:05+0530", `"2026-11-20T09:34:05+00:00"`},
		{tTime, "2026-11-20 15:04", `"2026-11-20T15:04:00+00:00"`},
		{tTime, "2026-11-20", `"2026-11-20T00:00:00+00:00"`},
		{tTime, "2026-11-20T15:04:05.1234560Z", `"2026-11-20T15:04:05.123456+00:00"`},
		{tTime, "2026-11-20T15:04:05.1234567Z", bad},
		{tTime, "2026-02-29T00:00:00Z", bad}, {tTime, "2026-11-20T24:00:00Z", bad}, {tTime, "2026-11-20T23:59:60Z", bad},
		{tTime, "0000-01-01T00:00:00Z", bad}, {tTime, "0001-01-01T00:00:00+01:00", out}, {tTime, "9999-12-31T23:59:59-01:00", out},
		{tTime, "2026-11-20T15:04:05.Z", bad}, {tTime, "2026-11-20T15:04:05+24:00", bad}, {tTime, "now", bad},
		{of(value.Date), "2024-02-29", `"2024-02-29"`}, {of(value.Date), "2026-2-9", bad}, {of(value.Date), "2026-13-01", bad}, {of(value.Date), "2026-11-20T00:00:00Z", bad},
		{of(value.UUID), "018F4D5E-7a6b-7c8d-9e0f-a1b2c3d4e5f6", `"018f4d5e-7a6b-7c8d-9e0f-a1b2c3d4e5f6"`},
		{of(value.UUID), "018f4d5e7a6b7c8d9e0fa1b2c3d4e5f6", `"018f4d5e-7a6b-7c8d-9e0f-a1b2c3d4e5f6"`},
		{of(value.UUID), "018f4d5e", bad}, {of(value.UUID), strings.Repeat("g", 32), bad},
		{of(value.Bytes), `\x61FF`, `"\\x61ff"`}, {of(value.Bytes), `\x`, `"\\x"`}, {of(value.Bytes), `\x6`, bad}, {of(value.Bytes), `61`, bad},
		{of(value.JSON), ` {"b":1,"a":2}`, `{"a":2,"b":1}`}, {of(value.JSON), `null`, `null`}, {of(value.JSON), `x`, bad},
		{tInts, `{1,2}`, `[1,2]`}, {tInts, `[1, 2]`, `[1,2]`}, {tInts, `{}`, `[]`}, {tInts, `{1,NULL}`, bad}, {tInts, `{1,`, bad}, {tInts, `{1,,2}`, bad}, {tInts, `{{1}}`, bad}, {tInts, `1`, bad},
		{tStrs, `{a,"b c", d,"x\"y,\\"}`, `["a","b c","d","x\"y,\\"]`}, {tStrs, `{"NULL",""}`, `["NULL",""]`}, {tStrs, `{"a"b}`, bad},
	}, value.ParseText)
}

func TestParseJSON(t *testing.T) {
	t.Parallel()
	check(t, []reading{
		{tInt, `3`, `3`}, {tInt, `"3"`, `3`}, {tInt, `9007199254740993`, `9007199254740993`}, {tInt, `null`, `null`},
		{tInt, `1e3`, `1000`}, {tInt, `1.0`, `1`}, {tInt, `1.5`, bad}, {tInt, `1e-1`, bad}, {tInt, `10e-1`, `1`}, {tInt, `1e19`, out}, {tInt, `1e999999`, out}, {tInt, `0e99999`, `0`},
		{tInt, `9223372036854775808`, out}, {tInt, `-9223372036854775809`, out}, {tInt, `true`, bad}, {tInt, `[1]`, bad}, {tInt, `{}`, bad},
		{tInt, `1 2`, bad}, {tInt, ``, bad}, {tInt, `01`, bad}, {tInt, `+1`, bad}, {tInt, `1.`, bad}, {tInt, `.5`, bad}, {tInt, `- 1`, bad}, {tInt, `nul`, bad},
		{tDec, `1.5`, `1.50`}, {tDec, `"1.5"`, `1.50`}, {tDec, `1234567890.5`, out}, {of(value.Decimal), `0.10000000000000000000000000001`, `0.10000000000000000000000000001`},
		{of(value.Float), `1e3`, `1000`}, {of(value.Float), `"1"`, `1`}, {of(value.Float), `"1.5"`, `1.5`}, {of(value.Float), `"NaN"`, bad}, {of(value.Float), `""`, bad}, {of(value.Float), `1e999`, out},
		{of(value.Bool), `true`, `true`}, {of(value.Bool), `"true"`, bad}, {of(value.Bool), `1`, bad},
		{tText, `"a\u00e9\ud83d\ude00\/"`, `"aé😀/"`}, {tText, `"a\u0000"`, bad}, {tText, `"\ud800"`, bad}, {tText, `"\ud800\u0041"`, bad}, {tText, `"\udc00\ud800"`, bad},
		{tText, "\"\xff\"", bad}, {tText, "\"\n\"", bad}, {tText, `"\x"`, bad}, {tText, `"\u12g4"`, bad}, {tText, `"abc`, bad}, {tText, `5`, bad}, {tText, `"a" x`, bad}, {tText, `"\`, bad},
		{tTime, `"2026-11-20T15:04:05Z"`, `"2026-11-20T15:04:05+00:00"`}, {tTime, `1700000000`, bad},
		{of(value.UUID), `"x"`, bad}, {of(value.Bytes), `"\\x61"`, `"\\x61"`},
		{tInts, `[1, "2", 3.0]`, `[1,2,3]`}, {tInts, `[]`, `[]`}, {tInts, `[1,null]`, bad}, {tInts, `[1,]`, bad}, {tInts, `[[1]]`, bad}, {tInts, `["a"]`, bad}, {tInts, `{}`, bad}, {tInts, `[1`, bad}, {tInts, `null`, `null`},
		{of(value.JSON), `null`, `null`}, {of(value.JSON), `"x"`, `"x"`},
	}, func(t value.Type, s string) (value.Value, error) { return value.ParseJSON(t, []byte(s)) })
}

func TestCanonicalJSON(t *testing.T) {
	t.Parallel()
	check(t, []reading{
		{in: `{"bb":1,"a":2,"c":3,"a":4}`, want: `{"a":4,"c":3,"bb":1}`},
		{in: `{"é":1,"zz":2,"b":3}`, want: `{"b":3,"zz":2,"é":1}`},
		{in: ` [ 1 , { } , [ ] , "a\/\u0041" ] `, want: `[1,{},[],"a/A"]`},
		{in: `{"a":{"c":1,"b":{"y":1,"x":2}},"a":{"d":1,"c":2}}`, want: `{"a":{"c":2,"d":1}}`},
		{in: `1.50`, want: `1.50`}, {in: `1.5e1`, want: `15`}, {in: `1.50e1`, want: `15.0`}, {in: `1e3`, want: `1000`}, {in: `1E-3`, want: `0.001`},
		{in: `-0`, want: `0`}, {in: `-0.0`, want: `0.0`}, {in: `0e-3`, want: `0.000`}, {in: `0e9999`, want: `0`},
		{in: `1e308`, want: `1` + strings.Repeat("0", 308)}, {in: `1e-200`, want: `0.` + strings.Repeat("0", 199) + `1`},
		{in: `1e1000`, want: out}, {in: `1e-1001`, want: out}, {in: `0e-99999`, want: out}, {in: strings.Repeat("9", 1001), want: out},
		{in: strings.Repeat("[", 64) + strings.Repeat("]", 64), want: strings.Repeat("[", 64) + strings.Repeat("]", 64)},
		{in: strings.Repeat("[", 65) + strings.Repeat("]", 65), want: "!" + string(fault.TooComplex)},
		{in: strings.Repeat(`{"a":`, 1000), want: "!" + string(fault.TooComplex)},
		{in: `[` + strings.Repeat(`1e999,`, 10_000) + `1]`, want: "!" + string(fault.TooLarge)},
		{in: ``, want: bad}, {in: `{`, want: bad}, {in: `{"a"}`, want: bad}, {in: `{"a":1,}`, want: bad}, {in: `{a:1}`, want: bad}, {in: `[1 2]`, want: bad},
		{in: `{"a\u0000":1}`, want: bad}, {in: `tru`, want: bad}, {in: `1 1`, want: bad}, {in: "\ufeff1", want: bad},
	}, func(_ value.Type, s string) (value.Value, error) {
		doc, err := value.CanonicalJSON([]byte(s))
		return value.OfJSON(doc), err
	})
}

// The members of an object are those of its canonical text.
func TestCanonicalMembers(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{`{}`, ` { "bb" : 1e2, "a":{"c":1,"b":[ {"z":1,"y":2} ]},"a":{"d":1.50,"c":2} } `, `{"\"q\u00e9\n":"\"","":null,"x":true}`} {
		text, err := value.CanonicalJSON([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		got, err := value.CanonicalMembers([]byte(doc))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s, want %s (%v)", doc, got, want, err)
		}
	}
	for _, doc := range []string{``, `[]`, `1`, `null`, `{"a":1}x`, `{"a":1,}`, `{"a"}`, strings.Repeat(`{"a":`, 100)} {
		if got, err := value.CanonicalMembers([]byte(doc)); err == nil {
			t.Errorf("%s: %s", doc, got)
		}
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{`1`, `"a\u00e9"`, `[1,"2"]`, `1e999`, `{"a":1}`, `"2026-11-20T15:04:05.5Z"`, `"\\x61"`, "null"} {
		f.Add(s, uint8(value.Int), uint8(value.Text))
	}
	f.Fuzz(func(t *testing.T, s string, kind, elem uint8) {
		of := value.Type{Kind: value.Kind(kind % 12), Elem: scalarKinds[int(elem)%len(scalarKinds)]}
		if of.Kind != value.List {
			of.Elem = 0
		}
		v, err := value.ParseJSON(of, []byte(s))
		if err != nil {
			checkRefusal(t, err)
			return
		}
		printed := v.AppendJSON(nil)
		back, err := value.ParseJSON(of, printed)
		if err != nil || !value.Equal(v, back) || !json.Valid(printed) {
			t.Errorf("%s prints as %s, which reads as %s, %v", s, printed, back, err)
		}
	})
}

func FuzzCanonicalJSON(f *testing.F) {
	for _, s := range []string{`{"b":1,"a":[1e5,-0.0]}`, `"\ud83d\ude00"`, `[[[]]]`, `1e-9`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := value.CanonicalJSON([]byte(s))
		if err != nil {
			checkRefusal(t, err)
			return
		}
		again, err := value.CanonicalJSON([]byte(doc))
		if err != nil || again != doc || !json.Valid([]byte(doc)) {
			t.Errorf("%q becomes %q and then %q, %v", s, doc, again, err)
		}
	})
}
