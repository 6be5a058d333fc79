package wire

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"time"

	"bedplate/fault"
	"bedplate/store/postgres/fulltext"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/form"
	"bedplate/value"
)

// Append writes a value as a placeholder of a type takes it, in the format that
// it tells. A null is not written at all: there is nothing to append.
func Append(dst []byte, b *sqlgen.Bind, oid uint32, v value.Value) (_ []byte, format int16, err error) {
	switch b.Form {
	case sqlgen.Quotient, sqlgen.Remainder:
		whole, rest := form.Split(v, int(b.Scale))
		if b.Form == sqlgen.Remainder {
			whole = int64(rest)
		}
		return binary.BigEndian.AppendUint64(dst, uint64(whole)), 1, nil
	case sqlgen.Items, sqlgen.ScaledItems, sqlgen.KeyItems:
		dst, err = appendItems(dst, b, v)
		return dst, 1, err
	case sqlgen.Path:
		var names []string
		if err := json.Unmarshal([]byte(v.Raw()), &names); err != nil {
			return dst, 0, fault.Wrap(fault.Internal, err, "a path is no path")
		}
		return appendTexts(dst, names), 1, nil
	case sqlgen.Pattern:
		return append(dst, form.Like(v.Raw())...), 1, nil
	case sqlgen.Expression:
		return append(dst, engine.Expression(v.Raw())...), 1, nil
	case sqlgen.SearchQuery, sqlgen.RankQuery:
		return append(dst, fulltext.Form(v.Raw())...), 1, nil
	case sqlgen.PrefixEnd:
		end, _ := form.PrefixEnd(v.Raw())
		return append(dst, end...), 1, nil
	case sqlgen.Canonical, sqlgen.NumberKey:
		if v.Kind() == value.Decimal && b.Type.Kind == value.Decimal && b.Type.Precision > 0 && b.Form == sqlgen.Canonical {
			at, ok := v.Rescale(b.Type.Scale)
			if !ok {
				return dst, 0, fault.New(fault.OutOfRange, "a number has more than %d digits after the point", b.Type.Scale)
			}
			v = at
		}
	}
	if item, ok := arrays[oid]; ok && v.Kind() == value.List {
		items, err := v.Items(b.Type.Element())
		if err == nil {
			dst, err = appendArray(dst, item, items)
		}
		return dst, 1, err
	}
	dst, format, err = appendValue(dst, oid, v)
	if f := fault.As(err); f != nil && b.Field != nil {
		f.Field = b.Field.Name
	}
	return dst, format, err
}

// IsNull tells values that are bound as NULL: nulls, and what has no end.
func IsNull(b *sqlgen.Bind, v value.Value) bool {
	if v.IsNull() || b.Form != sqlgen.PrefixEnd {
		return v.IsNull()
	}
	_, ends := form.PrefixEnd(v.Raw())
	return !ends
}

// appendValue writes a value as its type's binary form, or as text where the
// type is not known here.
func appendValue(dst []byte, oid uint32, v value.Value) ([]byte, int16, error) {
	kind := v.Kind()
	switch oid {
	case Bool:
		if kind == value.Bool {
			return append(dst, byte(v.Int())), 1, nil
		}
	case Int2, Int4, Int8:
		if kind == value.Int {
			dst, err := appendInt(dst, oid, v.Int())
			return dst, 1, err
		}
	case Float8, Float4:
		if kind == value.Int {
			v = value.OfFloat(float64(v.Int()))
		}
		if kind == value.Int || kind == value.Float {
			dst, err := appendFloat(dst, oid, v.Float())
			return dst, 1, err
		}
	case Numeric:
		if v, ok := numeric(v); ok {
			return appendNumeric(dst, v), 1, nil
		}
	case Timestamptz, Timestamp:
		if kind == value.Time {
			return binary.BigEndian.AppendUint64(dst, uint64(v.Micros()-postgresEpoch)), 1, nil
		}
	case Date:
		if kind == value.Date {
			day, err := time.Parse(time.DateOnly, v.Raw())
			return binary.BigEndian.AppendUint32(dst, uint32(int32(day.Unix()/86400-epochDay))), 1, err
		}
	case UUID:
		if kind == value.UUID {
			return append(dst, v.Raw()...), 1, nil
		}
	case Bytea:
		if kind == value.Bytes || kind == value.UUID {
			return append(dst, v.Raw()...), 1, nil
		}
	case JSONB:
		return appendDocument(append(dst, 1), v), 1, nil
	case JSON:
		return appendDocument(dst, v), 1, nil
	}
	// As text the server reads it as the type's own input.
	if kind == value.Time {
		return append(dst, time.UnixMicro(v.Micros()).UTC().Format("2006-01-02 15:04:05.999999+00")...), 0, nil
	}
	return v.AppendText(dst), 0, nil
}

