package storage

import (
	"strconv"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/value"
)

// The functions that give an adopted column's value in canonical storage form.

// FormError is a stored value that its column's type does not allow.
type FormError struct{ Message string }

// Error says what the value is not.
func (e *FormError) Error() string { return e.Message }

func misstored(what string) error { return &FormError{"a stored value is not " + what} }

// StoredTime gives a time in microseconds.
func StoredTime(args []zombiezen.Value) (zombiezen.Value, error) {
	switch args[0].Type() {
	case zombiezen.TypeText:
		if micros, ok := ParseTime(args[0].Text()); ok {
			return zombiezen.IntegerValue(micros), nil
		}
	case zombiezen.TypeInteger:
		if micros, ok := SecondsToMicros(args[0].Int64()); ok {
			return zombiezen.IntegerValue(micros), nil
		}
	}
	return Null, misstored("a time")
}

// StoredDate gives a date without a time.
func StoredDate(args []zombiezen.Value) (zombiezen.Value, error) {
	if args[0].Type() == zombiezen.TypeText {
		if date, ok := ParseDate(args[0].Text()); ok {
			return zombiezen.TextValue(date), nil
		}
	}
	return Null, misstored("a date")
}

// StoredDecimal gives a decimal at a scale: its arguments are the value, the
// scale, and whether it is narrow.
func StoredDecimal(args []zombiezen.Value) (zombiezen.Value, error) {
	var text string
	switch args[0].Type() {
	case zombiezen.TypeInteger:
		text = strconv.FormatInt(args[0].Int64(), 10)
	case zombiezen.TypeFloat:
		text = FloatText(args[0].Float())
	case zombiezen.TypeText:
		text = args[0].Text()
	}
	scale := args[1].Int()
	v, ok := ParseDecimal(text, value.Type{Kind: value.Decimal, Precision: 255, Scale: uint8(scale)})
	if !ok {
		return Null, misstored("a decimal of its scale")
	}
	if args[2].Int() == 0 {
		return zombiezen.TextValue(DecimalKey(v)), nil
	}
	if n, ok := scaled(v, scale); ok {
		return zombiezen.IntegerValue(n), nil
	}
	return Null, misstored("a decimal of its precision")
}

// StoredUUID gives a uuid's 16 bytes.
func StoredUUID(args []zombiezen.Value) (zombiezen.Value, error) {
	switch args[0].Type() {
	case zombiezen.TypeText:
		if v, err := value.ParseText(value.Type{Kind: value.UUID}, args[0].Text()); err == nil {
			return zombiezen.BlobValue([]byte(v.Raw())), nil
		}
	case zombiezen.TypeBlob:
		if b := args[0].Blob(); len(b) == 16 {
			return zombiezen.BlobValue(b), nil
		}
	}
	return Null, misstored("a uuid")
}

// StoredJSON gives JSON in canonical form.
func StoredJSON(args []zombiezen.Value) (zombiezen.Value, error) {
	doc, err := value.CanonicalJSON([]byte(args[0].Text()))
	if err != nil {
		return Null, misstored("JSON")
	}
	if doc == "null" {
		return Null, nil
	}
	return zombiezen.TextValue(doc), nil
}
