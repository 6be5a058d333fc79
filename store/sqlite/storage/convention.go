// Package storage says how columns keep values: ours in one canonical form that
// SQLite can compare and sort, adopted ones in the habits that SQLite's users
// have. It binds values to statements and registers the SQL functions that
// read, compare and compute with what is stored. It runs no statements but to
// learn a column's habit.
package storage

import (
	"math"
	"strconv"
	"strings"
	"time"

	"bedplate/schema"
	"bedplate/value"
)

// Convention is how a column keeps its values. Ours keep the canonical storage
// form; an adopted one follows one of SQLite's habits.
type Convention uint8

// The conventions.
const (
	Canonical     Convention = iota
	TimeText                 // 2009-01-01 00:00:00, with T, fraction or zone at will
	TimeNumber               // seconds since 1970
	DateText                 // 2009-01-01, perhaps with a time of midnight
	DecimalNumber            // an integer, double or text
	UUIDText                 // 36 characters, or 16 bytes
	JSONText                 // JSON that is not in canonical form
)

// ConventionOf tells a column's habit by its declared type. A time in a column
// declared as text or a date may in fact hold numbers: values are read by what
// they are.
func ConventionOf(f *schema.Field) Convention {
	if f.Derived && (f.Type.Kind == value.JSON || f.Type.Kind == value.List) {
		return JSONText
	}
	if f.SQLType == "" {
		return Canonical
	}
	declared := strings.ToUpper(f.SQLType)
	switch f.Type.Kind {
	case value.Time:
		if strings.Contains(declared, "INT") {
			return TimeNumber
		}
		return TimeText
	case value.Date:
		return DateText
	case value.Decimal:
		return DecimalNumber
	case value.UUID:
		if !strings.Contains(declared, "BLOB") && declared != "" {
			return UUIDText
		}
	case value.JSON, value.List:
		return JSONText
	}
	return Canonical
}

// timeLayouts are the forms of a text time, after its T became a space.
var timeLayouts = []string{"2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999",
	"2006-01-02 15:04", "2006-01-02"}

// ParseTime reads a text time as microseconds; without a zone it is UTC. What
// is finer than a microsecond is refused.
func ParseTime(s string) (int64, bool) {
	if len(s) > 10 && s[10] == 'T' {
		s = s[:10] + " " + s[11:]
	}
	s = strings.Replace(s, " UTC", "Z", 1)
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil && t.Nanosecond()%1000 == 0 {
			return t.UnixMicro(), true
		}
	}
	return 0, false
}

// formatTime writes a time as text does it in SQLite, with a T where the
// column has one.
func formatTime(micros int64, t bool) string {
	layout := "2006-01-02 15:04:05"
	if t {
		layout = "2006-01-02T15:04:05"
	}
	if micros%1_000_000 != 0 {
		layout += ".000000"
	}
	return time.UnixMicro(micros).UTC().Format(layout)
}

// ParseDate reads a text date; a time of midnight may follow it.
func ParseDate(s string) (string, bool) {
	micros, ok := ParseTime(s)
	if !ok || micros%(24*3600*1_000_000) != 0 {
		return "", false
	}
	return s[:10], true
}

// ParseDecimal reads a stored number at exactly the type's scale.
func ParseDecimal(s string, t value.Type) (value.Value, bool) {
	v, err := value.ParseDecimal(strings.TrimSpace(s), max(t.Precision, 1), t.Scale)
	if t.Precision == 0 {
		v, err = value.ParseDecimal(strings.TrimSpace(s), 0, 0)
	}
	return v, err == nil
}

// FloatText writes the shortest decimal that a double stands for.
func FloatText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// SecondsToMicros gives microseconds where they fit.
func SecondsToMicros(s int64) (int64, bool) {
	if s > math.MaxInt64/1_000_000 || s < math.MinInt64/1_000_000 {
		return 0, false
	}
	return s * 1_000_000, true
}

// Narrow tells a decimal that is kept as a scaled integer.
func Narrow(t value.Type) bool {
	return t.Kind == value.Decimal && t.Precision > 0 && t.Precision <= 18
}
