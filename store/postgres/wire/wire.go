// Package wire is how values travel to PostgreSQL and back, in its binary form
// where it has one that we know, as text otherwise. It allocates nothing for a
// value that is read but what its text needs to be canonical. It sends nothing.
package wire

import (
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// The types that are known here, by their numbers in PostgreSQL's catalog.
const (
	Bool        = 16
	Bytea       = 17
	Name        = 19
	Int8        = 20
	Int2        = 21
	Int4        = 23
	Text        = 25
	OID         = 26
	JSON        = 114
	Float4      = 700
	Float8      = 701
	Unknown     = 705
	Bpchar      = 1042
	Varchar     = 1043
	Date        = 1082
	Timestamp   = 1114
	Timestamptz = 1184
	Numeric     = 1700
	Record      = 2249
	Records     = 2287
	UUID        = 2950
	JSONB       = 3802
)

// arrays gives the item type of arrays.
var arrays = map[uint32]uint32{1000: Bool, 1001: Bytea, 1005: Int2, 1007: Int4, 1016: Int8, 1009: Text, 1015: Varchar, 1014: Bpchar,
	1021: Float4, 1022: Float8, 1115: Timestamp, 1182: Date, 1185: Timestamptz, 1231: Numeric, 2951: UUID, 199: JSON, 3807: JSONB}

// arrayOf gives the array type of an item type.
var arrayOf = func() map[uint32]uint32 {
	out := map[uint32]uint32{}
	for array, item := range arrays {
		out[item] = array
	}
	return out
}()

var kinds = map[value.Kind]uint32{value.Bool: Bool, value.Int: Int8, value.Float: Float8, value.Decimal: Numeric, value.Text: Text,
	value.Time: Timestamptz, value.Date: Date, value.UUID: UUID, value.Bytes: Bytea, value.JSON: JSONB, value.List: JSONB, value.Null: Text}

// TypeOf gives the type that a placeholder is declared with; 0 leaves it to
// the column that it is written to.
func TypeOf(b *sqlgen.Bind) uint32 {
	switch b.Form {
	case sqlgen.Stored:
		return 0
	case sqlgen.Scaled, sqlgen.Quotient, sqlgen.Remainder, sqlgen.LimitCount:
		return Int8
	case sqlgen.NumberKey:
		return Numeric
	case sqlgen.Items:
		return arrayOf[kinds[b.Type.Elem]]
	case sqlgen.ScaledItems:
		return arrayOf[Int8]
	case sqlgen.KeyItems:
		return arrayOf[Numeric]
	case sqlgen.Path:
		return arrayOf[Text]
	case sqlgen.Pattern, sqlgen.Expression, sqlgen.PrefixEnd, sqlgen.SearchQuery, sqlgen.RankQuery:
		return Text
	}
	return kinds[b.Type.Kind]
}

// Format tells whether a column of a type is asked for in binary form (1) or as
// text (0).
func Format(oid uint32) int16 {
	switch oid {
	case Bool, Bytea, Name, Int8, Int2, Int4, Text, OID, JSON, Float4, Float8, Unknown, Bpchar, Varchar, Date, Timestamp, Timestamptz,
		Numeric, Record, Records, UUID, JSONB:
		return 1
	}
	if _, ok := arrays[oid]; ok {
		return 1
	}
	return 0
}

// postgresEpoch is 2000-01-01T00:00:00Z in microseconds since 1970, and
// epochDay the day of it.
const (
	postgresEpoch = 946_684_800_000_000
	epochDay      = 10957
)
