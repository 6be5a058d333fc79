package sqlite

import (
	"strconv"

	"bedplate/value"
	zombiezen "zombiezen.com/go/sqlite"
)

// The functions that give an adopted column's value in canonical storage form.

// formError is a stored value that its column's type does not allow.
type formError struct{ message string }

func (e *formError) Error() string { return e.message }

func misstored(what string) error { return &formError{"a stored value is not " + what} }

func storedTime(args []zombiezen.Value) (zombiezen.Value, error) {
	switch args[0].Type() {
	case zombiezen.TypeText:
		if micros, ok := parseTime(args[0].Text()); ok {
			return zombiezen.IntegerValue(micros), nil
		}
	case zombiezen.TypeInteger:
		if micros, ok := secondsToMicros(args[0].Int64()); ok {
			return zombiezen.IntegerValue(micros), nil
		}
	}
	return null, misstored("a time")
}

func storedDate(args []zombiezen.Value) (zombiezen.Value, error) {
	if args[0].Type() == zombiezen.TypeText {
		if date, ok := parseDate(args[0].Text()); ok {
			return zombiezen.TextValue(date), nil
		}
	}
	return null, misstored("a date")
}

func storedDecimal(args []zombiezen.Value) (zombiezen.Value, error) {
	var text string
	switch args[0].Type() {
	case zombiezen.TypeInteger:
		text = strconv.FormatInt(args[0].Int64(), 10)
	case zombiezen.TypeFloat:
		text = floatText(args[0].Float())
	case zombiezen.TypeText:
		text = args[0].Text()
	}
	scale := args[1].Int()
	v, ok := parseDecimal(text, value.Type{Kind: value.Decimal, Precision: 255, Scale: uint8(scale)})
	if !ok {
		return null, misstored("a decimal of its scale")
	}
	if args[2].Int() == 0 {
		return zombiezen.TextValue(decimalKey(v)), nil
	}
	if n, ok := scaled(v, scale); ok {
		return zombiezen.IntegerValue(n), nil
	}
	return null, misstored("a decimal of its precision")
}

func storedUUID(args []zombiezen.Value) (zombiezen.Value, error) {
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
	return null, misstored("a uuid")
}

func storedJSON(args []zombiezen.Value) (zombiezen.Value, error) {
	doc, err := value.CanonicalJSON([]byte(args[0].Text()))
	if err != nil {
		return null, misstored("JSON")
	}
	if doc == "null" {
		return null, nil
	}
	return zombiezen.TextValue(doc), nil
}
