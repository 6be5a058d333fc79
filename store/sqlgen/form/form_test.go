package form_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/store/sqlgen/form"
	"bedplate/value"
)

func TestLike(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"a%_b": "a%_b", `\%\_\\`: `\%\_\\`, `\a\"`: `a"`, `a\`: form.NoPattern, `a\\`: `a\\`, `a\\\`: form.NoPattern, "": "",
	} {
		if got := form.Like(pattern); got != want {
			t.Errorf("%s becomes %s, not %s", pattern, got, want)
		}
	}
}

// TestPrefixEnd: a text begins with a prefix just where it stands between the prefix
// and its end.
func TestPrefixEnd(t *testing.T) {
	t.Parallel()
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("a\u007fé\ud7ff\ue000\uffff\U0010ffff")), 0, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		prefix, text := letters.Draw(t, "prefix"), letters.Draw(t, "text")
		end, ends := form.PrefixEnd(prefix)
		if within := text >= prefix && (!ends || text < end); within != strings.HasPrefix(text, prefix) {
			t.Errorf("%q from %q on, before %q (%v): %v", text, prefix, end, ends, within)
		}
	})
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v     value.Value
		scale int
		whole int64
		rest  int
	}{
		{value.OfInt(-7), 0, -7, 0}, {value.OfInt(7), 2, 700, 0},
		{value.OfDecimal(-1255, 3), 2, -125, -1}, {value.OfFloat(0.5), 1, 5, 0}, {value.OfFloat(0.25), 1, 2, 1},
	} {
		if whole, rest := form.Split(c.v, c.scale); whole != c.whole || rest != c.rest {
			t.Errorf("%s at scale %d is %d and %d", c.v, c.scale, whole, rest)
		}
	}
}
