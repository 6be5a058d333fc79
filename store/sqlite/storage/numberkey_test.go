package storage

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/value"
)

var decimals15 = rapid.Custom(func(t *rapid.T) value.Value {
	digits := strings.TrimLeft(rapid.StringMatching(`[0-9]{1,40}`).Draw(t, "digits"), "0")
	if digits == "" {
		digits = "0"
	}
	if rapid.Bool().Draw(t, "negative") {
		digits = "-" + digits
	}
	v, _ := value.OfDecimalDigits(digits, rapid.Uint8Range(0, 30).Draw(t, "scale"))
	return v
})

// TestNumberKeys demands that keys order as their numbers do, and give them back.
func TestNumberKeys(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals15.Draw(t, "a"), decimals15.Draw(t, "b")
		if got, want := strings.Compare(DecimalKey(a), DecimalKey(b)), value.Compare(a, b); got != want {
			t.Fatalf("%s and %s: %d, not %d", a, b, got, want)
		}
		back, ok := FromKey(DecimalKey(a), int(a.DecimalScale()))
		if !ok || value.Compare(a, back) != 0 || back.DecimalScale() != a.DecimalScale() {
			t.Fatalf("%s came back as %s", a, back)
		}
	})
}

// TestKeysAcrossKinds compares ints and floats with decimals.
func TestKeysAcrossKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v    value.Value
		same string
	}{
		{value.OfInt(0), "0.000"}, {value.OfInt(-120), "-120.0"}, {value.OfFloat(0.1), "0.1"}, {value.OfFloat(-1e22), "-10000000000000000000000"},
		{value.OfFloat(1e-7), "0.0000001"}, {value.OfInt(9223372036854775807), "9223372036854775807"},
	} {
		d, err := value.ParseDecimal(c.same, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if key, ok := numberKey(c.v); !ok || key != DecimalKey(d) {
			t.Errorf("%s is %q, not %q as %s", c.v, key, DecimalKey(d), c.same)
		}
	}
}

func TestFromKeyRefusesOtherText(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"", "1", "3", "4500001", "3xxxxxx1", "hello world", "3999999912"} {
		if v, ok := FromKey(key, 2); ok {
			t.Errorf("%q was read as %s", key, v)
		}
	}
}

func TestLikeAndGlob(t *testing.T) {
	t.Parallel()
	db, err := zombiezen.OpenConn(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct {
		text, pattern string
		like, ilike   bool
	}{
		{"abc", "a%", true, true}, {"Abc", "a%", false, true}, {"abc", "a_c", true, true}, {"aéc", "a_c", true, true},
		{"a*c", "a*c", true, true}, {"abc", "a*c", false, false}, {"a[b", "a[b", true, true}, {"a?", "a?", true, true}, {"ab", "a?", false, false},
		{"a%", `a\%`, true, true}, {"ab", `a\%`, false, false}, {"É", "é", false, false}, {"", "", true, true}, {"", "%", true, true},
		{"a", `a\`, false, false}, {`a\`, `a\\`, true, true}, {"a]", "a]", true, true}, {"x^", "x^", true, true}, {"", `\`, false, false},
	} {
		if got := like(c.text, c.pattern); got != c.like {
			t.Errorf("%q like %q is %v", c.text, c.pattern, got)
		}
		stmt, _, err := db.PrepareTransient(`SELECT ?1 GLOB ('' || ?2), ?1 LIKE ('' || ?3) ESCAPE '\'`)
		if err != nil {
			t.Fatal(err)
		}
		stmt.BindText(1, c.text)
		stmt.BindText(2, globOf(c.pattern))
		stmt.BindText(3, c.pattern)
		if _, err := stmt.Step(); err != nil {
			t.Fatal(err)
		}
		if got := stmt.ColumnBool(0); got != c.like {
			t.Errorf("%q like %q is %v as a glob", c.text, c.pattern, got)
		}
		if got := stmt.ColumnBool(1); got != c.ilike {
			t.Errorf("%q ilike %q is %v", c.text, c.pattern, got)
		}
		stmt.Finalize()
	}
}
