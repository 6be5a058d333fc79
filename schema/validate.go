package schema

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/value"
)

// maxPattern is the longest pattern, in bytes.
const maxPattern = 1000

// formatNames are the formats of texts.
var formatNames = []string{"email", "url", "slug", "uuid"}

var (
	slug  = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)
	email = regexp.MustCompile(`^[^\s@<>"(),:;\[\]\\]+@[^\s@<>"(),:;\[\]\\.]+(?:\.[^\s@<>"(),:;\[\]\\.]+)*$`)
)

// Validate tells what is wrong with a value for this field, nil for nothing:
// its presence, length, format, pattern, values and precision. Checks are
// expressions, which the engine judges.
func (f *Field) Validate(v value.Value) *fault.Error {
	if v.IsNull() {
		if f.Required {
			return fault.Of(fault.Required, f.Name, "%s is required", f.Name)
		}
		return nil
	}
	if v.Kind() != f.Type.Kind {
		return fault.Of(fault.Value, f.Name, "%s takes %s, not %s", f.Name, typeText(f.Type), v.Kind())
	}
	switch v.Kind() {
	case value.Text:
		return f.validateText(v.Raw())
	case value.Bytes:
		if f.Max > 0 && len(v.Raw()) > f.Max {
			return fault.Of(fault.TooLong, f.Name, "%s has %d bytes; at most %d are kept", f.Name, len(v.Raw()), f.Max)
		}
	case value.Decimal:
		return f.validateDecimal(v)
	case value.List:
		return f.validateList(v)
	}
	return nil
}

func (f *Field) validateText(s string) *fault.Error {
	// Bytes bound code points: most texts need no counting.
	if f.Max > 0 && len(s) > f.Max {
		if n := utf8.RuneCountInString(s); n > f.Max {
			return fault.Of(fault.TooLong, f.Name, "%s has %d characters; at most %d are kept", f.Name, n, f.Max)
		}
	}
	if f.Values != nil && !slices.Contains(f.Values, s) {
		return fault.Of(fault.Value, f.Name, "%s does not take this value", f.Name).
			WithHint("the values are %s", strings.Join(f.Values, ", "))
	}
	if f.Format != "" && !matchesFormat(f.Format, s) {
		return fault.Of(fault.Check, f.Name, "%s is not in the format %s", f.Name, f.Format)
	}
	if f.Pattern != nil && !f.Pattern.MatchString(s) {
		return fault.Of(fault.Check, f.Name, "%s does not match its pattern", f.Name).
			WithHint("the pattern is %s", f.Pattern)
	}
	return nil
}

func matchesFormat(format, s string) bool {
	switch format {
	case "email":
		return len(s) <= 254 && email.MatchString(s)
	case "url":
		u, err := url.Parse(s)
		return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
	case "slug":
		return slug.MatchString(s)
	case "uuid":
		_, err := value.ParseText(value.Type{Kind: value.UUID}, s)
		return err == nil && len(s) == 36
	}
	return true
}

// validateDecimal tells whether the number fits the field's precision as it
// is: a value that was computed may have another scale.
func (f *Field) validateDecimal(v value.Value) *fault.Error {
	if f.Type.Precision == 0 {
		return nil
	}
	fitted, ok := v.Rescale(f.Type.Scale)
	if ok && len(strings.TrimPrefix(fitted.Digits(), "-")) <= int(f.Type.Precision) {
		return nil
	}
	return fault.Of(fault.OutOfRange, f.Name, "%s is outside %s", f.Name, typeText(f.Type))
}

func (f *Field) validateList(v value.Value) *fault.Error {
	items, err := v.Items(f.Type.Element())
	if err != nil {
		return fault.Of(fault.Value, f.Name, "%s: %s", f.Name, fault.As(err).Message)
	}
	for i, item := range items {
		if item.IsNull() || item.Kind() != f.Type.Elem {
			return fault.Of(fault.Value, f.Name, "item %d of %s is not %s", i+1, f.Name, typeText(f.Type.Element()))
		}
	}
	return nil
}
