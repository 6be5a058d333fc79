// Package value holds the canonical values of every type: what a value is
// must not depend on the store that keeps it. It parses them from JSON and
// text, writes them as JSON, and compares and orders them; what cannot be kept
// exactly is refused, never rounded or cut.
//
// It knows no fields, no expressions and no store.
package value

import (
	"math"
	"strings"
)

// Kind is a family of values.
type Kind uint8

// The kinds. An enum is Text with a list of values; a reference has the kind
// of the key it refers to.
const (
	Null    Kind = iota // no value; also the type of the literal null
	Bool                // true, false
	Int                 // 64 bit, signed
	Float               // finite IEEE double
	Decimal             // exact, with a fixed scale
	Text                // UTF-8 without NUL
	Time                // an instant, UTC, microseconds
	Date                // a proleptic Gregorian day, years 0001 to 9999
	UUID                // 16 bytes
	Bytes               // any bytes
	JSON                // a canonical JSON document, never a top-level null
	List                // non-null scalars of one kind
)

var kindNames = [...]string{"null", "bool", "int", "float", "decimal", "text",
	"time", "date", "uuid", "bytes", "json", "list"}

// String gives the kind's name as the schema files spell it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Type is a kind with what it needs to be exact. Types compare with ==.
type Type struct {
	Kind Kind
	Elem Kind // of a List
	// Precision and Scale of a Decimal, or of a List's decimals. Precision 0
	// is a decimal of any size: a literal or a sum.
	Precision, Scale uint8
}

// Element gives the type of a List's items.
func (t Type) Element() Type {
	return Type{Kind: t.Elem, Precision: t.Precision, Scale: t.Scale}
}

// Value is one value or null. The zero Value is null. It is 40 bytes, passed by
// value and never changed; its text may alias memory of the store it was read
// from, valid until the next row: Clone keeps it.
type Value struct {
	kind  Kind
	scale uint8    // Decimal
	num   int64    // Bool 0/1, Int, Float's bits, Time's microseconds, Decimal unscaled
	str   string   // Text, Date as 2006-01-02, UUID and Bytes raw, JSON, a large Decimal's digits, a List as JSON
	list  *[]Value // a List's items, nil where only str is known
}

// Kind gives the value's kind: Null for null.
func (v Value) Kind() Kind { return v.kind }

// IsNull tells null.
func (v Value) IsNull() bool { return v.kind == Null }

// OfBool makes a Bool.
func OfBool(b bool) Value {
	if b {
		return Value{kind: Bool, num: 1}
	}
	return Value{kind: Bool}
}

// OfInt makes an Int.
func OfInt(i int64) Value { return Value{kind: Int, num: i} }

// OfFloat makes a Float; f must be finite. Negative zero becomes zero.
func OfFloat(f float64) Value {
	if f == 0 {
		f = 0 // -0 equals 0, so they are one value
	}
	return Value{kind: Float, num: int64(math.Float64bits(f))}
}

// OfText makes a Text; s must be valid (see ValidText).
func OfText(s string) Value { return Value{kind: Text, str: s} }

// OfTime makes a Time of microseconds since 1970-01-01T00:00:00Z.
func OfTime(micros int64) Value { return Value{kind: Time, num: micros} }

// OfDate makes a Date of its text, 2006-01-02, which must be a real day.
func OfDate(s string) Value { return Value{kind: Date, str: s} }

// OfUUID makes a UUID.
func OfUUID(u [16]byte) Value { return Value{kind: UUID, str: string(u[:])} }

// OfRawUUID makes a UUID of its 16 raw bytes, kept as they are.
func OfRawUUID(raw string) Value { return Value{kind: UUID, str: raw} }

// OfBytes makes a Bytes of raw bytes.
func OfBytes(raw string) Value { return Value{kind: Bytes, str: raw} }

// OfJSON makes a JSON of a canonical document (see CanonicalJSON).
func OfJSON(doc string) Value { return Value{kind: JSON, str: doc} }

// OfList makes a List of its items.
func OfList(items []Value) Value { return Value{kind: List, list: &items} }

// OfListJSON makes a List of its canonical JSON text, as stores keep it;
// Items parses it when it is asked for.
func OfListJSON(doc string) Value { return Value{kind: List, str: doc} }

// Bool gives a Bool's value.
func (v Value) Bool() bool { return v.num != 0 }

// Int gives an Int's value.
func (v Value) Int() int64 { return v.num }

// Float gives a Float's value.
func (v Value) Float() float64 { return math.Float64frombits(uint64(v.num)) }

// Micros gives a Time's microseconds since the epoch.
func (v Value) Micros() int64 { return v.num }

// Raw gives the text of a Text, Date or JSON, and the bytes of a UUID or
// Bytes. Other kinds have none.
func (v Value) Raw() string { return v.str }

// Clone gives the same value in memory of its own.
func (v Value) Clone() Value {
	v.str = strings.Clone(v.str)
	if v.list != nil {
		items := make([]Value, len(*v.list))
		for i, item := range *v.list {
			items[i] = item.Clone()
		}
		v.list = &items
	}
	return v
}
