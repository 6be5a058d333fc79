package query

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"bedplate/fault"
	"bedplate/value"
)

// A cast makes a value another type's, as PostgreSQL does. It is applied to
// what a store gave, so that it means the same on all of them.

// castTypes are what values can be cast to, by PostgreSQL's short names.
var castTypes = map[string]value.Type{
	"text": {Kind: value.Text},
	"int2": {Kind: value.Int}, "int4": {Kind: value.Int}, "int8": {Kind: value.Int},
	"float4": {Kind: value.Float}, "float8": {Kind: value.Float}, "numeric": {Kind: value.Decimal},
	"bool": {Kind: value.Bool}, "json": {Kind: value.JSON}, "uuid": {Kind: value.UUID},
	"date": {Kind: value.Date}, "timestamptz": {Kind: value.Time},
}

// castAliases are other names of the same.
var castAliases = map[string]string{
	"varchar": "text", "character varying": "text", "smallint": "int2", "integer": "int4", "int": "int4",
	"bigint": "int8", "real": "float4", "double precision": "float8", "float": "float8", "decimal": "numeric",
	"boolean": "bool", "jsonb": "json", "timestamp with time zone": "timestamptz",
}

// castSources are the kinds that can be cast to a kind; text takes all.
var castSources = map[value.Kind][]value.Kind{
	value.Int:     {value.Int, value.Float, value.Decimal, value.Bool, value.Text, value.JSON},
	value.Float:   {value.Int, value.Float, value.Decimal, value.Text, value.JSON},
	value.Decimal: {value.Int, value.Float, value.Decimal, value.Text, value.JSON},
	value.Bool:    {value.Bool, value.Int, value.Text, value.JSON},
	value.JSON:    {value.JSON, value.Text},
	value.UUID:    {value.UUID, value.Text},
	value.Date:    {value.Date, value.Time, value.Text},
	value.Time:    {value.Time, value.Date, value.Text},
}

// CastNames are the names that there are, for messages.
const CastNames = "text, int2, int4, int8, float4, float8, numeric, bool, json, uuid, date and timestamptz"

// CastOf finds a cast by any of its names: what Output.Cast calls it, and
// whether values of a kind can be cast so. known tells whether it is a cast at
// all.
func CastOf(name string, from value.Kind) (cast string, known, fits bool) {
	if full := castAliases[name]; full != "" {
		name = full
	}
	to, known := castTypes[name]
	if !known {
		return "", false, false
	}
	if to.Kind == value.Text {
		return name, true, true
	}
	for _, k := range castSources[to.Kind] {
		fits = fits || k == from
	}
	return name, true, fits
}

// CastType is the type of what a cast gives; t is that of what it takes.
func CastType(cast string, t value.Type) value.Type {
	if cast == "" {
		return t
	}
	return castTypes[cast[strings.LastIndexByte(cast, ':')+1:]]
}

// Lossless tells a cast that keeps different values of a kind apart.
func Lossless(cast string, from value.Kind) bool {
	to := castTypes[cast].Kind
	return to == value.Text || to == from && cast != "float4" || from == value.Int && to == value.Decimal
}

// applyCast applies the steps of Output.Cast. A null stays one.
func applyCast(cast string, v value.Value) (value.Value, error) {
	for cast != "" && !v.IsNull() {
		var name string
		name, cast, _ = strings.Cut(cast, "::")
		var err error
		if v, err = castTo(name, v); err != nil {
			return v, err
		}
	}
	return v, nil
}

// cast gives a member's value as its cast has it.
func (m *Member) cast(v value.Value) (value.Value, error) {
	out, err := applyCast(m.Cast, v)
	if err != nil {
		f := *fault.As(err)
		f.Field, f.Message = m.Name, m.Name+": "+f.Message
		return out, &f
	}
	return out, nil
}

