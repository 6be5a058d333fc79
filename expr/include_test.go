package expr

import (
	"testing"

	"bedplate/value"
)

// TestIncludes has PostgreSQL's meaning of @>.
func TestIncludes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		whole, part string
		want        bool
	}{
		{`{"a":1,"b":2}`, `{"a":1}`, true},
		{`{"a":1}`, `{"a":1,"b":2}`, false},
		{`{"a":1}`, `{"a":1.0}`, true},
		{`{"a":1}`, `{"a":"1"}`, false},
		{`{"a":null}`, `{"a":null}`, true},
		{`{"a":1}`, `{"a":null}`, false},
		{`{"a":{"b":1,"c":2}}`, `{"a":{"c":2}}`, true},
		{`{"a":{"b":1}}`, `{"a":{}}`, true},
		{`{"a":{"b":1}}`, `{"b":1}`, false},
		{`{"a":[1,2]}`, `{"a":1}`, false},
		{`{"a":[1,2]}`, `{"a":[2]}`, true},
		{`[1,2,3]`, `[3,1,3]`, true},
		{`[1,2]`, `[1,4]`, false},
		{`[1,2]`, `1`, true},
		{`["a","b"]`, `"b"`, true},
		{`["a",["b"]]`, `"b"`, false},
		{`[1,[2]]`, `[2]`, false},
		{`[1,[2,3]]`, `[[2]]`, true},
		{`[{"a":1,"b":2}]`, `[{"a":1}]`, true},
		{`[{"a":1}]`, `{"a":1}`, false},
		{`"a"`, `["a"]`, false},
		{`"a"`, `"a"`, true},
		{`true`, `true`, true},
		{`true`, `"true"`, false},
		{`[null]`, `[null]`, true},
		{`[]`, `[]`, true},
		{`[]`, `{}`, false},
		{`{}`, `[]`, false},
	} {
		n := TestOf(Includes, LiteralOf(value.OfJSON(test.whole), jsonType), LiteralOf(value.OfJSON(test.part), jsonType))
		if got, err := Test(n, &Scope{}); err != nil || got != test.want {
			t.Errorf("%s @> %s: %v, %v", test.whole, test.part, got, err)
		}
	}
}

// TestIncludesOverNull is false, and so is not undefined.
func TestIncludesOverNull(t *testing.T) {
	t.Parallel()
	null := LiteralOf(value.Value{}, jsonType)
	doc := LiteralOf(value.OfJSON("1"), jsonType)
	for _, n := range []*Node{TestOf(Includes, null, doc), TestOf(Includes, doc, null)} {
		if got, err := Test(NotOf(n), &Scope{}); err != nil || !got {
			t.Errorf("%s: %v, %v", Format(n), got, err)
		}
	}
}
