package schema_test

import (
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/value"
)

// TestValidate shows what a field takes of a value, and the code of a refusal.
func TestValidate(t *testing.T) {
	t.Parallel()
	c := parse(t, `
collection: things
fields:
  short: {type: text, required: true, max: 3}
  status: {type: enum, values: [draft, "in print"]}
  mail: {type: text, format: email}
  site: {type: text, format: url}
  slug: {type: text, format: slug}
  key: {type: text, format: uuid}
  code: {type: text, pattern: '^[A-Z]+$'}
  raw: {type: bytes, max: 2}
  price: {type: decimal, precision: 4, scale: 2}
  tags: {type: list, of: text}
  n: int
`).Collection("things")
	dec := func(s string) value.Value {
		v, err := value.ParseDecimal(s, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	text, null := value.OfText, value.Value{}
	for _, x := range []struct {
		field string
		v     value.Value
		want  fault.Code
	}{
		{"short", null, fault.Required}, {"short", text("äöü"), ""}, {"short", text("abcd"), fault.TooLong}, {"short", text(""), ""},
		{"short", value.OfInt(1), fault.Value},
		{"status", text("in print"), ""}, {"status", text("Draft"), fault.Value}, {"status", null, ""},
		{"mail", text("a.b+c@example.com"), ""}, {"mail", text("a@localhost"), ""}, {"mail", text("a b@x.de"), fault.Check}, {"mail", text("a@"), fault.Check}, {"mail", text("@x"), fault.Check}, {"mail", text("a@x..de"), fault.Check},
		{"site", text("https://example.com/a?b"), ""}, {"site", text("javascript:x"), fault.Check}, {"site", text("https://"), fault.Check}, {"site", text("/a"), fault.Check},
		{"slug", text("a-b-2"), ""}, {"slug", text("a--b"), fault.Check}, {"slug", text("A"), fault.Check},
		{"key", text("018f4d5e-7a6b-7c8d-9e0f-a1b2c3d4e5f6"), ""}, {"key", text("x"), fault.Check},
		{"code", text("ABC"), ""}, {"code", text("AbC"), fault.Check}, {"code", text("ABC\n"), fault.Check},
		{"raw", value.OfBytes("ab"), ""}, {"raw", value.OfBytes("abc"), fault.TooLong},
		{"price", dec("99.99"), ""}, {"price", dec("1.5"), ""}, {"price", dec("1.500"), ""}, {"price", dec("1.505"), fault.OutOfRange}, {"price", dec("100"), fault.OutOfRange}, {"price", dec("-100.00"), fault.OutOfRange},
		{"price", dec(strings.Repeat("9", 40)), fault.OutOfRange},
		{"tags", value.OfList([]value.Value{text("a")}), ""}, {"tags", value.OfList([]value.Value{null}), fault.Value}, {"tags", value.OfListJSON("[1]"), fault.Value}, {"tags", value.OfListJSON(`["a"]`), ""},
		{"n", value.OfInt(1), ""}, {"n", value.OfFloat(1), fault.Value},
	} {
		err := c.Field(x.field).Validate(x.v)
		var got fault.Code
		if err != nil {
			got = err.Code
			if err.Field != x.field {
				t.Errorf("the error about %s is about %q", x.field, err.Field)
			}
		}
		if got != x.want {
			t.Errorf("%s = %s: %q, want %q", x.field, x.v, got, x.want)
		}
	}
}