func castTo(name string, v value.Value) (value.Value, error) {
	t := castTypes[name]
	switch {
	case t.Kind == value.Text:
		return textOf(v)
	case v.Kind() == value.Text && t.Kind == value.JSON:
		return value.ParseText(t, v.Raw())
	case v.Kind() == value.Text:
		parsed, err := value.ParseText(t, strings.TrimSpace(v.Raw()))
		if err != nil || t.Kind != value.Int && name != "float4" {
			return parsed, err
		}
		v = parsed
	case v.Kind() == value.JSON && t.Kind != value.JSON:
		var err error
		if v, err = documentValue(t, v.Raw()); err != nil {
			return v, err
		}
	}
	switch t.Kind {
	case value.Int:
		return castInt(name, v)
	case value.Float:
		return castFloat(name, v)
	case value.Decimal:
		return castDecimal(v)
	case value.Bool:
		if v.Kind() == value.Int {
			return value.OfBool(v.Int() != 0), nil
		}
	case value.Date:
		if v.Kind() == value.Time {
			return value.OfDate(time.UnixMicro(v.Micros()).UTC().Format(time.DateOnly)), nil
		}
	case value.Time:
		if v.Kind() == value.Date {
			return value.ParseText(t, v.Raw()+"T00:00:00Z")
		}
	}
	return v, nil
}

// textOf gives the text of a value; of a JSON string, the string itself.
func textOf(v value.Value) (value.Value, error) {
	if v.Kind() == value.JSON && v.Raw()[0] == '"' {
		return value.ParseJSON(value.Type{Kind: value.Text}, []byte(v.Raw()))
	}
	return value.OfText(v.String()), nil
}

// documentValue gives the number or truth that a JSON document is.
func documentValue(t value.Type, doc string) (value.Value, error) {
	switch c := doc[0]; {
	case c == '-' || c >= '0' && c <= '9':
		if t.Kind != value.Bool {
			return value.ParseDecimal(doc, 0, 0)
		}
	case t.Kind == value.Bool && (c == 't' || c == 'f'):
		return value.OfBool(c == 't'), nil
	}
	return value.Value{}, fault.New(fault.Value, "a JSON value of another kind cannot be cast to %s", t.Kind).
		WithHint("write ->> to cast its text")
}

// castInt rounds decimals up from a half and floats to the even side, as
// PostgreSQL does.
func castInt(name string, v value.Value) (value.Value, error) {
	var n int64
	switch v.Kind() {
	case value.Float:
		f := math.RoundToEven(v.Float())
		if !(f >= math.MinInt64 && f < math.MaxInt64) {
			return v, outside(name, v)
		}
		n = int64(f)
	case value.Decimal:
		whole := v.Decimal().Round(0).BigInt()
		if !whole.IsInt64() {
			return v, outside(name, v)
		}
		n = whole.Int64()
	case value.Bool:
		if v.Bool() {
			n = 1
		}
	default:
		n = v.Int()
	}
	if name == "int2" && int64(int16(n)) != n || name == "int4" && int64(int32(n)) != n {
		return v, outside(name, v)
	}
	return value.OfInt(n), nil
}

// castFloat gives the nearest double; of float4, the shortest number that is
// the nearest one of its width.
func castFloat(name string, v value.Value) (value.Value, error) {
	f := v.Float()
	if v.Kind() != value.Float {
		f, _ = strconv.ParseFloat(v.String(), 64)
	}
	if name == "float4" {
		f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', -1, 32), 64)
	}
	if f-f != 0 {
		return v, outside(name, v)
	}
	return value.OfFloat(f), nil
}

// castDecimal takes fifteen digits of a float, as PostgreSQL does: those that
// it is sure to have.
func castDecimal(v value.Value) (value.Value, error) {
	switch v.Kind() {
	case value.Float:
		d, err := decimal.NewFromString(strconv.FormatFloat(v.Float(), 'g', 15, 64))
		if err != nil {
			return v, outside("numeric", v)
		}
		return value.ParseDecimal(d.String(), 0, 0)
	case value.Int:
		return value.OfDecimal(v.Int(), 0), nil
	}
	return v, nil
}

func outside(name string, v value.Value) error {
	return fault.New(fault.OutOfRange, "%s is out of range for %s", v.String(), name)
}
