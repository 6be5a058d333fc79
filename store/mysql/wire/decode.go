package wire

import (
	sqldriver "database/sql/driver"
	"math"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Value makes a column's value of what the library read. Texts stay where the
// library has them, until the next row.
func Value(c *sqlgen.Column, got sqldriver.Value) (value.Value, error) {
	switch v := got.(type) {
	case nil:
		return value.Value{}, nil
	case int64:
		return ofInt(c, v)
	case float64:
		return ofFloat(c, v)
	case float32:
		return ofFloat(c, written(v))
	case []byte:
		return ofText(c, unsafe.String(unsafe.SliceData(v), len(v)))
	case string:
		return ofText(c, v)
	}
	return misread(c)
}

// written is the double that a FLOAT is written as: 0.1 is 0.1.
func written(f float32) float64 {
	double, _ := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	return double
}

func ofInt(c *sqlgen.Column, n int64) (value.Value, error) {
	switch c.Type.Kind {
	case value.Int:
		return value.OfInt(n), nil
	case value.Bool:
		if n>>1 == 0 {
			return value.OfBool(n == 1), nil
		}
	case value.Float:
		return value.OfFloat(float64(n)), nil
	case value.Decimal:
		if v, ok := value.OfDecimal(n, 0).Rescale(c.Type.Scale); ok {
			return v, nil
		}
	case value.Time:
		return value.OfTime(n), nil // a computed one is counted
	case value.Text:
		return value.OfText(strconv.FormatInt(n, 10)), nil
	}
	return misread(c)
}

func ofFloat(c *sqlgen.Column, f float64) (value.Value, error) {
	if c.Type.Kind != value.Float {
		return misread(c)
	}
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return value.Value{}, fault.New(fault.OutOfRange, "a result is beyond the range of floats")
	}
	return value.OfFloat(f), nil
}

func ofText(c *sqlgen.Column, s string) (value.Value, error) {
	switch c.Type.Kind {
	case value.Text:
		return value.OfText(s), nil
	case value.Date:
		if validDate(s) {
			return value.OfDate(s), nil
		}
	case value.Bytes:
		return value.OfBytes(s), nil
	case value.UUID:
		if len(s) == 16 {
			return value.OfRawUUID(s), nil
		}
		if v, err := value.ParseText(c.Type, s); err == nil {
			return v, nil
		}
	case value.Time:
		if micros, ok := parseTime(s); ok {
			return value.OfTime(micros), nil
		}
	case value.Int:
		n, err := strconv.ParseInt(s, 10, 64)
		if err == nil {
			return value.OfInt(n), nil
		}
		if c.Field == nil {
			return value.Value{}, fault.New(fault.OutOfRange, "a sum is beyond 64 bits")
		}
	case value.Bool:
		if s == "0" || s == "1" || s == "\x00" || s == "\x01" { // the latter are of BIT(1)
			return value.OfBool(s[0]&1 == 1), nil
		}
	case value.Decimal:
		return ofDigits(c, s)
	case value.Float:
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return ofFloat(c, f)
		}
	case value.JSON, value.List:
		return Document(c.Type, c.Field, s)
	}
	return misread(c)
}

// Document makes the value of a JSON or list column of its text, which is
// canonical in columns of ours.
func Document(t value.Type, f *schema.Field, s string) (value.Value, error) {
	ours := f == nil || f.SQLType == "" && !f.Derived
	switch {
	case ours && t.Kind == value.List:
		return value.OfListJSON(s), nil
	case ours:
		return value.OfJSON(s), nil
	case t.Kind == value.List:
		return value.ParseJSON(t, []byte(s))
	}
	doc, err := value.CanonicalJSON([]byte(s))
	if err != nil || doc == "null" {
		return value.Value{}, err
	}
	return value.OfJSON(doc), nil
}

// ofDigits reads a decimal at its type's scale, or at a larger one where it is of
// any size.
func ofDigits(c *sqlgen.Column, s string) (value.Value, error) {
	digits, scale := s, 0
	if point := strings.IndexByte(s, '.'); point >= 0 {
		scale = len(s) - point - 1
		for scale > int(c.Type.Scale) && digits[len(digits)-1] == '0' {
			digits, scale = digits[:len(digits)-1], scale-1
		}
		if scale == 0 {
			digits = digits[:point]
		}
	}
	v, ok := unscaled(digits, uint8(scale))
	if !ok {
		var err error
		if v, err = value.ParseDecimal(digits, 0, 0); err != nil {
			return misread(c)
		}
	}
	if at, ok := v.Rescale(c.Type.Scale); ok {
		return at, nil
	}
	if c.Type.Precision > 0 && c.Field != nil {
		return misread(c)
	}
	return v, nil
}

// unscaled reads few digits without a copy of them.
func unscaled(s string, scale uint8) (value.Value, bool) {
	if len(s) > 18 {
		return value.Value{}, false
	}
	n, negative := int64(0), false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
		case c == '-' && i == 0:
			negative = true
		case c != '.':
			return value.Value{}, false
		}
	}
	if negative {
		n = -n
	}
	return value.OfDecimal(n, scale), true
}

// parseTime reads what the server writes: 2026-11-20 15:04:05.000001.
func parseTime(s string) (int64, bool) {
	if len(s) < 19 {
		return 0, false
	}
	year, month, day := number(s[0:4]), number(s[5:7]), number(s[8:10])
	hour, minute, second := number(s[11:13]), number(s[14:16]), number(s[17:19])
	micros, unit := 0, 100_000
	for i := 20; i < len(s); i++ {
		micros += number(s[i:i+1]) * unit
		unit /= 10
	}
	if year < 1 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0 || micros < 0 {
		return 0, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, micros*1000, time.UTC).UnixMicro(), true
}

// number reads digits, -1 where there are others.
func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// validDate tells a day from 0000-00-00 and its kin, which tables that we did not
// make may hold.
func validDate(s string) bool {
	return len(s) == 10 && number(s[:4]) > 0 && number(s[5:7]) > 0 && number(s[8:]) > 0
}

// misread is a stored value that its declared type does not allow.
func misread(c *sqlgen.Column) (value.Value, error) {
	if c.Field == nil {
		return value.Value{}, fault.New(fault.Value, "a computed %s came back as something else", c.Type.Kind)
	}
	return value.Value{}, fault.Of(fault.Value, c.Field.Name, "table %s, column %s: the database holds what is not a valid %s",
		c.Of.Table, c.Field.Column, c.Type.Kind).
		WithHint("correct the stored value, or declare the field with the type that the column really has")
}
