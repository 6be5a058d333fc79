// Package rows is what migrations do with rows alike on every store: they
// convert values exactly, and judge rows by checks that are new to them. How
// rows are read and written is a store's own business.
package rows

import (
	"strings"

	"bedplate/fault"
	"bedplate/value"
)

// Convert gives v, a value of type was and not null, as a value of type is:
// exactly, or an error.
func Convert(v value.Value, was, is value.Type) (value.Value, error) {
	text := v.String()
	switch {
	case was.Kind == value.Bool && is.Kind == value.Int:
		if v.Bool() {
			return value.OfInt(1), nil
		}
		return value.OfInt(0), nil
	case was.Kind == value.Int && is.Kind == value.Bool && (v.Int() == 0 || v.Int() == 1):
		return value.OfBool(v.Int() == 1), nil
	case was.Kind == value.Date && is.Kind == value.Time:
		text += "T00:00:00Z"
	case was.Kind == value.Time && is.Kind == value.Date:
		text = strings.TrimSuffix(text, "T00:00:00+00:00")
	case was.Kind == value.Text && is.Kind == value.JSON:
		text = string(value.AppendQuoted(nil, text))
	case was.Kind == value.Bytes && is.Kind == value.Text:
		text = v.Raw()
	case was.Kind == value.Text && is.Kind == value.Bytes:
		return value.OfBytes(text), nil
	case was.Kind == value.Decimal && is.Kind == value.Int:
		if whole, ok := v.Rescale(0); ok {
			text = whole.String()
		}
	case is.Kind == value.Float && (was.Kind == value.Int || was.Kind == value.Decimal):
		return float(is, text)
	case is.Kind == value.Bool && text != "true" && text != "false": // a reader takes other words, too
		return value.Value{}, fault.New(fault.Value, "%.40q is neither true nor false", text)
	}
	return value.ParseText(is, text)
}

// float refuses a number that a double keeps only nearly.
func float(is value.Type, text string) (value.Value, error) {
	out, err := value.ParseText(is, text)
	if err != nil {
		return out, err
	}
	back, err := value.ParseDecimal(out.String(), 0, 0)
	exact, err2 := value.ParseDecimal(text, 0, 0)
	if err != nil || err2 != nil || value.Compare(back, exact) != 0 {
		return value.Value{}, fault.New(fault.Value, "%s is not exactly a float", text)
	}
	return out, nil
}
