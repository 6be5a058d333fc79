package sqlgen

import (
	"bedplate/schema"
	"bedplate/value"
)

// Dialect is how one database spells what databases spell differently.
type Dialect interface {
	// Quote quotes an identifier.
	Quote(name string) string
	// Placeholder spells placeholder n, counted from 1. Numbered tells
	// whether one may stand in several places.
	Placeholder(n int) string
	Numbered() bool
	// Literal spells a constant where that is safe and helps the database
	// choose an index; others are bound.
	Literal(v value.Value) (string, bool)
	// Column gives a stored column in canonical storage form, compared
	// exactly: sql itself for columns of our own making.
	Column(sql string, f *schema.Field) string
	// Same spells null-safe equality.
	Same(a, b string) string
	// Unindexed spells a column so that it means the same and no index is
	// chosen for a test of it.
	Unindexed(sql string) string
	// InPosition spells a bound value of the key in a comparison of rows, so
	// that the key at the end of an index serves.
	InPosition(sql string, t value.Type) string
	// NullsOrder gives what to add to an order key so that nulls stand where
	// they should: "" where they do by themselves.
	NullsOrder(desc, first bool) string
	// Unlimited spells the LIMIT that an OFFSET without one needs.
	Unlimited() string
	// Call spells a function over scalars in canonical storage form. It gives
	// NULL where one of them is NULL.
	Call(f Func, args ...string) string
	// Each spells a FROM item that gives a list's items as column "value".
	// hex says that they are bytes in hexadecimal digits.
	Each(list string) string
	// Unhex spells the bytes of hexadecimal digits.
	Unhex(sql string) string
}

// Func is a function that databases spell differently.
type Func uint8

// The functions, with their arguments. Arithmetic gives NULL where it fails.
const (
	AddInt Func = iota // a, b; and so on
	SubInt
	MulInt
	DivInt
	ModInt
	NegInt
	AddFloat
	SubFloat
	MulFloat
	DivFloat
	NegFloat
	AddDecimal // a, scale of a, b, scale of b: at the larger scale
	SubDecimal
	MulDecimal // at the sum of the scales
	NegDecimal // a

	IntKey   // a, scale: an integer scaled by 10^scale as NumberKey
	FloatKey // a: a float as NumberKey

	Lower
	Upper
	TextSize // in code points
	ListSize

	StartsWith // a, b: true or false
	EndsWith
	Contains
	Matches      // a, pattern
	Like         // a, a bound Pattern
	ILike        // a, pattern as written
	LikeComputed // a, pattern as written, which is not bound

	JSONMember // document, path as a JSON array: the member's canonical text, NULL for none or null
	JSONText   // likewise: a string member's text, NULL for others
	JSONNumber // likewise: a number member as NumberKey
	JSONFloat  // likewise: a number member as the nearest double
	JSONBool   // likewise: a boolean member
	// JSONComparable is JSONMember with one text for equal numbers.
	JSONComparable

	ListHas // list, item, kind of items as text, scale: whether it holds the item

	SumInt
	SumFloat
	SumKey    // of NumberKeys, as NumberKey
	SumScaled // a, scale: of integers scaled by 10^scale, as NumberKey
	AvgScaled // likewise, as a float
	AvgInt
	AvgFloat
	AvgKey
)
