package expr

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/value"
)

// numberAs gives a number literal the type want, exactly or not at all. Of a
// decimal, the literal's own digits are read, never a float64.
func (c *checker) numberAs(o operand, want value.Type, arithmetic bool) *Node {
	if want.Kind == value.JSON {
		want = o.natural()
	}
	refuse := func(why string) *Node {
		c.report(o.pos, valueCode, "", "%s is not %s: %s", o.digits, article(want), why)
		return nil
	}
	switch want.Kind {
	case value.Int:
		i, err := strconv.ParseInt(o.digits, 10, 64)
		if err != nil {
			return refuse("it must be a whole number")
		}
		return c.literal(o.pos, value.OfInt(i), value.Type{Kind: value.Int})
	case value.Float:
		f, err := strconv.ParseFloat(o.digits, 64)
		if err != nil {
			return refuse("it is too large")
		}
		if i, err := strconv.ParseInt(o.digits, 10, 64); err == nil && new(big.Float).SetInt64(i).Cmp(big.NewFloat(f)) != 0 {
			return refuse("a float cannot hold it exactly")
		}
		return c.literal(o.pos, value.OfFloat(f), value.Type{Kind: value.Float})
	case value.Decimal:
		if arithmetic {
			want = value.Type{}
		}
		v, t, ok := decimalLiteral(o.digits, want)
		if !ok {
			return refuse("it has too many digits")
		}
		return c.literal(o.pos, v, t)
	}
	c.report(o.pos, typeCode, "", "%s is wanted here, not the number %s", typeName(want), o.digits)
	return nil
}

// decimalLiteral reads a number as it was written. It takes the scale of the
// decimal beside it where it can, so that the two compare digit by digit.
func decimalLiteral(digits string, beside value.Type) (value.Value, value.Type, bool) {
	v, err := value.ParseDecimal(digits, 0, 0)
	if err != nil {
		return value.Value{}, value.Type{}, false
	}
	for v.DecimalScale() > 0 { // zeros at the end say nothing
		r, ok := v.Rescale(v.DecimalScale() - 1)
		if !ok {
			break
		}
		v = r
	}
	if r, ok := v.Rescale(beside.Scale); ok && beside.Precision > 0 {
		if _, small := r.Unscaled(); small || beside.Precision > 18 {
			v = r
		}
	}
	size := len(strings.TrimPrefix(v.Digits(), "-"))
	size = max(size, int(v.DecimalScale()))
	if size > 255 {
		return value.Value{}, value.Type{}, false
	}
	return v, value.Type{Kind: value.Decimal, Precision: uint8(size), Scale: v.DecimalScale()}, true
}

// textAs gives a text literal the type want, where it reads as one.
func (c *checker) textAs(o operand, want value.Type) *Node {
	switch want.Kind {
	case value.Text, value.JSON:
		return c.literal(o.pos, value.OfText(o.text), value.Type{Kind: value.Text})
	case value.UUID, value.Time, value.Date, value.Bytes:
		v, err := value.ParseText(want, o.text)
		if err != nil {
			c.report(o.pos, valueCode, example(want.Kind), "%s is not %s", quote(o.text), article(want))
			return nil
		}
		return c.literal(o.pos, v, want)
	}
	c.report(o.pos, typeCode, "", "%s is wanted here, not the text %s", typeName(want), quote(o.text))
	return nil
}

// example shows how a type's literals are written.
func example(k value.Kind) string {
	switch k {
	case value.UUID:
		return `write it like "0193a1c2-7b1e-7c3d-8e4f-5a6b7c8d9e0f"`
	case value.Time:
		return `write it like "2026-01-31T12:00:00Z"`
	case value.Date:
		return `write it like "2026-01-31"`
	case value.Bytes:
		return `write it in hex, like "\\x0aff"`
	}
	return ""
}

func article(t value.Type) string {
	name := typeName(t)
	if strings.ContainsRune("aeio", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// quote shows a text in a message, shortened.
func quote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "..."
	}
	return strconv.Quote(s)
}

func (c *checker) literal(pos Pos, v value.Value, t value.Type) *Node {
	return &Node{Op: Literal, Type: t, Value: v, Pos: pos}
}

// checkEnum reports a literal that the enum beside it does not know.
func (c *checker) checkEnum(values []string, o operand) {
	if values == nil || o.form != textual || slices.Contains(values, o.text) {
		return
	}
	hint := Suggest(o.text, values)
	if hint == "" {
		hint = "it is one of " + strings.Join(values, ", ")
	}
	c.report(o.pos, valueCode, hint, "%s is never the value here", quote(o.text))
}

// maxMicros keeps a duration within what times can hold: ten thousand years.
const maxMicros = 10_000 * 366 * 24 * 3600 * 1_000_000

// parseSpan reads a duration in Go's form, days ("7d", "1d12h") before it.
func parseSpan(s string) (micros int64, err error) {
	rest, negative := strings.CutPrefix(s, "-")
	days, after, hasDays := strings.Cut(rest, "d")
	total := new(big.Int)
	if hasDays {
		n, err := strconv.ParseUint(days, 10, 32)
		if err != nil {
			return 0, fmt.Errorf("days must be a whole number")
		}
		total.SetUint64(n * uint64(24*time.Hour/time.Microsecond))
		rest = after
	}
	if rest != "" || !hasDays {
		d, err := time.ParseDuration(rest)
		if err != nil || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "+") {
			return 0, fmt.Errorf("it is not a duration")
		}
		if d%time.Microsecond != 0 {
			return 0, fmt.Errorf("times have microseconds at the finest")
		}
		total.Add(total, big.NewInt(int64(d/time.Microsecond)))
	}
	if !total.IsInt64() || total.Int64() > maxMicros {
		return 0, fmt.Errorf("it is longer than ten thousand years")
	}
	if negative {
		return -total.Int64(), nil
	}
	return total.Int64(), nil
}

// spanText writes a duration so that parseSpan reads the same.
func spanText(micros int64) string {
	const day = int64(24 * time.Hour / time.Microsecond)
	sign := ""
	if micros < 0 {
		sign, micros = "-", -micros
	}
	days, rest := micros/day, time.Duration(micros%day)*time.Microsecond
	switch {
	case days == 0:
		return sign + rest.String()
	case rest == 0:
		return fmt.Sprintf("%s%dd", sign, days)
	}
	return fmt.Sprintf("%s%dd%s", sign, days, rest)
}

// Codes of problems, short.
const (
	typeCode    = fault.Type
	valueCode   = fault.Value
	nameCode    = fault.UnknownField
	refusedCode = fault.Unsupported
)
