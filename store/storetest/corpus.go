package storetest

import (
	"math/rand/v2"
	"strings"

	"bedplate/value"
)

// corpus is the values that random tests draw from: what stores are known to
// get wrong, in a vocabulary small enough that equal values meet.
type corpus struct {
	texts   []string
	likes   []string
	regexps []string
	members []string // of JSON documents
	plain   map[value.Kind][]string
	// small are numbers whose sums and products mostly fit.
	small map[value.Kind][]string
}

var shared = newCorpus()

func newCorpus() *corpus {
	return &corpus{
		texts: []string{"", " ", "a", "a ", "A", "b", "ab", "aB", "Ab", "abc", "a%c", "a_c", `a\c`, "é", "e\u0301", "É", "ß",
			"ﬀ", "İ", "😀", "a😀b", "👩‍👩‍👧", "z", "Z", "0", "10", "1.5", "true", "null", "'", `"`, "\n", "\t a", "\u007f",
			"\ufeff", "\U0010ffff", "ab\nc", "[1]", "{}", "x'00'"},
		likes:   []string{"%", "_", "", "a%", "%a", "%b%", "A_", "a_c", `a\_c`, `a\%c`, `a\\c`, "é", "_\u0301", "a%b", "__", "%%", "_%", "Ab%", "%\n%", "😀", "a_b"},
		regexps: []string{"^a", "b$", "a.c", "^$", "[a-c]+", "[^a]", "^(a|b)b?$", "a{1,2}", `\d+`, `\.`, "é", "^.$", "(?i)ab", `a\\c`, "x*"},
		members: []string{"a", "b", "n", "s", "t", "A", "", "a b", "é", "a.b", `q"`, "0"},
		plain: map[value.Kind][]string{
			value.Bool: {"true", "false"},
			value.Int: {"0", "1", "-1", "2", "3", "7", "10", "-10", "100", "9223372036854775807", "-9223372036854775808",
				"9223372036854775806", "9007199254740993", "-9007199254740993", "4294967296", "3037000500"},
			value.Float: {"0", "1", "-1", "0.1", "0.2", "0.30000000000000004", "1.5", "-1.5", "2", "3", "1e-200", "-1e-200",
				"1e308", "-1e308", "1.7976931348623157e308", "5e-324", "9007199254740993", "1e15", "123456789.125"},
			value.Time: {"1970-01-01T00:00:00Z", "2026-11-20T12:34:56.789012Z", "2026-11-20T12:34:56.789013Z", "0001-01-01T00:00:00.000001Z",
				"9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", "2024-02-29T00:00:00Z"},
			value.Date: {"1970-01-01", "2024-02-29", "0001-01-01", "9999-12-31", "2026-11-20", "1582-10-10"},
			value.UUID: {"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
				"0190b8a4-7d5c-7000-8000-000000000001", "0190b8a4-7d5c-7000-8000-000000000002", "80000000-0000-4000-8000-000000000000"},
			value.Bytes: {`\x`, `\x00`, `\xff`, `\x0001`, `\x61`, `\x6162`, `\xdeadbeef`, `\x41`},
			value.JSON: {"1", `"a"`, "true", "false", "[]", "{}", `""`, "[1,2,3]", `{"a":1}`, `{"a":"a"}`, `{"a":null}`, `{"a":1.50}`,
				`{"a":true,"b":false}`, `{"b":{"a":"ab"}}`, `{"b":{"a":10}}`, `{"n":9007199254740993,"s":"9007199254740993"}`,
				`{"n":9223372036854775808}`, `{"n":-0.0}`, `{"n":0.1}`, `{"n":1e-200}`, `{"n":100,"s":"a "}`, `{"s":""}`, `{"t":["a","b",{"a":1}]}`,
				`{"":1,"a b":2,"é":3,"a.b":4,"q\"":5,"0":6,"A":7,"bb":1,"a":2}`, `["a",null,1]`, `{"a":[]}`, `{"a":{}}`, `[[1],[2]]`, `{"s":"É😀"}`, `{"s":"\u0041\n"}`,
				"[1.0,2]", `[[1,2],{"a":1}]`, `[{"a":1},"a"]`, `{"a":[1,2,3]}`, `{"a":[1]}`, `{"b":{}}`, "[[]]", "[{}]"},
		},
		small: map[value.Kind][]string{
			value.Decimal: {"0", "1", "-1", "0.5", "-0.5", "1.5", "2", "10", "99", "-99"},
		},
	}
}

// one draws a value of type t that is not null.
func (c *corpus) one(r *rand.Rand, t value.Type) value.Value {
	switch t.Kind {
	case value.Text:
		return value.OfText(c.texts[r.IntN(len(c.texts))])
	case value.Decimal:
		return parsed(t, c.decimal(r, t))
	case value.List:
		items := make([]value.Value, r.IntN(4))
		for i := range items {
			items[i] = c.one(r, t.Element())
		}
		return value.OfList(items)
	}
	all := c.plain[t.Kind]
	return parsed(t, all[r.IntN(len(all))])
}

// decimal writes a decimal that fits t; every type without a precision fits.
func (c *corpus) decimal(r *rand.Rand, t value.Type) string {
	precision, scale := int(t.Precision), int(t.Scale)
	if precision == 0 {
		precision = 12
	}
	sign := ""
	if r.IntN(3) == 0 {
		sign = "-"
	}
	switch r.IntN(4) {
	case 0: // as many digits as there may be
		digits := strings.Repeat("9", precision)
		return sign + point(digits, scale)
	case 1:
		digits := "9007199254740993"
		return sign + point(digits[:min(precision, len(digits))], scale)
	case 2: // the least
		return sign + point("1", scale)
	}
	small := c.small[value.Decimal]
	s := small[r.IntN(len(small))]
	if scale == 0 && strings.Contains(s, ".") || precision-scale < 2 {
		return "0"
	}
	return s
}

// point puts the point before the last scale digits.
func point(digits string, scale int) string {
	if scale == 0 {
		return digits
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	return digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

// parsed reads a constant of the tests.
func parsed(t value.Type, s string) value.Value {
	v, err := value.ParseText(t, s)
	if err != nil {
		panic("a constant of the tests is wrong: " + err.Error())
	}
	return v
}
