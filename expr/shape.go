package expr

import (
	"encoding/binary"

	"bedplate/value"
)

// AppendShape appends what makes a tree: everything but the values of its
// parameters and the places it was written at. Two trees have one shape
// exactly where they are equal so far, and shapes can be joined end to end
// without becoming ambiguous. It allocates nothing but what dst needs.
func AppendShape(dst []byte, n *Node) []byte {
	if n == nil {
		return append(dst, 0)
	}
	if own(n) {
		dst = AppendType(append(dst, ownShape), n.Type)
		return binary.AppendUvarint(dst, uint64(n.Index))
	}
	dst = append(dst, byte(n.Op)+1)
	dst = AppendType(dst, n.Type)
	switch n.Op {
	case Literal:
		dst = appendValue(dst, n.Value)
	case Param, Bind, Var, Field:
		dst = binary.AppendUvarint(dst, uint64(n.Index))
	case Auth, Request:
		dst = appendString(dst, n.Name)
		dst = appendPath(dst, n.Path)
	case Path:
		dst = appendPath(dst, n.Path)
	case Walk:
		dst = appendRelation(dst, n.Rel)
	case Exists, All, Count:
		dst = binary.AppendUvarint(dst, uint64(n.Index))
		dst = appendRelation(dst, n.Rel)
	case Fold:
		dst = binary.AppendUvarint(dst, uint64(n.Index))
		dst = appendRelation(dst, n.Rel)
		dst = appendString(dst, n.Name)
	}
	dst = binary.AppendUvarint(dst, uint64(len(n.Args)))
	for _, a := range n.Args {
		dst = AppendShape(dst, a)
	}
	return AppendShape(dst, n.Guard)
}

// ownShape begins the shape of a field of the record itself, which is most of what
// requests are made of.
const ownShape = 0xff

// own tells a field of the record itself.
func own(n *Node) bool {
	if n.Op != Field || n.Guard != nil {
		return false
	}
	of := n.Args[0]
	return of.Op == Var && of.Index == 0 && of.Guard == nil && of.Type == value.Type{} && len(of.Args) == 0
}

// AppendType appends a type to a shape.
func AppendType(dst []byte, t value.Type) []byte {
	return append(dst, byte(t.Kind), byte(t.Elem), t.Precision, t.Scale)
}

// appendValue appends a literal, its length before it.
func appendValue(dst []byte, v value.Value) []byte {
	dst = append(dst, byte(v.Kind()), 0, 0, 0, 0)
	start := len(dst)
	if !v.IsNull() {
		dst = v.AppendJSON(dst)
	}
	binary.LittleEndian.PutUint32(dst[start-4:], uint32(len(dst)-start))
	return dst
}

func appendString(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

func appendPath(dst []byte, path []string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(path)))
	for _, p := range path {
		dst = appendString(dst, p)
	}
	return dst
}

// appendRelation names a relation: its base's name and its own are one of a kind.
func appendRelation(dst []byte, r *Relation) []byte {
	if r == nil {
		return append(dst, 0)
	}
	dst = append(dst, 1)
	if r.Base == nil {
		dst = appendString(dst, "")
	} else {
		dst = appendString(dst, r.Base.RecordName())
	}
	return appendString(dst, r.Name)
}