func appendDocument(dst []byte, v value.Value) []byte {
	if v.Kind() == value.JSON {
		return append(dst, v.Raw()...)
	}
	return v.AppendJSON(dst)
}

func appendInt(dst []byte, oid uint32, n int64) ([]byte, error) {
	switch oid {
	case Int8:
		return binary.BigEndian.AppendUint64(dst, uint64(n)), nil
	case Int4:
		if n == int64(int32(n)) {
			return binary.BigEndian.AppendUint32(dst, uint32(n)), nil
		}
	case Int2:
		if n == int64(int16(n)) {
			return binary.BigEndian.AppendUint16(dst, uint16(n)), nil
		}
	}
	return dst, fault.New(fault.OutOfRange, "%d is beyond the range of the column", n)
}

func appendFloat(dst []byte, oid uint32, f float64) ([]byte, error) {
	if oid == Float8 {
		return binary.BigEndian.AppendUint64(dst, math.Float64bits(f)), nil
	}
	if math.Abs(f) > math.MaxFloat32 {
		return dst, fault.New(fault.OutOfRange, "%g is beyond the range of the column", f)
	}
	return binary.BigEndian.AppendUint32(dst, math.Float32bits(float32(f))), nil
}

// numeric makes a decimal of any number.
func numeric(v value.Value) (value.Value, bool) {
	switch v.Kind() {
	case value.Decimal:
		return v, true
	case value.Int:
		return value.OfDecimal(v.Int(), 0), true
	case value.Float:
		d, err := value.ParseDecimal(form.Number(v), 0, 0)
		return d, err == nil
	}
	return v, false
}

// appendItems writes a list as an array of the type that the bind's form asks
// for; items that no such value can equal are left out.
func appendItems(dst []byte, b *sqlgen.Bind, v value.Value) ([]byte, error) {
	items, err := v.Items(b.Type.Element())
	if err != nil {
		return dst, err
	}
	kept := make([]value.Value, 0, len(items))
	for _, item := range items {
		if item.IsNull() {
			continue
		}
		if b.Form == sqlgen.ScaledItems {
			n, rest := form.Split(item, int(b.Scale))
			if rest != 0 {
				continue
			}
			item = value.OfInt(n)
		}
		kept = append(kept, item)
	}
	return appendArray(dst, arrays[TypeOf(b)], kept)
}

// appendArray writes an array of one dimension.
func appendArray(dst []byte, item uint32, items []value.Value) (_ []byte, err error) {
	dst = appendHead(dst, item, len(items))
	for _, one := range items {
		start := len(dst)
		dst = append(dst, 0, 0, 0, 0)
		var format int16
		if dst, format, err = appendValue(dst, item, one); err != nil {
			return dst, err
		}
		if format == 0 && item != Text && item != Varchar && item != Bpchar {
			return dst, fault.New(fault.Value, "a list's items are not of the column's type")
		}
		binary.BigEndian.PutUint32(dst[start:], uint32(len(dst)-start-4))
	}
	return dst, nil
}

func appendTexts(dst []byte, texts []string) []byte {
	dst = appendHead(dst, Text, len(texts))
	for _, t := range texts {
		dst = append(binary.BigEndian.AppendUint32(dst, uint32(len(t))), t...)
	}
	return dst
}

// appendHead begins an array without nulls; an empty one has no dimension.
func appendHead(dst []byte, item uint32, n int) []byte {
	dimensions := uint32(1)
	if n == 0 {
		dimensions = 0
	}
	dst = binary.BigEndian.AppendUint32(dst, dimensions)
	dst = binary.BigEndian.AppendUint32(dst, 0)
	dst = binary.BigEndian.AppendUint32(dst, item)
	if n > 0 {
		dst = binary.BigEndian.AppendUint32(dst, uint32(n))
		dst = binary.BigEndian.AppendUint32(dst, 1)
	}
	return dst
}
