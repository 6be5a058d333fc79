package wire

import (
	"encoding/binary"
	"math"
	"strconv"
	"unsafe"

	"bedplate/fault"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Room is memory for what a row's values need beside its own bytes. It is used
// again for the next row.
type Room struct{ buf []byte }

// Reset makes the room empty.
func (r *Room) Reset() {
	if cap(r.buf) > 1<<16 {
		r.buf = nil
	}
	r.buf = r.buf[:0]
}

// keep puts bytes at the end of the room.
func (r *Room) keep(write func(dst []byte) []byte) string {
	start := len(r.buf)
	r.buf = write(r.buf)
	return text(r.buf[start:])
}

func text(raw []byte) string { return unsafe.String(unsafe.SliceData(raw), len(raw)) }

// Value gives a column's bytes, which are not nil, as a canonical value of its
// type. The value may stand in raw, or in the room.
func (r *Room) Value(c *sqlgen.Column, oid uint32, raw []byte) (value.Value, error) {
	if v, ok, known := r.read(c.Type, oid, raw); known {
		if ok {
			return v, nil
		}
	} else if Format(oid) == 0 || oid == Text || oid == Varchar || oid == Bpchar || oid == Unknown || oid == Name {
		if v, err := value.ParseText(c.Type, string(raw)); err == nil {
			return v, nil
		}
	}
	return value.Value{}, misread(c, oid, raw)
}

// read gives a value of the types that go together; ok is false where it is
// none that is allowed.
func (r *Room) read(t value.Type, oid uint32, raw []byte) (v value.Value, ok, known bool) {
	switch t.Kind {
	case value.Text:
		if Format(oid) == 0 || oid == Text || oid == Varchar || oid == Bpchar || oid == Unknown || oid == Name {
			return value.OfText(text(raw)), true, true
		}
	case value.Int:
		if n, ok, known := integer(oid, raw); known {
			return value.OfInt(n), ok, true
		}
	case value.Bool:
		if oid == Bool && len(raw) == 1 {
			return value.OfBool(raw[0] != 0), true, true
		}
	case value.Float:
		if f, known := float(oid, raw); known {
			return value.OfFloat(f), !math.IsInf(f, 0) && !math.IsNaN(f), true
		}
	case value.Decimal:
		return decimal(t, oid, raw)
	case value.Time:
		if oid == Int8 && len(raw) == 8 { // calculated
			return value.OfTime(int64(binary.BigEndian.Uint64(raw))), true, true
		}
		if (oid == Timestamptz || oid == Timestamp) && len(raw) == 8 {
			micros := int64(binary.BigEndian.Uint64(raw))
			if micros == math.MaxInt64 || micros == math.MinInt64 || micros > math.MaxInt64-postgresEpoch {
				return v, false, true // infinity
			}
			return value.OfTime(micros + postgresEpoch), true, true
		}
	case value.Date:
		if oid == Date && len(raw) == 4 {
			v, ok = r.date(int32(binary.BigEndian.Uint32(raw)))
			return v, ok, true
		}
	case value.UUID:
		if (oid == UUID || oid == Bytea) && len(raw) == 16 {
			return value.OfRawUUID(text(raw)), true, true
		}
	case value.Bytes:
		if oid == Bytea {
			return value.OfBytes(text(raw)), true, true
		}
	case value.JSON, value.List:
		v, ok = r.document(t, oid, raw)
		return v, ok, true
	}
	return v, false, false
}

func integer(oid uint32, raw []byte) (n int64, ok, known bool) {
	switch {
	case oid == Int8 && len(raw) == 8:
		return int64(binary.BigEndian.Uint64(raw)), true, true
	case oid == Int4 && len(raw) == 4:
		return int64(int32(binary.BigEndian.Uint32(raw))), true, true
	case oid == Int2 && len(raw) == 2:
		return int64(int16(binary.BigEndian.Uint16(raw))), true, true
	case oid == OID && len(raw) == 4:
		return int64(binary.BigEndian.Uint32(raw)), true, true
	case oid == Numeric:
		n, ok = readWhole(raw)
		return n, ok, true
	}
	return 0, false, false
}

func float(oid uint32, raw []byte) (float64, bool) {
	switch {
	case oid == Float8 && len(raw) == 8:
		return math.Float64frombits(binary.BigEndian.Uint64(raw)), true
	case oid == Float4 && len(raw) == 4:
		// The double that is written as shortly as the single is.
		f := math.Float32frombits(binary.BigEndian.Uint32(raw))
		d, _ := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
		return d, true
	}
	if n, ok, known := integer(oid, raw); known && ok && oid != Numeric {
		return float64(n), true
	}
	return 0, false
}

func decimal(t value.Type, oid uint32, raw []byte) (v value.Value, ok, known bool) {
	if oid == Numeric {
		v, ok = readNumeric(raw, int(t.Scale))
		return v, ok && (t.Precision == 0 || v.DecimalScale() == t.Scale), true
	}
	if n, ok, known := integer(oid, raw); known && ok {
		v, ok = value.OfDecimal(n, 0).Rescale(t.Scale)
		return v, ok, true
	}
	return v, false, false
}

// date writes a day, counted from 2000-01-01.
func (r *Room) date(day int32) (value.Value, bool) {
	year, month, of := civil(int64(day) + epochDay)
	if year < 1 || year > 9999 {
		return value.Value{}, false
	}
	return value.OfDate(r.keep(func(dst []byte) []byte {
		return append(dst, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
			byte('0'+month/10), byte('0'+month%10), '-', byte('0'+of/10), byte('0'+of%10))
	})), true
}

// civil gives the date of a day since 1970, by the calendar of today.
func civil(day int64) (year, month, of int64) {
	day += 719468 // since 0000-03-01
	era := day / 146097
	if day < 0 {
		era = (day - 146096) / 146097
	}
	day -= era * 146097
	y := (day - day/1460 + day/36524 - day/146096) / 365
	day -= 365*y + y/4 - y/100
	m := (5*day + 2) / 153
	of = day - (153*m+2)/5 + 1
	if month = m + 3; month > 12 {
		month -= 12
	}
	if year = y + era*400; month <= 2 {
		year++
	}
	return year, month, of
}

// misread is a stored or computed value that its type does not allow.
func misread(c *sqlgen.Column, oid uint32, raw []byte) error {
	if c.Field == nil {
		if c.Type.Kind == value.Int && oid == Numeric {
			return fault.New(fault.OutOfRange, "a sum is beyond 64 bits")
		}
		if c.Type.Kind == value.Float || c.Type.Kind == value.Decimal || c.Type.Kind == value.Time {
			return fault.New(fault.OutOfRange, "a result is beyond the range of %ss", c.Type.Kind)
		}
		return fault.New(fault.Value, "a computed %s came back in a form of another type", c.Type.Kind)
	}
	return fault.Of(fault.Value, c.Field.Name, "table %s, column %s: the database holds what is not a valid %s",
		c.Of.Table, c.Field.Column, c.Type.Kind).
		WithHint("correct the stored value, or declare the field with the type that the column really has")
}
