package expr

import (
	"slices"

	"bedplate/value"
)

// Same tells nodes that say the same, wherever they were written. Nil is the
// same as nil alone.
func Same(a, b *Node) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	if a.Op != b.Op || a.Type != b.Type || a.Index != b.Index || a.Rel != b.Rel || a.Name != b.Name ||
		!slices.Equal(a.Path, b.Path) || a.Op == Literal && !sameValue(a.Value, b.Value) {
		return false
	}
	return slices.EqualFunc(a.Args, b.Args, Same) && Same(a.Guard, b.Guard)
}

func sameValue(a, b value.Value) bool {
	return a.Kind() == b.Kind() && (a.IsNull() == b.IsNull()) && (a.IsNull() || a.String() == b.String())
}
