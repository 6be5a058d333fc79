package expr_test

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"bedplate/expr"
)

// TestEitherCase takes the letters a-z of either case, and no others.
func TestEitherCase(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, text string
		want          bool
	}{
		{"^rye$", "RyE", true},
		{"^[a-c]+$", "aBC", true},
		{"^[^a-c]+$", "B", false},
		{"^[^a-c]+$", "D", true},
		{"^[X-b]$", "y", true},
		{"^[]a]$", "A", true},
		{"^[]a]$", "]", true},
		{"^[a-]$", "-", true},
		{"^[a-]$", "b", false},
		{"^[\\da]+$", "1A", true},
		{"^\\d\\W$", "1é", true},
		{"^\\D$", "1", false},
		{"é", "É", false},
		{"^k$", "\u212a", false}, // the sign of Kelvin is no ASCII letter
		{"^s{2}$", "Ss", true},
		{"^(?:a|b)\\.$", "B.", true},
		{"^(?:a|b)\\.$", "Bx", false},
	} {
		if err := expr.CheckPattern(test.pattern); err != nil {
			t.Fatal(err)
		}
		if got := regexp.MustCompile(expr.EitherCase(test.pattern)).MatchString(test.text); got != test.want {
			t.Errorf("%s as %s on %s: %v", test.pattern, expr.EitherCase(test.pattern), test.text, got)
		}
	}
}

// TestEitherCaseAgrees matches ASCII as RE2's own flag does, and stays a
// pattern of the language.
func TestEitherCaseAgrees(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"a", "B", "[a-c]", "[^X-b]", "[]k]", "[m-]", "\\d", "\\W", "[\\sQ]", "[\\]z]", ".", "(?:a|z)", "x*", "q{1,2}", "^", "$", "|", "\\."})
	rapid.Check(t, func(t *rapid.T) {
		pattern := ""
		for _, p := range rapid.SliceOfN(piece, 1, 6).Draw(t, "pieces") {
			pattern += p
		}
		if expr.CheckPattern(pattern) != nil {
			return
		}
		ours := expr.EitherCase(pattern)
		if err := expr.CheckPattern(ours); err != nil {
			t.Fatal(err)
		}
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aAbBcCkKmMqQxXyzZ19 .]-_^")), 0, 6, -1).Draw(t, "text")
		if got, want := regexp.MustCompile(ours).MatchString(text), regexp.MustCompile("(?i)"+pattern).MatchString(text); got != want {
			t.Fatalf("%s as %s on %q: %v", pattern, ours, text, got)
		}
	})
}
