package migration

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/store/mysql/ddl"
	"bedplate/value"
)

func formatFloat(f float64) string { return strconv.FormatFloat(f, 'e', -1, 64) }

func hexOf(raw string) string { return hex.EncodeToString([]byte(raw)) }

// timeLayout is how the server writes a DATETIME(6).
const timeLayout = "2006-01-02 15:04:05.999999"

func formatTime(micros int64) string {
	return time.UnixMicro(micros).UTC().Format("2006-01-02 15:04:05.000000")
}

// decode reads a value of ours as the server writes it; nil is null.
func decode(t value.Type, raw []byte) (value.Value, error) {
	if raw == nil {
		return value.Value{}, nil
	}
	text := string(raw)
	switch t.Kind {
	case value.Bool:
		return value.OfBool(text != "0"), nil
	case value.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		return value.OfInt(n), stored(err, t)
	case value.Float:
		f, err := strconv.ParseFloat(text, 64)
		return value.OfFloat(f), stored(err, t)
	case value.Decimal:
		return value.ParseText(t, text)
	case value.Time:
		at, err := time.Parse(timeLayout, text)
		return value.OfTime(at.UnixMicro()), stored(err, t)
	case value.Date:
		return value.OfDate(text), nil
	case value.UUID:
		if len(text) != 16 {
			return value.Value{}, fault.New(fault.Value, "a stored uuid has %d bytes", len(text))
		}
		return value.OfRawUUID(text), nil
	case value.Bytes:
		return value.OfBytes(text), nil
	case value.JSON:
		return value.OfJSON(text), nil
	case value.List:
		return value.OfListJSON(text), nil
	}
	return value.OfText(text), nil
}

func stored(err error, t value.Type) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Value, err, "a stored value is no %s", t.Kind)
}

// encode gives a value as a statement's argument.
func encode(v value.Value) any {
	switch v.Kind() {
	case value.Null:
		return nil
	case value.Bool:
		return v.Bool()
	case value.Int:
		return v.Int()
	case value.Float:
		return v.Float()
	case value.Time:
		return formatTime(v.Micros())
	case value.UUID, value.Bytes:
		return []byte(v.Raw())
	}
	return v.String()
}

// show writes a value of a result to a person.
func show(raw []byte) string {
	if raw == nil {
		return "null"
	}
	text := string(raw)
	switch {
	case strings.Trim(text, "0123456789") == "" && text != "":
		return text
	case len(raw) == 16 && !value.ValidText(text):
		return value.OfRawUUID(text).String()
	case !value.ValidText(text):
		return value.OfBytes(text[:min(len(text), 32)]).String()
	}
	runes := []rune(text)
	return strconv.Quote(string(runes[:min(len(runes), 60)]))
}

func count(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.FormatInt(n, 10) + " rows"
}

// literal writes a value, as we store it, as a constant.
func literal(v value.Value) (string, error) {
	switch v.Kind() {
	case value.Null:
		return "NULL", nil
	case value.Bool:
		if v.Bool() {
			return "1", nil
		}
		return "0", nil
	case value.Int, value.Decimal:
		return v.String(), nil
	case value.Float:
		return formatFloat(v.Float()), nil
	case value.UUID, value.Bytes:
		return "x'" + hexOf(v.Raw()) + "'", nil
	case value.Time:
		return ddl.Literal(formatTime(v.Micros())), nil
	}
	return ddl.Literal(v.String()), nil
}
