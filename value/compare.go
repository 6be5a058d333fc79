package value

import (
	"bytes"
	"cmp"
	"strings"
)

// Compare orders two values of one kind that are not null: -1, 0 or 1. Texts
// compare byte by byte, decimals of any scale by what they amount to, lists
// and JSON documents by their canonical text, false before true. Values of
// different kinds are ordered by kind, so that Compare is always a total order.
func Compare(a, b Value) int {
	if a.kind != b.kind {
		return cmp.Compare(a.kind, b.kind)
	}
	switch a.kind {
	case Null:
		return 0
	case Bool, Int, Time:
		return compareInts(a.num, b.num)
	case Float:
		return cmp.Compare(a.Float(), b.Float())
	case Decimal:
		return compareDecimals(a, b)
	case List:
		if a.list == nil && b.list == nil {
			return strings.Compare(a.str, b.str)
		}
		return bytes.Compare(a.AppendJSON(nil), b.AppendJSON(nil))
	}
	return strings.Compare(a.str, b.str)
}

// Equal tells whether two values are the same: null equals null, and values of
// different kinds are never equal.
func Equal(a, b Value) bool {
	return a.kind == b.kind && Compare(a, b) == 0
}

func compareInts(a, b int64) int { return cmp.Compare(a, b) }

func compareUints(a, b uint64) int { return cmp.Compare(a, b) }
